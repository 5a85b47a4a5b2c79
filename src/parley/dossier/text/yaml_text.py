"""The exact reader of YAML: a tree in which every node knows where it stands in the text.

It is made from the parser's events and never from a loader: nothing is constructed, every scalar
is a string, so `no`, `1951` and `on` keep their meaning. Anchors, aliases, tags, several documents
and lists as keys are faults; what is too deep or too big is refused before it costs anything.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Literal

import msgspec
import yaml
from yaml._yaml import CParser

from parley.kernel.errors import ParleyError, Refused
from parley.kernel.findings import Finding

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_SCALAR",
    "Node",
    "YamlFault",
    "decode",
    "duplicate_keys",
    "parse_yaml",
    "plain",
    "refuse_controls",
    "said_kind",
]

MAX_BYTES = 64_000_000  # of one file
MAX_DEPTH = 50  # lists and maps inside one another
MAX_NODES = 1_000_000  # of one file: about 75,000 entries
MAX_SCALAR = 1_000_000  # characters

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNCLOSED = re.compile("quoted scalar|flow")
_ALLOWED = b"\t\n\r" + bytes(range(0x20, 0x7F))
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
#: How git and `parley merge` show what both sides changed.
_MERGE_MARKER = re.compile(r"^(<{7}|={7}|>{7})(?=\s)", re.MULTILINE)
_HINTS = (
    ("mapping values are not allowed", "put a text that has ': ' in it in quotes"),
    ("cannot start any token", "indent with spaces; put a text that begins so in quotes"),
    ("could not find expected ':'", "write `key: value`, or put the text above in quotes"),
    ("did not find expected key", "line the key up with the others of its map"),
    ("did not find expected '-' indicator", "line the `- ` up with the others of its list"),
    ("did not find expected ',' or", "close the bracket, or put the text in quotes"),
    ("unexpected end of stream", "close the quote that stands open"),
    ("unknown escape character", "use single quotes, or write \\\\ for a backslash"),
)


class Node(msgspec.Struct, frozen=True, gc=False):
    """A scalar, a list or a map, and where it stands.

    Parameters:
        kind: what it is.
        line, column: where it begins, from 1.
        start, end: the same as offsets in the text, in characters; `end` is where it ends.
        value: the text of a scalar; None where it is empty, `~` or `null` without quotes, and
            no key.
        style: how a scalar is written: plain is empty, else one of `' " | >`.
        items: the members of a list; of a map, its keys and values in turn.
    """

    kind: Literal["scalar", "list", "map"]
    line: int
    column: int
    start: int
    end: int
    value: str | None = None
    style: str = ""
    items: tuple[Node, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """The keys of a map, each with its value."""
        return tuple(zip(self.items[::2], self.items[1::2], strict=True))


def said_kind(tree: Node) -> str:
    """Say what a file holds that should hold something else, to follow "the file".

    Parameters:
        tree: all of the file.
    """
    if tree.kind == "scalar":
        return "is empty" if tree.value is None else "has running text alone"
    return "is a list (lines with `- `)" if tree.kind == "list" else "is a map (`key: value`)"


class YamlFault(ParleyError):
    """A file is not the plain YAML that parley reads; `finding` says where and why."""

    def __init__(self, finding: Finding) -> None:
        where = f"{finding.file}:{finding.line}:{finding.column}"
        super().__init__(f"{where}: {finding.message}", hint=finding.hint)
        self.finding = finding


def decode(data: bytes, file: str) -> str:
    """Return the text of a file; a byte order mark at its head is dropped.

    Raises Refused for what is not UTF-8, has control characters in it, or is too big.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            f"{file}: {len(data):,} bytes; a file may have {MAX_BYTES:,}",
            hint="split the file, or move what is no entry to sources/",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{file}: byte {error.start} (0x{data[error.start]:02x}) is not UTF-8",
            hint="save the file in the encoding UTF-8",
        ) from None
    text = text.removeprefix("\ufeff")
    refuse_controls(text, file)
    return text


