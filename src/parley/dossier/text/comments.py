"""Where the comments and blank lines of a text belong: before a value, behind it, or at the end.

A comment on a line of its own belongs to what follows it, if that does not stand further out;
else to the end of the list or map that it is indented like. A comment behind a value belongs to
the value. So it can go along when keys change places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parley.dossier.text.scalars import block_scalar
from parley.dossier.text.yaml_text import Node

__all__ = ["Comments", "all_comments", "attach", "is_block"]

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")


class Comments(NamedTuple):
    """The comments of a tree; the keys are the `id` of the node they belong to.

    Parameters:
        before: lines above the first scalar of something; a blank line is an empty text.
        after: what stands behind a scalar or flow on its last line.
        tail: lines at the end of a list or map.
        rest: blank lines at the very end.
    """

    before: dict[int, list[str]]
    after: dict[int, str]
    tail: dict[int, list[str]]
    rest: list[str]


class _Line(NamedTuple):
    comment: str  # empty: a blank line
    column: int
    structural: bool  # something of what follows stands before the comment


class _Open(NamedTuple):
    node: Node
    column: int


def is_block(node: Node, text: str) -> bool:
    """Say whether a node is a list or map that is written line by line, not in brackets."""
    return node.kind != "scalar" and text[node.start : node.start + 1] not in ("[", "{")


def attach(tree: Node, text: str) -> Comments:
    """Find out where each comment and blank line of a text belongs.

    Parameters:
        tree: what the text says.
        text: with `\\n` for its ends of lines.
    """
    found = Comments({}, {}, {}, [])
    stack: list[_Open] = []
    closed: list[_Open] = []
    end = 0
    last: Node | None = None
    for node, event in _walk(tree, text):
        if event == "open":
            column = node.column - 1
            if stack and stack[-1].column == column:
                column += 1  # a list that stands no deeper than its key
            stack.append(_Open(node, column))
        elif event == "close":
            closed.append(stack.pop())
        else:
            _share(found, text[end : node.start], last, closed, node)
            closed = []
            end = _end(node, text, stack[-1].node.column - 1 if stack else 0)
            last = node
            if end and text[end - 1] == "\n":
                last = None  # nothing can stand behind it
    gap = text[end:]
    if gap:
        _share(found, gap if gap.endswith("\n") else gap + "\n", last, closed, None)
    return found


def _walk(node: Node, text: str) -> Iterator[tuple[Node, str]]:
    """Give what there is in order: blocks as they open and close, and scalars and flows."""
    stack: list[tuple[Node, str]] = [(node, "")]
    while stack:
        at, event = stack.pop()
        if event or not is_block(at, text):
            yield at, event
            continue
        yield at, "open"
        stack.append((at, "close"))
        stack.extend((item, "") for item in reversed(at.items))


def _end(node: Node, text: str, column: int) -> int:
    if node.style and node.style in "|>":
        return node.start + block_scalar(text[node.start : node.end], node.value, column).length
    return node.end


def _share(
    found: Comments, gap: str, last: Node | None, closed: list[_Open], node: Node | None
) -> None:
    """Give out the lines between two scalars: behind the last, to what ended, or to the next."""
    if "\n" not in gap:
        return
    first, *more = gap.split("\n")
    if last is not None:
        behind = _COMMENT.search(first)
        if behind:
            found.after[id(last)] = behind[0].rstrip()
    else:
        more.insert(0, first)
    more.pop()  # the beginning of the next scalar's line
    blocks = list(closed)  # the innermost comes first
    rest: list[str] = []
    waiting: list[str] = []
    for line in map(_line, more):
        if line.structural:
            blocks.clear()
        if not line.comment:
            waiting.extend([] if line.structural else [""])
            continue
        while blocks and blocks[0].column > line.column:
            blocks.pop(0)
        target = found.tail.setdefault(id(blocks[0].node), []) if blocks else rest
        target.extend((*waiting, line.comment))
        waiting = []
    rest.extend(waiting)
    if node is None:
        found.rest.extend(rest)
    elif rest:
        found.before[id(node)] = rest


def _line(text: str) -> _Line:
    comment = _COMMENT.search(text)
    if comment is None:
        return _Line("", 0, bool(text.strip()))
    start = comment.start()
    return _Line(comment[0].rstrip(), start, bool(text[:start].strip()))


def all_comments(tree: Node, text: str) -> list[str]:
    """Return all comments of a text in their order, those inside brackets too."""
    found: list[str] = []
    end = 0
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.kind != "scalar":
            stack.extend(reversed(node.items))
            continue
        found.extend(_comments_in(text[end : node.start]))
        end = node.end
        if node.style and node.style in "|>":
            found.extend(_comments_in(text[node.start : end].partition("\n")[0]))
    found.extend(_comments_in(text[end:]))
    return found


def _comments_in(gap: str) -> Iterator[str]:
    if "#" in gap:
        for line in gap.split("\n"):
            comment = _COMMENT.search(line)
            if comment:
                yield comment[0].rstrip()
