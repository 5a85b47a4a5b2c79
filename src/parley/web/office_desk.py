"""What a visitor sees of the message office, and in whose name they may act there.

Without keys its pages are for looking. No page shows what a cable says but to whoever may act as
the post that holds an opened copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from parley.kernel.errors import Refused
from parley.web.desk import Desk
from parley.web.message_office import MessageOffice, keys_of, own_log, read_own
from parley.web.visitor import visible_parties
from parley.web.workbench import is_allowed

if TYPE_CHECKING:
    from parley.cables.clerk import Clerk
    from parley.cables.custody.cable import Cable
    from parley.cables.custody.directory import Directory
    from parley.cables.ledger.reading import Reading

__all__ = [
    "acting_posts",
    "clerk_for",
    "in_log_time",
    "looking",
    "may_see",
    "office_of",
]


def office_of(desk: Desk) -> MessageOffice:
    """Return the office of the server; raises Refused where it serves none."""
    if desk.bench.office is None:
        raise Refused(
            "no message office is served", hint="parley serve DOSSIER --office FOLDER serves one"
        )
    return desk.bench.office


@contextmanager
def looking(desk: Desk) -> Iterator[Reading]:
    """Look at the log of the office, on one state of it; raises Refused where there is none."""
    with own_log(office_of(desk).folder) as now:
        yield now


def in_log_time(desk: Desk) -> str:
    """Return the time as of which the log is looked at: in UTC, to the millisecond.

    A step is known here when it is entered; so the earlier of the two times of the viewpoint
    counts.
    """
    from datetime import UTC, timedelta

    from parley.cables.ledger.log import instant

    seen = desk.seen
    if desk.asked.as_of is None and desk.asked.known_as_of is None:
        return instant(office_of(desk).clock())
    at = min(seen.as_of, seen.known_as_of)
    return instant(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at))


def may_see(desk: Desk, cable: Cable) -> bool:
    """Whether a visitor may know of a cable: all may of all, but for those bound to parties."""
    visitor = desk.visitor
    if not visitor.parties and not visitor.reader:
        return True
    allowed = set(visible_parties(visitor, desk.dossier)) if visitor.parties else set()
    if visitor.reader:
        allowed = allowed & {visitor.reader} if visitor.parties else {visitor.reader}
    release = cable.release
    named = {one.holder for one in cable.copies.values()}
    if release is not None:
        named |= {release.sender, *release.action, *release.info}
    return not allowed.isdisjoint(named)


def acting_posts(desk: Desk, directory: Directory) -> tuple[str, ...]:
    """Return the posts of the office in whose name a visitor may act.

    Their keys must be unlocked. Who started the server acts as any of them; a user as those that
    the file of users names among their parties, and a reader as none.
    """
    from parley.cables.custody.directory import standing
    from parley.cables.keys.key_store import secret_of_key

    office, visitor = desk.bench.office, desk.visitor
    allowed = any(is_allowed(desk.bench, visitor, right) for right in ("edit", "answer"))
    if office is None or not allowed or visitor.reader:
        return ()
    keys = keys_of(office)
    if keys is None:
        return ()
    found = []
    for post in directory.posts:
        known = standing(directory, post)
        here = known is not None and (known.here or post == directory.keeper)
        own = not visitor.name or post in visitor.parties
        if known and here and own and secret_of_key(keys, known.card.signing) is not None:
            found.append(post)
    return tuple(found)


@contextmanager
def clerk_for(desk: Desk, post: str) -> Iterator[Clerk]:
    """Sit down at the office as a post.

    Raises Refused where the visitor may not act as that post, or the sitting is over.
    """
    from parley.cables.clerk import Clerk, directory_in
    from parley.cables.ledger.log import open_ledger

    office = office_of(desk)
    keys = keys_of(office)
    with open_ledger(office.folder.ledger) as ledger:
        with read_own(office.folder, ledger) as now:
            posts = acting_posts(desk, directory_in(now))
        if keys is None or post not in posts:
            raise Refused(
                f"you may not act as {post or 'a post'} here",
                hint="the keys of a post must be unlocked (parley key unlock) when parley serve "
                "starts, and a user must have the post among their parties",
            )
        yield Clerk(office.folder, ledger, keys, post, office.clock)
