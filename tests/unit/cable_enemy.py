"""An office that lies: it signs, enters and sends what an honest program would refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from parley.cables.clerk import Clerk
from parley.cables.custody.roles import Roles
from parley.cables.events.event_bytes import Entered, leaf_of, signed
from parley.cables.events.kinds import (
    FIRST,
    WHAT,
    Card,
    Checkpoint,
    CopyMade,
    Event,
    Released,
    Signed,
)
from parley.cables.keys.cards import sign_card
from parley.cables.keys.key_store import KeyStore, Secret, new_secret
from parley.cables.ledger.log import instant, open_ledger
from parley.cables.messages.commitment import commitment_of, parts_of
from parley.cables.messages.container import Route, encode_parcel, make_parcel, new_parcel_name
from parley.cables.messages.copies import write_copy
from parley.cables.messages.draft import Draft, DraftPassage, DraftQuestion
from parley.cables.messages.letters import CopyLetter, NoticeLetter, encode_letter
from parley.cables.messages.message import Answered, Head, Message, Passage
from parley.cables.office_folder import OfficeFolder, log_name
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.merkle import inclusion_proof, tree_root
from parley.cables.primitives.sealing import seal
from parley.cables.primitives.signing import for_purpose, public_key, sign
from parley.cables.steps.enrol import enrol, open_series
from parley.cables.steps.release import release
from parley.cables.steps.start import start

__all__ = [
    "AT",
    "DAY",
    "Liar",
    "ask",
    "card_of",
    "enemy_of",
    "enter",
    "notice",
    "office",
    "released",
]

DAY = datetime(1951, 7, 13, 12, tzinfo=UTC)
AT = instant(DAY)


@contextmanager
def office(folder: Path, post: str) -> Iterator[Clerk]:
    """An office that keeps to the rules, with one series called as its post in capitals."""
    root = folder / post
    keys = KeyStore(folder / f"{post}.age", (new_secret(post),), None)
    made = OfficeFolder(root, log_name(post), f"sqlite:///{root / 'ledger.db'}", "UTC")
    start(made, keys, post, Roles((post,), ()), clock=lambda: DAY)
    with open_ledger(made.ledger) as ledger:
        clerk = Clerk(made, ledger, keys, post, lambda: DAY)
        open_series(clerk, post.upper(), post)
        yield clerk


def card_of(clerk: Clerk) -> Card:
    """The card of the post of an office."""
    return sign_card(clerk.keys.secrets[0]).card


def ask(clerk: Clerk, *to: str) -> str:
    """Release a request with the questions `q` and `r`; return its name."""
    draft = Draft(
        draft=1,
        series=clerk.post.upper(),
        kind="request",
        sender=clerk.post,
        action=to,
        subject="Made up",
        passages=(DraftPassage(text="A made-up note."),),
        questions=(DraftQuestion(id="q", text="Is it so?"), DraftQuestion(id="r", text="Is it?")),
    )
    return release(clerk, draft).released.cable


@dataclass(slots=True)
class Liar:
    """A correspondent whose log is a list, in which anything may stand."""

    secret: Secret
    log: str
    to: Card
    entries: list[Entered] = field(default_factory=list)
    serial: int = 0


def enemy_of(clerk: Clerk, post: str = "third", log: str = "third-0a1b2c3d") -> Liar:
    """A liar whom an office has enrolled, without knowing the name of its log."""
    secret = new_secret(post)
    enrol(clerk, sign_card(secret), Roles((post,), ()))
    return Liar(secret, log, card_of(clerk))


def enter(liar: Liar, what: WHAT, at: str = AT) -> Entered:
    """Sign an event and put it into the liar's log."""
    last = liar.entries[-1] if liar.entries else None
    event = Event(
        v=1,
        log=liar.log,
        n=len(liar.entries),
        prev=FIRST if last is None else leaf_of(last.record, last.signature).hex(),
        at=at,
        by=liar.secret.post,
        key=public_key(liar.secret.seed).hex(),
        what=what,
    )
    liar.entries.append(signed(event, liar.secret.seed))
    return liar.entries[-1]


