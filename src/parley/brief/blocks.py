"""What a page of the brief is made of: lines of runs, and the blocks that every format renders.

Sections lay themselves out in these blocks once; the terminal, HTML and DOCX renderers know the
blocks and nothing of the sections, so that a new section needs no new renderer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from parley.brief.model import Cite, Claim

__all__ = [
    "Badge",
    "Block",
    "Bullets",
    "Card",
    "Facts",
    "Fold",
    "Line",
    "Listing",
    "Paragraph",
    "Picture",
    "Run",
    "Table",
    "Tone",
    "Track",
    "brief_claim",
    "cited",
    "claim_line",
    "clean",
    "counted",
    "entry_runs",
    "join",
    "line",
    "more_left_out",
    "plain_text",
]

Role = Literal["plain", "code", "entry", "passage", "strong", "muted"]
Tone = Literal["bad", "warn", "good", "calm"]

# What a page cannot show, or what would reorder the words around it, is shown as a replacement
# character: nothing that a dossier holds may draw on the screen or hide in a sentence.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CODE = re.compile(r"`([^`]+)`")


class Run(NamedTuple):
    """Some text in one role; `entry` and `passage` are names that a page may link.

    `name` is the whole name where the text shows it shortened.
    """

    text: str
    role: Role = "plain"
    name: str = ""


Line: TypeAlias = tuple[Run, ...]


class Badge(NamedTuple):
    """A word that tells a state; its tone never says anything that the word does not."""

    text: str
    tone: Tone = "calm"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a `note` is small print, a `lead` comes first and counts most."""

    line: Line
    role: Literal["plain", "note", "lead"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order of preference."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels, each with its lines."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its header, and a cell is some lines.

    `shares` are the parts of the width that the columns get; without them the text decides.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One thing with a heading of its own."""

    title: Line
    blocks: tuple[Block, ...]
    badges: tuple[Badge, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """The states that a thing passes through, how far it came, and where it stands."""

    label: str
    states: tuple[str, ...]
    reached: int  # index into `states`; -1: none
    state: str
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Text to be copied as it is."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG picture, and what it is; where it cannot be shown the table after it says the same."""

    svg: str
    label: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Detail that a screen shows on request, paper always, and the short terminal not at all."""

    summary: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Bullets | Facts | Table | Card | Track | Listing | Picture | Fold


def counted(number: int, word: str, plural: str | None = None) -> str:
    """Say how many, as `1 issue` or `2 issues`.

    >>> counted(1, "more issue"), counted(1_200, "party", "parties")
    ('1 more issue', '1,200 parties')
    """
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def more_left_out(number: int) -> str:
    """Say how many are left out.

    >>> more_left_out(1), more_left_out(2)
    ('1 more is left out', '2 more are left out')
    """
    return f"{number:,} more {'is' if number == 1 else 'are'} left out"


def clean(text: str) -> str:
    """Replace what no page can show: control characters, and marks that reorder a line.

    >>> clean("a\\x1b[31mb")
    'a\ufffd[31mb'
    """
    return _HIDDEN.sub("\ufffd", text)


def line(*parts: str | Run | Line) -> Line:
    """Put runs together; text between backticks becomes code.

    >>> [(run.text, run.role) for run in line("insist on `line = general`")]
    [('insist on ', 'plain'), ('line = general', 'code')]
    """
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            for index, piece in enumerate(_CODE.split(part)):
                runs.append(Run(piece, "code" if index % 2 else "plain"))
        elif isinstance(part, Run):
            runs.append(part)
        else:
            runs += part
    return tuple(run for run in runs if run.text)


def join(lines: Iterable[Line], between: str = ", ") -> Line:
    """Join lines into one."""
    runs: list[Run] = []
    for part in lines:
        if runs and part:
            runs.append(Run(between))
        runs.extend(part)
    return tuple(runs)


def entry_runs(names: Iterable[str]) -> Line:
    """Entry ids, which pages link to the record."""
    return join((Run(name, "entry"),) for name in names)


def cited(cite: Cite) -> Line:
    """The proof of a claim in brackets: its entries, its passages, or who assumes it."""
    parts = [
        entry_runs(cite.entries),
        _passages(cite.passages),
        join((Run(f"assumed: {who}", "muted"),) for who in cite.assumed),
    ]
    if cite.withheld:
        parts.append((Run("and a source not known to the party then", "muted"),))
    inner = join((part for part in parts if part), " · ")
    return (Run(" [", "muted"), *inner, Run("]", "muted")) if inner else ()


def _passages(names: Iterable[str]) -> Line:
    """Passages, the source named once for those that follow each other."""
    parts: list[Line] = []
    last = ""
    for name in names:
        source, mark, passage = name.partition("#")
        text = f"#{passage}" if mark and source == last else name
        parts.append((Run(text, "passage", name),))
        last = source
    return join(parts)


def claim_line(claim: Claim, *, kind: bool = True) -> Line:
    """A claim as one line: what kind it is, what it says, whose it is, when, and its proof."""
    parts: list[Line] = []
    if kind and claim.kind:
        parts.append((Run(claim.kind, "strong"),))
    if claim.says:
        parts.append((Run(claim.says, "code"),))
    if claim.text:
        parts.append(line(claim.text))
    whose = ", ".join(part for part in (claim.by, claim.at) if part)
    return (
        *join(parts, ": " if len(parts) < 3 else " "),
        *((Run(f" ({whose})", "muted"),) if whose else ()),
        *cited(claim.cite),
    )


def brief_claim(claim: Claim) -> Line:
    """A claim in the fewest words: kind, statement, condition and the entries that hold it."""
    said = (Run(claim.says, "code"),) if claim.says else ()
    what = join((said, line(claim.text or "")), " ")
    kind = (Run(f"{claim.kind} "),) if claim.kind else ()
    return (*kind, *what, *cited(Cite(claim.cite.entries)))


def plain_text(parts: Line) -> str:
    """A line as plain text, code between backticks."""
    return "".join(f"`{run.text}`" if run.role == "code" else run.text for run in parts)
