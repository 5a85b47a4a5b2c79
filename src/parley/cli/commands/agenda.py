"""`parley agenda`: what an agenda opens, and what that is worth to each party."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.completing import complete_agenda, complete_agenda_item
from parley.cli.layout import width
from parley.cli.options import dossier_argument, output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver, in_color, tell
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.kernel.errors import Refused

if TYPE_CHECKING:
    from parley.brief.agenda_worth.study import Study, StudyOptions
    from parley.dossier.dossier import Dossier

__all__ = ["command"]

_MEASURES = (
    "nash",
    "kalai",
    "kalai_smorodinsky",
    "utilitarian",
    "leximin",
    "lowest",
    "highest",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of this command alone, as typed."""

    items: tuple[str, ...]
    base: str
    measure: str
    draws: int
    seed: int
    full: bool


@click.command("agenda")
@dossier_argument
@click.option(
    "--item",
    "items",
    metavar="ITEM",
    multiple=True,
    shell_complete=complete_agenda_item,
    help="Set the wordings of this item against one another; given twice: with and without the "
    "second item [default: those that a trade links, else those that matter most].",
)
@click.option(
    "--base",
    metavar="DRAFT|WORDINGS",
    default="",
    shell_complete=complete_agenda,
    help="What each change is held against: the letter or entry of a draft, or "
    "`item=wording,item=wording` [default: what was adopted, else the last draft].",
)
@click.option(
    "--measure",
    type=click.Choice(_MEASURES),
    default="nash",
    show_default=True,
    help="By what an agenda is valued: a fair point, or an end of the range of settlements.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 100_000),
    default=100,
    show_default=True,
    metavar="N",
    help="Draw weights that are intervals so many times; 0: not at all.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="Which weights are drawn; the same number draws the same ones again.",
)
@click.option("--full", is_flag=True, help="Terminal: shorten nothing, as HTML does not.")
@reader_option
@output_options("terminal", "html", "json")
def command(path: Path, output: Output, **options: Any) -> None:
    """What an agenda opens, and what that is worth to each party.

    The drafts of the log side by side: what each lets the parties raise, and what the talks would
    then give each of them. Then every wording of every item against the others, the agendas that
    each party should fear and wish for, and how far guessed weights carry it. It needs weights,
    and the section `bargaining` of dossier.yaml.

    \b
    Examples:
      parley agenda talks
      parley agenda talks --item line --item troops --base tabled-on-monday
      parley agenda talks --base "line=general,troops=withdrawal" --draws 400
      parley agenda talks --format html -o agenda.html
    """
    asked = _Asked(**options)
    if len(asked.items) > 2:
        raise click.UsageError(
            f"--item: expected at most two items, got {len(asked.items)}: one that is reworded, "
            "and one that is there or not"
        )

    with patience("reading"):
        dossier = read_for_viewing(path)
    errors = sum(one.severity == "error" for one in dossier.faults)
    if errors:
        tell(
            f"note: {errors} faults of the dossier were passed over; "
            f"`parley check {path}` lists them"
        )
    with patience("valuing agendas"):
        study = _study(dossier, _options(asked))
        text = _text(study, dossier, output, asked.full)
    deliver(output, text)


def _options(asked: _Asked) -> StudyOptions:
    from typing import cast

    from parley.bargaining.agenda_value import Measure
    from parley.brief.agenda_worth.study import StudyOptions

    item, other = (*asked.items, "", "")[:2]
    measure = cast("Measure", asked.measure)
    return StudyOptions(item, other, asked.base.strip(), measure, asked.draws, asked.seed)


def _study(dossier: Dossier, options: StudyOptions) -> Study:
    if dossier.declared.bargaining is None:
        raise Refused(
            "dossier.yaml: expected a section `bargaining`, got none: nothing says what is "
            "bargained over",
            hint="say under `bargaining` which `issues` are in question, where things stand "
            "(`status_quo`), and what each side wants by how much (`preferences`, with `weights`)",
        )
    from parley.brief.agenda_worth.drafted import drafts_of_log
    from parley.brief.agenda_worth.study import study_of
    from parley.brief.agenda_worth.traded import traded_items
    from parley.space.from_dossier import model_of
    from parley.space.openings import agenda_items

    model = model_of(dossier, part="bargaining")
    items = agenda_items(dossier, model)
    options = replace(options, traded=traded_items(dossier, dossier.entries, items))
    return study_of(model, items, drafts_of_log(dossier), options)


def _text(study: Study, dossier: Dossier, output: Output, full: bool) -> str:
    declared = dossier.declared
    if output.format == "json":
        from parley.brief.agenda_worth.data import study_as_data

        return as_json_text(study_as_data(study, declared.id))
    from parley.brief.agenda_worth.page import render_agenda_html, render_agenda_terminal

    if output.format == "html":
        return render_agenda_html(study, declared.title, declared.fiction)
    return render_agenda_terminal(
        study,
        declared.title,
        width=width(),
        color=in_color(output),
        full=full,
        fiction=declared.fiction,
    )
