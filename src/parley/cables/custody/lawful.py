"""Who may do what with a cable, and when: an event is looked at before it is entered.

What stands in the log was lawful at its place: `unlawful` asks the directory and the custody of the
cables as they were just before the event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.cables.custody.cable import Cable, cable_named
from parley.cables.custody.directory import (
    Directory,
    key_life,
    owner_of,
    revocation_of,
    standing,
)
from parley.cables.custody.foreign import doubt_of_checkpoint, doubt_of_event, is_instant, read_told
from parley.cables.custody.lawful_custody import forbidden
from parley.cables.events.kinds import (
    WHAT,
    Answered,
    Card,
    Cosigned,
    Destroyed,
    Drafted,
    EmergencyDestroyed,
    Enrolled,
    Event,
    HandedOver,
    LogOpened,
    Noticed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
    Returned,
    Revoked,
    Rotated,
    Sent,
    SeriesOpened,
    TookBack,
    Voided,
    Witness,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.witnessing import emergency_statement, is_witnessed, statement
from parley.cables.keys.cards import is_handover, require_good_card
from parley.cables.keys.key_store import is_post_name
from parley.cables.primitives.legible import cut
from parley.kernel.errors import Refused

__all__ = ["MOST_TOLD", "forbidden", "out_of_turn", "turn_of", "unauthorised", "unlawful"]

#: The most events that one notice tells of; more are told in several.
MOST_TOLD = 1_000
#: Kinds of cables that change another one, and so are for its sender alone.
_CHANGING = ("correction", "cancellation", "supersession", "regrading")
_WITNESSES = 2


def unlawful(directory: Directory, cables: Mapping[str, Cable], event: Event) -> str | None:
    """Say in plain words why an event may not be entered; None if it may.

    Neither the signature of the event nor its place in the chain is looked at, and not whether its
    number is the next one (`out_of_turn`): a log sees to that when it enters it.

    Parameters:
        directory: of the log, before the event or later.
        cables: of those that the event names (`cables_of`), what is known before it; one that is
            left out is not known.
    """
    found = unauthorised(directory, event)
    if found is not None:
        return found
    for name in cables_of(event.what):
        found = forbidden(directory, cables.get(name) or cable_named(name), event)
        if found is not None:
            return found
    return None


def unauthorised(directory: Directory, event: Event) -> str | None:
    """Say why a post may not do such a thing at all, whatever the state of the cables.

    That is: its key, its place in the directory, its right to release, the signatures of others
    within the event, and what the event says that cannot be.

    Parameters:
        directory: of the log, before the event or later.
    """
    if isinstance(event.what, LogOpened):
        return next(_log_opened(directory, event, event.what), None)
    found = _not_its_key(directory, event)
    if found is not None:
        return found
    try:
        return next(_RULES[type(event.what)](directory, event, event.what), None)
    except Refused as refused:  # what came from another log is no event
        return refused.message


def turn_of(what: WHAT) -> tuple[tuple[str, ...], int] | None:
    """Return in what an event takes the next number, a series or a link, and the number it took.

    A series is told by its name alone, a link by the two posts.
    """
    if isinstance(what, _NUMBERED):
        return (what.series,), what.number
    if isinstance(what, Sent):
        return (what.sender, what.to), what.serial
    return None


#: What takes a number in a series; made once, for `A | B` is made anew wherever it stands.
_NUMBERED = (Released, Voided)


def out_of_turn(where: tuple[str, ...], last: int, given: int) -> str | None:
    """Say why a number is not the one to be given; None if it is.

    Parameters:
        where: the series or link (`turn_of`).
        last: the number given before; 0 for none.
        given: the number that was taken.
    """
    if given == last + 1:
        return None
    name = f"series {where[0]}" if len(where) == 1 else f"the link from {' to '.join(where)}"
    return f"{name}: number {last + 1} is the next, and {given} was given"


def _not_its_key(directory: Directory, event: Event) -> str | None:
    who = standing(directory, event.by, event.n)
    if who is None:
        return f"no post {event.by} is enrolled"
    if not who.here:
        return f"{event.by} belongs to another office, and signs in its log alone"
    if who.card.signing != event.key:
        life = key_life(directory, event.key, event.n)
        if life is not None and life.post == event.by:
            return f"the key {event.key[:12]}… of {event.by} was replaced before"
        return f"the key {event.key[:12]}… is not that of {event.by}"
    if revocation_of(directory, event.key, event.n) is not None:
        return f"the key {event.key[:12]}… of {event.by} is revoked"
    return None


def _log_opened(directory: Directory, event: Event, what: LogOpened) -> Iterator[str]:
    if event.n != 0:
        yield "a log is opened by its first event, and once"
    if (event.by, event.key) != (what.keeper.post, what.keeper.signing):
        yield "a log is opened by the post that keeps it, with its own key"
    yield from _bad_card(what.keeper)


def _bad_card(card: Card) -> Iterator[str]:
    try:
        require_good_card(card)
    except Refused as refused:
        yield refused.message


def _not_keeper(directory: Directory, event: Event) -> Iterator[str]:
    if event.by != directory.keeper:
        yield f"only {directory.keeper}, who keeps the log, may do this, not {event.by}"


def _not_one_of(directory: Directory, event: Event, *posts: str) -> Iterator[str]:
    if event.by != directory.keeper and event.by not in posts:
        may = " or ".join(dict.fromkeys((*posts, directory.keeper)))
        yield f"this is for {may}, not {event.by}"


def _not_here(directory: Directory, event: Event, post: str) -> Iterator[str]:
    who = standing(directory, post, event.n)
    if who is None or not who.here:
        yield f"{post} is no post of this office"


def _not_known(directory: Directory, event: Event, post: str) -> Iterator[str]:
    if standing(directory, post, event.n) is None:
        yield f"no post {post} is enrolled"


def _no_time(*times: str | None) -> Iterator[str]:
    for time in times:
        if time is not None and not is_instant(time):
            yield f"{time} is no time"


def _used_key(directory: Directory, event: Event, card: Card) -> Iterator[str]:
    """A key is one post's, and is not taken up again."""
    life = key_life(directory, card.signing, event.n)
    if life is not None and (life.post != card.post or life.until is not None):
        yield f"the key {card.signing[:12]}… was given to {life.post} before"
    if revocation_of(directory, card.signing, event.n) is not None:
        yield f"the key {card.signing[:12]}… is revoked"


