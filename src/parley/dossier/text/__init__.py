"""The files as text: YAML read exactly, and written so that nothing else changes."""
