"""`parley search`: words in entries, documents and the index of sources, in all their languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from parley.cli.layout import counted, dim, heading, short_time, wrapped
from parley.cli.options import dossier_argument, output_options, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewpoint import Asked, Viewpoint, instant, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.entries import Entry
from parley.dossier.fold import view
from parley.dossier.reading import read_dossier
from parley.kernel.errors import BadTime
from parley.kernel.times import Span, iso, read_time

if TYPE_CHECKING:
    from parley.record.search import Hit, Searched

__all__ = ["command"]

_Kind = Literal["entry", "passage", "source"]
_AROUND = 70  # characters shown on each side of the first word found
#: Fields of an entry that are names of things, not words to look for.
_NAMES = ("id", "sources", "at", "by", "to", "known", "via")


@dataclass(frozen=True, slots=True)
class _Item:
    """Something to search in."""

    kind: _Kind
    searched: Searched
    when: Span | None


@click.command("search")
@dossier_argument
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@view_options()
@click.option(
    "--in",
    "kinds",
    type=click.Choice(["entries", "documents", "sources"]),
    multiple=True,
    help="Only in entries of the log, in imported documents, or in what the index of sources says; "
    "can be repeated.",
)
@click.option("--since", metavar="TIME", help="Only what may be of then or later.")
@click.option("--until", metavar="TIME", help="Only what may be of by then.")
@click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="Show so many at most."
)
@output_options("terminal", "json")
def command(
    path: Path, words: tuple[str, ...], asked: Asked, output: Output, **options: object
) -> None:
    """Words in a DOSSIER: entries, imported documents, what is noted of sources.

    All WORDS must be found, in any form: `agree` finds `agreed`, `линия` finds `линию`. Also
    `begin*`, `"words in a row"`, `field:word` (`text:`, `title:`, `says:` ...), `-unwanted`
    (after `--`). With --for, only what that party knew: its entries, and the passages they cite.

    \b
    Examples:
      parley search talks buffer zone
      parley search talks '"38th parallel"' --in documents
      parley search talks --for us --since 1951-07-10 newsmen
    """
    from parley.record.search import read_query, search

    query = read_query(" ".join(words))
    with patience("searching"):
        dossier = read_dossier(path)
        seen = viewpoint(dossier, asked)
        known = view(dossier, seen.party, seen.as_of, seen.known_as_of).entries
        items = {one.searched.key: one for one in _items(dossier, path, seen, known, options)}
        hits = search((one.searched for one in items.values()), query)
    most = options["most"]
    shown = hits[: most if isinstance(most, int) else None]
    if output.format == "json":
        deliver(output, as_json_text(_as_data(hits, shown, items)))
        return
    deliver(output, "\n".join(_lines(hits, shown, items, seen)))


def _items(
    dossier: Dossier,
    path: Path,
    seen: Viewpoint,
    known: Sequence[Entry],
    options: Mapping[str, object],
) -> Iterator[_Item]:
    kinds = options["kinds"] or ("entries", "documents", "sources")
    since, until = _bounds(dossier, options)
    cited = {name for entry in known for name in _cited(entry)} if seen.party is not None else None
    found: list[_Item] = []
    if "entries" in kinds:  # type: ignore[operator]
        found += (_entry(dossier, entry) for entry in known)
    if "sources" in kinds:  # type: ignore[operator]
        found += _noted(dossier, cited)
    if "documents" in kinds:  # type: ignore[operator]
        found += _documents(dossier, path, cited)
    for one in found:
        when = one.when
        if (since is None or (when is not None and when.latest >= since)) and (
            until is None or (when is not None and when.earliest <= until)
        ):
            yield one


def _bounds(dossier: Dossier, options: Mapping[str, object]) -> tuple[int | None, int | None]:
    zone = dossier.declared.zone
    since, until = options["since"], options["until"]
    start = end = None
    if isinstance(since, str):
        try:
            start = read_time(since, zone).earliest
        except BadTime as error:
            raise BadTime(f"--since: {error.message}", hint=error.hint) from None
    if isinstance(until, str):
        end = instant(until, zone, "--until")
    return start, end


def _cited(entry: Entry) -> Iterator[str]:
    for name in entry.sources:
        yield name
        yield name.partition("#")[0]


def _entry(dossier: Dossier, entry: Entry) -> _Item:
    data = msgspec.to_builtins(entry)
    fields = {name: " \n".join(_texts(value)) for name, value in data.items() if name not in _NAMES}
    return _Item("entry", _searched(entry.id, {k: v for k, v in fields.items() if v}),
                 dossier.spans[entry.id])  # fmt: skip


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NAMES:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _noted(dossier: Dossier, cited: set[str] | None) -> Iterator[_Item]:
    for name, source in dossier.declared.sources.items():
        if cited is not None and name not in cited:
            continue
        about = {
            key: value
            for key in ("title", "author", "addressee", "archive", "shelfmark", "note")
            if (value := getattr(source, key))
        }
        when = _when(dossier, source.date)
        yield _Item("source", _searched(name, about), when)
        for passage, says in source.passages.items():
            address = f"{name}#{passage}"
            if cited is None or address in cited:
                # What is noted of a passage, not its words, which may be there as well.
                yield _Item("source", _searched(f"{address} ", {"says": says}), when)


def _documents(dossier: Dossier, path: Path, cited: set[str] | None) -> Iterator[_Item]:
    from parley.dossier.importing import stored_document
    from parley.record.passages import passages_of

    for name, source in dossier.declared.sources.items():
        if cited is not None and name not in cited:
            continue
        imported = stored_document(path, source)
        for passage in passages_of(imported) if imported is not None else ():
            address = f"{name}#{passage.address}"
            if cited is None or address in cited:
                searched = _searched(address, {"text": passage.text})
                yield _Item("passage", searched, _when(dossier, source.date))


def _when(dossier: Dossier, text: str | None) -> Span | None:
    try:
        return read_time(text, dossier.declared.zone) if text is not None else None
    except BadTime:
        return None


def _searched(key: str, fields: Mapping[str, str]) -> Searched:
    from parley.record.language import language_of
    from parley.record.search import Searched

    language = language_of("\n".join(fields.values()))
    return Searched(key, language if language != "und" else "en", fields)


def _as_data(
    hits: Sequence[Hit], shown: Sequence[Hit], items: Mapping[str, _Item]
) -> dict[str, object]:
    return {
        "found": len(hits),
        "hits": [
            {
                "kind": items[hit.key].kind,
                "id": hit.key.strip(),
                "when": iso(when) if (when := items[hit.key].when) is not None else None,
                "language": items[hit.key].searched.language,
                "fields": {
                    name: {
                        "text": items[hit.key].searched.fields[name],
                        "marks": list(map(list, m)),
                    }
                    for name, m in hit.marks.items()
                },
            }
            for hit in shown
        ],
    }


def _lines(
    hits: Sequence[Hit], shown: Sequence[Hit], items: Mapping[str, _Item], seen: Viewpoint
) -> Iterator[str]:
    if not hits:
        yield "Nothing was found."
        return
    for hit in shown:
        one = items[hit.key]
        when = f"{short_time(one.when, seen.zone)}  " if one.when is not None else ""
        yield f"{when}{heading(hit.key.strip())}  {_KINDS[one.kind]}"
        for name, marks in list(hit.marks.items())[:3]:
            yield from wrapped(f"{name}: {_excerpt(one.searched.fields[name], marks)}", 4, 6)
        yield ""
    more = f", the first {len(shown)} are shown (--most)" if len(shown) < len(hits) else ""
    yield from dim([f"{counted(len(hits), 'place')} found{more}"])


_KINDS = {"entry": "entry", "passage": "passage", "source": "noted of the source"}


def _excerpt(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The words around the first word found, all words found in them between angle quotes."""
    start = max(marks[0][0] - _AROUND, 0)
    end = min(marks[0][1] + 2 * _AROUND, len(text))
    start = text.find(" ", start) + 1 if start else 0
    cut = text.rfind(" ", marks[0][1], end)
    end = cut if cut > 0 and end < len(text) else end
    pieces, at = [], start
    for first, last in marks:
        if last <= end:
            pieces += [text[at:first], "»", text[first:last], "«"]
            at = last
    pieces.append(text[at:end])
    return ("... " if start else "") + "".join(pieces) + (" ..." if end < len(text) else "")
