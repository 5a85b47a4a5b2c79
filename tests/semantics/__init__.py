"""The rules of the mandate semantics, each shown by a case to flag and its look-alike."""
