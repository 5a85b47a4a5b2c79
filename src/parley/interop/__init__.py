"""Formats of other programs, read into models and written back."""
