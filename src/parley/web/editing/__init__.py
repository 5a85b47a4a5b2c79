"""What the pages share that change a dossier: fields of forms, drafts, clashes, the review."""
