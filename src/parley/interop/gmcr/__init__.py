"""Conflicts of GMCR+ (the program gmcr-py), read into models and written back."""

from parley.interop.gmcr.reading import coalitions_of, parse_gmcr, read_gmcr
from parley.interop.gmcr.writing import losses_of, write_gmcr

__all__ = ["coalitions_of", "losses_of", "parse_gmcr", "read_gmcr", "write_gmcr"]
