"""Two versions of a dossier made one."""