def _enrolled(directory: Directory, event: Event, what: Enrolled) -> Iterator[str]:
    yield from _not_keeper(directory, event)
    yield from _bad_card(what.card)
    yield from _used_key(directory, event, what.card)
    post = what.card.post
    if post == directory.keeper and not what.here:
        yield f"{post} keeps the log, and so belongs to this office"
    if what.here and what.log is not None:
        yield f"{post} belongs to this office, and has no other log"
    if what.log == event.log:
        yield f"{event.log} is the log of this office: enrol {post} as belonging here"
    before = standing(directory, post, event.n)
    old = None if before is None else before.card.signing
    if old not in (None, what.card.signing) and not revocation_of(directory, old, event.n):
        yield f"{post} has a key in use: it goes over to another by that one, or it is revoked"


def _rotated(directory: Directory, event: Event, what: Rotated) -> Iterator[str]:
    post = what.card.post
    before = standing(directory, post, event.n)
    yield from _not_one_of(directory, event, post)
    if before is None:
        yield f"no post {post} is enrolled"
        return
    if before.card.signing != what.old:
        yield f"the key {what.old[:12]}… is not that of {post}"
    if revocation_of(directory, what.old, event.n) is not None:
        yield f"the key {what.old[:12]}… is revoked, and vouches for no other"
    if not is_handover(what.old, what.card, what.handover):
        yield f"the new card of {post} is not signed by its old key"
    yield from _bad_card(what.card)
    yield from _used_key(directory, event, what.card)


