"""`parley stability`: what holds when each side can still act, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.completing import complete_issue
from parley.cli.layout import width
from parley.cli.options import output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver, in_color, tell
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.kernel.errors import BadStatement, Refused
from parley.kernel.suggest import did_you_mean

if TYPE_CHECKING:
    from parley.brief.conflicts.beside import Beside
    from parley.brief.conflicts.study import Study, StudyOptions
    from parley.space.model import Model, Named

__all__ = ["command"]

_SEPARATORS = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of this command alone, as typed."""

    concepts: str | None
    coalitions: str | None
    start: str | None
    issues: tuple[str, ...]
    full: bool


@click.command("stability")
@click.argument("path", metavar="DOSSIER|FILE.gmcr", type=click.Path(path_type=Path))
@click.option(
    "--concepts",
    metavar="LIST",
    help="Which of R GMR SMR SEQ SSEQ SIM L2 L3 ... NM ST, with commas; the page explains each "
    "at its end [default: the first six].",
)
@click.option(
    "--coalitions",
    metavar="GROUPS",
    help="Also what groups can do together: `all`, or who acts as one: `us+them,third`.",
)
@click.option(
    "--from",
    "start",
    metavar="STATE",
    help="Where things stand, as a statement: `press = stopped and ...` [default: the dossier's].",
)
@click.option(
    "--issue",
    "issues",
    metavar="ISSUE",
    multiple=True,
    shell_complete=complete_issue,
    help="Analyse only these issues (repeat it) [default: those of `conflict`, else all].",
)
@click.option("--full", is_flag=True, help="Terminal: shorten nothing, as HTML does not.")
@reader_option
@output_options("terminal", "html", "json", "gmcr")
def command(path: Path, output: Output, **options: Any) -> None:
    """What holds when each side can still act, and why.

    For every outcome and party: would it leave, and could the others make it regret that? First
    the outcomes that hold for all, then who would leave which and what answers it, then how to
    get there from where things stand. It reads a DOSSIER, or a file of the program GMCR+.

    \b
    Examples:
      parley stability talks
      parley stability talks --concepts R,SEQ --coalitions all
      parley stability talks --from "press = stopped and talks = going_on"
      parley stability sanctions.gmcr --format html -o sanctions.html
    """
    asked = _Asked(**options)
    with patience("reading"):
        model, beside = _model(path, asked.issues)
    if output.format == "gmcr":
        _write_gmcr(model, output)
        return
    wanted = _options(model, asked)
    with patience("finding what holds"):
        from parley.brief.conflicts.study import study_of

        study = study_of(model, wanted)
    with patience("writing"):
        deliver(output, _text(study, beside, output, asked.full))


def _model(path: Path, issues: tuple[str, ...]) -> tuple[Model, Beside]:
    from parley.brief.conflicts.beside import Beside, beside_of

    if path.suffix.lower() == ".gmcr":
        from parley.interop.gmcr import read_gmcr

        if issues:
            raise click.UsageError("--issue chooses among the issues of a dossier, not of a file")
        return read_gmcr(path), Beside()
    from parley.space.from_dossier import model_of

    dossier = read_for_viewing(path)
    errors = sum(one.severity == "error" for one in dossier.faults)
    if errors:
        tell(
            f"note: {errors} faults of the dossier were passed over; "
            f"`parley check {path}` lists them"
        )
    model = model_of(dossier, issues)
    return model, beside_of(dossier, model)


def _options(model: Model, asked: _Asked) -> StudyOptions:
    from parley.brief.conflicts.study import StudyOptions

    concepts, coalitions = asked.concepts, asked.coalitions
    return StudyOptions(
        _concepts(concepts) if concepts is not None else StudyOptions().concepts,
        _blocks(model, coalitions) if coalitions is not None else None,
        _start(model, asked.start) if asked.start is not None else None,
    )


def _concepts(text: str) -> tuple[str, ...]:
    from parley.conflict.analysis import ALL_CONCEPTS, known_concept

    by_fold = {one.casefold(): one for one in ALL_CONCEPTS} | {"nash": "R"}
    names = [by_fold.get(one.casefold(), one.upper()) for one in _SEPARATORS.split(text) if one]
    unknown = [name for name in names if not known_concept(name)]
    if unknown or not names:
        got = ", ".join(unknown) or "none"
        raise click.UsageError(
            f"--concepts: expected some of {' '.join(ALL_CONCEPTS)} (or L with a number of moves), "
            f"got {got}"
        )
    return tuple(dict.fromkeys(names))


def _blocks(model: Model, text: str) -> tuple[tuple[str, ...], ...]:
    if text.strip().casefold() == "all":
        return ()
    blocks = [[name for name in re.split(r"[+\s]+", block) if name] for block in text.split(",")]
    named = [name for block in blocks for name in block]
    for name in named:
        if name not in model.parties:
            meant = did_you_mean(name, model.parties)
            hint = f"did you mean `{meant}`?" if meant else f"known: {', '.join(model.parties)}"
            raise click.UsageError(f"--coalitions: no party `{name}` in this conflict; {hint}")
        if named.count(name) > 1:
            raise click.UsageError(f"--coalitions: expected every party once, got `{name}` twice")
    rest = [[name] for name in model.parties if name not in named]
    return tuple(tuple(block) for block in [*blocks, *rest] if block)


def _start(model: Model, text: str) -> Named:
    from parley.dossier.language.statements import parse
    from parley.space.model import Named

    try:
        return Named(text, parse(text, model.issues))
    except BadStatement as error:
        raise Refused(
            f"--from, column {error.column}: {error.message}",
            hint=error.hint or f"the issues analysed are {', '.join(model.issues)}",
        ) from None


def _write_gmcr(model: Model, output: Output) -> None:
    from parley.interop.gmcr import losses_of, write_gmcr

    text = write_gmcr(model)
    for loss in losses_of(model):
        tell(f"note: {loss}")
    deliver(output, text)


def _text(study: Study, beside: Beside, output: Output, full: bool) -> str:
    if output.format == "json":
        from parley.brief.conflicts.data import study_as_data
        from parley.brief.conflicts.words import explained

        return as_json_text(study_as_data(study, explained))
    from parley.brief.conflicts.page import render_conflict_html, render_conflict_terminal

    if output.format == "html":
        return render_conflict_html(study, beside)
    return render_conflict_terminal(
        study, width=width(), color=in_color(output), full=full, beside=beside
    )
