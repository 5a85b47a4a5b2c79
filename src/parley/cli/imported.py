"""An imported document, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from parley.brief.cards.short import one_line
from parley.cli.layout import counted, heading, labelled, wrapped
from parley.record.document import Document, Field, Imported, Part, Place

if TYPE_CHECKING:
    from parley.dossier.editing.importing import Stored
    from parley.dossier.sources.recited import Broken

__all__ = ["imported_lines", "stored_lines"]

_TEASER = 54  # characters of a paragraph
_SNIPPET = 60  # characters of the place that a value was taken from
_MOST_LISTED = 30


def imported_lines(name: str, imported: Imported) -> list[str]:
    """Lay out everything that was read in a file.

    Parameters:
        name: what the file is called.
    """
    reading = imported.reading
    how = f", {reading.encoding}" if reading.encoding else ""
    lines = [heading(f"{name}: {reading.kind}{how}, {len(reading.text):,} characters")]
    for note in reading.notes:
        lines.extend(wrapped(f"note: {note}", 2, 4))
    for document in imported.documents:
        lines.extend(_document(document, reading.text))
    return lines


def _document(document: Document, text: str) -> list[str]:
    lines = ["", heading(f"Fields ({document.layout})")]
    lines.extend(labelled(_fields(document, text)) or ["  none was found"])
    for part in document.parts:
        lines.extend(("", heading(_part_title(part)), *labelled(_paragraphs(part))))
    for nth, inside in enumerate(document.wrapped, 1):
        lines.extend(("", heading(f"Document {nth} inside this one")))
        lines.extend(_document(inside, text))
    if document.suggestions:
        lines.extend(("", heading("You may want to mend (nothing was changed)")))
        lines.extend(
            labelled(
                (_line(text, one.place), f"{one.got} -> {one.meant}: {one.why}")
                for one in document.suggestions[:_MOST_LISTED]
            )
        )
    if document.not_understood:
        lines.extend(("", heading("Not understood (kept all the same)")))
        rows = [(_line(text, one.place), one.text) for one in document.not_understood]
        lines.extend(labelled(rows[:_MOST_LISTED]))
        lines.extend(_more(len(rows)))
    return lines


def _more(count: int) -> list[str]:
    left = count - _MOST_LISTED
    return [f"  and {left:,} more; --format json has them all"] if left > 0 else []


def _fields(document: Document, text: str) -> Iterable[tuple[str, str]]:
    for name, values in document.fields.items():
        for nth, one in enumerate(values):
            yield name if nth == 0 else "", f"{_value(one)}  [{_line(text, one.place)}]"
            taken = one_line(text[slice(*one.place)], _SNIPPET)
            if one.value not in taken and not one.value.startswith(taken[:-1]):
                yield "", f"from: {taken}"


def _value(one: Field) -> str:
    more = [one.by] if one.by and one.by not in one.value else []
    more.extend([f"to the {one.precision}"] if one.precision not in ("", "minute") else [])
    return one.value + (f" ({', '.join(more)})" if more else "")


def _line(text: str, place: Place) -> str:
    return f"line {text.count(chr(10), 0, place[0]) + 1:,}"


def _part_title(part: Part) -> str:
    count = sum(1 for one in part.paragraphs if one.number)
    return f"Part {part.language}, {part.kind}: {counted(count, 'paragraph')}"


def _paragraphs(part: Part) -> Iterable[tuple[str, str]]:
    rows = [(f"{one.number or one.kind}", one_line(one.text, _TEASER)) for one in part.paragraphs]
    yield from rows[:_MOST_LISTED]
    if len(rows) > _MOST_LISTED:
        yield "...", f"{len(rows) - _MOST_LISTED:,} more"


def stored_lines(
    name: str, imported: Imported, stored: Stored, broken: Sequence[Broken] = ()
) -> list[str]:
    """Say what an import did to a dossier.

    Parameters:
        name: what the file is called.
        broken: citations that no longer lead to the words cited.
    """
    if stored.state == "unchanged":
        return [f"{name}: is there already as {stored.source}; nothing was changed"]
    lines = [f"{name}: {stored.state}: {stored.source}, {stored.file}"]
    document = imported.documents[0]
    lines.append(
        f"  {counted(len(document.fields), 'field')}, "
        + ", ".join(
            f"{one.language} "
            + counted(sum(1 for each in one.paragraphs if each.number), "paragraph")
            for one in document.parts
        )
    )
    for label, count in (
        ("to mend, perhaps", len(document.suggestions)),
        ("not understood", len(document.not_understood)),
    ):
        if count:
            lines.append(f"  {label}: {count}; `parley import {name}` shows them")
    if stored.state == "new version":
        lines.append(f"  the version before is kept: {stored.before}")
    if stored.passages is not None:
        kept = stored.passages
        lines.append(f"  passages that still hold: {len(kept.same)}")
        lines.extend(_listed("moved", [f"{old} to {new}" for old, new in kept.moved.items()]))
        lines.extend(_listed("changed", kept.changed))
        lines.extend(_listed("gone", kept.gone))
        lines.append("  citations to look at:" if broken else "  every citation of it still holds")
        for one in broken:
            what = f"{one.why}, now {one.now}" if one.now else one.why
            lines.extend(wrapped(f"{one.holder} cites {one.address}: {what}", 4, 6))
    return lines


def _listed(label: str, names: Sequence[str]) -> list[str]:
    return wrapped(f"{label}: {', '.join(names)}", 2, 4) if names else []
