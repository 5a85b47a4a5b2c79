"""`parley cite`: a passage by its address, in the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.completing import complete_id
from parley.cli.layout import dim, heading, wrapped
from parley.cli.options import output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean

if TYPE_CHECKING:
    from parley.dossier.vocabulary.declarations import Source
    from parley.record.citing import Cited
    from parley.record.document import Paragraph

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a passage: its words where the document is there, what is noted of it."""

    address: str
    source: Source | None
    cited: Cited | None
    context: tuple[Paragraph, ...]
    says: str | None
    cited_by: tuple[str, ...]


@click.command("cite")
@click.argument("path", metavar="DOSSIER|FILE", type=click.Path(path_type=Path))
@click.argument("address", metavar="ADDRESS", shell_complete=complete_id)
@click.option(
    "--around",
    type=click.IntRange(0, 50),
    default=1,
    show_default=True,
    metavar="N",
    help="So many paragraphs before and after it.",
)
@reader_option
@output_options("terminal", "json")
def command(path: Path, address: str, around: int, output: Output) -> None:
    """A passage in the words around it, and what cites it.

    In a DOSSIER an ADDRESS is a source and a passage: `cable-1#en/10` is paragraph 10 of the
    English part, `cable-1#en/10.2` its second sentence, `cable-1#en/foot` the foot. In a FILE that
    is no dossier the source is left out.

    \b
    Examples:
      parley cite talks cable-1#en/10.2
      parley cite talks cable-1#en/foot --around 3
      parley cite cable.txt en/10
    """
    with patience("reading"):
        is_dossier = path.is_dir() or path.name == "dossier.yaml"
        found = (
            _in_dossier(path, address, around) if is_dossier else _in_file(path, address, around)
        )
    text = as_json_text(_as_data(found)) if output.format == "json" else "\n".join(_lines(found))
    deliver(output, text)


def _in_file(path: Path, address: str, around: int) -> _Found:
    from parley.record.citing import cited, context_of
    from parley.record.layouts.parsing import parse
    from parley.record.readers.reading import bytes_of, read_bytes

    imported = parse(read_bytes(bytes_of(path), str(path), None))
    one = cited(imported, address.rpartition("#")[2])
    return _Found(address, None, one, context_of(imported, one, around), None, ())


def _in_dossier(path: Path, address: str, around: int) -> _Found:
    from parley.dossier.references import references_to
    from parley.dossier.sources.stored_documents import stored_document
    from parley.record.citing import cited, context_of

    dossier = read_for_viewing(path)
    name, _, passage = address.partition("#")
    source = dossier.declared.sources.get(name)
    if source is None:
        meant = did_you_mean(name, dossier.declared.sources)
        if "/" in name and not passage:
            named, sign, rest = name.partition(":")
            raise Refused(
                f"expected SOURCE#PASSAGE, got `{name}`",
                hint=f"write `{f'{named}#{rest}' if sign else f'SOURCE#{name}'}`; "
                f"`parley sources {path}` lists the sources",
            )
        raise Refused(
            f"source `{name}` is not declared in dossier.yaml",
            hint=f"did you mean `{meant}`?" if meant else "`parley sources` lists them",
        )
    if not passage:
        raise Refused(
            f"expected a passage of `{name}`, got the whole source",
            hint=f"write {name}#PASSAGE; `parley show {path} source:{name}` tells about the whole",
        )
    citing = (one.holder for one in references_to(dossier, "source", address))
    by = tuple(dict.fromkeys(one for one in citing if not one.startswith("compartment:")))
    says = source.passages.get(passage)
    imported = stored_document(path, source)
    if imported is None:
        if says is None and not by:
            raise Refused(
                f"{address}: nothing cites it, and the document is not in the dossier",
                hint=f"`parley import FILE --into {path} --as {name}` puts it there",
            )
        return _Found(address, source, None, (), says, by)
    try:
        one = cited(imported, passage)
    except Refused as error:
        raise Refused(f"{name}#{error.message}", hint=error.hint) from None
    return _Found(address, source, one, context_of(imported, one, around), says, by)


def _as_data(found: _Found) -> dict[str, object]:
    cited, source = found.cited, found.source
    return {
        "address": found.address,
        "title": source.title if source is not None else None,
        "file": source.file if source is not None else None,
        "text": cited.text if cited is not None else None,
        "spans": [list(place) for place in cited.places] if cited is not None else [],
        "digest": cited.digest if cited is not None else None,
        "context": [
            {"number": one.number, "kind": one.kind, "text": one.text} for one in found.context
        ],
        "says": found.says,
        "cited_by": list(found.cited_by),
    }


def _lines(found: _Found) -> Iterator[str]:
    yield heading(found.address)
    if found.source is not None:
        about = (
            found.source.title,
            found.source.date,
            found.source.archive,
            found.source.shelfmark,
        )
        yield from wrapped(", ".join(one for one in about if one), 2)
    yield ""
    if found.cited is None:
        yield from wrapped("The document is not in the dossier, only what was noted of it:", 2)
        yield from wrapped(found.says or "nothing", 4)
    for one in found.context:
        if one in found.cited.paragraphs if found.cited is not None else False:
            yield from _passage(found.cited, one)
        else:
            yield from dim(wrapped(_numbered(one, one.text), 2, 6))
    if found.cited is not None:
        yield ""
        where = ", ".join(f"{start:,} to {end:,}" for start, end in found.cited.places)
        yield from wrapped(f"Characters {where} of the text as read.", 2)
        if found.says:
            yield from wrapped(f"Noted of it: {found.says}", 2)
    if found.source is not None:
        by = ", ".join(found.cited_by)
        yield from wrapped(f"Cited by: {by or 'nothing'}.", 2)


def _passage(cited: Cited | None, one: Paragraph) -> Iterator[str]:
    """The paragraph of the passage, with a bar before it, and marks around a sentence of it."""
    text = one.text
    if cited is not None and cited.mark is not None:
        start, end = cited.mark
        text = f"{text[:start]}»{text[start:end]}«{text[end:]}"
    for line in wrapped(_numbered(one, text), 2, 6):
        yield click.style(f"| {line[2:]}", bold=True)


def _numbered(one: Paragraph, text: str) -> str:
    return f"{one.number or one.kind}. {text}" if one.number else f"({one.kind}) {text}"
