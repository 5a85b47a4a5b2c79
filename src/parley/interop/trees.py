"""JSON and YAML opened as one kind of tree, in which every value knows its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Literal

from parley.dossier.text.yaml_text import Node, decode, duplicate_keys, parse_yaml
from parley.interop.folders import read_bytes, refusal
from parley.interop.gmcr.faults import fault
from parley.interop.numbers import EXPECTED, number_of
from parley.kernel.errors import quoted

__all__ = ["member", "members", "number_at", "open_tree", "parse_json", "shown", "text_at"]

_MOST_NESTED = 50
_MOST_VALUES = 1_000_000
_TOKEN = re.compile(
    r'(?P<space>[ \t\r\n]+)|(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")|(?P<sign>[][{},:])'
    r"|(?P<word>[-+.0-9A-Za-z_]+)"
)
_WORD = re.compile(
    r"true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
)


def open_tree(path: Path) -> Node:
    """Return what a `.json`, `.yaml` or `.yml` file holds, every scalar as a text.

    Raises Refused for what is no such text, or is nested too deeply, or has too much in it.
    """
    text = decode(read_bytes(path), str(path))
    if path.suffix.lower() == ".json":
        return parse_json(text, str(path))
    tree = parse_yaml(text, str(path))
    _refuse_doubled(tree, str(path))
    return tree


def parse_json(text: str, name: str) -> Node:
    """Return the tree of a JSON text; numbers stay as they are written.

    Parameters:
        name: what messages call the file.

    Raises Refused for what is no JSON, is nested too deeply, or has a key twice in an object.

    >>> parse_json('{"a": [1.50]}', "x.json").items[1].items[0].value
    '1.50'
    """
    tokens = _tokens(text, name)
    root = _value(next(tokens), tokens, name, 0, [0])
    kind, found, line = next(tokens)
    if kind != "end":
        raise _no_json(name, line, "nothing after the value", quoted(found))
    _refuse_doubled(root, name)
    return root


def _no_json(name: str, line: int, expected: str, found: str) -> Exception:
    hint = "mend the file with a text editor, or export the scenario again"
    return refusal(name, [fault(f"{name}:{line}", expected, found, hint)])


def _tokens(text: str, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and line of each sign, string and word; at last `end`."""
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _no_json(name, line, "JSON", quoted(text[at : at + 20]))
        kind, piece = found.lastgroup or "", found.group()
        if kind != "space":
            yield kind, piece, line
        line += piece.count("\n")
        at = found.end()
    while True:
        yield "end", "the end of the file", line


def _value(
    token: tuple[str, str, int],
    tokens: Iterator[tuple[str, str, int]],
    name: str,
    depth: int,
    count: list[int],
) -> Node:
    kind, text, line = token
    count[0] += 1
    if depth > _MOST_NESTED or count[0] > _MOST_VALUES:
        wanted = f"at most {_MOST_VALUES:,} values, {_MOST_NESTED} deep"
        raise _no_json(name, line, wanted, "more")
    if kind == "string":
        return Node("scalar", line, 1, 0, 0, _unescaped(text, name, line), '"')
    if kind == "word" and _WORD.fullmatch(text):
        return Node("scalar", line, 1, 0, 0, None if text == "null" else text)
    if text == "[":
        return Node("list", line, 1, 0, 0, items=_members(tokens, name, depth, count, "]"))
    if text == "{":
        return Node("map", line, 1, 0, 0, items=_members(tokens, name, depth, count, "}"))
    raise _no_json(name, line, "a value", quoted(text))


def _members(
    tokens: Iterator[tuple[str, str, int]], name: str, depth: int, count: list[int], end: str
) -> tuple[Node, ...]:
    """What stands between two brackets: values, or keys and values in turn."""
    found: list[Node] = []
    token = next(tokens)
    while token[1] != end or token[0] != "sign":
        if found:
            if token[1] != "," or token[0] != "sign":
                raise _no_json(name, token[2], f"`,` or `{end}`", quoted(token[1]))
            token = next(tokens)
        if end == "}":
            if token[0] != "string":
                raise _no_json(name, token[2], "a key in quotes", quoted(token[1]))
            found.append(_value(token, tokens, name, depth + 1, count))
            token = next(tokens)
            if token[1] != ":":
                raise _no_json(name, token[2], "`:` after a key", quoted(token[1]))
            token = next(tokens)
        found.append(_value(token, tokens, name, depth + 1, count))
        token = next(tokens)
    return tuple(found)


def _unescaped(text: str, name: str, line: int) -> str:
    try:
        found = json.loads(text)
        found.encode("utf-8")
    except (ValueError, UnicodeEncodeError):
        raise _no_json(name, line, "a text in JSON", quoted(text)) from None
    return str(found)


def _refuse_doubled(tree: Node, name: str) -> None:
    doubled = duplicate_keys(tree, name)
    if doubled:
        raise refusal(
            name,
            [
                fault(f"{name}:{one.line}", "each key once", one.message, one.hint or "keep one")
                for one in doubled
            ],
        )


def member(node: Node | None, key: str) -> Node | None:
    """Return the value of a key; None where there is no such key, or no map."""
    if node is None or node.kind != "map":
        return None
    return next((value for one, value in node.pairs if one.value == key), None)


def members(node: Node | None, kind: Literal["list", "map"] = "list") -> tuple[Node, ...]:
    """Return the members of a list, or keys and values of a map; nothing for anything else."""
    return node.items if node is not None and node.kind == kind else ()


def text_at(node: Node | None) -> str | None:
    """Return the text of a scalar; None for anything else."""
    return node.value if node is not None and node.kind == "scalar" else None


def number_at(
    node: Node | None, what: str, where: str, faults: list[str], otherwise: Fraction | None = None
) -> Fraction:
    """Return the number that a scalar is.

    Parameters:
        what: what messages call it.
        where: the file, and the line of what it stands in.
        faults: what is wrong is added here; then 0 is returned.
        otherwise: what it is where nothing is written.
    """
    written = text_at(node)
    if otherwise is not None and (node is None or (node.kind == "scalar" and written is None)):
        return otherwise
    number = number_of(written)
    if number is None:
        file = where.rpartition(":")[0]
        place = f"{file}:{node.line}" if node is not None else where
        faults.append(fault(place, f"{EXPECTED} as {what}", shown(node), "write it in figures"))
        return Fraction()
    return number


def shown(node: Node | None) -> str:
    """Show a value in a message."""
    if node is None:
        return "none"
    if node.kind != "scalar":
        return f"a {node.kind} of {len(node.items) // (2 if node.kind == 'map' else 1):,}"
    return "null" if node.value is None else quoted(node.value)
