"""Cutting something that is declared out of `dossier.yaml` and putting another thing there.

All else in the file stays byte for byte, also what stands beside it in another spelling than the
canonical one. What is new stands in canonical form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from parley.dossier.editing.splicing import spelled_like, typed_plain
from parley.dossier.text.canonical import ROOTS
from parley.dossier.text.formatting import format_text
from parley.dossier.text.rendering import map_lines
from parley.dossier.text.respelling import Plain, as_read, respelled
from parley.dossier.text.yaml_text import YamlFault, parse_yaml, plain
from parley.dossier.vocabulary.shapes import Shape
from parley.kernel.errors import Refused

__all__ = ["Way", "declared_at", "value_at", "with_declared_at", "with_value_at", "with_values"]

#: The keys that lead to something in `dossier.yaml`, and positions in lists.
Way: TypeAlias = Sequence[str | int]
_FILE = "dossier.yaml"


def declared_at(text: str, way: Way) -> Plain:
    """Return what `dossier.yaml` says at the end of a way, every scalar as a text; None if nothing.

    Parameters:
        way: `("preferences", "red", "priorities")`.

    Raises YamlFault for what is no YAML.
    """
    return value_at(plain(parse_yaml(text, _FILE)), way)


def value_at(data: Plain, way: Way) -> Plain:
    """Return what plain data say at the end of a way; None if nothing.

    >>> value_at({"red": [{"says": "line = here"}]}, ("red", 0, "says"))
    'line = here'
    """
    for step in way:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def with_declared_at(text: str, way: Way, value: Plain) -> str:
    """Return the text of `dossier.yaml` with something else at the end of a way.

    Comments and spelling of what stays are not touched.

    Parameters:
        text: with `\\n` for its ends of lines.
        way: keys that are not there are made at the end of their map.
        value: texts, numbers, truth values, lists and maps; None takes out what is there.

    Raises YamlFault for what is no YAML, Refused where the way leads nowhere, and ParleyError for
    what has no place in a file.

    >>> text = "id: a\\nissues:\\n  line:  # where?\\n    question: Where?\\n"
    >>> print(with_declared_at(text, ("issues", "line", "question"), "Which?"), end="")
    id: a
    issues:
      line:  # where?
        question: Which?
    """
    data = plain(parse_yaml(text, _FILE))
    return with_values(text, with_value_at(data, way, value), [way])


def with_values(text: str, data: Plain, ways: Iterable[Way]) -> str:
    """Return the text of `dossier.yaml` that says something else at the ends of some ways.

    Parameters:
        text: as in `with_declared_at`.
        data: all that it is to say.
        ways: to what differs from what it says now.

    Raises what `with_declared_at` raises.
    """
    old = plain(parse_yaml(text, _FILE))
    if not isinstance(old, dict):
        raise Refused(f"{_FILE}: expected `key: value` lines", hint="edit it as text")
    new = data
    for head in dict.fromkeys(_head(way, data) for way in ways):
        thing = value_at(data, head)
        if thing is not None:
            before = value_at(old, head)
            done = spelled_like(before, _canonical(head, thing))
            new = with_value_at(new, head, _where_new(before, thing, done))
    if new == old:
        return text
    known = {key: one for key, one in new.items() if key in old}
    if known != old:
        text = respelled(text, known, _FILE)
    for section in new:
        if section not in old:
            text = _with_section(text, section, new[section])
    return text


def _head(way: Way, data: Plain) -> tuple[str, ...]:
    """The thing that is brought into canonical form: a section, or one thing of a section."""
    if not way:
        raise Refused("expected what to change in dossier.yaml, got nothing", hint="name a key")
    section = str(way[0])
    inside = len(way) > 1 and isinstance(value_at(data, (section,)), Mapping)
    return (section, str(way[1])) if inside else (section,)


def _with_section(text: str, section: str, value: Plain) -> str:
    """Return the text with a new section at its end; itself where it cannot stand there."""
    apart = "\n" if isinstance(value, dict | list) and "\n\n" in text else ""
    body = text if text.endswith("\n") else text + "\n"
    made = body + apart + "\n".join(map_lines({section: value}, 0)) + "\n"
    was, now = (plain(parse_yaml(one, _FILE)) for one in (text, made))
    return made if now.get("id") == was.get("id") else text


def with_value_at(data: Plain, way: Way, value: Plain) -> Any:
    """Return plain data with something else at the end of a way; None takes it out.

    Raises Refused where the way leads nowhere.
    """
    if not way:
        raise Refused("expected what to change in dossier.yaml, got nothing", hint="name a key")
    step, *rest = way
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        new = list(data)
        inner = with_value_at(new[step], rest, value) if rest else value
        new[step : step + 1] = [] if inner is None else [inner]
        return new
    if data is not None and not isinstance(data, Mapping):
        raise Refused(f"{_FILE}: there is no '{step}' here", hint="see `parley schema dossier`")
    known = dict(data or {})
    inner = with_value_at(known.get(str(step)), rest, value) if rest else value
    if inner is None:
        known.pop(str(step), None)
    else:
        known[str(step)] = inner
    return known


def _canonical(head: Sequence[str], thing: Plain) -> Any:
    """Return a thing that is declared as plain data in canonical form."""
    shape: Shape | None = ROOTS["dossier"]
    whole = thing
    for key in reversed(head):
        whole = {key: whole}
    typed = typed_plain(whole, shape)
    text = "\n".join(map_lines(typed, 0)) + "\n"
    try:
        done = plain(parse_yaml(format_text(text, "dossier"), _FILE))
    except YamlFault:
        return thing
    found = typed_plain(done, shape)
    for key in head:
        found = found.get(key) if isinstance(found, Mapping) else None
    return thing if found is None else found


def _where_new(old: Plain, new: Plain, canonical: Plain) -> Any:
    """Return what is new in canonical form, and what says the same as before as it was."""
    if as_read(new) == old:
        return old
    if isinstance(old, dict) and isinstance(new, Mapping) and isinstance(canonical, Mapping):
        kept = [key for key in canonical if key in old]
        stays = [key for key in old if key in canonical]
        order = canonical if kept == stays else dict.fromkeys((*stays, *canonical))
        return {key: _where_new(old.get(key), new.get(key), canonical[key]) for key in order}
    if isinstance(old, list) and isinstance(new, list) and isinstance(canonical, list):
        if len(new) != len(canonical):
            return canonical
        same = len(old) == len(new)
        return [
            one if as_read(one) in old else _where_new(old[at] if same else None, one, done)
            for at, (one, done) in enumerate(zip(new, canonical, strict=True))
        ]
    return canonical
