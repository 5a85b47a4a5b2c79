"""Merging two versions of a log.

The unit is the entry with its comments; its id tells which belong together, so entries that both
sides added at the end of a log do not clash as lines would.
"""

from __future__ import annotations

from typing import NamedTuple

from parley.dossier.text.formatting import format_text
from parley.dossier.text.log_text import cut_log
from parley.dossier.text.units import Merged, Unit, cut_lines, join_notes, merge_units, written
from parley.dossier.text.yaml_fast import RawEntry, read_fast
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError

__all__ = ["LogUnits", "comments_of", "merge_log_units", "merge_logs", "read_units", "unit_key"]


class LogUnits(NamedTuple):
    """A log as units: the comments at its head, its entries, the comments at its foot."""

    head: str
    units: tuple[Unit, ...]
    foot: str


def merge_logs(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge two versions of a log, entry by entry.

    What one side added, changed or deleted is taken; what both did alike is there once; what both
    changed differently, or one changed and the other deleted, stands between markers. An entry
    that was only written in another way is not changed.

    Parameters:
        base: what both started from; None if that is not known: then nothing counts as deleted.

    Raises YamlFault for what is not YAML, and ParleyError for what is no list of entries.

    >>> merge_logs("", "- id: a\\n", "- id: b\\n").text
    '- id: a\\n- id: b\\n'
    """
    return merge_log_units(
        None if base is None else read_units(base, "base"),
        read_units(ours, "ours"),
        read_units(theirs, "theirs"),
    )


def merge_log_units(
    base: LogUnits | None, ours: LogUnits, theirs: LogUnits, file: str = ""
) -> Merged:
    """Merge two versions of a log that were cut into units; `file` is for the conflicts."""
    pieces = merge_units(base.units if base else None, ours.units, theirs.units, _log_canonical)
    known = set(ours.units)
    if any(unit.lead.startswith("\n") for unit in ours.units):
        pieces = [
            _apart(one) if isinstance(one, Unit) and one not in known else one for one in pieces
        ]
    head = join_notes(base.head if base else None, ours.head, theirs.head)
    foot = join_notes(base.foot if base else None, ours.foot, theirs.foot)
    if not head and pieces and isinstance(pieces[0], Unit):
        pieces[0] = pieces[0]._replace(lead=pieces[0].lead.lstrip("\n"))
    return written([*pieces, Unit("", foot, "")], head, file)


def _apart(unit: Unit) -> Unit:
    """Put a blank line above a unit, where the log has them."""
    return unit if unit.lead.startswith("\n") else unit._replace(lead="\n" + unit.lead)


def read_units(text: str, file: str) -> LogUnits:
    """Cut a log into its entries, each with its comments.

    Parameters:
        file: its name, for messages.

    Raises YamlFault for what is not YAML, and ParleyError for what is no list of entries.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    entries = _entries(text, file) if text.endswith("\n") else None
    if entries is None:
        text = format_text(text, "log", file)
        entries = _entries(text, file)
    if entries is None:
        return LogUnits(_no_entries(text, file), (), "")
    starts: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    line = text.count("\n", 0, entries[0].start)
    for entry in entries:
        starts.append((line, unit_key(entry.data, text[entry.start : entry.end], seen)))
        line += text.count("\n", entry.start, entry.end)
    *units, foot = cut_lines(text.removesuffix("\n").split("\n"), starts, 1)
    first = units[0]
    cut = first.lead.rfind("\n\n") + 2 if "\n\n" in first.lead else 0
    head, units[0] = first.lead[:cut], first._replace(lead=first.lead[cut:])
    return LogUnits(head, tuple(units), foot.lead)


def _entries(text: str, file: str) -> list[RawEntry] | None:
    """Return the entries of a log that begin at the margin; None where they do not."""
    cut = cut_log(text)
    if cut is None:
        return None
    raw = read_fast(text, file)
    if raw is not None:
        return raw
    tree = parse_yaml(text, file)
    if len(tree.items) != len(cut.chunks) or tree.kind != "list":
        return None
    found: list[RawEntry] = []
    start = len(cut.head)
    for chunk, node in zip(cut.chunks, tree.items, strict=True):
        if not start <= node.start <= start + len(chunk):
            return None
        found.append(RawEntry(plain(node), node.line, start, start + len(chunk), node))
        start += len(chunk)
    return found


def _no_entries(text: str, file: str) -> str:
    tree = parse_yaml(text, file)
    if tree.items or tree.kind == "map" or tree.value is not None:
        raise ParleyError(
            f"{file}: expected a list of entries that begin with `- ` at the margin",
            hint="write the list so, without brackets",
        )
    return "" if tree.kind == "list" else text


def unit_key(data: object, text: str, seen: dict[str, int]) -> str:
    """Return what to call an entry: its id, else a digest; with a number where it comes again.

    Parameters:
        data: the entry as plain data.
        text: the entry as it is written.
        seen: how often each name was given so far; it is counted on.
    """
    name = data.get("id") if isinstance(data, dict) else None
    key = name if isinstance(name, str) else f"without id {digest(text.strip())[:12]}"
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key} ({seen[key]})"


def _log_canonical(unit: Unit) -> str:
    return comments_of(unit.lead) + format_text(unit.body, "log").rstrip()


def comments_of(lead: str) -> str:
    """Return the comments above a unit without blank lines and indentation."""
    return "".join(f"{line.strip()}\n" for line in lead.split("\n") if line.strip())
