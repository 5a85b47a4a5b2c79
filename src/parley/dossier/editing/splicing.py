"""Cutting one entry out of a log and putting another there.

All else in the file stays byte for byte: its comments, its spelling, its ends of lines, and the
byte order mark that some editors put at its head. What is new stands in canonical form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from parley.dossier.merging.log_merging import read_units
from parley.dossier.text.formatting import format_text
from parley.dossier.text.rendering import map_lines
from parley.dossier.text.respelling import Plain, respelled, without_lead
from parley.dossier.text.units import Unit
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.dossier.vocabulary.shapes import Shape, fields_of
from parley.kernel.errors import ParleyError, Refused

__all__ = [
    "EntryGone",
    "EntryText",
    "bytes_like",
    "canonical_entry",
    "entry_in",
    "entry_like",
    "log_like",
    "only_entry",
    "spelled_like",
    "text_of",
    "typed_plain",
    "with_entry",
    "without_entry",
]

_BOM = "\ufeff"


class EntryGone(Refused):
    """An entry that was to be changed is not there, or not any more."""


class EntryText(NamedTuple):
    """An entry as it stands in a log.

    Parameters:
        id: its id.
        text: from its dash to its last line, without the comments around it.
        line: of the file, from 1.
        data: what it says, every scalar as a text.
    """

    id: str
    text: str
    line: int
    data: dict[str, Any]


def text_of(data: bytes) -> str:
    """Return the text of a file with `\\n` for its ends of lines, without a byte order mark.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    return data.decode("utf-8").removeprefix(_BOM).replace("\r\n", "\n")


def bytes_like(old: bytes, text: str) -> bytes:
    """Return a text as the bytes of a file: lines that were there before end as they did.

    Parameters:
        old: the file as it was; its byte order mark stays, and new lines end as most of its do.
        text: with `\\n` for its ends of lines.
    """
    before = old.decode("utf-8")
    mark = _BOM if before.startswith(_BOM) else ""
    raw = _lines(before.removeprefix(_BOM))
    if "\r\n" not in before:
        return (mark + text).encode("utf-8")
    known, lines = [line.replace("\r\n", "\n") for line in raw], _lines(text)
    head = _common(known, lines)
    tail = _common(known[head:][::-1], lines[head:][::-1])
    middle = "".join(lines[head : len(lines) - tail])
    if before.count("\r\n") * 2 >= before.count("\n"):
        middle = middle.replace("\n", "\r\n")
    kept = [*raw[:head], middle, *raw[len(raw) - tail :]]
    return (mark + "".join(kept)).encode("utf-8")