def refuse_controls(text: str, file: str) -> None:
    """Raise Refused, naming byte and line, if there is a control character in `text`."""
    if text.isascii() and not text.encode("ascii").translate(None, _ALLOWED):
        return  # the quick way for most texts
    found = _CONTROL.search(text)
    if found is None:
        return
    before = text[: found.start()]
    offset = len(before.encode("utf-8", "surrogatepass"))
    raise Refused(
        f"{file}:{before.count(chr(10)) + 1}: the control character U+{ord(found[0]):04X} at byte "
        f"{offset}; a dossier is plain text",
        hint="delete the character",
    )


def parse_yaml(text: str, file: str, line: int = 1) -> Node:
    """Return the tree of a text, of which `line` is the first line's number in `file`.

    A text with nothing in it is an empty scalar. Raises YamlFault for what is not plain YAML and
    Refused for what is too deep or too big.

    >>> tree = parse_yaml("- at: 1951-07-13", "log.yaml")
    >>> plain(tree), tree.items[0].column
    ([{'at': '1951-07-13'}], 3)
    """
    text = text.removeprefix("\ufeff")
    refuse_controls(text, file)
    try:
        return _tree(CParser(text), file, line - 1)
    except yaml.MarkedYAMLError as error:
        marker = _MERGE_MARKER.search(text)
        fault = _syntax(error, file, line - 1)
        raise YamlFault(_merge_conflict(text, marker, fault) if marker else fault) from None


def _merge_conflict(text: str, marker: re.Match[str], fault: Finding) -> Finding:
    """The fault of a merge that was left open, where its first marker stands."""
    return dataclasses.replace(
        fault,
        message=f"a merge was left open here: the line begins with {marker.group()!r}",
        line=text.count("\n", 0, marker.start()) + 1,
        column=1,
        hint="keep the lines that are right and delete the three marker lines",
    )


def plain(node: Node) -> Any:
    """Return a tree as plain data: strings, lists, maps, and None for what is empty.

    Of a key that stands twice, the first counts; `duplicate_keys` reports the others.
    """
    if node.kind == "scalar":
        return node.value
    items = node.items
    if node.kind == "list":
        return [plain(item) for item in items]
    data: dict[str, Any] = {}
    for at in range(0, len(items), 2):
        data.setdefault(items[at].value or "", plain(items[at + 1]))
    return data


def duplicate_keys(node: Node, file: str) -> list[Finding]:
    """Return a finding for every key that stands more than once in its map."""
    found: list[Finding] = []
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at.kind == "map":
            first: dict[str | None, Node] = {}
            for key, value in at.pairs:
                if first.setdefault(key.value, key) is not key:
                    found.append(_duplicate(key, first[key.value], file))
                if value.items:
                    waiting.append(value)
        else:
            waiting.extend(item for item in at.items if item.items)
    return found


def _duplicate(key: Node, first: Node, file: str) -> Finding:
    return Finding(
        "duplicate-key",
        "error",
        f"the key '{_short(key.value)}' stands here and on line {first.line}; expected it once",
        file,
        key.line,
        key.column,
        hint="join the two, or delete one",
    )


def _tree(parser: Any, file: str, above: int) -> Node:
    """Build the tree from the parser's events, with a stack of the nodes that stand open."""
    next_event = parser.get_event
    root: Node | None = None
    stack: list[tuple[Any, list[Node]]] = []
    count = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag or not any(event.implicit):
                raise _unwanted(event, file, above)
            node = _scalar(event, file, above)
            if node.value is None and _at_key(stack):  # a key is a text, also when it is `null`
                node = msgspec.structs.replace(node, value=event.value)
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            opened, items = stack.pop()
            node = _collection(opened, event, items, above)
        elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
            _check_opening(event, stack, file, above)
            stack.append((event, []))
            continue
        elif kind is yaml.StreamEndEvent:
            return root or Node("scalar", 1 + above, 1, 0, 0)
        else:
            _check_document(event, root, file, above)
            continue
        count += 1
        if count > MAX_NODES:
            raise Refused(
                f"{file}:{node.line}: more than {MAX_NODES:,} values in one file",
                hint="split the file into several",
            )
        if stack:
            stack[-1][1].append(node)
        else:
            root = node


