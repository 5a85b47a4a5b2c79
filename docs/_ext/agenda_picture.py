"""Draws the picture of what the agendas of the founding case are worth.

`python -m docs._ext.agenda_picture` writes it; a test holds the file against what is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from parley.bargaining.agenda_value import Measure
from parley.bargaining.sensitivity import (
    Doubt,
    Draws,
    doubts_of,
    draw_worths,
    shares_of,
    sweep,
)
from parley.brief.sensitivity_svg import Bar, Series, Sweep, sensitivity_svg
from parley.dossier.reading import read_dossier
from parley.space.from_dossier import model_of
from parley.space.model import Model
from parley.space.network import Constraint
from parley.space.openings import Agenda, Item, agenda_from, agenda_items, space_of

__all__ = ["CASES", "DRAWS", "NO_AGREEMENT", "PICTURE", "SEED", "Case", "case", "drawn", "picture"]

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "pictures" / "kaesong-agendas.svg"
DRAWS, SEED = 400, 1951
SIDE, OTHER = "cpv-kpa", "unc"

#: Between what the worth of no agreement is taken to lie, on the scale of the weights. What each
#: side has as things stand (0.07 and 0.53), less the most that a wish of the first class weighs
#: (0.25), or, where a side hopes to gain by fighting as much as it costs, nothing less; for the
#: Volunteers and the People's Army, who write of such hopes, as much more.
NO_AGREEMENT: Mapping[str, tuple[Fraction, Fraction]] = {
    SIDE: (Fraction(0), Fraction(32, 100)),
    OTHER: (Fraction(28, 100), Fraction(53, 100)),
}

_REST = {"arrangements": "with_observation", "prisoners": "arrangements"}
_TROOPS = {"foreign_troops": "withdrawal"}
#: The four agendas that the plan of 13 July weighs, the rest being as it has it.
CASES: Mapping[str, Mapping[str, str]] = {
    "no line named, with the troops item (the plan)": {"line": "general", **_TROOPS, **_REST},
    "the parallel named, with the troops item": {"line": "parallel", **_TROOPS, **_REST},
    "no line named, without the troops item": {"line": "general", **_REST},
    "the parallel named, without the troops item": {"line": "parallel", **_REST},
}


class Case(NamedTuple):
    """The founding case, and what the four agendas leave of the outcomes."""

    model: Model
    items: tuple[Item, ...]
    agendas: tuple[Agenda, ...]
    spaces: tuple[tuple[Constraint, ...], ...]


@cache
def case() -> Case:
    """Read the founding case."""
    dossier = read_dossier(ROOT / "examples" / "kaesong-1951")
    model = model_of(dossier, part="bargaining")
    items = agenda_items(dossier, model)
    agendas = tuple(agenda_from(items, wordings) for wordings in CASES.values())
    return Case(model, items, agendas, tuple(space_of(items, one, model) for one in agendas))


@cache
def drawn() -> Draws:
    """Draw every doubtful number of the founding case, for the four agendas."""
    found = case()
    return draw_worths(found.model, found.spaces, doubts_of(found.model, NO_AGREEMENT), DRAWS, SEED)


def picture() -> str:
    """Return the picture as SVG."""
    model, _, _, spaces = case()
    usual = model.no_agreement[OTHER]
    doubt = Doubt(OTHER, None, "no agreement", Fraction(28, 100), Fraction(58, 100), usual)
    along = sweep(model, spaces, doubt, 150)
    side = list(model.parties).index(SIDE)
    lines = tuple(
        Series(label, tuple(float(worths[place].by["nash"][side]) for _, worths in along))
        for place, label in enumerate(CASES)
    )
    general, named, without, fallback = (line.worths for line in lines)
    numbers = tuple(float(number) for number, _ in along)
    holds = [
        number
        for place, number in enumerate(numbers)
        if general[place] > named[place] and fallback[place] > without[place]
    ]
    return sensitivity_svg(
        Sweep(
            "what no agreement is worth to the United Nations Command",
            "Worth of four agendas to the Volunteers and the People's Army (Nash's point)",
            numbers,
            lines,
            float(usual),
            (holds[0], holds[-1]) if holds else None,
            "as the plan has it",
        ),
        [
            _bar("With the troops item: is naming no line worth more?", (0, 1), "nash"),
            _bar("... by the most that can be hoped for?", (0, 1), "highest"),
            _bar("Without it: is naming the parallel worth more?", (3, 2), "nash"),
            _bar("... by the least that is left?", (3, 2), "lowest"),
        ],
        "What four agendas of July 1951 are worth, and how far guesses carry it",
        "Above, the worth of each agenda to the side that planned it, as the worth of no agreement "
        "to the other side grows. Below, shares of draws of all weights. The page says both in "
        "words and in a table.",
    )


def _bar(question: str, pair: tuple[int, int], measure: Measure) -> Bar:
    shares = shares_of(drawn(), pair, SIDE, measure)
    return Bar(question, shares.better, shares.same, shares.worse)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
