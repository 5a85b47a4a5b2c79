"""`parley sources`: which documents a dossier cites, by what, and what rests on none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from parley.cli.layout import counted, dim, heading, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.dossier.dossier import Dossier
from parley.dossier.references import references
from parley.dossier.vocabulary.declarations import Source
from parley.dossier.vocabulary.entries import Waiver

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Cited:
    """A source and who cites it: of the whole, and of each passage, the places in the dossier."""

    name: str
    source: Source | None
    whole: tuple[str, ...]
    passages: Mapping[str, tuple[str, ...]]

    @property
    def is_cited(self) -> bool:
        return bool(self.whole) or any(self.passages.values())


@click.command("sources")
@dossier_argument
@click.option("--uncited", is_flag=True, help="Only what nothing cites, and claims with no source.")
@reader_option
@output_options("terminal", "json", "csl", "bibtex", "ris")
def command(path: Path, uncited: bool, output: Output) -> None:
    """Which documents a DOSSIER has, what cites them, and which claims cite none.

    csl, bibtex and ris are the index of sources for a reference manager: CSL-JSON, BibTeX, RIS.

    \b
    Examples:
      parley sources talks
      parley sources talks --uncited
      parley sources talks --format bibtex -o talks.bib
    """
    with patience("reading"):
        dossier = read_for_viewing(path)
    if output.format in ("csl", "bibtex", "ris"):
        deliver(output, _exported(dossier, output.format))
        return
    found = tuple(one for one in _cited(dossier) if not uncited or _has_uncited(one))
    claims = tuple(_claims(dossier))
    if output.format == "json":
        deliver(output, as_json_text(_as_data(found, claims)))
        return
    deliver(output, "\n".join(_lines(found, claims, uncited)))


def _exported(dossier: Dossier, kind: str) -> str:
    from parley.interop.citations import write_bibtex, write_csl, write_ris

    write = {"csl": write_csl, "bibtex": write_bibtex, "ris": write_ris}[kind]
    return write(dossier.declared.sources)


def _cited(dossier: Dossier) -> Iterator[_Cited]:
    by: dict[str, dict[str, list[str]]] = {}
    for one in references(dossier):
        if one.kind == "source" and not one.holder.startswith("compartment:"):
            source, _, passage = one.name.partition("#")
            holders = by.setdefault(source, {}).setdefault(passage, [])
            if one.holder not in holders:
                holders.append(one.holder)
    declared = dossier.declared.sources
    for name in (*declared, *(name for name in by if name not in declared)):
        places = by.get(name, {})
        known = declared[name].passages if name in declared else {}
        ordered = (*known, *(one for one in places if one and one not in known))
        passages = {one: tuple(places.get(one, ())) for one in ordered}
        yield _Cited(name, declared.get(name), tuple(places.get("", ())), passages)


def _has_uncited(one: _Cited) -> bool:
    return not one.is_cited or not all(one.passages.values())


def _claims(dossier: Dossier) -> Iterator[str]:
    """Entries that cite nothing and that nobody is named to assume."""
    for entry in dossier.entries:
        own = getattr(entry, "source", None)  # a document is its own source
        if not (entry.sources or entry.assumed or own is not None or isinstance(entry, Waiver)):
            yield entry.id


def _as_data(found: tuple[_Cited, ...], claims: tuple[str, ...]) -> dict[str, object]:
    return {
        "sources": {
            one.name: {
                "title": one.source.title if one.source is not None else None,
                "declared": one.source is not None,
                "cited_by": list(one.whole),
                "passages": {name: list(by) for name, by in one.passages.items()},
            }
            for one in found
        },
        "claims_without_source": list(claims),
    }


def _lines(found: tuple[_Cited, ...], claims: tuple[str, ...], uncited: bool) -> Iterator[str]:
    if not found:
        yield (
            "Every passage of every source is cited." if uncited else "The dossier has no sources."
        )
    for one in found:
        yield from _source_lines(one, uncited)
        yield ""
    yield heading("Claims without a source")
    if not claims:
        yield "  none: every entry cites a passage, or names who assumes it"
    yield from wrapped(", ".join(claims), 2)


def _source_lines(one: _Cited, uncited: bool) -> Iterator[str]:
    yield heading(one.name)
    if one.source is None:
        yield "  not in the dossier's index of sources"
    else:
        parts = (one.source.title, one.source.date, one.source.grade)
        yield from wrapped(", ".join(part for part in parts if part), 2)
    if not one.is_cited:
        yield "  nothing cites it"
    elif one.whole and not uncited:
        yield from _by("as a whole", one.whole)
    for name, by in one.passages.items():
        if uncited and by:
            continue
        if by:
            yield from _by(name, by)
        elif one.is_cited:
            yield from dim(wrapped(f"{name}: not cited", 2, 4))


def _by(what: str, holders: tuple[str, ...]) -> Iterator[str]:
    yield from wrapped(f"{what}: {counted(len(holders), 'place')}: {', '.join(holders)}", 2, 4)
