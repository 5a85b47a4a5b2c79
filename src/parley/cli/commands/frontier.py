"""`parley frontier`: what all could accept: efficient outcomes, and fair points among them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.completing import complete_issue
from parley.cli.layout import width
from parley.cli.options import output_options, reader_option
from parley.cli.output import Output, as_json_text, deliver, in_color, tell
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.dossier.files.folder import DECLARATIONS
from parley.kernel.errors import BadStatement, Refused
from parley.kernel.suggest import did_you_mean

if TYPE_CHECKING:
    from parley.brief.settlements.beside import Beside
    from parley.brief.settlements.study import Study
    from parley.dossier.dossier import Dossier
    from parley.interop.scenarios import Scale
    from parley.space.model import Model
    from parley.space.packages import Package

__all__ = ["command"]

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_STATUS_QUO, _OFFER = "status-quo", "offer:"
_DEFAULT_MEMORY = 1 << 30  # where the system does not say how much is free


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of this command alone, as typed."""

    scale: Scale
    steps: int | None
    issues: tuple[str, ...]
    no_agreement: tuple[str, ...]
    time: str
    memory: str | None
    full: bool
    start: str | None
    most_issues: int | None


@click.command("frontier")
@click.argument("path", metavar="DOSSIER|SCENARIO", type=click.Path(path_type=Path))
@click.option(
    "--issue",
    "issues",
    metavar="ISSUE",
    multiple=True,
    shell_complete=complete_issue,
    help="Bargain over these issues only (repeat it) [default: those of `bargaining`, else all].",
)
@click.option(
    "--no-agreement",
    "no_agreement",
    metavar="PARTY=NUMBER",
    multiple=True,
    help="What no agreement is worth to a party (repeat it) [default: as in the dossier].",
)
@click.option(
    "--time",
    default="0",
    metavar="SHARE",
    help="How much of the time for the talks is gone, 0 to 1: worth falls by each discount.",
)
@click.option(
    "--scale",
    type=click.Choice(["genius", "raw"]),
    default="genius",
    show_default=True,
    help="GENIUS files: as GENIUS counts, or nothing divided by a maximum.",
)
@click.option(
    "--steps",
    type=click.IntRange(2, 10_000),
    metavar="N",
    help="How many points of an issue of real numbers to take.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    help="Room for sets of points, such as 500M or 2G; what does not fit is thinned, and how "
    "much that can miss is told [default: a quarter of what is free].",
)
@click.option(
    "--from",
    "start",
    metavar="PACKAGE",
    help="Also exchanges from this package: a statement such as `fee = 10` (what it does not name "
    "stays at the dossier's status quo), `status-quo`, or `offer:ENTRY` for a proposal of the log.",
)
@click.option(
    "--most-issues",
    "most_issues",
    type=click.IntRange(1, 3),
    metavar="N",
    help="With --from: how many issues may change at once, 1 to 3 [default: 2].",
)
@click.option("--full", is_flag=True, help="Terminal: show as much as HTML does.")
@reader_option
@output_options("terminal", "html", "json")
def command(path: Path, output: Output, **options: Any) -> None:
    """What all could accept: the efficient outcomes, and fair points among them.

    An outcome is efficient where no other is better for somebody and worse for nobody. Among
    those that leave nobody below no agreement, five definitions of fairness choose one each.
    It says what the trades and fallbacks of the log can come to, and with --from, which changes
    of a package would hurt nobody and help somebody.
    It reads a DOSSIER, or a SCENARIO of GENIUS, GeniusWeb or NegMAS.

    \b
    Examples:
      parley frontier talks
      parley frontier talks --no-agreement us=0.4 --issue line --issue troops
      parley frontier talks --from status-quo
      parley frontier talks --from "line = here and tax = 5" --most-issues 3
      parley frontier laptop --scale raw --format json
      parley frontier talks --format html -o talks.html
    """
    asked = _Asked(**options)
    time, memory = _share(asked.time), _memory(asked.memory)
    if asked.most_issues is not None and asked.start is None:
        raise click.UsageError("--most-issues is about the exchanges from a package: give --from")
    with patience("reading"):
        dossier, model, beside, scale = _model(path, asked)
    model, beside = _stated(model, beside, asked.no_agreement)
    package = None if asked.start is None else _package(dossier, model, asked.start)
    with patience("finding the efficient outcomes"):
        from parley.bargaining.frontier import most_points_in
        from parley.brief.settlements.study import StudyOptions, study_of

        most = most_points_in(memory, max(len(model.parties), 1))
        study = study_of(model, StudyOptions(time, most, scale=scale))
    if dossier is not None:
        with patience("judging trades and fallbacks"):
            from parley.brief.settlements.log_trades import judge_log

            study = replace(study, trades=judge_log(dossier, model, study.found))
    if package is not None:
        with patience("looking for exchanges"):
            from parley.brief.settlements.from_package import study_package

            most_issues = asked.most_issues or 2
            found = study_package(study.network, study.found, package, most_issues)
            study = replace(study, package=found)
    with patience("writing"):
        deliver(output, _text(study, beside, output, asked.full))


