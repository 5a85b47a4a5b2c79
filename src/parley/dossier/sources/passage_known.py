"""Whether a passage that is cited is there: in the index of sources, or in the document itself."""

from __future__ import annotations

import re
from functools import lru_cache

from parley.dossier.dossier import Dossier
from parley.dossier.sources.stored_documents import stored_document
from parley.dossier.vocabulary.declarations import Source
from parley.kernel.errors import ParleyError
from parley.record.citing import cited
from parley.record.document import Imported

__all__ = ["document_of", "passage_known"]

_SENTENCE = re.compile(r"\.[0-9]+$")


def passage_known(dossier: Dossier, source: str, passage: str) -> bool:
    """Tell whether a source of a dossier has a passage, as far as that is known.

    The index of sources counts, with sentences of the paragraphs that it has; then the document, if
    it was imported. A source of which neither tells anything may have any passage.

    Parameters:
        source: the id of a declared source.
        passage: its address without the source, such as `en/10`.
    """
    declared = dossier.declared.sources[source]
    if passage in declared.passages or _SENTENCE.sub("", passage) in declared.passages:
        return True
    imported = document_of(dossier, declared)
    if imported is None:
        return not declared.passages
    try:
        cited(imported, passage)
    except ParleyError:
        return False
    return True


def document_of(dossier: Dossier, source: Source) -> Imported | None:
    """Return the document of a source, read once; None where it was not imported or cannot be read.

    Parameters:
        source: one of the sources that the dossier declares.
    """
    if dossier.root is None or source.file is None or source.digest is None:
        return None
    return _stored(str(dossier.root), source.file, source.digest)


@lru_cache(maxsize=16)
def _stored(root: str, file: str, digest: str) -> Imported | None:
    """The reading of a source; the digest tells one version from another."""
    try:
        return stored_document(root, Source(title=file, file=file, digest=digest))
    except ParleyError:
        return None  # said by what opens the document; a check does not fail for it
