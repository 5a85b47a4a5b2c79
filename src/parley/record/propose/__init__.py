"""Proposals from a document: what in it may become an entry, for a person to accept or drop."""

from parley.record.propose.passages import Passage, passages_of
from parley.record.propose.proposing import propose
from parley.record.propose.stub import KINDS, Stub, StubKind

__all__ = ["KINDS", "Passage", "Stub", "StubKind", "passages_of", "propose"]
