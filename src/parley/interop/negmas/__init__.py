"""Scenarios of NegMAS in its own YAML or JSON: a domain, and a utility function for each party."""

from parley.interop.negmas.reading import is_negmas, read_negmas
from parley.interop.negmas.writing import negmas_losses, write_negmas

__all__ = ["is_negmas", "negmas_losses", "read_negmas", "write_negmas"]
