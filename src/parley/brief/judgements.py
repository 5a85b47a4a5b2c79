"""Assessments: motives read into others, and forecasts with how they came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parley.brief.blocks import Block, Line, Paragraph, Run, Table, cited, line
from parley.brief.desk import Desk, cite, entry_when, names, said, when
from parley.brief.model import Cite, Header
from parley.dossier.dossier import formula, moment
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Formula, Not
from parley.dossier.vocabulary.entries import Assessment
from parley.mandate.commitments import proven_by

__all__ = ["Forecast", "Judgements", "Motive", "judgements", "lay_out"]

MOST_JUDGEMENTS = 40
Outcome = Literal[
    "came true", "did not come true", "still open", "past due and open", "in words only"
]


@dataclass(frozen=True, slots=True)
class Motive:
    """Why somebody is thought to act."""

    text: str
    about: str
    by: str
    at: str
    confidence: str | None
    cite: Cite


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected, and how that stands as of the brief's time, with the proof."""

    says: str | None
    text: str | None
    about: str
    by: str
    at: str
    due: str
    confidence: str | None
    outcome: Outcome
    proof: Cite
    cite: Cite


@dataclass(frozen=True, slots=True)
class Judgements:
    """Motives and forecasts, newest last; `left_out` older ones are not listed."""

    motives: tuple[Motive, ...]
    forecasts: tuple[Forecast, ...]
    left_out: int


def judgements(desk: Desk) -> Judgements:
    """The side's assessments so far."""
    standing = [
        entry
        for entry in desk.case.seen.entries
        if isinstance(entry, Assessment)
        and standing_at(desk.case.periods.get(entry.id, ()), desk.case.seen.as_of)
    ]
    motives = [entry for entry in standing if entry.kind == "motive"]
    forecasts = [entry for entry in standing if entry.kind == "forecast"]
    return Judgements(
        tuple(_motive(desk, entry) for entry in motives[-MOST_JUDGEMENTS:]),
        tuple(_forecast(desk, entry) for entry in forecasts[-MOST_JUDGEMENTS:]),
        max(0, len(motives) - MOST_JUDGEMENTS) + max(0, len(forecasts) - MOST_JUDGEMENTS),
    )


def _about(desk: Desk, entry: Assessment) -> str:
    return names(desk, (entry.about,)) if entry.about else ""


def _motive(desk: Desk, entry: Assessment) -> Motive:
    stated = formula(desk.case.dossier, entry.says)
    return Motive(
        entry.text or (f"`{said(desk, stated)}`" if stated is not None else entry.id),
        _about(desk, entry),
        names(desk, entry.by),
        entry_when(desk, entry),
        entry.confidence,
        cite(desk, entry.id),
    )


def _forecast(desk: Desk, entry: Assessment) -> Forecast:
    stated = formula(desk.case.dossier, entry.says)
    due = moment(desk.case.dossier, entry, entry.due) if entry.due else None
    outcome: Outcome = "in words only"
    proof = Cite()
    if stated is not None:
        came, proof = _came_out(desk, stated)
        if came is not None:
            outcome = "came true" if came else "did not come true"
        elif due is not None and due.latest < desk.case.seen.as_of:
            outcome = "past due and open"
        else:
            outcome = "still open"
    return Forecast(
        said(desk, stated) if stated is not None else None,
        entry.text,
        _about(desk, entry),
        names(desk, entry.by),
        entry_when(desk, entry),
        when(desk, due) if due is not None else "",
        entry.confidence,
        outcome,
        proof,
        cite(desk, entry.id),
    )


def _came_out(desk: Desk, stated: Formula) -> tuple[bool | None, Cite]:
    """Whether facts and commitments say it, or exclude it."""
    case = desk.case
    for value, meant in ((True, stated), (False, Not(stated))):
        found = proven_by(case.committed, meant, case.seen.as_of)
        if found is not None:
            return value, cite(desk, *(name for item in found[0] for name in item.entries))
    return None, Cite()


def lay_out(content: Judgements, header: Header, short: bool) -> tuple[Block, ...]:
    """Forecasts with their outcome, then motives."""
    blocks: list[Block] = []
    if content.forecasts:
        blocks.append(_forecast_table(content.forecasts))
    if content.motives:
        blocks.append(_motive_table(content.motives))
    if not blocks:
        blocks.append(Paragraph(line("No assessment is recorded.")))
    if content.left_out:
        blocks.append(Paragraph(line(f"{content.left_out} older ones are left out."), "note"))
    return tuple(blocks)


def _forecast_table(forecasts: Iterable[Forecast]) -> Table:
    return Table(
        "Forecasts and how they came out",
        ("Forecast", "Outcome so far", "Whose"),
        tuple(
            (
                _lines(line(one.text or ""), line(Run(one.says, "code")) if one.says else ()),
                _lines(
                    line(Run(one.outcome, "strong"), cited(one.proof)),
                    line(f"due {one.due}") if one.due else (),
                ),
                (_whose(one),),
            )
            for one in forecasts
        ),
        (42, 26, 32),
    )


def _motive_table(motives: Iterable[Motive]) -> Table:
    return Table(
        "Motives",
        ("Reading", "About", "Whose"),
        tuple(
            ((line(one.text),), (line(one.about or Run("nobody named", "muted")),), (_whose(one),))
            for one in motives
        ),
        (46, 20, 34),
    )


def _lines(*lines: Line) -> tuple[Line, ...]:
    return tuple(one for one in lines if one)


def _whose(one: Forecast | Motive) -> Line:
    sure = f"confidence {one.confidence}" if one.confidence else ""
    about = f"about {one.about}" if isinstance(one, Forecast) and one.about else ""
    parts = (one.by, one.at, about, sure)
    return line(", ".join(part for part in parts if part), cited(one.cite))
