"""Scenarios of GENIUS: a domain in XML and a profile in XML for each party."""

from parley.interop.genius.reading import read_genius
from parley.interop.genius.writing import genius_losses, write_genius

__all__ = ["genius_losses", "read_genius", "write_genius"]