def notice(liar: Liar, *told: WHAT, order: int = 1, at: str = AT) -> bytes:
    """A parcel that tells of events.

    Parameters:
        order: -1 for the last event first.
    """
    entered = [enter(liar, one, at) for one in told][::order]
    name = new_parcel_name()
    letter = NoticeLetter(
        v=1,
        parcel=name,
        checkpoint=_checkpoint(liar),
        events=tuple(_signed(liar, one) for one in entered),
    )
    return _packed(liar, name, encode_letter(letter), None)


def released(liar: Liar, **fields: str | tuple[str, ...] | None) -> bytes:
    """A parcel with a copy of a cable of the liar's.

    Parameters:
        fields: of the release; `at` of its event, and `head_at` of what the text tells.
    """
    given = {
        "series": "THIRD",
        "cable_kind": "instruction",
        "at": AT,
        "head_at": AT,
        "answers": (),
        **fields,
    }
    number, at, head_at = len(liar.entries) + 1, str(given.pop("at")), str(given.pop("head_at"))
    series, kind = str(given["series"]), given["cable_kind"]
    cable, by, answers = f"{liar.log}/{series}/{number}", liar.secret.post, given["answers"] or ()
    head = Head(
        v=1,
        cable=cable,
        cable_kind=kind,  # type: ignore[arg-type]
        sender=by,
        released_by=by,
        at=head_at,
        zone="UTC",
        action=(liar.to.post,),
        precedence="routine",
        about=given.get("about"),  # type: ignore[arg-type]
    )
    said = tuple(Answered(question=one, answer="yes", mode="may") for one in answers)
    message = Message(
        head=head, subject="Made up", passages=(Passage(id="1", text="A lie."),), answers=said
    )
    parts = parts_of(message)
    sealed = seal(write_copy(cable, 1, liar.to.post, parts), liar.to.sealing)
    what = Released(
        cable=cable,
        number=number,
        sender=by,
        commitment=commitment_of(parts).hex(),
        parts=len(parts),
        action=head.action,
        copies=(CopyMade(copy=1, holder=liar.to.post, sealed=sha256(sealed).hexdigest()),),
        **given,  # type: ignore[arg-type]
    )
    name = new_parcel_name()
    letter = CopyLetter(
        v=1,
        parcel=name,
        cable=cable,
        copy=1,
        release=_signed(liar, enter(liar, what, at)),
        checkpoint=_checkpoint(liar),
    )
    return _packed(liar, name, encode_letter(letter), sealed)


def _packed(liar: Liar, name: str, letter: bytes, copy: bytes | None) -> bytes:
    liar.serial += 1
    route = Route(name, liar.secret.post, liar.to.post, liar.serial)
    return encode_parcel(make_parcel(route, liar.secret.seed, seal(letter, liar.to.sealing), copy))


def _leaves(liar: Liar) -> list[bytes]:
    return [leaf_of(one.record, one.signature) for one in liar.entries]


def _signed(liar: Liar, entered: Entered) -> Signed:
    path = inclusion_proof(_leaves(liar), entered.event.n)
    return Signed(
        record=entered.record.decode(),
        signature=entered.signature.hex(),
        path=tuple(one.hex() for one in path),
    )


def _checkpoint(liar: Liar) -> Checkpoint:
    leaves = _leaves(liar)
    root, key = tree_root(leaves).hex(), public_key(liar.secret.seed).hex()
    said = encode({"at": AT, "log": liar.log, "root": root, "size": len(leaves)})
    return Checkpoint(
        log=liar.log,
        size=len(leaves),
        root=root,
        at=AT,
        post=liar.secret.post,
        key=key,
        signature=sign(liar.secret.seed, for_purpose("checkpoint", said)).hex(),
    )
