"""The statement language: from text to formula, and what follows from what."""