def _revoked(directory: Directory, event: Event, what: Revoked) -> Iterator[str]:
    yield from _not_keeper(directory, event)
    yield from _no_time(what.since)
    if what.since > event.at:
        yield f"a key is revoked from a time that has come, not from {what.since} on"
    life = key_life(directory, what.key, event.n)
    if life is None or life.post != what.post:
        yield f"the key {what.key[:12]}… was never that of {what.post}"
    if revocation_of(directory, what.key, event.n) is not None:
        yield f"the key {what.key[:12]}… is revoked already"
    if what.key == event.key:
        yield "the keeper's own key is replaced before it is revoked, or the log could not go on"


def _series_opened(directory: Directory, event: Event, what: SeriesOpened) -> Iterator[str]:
    yield from _not_keeper(directory, event)
    yield from _not_here(directory, event, what.owner)
    if "/" in what.series or not is_post_name(what.series):
        yield "the name of a series has no slash, and nothing in it that cannot be seen"
    if owner_of(directory, what.series, event.n) is not None:
        yield f"series {what.series} has an owner already"


def _drafted(directory: Directory, event: Event, what: Drafted) -> Iterator[str]:
    yield from ()


def _releases_not(directory: Directory, event: Event, sender: str) -> Iterator[str]:
    who = standing(directory, event.by, event.n)
    if who is None or sender not in who.releases_for:
        yield f"{event.by} may not release cables in the name of {sender}"


def _numbered(directory: Directory, event: Event, what: Released | Voided) -> Iterator[str]:
    if what.cable != f"{event.log}/{what.series}/{what.number}":
        yield f"the cable is called {what.cable}, and its number is another one"
    if owner_of(directory, what.series, event.n) is None:
        yield f"no series {what.series} was opened"


def _released(directory: Directory, event: Event, what: Released) -> Iterator[str]:
    yield from _numbered(directory, event, what)
    owner = owner_of(directory, what.series, event.n)
    if owner != what.sender:
        yield f"series {what.series} belongs to {owner}, not to {what.sender}"
    yield from _not_here(directory, event, what.sender)
    yield from _releases_not(directory, event, what.sender)
    yield from _no_time(what.limit_action, what.limit_info, what.due, what.return_by)
    if not what.copies:
        yield "a cable has at least one copy"
    numbers = [one.copy for one in what.copies]
    if len(set(numbers)) < len(numbers):
        yield "two copies have one number"
    for one in what.copies:
        yield from _not_known(directory, event, one.holder)
    for names in (what.questions, what.answers):
        if len(set(names)) < len(names):
            yield "a question is named twice"
    if what.about is None and (what.answers or what.cable_kind in (*_CHANGING, "tracer")):
        yield f"this {what.cable_kind} does not say which cable it is about"
    if what.about == what.cable:
        yield "a cable is not about itself"


def _voided(directory: Directory, event: Event, what: Voided) -> Iterator[str]:
    yield from _numbered(directory, event, what)
    owner = owner_of(directory, what.series, event.n)
    if owner is not None:
        yield from _releases_not(directory, event, owner)


def _recopied(directory: Directory, event: Event, what: Recopied) -> Iterator[str]:
    if not what.copies:
        yield "no copy is made"
    numbers = [one.copy for one in what.copies]
    if len(set(numbers)) < len(numbers):
        yield "two copies have one number"
    for one in what.copies:
        yield from _not_known(directory, event, one.holder)


def _sent(directory: Directory, event: Event, what: Sent) -> Iterator[str]:
    yield from _not_one_of(directory, event, what.sender)
    yield from _not_here(directory, event, what.sender)
    yield from _not_known(directory, event, what.to)
    if what.copy is not None and what.cable is None:
        yield "a copy is of a cable"
    if what.copy is not None and what.events:
        yield "a parcel with a copy tells of no events"
    if any(one >= event.n for one in what.events):
        yield "it tells of events that have not been"