def _model(path: Path, asked: _Asked) -> tuple[Dossier | None, Model, Beside, str]:
    from parley.brief.settlements.beside import Beside, beside_of

    if path.name != DECLARATIONS and not (path / DECLARATIONS).is_file():
        from parley.interop.scenarios import format_of, read_scenario

        if asked.issues:
            raise click.UsageError("--issue chooses among the issues of a dossier, not of a file")
        scale = asked.scale if format_of(path) == "genius" else "file"
        return None, read_scenario(path, asked.scale, asked.steps), Beside(), scale
    from parley.space.from_dossier import model_of

    dossier = read_for_viewing(path)
    _require_feasible(dossier)
    errors = sum(one.severity == "error" for one in dossier.faults)
    if errors:
        tell(
            f"note: {errors} faults of the dossier were passed over; "
            f"`parley check {path}` lists them"
        )
    model = model_of(dossier, asked.issues, part="bargaining")
    return dossier, model, beside_of(dossier), "dossier"


def _package(dossier: Dossier | None, model: Model, text: str) -> Package:
    """The package asked for: where things stand, an offer of the log, or a statement."""
    from parley.dossier.language.statements import parse
    from parley.space.packages import package_from, package_of_offer, package_of_status_quo

    word = text.strip()
    if word == _STATUS_QUO:
        return package_of_status_quo(model)
    if word.startswith(_OFFER):
        if dossier is None:
            raise click.UsageError("--from: only a dossier has a log with offers")
        return package_of_offer(dossier, model, word.removeprefix(_OFFER).strip())
    try:
        return package_from(model, parse(text, model.issues), "the package given")
    except BadStatement as error:
        raise Refused(
            f"--from, column {error.column}: {error.message}",
            hint=error.hint or f"the issues bargained over are {', '.join(model.issues)}",
        ) from None


def _require_feasible(dossier: Dossier) -> None:
    """Refuse a dossier whose feasibility statements the reader had to leave out: they clash."""
    for fault in dossier.faults:
        if fault.code == "infeasible":
            raise Refused(
                f"{dossier.declared.id}: expected some feasible outcome, got none: {fault.message}",
                hint=fault.hint,
            )


def _stated(model: Model, beside: Beside, texts: tuple[str, ...]) -> tuple[Model, Beside]:
    """The model with what was said of no agreement on the command line."""
    from parley.brief.settlements.beside import with_stated
    from parley.space.model import Priorities, Ranking

    found: dict[str, Fraction] = {}
    for text in texts:
        party, sign, number = text.rpartition("=")
        if not sign:
            raise click.UsageError(
                f"--no-agreement: expected PARTY=NUMBER, got `{text}`; "
                f"write such as {next(iter(model.parties), 'us')}=0.4"
            )
        if party not in model.parties:
            meant = did_you_mean(party, model.parties)
            hint = f"did you mean `{meant}`?" if meant else f"known: {', '.join(model.parties)}"
            raise click.UsageError(
                f"--no-agreement: expected PARTY=NUMBER, got no party `{party}` here; {hint}"
            )
        if isinstance(model.preferences.get(party), Priorities | Ranking):
            raise click.UsageError(
                f"--no-agreement: only the order of the wishes of {party} is known, so that no "
                "number can be put among them"
            )
        found[party] = _number("--no-agreement", number)
    stated = {**model.no_agreement, **found}
    return replace(model, no_agreement=stated), with_stated(beside, found)


def _number(option: str, text: str) -> Fraction:
    try:
        value = float(text)
        if math.isfinite(value):
            return Fraction(text.strip())
    except ValueError:
        pass
    raise click.UsageError(f"{option}: expected a number, got `{text}`")


def _share(text: str) -> Fraction:
    share = _number("--time", text)
    if not 0 <= share <= 1:
        raise click.UsageError(f"--time: expected a share from 0 to 1, got {text}")
    return share


def _memory(text: str | None) -> int:
    if text is None:
        from parley.space.limits import free_memory

        free = free_memory()
        return free // 4 if free is not None else _DEFAULT_MEMORY
    size = _SIZE.fullmatch(text.strip())
    if size is None:
        raise click.UsageError(f"--memory: expected a size such as 500M or 2G, got `{text}`")
    return int(float(size[1]) * 1024 ** _POWERS[size[2].upper()])


def _text(study: Study, beside: Beside, output: Output, full: bool) -> str:
    if output.format == "json":
        from parley.brief.settlements.data import study_as_data

        return as_json_text(study_as_data(study))
    from parley.brief.settlements.page import (
        render_settlements_html,
        render_settlements_terminal,
    )

    if output.format == "html":
        return render_settlements_html(study, beside)
    return render_settlements_terminal(
        study, width=width(), color=in_color(output), full=full, beside=beside
    )
