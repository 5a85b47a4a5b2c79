"""A negotiation workbench: what is known, authorised, offered and agreed, checked and explained."""

__all__ = ["__version__"]

__version__ = "0.1.0"
