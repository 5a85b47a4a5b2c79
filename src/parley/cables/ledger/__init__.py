"""The log of an office on disk: events are added to it, read from it, and proved to be in it."""
