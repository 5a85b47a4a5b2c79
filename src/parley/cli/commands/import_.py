"""`parley import`: what is in a document, shown or put into a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.kernel.errors import ParleyError, Refused

if TYPE_CHECKING:
    from parley.dossier.editing.importing import Stored
    from parley.record.document import Imported

__all__ = ["command"]


@click.command("import")
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--into",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Put the documents into this dossier, each with an entry in its `sources`.",
)
@click.option(
    "--as",
    "wanted",
    metavar="ID",
    help="The id of the source [default: by the document's number, else the file's name].",
)
@click.option(
    "--encoding",
    metavar="ENCODING",
    help="How a text or HTML is encoded, as koi8-r or windows-1251 [default: found out].",
)
@output_options("terminal", "json", "html")
def command(
    paths: tuple[Path, ...],
    into: Path | None,
    wanted: str | None,
    encoding: str | None,
    output: Output,
) -> None:
    """Read documents: text, HTML, PDF with a text layer, DOCX, plain e-mail.

    Shows each field with the place it was taken from, the parts in their languages, documents
    inside, slips that you may want to mend, and what was not understood. Nothing is changed
    without --into; with it the original is kept byte for byte, and importing the same file again
    changes nothing.

    \b
    Examples:
      parley import cable.txt
      parley import cable.txt --into talks
      parley import minutes.pdf --into talks --as minutes-0713
      parley import old.txt --encoding koi8-r --format json
    """
    if wanted is not None and len(paths) > 1:
        raise click.UsageError("--as names one source: give one FILE with it")
    found: list[tuple[Path, bytes, Imported]] = []
    faults: list[str] = []
    with patience("reading"):
        for path in paths:
            try:
                found.append((path, *_read(path, encoding)))
            except ParleyError as error:
                faults.append(str(error))
    if faults:  # all of them at once; nothing is stored
        raise Refused("\n".join(faults))
    if into is not None:
        stored = [_store(into, one, wanted) for one in found]
        if output.format == "terminal" and output.path is None:
            for (path, _, imported), one in zip(found, stored, strict=True):
                _tell(into, path, imported, one)
            return
    deliver(output, _shown(output.format, [(path, one) for path, _, one in found]))


def _read(path: Path, encoding: str | None) -> tuple[bytes, Imported]:
    from parley.record.layouts.parsing import parse
    from parley.record.readers.reading import bytes_of, read_bytes

    data = bytes_of(path)
    return data, parse(read_bytes(data, str(path), encoding))


def _store(into: Path, one: tuple[Path, bytes, Imported], wanted: str | None) -> Stored:
    from parley.dossier.editing.importing import store_document

    path, data, imported = one
    return store_document(into, imported, data, path.name, wanted)


def _shown(kind: str, found: list[tuple[Path, Imported]]) -> str:
    from parley.cli.imported import imported_lines

    if kind == "json":
        return as_json_text({"documents": [one for each in found for one in _data(*each)]})
    if kind == "html":
        from parley.cli.imported_page import imported_page

        return imported_page(found)
    lines: list[str] = []
    for path, imported in found:
        lines.extend(
            ("", *imported_lines(path.name, imported))
            if lines
            else imported_lines(path.name, imported)
        )
    return "\n".join(lines)


def _data(path: Path, imported: Imported) -> list[dict[str, Any]]:
    from parley.record.stored import document_data

    reading = imported.reading
    about = {
        "file": path.name,
        "kind": reading.kind,
        "encoding": reading.encoding or None,
        "digest": reading.digest,
        "notes": list(reading.notes),
    }
    return [{**document_data(one), **about} for one in imported.documents]


def _tell(into: Path, path: Path, imported: Imported, stored: Stored) -> None:
    from parley.cli.imported import stored_lines
    from parley.dossier.reading import read_dossier
    from parley.dossier.sources.recited import broken_citations

    kept = stored.passages
    broken = broken_citations(read_dossier(into), stored.source, kept) if kept is not None else ()
    for line in stored_lines(path.name, imported, stored, broken):
        tell(line)
