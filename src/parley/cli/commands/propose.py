"""`parley propose`: what the passages of a document may become, for a person to accept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli.layout import counted, heading, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.cli.reviewing import review
from parley.dossier.editing.accepting import (
    Draft,
    draft_text,
    drafts_of,
    into_dossier,
    joined,
)
from parley.dossier.editing.writing import EntryFaulty, append_entries
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.record.document import Imported
from parley.record.layouts.parsing import parse
from parley.record.propose import Passage, Stub, passages_of, propose
from parley.record.propose.model import ask_model
from parley.record.propose.passages import parts_in
from parley.record.propose.proposing import numbered_ids
from parley.record.readers.reading import read_file

__all__ = ["command"]

_ALL = "all"


@click.command("propose")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--part", metavar="LANG", default="", help="Only the part in this language.")
@click.option(
    "--into",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Review the stubs one by one, and add those accepted to this dossier.",
)
@click.option("--source", metavar="ID", help="The source of DOSSIER that FILE is.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="STUB",
    help="Add this stub, by its id, without a review; `all` for all. Can be repeated.",
)
@click.option("--at", metavar="TIME", help="When it was written [default: the document's date].")
@click.option("--by", metavar="PARTY", help="Who wrote it [default: by its author's name].")
@click.option(
    "--to", "addressee", metavar="PARTY", help="To whom [default: by its addressee's name]."
)
@click.option(
    "--with",
    "model",
    metavar="COMMAND",
    envvar="PARLEY_PROPOSE_WITH",
    show_envvar=True,
    help="Let this program of yours propose stubs too, such as a local language model.",
)
@output_options("terminal", "json", "yaml")
def command(file: Path, output: Output, **options: Any) -> None:
    """What the passages of FILE may become: agenda items, trades, fallbacks, questions, positions.

    Rules propose, in English and Russian; a person decides. With --into each stub is shown and
    takes one key: accept, edit, drop, back or quit. Nothing is written before the end, and then
    all at once. A program named by --with gets the passages as JSON on standard input and answers
    {"stubs": [{"kind": ..., "passage": ..., "quote": ...}]}; what it quotes must stand there.

    \b
    Examples:
      parley propose cable.txt --part en
      parley propose cable.txt --into talks --source cable-1
      parley propose cable.txt --into talks --accept trade:en/10.2
      parley propose cable.txt --with "my-model --json"
    """
    with patience("reading"):
        imported = parse(read_file(file))
    _check_part(imported, options["part"])
    with patience("looking for proposals"):
        stubs = _stubs(imported, options["part"], options["model"])
    if options["into"] is None:
        if options["accepted"]:
            raise Refused("--accept needs a dossier to write to", hint="name it with --into")
        deliver(output, _shown(stubs, imported, file, output.format))
        return
    _write(imported, stubs, options)


def _check_part(imported: Imported, language: str) -> None:
    parts = [part for document in imported.documents for _, part in parts_in(document)]
    known = list(dict.fromkeys(part.language for part in parts))
    if language and language not in known:
        raise Refused(
            f"the document has no part in '{language}'",
            hint=f"it has {', '.join(known)}" if known else "it has no text",
        )


def _stubs(imported: Imported, part: str, model: str | None) -> tuple[Stub, ...]:
    stubs: list[Stub] = []
    passages: list[Passage] = []
    for nth, document in enumerate(imported.documents, 1):
        before = "" if nth == 1 else f"document-{nth}:"
        stubs.extend(propose(document, imported.reading, part, before))
        if model:
            passages.extend(passages_of(document, imported.reading, part, before))
    if model:
        stubs.extend(ask_model(model, passages))
    return numbered_ids(stubs)


def _write(imported: Imported, stubs: Sequence[Stub], options: dict[str, Any]) -> None:
    """Add what is accepted to the dossier, all of it or nothing."""
    root: Path = options["into"]
    given = {"at": options["at"], "by": options["by"], "to": options["addressee"]}
    into = into_dossier(read_dossier(root), imported, options["source"], given)
    chosen = _chosen(stubs, options["accepted"])
    drafts = drafts_of(chosen, into)
    taken: Sequence[Draft] | None = drafts
    if not options["accepted"]:
        if not drafts:
            tell("nothing to propose was found")
            return
        if not _on_terminal():
            raise Refused("a review needs a terminal", hint="or say what to accept: --accept STUB")
        taken = review(drafts)
    if not taken:
        tell("nothing was written")
        return
    writing = joined(taken, into)
    try:
        places = append_entries(root, writing.entries, declare=writing.declare)
    except EntryFaulty:
        if not options["accepted"]:  # so that no answers are lost
            click.echo("\n".join(draft_text(one) for one in taken), nl=False)
        raise
    for section, things in writing.declare.items():
        for name in things:
            where = section if isinstance(section, str) else " of ".join(section[:0:-1])
            click.echo(f"dossier.yaml: {where}: {name}")
    for place, entry in zip(places, writing.entries, strict=True):
        click.echo(f"{place.file}:{place.line}: {entry['id']}")


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _chosen(stubs: Sequence[Stub], accepted: Sequence[str]) -> list[Stub]:
    known = {stub.id: stub for stub in stubs}
    unknown = [name for name in accepted if name not in known and name != _ALL]
    if unknown:
        meant = did_you_mean(unknown[0], known)
        raise Refused(
            f"there is no stub '{unknown[0]}'",
            hint=f"did you mean `{meant}`?" if meant else "`parley propose FILE` lists them",
        )
    if not accepted or _ALL in accepted:
        return list(stubs)
    return [stub for stub in stubs if stub.id in accepted]


def _shown(stubs: Sequence[Stub], imported: Imported, file: Path, kind: str) -> str:
    if kind == "terminal":
        return "\n".join(_lines(stubs))
    data = {
        "file": file.name,
        "digest": imported.reading.digest,
        "stubs": [_as_data(stub) for stub in stubs],
    }
    if kind == "json":
        return as_json_text(data)
    import yaml

    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def _as_data(stub: Stub) -> dict[str, Any]:
    return {
        "id": stub.id,
        "kind": stub.kind,
        "title": stub.title,
        "text": stub.text,
        "fields": dict(stub.fields),
        "passage": stub.passage,
        "places": [list(place) for place in stub.places],
        "rule": stub.rule,
        "why": stub.why,
        "source": stub.source,
    }


def _lines(stubs: Sequence[Stub]) -> Iterator[str]:
    if not stubs:
        yield "Nothing to propose was found."
    for stub in stubs:
        yield heading(stub.id)
        yield from wrapped(f"“{stub.text}”", 2)
        for name, value in stub.fields.items():
            yield from wrapped(f"{name}: {value}", 4, 6)
        by = "the model" if stub.source == "model" else stub.rule
        yield from wrapped(f"{by}: {stub.why}", 4, 6)
        yield ""
    if stubs:
        yield f"{counted(len(stubs), 'stub')}. Nothing is written before you accept it: see --into."
