"""`parley cable release`: give a draft its number and seal its copies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from parley.cables.clerk import Clerk, directory_in, member_of
from parley.cables.ledger.reading import last_number, reading
from parley.cables.messages.draft import Draft, copies_of
from parley.cables.messages.draft_files import read_draft
from parley.cables.steps.release import Issued, enter_draft, release, released_as
from parley.cli.cable_desk import desk, dossier_of
from parley.cli.cable_drafts import read_file
from parley.cli.cable_options import AtOffice, desk_options
from parley.cli.cable_text import moment, zones_of
from parley.cli.layout import heading, labelled, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("release")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask whether it is to go out.")
@click.option(
    "--again", is_flag=True, help="Release one that was released before, as another cable."
)
@desk_options
@output_options("terminal", "json")
def command(file: Path, yes: bool, again: bool, at: AtOffice, output: Output) -> None:
    """Release the draft in FILE: it gets the next number of its series, and becomes final.

    First it is shown what goes out, and to whom. Each copy is sealed to its holder, who alone can
    open it; nothing leaves before `parley cable send`. A released cable cannot be changed; what is
    wrong with it is mended by a correction, a cancellation or a supersession, which are cables of
    their own. A draft that was released is not released twice by mistake: see --again.

    \b
    Examples:
      parley cable release plan.yaml
      parley cable release plan.yaml --yes --as mao
    """
    with desk(at) as clerk:
        limits = tuple(clerk.office.limits)
        draft = read_draft(read_file(file), str(file), zone=clerk.office.zone, precedences=limits)
        _require_holders(clerk, draft)
        if not again:
            _require_new(clerk, file, draft)
        if not yes or output.format != "json":
            _show(clerk, draft)
        if not yes:
            _ask()
        name = file.stem
        enter_draft(clerk, name, draft)
        issued = release(clerk, draft, name, again=again)
        zones = zones_of(clerk.office, dossier_of(clerk.office), *draft.action, *draft.info)
    if output.format == "json":
        deliver(output, as_json_text(_data(issued)))
    else:
        deliver(output, "\n".join(_lines(issued, zones)))
        tell("next: parley cable send --out FOLDER, or --server URL")


def _ask() -> None:
    if not sys.stdin.isatty():
        raise Refused(
            "there is no terminal to ask on whether it is to go out",
            hint="nothing was released; add --yes",
        )
    if not click.confirm("Release it?", err=True):
        raise click.Abort


def _require_holders(clerk: Clerk, draft: Draft) -> None:
    """Refuse a copy for somebody who is not enrolled, before anybody is asked."""
    with reading(clerk.ledger) as now:
        directory = directory_in(now)
    for one in copies_of(draft):
        member_of(directory, one.holder)


def _require_new(clerk: Clerk, file: Path, draft: Draft) -> None:
    """Refuse a draft that was released as it is, before anybody is asked."""
    with reading(clerk.ledger) as now:
        before = released_as(now, file.stem, draft)
    if before is not None:
        raise Refused(
            f"{file} was released as {before}, word for word",
            hint="nothing was released; add --again to release a second cable that says the same",
        )


def _show(clerk: Clerk, draft: Draft) -> None:
    with reading(clerk.ledger) as now:
        number = last_number(now, draft.series) + 1
    rows = [
        ("from", draft.sender + ("" if clerk.post == draft.sender else f", by {clerk.post}")),
        ("to", ", ".join(draft.action)),
        ("for information", ", ".join(draft.info)),
        ("precedence", draft.precedence),
        ("about", draft.about or ""),
        ("subject", draft.subject),
        ("questions", ", ".join(one.id for one in draft.questions)),
        ("answers", ", ".join(f"{one.question}: {one.answer}" for one in draft.answers)),
        ("answer due", draft.due or ""),
        ("back by", draft.return_by or ""),
    ]
    rows += [
        (f"copy {at}", f"{one.holder}{', to file' if one.file else ''}")
        for at, one in enumerate(copies_of(draft), 1)
    ]
    tell(heading(f"{draft.kind} {draft.series}/{number}, if nobody is quicker"))
    tell("\n".join(labelled([row for row in rows if row[1]])))
    tell("")


def _lines(issued: Issued, zones: tuple[str, ...]) -> list[str]:
    released, at = issued.released, issued.entered.event.at
    lines = [heading(f"released {released.cable}"), f"  {moment(at, zones)}"]
    for one in released.copies:
        lines += wrapped(f"copy {one.copy}: {one.holder}{', to file' if one.file else ''}", 2)
    if released.return_by is not None:
        lines += wrapped(f"subject to return by {moment(released.return_by, zones)}", 2)
    if released.due is not None:
        lines += wrapped(f"answer due {moment(released.due, zones)}", 2)
    return lines


def _data(issued: Issued) -> dict[str, Any]:
    released = issued.released
    return {
        "cable": released.cable,
        "series": released.series,
        "number": released.number,
        "at": issued.entered.event.at,
        "by": issued.entered.event.by,
        "copies": [
            {"copy": one.copy, "holder": one.holder, "file": one.file} for one in released.copies
        ],
        "due": released.due,
        "return_by": released.return_by,
        "limit_action": released.limit_action,
        "limit_info": released.limit_info,
    }
