"""Agenda drafts side by side: which items each has, in which wording, and what changed between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from parley.brief.agendas import Agendas, Tabled, Worded, agendas
from parley.kernel.errors import Refused
from parley.web.desk import Desk, worked_out
from parley.web.registry import Page, Rows
from parley.web.sided import brief_desks

__all__ = [
    "PAGE",
    "Beside",
    "Compared",
    "DraftSide",
    "Drafts",
    "WordPiece",
    "drafts",
    "drafts_table",
    "items_table",
    "pieces",
]

Change = Literal["in", "out", "reworded", "same"]
_WORD = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A stretch of a text, and whether only this one has it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class DraftSide:
    """An item as one draft has it: its wording, the words, and what these open."""

    wording: str
    text: tuple[WordPiece, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """An item of two drafts: `in` the later one only, `out` of it, reworded, or the same."""

    item: str
    title: str
    change: Change
    left: DraftSide | None
    right: DraftSide | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Two drafts side by side, by their letters; `whole`: what the later lacks, it drops."""

    left: str
    right: str
    whole: bool
    items: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts that are known, in order of time, and two of them side by side.

    Parameters:
        party: through whose eyes; with nobody's chosen, those of the side that knows most drafts.
        known: the drafts, their items with wordings, and what each wording opens.
        beside: None with fewer than two drafts.
    """

    party: str
    known: Agendas
    beside: Beside | None


def drafts(desk: Desk, left: str = "", right: str = "") -> Drafts:
    """Return the agenda drafts, and two of them side by side.

    `left` and `right` are letters of drafts; left out, the newest and the one before it on its own
    side, else the one before.
    """
    party, known = _known(desk)
    later = _lettered(known.drafts, right) if right else None
    if later is None and known.drafts:
        later = known.drafts[-1]
    earlier = _lettered(known.drafts, left) if left else _before(known.drafts, later)
    if earlier is None or later is None:
        return Drafts(party, known, None)
    return Drafts(party, known, _beside(known, earlier, later))


def _known(desk: Desk) -> tuple[str, Agendas]:
    def make() -> tuple[str, Agendas]:
        found = [(one.case.party, agendas(one)) for one in brief_desks(desk)]
        return max(found, key=lambda pair: len(pair[1].drafts) + pair[1].left_out)

    return worked_out(desk, ("agenda drafts", desk.seen.zone), make)


def _lettered(known: Sequence[Tabled], letter: str) -> Tabled:
    found = next((one for one in known if one.letter == letter.strip().upper()), None)
    if found is None:
        letters = ", ".join(one.letter for one in known)
        raise Refused(
            f"there is no draft '{letter[:20]}' from where you look",
            hint=f"expected one of: {letters}" if letters else "no draft is known yet",
        )
    return found


def _before(known: Sequence[Tabled], later: Tabled | None) -> Tabled | None:
    """The draft that a later one is compared with first: the last of its own side."""
    if later is None or not later.against:
        return None
    return _lettered(known, later.against[-1][0])


def _beside(known: Agendas, earlier: Tabled, later: Tabled) -> Beside:
    words = {(one.item, one.wording): one for one in known.wordings}
    was, now = dict(earlier.lines), dict(later.lines)
    items = []
    for item in dict.fromkeys((*now, *was)):
        old, new = words.get((item, was.get(item, "-"))), words.get((item, now.get(item, "-")))
        told = new or old
        items.append(
            Compared(
                item,
                told.title if told is not None else item,
                _change(item, was, now),
                _side(was.get(item), old, new),
                _side(now.get(item), new, old),
            )
        )
    return Beside(earlier.letter, later.letter, later.whole, tuple(items))


def _change(item: str, was: dict[str, str], now: dict[str, str]) -> Change:
    if item not in was:
        return "in"
    if item not in now:
        return "out"
    return "same" if was[item] == now[item] else "reworded"


def _side(wording: str | None, own: Worded | None, other: Worded | None) -> DraftSide | None:
    if wording is None:
        return None
    text = own.text if own is not None else ""
    against = other.text if other is not None else text
    return DraftSide(wording, tuple(pieces(text, against)), own.opens if own is not None else ())


def pieces(text: str, other: str) -> Iterator[WordPiece]:
    """Cut a text where words of it are not in another text.

    >>> [one.text for one in pieces("a line and a zone", "a line") if one.changed]
    [' and a zone']
    """
    mine, theirs = _WORD.findall(text), _WORD.findall(other)
    for tag, start, end, _, _ in SequenceMatcher(a=mine, b=theirs, autojunk=False).get_opcodes():
        if start < end:
            yield WordPiece("".join(mine[start:end]), tag != "equal")


def drafts_table(desk: Desk) -> Rows:
    """Return the drafts as a table, each with what changed against earlier ones."""
    columns = ("draft", "entry", "by", "at", "status", "whole", "changed", "entries", "passages")
    return Rows(
        columns,
        tuple(
            (
                one.letter,
                one.entry,
                one.by,
                one.at,
                one.status,
                one.whole,
                tuple(f"against {letter}: {told}" for letter, all_ in one.against for told in all_),
                one.cite.entries,
                one.cite.passages,
            )
            for one in drafts(desk).known.drafts
        ),
    )


def items_table(desk: Desk) -> Rows:
    """Return every item of every draft as a table, with its wording and what this opens."""
    known = drafts(desk).known
    words = {(one.item, one.wording): one for one in known.wordings}
    rows = []
    for draft in known.drafts:
        for item, wording in draft.lines:
            told = words[item, wording]
            rows.append(
                (draft.letter, draft.entry, item, told.title, wording, told.text, told.opens)
            )
    return Rows(("draft", "entry", "item", "title", "wording", "text", "opens"), tuple(rows))


PAGE = Page(
    "drafts",
    "/issues/drafts",
    drafts,
    tables={"drafts": drafts_table, "items": items_table},
)
