"""A made-up log with one cable in it, from fixed secrets: the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from parley.cables.events.event_bytes import Entered, leaf_of, signed
from parley.cables.events.kinds import (
    FIRST,
    WHAT,
    Card,
    Checkpoint,
    CopyMade,
    Enrolled,
    Event,
    LogOpened,
    Released,
    SeriesOpened,
    Signed,
)
from parley.cables.messages.commitment import Part, commitment_of, parts_of
from parley.cables.messages.copies import write_copy
from parley.cables.messages.message import Answered, Asked, Grading, Head, Message, Passage
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.merkle import consistency_proof, inclusion_proof, tree_root
from parley.cables.primitives.signing import for_purpose, public_key, sign

__all__ = [
    "LOG",
    "RECIPIENTS",
    "SECRETS",
    "SEEDS",
    "Story",
    "checkpoint_of",
    "consistency_of",
    "fixed_salts",
    "made_up_message",
    "release_again",
    "signed_of",
    "story",
]

LOG = "example-0a1b2c3d"
#: The secrets of the two posts; they are printed here, so nobody may use them.
SEEDS = {post: sha256(f"parley test {post}".encode()).digest() for post in ("team", "mandator")}
SECRETS = {
    "team": "AGE-SECRET-KEY-1HRQ39VUNS73WQPRCKGH5JHHZAQXKFUQ3HL0GLXTC6458F86M4K2QK66GV0",
    "mandator": "AGE-SECRET-KEY-1T7NPSM3PUUWN6QRH33L2HDJMKC3T03M8D7YT7N99HCZW7E75JK9SDQVW48",
}
RECIPIENTS = {
    "team": "age1axv8athaf75dexgy7ansfcvcs9esqu236hu2j7yv3thx806g746qdncs3r",
    "mandator": "age10pgn0pqd8ddejakx05zfgv4fw5k9a688nc39d3snggld3erl0gkq9xk5m9",
}
_AT = "2026-11-26T12:00:{:02}.000Z"


@dataclass(frozen=True, slots=True)
class Story:
    """A cable from draft to copies.

    Parameters:
        entries: the whole log; the last is the release.
        plaintexts: of the copies, before they are sealed.
    """

    message: Message
    parts: tuple[Part, ...]
    entries: tuple[Entered, ...]
    plaintexts: tuple[bytes, ...]

    @property
    def released(self) -> Released:
        """The release."""
        what = self.entries[-1].event.what
        assert isinstance(what, Released)
        return what


def fixed_salts(count: int = 1_000) -> list[bytes]:
    """Return salts that are the same each time."""
    return [sha256(f"parley test salt {number}".encode()).digest() for number in range(count)]


def made_up_message() -> Message:
    """Return a message with parts of every kind, in three scripts."""
    head = Head(
        v=1,
        cable=f"{LOG}/G/1",
        cable_kind="request",
        sender="team",
        released_by="team",
        at=_AT.format(4),
        zone="Asia/Shanghai",
        action=("mandator",),
        precedence="immediate",
        about=f"{LOG}/F/7",
        due="2026-11-28T12:00:00.000Z",
        grading=Grading(grade="secret", return_by="2026-12-24T12:00:00.000Z"),
    )
    passages = (
        Passage(id="1", text="A made-up example: we shall insist on the line.", language="en"),
        Passage(id="2", text="Всё это вымышлено.", language="ru", compartments=("line",)),
        Passage(id="3", text="以上纯属虚构。", language="zh", sources=("plan#p2",)),
    )
    questions = (
        Asked(id="q1", text="Is all of the above correct?", says="line = general"),
        Asked(id="q2", text="May the date be left open?", due="2026-11-27T12:00:00.000Z"),
    )
    answers = (
        Answered(question="a1", answer="condition", mode="must", says="line = x", if_="date = y"),
    )
    return Message(
        head=head,
        subject="The line",
        request="request-1",
        passages=passages,
        questions=questions,
        answers=answers,
    )


def story(message: Message | None = None, sealed: Sequence[bytes] = ()) -> Story:
    """Return the log of a cable in two copies, one to the addressee and one to file.

    Parameters:
        sealed: the sealed copies, if they are at hand; only their digests count.
    """
    message = message or made_up_message()
    salts = iter(fixed_salts())
    parts = parts_of(message, lambda: next(salts))
    holders = ("mandator", "team")
    plaintexts = tuple(
        write_copy(message.head.cable, number, holder, parts)
        for number, holder in enumerate(holders, 1)
    )
    digests = [sha256(one).hexdigest() for one in (sealed or plaintexts)]
    whats: list[WHAT] = [
        LogOpened(keeper=_card("team"), zone="Asia/Shanghai"),
        Enrolled(card=_card("team"), here=True, releases_for=("team",)),
        Enrolled(card=_card("mandator"), instructs=("team",)),
        SeriesOpened(series="G", owner="team"),
        _released(message, parts, holders, digests),
    ]
    entries: list[Entered] = []
    for n, what in enumerate(whats):
        prev = leaf_of(entries[-1].record, entries[-1].signature).hex() if entries else FIRST
        event = Event(
            v=1,
            log=LOG,
            n=n,
            prev=prev,
            at=_AT.format(n),
            by="team",
            key=public_key(SEEDS["team"]).hex(),
            what=what,
        )
        entries.append(signed(event, SEEDS["team"]))
    return Story(message, parts, tuple(entries), plaintexts)


def signed_of(told: Story, n: int = -1) -> Signed:
    """Return an event of the log as others get it, with the proof that it is there."""
    entry = told.entries[n]
    path = inclusion_proof(_leaves(told), n % len(told.entries))
    return Signed(
        record=entry.record.decode(),
        signature=entry.signature.hex(),
        path=tuple(one.hex() for one in path),
    )


def checkpoint_of(told: Story, size: int | None = None, post: str = "team") -> Checkpoint:
    """Return a signed state of the log."""
    hashes = _leaves(told)[:size]
    root, at = tree_root(hashes).hex(), _AT.format(30)
    message = encode({"at": at, "log": LOG, "root": root, "size": len(hashes)})
    return Checkpoint(
        log=LOG,
        size=len(hashes),
        root=root,
        at=at,
        post=post,
        key=public_key(SEEDS[post]).hex(),
        signature=sign(SEEDS[post], for_purpose("checkpoint", message)).hex(),
    )


def consistency_of(told: Story, before: int) -> tuple[str, ...]:
    """Return the proof that the log only went on, in hex."""
    return tuple(one.hex() for one in consistency_proof(_leaves(told), before))


def release_again(told: Story, released: Released) -> Story:
    """Return the log with another last event, signed by the same key."""
    last = told.entries[-1].event
    event = Event(
        v=1, log=last.log, n=last.n, prev=last.prev, at=last.at, by=last.by, key=last.key,
        what=released,
    )  # fmt: skip
    return replace(told, entries=(*told.entries[:-1], signed(event, SEEDS["team"])))


def _leaves(told: Story) -> list[bytes]:
    return [leaf_of(one.record, one.signature) for one in told.entries]


def _card(post: str) -> Card:
    return Card(post=post, signing=public_key(SEEDS[post]).hex(), sealing=RECIPIENTS[post])


def _released(
    message: Message, parts: Sequence[Part], holders: Sequence[str], digests: Sequence[str]
) -> Released:
    head = message.head
    _, series, number = head.cable.split("/")
    return Released(
        cable=head.cable,
        series=series,
        number=int(number),
        sender=head.sender,
        cable_kind=head.cable_kind,
        commitment=commitment_of(parts).hex(),
        parts=len(parts),
        about=head.about,
        precedence=head.precedence,
        precedence_info=head.precedence_info,
        action=head.action,
        info=head.info,
        questions=tuple(one.id for one in message.questions),
        answers=tuple(one.question for one in message.answers),
        due=head.due,
        return_by=head.grading.return_by,
        copies=tuple(
            CopyMade(copy=number, holder=holder, sealed=digest, file=holder == head.sender)
            for number, (holder, digest) in enumerate(zip(holders, digests, strict=True), 1)
        ),
    )
