"""Changing a dossier: each change whole, checked first, and undone if it is not wanted."""
