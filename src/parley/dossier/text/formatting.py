"""Writes a file of a dossier in its canonical form, without losing a comment or a thought.

Keys stand in the order of the record types, lists and maps are indented by two, a list of one is
the one, quotes stand where they are needed, statements have their blanks. What the author chose
stays: comments, blank lines, the order of entries, the breaks of lines in a long text, brackets.
The result is read again; what would not mean the same stays as it was.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from parley.dossier.text.canonical import (
    ROOTS,
    Kind,
    fitting,
    inner_shape,
    key_ranks,
    record_of,
    same_data,
)
from parley.dossier.text.comments import Comments, all_comments, attach, is_block
from parley.dossier.text.flows import flow_line
from parley.dossier.text.log_text import cut_log
from parley.dossier.text.plain_entries import format_plain
from parley.dossier.text.scalars import block_scalar, scalar_lines, spelled
from parley.dossier.text.yaml_text import Node, YamlFault, parse_yaml, refuse_controls
from parley.dossier.vocabulary.shapes import Shape

__all__ = ["format_text"]

_WIDTH = 100
# Ends of lines for YAML, but not for editors: what has one in it is better left alone.
_ODD = re.compile("[\x85\u2028\u2029\ufeff]")


class _Page(NamedTuple):
    """The text that is being written anew; comments are taken out as they are written."""

    text: str
    comments: Comments


class _Place(NamedTuple):
    """Where a value goes: its indentation, what is used of its line, and where it came from."""

    indent: int
    used: int
    column: int  # of the list or map around it, in the old text, from 0


class _Done(NamedTuple):
    """A text in canonical form, and the blank lines that follow it."""

    lines: list[str]
    rest: list[str]


class _Lines(NamedTuple):
    """Lines of a list or map, and the comments that go above the first of them."""

    above: list[str]
    lines: list[str]


def format_text(text: str, kind: Kind, file: str | None = None) -> str:
    """Return a file of a dossier in canonical form.

    Doing it twice changes nothing more.

    Parameters:
        text: the content of the file.
        kind: `dossier` for `dossier.yaml`, `log` for a log.
        file: its name, for messages.

    Raises YamlFault for what is not YAML, and Refused for what is too deep or too big.

    >>> print(format_text("- at: 1951-07-13\\n  id: 'e1' # first\\n", "log"), end="")
    - id: e1  # first
      at: 1951-07-13
    """
    name = file or {"dossier": "dossier.yaml", "log": "log"}[kind]
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_controls(text, name)
    cut = cut_log(text) if kind == "log" else None
    if cut is not None:
        try:
            return _by_entries(cut.head, cut.chunks, name)
        except YamlFault:
            pass  # of the file, or only of the cut: the whole will tell
    done = _formatted(text, parse_yaml(text, name), ROOTS[kind])
    return text if done is None else _joined(done)


def _by_entries(head: str, chunks: tuple[str, ...], file: str) -> str:
    lines = [line.rstrip() for line in head.split("\n")[:-1]]
    while lines and not lines[0]:
        lines.pop(0)
    line = head.count("\n") + 1
    for chunk in chunks:
        done = _entry(chunk, file, line)
        lines.extend(done.lines)
        if chunk is chunks[-1]:
            return _joined(_Done(lines, done.rest))
        lines.extend(done.rest)
        line += chunk.count("\n")
    return _joined(_Done(lines, []))


def _entry(chunk: str, file: str, line: int) -> _Done:
    """Return an entry in canonical form, with what follows it up to the next."""
    body = chunk.rstrip("\n") + "\n"
    plain = None if _ODD.search(chunk) else format_plain(body)
    if plain is not None:
        return _Done(plain, [""] * (len(chunk) - len(body)))
    done = _formatted(chunk, parse_yaml(chunk, file, line), ROOTS["log"])
    return done or _Done(chunk.removesuffix("\n").split("\n"), [])


def _joined(done: _Done) -> str:
    return "\n".join(done.lines) + "\n" if done.lines else ""


def _formatted(text: str, tree: Node, shape: Shape) -> _Done | None:
    """Return the lines of a text in canonical form; None where it has to stay as it is."""
    if not is_block(tree, text) or _ODD.search(text):
        return None
    comments = attach(tree, text)
    page = _Page(text, comments)
    head = _stripped(comments.before.pop(id(_first(tree, text)), []))
    above, lines = _block(page, tree, shape, 0)
    done = [*head, *above, *lines]
    new = "\n".join(done) + "\n"
    try:
        again = parse_yaml(new, "")
    except YamlFault:
        return None
    kept = sorted(all_comments(tree, text)) == sorted(all_comments(again, new))
    return _Done(done, comments.rest) if kept and same_data(tree, again, shape) else None


def _stripped(lines: list[str]) -> list[str]:
    """Return lines without the blank ones at their head."""
    first = next((at for at, line in enumerate(lines) if line), len(lines))
    return lines[first:]


def _first(node: Node, text: str) -> Node:
    """Return the first scalar or flow of a node: comments above the node hang on it."""
    while is_block(node, text):
        node = node.items[0]
    return node


def _block(page: _Page, node: Node, shape: Shape | None, indent: int) -> _Lines:
    shape = fitting(node, shape)
    write = _list if node.kind == "list" else _map
    above, lines = write(page, node, shape, indent)
    lines.extend(_moved(page.comments.tail.pop(id(node), []), indent))
    return _Lines(above, lines)


def _moved(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + line if line else "" for line in lines]


def _list(page: _Page, node: Node, shape: Shape | None, indent: int) -> _Lines:
    inner = inner_shape(node, shape)
    head: list[str] = []
    lines: list[str] = []
    for item in node.items:
        above = page.comments.before.pop(id(_first(item, page.text)), [])
        if is_block(item, page.text):
            more, written = _block(page, item, inner, indent + 2)
            above = above + more
            written[0] = f"{' ' * indent}- {written[0][indent + 2 :]}"
        else:
            place = _Place(indent, indent + 2, node.column - 1)
            written = _behind(page, item, _leaf(page, item, inner, place))
            glue = " " if written[0] and not written[0].startswith("  #") else ""
            written[0] = f"{' ' * indent}-{glue}{written[0]}"
        if item is node.items[0]:
            head = _stripped(above)
        else:
            lines.extend(_moved(above, indent))
        lines.extend(written)
    return _Lines(head, lines)


def _map(page: _Page, node: Node, shape: Shape | None, indent: int) -> _Lines:
    record = record_of(node, shape)
    ranks = key_ranks(record) if record else {}
    units: list[tuple[int, int, _Lines]] = []
    for at, (key, value) in enumerate(node.pairs):
        above = page.comments.before.pop(id(key), [])
        if not at:
            above = _stripped(above)
        rank = ranks.get(key.value or "", len(ranks)) if ranks else at
        inner = inner_shape(node, shape, key.value)
        units.append((rank, at, _Lines(above, _pair(page, (key, value), inner, indent))))
    units.sort(key=lambda unit: unit[:2])
    first = units[0][2]
    lines = list(first.lines)
    for _, _, unit in units[1:]:
        lines.extend(_moved(unit.above, indent))
        lines.extend(unit.lines)
    return _Lines(_stripped(first.above), lines)


def _pair(page: _Page, pair: tuple[Node, Node], shape: Shape | None, indent: int) -> list[str]:
    key, value = pair
    name = f"{' ' * indent}{spelled(key, page.text[key.start : key.end])}:"
    note = page.comments.after.pop(id(key), "")
    if not note:
        value = _only(page, value, shape)
    if is_block(value, page.text):
        above, lines = _block(page, value, shape, indent + 2)
        lead = page.comments.before.pop(id(_first(value, page.text)), [])
        return [_noted(name, note), *_moved(_stripped(lead) + above, indent + 2), *lines]
    lead = page.comments.before.pop(id(value), [])
    place = _Place(indent, len(name) + 1, key.column - 1)
    lines = _behind(page, value, _leaf(page, value, shape, place))
    below = key.line != value.line and value.style not in ("|", ">")
    if note or any(lead) or (below and (len(lines) > 1 or place.used + len(lines[0]) > _WIDTH)):
        lines[0] = " " * (indent + 2) + lines[0]
        return [_noted(name, note), *_moved(_stripped(lead), indent + 2), *lines]
    glue = " " if lines[0] and not lines[0].startswith("  #") else ""
    lines[0] = f"{name}{glue}{lines[0]}"
    return lines


def _only(page: _Page, node: Node, shape: Shape | None) -> Node:
    """Return the one member of a list where it may stand for the list, else the node itself."""
    if shape is None or not shape.takes_one or node.kind != "list" or len(node.items) != 1:
        return node
    item = node.items[0]
    comments = page.comments
    inside = page.text[node.start : node.end] if not is_block(node, page.text) else ""
    if item.kind != "scalar" or item.value is None or "#" in inside or "\n" in inside:
        return node
    if id(node) in comments.tail or any(comments.before.get(id(item), [])):
        return node
    if id(node) in comments.after:
        comments.after[id(item)] = comments.after.pop(id(node))
    return item


def _noted(text: str, note: str) -> str:
    return f"{text}  {note}" if note else text


def _behind(page: _Page, node: Node, lines: list[str]) -> list[str]:
    """Put what stood behind a value behind it again."""
    lines[-1] = _noted(lines[-1], page.comments.after.pop(id(node), ""))
    return lines


def _leaf(page: _Page, node: Node, shape: Shape | None, place: _Place) -> list[str]:
    """Return the lines of a scalar or flow; the first without its indentation."""
    shape = fitting(node, shape)
    source = page.text[node.start : node.end]
    if node.kind != "scalar":
        return _flow(node, source, shape, place)
    if node.style in ("|", ">") and node.style:
        block = block_scalar(source, node.value, place.column)
        return [_noted(block.header, block.comment), *_moved(list(block.lines), place.indent + 2)]
    if "\n" in source:
        return scalar_lines(source, place.indent + 2)
    return [spelled(node, source, statement=shape is not None and shape.role == "statement")]


def _flow(node: Node, source: str, shape: Shape | None, place: _Place) -> list[str]:
    """Return a flow on one line where there is room, else on its lines, moved."""
    broken = "\n" in source
    if not (broken and "#" in source):
        line = flow_line(node, source, shape)
        if line is not None and (not broken or place.used + len(line) <= _WIDTH):
            return [line]
    first, *more = source.split("\n")
    shift = place.indent - place.column
    lines = [first.rstrip(" \t")]
    for line in more:
        text = line.strip(" \t")
        deep = max(len(line) - len(line.lstrip(" \t")) + shift, place.indent + 2)
        lines.append(" " * deep + text if text else "")
    return lines
