"""`parley cable reply`: draft the answer to a cable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cables.clerk import directory_in
from parley.cables.ledger.reading import reading
from parley.cables.messages.drafting import reply_text, reply_to, series_of
from parley.cables.steps.open_copy import open_copy
from parley.cables.steps.release import enter_draft
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_drafts import save
from parley.cli.cable_options import AtOffice, cable_argument, complete_series, desk_options
from parley.cli.output import tell
from parley.kernel.errors import Refused

__all__ = ["command"]

#: The answers that need no more words.
_WORDS = ("yes", "no", "discretion", "deferred")


@click.command("reply")
@cable_argument
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The draft.",
)
@click.option(
    "--series",
    metavar="NAME",
    shell_complete=complete_series,
    help="Where it gets its number  [default: the only one of the post].",
)
@click.option(
    "--answer",
    "answers",
    metavar="ID=WORD",
    multiple=True,
    help="yes, no, discretion or deferred to a question; those without one are left out.",
)
@click.option("--all", "whole", is_flag=True, help="Also questions that were answered before.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@desk_options
def command(cable: str, file: Path, series: str | None, at: AtOffice, **options: Any) -> None:
    """Draft the answer to a CABLE: each of its questions, with its answer left to be written.

    Each answer is bound to its question, so that it cannot be taken for an answer to another. A
    question that you delete stays open.

    \b
    Examples:
      parley cable reply G/1675 -o answer.yaml
      parley cable reply G/1675 -o answer.yaml --answer agenda=yes
    """
    given = _given(options["answers"])
    if file.exists() and not options["force"]:
        raise Refused(f"{file} is there already", hint="name another file, or add --force")
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
            named = series_of(directory_in(now), clerk.post, series)
        found = open_copy(clerk, name)
        answered = () if options["whole"] or given else tuple(found.cable.answers)
        draft = reply_to(found.message, clerk.post, named, answered, given)
        save(file, reply_text(draft, found.message))
        enter_draft(clerk, file.stem, draft)
    todo = "look it over" if given else "write the answers"
    tell(f"wrote {file}: {todo}, then: parley cable release {file}")


def _given(answers: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for one in answers:
        name, _, word = one.partition("=")
        if word not in _WORDS:
            raise click.UsageError(
                f"--answer: expected ID=WORD with one of {', '.join(_WORDS)}, got '{one}'; other "
                "answers are written in the draft"
            )
        given[name] = word
    return given
