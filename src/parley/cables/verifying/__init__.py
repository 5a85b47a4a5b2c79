"""Whether a log is what it was, and everything in it was allowed."""
