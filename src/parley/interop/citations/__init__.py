"""A dossier's index of sources for reference managers: CSL-JSON, BibTeX and RIS."""

from parley.interop.citations.bibtex import write_bibtex
from parley.interop.citations.csl import write_csl
from parley.interop.citations.ris import write_ris

__all__ = ["write_bibtex", "write_csl", "write_ris"]
