"""A conflict for readers: the study of it, its page, its drawing, and its section of the brief."""
