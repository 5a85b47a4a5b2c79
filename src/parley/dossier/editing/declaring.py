"""Adding to `dossier.yaml`: one thing more in a section, everything else left as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, TypeAlias

from parley.dossier.text.scalars import in_quotes, new_scalar
from parley.dossier.text.yaml_text import MAX_DEPTH, Node, parse_yaml
from parley.kernel.errors import ParleyError, Refused

__all__ = ["Section", "with_declared"]

_FILE = "dossier.yaml"
_INDENT = 2


#: A section of `dossier.yaml`: its key, or the keys on the way to a map inside it.
Section: TypeAlias = str | tuple[str, ...]


def with_declared(text: str, section: Section, things: Mapping[str, object]) -> str:
    """Return the text of `dossier.yaml` with more things in one of its sections.

    They stand at the end of the section; a section that is not there is made at the end of the
    file. Comments and spelling of what is there stay.

    Parameters:
        section: a section that is a map of ids, such as `issues` or `agenda`; or the way to a map
            inside one that is there, such as `("sources", "cable-1", "passages")`.
        things: id -> what it is: a text, or its keys with texts, numbers, truth values, lists and
            maps.

    Raises ParleyError where an id is there already, or the section is written inside brackets;
    and YamlFault for a text that is no YAML.

    >>> print(with_declared("id: a\\n", "agenda", {"line": {"title": "The line"}}), end="")
    id: a
    <BLANKLINE>
    agenda:
      line:
        title: The line
    """
    if not things:
        return text
    tree = parse_yaml(text, _FILE)
    *around, name = (section,) if isinstance(section, str) else section
    outer = tree
    for step in around:
        outer = _inside(outer, step) or _missing(step)
    found = _inside(outer, name)
    body = text if text.endswith("\n") else text + "\n"
    if found is None:
        if around:
            _missing(name)
        if tree.kind != "map" or text[tree.start : tree.start + 1] == "{":
            raise _in_brackets("the file")
        return f"{body}\n{name}:\n" + _things(things, _INDENT)
    if found.kind == "list" or found.value is not None:
        raise _in_brackets(f"`{name}`")
    known = {str(key.value) for key, _ in found.pairs}
    twice = sorted(known & things.keys())
    if twice:
        raise Refused(f"{_FILE}: `{name}` has `{twice[0]}` already", hint="choose another id")
    if not found.items:
        return _in_empty(body, found, things)
    if body[found.start] == "{":
        raise _in_brackets(f"`{name}`")
    at = _behind(body, found)
    return body[:at] + _things(things, found.items[0].column - 1) + body[at:]


def _inside(node: Node, name: str) -> Node | None:
    pairs = node.pairs if node.kind == "map" else ()
    return next((value for key, value in pairs if key.value == name), None)


def _missing(name: str) -> NoReturn:
    raise Refused(f"{_FILE}: there is no `{name}` to add to", hint="declare it first")


def _in_brackets(what: str) -> ParleyError:
    return ParleyError(
        f"{_FILE}: {what} is no list of `id:` lines, so nothing can be added to it",
        hint="run `parley fmt`, or write it as lines with `id:` at the margin",
    )


def _in_empty(text: str, found: Node, things: Mapping[str, object]) -> str:
    """Fill a section that is there and has nothing in it: `{}`, `~`, or nothing at all."""
    end = text.find("\n", found.start)
    line_start = text.rfind("\n", 0, found.start) + 1
    colon = text.index(":", line_start) + 1
    comment = text[found.end : end] if found.end <= end else ""
    kept = comment if comment.lstrip().startswith("#") else ""
    line = text[line_start:colon]
    deeper = len(line) - len(line.lstrip(" ")) + _INDENT
    return text[:colon] + kept + "\n" + _things(things, deeper) + text[end + 1 :]


def _behind(text: str, found: Node) -> int:
    """Return where the line after the last of a section begins; comments below it stay below."""
    last = found.end
    while last > found.start and text[last - 1] in " \n":
        last -= 1
    end = text.find("\n", last)
    at = len(text) if end < 0 else end + 1
    body = text[found.start : last]
    lines = body.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        dropped = lines.pop()
        at -= len(dropped) + 1
    return at


def _things(things: Mapping[str, object], indent: int) -> str:
    return "".join(f"{line}\n" for line in _map(things, indent))


def _map(value: Mapping[str, object], indent: int) -> list[str]:
    lines: list[str] = []
    if indent > 2 * MAX_DEPTH:
        raise ParleyError("what is declared is nested too deeply", hint="lists and maps end")
    for key, one in value.items():
        margin = " " * indent
        if isinstance(one, Mapping):
            lines.extend([f"{margin}{_key(key)}:", *_map(one, indent + _INDENT)])
        elif isinstance(one, list | tuple):
            lines.append(f"{margin}{_key(key)}:")
            lines.extend(line for part in one for line in _item(str(part), indent + _INDENT))
        elif isinstance(one, bool):
            lines.append(f"{margin}{_key(key)}: {'true' if one else 'false'}")
        elif isinstance(one, int | float):
            lines.append(f"{margin}{_key(key)}: {one}")
        elif one is not None:
            first, *more = new_scalar(str(one), indent + _INDENT)
            lines.extend([f"{margin}{_key(key)}: {first}", *more])
    return lines


def _item(text: str, indent: int) -> list[str]:
    first, *more = new_scalar(text, indent + _INDENT)
    return [f"{' ' * indent}- {first}", *more]


def _key(key: str) -> str:
    found = new_scalar(key, 0)
    return found[0] if len(found) == 1 else in_quotes(key)
