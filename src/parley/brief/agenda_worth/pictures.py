"""Pictures of agendas: what each draft is worth to each party, and one item's wordings in a square.

Each party has a panel and a scale of its own: the lengths of two panels cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from parley.bargaining.agenda_value import Worth, worth_of
from parley.brief.agenda_worth.drafted import Drafted
from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.svg_parts import LEFT, ROOM, Scale, bar, cut, panel, text
from parley.brief.agenda_worth.words import (
    MEASURE_NAMES,
    difference_words,
    number_words,
    party_name,
    range_words,
)
from parley.space.openings import LEFT_OUT

__all__ = ["drafts_svg", "square_svg"]

_TOP, _ROW, _FOOT = 62, 58, 40
_CELL, _GAP = (ROOM - 12) // 2, 12
_HIGH = 78


def drafts_svg(study: Study) -> str:
    """Draw the range and the fair point of every draft, a panel for each party; empty for none."""
    if not study.drafts:
        return ""
    return "".join(_panel(study, party) for party in range(len(study.model.parties)))


def _panel(study: Study, party: int) -> str:
    rows = list(_rows(study))
    scale = _scale(study, party, [worth for _, worth in rows])
    none = study.values.no_agreement[party]
    height = _TOP + _ROW * len(rows) + _FOOT
    name = _name(study, party)
    told = "; ".join(f"{label}: {_told(study, worth, party)}" for label, worth in rows)
    return panel(
        f"drafts-{party}",
        f"What the drafts are worth to {name}",
        f"No agreement is worth {number_words(none)}. {told}.",
        height,
        (
            text(cut(name, ROOM), LEFT, 18, "strong"),
            text(cut(f"ring: {MEASURE_NAMES[study.measure]}", ROOM), LEFT, 34, "soft"),
            text(f"dashed: no agreement, {number_words(none)}", LEFT, 50, "soft"),
            *_dashed(scale, none, (_TOP, height - _FOOT + 6)),
            *(
                piece
                for number, (label, worth) in enumerate(rows)
                for piece in _row(study, party, (label, worth), (scale, _TOP + _ROW * number))
            ),
            text(number_words(scale.low), LEFT, height - 14, "soft"),
            text(number_words(scale.high), LEFT + ROOM, height - 14, "soft", "end"),
        ),
    )


def _name(study: Study, party: int) -> str:
    return party_name(study.model, study.values.network.parties[party])


def _rows(study: Study) -> Iterator[tuple[str, Worth]]:
    """The drafts, those that leave the same outcomes together."""
    groups: dict[int, list[Drafted]] = {}
    for one in study.drafts:
        number = study.values.spaces[study.values.agendas.index(one.agenda)]
        groups.setdefault(number, []).append(one)
    for number, drafts in groups.items():
        letters = ", ".join(one.noted.letter for one in drafts)
        first = drafts[0].noted
        rest = f" by {first.by}, {first.at}" if len(drafts) == 1 else " leave the same outcomes"
        status = f" {first.status}" if len(drafts) == 1 else ""
        yield f"{letters}{status}{rest}", study.values.worths[number]


def _scale(study: Study, party: int, worths: Iterable[Worth]) -> Scale:
    none = study.values.no_agreement[party]
    found = [worth.by[end][party] for worth in worths for end in ("lowest", "highest")]
    return Scale(min([none, *found]), max([none, *found]))


def _told(study: Study, worth: Worth, party: int) -> str:
    if not worth.agreed:
        return "nothing is acceptable to all"
    point = number_words(worth.by[study.measure][party])
    return f"{point}, of {range_words(worth, party)}"


def _dashed(scale: Scale, none: Fraction, ends: tuple[int, int]) -> Iterator[str]:
    whole = scale.high - scale.low
    x = LEFT + ROOM * (float((none - scale.low) / whole) if whole else 0.5)
    yield f'<path class="none" d="M{x:.1f},{ends[0]}V{ends[1]}"/>'


def _row(study: Study, party: int, row: tuple[str, Worth], at: tuple[Scale, int]) -> Iterator[str]:
    (label, worth), (scale, y) = row, at
    yield text(cut(label, ROOM), LEFT + 4, y + 14, "strong")
    yield text(cut(_told(study, worth, party), ROOM), LEFT + 4, y + 30)
    if worth.agreed:
        ends = worth.by["lowest"][party], worth.by["highest"][party]
        yield bar(scale, ends, worth.by[study.measure][party], (LEFT, y + 43, ROOM))
    else:
        yield f'<path class="rule" d="M{LEFT},{y + 43}h{ROOM}"/>'


def square_svg(study: Study) -> str:
    """Draw general against explicit words, with and without the other item; empty without them."""
    if study.square is None:
        return ""
    return "".join(_square(study, party) for party in range(len(study.model.parties)))


def _square(study: Study, party: int) -> str:
    square = study.square
    if square is None:
        return ""
    worths = [[worth_of(study.values, one) for one in pair] for pair in square.agendas]
    scale = _scale(study, party, [worth for pair in worths for worth in pair])
    name = _name(study, party)
    columns = (f"with {square.other}", f"without {square.other}")
    words = [_words(name) for name in (square.general, square.explicit)]
    height = 46 + 2 * _HIGH + 44
    parts = [
        text(cut(name, ROOM), LEFT, 18, "strong"),
        *(
            text(cut(column, _CELL), LEFT + (_CELL + _GAP) * k, 38, "soft")
            for k, column in enumerate(columns)
        ),
    ]
    told = []
    for row, pair in enumerate(worths):
        for column, worth in enumerate(pair):
            x, y = LEFT + (_CELL + _GAP) * column, 46 + _HIGH * row
            shown = number_words(worth.by[study.measure][party])
            told.append(f"{words[row]} {columns[column]}: {_told(study, worth, party)}")
            parts.append(text(cut(words[row], _CELL), x, y + 16))
            parts.append(
                text(shown if worth.agreed else f"{shown}: no agreement", x, y + 34, "strong")
            )
            if worth.agreed:
                ends = worth.by["lowest"][party], worth.by["highest"][party]
                point = worth.by[study.measure][party]
                parts.append(bar(scale, ends, point, (x, y + 50, _CELL)))
                parts.append(text(range_words(worth, party), x, y + 70, "soft"))
    y = 46 + 2 * _HIGH + 18
    parts.append(text(cut(f"{words[0]} against {words[1]}:", ROOM), LEFT, y, "soft"))
    for column in range(2):
        one, other = (pair[column].by[study.measure][party] for pair in worths)
        words_of = difference_words(one - other)
        parts.append(text(words_of, LEFT + (_CELL + _GAP) * column, y + 17, "strong"))
    return panel(
        f"square-{party}",
        f"{square.item}: general against explicit words, as worth to {name}",
        f"{'; '.join(told)}.",
        height,
        parts,
    )


def _words(name: str) -> str:
    return name.replace("_", " ") if name != LEFT_OUT else "left out"
