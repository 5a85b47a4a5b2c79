"""Sending: copies to their holders elsewhere, and news of what became of their cables here.

A parcel is entered with its digest and kept beside the log before it leaves, so that what was sent
can be proved, and a parcel that was lost on the way can be written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parley.cables.clerk import (
    Clerk,
    act,
    cable_in,
    directory_in,
    known_cable,
    member_of,
    signer_of,
)
from parley.cables.custody.cable import Cable, Copy
from parley.cables.custody.directory import Directory, standing
from parley.cables.custody.lawful import MOST_TOLD
from parley.cables.events.event_bytes import Entered
from parley.cables.events.kinds import (
    WHAT,
    Answered,
    Checkpoint,
    Destroyed,
    EmergencyDestroyed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
    Returned,
    Sent,
    Signed,
)
from parley.cables.ledger.blobs import get_blob, has_blob, put_blob
from parley.cables.ledger.checkpoints import checkpoint, cosign
from parley.cables.ledger.links import cosigned_by, last_events, seen_checkpoints
from parley.cables.ledger.log import Signer
from parley.cables.ledger.proofs import prove_consistent, prove_included
from parley.cables.ledger.reading import (
    Reading,
    Writing,
    events_by_kind,
    events_of,
    last_serial,
    reading,
)
from parley.cables.messages.container import Route, encode_parcel, make_parcel, new_parcel_name
from parley.cables.messages.letters import (
    Consistency,
    CopyLetter,
    Letter,
    NoticeLetter,
    encode_letter,
)
from parley.cables.primitives.sealing import seal
from parley.kernel.errors import Refused

__all__ = [
    "Outgoing",
    "kept_parcels",
    "pending_news",
    "send",
    "send_news",
    "sent_again",
    "unsent_copies",
]

_TOLD = (
    Answered,
    Destroyed,
    EmergencyDestroyed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Returned,
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A parcel that is ready to leave.

    Parameters:
        cable, copy: what is in it; without a copy, it tells what became of the cable.
        data: the bytes of its `.cable` file.
    """

    parcel: str
    to: str
    serial: int
    cable: str
    copy: int | None
    data: bytes


@dataclass(slots=True)
class _Packing:
    """What is needed to make parcels in one step; serials count up while it lasts."""

    now: Writing
    directory: Directory
    signer: Signer
    stands: Checkpoint
    clock: Callable[[], datetime]
    serials: dict[str, int] = field(default_factory=dict)
    made: list[Outgoing] = field(default_factory=list)


def send(clerk: Clerk, cables: Iterable[str] | None = None) -> tuple[Outgoing, ...]:
    """Put on their way all copies that wait for it, and all news of cables from elsewhere.

    Parameters:
        cables: only these; left out, all.

    Raises Refused where the post may not send, or a holder is not enrolled.
    """
    only = None if cables is None else frozenset(cables)
    with reading(clerk.ledger) as now:
        for name in only or ():
            known_cable(now, name)
    made: list[Outgoing] = []

    def make(now: Writing) -> Sequence[WHAT]:
        packing = _begin(clerk, now)
        events: list[WHAT] = []
        for cable, copy in unsent_copies(now, packing.directory):
            if only is None or cable.name in only:
                events.append(_pack_copy(packing, cable, copy))
        for name, news in pending_news(now):
            if only is None or name in only:
                events += _pack_news(packing, name, news)
        made[:] = packing.made
        return events

    act(clerk, make)
    return tuple(made)


def send_news(clerk: Clerk) -> tuple[Outgoing, ...]:
    """Put on their way all news of cables from elsewhere, and no copies: these are receipts.

    Raises Refused as `send`.
    """
    with reading(clerk.ledger) as now:
        names = [name for name, _ in pending_news(now)]
    return send(clerk, names) if names else ()