def _scalar(event: Any, file: str, above: int) -> Node:
    mark = event.start_mark
    value: str | None = event.value
    style: str = event.style or ""
    if value is None or len(value) > MAX_SCALAR:
        raise Refused(
            f"{file}:{mark.line + above + 1}: a text of more than {MAX_SCALAR:,} characters",
            hint="move it to a file in sources/ and cite it",
        )
    if not style and value in _NULLS:
        value = None
    elif style == '"' and value is not None:
        refuse_controls(value, f"{file}:{mark.line + above + 1}")
    return Node(
        "scalar",
        mark.line + above + 1,
        mark.column + 1,
        mark.index,
        event.end_mark.index,
        value,
        style,
    )


def _collection(opened: Any, closed: Any, items: list[Node], above: int) -> Node:
    mark = opened.start_mark
    return Node(
        "list" if type(opened) is yaml.SequenceStartEvent else "map",
        mark.line + above + 1,
        mark.column + 1,
        mark.index,
        closed.end_mark.index,
        items=tuple(items),
    )


def _check_opening(event: Any, stack: list[tuple[Any, list[Node]]], file: str, above: int) -> None:
    if event.anchor or event.tag:
        raise _unwanted(event, file, above)
    if len(stack) >= MAX_DEPTH:
        raise Refused(
            f"{file}:{event.start_mark.line + above + 1}: lists and maps nested more than "
            f"{MAX_DEPTH} deep",
            hint="a dossier needs no more than 8",
        )
    if _at_key(stack):
        raise YamlFault(
            _fault(
                event,
                file,
                above,
                "a list or map where a key was expected",
                "write `key: value`; put a key that begins with a bracket in quotes",
            )
        )


def _at_key(stack: list[tuple[Any, list[Node]]]) -> bool:
    """Whether what comes next is a key of a map."""
    if not stack:
        return False
    opened, items = stack[-1]
    return type(opened) is yaml.MappingStartEvent and len(items) % 2 == 0


def _check_document(event: Any, root: Node | None, file: str, above: int) -> None:
    kind = type(event)
    if kind is yaml.AliasEvent:
        raise _unwanted(event, file, above)
    if kind is yaml.DocumentStartEvent and root is not None:
        raise YamlFault(
            _fault(
                event,
                file,
                above,
                "a second document begins here; expected one in a file",
                "delete the line `---`, or put what follows into a file of its own",
            )
        )


def _unwanted(event: Any, file: str, above: int) -> YamlFault:
    if type(event) is yaml.AliasEvent:
        what = f"the alias *{_short(event.anchor)}"
    elif event.anchor:
        what = f"the anchor &{_short(event.anchor)}"
    else:
        what = f"the tag {_short(event.tag or '!')}"
    return YamlFault(
        _fault(
            event,
            file,
            above,
            f"{what}; a dossier is plain YAML without anchors, aliases and tags",
            "write the value out; put a text that begins with & * or ! in quotes",
        )
    )


def _fault(event: Any, file: str, above: int, message: str, hint: str) -> Finding:
    mark = event.start_mark
    return Finding(
        "yaml-syntax", "error", message, file, mark.line + above + 1, mark.column + 1, hint=hint
    )


def _syntax(error: yaml.MarkedYAMLError, file: str, above: int) -> Finding:
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    problem = error.problem or "not YAML"
    if mark and opened and mark.line > opened.line and _UNCLOSED.search(error.context or ""):
        mark = opened  # where the quote or bracket stands, not where the file ends
    hint = next((hint for part, hint in _HINTS if part in problem), None)
    context = f"{error.context}: " if error.context else ""
    return Finding(
        "yaml-syntax",
        "error",
        f"not YAML: {context}{problem}",
        file,
        mark.line + above + 1 if mark else 1 + above,
        mark.column + 1 if mark else 1,
        hint=hint or "look at the indentation, quotes and brackets here and just above",
    )


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= 60 else text[:57] + "..."
