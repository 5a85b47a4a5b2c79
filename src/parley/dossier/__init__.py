"""The vocabulary of a dossier, its file format, the statement language and the as-of fold."""
