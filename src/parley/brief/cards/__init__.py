"""Everything about one thing of a dossier: cards, and entries as rows; for terminal and page."""
