"""A cable as text to be read and printed: its head as on a cable form, then what it says.

Nothing of a text that came from outside can move the cursor, colour the screen or turn a line
round: control characters and marks of direction are shown as such. Texts in all scripts are wrapped
by the room that they take on a terminal (Unicode Standard Annex 11), and right-to-left texts
behind a label are kept apart from it (Annex 9).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.cables.messages.commitment import Part, saying_of
from parley.cables.messages.message import Answered, Asked, Head, Passage
from parley.cables.messages.redaction import Withheld
from parley.cables.primitives.legible import clean
from parley.kernel.errors import BadTime
from parley.kernel.times import read_time, show_in_zones, valid_zone

__all__ = ["WIDTH", "OnPaper", "reading_text"]

WIDTH = 80  # columns
_LABEL = 14  # columns for the labels of the head
_INDENT = 5  # columns for the number of a passage
_SECTIONS = (
    ("", Passage, "passage"),
    ("QUESTIONS", Asked, "question"),
    ("ANSWERS", Answered, "answer"),
)
_NOT_FIRST = frozenset("、。，．：；！？）」』】》〉〕’”…・")  # in scripts without spaces
_ISOLATE = "\u2068{}\u2069"
_WORDS = {
    "yes": "yes",
    "no": "no",
    "condition": "yes, on a condition",
    "discretion": "as you judge best",
    "changed": "changed",
    "answered": "answered",
    "deferred": "deferred",
}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on one copy besides what the cable says.

    Parameters:
        copy: its number; None for a text that is no copy.
        holder: who has it.
        zones: in which times are shown besides the sender's own, such as the holder's.
        tell: whether a text with parts withheld says so at their places.
        above, below: lines of one's own at the top and at the end.
    """

    copy: int | None = None
    holder: str | None = None
    zones: tuple[str, ...] = ()
    tell: bool = True
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def reading_text(parts: Sequence[Part | Withheld], paper: OnPaper | None = None) -> str:
    """Return a cable as text of at most 80 columns.

    Parameters:
        parts: all that is to be shown, in their order, from `parts_of`, `read_copy` or an export.

    Raises Refused for parts that no cable has.
    """
    paper = paper or OnPaper()
    said = [one if isinstance(one, Withheld) else saying_of(one) for one in parts]
    head = next((one for one in said if isinstance(one, Head)), None)
    zones = _zones(head, paper)
    lines = [line for one in paper.above for line in _wrapped(one)]
    lines += [""] if lines else []
    lines += _head(head, paper, zones) if head is not None else _headless(said, paper)
    lines += _subject(parts, paper)
    for title, kind, word in _SECTIONS:
        shown = [one for one in said if isinstance(one, kind) or _is_gap(one, word, paper)]
        lines += ["", title] if shown and title else []
        for one in shown:
            lines += ["", *_saying(one, word, zones)]
    for one in paper.below:
        lines += ["", *_wrapped(one)]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _zones(head: Head | None, paper: OnPaper) -> tuple[str, ...]:
    own = head.zone if head is not None else "UTC"
    found = [zone for zone in (own, *paper.zones) if valid_zone(zone)]
    return tuple(dict.fromkeys(found)) or ("UTC",)


def _headless(said: Sequence[object], paper: OnPaper) -> list[str]:
    gap = any(isinstance(one, Withheld) and one.name == "head" for one in said)
    return ["[the head is withheld]"] if gap and paper.tell else []


def _head(head: Head, paper: OnPaper, zones: Sequence[str]) -> list[str]:
    log, _, rest = clean(head.cable).partition("/")
    series, _, number = rest.rpartition("/")
    lines = list(_wrapped(f"{head.cable_kind.replace('-', ' ').upper()} No. {number}"))
    grading = head.grading
    if grading.grade is not None:
        lines += _wrapped(grading.grade)
    if grading.return_by is not None:
        lines += _wrapped(f"SUBJECT TO RETURN by {_times(grading.return_by, zones)}")
    lines.append("")
    urgency = head.precedence
    if head.precedence_info is not None:
        urgency += f" (for information: {head.precedence_info})"
    copy = None if paper.copy is None else f"No. {paper.copy}"
    if copy and paper.holder is not None:
        copy += f", to {paper.holder}"
    sender = head.sender
    if head.released_by != head.sender:
        sender += f", released by {head.released_by}"
    facts = (
        ("Series", f"{series} of {log}"),
        ("Copy", copy),
        ("Precedence", urgency),
        ("From", sender),
        ("To", ", ".join(head.action)),
        ("Information", ", ".join(head.info)),
        ("Exempt", ", ".join(head.exempt)),
        ("Released", _times(head.at, zones)),
        ("About", head.about),
        ("Answer due", _times(head.due, zones)),
        ("Grade ends", _times(grading.until, zones)),
        ("Handling", grading.note),
    )
    return [*lines, *(line for label, fact in facts if fact for line in _field(label, fact))]


