"""An imported document as a page: the text with every field marked in it, and the fields beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from parley.record.document import Document, Imported, Place

__all__ = ["imported_page"]

_STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
.beside { display: grid; grid-template-columns: minmax(18rem, 2fr) 3fr; gap: 2rem; }
table { border-collapse: collapse; width: 100%; }
th { font-weight: 600; text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
td { padding: .2rem 0; overflow-wrap: anywhere; }
pre { font: inherit; overflow-wrap: anywhere; white-space: pre-wrap; margin: 0; }
mark { background: #fff3c4; color: inherit; }
mark.unread { background: #fde0dc; text-decoration: underline dotted; }
.quiet { color: #595959; }
@media (max-width: 60rem) { .beside { display: block; } }
@media (prefers-color-scheme: dark) {
  body { background: #1b1b1b; color: #e8e8e8; } .quiet { color: #b5b5b5; }
  mark { background: #574a10; } mark.unread { background: #5d2620; }
}
"""


def imported_page(found: Sequence[tuple[Path, Imported]]) -> str:
    """Return a page that needs nothing from elsewhere.

    Parameters:
        found: each file with what was read in it.
    """
    title = ", ".join(path.name for path, _ in found)
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n"
    ]
    for path, imported in found:
        parts.extend(_file(path, imported))
    parts.append("</body>\n</html>\n")
    return "".join(parts)


def _file(path: Path, imported: Imported) -> Iterable[str]:
    reading = imported.reading
    yield f"<h2>{escape(path.name)}</h2>\n"
    how = f", {reading.encoding}" if reading.encoding else ""
    yield f'<p class="quiet">{escape(reading.kind + how)}, SHA-256 {reading.digest}</p>\n'
    for note in reading.notes:
        yield f"<p>Note: {escape(note)}</p>\n"
    yield '<div class="beside">\n<div>\n'
    for document in imported.documents:
        yield from _about(document)
    yield "</div>\n"
    marks = [one for document in imported.documents for one in _marks(document)]
    yield f"<pre>{_marked(reading.text, marks)}</pre>\n</div>\n"


def _about(document: Document, heading: str = "Fields") -> Iterable[str]:
    yield f"<h3>{escape(heading)}</h3>\n<table>\n"
    for name, values in document.fields.items():
        for nth, one in enumerate(values):
            label = escape(name) if nth == 0 else ""
            by = f' <span class="quiet">{escape(one.by)}</span>' if one.by else ""
            link = f'<a href="#at-{one.place[0]}">{escape(one.value)}</a>'
            yield f'<tr><th scope="row">{label}</th><td>{link}{by}</td></tr>\n'
    yield "</table>\n"
    for part in document.parts:
        count = sum(1 for one in part.paragraphs if one.number)
        yield f"<p>Part {escape(part.language)}, {part.kind}: {count} paragraphs.</p>\n"
    if document.suggestions:
        yield "<h3>You may want to mend</h3>\n<ul>\n"
        for slip in document.suggestions:
            yield f"<li>{escape(slip.got)} → {escape(slip.meant)}: {escape(slip.why)}</li>\n"
        yield "</ul>\n"
    for nth, inside in enumerate(document.wrapped, 1):
        yield from _about(inside, f"Document {nth} inside")


def _marks(document: Document) -> Iterable[tuple[Place, str, str]]:
    for name, values in document.fields.items():
        for one in values:
            yield one.place, name, ""
    for left in document.not_understood:
        yield left.place, "not understood", "unread"
    for inside in document.wrapped:
        yield from _marks(inside)


def _marked(text: str, marks: Sequence[tuple[Place, str, str]]) -> str:
    """Return the text with marks; of places that overlap the first is marked as far as it goes."""
    pieces: list[str] = []
    at = 0
    seen: set[int] = set()
    for (start, end), name, kind in sorted(marks, key=lambda one: (one[0][0], -one[0][1])):
        anchor = f'<a id="at-{start}"></a>' if start not in seen else ""
        seen.add(start)
        if start < at:
            pieces.append(anchor)
            continue
        pieces.append(escape(text[at:start]))
        which = ' class="unread"' if kind else ""
        pieces.append(
            f'{anchor}<mark{which} title="{escape(name)}">{escape(text[start:end])}</mark>'
        )
        at = end
    pieces.append(escape(text[at:]))
    return "".join(pieces)
