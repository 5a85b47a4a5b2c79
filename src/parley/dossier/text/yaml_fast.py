"""The fast reader of log files: what is written plainly is read by pattern, the rest exactly.

A log is a list whose entries begin with `- ` at the margin, so it can be cut there. An entry that
is nothing but `key: value` lines of the plainest kind is read by one pattern, twenty times as fast
as by events; any other is parsed by itself by the exact reader. In doubt about the file as a whole
there is no answer, and the exact reader takes all of it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

from parley.dossier.text.yaml_text import Node, YamlFault, parse_yaml, plain
from parley.kernel.errors import Refused

__all__ = ["RawEntry", "entry_node", "read_exactly", "read_fast"]

_LONGEST_BY_PATTERN = 20_000  # characters of an entry
_MOST_BY_PARSER = 20_000  # entries of one file: parsing so many apart costs more than all at once
_MOST_VALUES = 2_000_000  # of one file

# What is never read by pattern: breaks of lines that editors do not count, and stray marks.
_ODD = re.compile("[\x85\u2028\u2029\ufeff]")
_CUT = re.compile(r"^- ", re.MULTILINE)
_HEAD = re.compile(r"(?:#[^\n]*+\n|[ ]*+\n)*+")

_WORD = r"[^\W_][\w.+/-]*+(?:\#[\w.+/-]++)?+"
# A text without quotes: it begins with a letter or figure, has no `: ` and no ` #`, no blank end.
_RUN = r"[^\n\r\t:#]*+"
_PLAIN = rf"[^\W_]{_RUN}(?:(?::(?=[^\s:#])|(?<=[^\s:#])\#(?=[^\s:#])){_RUN})*+(?<![ ])"
_VALUE = rf"(?:{_PLAIN}|\"[^\"\\\n\r]*+\"|'[^'\n\r]*+'|\[{_WORD}(?:,[ ]{_WORD})*+\])"
_KEY = r"[a-z_]++"
_FILLER = r"(?:[ ]*+(?:#[^\n\r]*+)?\n)*+"
_ENTRY = re.compile(
    rf"-[ ]{_KEY}:(?:[ ]{_VALUE})?\n(?:{_FILLER}[ ][ ]{_KEY}:(?:[ ]{_VALUE})?\n)*+{_FILLER}"
)
#: What begins or ends a document, or directs it: an entry cut out at one would parse alone.
_DOCUMENT = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
_MARKED = frozenset("\"'[")
# Lists, quotes, comments, blank lines and nulls, by what they cannot do without.
_MARKS = ("[", "'", '"', "#", "\n\n", " \n", ":\n", "ull", "NULL")
_NULLS = frozenset({"", "null", "Null", "NULL"})


class RawEntry(NamedTuple):
    """One entry as plain data, its first line, and where its text is (its tree, if it was made)."""

    data: Any
    line: int
    start: int
    end: int
    node: Node | None


def read_fast(text: str, file: str) -> list[RawEntry] | None:
    """Return the entries of a log, in order; None where the exact reader has to look.

    `text` has `\\n` for its ends of lines. Raises Refused for what is too deep or too big.

    >>> read_fast("- id: a\\n  by: red\\n- id: b\\n  to: [red, blue]\\n", "log.yaml")[1].data
    {'id': 'b', 'to': ['red', 'blue']}
    """
    if _ODD.search(text) or _DOCUMENT.search(text) or "\r" in text:
        return None
    cuts = [found.start() for found in _CUT.finditer(text)]
    head = _HEAD.match(text)
    if not cuts or head is None or head.end() != cuts[0]:
        return None
    entries: list[RawEntry] = []
    line = text.count("\n", 0, cuts[0]) + 1
    cuts.append(len(text))
    values = parsed = 0
    for start, end in pairwise(cuts):
        chunk = text[start:end]
        lines = chunk.count("\n")
        data = _by_pattern(chunk)
        entry: RawEntry | None = RawEntry(data, line, start, end, None)
        if data is None:
            entry = _by_parser(chunk, file, RawEntry(None, line, start, end, None))
            parsed += 1
        if entry is None or parsed > _MOST_BY_PARSER:
            return None
        values += 1 + lines + chunk.count(",") if entry.node is None else _size(entry.node)
        if values > _MOST_VALUES:
            raise Refused(
                f"{file}:{line}: more than {_MOST_VALUES:,} values in one file",
                hint="split the file into several",
            )
        entries.append(entry)
        line += lines
    return entries


def read_exactly(tree: Node) -> list[RawEntry]:
    """Return the members of a list as entries, each with its tree."""
    return [RawEntry(plain(node), node.line, node.start, node.end, node) for node in tree.items]


def entry_node(entry: RawEntry, text: str, file: str) -> Node:
    """Return the tree of an entry, parsed only now where it had been read by pattern."""
    if entry.node is not None:
        return entry.node
    return parse_yaml(text[entry.start : entry.end], file, entry.line).items[0]


def _by_parser(chunk: str, file: str, place: RawEntry) -> RawEntry | None:
    try:
        tree = parse_yaml(chunk, file, place.line)
    except YamlFault:  # of the file, or only of the cut: the whole will tell
        return None
    if tree.kind != "list" or len(tree.items) != 1:
        return None
    node = tree.items[0]
    return place._replace(data=plain(node), node=node)


def _size(node: Node) -> int:
    return 1 + sum(_size(item) for item in node.items)


def _by_pattern(chunk: str) -> dict[str, Any] | None:
    if len(chunk) > _LONGEST_BY_PATTERN:
        return None
    if _ENTRY.fullmatch(chunk if chunk.endswith("\n") else chunk + "\n") is None:
        return None
    body = chunk.rstrip("\n")
    if body[-1] in ": ":  # no value, or a line of blanks
        return _line_by_line(body)
    for mark in _MARKS:
        if mark in body:
            return _line_by_line(body)
    lines = body[2:].split("\n  ")
    data = dict([line.split(": ", 1) for line in lines])
    return data if len(data) == len(lines) else None  # else a key stands twice


def _line_by_line(chunk: str) -> dict[str, Any] | None:
    data: dict[str, Any] = {}
    for line in chunk.split("\n"):
        key, colon, value = line.partition(":")
        if not colon or "#" in key:  # a blank line or a comment
            continue
        key, value = key[2:], value[1:]
        if key in data:
            return None
        data[key] = _read(value) if value[:1] in _MARKED or value in _NULLS else value
    return data


def _read(value: str) -> Any:
    if value in _NULLS:
        return None
    if value[0] == "[":
        return [None if word in _NULLS else word for word in value[1:-1].split(", ")]
    return value[1:-1]
