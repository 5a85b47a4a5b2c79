"""What stories share that write: a copy of the founding dossier, and what was written into it."""

from __future__ import annotations

from pathlib import Path

from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.entries import Reply, Request
from tests.web.served import EXAMPLES

__all__ = ["REQUEST", "token_of", "written"]

#: The request of the founding dossier that waits for an answer.
REQUEST = "is-the-plan-right"


def written(talks: Path, kind: type[Request] | type[Reply]) -> list[Request | Reply]:
    """Return the entries of a kind that the example does not have."""
    before = read_dossier(EXAMPLES / "kaesong-1951").by_id
    return [
        one for one in read_dossier(talks).entries if isinstance(one, kind) and one.id not in before
    ]


def token_of(page: str) -> str:
    """Return the token of the forms on a page."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]
