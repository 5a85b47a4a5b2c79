"""Who may do what, and who holds which copy, as the events tell."""
