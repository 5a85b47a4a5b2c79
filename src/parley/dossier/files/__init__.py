"""The files of a dossier's folder: found, opened and replaced with care."""
