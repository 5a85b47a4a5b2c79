"""`parley diff`: what changed between two times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from parley.brief.cards.card import Row, listed
from parley.brief.cards.entries import as_data
from parley.cli.findings_text import finding_lines
from parley.cli.layout import heading, labelled, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, Viewpoint, instant, shown, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import show
from parley.kernel.errors import ParleyError
from parley.kernel.findings import as_json
from parley.kernel.times import Span, iso
from parley.mandate.case import make_case, sides
from parley.mandate.differences import Changed, Differences, Ended, Position, differences
from parley.mandate.orders import Order

__all__ = ["command"]


@click.command("diff")
@dossier_argument
@click.option(
    "--from",
    "since",
    metavar="TIME",
    required=True,
    help="The earlier time: what was known then of what had happened by then.",
)
@click.option("--to", "until", metavar="TIME", help="The later time [default: now].")
@view_options(times=False)
@reader_option
@output_options("terminal", "json")
def command(path: Path, since: str, until: str | None, asked: Asked, output: Output) -> None:
    """What changed in a DOSSIER between two times.

    New entries, orders that began or ended, trades, fallbacks and questions whose state changed,
    positions that moved, findings that appeared or went away. Without --for, for each side.

    \b
    Examples:
      parley diff talks --from 1951-07-13 --to 1951-07-20 --for us
      parley diff talks --from 1951-07-13 --format json
    """
    with patience("comparing"):
        dossier = read_for_viewing(path)
        seen = viewpoint(dossier, replace(asked, as_of=until))
        earlier = instant(since, asked.zone or dossier.declared.zone, "--from")
        if earlier > seen.as_of:
            raise ParleyError(
                f"expected --from to be before --to, got {shown(earlier, seen.zone)} and "
                f"{shown(seen.as_of, seen.zone)}",
                hint="exchange the two",
            )
        changed = {
            name: differences(
                make_case(dossier, name, earlier), make_case(dossier, name, seen.as_of)
            )
            for name in ((seen.party,) if seen.party is not None else sides(dossier))
        }
    if output.format == "json":
        deliver(output, as_json_text(_data(dossier, earlier, seen, changed)))
        return
    times = f"from {shown(earlier, seen.zone)} to {shown(seen.as_of, seen.zone)}"
    lines = wrapped(f"{dossier.declared.id}: {times}; times in {seen.zone}")
    for name, found in changed.items():
        lines.extend(
            ("", heading(f"For {name}"), *_lines(dossier, found, replace(seen, party=name)))
        )
    deliver(output, "\n".join(lines))


def _lines(dossier: Dossier, found: Differences, seen: Viewpoint) -> list[str]:
    parts: tuple[tuple[str, Iterable[Row]], ...] = (
        ("New entries", listed(dossier, (one.id for one in found.entries), seen)),
        ("Orders begun", (_order(dossier, one) for one in found.begun)),
        ("Orders ended", (_ended(dossier, one) for one in found.ended)),
        ("Trades", map(_state, found.trades)),
        ("Fallbacks", map(_state, found.fallbacks)),
        ("Questions", map(_state, found.questions)),
        ("Positions", _positions(found.positions, seen.party or "own")),
    )
    lines: list[str] = []
    for title, rows in parts:
        body = labelled(rows)
        if body:
            lines.extend(("", heading(title), *body))
    for title, findings in (("New findings", found.found), ("Findings gone", found.gone)):
        if findings:
            lines.extend(("", heading(title)))
            for finding in findings:
                lines.extend(("", *finding_lines(finding)))
    return lines or ["", "  nothing changed"]


def _order(dossier: Dossier, order: Order) -> Row:
    said = show(order.says, dossier.domains)
    if order.condition is not None:
        said += f" if {show(order.condition, dossier.domains)}"
    return order.entry, f"{order.mode}: {said} (by {', '.join(order.by)})"


def _ended(dossier: Dossier, ended: Ended) -> Row:
    name, text = _order(dossier, ended.order)
    return name, f"{text}; " + (f"ended by {ended.by}" if ended.by else "its time ran out")


def _state(changed: Changed) -> Row:
    return changed.name, f"{changed.before or '(new)'} -> {changed.after or '(no longer)'}"


def _positions(found: Sequence[Position], party: str) -> Iterable[Row]:
    """Positions as rows; what the party holds only because it is agreed is not told twice."""
    agreed = {(one.issue, one.before, one.after) for one in found if one.holder == "agreed"}
    for one in found:
        if one.holder == "own" and (one.issue, one.before, one.after) in agreed:
            continue
        before, after = "; ".join(one.before) or "nothing", "; ".join(one.after) or "nothing"
        holder = party if one.holder == "own" else one.holder
        yield f"{one.issue}, {holder}", f"{before} -> {after} ({', '.join(one.entries)})"


def _data(
    dossier: Dossier, earlier: int, seen: Viewpoint, changed: dict[str, Differences]
) -> dict[str, Any]:
    return {
        "dossier": dossier.declared.id,
        "from": iso(Span(earlier, earlier)),
        "to": iso(Span(seen.as_of, seen.as_of)),
        "parties": {
            name: {
                "entries": as_data(dossier, found.entries, replace(seen, party=name)),
                "orders_begun": [_order_data(dossier, one) for one in found.begun],
                "orders_ended": [
                    {**_order_data(dossier, one.order), "ended_by": one.by} for one in found.ended
                ],
                "trades": [_state_data(one) for one in found.trades],
                "fallbacks": [_state_data(one) for one in found.fallbacks],
                "questions": [_state_data(one) for one in found.questions],
                "positions": [
                    {
                        "issue": one.issue,
                        "holder": one.holder,
                        "before": list(one.before),
                        "after": list(one.after),
                        "entries": list(one.entries),
                    }
                    for one in found.positions
                ],
                "findings_new": [as_json(one) for one in found.found],
                "findings_gone": [as_json(one) for one in found.gone],
            }
            for name, found in changed.items()
        },
    }


def _order_data(dossier: Dossier, order: Order) -> dict[str, Any]:
    domains = dossier.domains
    return {
        "entry": order.entry,
        "mode": order.mode,
        "says": show(order.says, domains),
        "if": show(order.condition, domains) if order.condition is not None else None,
        "by": list(order.by),
    }


def _state_data(changed: Changed) -> dict[str, Any]:
    return {"id": changed.name, "before": changed.before, "after": changed.after}
