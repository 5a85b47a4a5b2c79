"""The message office beside a dossier: its log, and the keys of a sitting, if one is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError

if TYPE_CHECKING:
    from parley.cables.keys.key_store import KeyStore
    from parley.cables.ledger.log import Ledger
    from parley.cables.ledger.reading import Reading
    from parley.cables.office_folder import OfficeFolder

__all__ = ["MessageOffice", "keys_of", "open_office", "own_log", "read_own"]


@dataclass(frozen=True, slots=True)
class MessageOffice:
    """A message office that is served.

    Parameters:
        folder: where it keeps its things.
        keys: the file of the key store.
        pins: the file that says how logs were seen last.
        clock: tells the time.
        token: of a sitting; empty for none.
    """

    folder: OfficeFolder
    keys: Path
    pins: Path
    clock: Callable[[], datetime]
    token: str = field(default="", repr=False)


def open_office(
    root: Path, keys: Path, token: str, clock: Callable[[], datetime] | None = None
) -> MessageOffice:
    """Return the office in a folder, for a server.

    Parameters:
        keys: the file of the key store.
        token: of a sitting of it; empty for none.

    Raises Refused for what is no office, a log that cannot be read or is that of another one, and a
    sitting that is over.
    """
    from parley.cables.ledger.log import utc_now
    from parley.cables.office_folder import read_office

    office = MessageOffice(
        read_office(root), keys, keys.with_name("pins.json"), clock or utc_now, token
    )
    with own_log(office.folder):
        pass
    if token:
        from parley.cables.keys.sittings import resume_sitting

        resume_sitting(keys, token)
    return office


@contextmanager
def own_log(office: OfficeFolder) -> Iterator[Reading]:
    """Look at the log of an office, on one state of it.

    Raises Refused where it cannot be read, and for that of another log.
    """
    from parley.cables.ledger.log import open_ledger

    with open_ledger(office.ledger) as ledger, read_own(office, ledger) as now:
        yield now


@contextmanager
def read_own(office: OfficeFolder, ledger: Ledger) -> Iterator[Reading]:
    """Look at one state of a ledger; raises Refused where its log is not that of the office."""
    from parley.cables.ledger.reading import reading
    from parley.cables.office_folder import require_own_log

    with reading(ledger) as now:
        require_own_log(office, now.head.log)
        yield now


def keys_of(office: MessageOffice) -> KeyStore | None:
    """Return the unlocked keys; None where there is no sitting, or it is over."""
    if not office.token:
        return None
    from parley.cables.keys.sittings import resume_sitting

    try:
        return resume_sitting(office.keys, office.token)
    except ParleyError:
        return None
