"""What a running server holds in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from parley.office.buckets import Buckets
from parley.office.limits import Limits
from parley.office.sessions import Terms
from parley.office.storage import Storage, secret_of

__all__ = ["Office", "office_of"]


@dataclass(frozen=True, slots=True)
class Office:
    """A server.

    Parameters:
        moving: how many parcels are on their way, by the key of who sends or fetches them.
    """

    storage: Storage
    limits: Limits
    terms: Terms
    by_address: Buckets
    by_key: Buckets
    sign_ins: Buckets
    moving: Counter[str] = field(default_factory=Counter)


def office_of(storage: Storage, names: frozenset[str], limits: Limits) -> Office:
    """Return a server on a database.

    Parameters:
        names: how it may be dialled, as `HOST:PORT`.
    """
    terms = Terms(secret_of(storage), names, limits.challenge_s, limits.session_s, limits.sessions)
    return Office(
        storage,
        limits,
        terms,
        Buckets(limits.by_address),
        Buckets(limits.by_key),
        Buckets(limits.sign_ins),
    )
