"""Three-way merging of texts that are made of named units, such as the entries of a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "Clash",
    "Conflict",
    "Merged",
    "Unit",
    "blank_head",
    "cut_lines",
    "join_notes",
    "merge_units",
    "written",
]


class Unit(NamedTuple):
    """A part of a text with a name of its own.

    Parameters:
        key: its name.
        lead: comments and blank lines above it.
        body: its text; both end with a line feed, unless empty.
    """

    key: str
    lead: str
    body: str


class Clash(NamedTuple):
    """A unit that both sides changed in different ways; None where a side deleted it."""

    key: str
    ours: Unit | None
    theirs: Unit | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both sides changed in different ways, for a person to decide.

    Parameters:
        file: the file it is in, relative to the dossier; empty for a single text.
        key: the id of the entry, the name of the declaration, or the file itself.
        line: where the marker stands in the merged text, from 1; 0 for a file as a whole.
        message: what each side did.
    """

    file: str
    key: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged text; where there are conflicts, it has markers in it and is no YAML yet."""

    text: str
    conflicts: tuple[Conflict, ...]


def merge_units(
    base: Sequence[Unit] | None,
    ours: Sequence[Unit],
    theirs: Sequence[Unit],
    canonical: Callable[[Unit], str],
) -> list[Unit | Clash]:
    """Merge two lists of units; without `base`, nothing counts as deleted.

    They come in the order of `ours`; what only `theirs` has, after the unit it followed there.

    Parameters:
        canonical: what of a unit counts; equal texts are no change.
    """
    old = {unit.key: unit for unit in base or ()}
    mine = {unit.key: unit for unit in ours}
    yours = {unit.key: unit for unit in theirs}

    def same(one: Unit, other: Unit) -> bool:
        return one == other or canonical(one) == canonical(other)

    pieces: list[Unit | Clash] = []
    for key in _order(list(mine), list(yours)):
        before, left, right = old.get(key), mine.get(key), yours.get(key)
        kept = left or right
        if left and right and not same(left, right):
            if before and same(before, left):
                kept = right
            elif not (before and same(before, right)):
                pieces.append(Clash(key, left, right))
                continue
        elif before and kept and not (left and right):
            if not same(before, kept):
                pieces.append(Clash(key, left, right))
            continue
        if kept:
            pieces.append(kept)
    return pieces


def _order(mine: list[str], yours: list[str]) -> list[str]:
    """Return all keys: `mine` in their order, the rest behind the one they followed."""
    shared = set(mine) & set(yours)
    follow: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for key in yours:
        if key in shared:
            anchor = key
        else:
            follow.setdefault(anchor, []).append(key)
    order: list[str] = []
    waiting = follow.get(None, [])
    for key in mine:
        if key in shared:
            order.extend(waiting)
            waiting = follow.get(key, [])
        order.append(key)
    return order + waiting


def cut_lines(lines: Sequence[str], starts: Sequence[tuple[int, str]], column: int) -> list[Unit]:
    """Cut lines into units, the last of which is the foot, with an empty key and body.

    Parameters:
        lines: without their line feeds.
        starts: where each unit begins (from 0), and its key.
        column: where the units stand; comments no deeper than that belong to what follows.
    """
    units: list[Unit] = []
    lead = _text(lines[: starts[0][0]]) if starts else _text(lines)
    ends = [*(start for start, _ in starts[1:]), len(lines)]
    for (start, key), end in zip(starts, ends, strict=True):
        last = end
        while last > start + 1 and _is_apart(lines[last - 1], column):
            last -= 1
        units.append(Unit(key, lead, _text(lines[start:last])))
        lead = _text(lines[last:end])
    return [*units, Unit("", lead, "")]


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""


def _is_apart(line: str, column: int) -> bool:
    text = line.lstrip(" ")
    return not text.strip() or (text[0] == "#" and len(line) - len(text) <= column)


def blank_head(text: str) -> tuple[str, str]:
    """Return the blank lines at the head of a text, and the rest."""
    rest = text.lstrip("\n")
    return text[: len(text) - len(rest)], rest


def join_notes(base: str | None, ours: str, theirs: str) -> str:
    """Merge comments that belong to no unit: a change of one side counts, of both all is kept."""
    if ours.strip() == theirs.strip() or (base is not None and base.strip() == theirs.strip()):
        return ours
    if base is not None and base.strip() == ours.strip():
        return theirs
    known = set(ours.split("\n"))
    more = [line for line in theirs.split("\n") if line not in known]
    return ours + "".join(f"{line}\n" for line in more)


def written(pieces: Iterable[Unit | Clash], above: str, file: str = "") -> Merged:
    """Write units one below the other, with markers around those that clash.

    Parameters:
        above: the text before them.
        file: the name of the file, for the conflicts.
    """
    parts = [above]
    line = above.count("\n") + 1
    conflicts: list[Conflict] = []
    for piece in pieces:
        if isinstance(piece, Unit):
            text = piece.lead + piece.body
        else:
            gap, text = _marked(piece)
            conflicts.append(Conflict(file, piece.key, line + len(gap), _told(piece)))
            text = gap + text
        parts.append(text)
        line += text.count("\n")
    return Merged("".join(parts), tuple(conflicts))


def _marked(clash: Clash) -> tuple[str, str]:
    gap = blank_head((clash.ours or clash.theirs or Unit("", "", "")).lead)[0]
    sides = [
        blank_head(side.lead)[1] + side.body if side else "" for side in (clash.ours, clash.theirs)
    ]
    return gap, f"<<<<<<< ours\n{sides[0]}=======\n{sides[1]}>>>>>>> theirs\n"


def _told(clash: Clash) -> str:
    if clash.ours is None:
        what = "deleted by ours, changed by theirs"
    elif clash.theirs is None:
        what = "changed by ours, deleted by theirs"
    else:
        what = "ours and theirs differ"
    return f"'{clash.key}': {what}; keep one, and delete the lines with markers"
