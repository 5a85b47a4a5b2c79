"""Scenarios of GeniusWeb: a domain in JSON and a profile in JSON for each party."""

from parley.interop.geniusweb.reading import is_geniusweb, read_geniusweb
from parley.interop.geniusweb.writing import geniusweb_losses, write_geniusweb

__all__ = ["geniusweb_losses", "is_geniusweb", "read_geniusweb", "write_geniusweb"]
