"""Merging two versions of `dossier.yaml`: key by key, and id by id inside the sections."""

from __future__ import annotations

from typing import NamedTuple

from parley.dossier.merging.log_merging import comments_of, unit_key
from parley.dossier.text.comments import is_block
from parley.dossier.text.formatting import format_text
from parley.dossier.text.units import (
    Clash,
    Merged,
    Unit,
    cut_lines,
    join_notes,
    merge_units,
    written,
)
from parley.dossier.text.yaml_text import Node, YamlFault, duplicate_keys, parse_yaml, plain
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.shapes import fields_of
from parley.kernel.errors import ParleyError

__all__ = ["merge_declarations"]

# The sections that declare one thing after another.
_NESTED = frozenset(
    key for key, field in fields_of(Declarations).items() if field.shape.kind in ("list", "map")
)


def merge_declarations(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge two versions of `dossier.yaml`, key by key, and id by id inside the sections.

    The result is in canonical form. For the rest it is as in `merge_logs`.
    """
    old = None if base is None else _sections(base, "base")
    mine, yours = _sections(ours, "ours"), _sections(theirs, "theirs")
    pieces = merge_units(
        None if old is None else [one.unit for one in old.parts.values()],
        [one.unit for one in mine.parts.values()],
        [one.unit for one in yours.parts.values()],
        _canonical,
    )
    done: list[Unit | Clash] = []
    for piece in pieces:
        left, right = mine.parts.get(piece.key), yours.parts.get(piece.key)
        if isinstance(piece, Clash) and left and right and left.members and right.members:
            before = old.parts.get(piece.key) if old else None
            done.extend(_members(None if old is None else before or _NOTHING, left, right))
        else:
            done.append(piece)
    foot = join_notes(old.foot if old else None, mine.foot, yours.foot)
    return written([*done, Unit("", foot, "")], "", "dossier.yaml")


class _Section(NamedTuple):
    """A key of `dossier.yaml`; `members` are what stands below it, if each has a name."""

    unit: Unit
    heading: str
    members: tuple[Unit, ...]
    foot: str


class _Sections(NamedTuple):
    parts: dict[str, _Section]
    foot: str


_NOTHING = _Section(Unit("", "", ""), "", (), "")


def _members(base: _Section | None, ours: _Section, theirs: _Section) -> list[Unit | Clash]:
    key = ours.unit.key
    lead = join_notes(base.unit.lead if base else None, ours.unit.lead, theirs.unit.lead)
    foot = join_notes(base.foot if base else None, ours.foot, theirs.foot)
    pieces = merge_units(base.members if base else None, ours.members, theirs.members, _canonical)
    return [Unit(key, lead, ours.heading), *pieces, Unit("", foot, "")]


def _sections(text: str, file: str) -> _Sections:
    text = format_text(text, "dossier", file)
    tree = parse_yaml(text, file)
    if tree.kind != "map" or not is_block(tree, text):
        raise ParleyError(
            f"{file}: expected a map of `key: value` lines", hint="write it without braces"
        )
    twice = duplicate_keys(tree, file)
    if twice:
        raise YamlFault(twice[0])
    lines = text.removesuffix("\n").split("\n")
    starts = [(key.line - 1, key.value or "") for key, _ in tree.pairs]
    *units, foot = cut_lines(lines, starts, 0)
    parts = {
        unit.key: _section(unit, pair, (text, lines))
        for unit, pair in zip(units, tree.pairs, strict=True)
    }
    return _Sections(parts, foot.lead)


def _section(unit: Unit, pair: tuple[Node, Node], source: tuple[str, list[str]]) -> _Section:
    key, value = pair
    text, lines = source
    nested = unit.key in _NESTED and is_block(value, text)
    if not nested:
        return _Section(unit, unit.body, (), "")
    body = lines[key.line - 1 : key.line - 1 + unit.body.count("\n")]
    if value.kind == "map":
        names = [(one.line, one.value or "") for one, _ in value.pairs]
    else:
        seen: dict[str, int] = {}
        names = [
            (one.line, unit_key(plain(one), text[one.start : one.end], seen)) for one in value.items
        ]
    starts = [(line - key.line - 1, f"{unit.key}.{name}") for line, name in names]
    *members, foot = cut_lines(body[1:], starts, 2)
    return _Section(unit, body[0] + "\n", tuple(members), foot.lead)


def _canonical(unit: Unit) -> str:
    return comments_of(unit.lead) + unit.body.rstrip()
