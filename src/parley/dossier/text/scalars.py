"""How one value is spelled in a file: with quotes or without, in a block of lines, in a flow."""

from __future__ import annotations

import re
from typing import NamedTuple

from parley.dossier.language._tokens import tokens_of
from parley.dossier.text.yaml_text import Node
from parley.kernel.errors import BadStatement

__all__ = [
    "BlockScalar",
    "block_scalar",
    "in_quotes",
    "new_scalar",
    "scalar_lines",
    "spaced",
    "spelled",
]

# A text that stands without quotes: no sign of YAML at its head, no `: `, no ` #`, no blank ends.
_BARE = re.compile(r"[\w(/.+<=~$^;][^\n\t]*(?<![ :])|\w")
_BARE_IN_FLOW = re.compile(r"\w(?:[\w ./+;()<>=~$^'-]|:(?=\w))*(?<![ :])|\w")
# Words that other readers of YAML take for something else than a text. Who quoted them, knew why.
_WORDS = re.compile(
    r"~|null|y|n|yes|no|on|off|true|false|<<|=|[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?"
    r"|0[xob][\da-f_]+|[-+]?\.(?:inf|nan)|[-+]?\d+(?::\d+)+(?:\.\d*)?",
    re.IGNORECASE,
)
_HEADER = re.compile(r"([|>])([-+]?)([1-9]?)([-+]?)[ \t]*(#.*)?")
_SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">=", "≠", "≤", "≥"})
_TIGHT_AFTER = frozenset("({")
_TIGHT_BEFORE = frozenset(")},")
_WORD = re.compile(
    r"[-+]?[\w.][\w.-]*|\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'", re.DOTALL
)


class BlockScalar(NamedTuple):
    """A text written below `|` or `>`.

    Parameters:
        header: the sign with its marks, as it is to be written.
        comment: what stands behind it, or nothing.
        lines: the lines without their indentation.
        length: how much of the source it takes; blank lines that do not count are left out.
    """

    header: str
    comment: str
    lines: tuple[str, ...]
    length: int


def block_scalar(source: str, value: str | None, column: int) -> BlockScalar:
    """Take a block scalar apart.

    Parameters:
        source: its text in the file, from the `|` or `>`.
        value: what it means.
        column: where the list or map around it stands, from 0.
    """
    first, _, body = source.partition("\n")
    matched = _HEADER.match(first)
    sign, chomp, step, late, comment = matched.groups() if matched else ("|", "", "", "", None)
    chomp = chomp or late
    raw = body.split("\n")
    if raw[-1] == "":
        raw.pop()
    if step:
        margin = column + int(step)
    else:
        margin = next((len(one) - len(one.lstrip(" ")) for one in raw if one.strip(" ")), 0)
    lines = [one[margin:] for one in raw]
    while chomp != "+" and lines and not lines[-1]:
        lines.pop()
    if not chomp and not (value or "").endswith("\n"):
        chomp = "-"  # at the end of a file that lacks its last line feed
    length = len(first) + 1 + sum(len(one) + 1 for one in raw[: len(lines)])
    mark = "2" if step else ""
    return BlockScalar(
        f"{sign}{mark}{chomp}", comment or "", tuple(lines), min(length, len(source))
    )


def spelled(node: Node, source: str, *, statement: bool = False, flow: bool = False) -> str:
    """Return a scalar of one line in its canonical spelling.

    Quotes go where nobody needs them; those that stay are double, unless the text has signs in it
    that would have to be escaped.
    """
    value = node.value
    if value is None:
        return source
    if statement:
        value = spaced(value)
    if not node.style:
        safe = value == node.value or _is_bare(value, flow)
        return value if safe and "\n" not in value and value != "" else source
    if _is_bare(value, flow) and _WORDS.fullmatch(value) is None:
        return value
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return source


def scalar_lines(source: str, indent: int) -> list[str]:
    """Return a plain or quoted text of several lines, each but the first moved to `indent`."""
    first, *more = (line.strip(" \t") for line in source.split("\n"))
    return [first, *(" " * indent + line if line else "" for line in more)]


def spaced(statement: str) -> str:
    """Return a statement with the canonical blanks between its words; nothing else changes.

    What is not made of the words and signs of the language stays as it is.

    >>> spaced("line=general  if( troops in{a,b} )")
    'line = general if (troops in {a, b})'
    """
    try:
        tokens = tokens_of(statement)[:-1]
    except BadStatement:
        return statement
    parts: list[str] = []
    before = ""
    for token in tokens:
        known = token in _SIGNS or token in _TIGHT_AFTER or token in _TIGHT_BEFORE
        if not known and _WORD.fullmatch(token) is None:
            return statement
        if before and before not in _TIGHT_AFTER and token not in _TIGHT_BEFORE:
            parts.append(" ")
        parts.append(token)
        before = token
    return "".join(parts)


def new_scalar(value: str, indent: int) -> list[str]:
    """Return how a new text is written; lines after the first are moved to `indent`.

    A text of several lines becomes a block where that keeps it, else it stands in quotes.
    """
    lines = value.split("\n")
    if len(lines) > 1 and _fits_block(lines):
        header = "|" if lines[-1] == "" else "|-"
        body = lines[:-1] if lines[-1] == "" else lines
        return [header, *(" " * indent + line if line else "" for line in body)]
    if _is_bare(value, flow=False) and _WORDS.fullmatch(value) is None:
        return [value]
    return [in_quotes(value)]


def _is_bare(value: str, flow: bool) -> bool:
    pattern = _BARE_IN_FLOW if flow else _BARE
    return (
        pattern.fullmatch(value) is not None
        and ": " not in value
        and " #" not in value
        and value.isprintable()
        and not value.startswith("...")
    )


def _fits_block(lines: list[str]) -> bool:
    text = lines[:-1] if lines[-1] == "" else lines
    return (
        bool(text[0].strip())
        and bool(text[-1].strip())
        and not text[0].startswith(" ")
        and all(line.isprintable() for line in text)
    )


def in_quotes(value: str) -> str:
    """Return a text between double quotes, with the signs escaped that must be."""
    escapes = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\r": "\\r"}
    return '"' + "".join(escapes.get(sign) or _escaped(sign) for sign in value) + '"'


def _escaped(sign: str) -> str:
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
