"""Making a text say something else with the least change: what stays is not touched.

The text is parsed, and what it says is compared with what it is to say. Lines that say the same
stay as they are, with their comments and their spelling, also where they move to another place in
their list or map; what is new is written in canonical form; a comment beside or above a value that
changes stays beside or above the new one. What is taken out takes along the comments that stand
right above it, as in merging.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from parley.dossier.text.comments import all_comments, is_block
from parley.dossier.text.rendering import list_lines, map_lines
from parley.dossier.text.scalars import new_scalar
from parley.dossier.text.units import Unit, cut_lines
from parley.dossier.text.yaml_text import Node, YamlFault, parse_yaml, plain
from parley.kernel.errors import ParleyError, Refused

__all__ = ["Plain", "as_read", "respelled", "without_lead"]

#: What a file says, as plain data: texts, lists and maps; numbers and truth values in what is new.
Plain: TypeAlias = Any

_ODD = re.compile("[\r\x85\u2028\u2029\ufeff]")
_BEHIND = re.compile(r"[ \t]+(#[^\n]*)")
_WIDTH = 100
_BARE = re.compile(r"\w[\w./#-]*")


def respelled(text: str, value: Plain, file: str) -> str:
    """Return a text that says `value`, as like the old one as can be.

    Parameters:
        text: a list or map written line by line, with `\\n` for its ends of lines.
        value: what it is to say; the keys of a map in the order in which they are to stand.
        file: its name, for messages.

    Raises YamlFault for what is no YAML, and ParleyError for what cannot be changed so: what is in
    brackets at the margin, has odd ends of lines, or a value that has no place in a file.

    >>> print(respelled("a: 1  # one\\nb: 2\\n", {"a": "3", "c": "4"}, ""), end="")
    a: "3"  # one
    c: "4"
    """
    if _ODD.search(text):
        raise _by_hand(file, "has unusual ends of lines")
    if text and not text.endswith("\n"):
        text += "\n"
    tree = parse_yaml(text, file)
    kind = "map" if isinstance(value, Mapping) else "list"
    if not is_block(tree, text) or tree.kind != kind or not value:
        raise _by_hand(file, "is not written line by line")
    value = _settled(plain(tree), value)
    lines = _block(text, tree, text.split("\n")[:-1], (0, value))
    made = "\n".join(lines) + "\n"
    try:
        again = plain(parse_yaml(made, file))
    except YamlFault:
        again = None
    if again != as_read(value):
        raise _by_hand(file, "cannot be changed in this place without changing more")
    return made


def _by_hand(file: str, why: str) -> ParleyError:
    return Refused(f"{file}: {why}", hint="edit it as text")


def _settled(old: Plain, value: Plain) -> Plain:
    """Return a value without the keys that are to go: those with nothing, unless it is so now."""
    if isinstance(value, Mapping):
        known = old if isinstance(old, dict) else {}
        return {
            key: _settled(known.get(key), one)
            for key, one in value.items()
            if one is not None or (key in known and known[key] is None)
        }
    if isinstance(value, list | tuple):
        before = old if isinstance(old, list) and len(old) == len(value) else [None] * len(value)
        return [
            one if one in before else _settled(was, one)
            for was, one in zip(before, value, strict=True)
        ]
    return value


def as_read(value: Plain) -> Plain:
    """Return a value as it is when read again: every scalar a text."""
    if isinstance(value, Mapping):
        return {key: as_read(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


_Goal: TypeAlias = tuple[int, Plain]  # the line of the text at which the lines begin; what to say


def _block(source: str, node: Node, lines: Sequence[str], goal: _Goal) -> list[str]:
    """Return the lines of a list or map that say something else."""
    return (_list if node.kind == "list" else _map)(source, node, lines, goal)


def _map(source: str, node: Node, lines: Sequence[str], goal: _Goal) -> list[str]:
    first, value = goal
    column = node.column - 1
    prefix, lines = _without_prefix(lines, node.line - 1 - first, column)
    starts = [(key.line - 1 - first, str(key.value)) for key, _ in node.pairs]
    *units, foot = cut_lines(lines, starts, column)
    known: dict[str, tuple[Unit, Node, Node]] = {}
    for unit, (key, inner) in zip(units, node.pairs, strict=True):
        if unit.key in known:
            raise _by_hand(f"the key '{unit.key}'", "stands twice")
        known[unit.key] = (unit, key, inner)
    done: list[str] = []
    for unit in units:  # what stands above what is gone, and is not about it alone
        if unit.key not in value:
            done.extend(_lines(without_lead(unit.lead)))
    for key, one in value.items():
        found = known.get(key)
        if found is None:
            done.extend(map_lines({key: one}, column))
            continue
        unit, named, inner = found
        body = _lines(unit.body)
        done.extend(_lines(unit.lead))
        done.extend(
            body
            if _same(inner, one)
            else _pair(source, (named, inner), body, (named.line - 1, one))
        )
    return _with_prefix(prefix, [*done, *_lines(foot.lead)], column)


def _list(source: str, node: Node, lines: Sequence[str], goal: _Goal) -> list[str]:
    first, value = goal
    column = _dash(source, node)
    starts = [
        (_dash_line(source, item, column) - first, str(at)) for at, item in enumerate(node.items)
    ]
    prefix, lines = _without_prefix(lines, starts[0][0], column)
    *units, foot = cut_lines(lines, starts, column)
    pairs = _paired(node.items, value)
    done: list[str] = []
    for at, unit in enumerate(units):
        if at not in pairs.values():
            done.extend(_lines(without_lead(unit.lead)))
    for to, one in enumerate(value):
        if to not in pairs:
            done.extend(list_lines([one], column))
            continue
        at = pairs[to]
        item, body = node.items[at], _lines(units[at].body)
        done.extend(_lines(units[at].lead))
        done.extend(
            body if _same(item, one) else _item(source, item, body, (starts[at][0] + first, one))
        )
    return _with_prefix(prefix, [*done, *_lines(foot.lead)], column)


def _paired(items: Sequence[Node], value: Sequence[Plain]) -> dict[int, int]:
    """Return for each new member which of the old ones it is, as far as it is any of them.

    First what is the same, the nearest by; then what has the same id; then what stands in the same
    place between the two ends.
    """
    old = [plain(item) for item in items]
    new = [as_read(one) for one in value]
    pairs: dict[int, int] = {}
    free = list(range(len(old)))

    def take(to: int, at: int) -> None:
        pairs[to] = at
        free.remove(at)

    for to, one in enumerate(new):
        same = [at for at in free if old[at] == one]
        if same:
            take(to, min(same, key=lambda at: abs(at - to)))
    for to, one in enumerate(new):
        if to not in pairs and isinstance(one, dict) and "id" in one:
            same = [
                at for at in free if isinstance(old[at], dict) and old[at].get("id") == one["id"]
            ]
            if same:
                take(to, same[0])
    for to, one in enumerate(new):
        if to not in pairs and free:
            between = [at for at in free if type(old[at]) is type(one)]
            if len(old) == len(new):
                between = [at for at in between if at == to] or between
            if between and len(new) - len(pairs) <= len(free) + (len(new) - len(old)):
                take(to, between[0])
    return pairs


def _pair(source: str, pair: tuple[Node, Node], body: list[str], goal: _Goal) -> list[str]:
    """Return the lines of a key whose value changes."""
    key, node = pair
    first, value = goal
    column = key.column - 1
    if _goes_on(source, node, value) and node.line > key.line:
        return [body[0], *_block(source, node, body[1:], (first + 1, value))]
    name = source[key.start : key.end]
    made = _flow(source, node, value, len(body[0]) - len(body[0].lstrip(" ")) + len(name) + 2)
    lines = map_lines({str(key.value): value}, column)
    if made is not None:
        lines = [f"{' ' * column}{name}: {made}"]
    elif lines[0].startswith(f"{' ' * column}{key.value}:"):
        lines[0] = f"{' ' * column}{name}:" + lines[0][column + len(str(key.value)) + 1 :]
    return _with_comments(source, node, body, lines)


def _item(source: str, node: Node, body: list[str], goal: _Goal) -> list[str]:
    """Return the lines of a member of a list that changes; the first has its dash."""
    first, value = goal
    if _goes_on(source, node, value):
        return _block(source, node, body, (first, value))
    column = len(body[0]) - len(body[0].lstrip(" "))
    made = _flow(source, node, value, column + 2)
    lines = list_lines([value], column) if made is None else [f"{' ' * column}- {made}"]
    return _with_comments(source, node, body, lines)


def _goes_on(source: str, node: Node, value: Plain) -> bool:
    """Whether a value is a list or map line by line and stays one: then its parts are looked at."""
    kind = {"list": list | tuple, "map": Mapping}.get(node.kind)
    return kind is not None and is_block(node, source) and bool(value) and isinstance(value, kind)


def _flow(source: str, node: Node, value: Plain, used: int) -> str | None:
    """Return a list of short words in brackets, where it stood in brackets on one line before."""
    old = source[node.start : node.end]
    if node.kind != "list" or not isinstance(value, list | tuple) or not value:
        return None
    if is_block(node, source) or "\n" in old:
        return None
    words: list[str] = []
    for one in value:
        if not isinstance(one, str) or not _BARE.fullmatch(one) or new_scalar(one, 0) != [one]:
            return None
        words.append(one)
    made = f"[{', '.join(words)}]"
    return made if used + len(made) <= _WIDTH else None


def _with_comments(source: str, node: Node, body: list[str], lines: list[str]) -> list[str]:
    """Put the comments of an old value to a new one: what stood behind it, and the rest above."""
    text = "\n".join(body) + "\n"
    comments = all_comments(parse_yaml(_alone(text), ""), _alone(text))
    if not comments:
        return lines
    end = source.find("\n", node.end)
    behind = _BEHIND.fullmatch(source[node.end : end if end >= 0 else len(source)])
    last = None
    if behind is not None and node.style not in ("|", ">"):
        last = behind[1].rstrip()
        if last in comments:
            comments.remove(last)
    elif node.style in ("|", ">") and len(comments) == 1:
        last = comments.pop()
    if last is not None:
        lines = [f"{lines[0]}  {last}", *lines[1:]]
    margin = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    return [*(f"{margin}{one}" for one in comments), *lines]


def _alone(text: str) -> str:
    """Return lines moved to the margin, so that they can be read by themselves."""
    margin = len(text) - len(text.lstrip(" "))
    return "".join(
        line[margin:] if line[:margin].strip() == "" else line
        for line in text.splitlines(keepends=True)
    )


def _same(node: Node, value: Plain) -> bool:
    return bool(plain(node) == as_read(value))


def _dash(source: str, node: Node) -> int:
    """Return the column of a list's dashes, from 0."""
    at = source.rfind("\n", 0, node.start) + 1
    return node.start - at