def kept_parcels(clerk: Clerk) -> tuple[Outgoing, ...]:
    """Return the parcels that the post sent before and whose arrival is not known, as they were."""
    with reading(clerk.ledger) as now:
        seen: dict[str, int] = {}
        found = []
        for entered in events_by_kind(now, "sent"):
            what = entered.event.what
            if not isinstance(what, Sent) or what.sender != clerk.post or what.digest is None:
                continue
            if what.copy is None and what.to not in seen:
                signed = cosigned_by(now, what.to)
                seen[what.to] = signed.size if signed is not None else 0
            # The other end signed a state of this log after it had this news, or what came later.
            if what.copy is None and entered.event.n < seen[what.to]:
                continue
            if has_blob(now, what.digest):
                data = get_blob(now, what.digest)
                cable = what.cable or ""
                found.append(Outgoing(what.parcel, what.to, what.serial, cable, what.copy, data))
        return tuple(found)


def sent_again(clerk: Clerk, cable: str, number: int) -> Outgoing:
    """Put a copy on its way once more that was not acknowledged, in a parcel of its own.

    Raises Refused for a copy that was never sent, or is no longer kept here.
    """
    made: list[Outgoing] = []

    def make(now: Writing) -> Sequence[WHAT]:
        packing = _begin(clerk, now)
        known = known_cable(now, cable)
        copy = known.copies.get(number)
        if copy is None or copy.parcel is None:
            raise Refused(
                f"{cable}: expected a copy {number} that was sent, got none",
                hint="`parley cable copies` tells which were",
            )
        event = _pack_copy(packing, known, copy, again=copy.parcel)
        made[:] = packing.made
        return [event]

    act(clerk, make)
    return made[0]


def unsent_copies(now: Reading, directory: Directory) -> Iterator[tuple[Cable, Copy]]:
    """Yield the copies that were made for holders elsewhere and have not been sent."""
    for name in _own_cables(now):
        cable = known_cable(now, name)
        for copy in cable.copies.values():
            holder = standing(directory, copy.holder)
            if copy.state == "made" and holder is not None and not holder.here:
                yield cable, copy


def _own_cables(now: Reading) -> Sequence[str]:
    """The cables released here with a copy that was never sent."""
    made: dict[tuple[str, int], None] = {}
    for entered in events_by_kind(now, "released", "recopied", "sent"):
        what = entered.event.what
        if isinstance(what, Released | Recopied):
            made.update({(what.cable, one.copy): None for one in what.copies if not one.file})
        elif isinstance(what, Sent) and what.cable is not None and what.copy is not None:
            made.pop((what.cable, what.copy), None)
    return tuple(dict.fromkeys(name for name, _ in made))


def pending_news(now: Reading) -> Iterator[tuple[str, tuple[Entered, ...]]]:
    """Yield the cables that came from elsewhere, with the events here of which nobody was told."""
    told: dict[str, int] = {}
    for entered in events_by_kind(now, "sent"):
        what = entered.event.what
        if isinstance(what, Sent) and what.cable is not None and what.events:
            told[what.cable] = max(told.get(what.cable, -1), *what.events)
    for name, last in last_events(now):
        if name.startswith(f"{now.head.log}/") or last <= told.get(name, -1):
            continue
        news = tuple(
            one
            for one in events_of(now, name)
            if one.event.n > told.get(name, -1)
            and isinstance(one.event.what, _TOLD)
            and _concerns(one.event.what, name)
        )
        if news:
            yield name, news


def _concerns(what: WHAT, name: str) -> bool:
    if isinstance(what, EmergencyDestroyed):
        return True
    return getattr(what, "cable", None) == name


def _begin(clerk: Clerk, now: Writing) -> _Packing:
    directory = directory_in(now)
    signer = signer_of(clerk, directory)
    stands = checkpoint(now, signer, clock=clerk.clock)
    return _Packing(now, directory, signer, stands, clerk.clock)


