"""What all could accept: the efficient outcomes, fair points among them, and their pages."""
