"""`parley check`: everything wrong with a dossier, with its proof."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from parley.cli.findings_text import (
    SEVERITIES,
    count_line,
    findings_lines,
    scope_line,
    waived_lines,
)
from parley.cli.layout import wrapped
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.cli.sarif import sarif
from parley.cli.statuses import FOUND, UNUSABLE
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, Viewpoint, instant, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.files.folder import dossier_root
from parley.dossier.files.watching import changes
from parley.kernel.errors import ParleyError
from parley.kernel.findings import as_json
from parley.kernel.times import Span, iso
from parley.mandate.explaining import explanations
from parley.mandate.running import Report, Waived, check_dossier

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The options of this command alone."""

    new_since: str | None
    severity: str
    show_waived: bool
    watch: bool


@click.command("check")
@dossier_argument
@view_options()
@reader_option
@click.option(
    "--new-since",
    metavar="TIME",
    help="Only what was not yet found when looking as of TIME.",
)
@click.option(
    "--severity",
    type=click.Choice(list(reversed(SEVERITIES))),
    default="note",
    show_default=True,
    help="Show only findings at least this severe; the exit status does not change.",
)
@click.option("--show-waived", is_flag=True, help="Also show what was set aside, and why.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@output_options("terminal", "json", "sarif")
def command(path: Path, asked: Asked, output: Output, **options: Any) -> None:
    """Everything wrong with a DOSSIER, with its proof and how to mend it.

    Faults of reading and the findings of all checks come out in one run. Exits with 1 when an
    error is among them, else with 0. `parley explain CODE` tells more of a code.

    \b
    Examples:
      parley check talks
      parley check talks --for us --as-of 1951-07-14T12:00Z
      parley check talks --for us --new-since 1951-07-13 --severity error
      parley check talks --format sarif -o findings.sarif
    """
    wanted = _Wanted(**options)
    run = _watch if wanted.watch else _once
    click.get_current_context().exit(run(path, asked, output, wanted))


def _watch(path: Path, asked: Asked, output: Output, wanted: _Wanted) -> int:
    """Check until Ctrl-C, which is how it is meant to end: with the last check's status."""
    root = dossier_root(path)
    status = 0
    try:
        for turn, _ in enumerate(changes(root)):
            if sys.stdout.isatty():
                click.clear()
            elif turn:
                tell("a file changed; checked again:")
            try:
                status = _once(path, asked, output, wanted)
            except ParleyError as error:  # a file half written: it will change again
                tell(f"error: {error}")
                status = UNUSABLE
    except KeyboardInterrupt:
        tell("")
    return status


def _once(path: Path, asked: Asked, output: Output, wanted: _Wanted) -> int:
    with patience("checking"):
        dossier = read_for_viewing(path)
        seen = viewpoint(dossier, asked)
        report = _report(dossier, seen, wanted)
        failed = any(one.severity == "error" for one in report.findings)
        report = _shown(report, wanted)
        text = _text(dossier, seen, report, wanted, output.format)
    deliver(output, text)
    return FOUND if failed else 0


def _report(dossier: Dossier, seen: Viewpoint, wanted: _Wanted) -> Report:
    report = check_dossier(dossier, seen.party, seen.as_of, seen.known_as_of)
    if wanted.new_since is None:
        return report
    before = instant(wanted.new_since, dossier.declared.zone, "--new-since")
    earlier = check_dossier(dossier, seen.party, before, min(before, seen.known_as_of))
    old = {one.address for one in earlier.findings}
    return Report(tuple(one for one in report.findings if one.address not in old), report.waived)


def _shown(report: Report, wanted: _Wanted) -> Report:
    kept = SEVERITIES[: SEVERITIES.index(wanted.severity) + 1]
    return Report(
        tuple(one for one in report.findings if one.severity in kept),
        tuple(one for one in report.waived if one.finding.severity in kept),
    )


def _text(dossier: Dossier, seen: Viewpoint, report: Report, wanted: _Wanted, form: str) -> str:
    if form == "sarif":
        return as_json_text(sarif(dossier, report, explanations()))
    if form == "json":
        return as_json_text(_data(dossier, seen, report))
    lines = [*wrapped(scope_line(dossier, seen)), "", *findings_lines(report.findings)]
    if wanted.show_waived and report.waived:
        lines.extend(waived_lines(report.waived))
    lines.append(count_line(report.findings, len(report.waived)))
    return "\n".join(lines)


def _data(dossier: Dossier, seen: Viewpoint, report: Report) -> dict[str, object]:
    return {
        "findings": [as_json(one) for one in report.findings],
        "waived": [_waived(one) for one in report.waived],
        "dossier": dossier.declared.id,
        "party": seen.party,
        "as_of": iso(Span(seen.as_of, seen.as_of)),
        "known_as_of": iso(Span(seen.known_as_of, seen.known_as_of)),
    }


def _waived(one: Waived) -> dict[str, object]:
    waiver = one.waiver
    return {
        **as_json(one.finding),
        "waiver": {
            "entry": waiver.id,
            "by": list(waiver.by),
            "reason": waiver.reason,
            "until": waiver.until,
        },
    }
