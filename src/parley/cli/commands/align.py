"""`parley align`: original and translation side by side, and what differs between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.layout import width
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, in_color, tell
from parley.cli.patience import patience
from parley.kernel.errors import Refused

if TYPE_CHECKING:
    from parley.record.align.comparing import Compared
    from parley.record.document import Imported, Part

__all__ = ["command"]


@click.command("align")
@click.argument("doc", metavar="DOC", type=click.Path(path_type=Path))
@click.argument("other", metavar="[OTHER]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--sentences/--paragraphs",
    default=False,
    help="What stands in a row [default: paragraphs].",
)
@output_options("terminal", "html", "json")
def command(doc: Path, other: Path | None, output: Output, sentences: bool) -> None:
    """Original and translation side by side, and what differs between them.

    DOC holds both languages; or it holds one and OTHER the other. Paragraphs are paired, then the
    sentences inside them, by length, by numbers, dates and names that both share, and by word
    pairs learnt from the two texts themselves. What one side lacks, numbers, names and lists that
    differ, and text that stands where it does not belong are marked.

    \b
    Examples:
      parley align cable.txt
      parley align letter-ru.docx letter-en.docx --sentences
      parley align cable.txt --format html -o cable.html
    """
    with patience("reading"):
        left, right = _parts(doc, other)
    with patience("comparing"):
        from parley.record.align.comparing import compare_parts

        compared = compare_parts(left, right)
    title = doc.name if other is None else f"{doc.name} and {other.name}"
    deliver(output, _text(compared, output, title, sentences))


def _parts(doc: Path, other: Path | None) -> tuple[Part, Part]:
    from parley.record.align.comparing import parts_to_compare

    imported = _read(doc)
    if other is None:
        found = parts_to_compare(imported.documents)
        if found is None:
            raise Refused(
                f"{doc}: expected a document in two languages, got {_languages(imported)}",
                hint="name the file with the other language too: `parley align DOC OTHER`",
            )
        return found
    left = _one_part(doc, imported, "")
    right = _one_part(other, _read(other), left.language)
    return (replace(left, kind="transcript"), replace(right, kind="translation"))


def _read(path: Path) -> Imported:
    from parley.record.layouts.parsing import parse
    from parley.record.readers.reading import read_file

    reading = read_file(path)
    for note in reading.notes:
        tell(f"note: {path}: {note}")
    return parse(reading)


def _one_part(path: Path, imported: Imported, unlike: str) -> Part:
    """Return the first part of a file, if possible in another language than `unlike`."""
    parts = [part for one in imported.documents for part in one.parts if part.paragraphs]
    if not parts:
        raise Refused(
            f"{path}: expected text to compare, got none",
            hint="`parley import` shows what was read in the file",
        )
    return next((part for part in parts if part.language != unlike), parts[0])


def _languages(imported: Imported) -> str:
    found = [part.language for one in imported.documents for part in one.parts]
    return f"text in one language ({found[0]})" if found else "no text"


def _text(compared: Compared, output: Output, title: str, sentences: bool) -> str:
    from parley.record.align.differences import differences

    found = differences(compared)
    if output.format == "json":
        from parley.brief.alignments.data import comparison_as_data

        return as_json_text(comparison_as_data(compared, found))
    if output.format == "html":
        from parley.brief.alignments.page import render_alignment_html

        return render_alignment_html(compared, found, title=title, sentences=sentences)
    from parley.brief.alignments.terminal import render_alignment_terminal

    return render_alignment_terminal(
        compared, found, title=title, sentences=sentences, width=width(), color=in_color(output)
    )
