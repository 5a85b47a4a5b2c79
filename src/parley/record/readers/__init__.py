"""Files of several kinds, each read into one text."""
