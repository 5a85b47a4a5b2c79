"""Need to know: what one reader may see of a dossier."""
