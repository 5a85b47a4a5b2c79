"""`parley search`: words in entries, documents and the index of sources, in all their languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.brief.cards.short import short_time
from parley.brief.searching import KINDS, Item, excerpt, found_data, items_of
from parley.cli.layout import counted, dim, heading, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, Viewpoint, instant, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.fold import view
from parley.kernel.errors import BadTime
from parley.kernel.times import read_time

if TYPE_CHECKING:
    from parley.record.search import Hit

__all__ = ["command"]


@click.command("search")
@dossier_argument
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@view_options()
@reader_option
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
    "--most",
    metavar="N",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Show so many at most.",
)
@output_options("terminal", "json")
def command(
    path: Path, words: tuple[str, ...], asked: Asked, output: Output, **options: Any
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
        dossier = read_for_viewing(path)
        seen = viewpoint(dossier, asked)
        known = view(dossier, seen.party, seen.as_of, seen.known_as_of).entries
        kinds = options["kinds"] or KINDS
        since, until = _bounds(dossier, options)
        found = _between(items_of(dossier, known, seen.party, kinds), since, until)
        items = {one.searched.key: one for one in found}
        hits = search((one.searched for one in items.values()), query)
    most = options["most"]
    shown = hits[: most if isinstance(most, int) else None]
    if output.format == "json":
        deliver(output, as_json_text(found_data(hits, shown, items)))
        return
    deliver(output, "\n".join(_lines(hits, shown, items, seen)))


def _between(items: Iterable[Item], since: int | None, until: int | None) -> Iterator[Item]:
    for one in items:
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


def _lines(
    hits: Sequence[Hit], shown: Sequence[Hit], items: Mapping[str, Item], seen: Viewpoint
) -> Iterator[str]:
    if not hits:
        yield "Nothing was found."
        return
    for hit in shown:
        one = items[hit.key]
        when = f"{short_time(one.when, seen.zone)}  " if one.when is not None else ""
        yield f"{when}{heading(hit.key.strip())}  {_CALLED[one.kind]}"
        for name, marks in list(hit.marks.items())[:3]:
            yield from wrapped(f"{name}: {excerpt(one.searched.fields[name], marks)}", 4, 6)
        yield ""
    more = f", the first {len(shown)} are shown (--most)" if len(shown) < len(hits) else ""
    yield from dim([f"{counted(len(hits), 'place')} found{more}"])


_CALLED = {"entry": "entry", "passage": "passage", "source": "noted of the source"}
