"""What a dossier can say: its entries, what it declares, and the schema of both."""