def _dash_line(source: str, item: Node, column: int) -> int:
    """Return the line, from 0, on which the dash of a member stands."""
    line = item.line - 1
    start = source.rfind("\n", 0, item.start) + 1
    while source[start + column : start + column + 1] != "-" or (
        source[start : start + column].strip(" -")
    ):
        start = source.rfind("\n", 0, start - 1) + 1
        line -= 1
    return line


def _without_prefix(lines: Sequence[str], at: int, column: int) -> tuple[str, list[str]]:
    """Take off what stands before a list or map on its first line: dashes of lists around it."""
    done = list(lines)
    prefix = done[at][:column]
    done[at] = " " * column + done[at][column:]
    return (prefix if prefix.strip() else ""), done


def _with_prefix(prefix: str, lines: list[str], column: int) -> list[str]:
    """Put it back on the first line that is neither blank nor a comment."""
    if prefix:
        for at, line in enumerate(lines):
            if line.strip() and not line.lstrip().startswith("#"):
                lines[at] = prefix + line[column:]
                break
    return lines


def without_lead(lead: str) -> str:
    """Return the comments above something that do not stand right above it: they stay."""
    cut = lead.rfind("\n\n")
    if lead.endswith("\n\n") or not lead.strip():
        return lead if lead.strip() else ""
    if lead.startswith("\n") and cut <= 0:
        return ""
    return lead[: cut + 2] if cut > 0 else ""


def _lines(text: str) -> list[str]:
    return text.split("\n")[:-1] if text else []