def _received(directory: Directory, event: Event, what: Received) -> Iterator[str]:
    yield from _not_one_of(directory, event, what.to)
    yield from _not_here(directory, event, what.to)
    yield from _not_known(directory, event, what.sender)
    if any(one >= what.serial for one in what.missing):
        yield "it misses parcels that were sent later"
    if what.cable is None:
        parts = (what.sealed, what.copy, what.release, what.origin, what.checkpoint, what.duplicate)
        if any(parts):
            yield "a parcel without a copy has no release"
    else:
        yield from _received_copy(directory, event, what)


def _received_copy(directory: Directory, event: Event, what: Received) -> Iterator[str]:
    release, checkpoint = what.release, what.checkpoint
    if release is None or checkpoint is None or what.copy is None or what.sealed is None:
        yield "a parcel with a copy has its number, its release and a checkpoint"
        return
    yield from _not_of_sender(directory, event, what.sender, checkpoint.log)
    yield from _maybe(doubt_of_checkpoint(directory, event.n, checkpoint))
    made = read_told(release)
    first = made if what.origin is None else read_told(what.origin)
    for told, read in ((release, made), (what.origin, first)):
        if told is not None:
            yield from _maybe(doubt_of_event(directory, event.n, read, told, checkpoint))
    if not isinstance(first.what, Released) or not isinstance(made.what, Released | Recopied):
        yield "what made the copy is no release"
        return
    if what.origin is not None and not isinstance(made.what, Recopied):
        yield "a release is given twice"
    if {first.what.cable, made.what.cable} != {what.cable}:
        yield f"the release is of another cable than {what.cable}"
    yield from _wrong_release(directory, event, first, first.what)
    found = [one for one in made.what.copies if one.copy == what.copy]
    if not found:
        yield f"the release did not make copy {what.copy}"
    elif found[0].holder != what.to:
        yield f"copy {what.copy} was made for {found[0].holder}, not for {what.to}"
    elif found[0].sealed != what.sealed:
        yield f"copy {what.copy} is not the one that was made"


def _wrong_release(
    directory: Directory, event: Event, release: Event, what: Released
) -> Iterator[str]:
    """A release of another log, as far as it can be judged here."""
    if what.cable != f"{release.log}/{what.series}/{what.number}":
        yield f"the cable is called {what.cable}, and its number is another one"
    yield from _no_time(what.limit_action, what.limit_info, what.due, what.return_by)
    who = standing(directory, release.by, event.n)
    if what.sender != release.by and (who is None or what.sender not in who.releases_for):
        yield f"{release.by} may not release cables in the name of {what.sender}"


def _not_of_sender(directory: Directory, event: Event, sender: str, log: str) -> Iterator[str]:
    if log == event.log:
        yield "a checkpoint of this log comes from no other"
    who = standing(directory, sender, event.n)
    if who is not None and who.log not in (None, log):
        yield f"{sender} belongs to {who.log}, and the letter is from {cut(log, 120)}"
    if who is None or who.log is None:
        for other in directory.posts:
            known = standing(directory, other, event.n)
            if known is not None and known.log == log:
                yield (
                    f"the letter of {sender} is from {log}, to which {other} belongs: if both do, "
                    f"enrol {sender} with that log"
                )
                return


def _maybe(found: str | None) -> Iterator[str]:
    if found is not None:
        yield found


def _noticed(directory: Directory, event: Event, what: Noticed) -> Iterator[str]:
    checkpoint = what.checkpoint
    yield from _not_of_sender(directory, event, checkpoint.post, checkpoint.log)
    yield from _maybe(doubt_of_checkpoint(directory, event.n, checkpoint))
    if len(what.events) > MOST_TOLD:
        yield f"a notice tells of {MOST_TOLD:,} events at most"
    last = -1
    for told in what.events:
        foreign = read_told(told)
        if foreign.n <= last:
            yield "a notice tells of events in their order, each once"
        last = foreign.n
        yield from _maybe(doubt_of_event(directory, event.n, foreign, told, checkpoint))


