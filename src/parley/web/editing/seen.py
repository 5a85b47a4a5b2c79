"""The texts that were shown for editing, kept while the server runs: looking writes nothing.

Only when somebody saves is the text that he began with put into the workplace, so that a merge can
tell what he changed from what was changed meanwhile.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from parley.dossier.editing.steps import remember
from parley.kernel.digests import digest
from parley.web.desk import Desk
from parley.web.editing.shared import root_of

__all__ = ["bring", "note"]

_MOST_TEXTS, _MOST_BYTES = 500, 64_000_000

_seen: OrderedDict[str, bytes] = OrderedDict()
_guarding = threading.Lock()


def note(data: bytes) -> None:
    """Note a text that is shown for editing."""
    with _guarding:
        name = digest(data)
        _seen[name] = data
        _seen.move_to_end(name)
        while len(_seen) > _MOST_TEXTS or sum(map(len, _seen.values())) > _MOST_BYTES:
            _seen.popitem(last=False)


def bring(desk: Desk, base: str) -> None:
    """Put the text that somebody began with into the workplace, if it is still known here."""
    with _guarding:
        data = _seen.get(base)
    if data is not None:
        remember(root_of(desk), data)