def _pack_copy(packing: _Packing, cable: Cable, copy: Copy, again: str | None = None) -> Sent:
    releases = [
        one
        for one in events_of(packing.now, cable.name)
        if isinstance(one.event.what, Released | Recopied) and one.event.what.cable == cable.name
    ]
    release = next(one for one in releases if _makes(one, copy.number))
    origin = None if isinstance(release.event.what, Released) else releases[0]
    route = _route(packing, copy.holder)
    letter = CopyLetter(
        v=1,
        parcel=route.parcel,
        cable=cable.name,
        copy=copy.number,
        release=_signed(packing, release),
        origin=None if origin is None else _signed(packing, origin),
        checkpoint=packing.stands,
        consistency=_consistency(packing, copy.holder),
        cosigned=_cosigned(packing, copy.holder),
    )
    if not has_blob(packing.now, copy.sealed):
        raise Refused(
            f"{cable.name}: expected copy {copy.number} to be kept here, got none",
            hint="it was acknowledged before; make another one: parley cable recopy",
        )
    sealed = get_blob(packing.now, copy.sealed)
    return _packed(packing, route, letter, (cable.name, copy.number, sealed), again=again)


def _makes(entered: Entered, number: int) -> bool:
    what = entered.event.what
    return isinstance(what, Released | Recopied) and any(one.copy == number for one in what.copies)


def _pack_news(packing: _Packing, name: str, news: Sequence[Entered]) -> Iterator[Sent]:
    cable = cable_in(packing.now, name)
    if (
        cable is None
        or cable.release is None
        or standing(packing.directory, cable.release.sender) is None
    ):
        return  # its sender cannot be told, as yet
    for start in range(0, len(news), MOST_TOLD):
        yield _pack_notice(packing, (name, cable.release.sender), news[start : start + MOST_TOLD])


def _pack_notice(packing: _Packing, about: tuple[str, str], news: Sequence[Entered]) -> Sent:
    """Parameters: about: the cable, and the post that is told."""
    name, to = about
    route = _route(packing, to)
    letter = NoticeLetter(
        v=1,
        parcel=route.parcel,
        checkpoint=packing.stands,
        consistency=_consistency(packing, route.to),
        cosigned=_cosigned(packing, route.to),
        events=tuple(_signed(packing, one) for one in news),
    )
    numbers = tuple(one.event.n for one in news)
    return _packed(packing, route, letter, (name, None, None), events=numbers)


def _route(packing: _Packing, to: str) -> Route:
    last = packing.serials.get(to) or last_serial(packing.now, packing.signer.post, to)
    packing.serials[to] = last + 1
    return Route(new_parcel_name(), packing.signer.post, to, last + 1)


def _packed(
    packing: _Packing,
    route: Route,
    letter: Letter,
    inside: tuple[str, int | None, bytes | None],
    *,
    events: tuple[int, ...] = (),
    again: str | None = None,
) -> Sent:
    name, number, sealed = inside
    recipient = member_of(packing.directory, route.to).card.sealing
    parcel = make_parcel(route, packing.signer.seed, seal(encode_letter(letter), recipient), sealed)
    data = encode_parcel(parcel)
    packing.made.append(Outgoing(route.parcel, route.to, route.serial, name, number, data))
    return Sent(
        parcel=route.parcel,
        sender=route.sender,
        to=route.to,
        serial=route.serial,
        digest=put_blob(packing.now, data),
        cable=name,
        copy=number,
        events=events,
        again=again,
    )


def _signed(packing: _Packing, entered: Entered) -> Signed:
    path = prove_included(packing.now, entered.event.n)
    return Signed(
        record=entered.record.decode(),
        signature=entered.signature.hex(),
        path=tuple(one.hex() for one in path),
    )


def _consistency(packing: _Packing, to: str) -> Consistency | None:
    """What proves to the other end that this log only went on since it signed it last."""
    before = cosigned_by(packing.now, to)
    if before is None:
        return None
    path = prove_consistent(packing.now, before.size)
    return Consistency(size=before.size, path=tuple(one.hex() for one in path))


def _cosigned(packing: _Packing, to: str) -> Checkpoint | None:
    seen = next(seen_checkpoints(packing.now, to), None)
    return None if seen is None else cosign(seen, packing.signer, clock=packing.clock)