def _cosigned(directory: Directory, event: Event, what: Cosigned) -> Iterator[str]:
    if what.checkpoint.log != event.log:
        yield f"it is a checkpoint of another log, {what.checkpoint.log}"
    if what.checkpoint.size > event.n:
        yield "it is a checkpoint of more events than there were"
    yield from _maybe(doubt_of_checkpoint(directory, event.n, what.checkpoint))


def _answered(directory: Directory, event: Event, what: Answered) -> Iterator[str]:
    if not what.questions or len(set(what.questions)) < len(what.questions):
        yield "it names no question, or one twice"


def _passed(directory: Directory, event: Event, what: Passed) -> Iterator[str]:
    yield from _not_here(directory, event, what.to)
    if what.to == event.by:
        yield f"{what.to} has the copy already"


def _destroyed(directory: Directory, event: Event, what: Destroyed) -> Iterator[str]:
    posts = {one.post for one in what.witnesses}
    if len(posts) < _WITNESSES or len(posts) < len(what.witnesses):
        yield f"a copy is destroyed before {_WITNESSES} different witnesses"
    stated = statement(event.log, what.cable, what.copy, event.by, what.reason)
    for one in what.witnesses:
        yield from _no_witness(directory, event, one, stated)


def _no_witness(
    directory: Directory, event: Event, witness: Witness, stated: bytes
) -> Iterator[str]:
    who = standing(directory, witness.post, event.n)
    if witness.post == event.by:
        yield f"{witness.post} is no witness of what it does itself"
    if who is None:
        yield f"the witness {witness.post} is not enrolled"
    elif who.card.signing != witness.key:
        yield f"the key {witness.key[:12]}… is not that of the witness {witness.post}"
    if revocation_of(directory, witness.key, event.n) is not None:
        yield f"the key of the witness {witness.post} is revoked"
    if not is_witnessed(witness, stated):
        yield f"the signature of the witness {witness.post} is not of this"


def _emergency(directory: Directory, event: Event, what: EmergencyDestroyed) -> Iterator[str]:
    copies = (*what.destroyed, *what.left)
    if len(set(copies)) < len(copies):
        yield "a copy is named twice"
    stated = emergency_statement(event.log, what.destroyed, what.left, event.by, what.reason)
    for one in what.witnesses:
        yield from _no_witness(directory, event, one, stated)


def _handed_over(directory: Directory, event: Event, what: HandedOver) -> Iterator[str]:
    yield from _not_one_of(directory, event, what.post)
    yield from _not_here(directory, event, what.post)
    if what.card.post != what.post:
        yield f"the card is of {what.card.post}, not of {what.post}"
    yield from _bad_card(what.card)
    yield from _used_key(directory, event, what.card)
    copies = (*what.inventory, *what.missing)
    if len(set(copies)) < len(copies):
        yield "a copy is named twice"


def _any_here(directory: Directory, event: Event, what: WHAT) -> Iterator[str]:
    """What the holder alone may do is seen from the copy."""
    yield from ()


_RULES: Mapping[type, Callable[[Directory, Event, Any], Iterator[str]]] = {
    Answered: _answered,
    Cosigned: _cosigned,
    Destroyed: _destroyed,
    Drafted: _drafted,
    EmergencyDestroyed: _emergency,
    Enrolled: _enrolled,
    HandedOver: _handed_over,
    Noticed: _noticed,
    Opened: _any_here,
    Passed: _passed,
    Printed: _any_here,
    ReadBy: _any_here,
    Received: _received,
    Recopied: _recopied,
    Released: _released,
    Returned: _any_here,
    Revoked: _revoked,
    Rotated: _rotated,
    Sent: _sent,
    SeriesOpened: _series_opened,
    TookBack: _any_here,
    Voided: _voided,
}