def _subject(parts: Sequence[Part | Withheld], paper: OnPaper) -> list[str]:
    for one in parts:
        if one.name == "subject":
            if isinstance(one, Part):
                return list(_field("Subject", str(one.value)))
            return list(_field("Subject", "[withheld]")) if paper.tell else []
    return []


def _is_gap(one: object, word: str, paper: OnPaper) -> bool:
    """Whether a withheld part stands in a section; what has no name there is a passage."""
    if not isinstance(one, Withheld) or not paper.tell:
        return False
    return (one.name or "passage").partition("/")[0] == word


def _saying(one: object, word: str, zones: Sequence[str]) -> Iterator[str]:
    if isinstance(one, Passage):
        yield from _numbered(one.id, one.text)
    elif isinstance(one, Asked):
        yield from _numbered(one.id, one.text)
        yield from _wrapped(_plainly("A plain yes authorises", one.says), _INDENT)
        yield from _wrapped(_plainly("It concerns", ", ".join(one.about)), _INDENT)
        yield from _wrapped(_plainly("Answer due", _times(one.due, zones)), _INDENT)
    elif isinstance(one, Answered):
        yield from _numbered(one.question, _answer(one))
        yield from _wrapped(_plainly("Condition", one.if_), _INDENT)
        until = "Promised by" if one.answer == "deferred" else "Valid until"
        yield from _wrapped(_plainly(until, one.until), _INDENT)
        yield from _wrapped(one.text or "", _INDENT)
    elif isinstance(one, Withheld):
        yield from _wrapped(f"[{one.name or f'a {word}'} is withheld]")


def _answer(one: Answered) -> str:
    said = _WORDS[one.answer]
    if one.says is not None:
        said += f": {'insist on' if one.mode == 'must' else 'allowed is'} {one.says}"
    elif one.mode == "must":
        said += ": to be insisted on"
    return said


def _numbered(name: str, text: str) -> Iterator[str]:
    """A text with its id before it, and its paragraphs below one another."""
    label = f"{clean(name)}."
    paragraphs = [one for one in text.split("\n") if one.strip()] or [""]
    if _room(label) < _INDENT:
        first, *more = _wrapped(paragraphs[0], _INDENT) or [""]
        yield label + " " * (_INDENT - _room(label)) + first[_INDENT:]
        yield from more
        paragraphs = paragraphs[1:]
    else:
        yield from _wrapped(label)
    for one in paragraphs:
        yield from _wrapped(one, _INDENT)


def _plainly(label: str, text: str | None) -> str:
    return f"{label}: {text}" if text else ""


def _times(instant: str | None, zones: Sequence[str]) -> str | None:
    if instant is None:
        return None
    try:
        return " = ".join(show_in_zones(read_time(instant, "UTC"), zones))
    except BadTime:
        return instant


def _field(label: str, text: str) -> list[str]:
    """A line of the head: its label, and the fact in a column beside it."""
    first, *more = _wrapped(text, _LABEL, isolate=True) or [""]
    return [f"{label}:".ljust(_LABEL) + first[_LABEL:], *more]


def _wrapped(text: str, indent: int = 0, *, isolate: bool = False) -> list[str]:
    """Break a text into lines, by words, or between wide signs where a script has no spaces.

    Parameters:
        indent: blanks before each line.
        isolate: whether a right-to-left text is kept apart from what stands before it.
    """
    most, lines, line, room = WIDTH - indent, list[str](), "", 0
    for piece, glued in _pieces(clean(text), most):
        wide = _room(piece)
        gap = 0 if glued or not line else 1
        if line and room + gap + wide > most:
            lines.append(line)
            line, room, gap = "", 0, 0
        line += " " * gap + piece
        room += gap + wide
    if line:
        lines.append(line)
    mark = _ISOLATE if isolate and _turns(text) else "{}"
    return [" " * indent + mark.format(one) for one in lines]


def _pieces(text: str, most: int) -> Iterator[tuple[str, bool]]:
    """What must stay on one line, in order, and whether it follows without a blank."""
    for word in text.split():
        piece, room, glued, wide_before = "", 0, False, False
        for sign in word:
            width = _width(sign)
            wide = width == 2 and sign not in _NOT_FIRST
            may_break = piece and width and sign not in _NOT_FIRST and (wide or wide_before)
            if may_break or room + width > most:
                yield piece, glued
                piece, room, glued = "", 0, True
            piece += sign
            room += width
            wide_before = width == 2 if width else wide_before
        if piece:
            yield piece, glued


def _room(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
