"""Documents in: what was read from a file, its parts in their languages, and passages of it."""