def _lines(text: str) -> list[str]:
    """Return lines with their ends; only a line feed ends one."""
    return [line + "\n" for line in text.split("\n")[:-1]] + [
        last for last in text.split("\n")[-1:] if last
    ]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines two texts begin with alike."""
    at = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        at += 1
    return at


class _Log(NamedTuple):
    head: str
    units: tuple[Unit, ...]
    foot: str


def _cut(text: str, file: str) -> _Log:
    """Cut a log into entries; raises Refused where they do not stand at the margin."""
    whole = text if not text or text.endswith("\n") else text + "\n"
    cut = read_units(whole, file)
    log = _Log(cut.head, cut.units, cut.foot)
    if _joined(log) != whole:
        raise Refused(
            f"{file}: its entries do not begin with `- ` at the margin",
            hint="edit the file as text, or run `parley fmt`",
        )
    return log


def _joined(log: _Log) -> str:
    return log.head + "".join(unit.lead + unit.body for unit in log.units) + log.foot


def _find(log: _Log, name: str, file: str) -> int:
    found = [at for at, unit in enumerate(log.units) if unit.key == name]
    if not found:
        raise EntryGone(
            f"there is no entry '{name}' in {file}",
            hint="somebody renamed or removed it; the history tells",
        )
    if any(unit.key.startswith(f"{name} (") for unit in log.units):
        raise Refused(f"{file}: the id '{name}' is used twice", hint="edit the file as text")
    return found[0]


def entry_in(text: str, name: str, file: str) -> EntryText:
    """Return an entry of a log as it stands there.

    Parameters:
        text: the log, with `\\n` for its ends of lines.
        name: the id of the entry.
        file: the name of the log, for messages.

    Raises EntryGone where it is not there, Refused where it cannot be told from the rest, and
    YamlFault for a log that is no YAML.
    """
    log = _cut(text, file)
    at = _find(log, name, file)
    above = log.head + "".join(unit.lead + unit.body for unit in log.units[:at])
    unit = log.units[at]
    line = (above + unit.lead).count("\n") + 1
    return EntryText(name, unit.body, line, plain(parse_yaml(unit.body, file))[0])


def only_entry(text: str, file: str) -> EntryText:
    """Read one entry as it stands in a log, and bring it into canonical form, comments and all.

    Raises YamlFault for what is no YAML, and Refused for what is not exactly one entry with an id.
    """
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    if text.strip() and not text.startswith(("-", "#")):
        lines = text.split("\n")  # the keys alone, without the dash
        text = "\n".join(f"  {line}" if line.strip() else line for line in lines)
        text = f"- {text[2:]}"
    tree = parse_yaml(text, file)
    data = plain(tree)
    if not isinstance(data, list) or len(data) != 1 or not isinstance(data[0], dict):
        raise Refused(
            f"{file}: expected one entry", hint="write `- id: ...`, then its other keys below"
        )
    name = data[0].get("id")
    if not isinstance(name, str):
        raise Refused(f"{file}: expected an entry with an id", hint="add `id:`")
    done = format_text(text, "log", file)
    return EntryText(name, done, 1, plain(parse_yaml(done, file))[0])


def with_entry(text: str, name: str, entry: str, file: str) -> str:
    """Return a log with another entry in the place of one; the comments around it stay.

    Parameters:
        text: the log, with `\\n` for its ends of lines.
        name: the id of the entry that goes.
        entry: the text of the one that comes, as `EntryText.text`.

    Raises what `entry_in` raises.
    """
    log = _cut(text, file)
    at = _find(log, name, file)
    units = list(log.units)
    units[at] = units[at]._replace(body=entry)
    return _joined(log._replace(units=tuple(units)))


def without_entry(text: str, name: str, file: str) -> str:
    """Return a log without an entry and the comments right above it.

    Raises what `entry_in` raises.
    """
    log = _cut(text, file)
    at = _find(log, name, file)
    stays = without_lead(log.units[at].lead)
    above = _joined(log._replace(units=log.units[:at], foot="")) + stays
    below = _joined(_Log("", log.units[at + 1 :], log.foot))
    if not above or above.endswith("\n\n"):
        below = below.lstrip("\n")
    return above + below


def log_like(old: str, text: str, file: str) -> str:
    """Return a log in which entries that were not there before stand in canonical form.

    Parameters:
        old: the log as it was.
        text: as it is to be.

    Raises ParleyError for what cannot be cut into entries.
    """
    known = {unit.body for unit in _cut(old, file).units}
    log = _cut(text, file)
    units = tuple(
        unit if unit.body in known else unit._replace(body=format_text(unit.body, "log", file))
        for unit in log.units
    )
    return _joined(log._replace(units=units))


def entry_like(entry: EntryText, data: Mapping[str, Plain], file: str) -> str:
    """Return the text of an entry that says something else, in canonical form.

    Comments inside stay with the keys that stay.

    Parameters:
        data: its keys: texts, numbers, truth values, lists and maps; None for a key to leave out.

    Raises ParleyError for a value that has no place in a file.
    """
    wanted = spelled_like(entry.data, canonical_entry(data))
    arranged = {key: wanted[key] for key in entry.data if key in wanted}
    arranged |= {key: one for key, one in wanted.items() if key not in arranged}
    return format_text(respelled(entry.text, [arranged], file), "log", file)


def canonical_entry(data: Mapping[str, Plain]) -> dict[str, Any]:
    """Return an entry as plain data in canonical form: numbers as such, statements spaced."""
    record = ENTRY_TYPES.get(str(data.get("type")), Entry)
    typed = typed_plain(data, Shape("record", record=record))
    lines = map_lines(typed, 2)
    if not lines:
        raise ParleyError("expected an entry, got nothing", hint="give `id`, `type` and `at`")
    text = "\n".join([f"- {lines[0][2:]}", *lines[1:]]) + "\n"
    done = plain(parse_yaml(format_text(text, "log"), "log"))[0]
    found: dict[str, Any] = typed_plain(done, Shape("record", record=record))
    return found


def typed_plain(value: Plain, shape: Shape | None) -> Any:
    """Return plain data with texts made into numbers and truth values where those must stand."""
    if shape is None:
        return value
    if isinstance(value, Mapping):
        if shape.record is Entry:
            shape = shape._replace(record=ENTRY_TYPES.get(str(value.get("type")), Entry))
        return {key: typed_plain(one, _inner(shape, key, "map")) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [typed_plain(one, _inner(shape, "", "list")) for one in value]
    kinds = {one.kind for one in (shape, *shape.options)}
    if isinstance(value, str) and not kinds & {"text", "word"}:
        if "bool" in kinds and value in ("true", "false"):
            return value == "true"
        if kinds & {"int", "float"}:
            return _number(value)
    return value


def _number(text: str) -> str | int | float:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text:  # else it is left to the reading to say what is wrong
            return number
    return text


def _inner(shape: Shape, key: str, kind: str) -> Shape | None:
    for one in (shape, *shape.options):
        if one.record is not None and kind == "map":
            field = fields_of(one.record).get(key)
            return field.shape if field is not None else None
        if one.kind == kind:
            return one.item
    return None


def spelled_like(old: Plain, new: Plain) -> Any:
    """Return `new` written like `old` where both say the same: one text, or a list of that text."""
    if isinstance(old, list) and not isinstance(new, list | Mapping) and old == [_text(new)]:
        return old
    if isinstance(old, str) and isinstance(new, list) and [_text(one) for one in new] == [old]:
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: spelled_like(old[key], one) if key in old else one for key, one in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [spelled_like(old[at], one) if at < len(old) else one for at, one in enumerate(new)]
    return new


def _text(value: Plain) -> Plain:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value
