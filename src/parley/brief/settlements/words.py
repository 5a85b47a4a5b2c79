"""What all could accept in words: worths, packages, fair points, and what no agreement is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from parley.bargaining.points import DEFINITIONS
from parley.brief.conflicts.words import listed
from parley.brief.settlements.beside import Beside
from parley.brief.settlements.from_package import places_of
from parley.brief.settlements.study import Study, heights
from parley.dossier.language.formulas import In, show
from parley.space.network import utility_of

__all__ = [
    "FAIR_NAMES",
    "acceptable_words",
    "definition",
    "differing",
    "exact_worth",
    "fair_at",
    "gain",
    "guarantee",
    "label",
    "number",
    "package",
    "party_name",
    "point_of",
    "refusals",
    "shared",
    "signed",
    "tie_words",
    "value_in_words",
    "where_from",
    "worth",
]

#: Definition -> what its point is called; the last is for orders.
FAIR_NAMES = {
    "nash": "Nash",
    "kalai": "Kalai",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "utilitarian": "utilitarian",
    "leximin": "leximin",
    "fallback": "fallback bargaining",
}


def label(place: int) -> str:
    """Return what a point is called.

    >>> label(0)
    'P1'
    """
    return f"P{place + 1}"


def number(value: Fraction | float) -> str:
    """Write a worth for a reader: whole numbers whole, others with four digits.

    >>> number(Fraction(1, 3)), number(Fraction(12000)), number(Fraction(-5, 2))
    ('0.3333', '12,000', '-2.5')
    """
    whole = Fraction(value)
    if whole.denominator == 1 and abs(whole) < 10**15:
        return f"{int(whole):,}"
    size = abs(float(value))
    return f"{float(value):,.1f}" if 10_000 <= size < 1e15 else f"{float(value):.4g}"


def signed(value: Fraction) -> str:
    """Write a gain or a loss with its sign.

    >>> signed(Fraction(1, 2)), signed(Fraction(-2)), signed(Fraction())
    ('+0.5', '-2', '0')
    """
    return f"{'+' if value > 0 else ''}{number(value)}"


def point_of(study: Study, values: Mapping[str, str]) -> int:
    """Return the number of the point of the frontier that an efficient outcome attains."""
    network = study.network
    places = places_of(network, values)
    own = [
        int(utility_of(network, party, places) * unit) for party, unit in enumerate(network.units)
    ]
    same = [
        (row == one).astype(np.bool_) for row, one in zip(study.found.numbers, own, strict=True)
    ]
    return int(np.flatnonzero(np.logical_and.reduce(same))[0])


def party_name(study: Study, party: int) -> str:
    """Return a party's name in the dossier's own words."""
    name = study.network.parties[party]
    return " ".join(study.model.parties.get(name, name).split())


def exact_worth(study: Study, place: int, party: int) -> Fraction:
    """Return what a point is worth to a party, on the scale of its weights."""
    row = study.found.numbers[party]
    return Fraction(int(row[place]), study.network.units[party])


def worth(study: Study, place: int, party: int) -> str:
    """Return what a point is worth to a party; its height where only its order is known."""
    if study.network.ordinal[party]:
        at, count = heights(study.found)[party]
        return f"{int(at[place])} of {count} from below"
    return number(exact_worth(study, place, party))


def gain(study: Study, place: int, party: int) -> str:
    """Return by how much a point is better than no agreement, with its sign; else nothing."""
    if study.points is None:
        return ""
    over = exact_worth(study, place, party) - study.points.no_agreement[party]
    return signed(over)


def fair_at(study: Study, place: int) -> tuple[str, ...]:
    """Return what fair points a point is, in the order of the definitions."""
    met = study.fallback is not None and place in study.fallback.places
    fair = (FAIR_NAMES[one] for one, at in study.fair.items() if at == place)
    return (*fair, *((FAIR_NAMES["fallback"],) if met else ()))


def shared(study: Study, places: Iterable[int]) -> dict[str, str]:
    """Return the values that the outcomes shown of some points have in common."""
    outcomes = [study.outcomes[place] for place in places]
    first = outcomes[0] if len(outcomes) > 1 else {}
    return {
        issue: value
        for issue, value in first.items()
        if all(other[issue] == value for other in outcomes)
    }


def differing(study: Study, place: int, base: Mapping[str, str]) -> dict[str, str]:
    """Return the package of a point without the values that need not be said again."""
    return {
        issue: value for issue, value in study.outcomes[place].items() if base.get(issue) != value
    }


def package(study: Study, values: Mapping[str, str]) -> str:
    """Return a package, or part of one, as a statement: `line = here and tax = 5`."""
    issues = study.model.issues
    return " and ".join(
        show(In(issue, frozenset((value,))), issues) for issue, value in values.items()
    )


def value_in_words(study: Study, issue: str, value: str) -> str:
    """Return what the dossier says of a value; empty where it says nothing."""
    meaning = study.model.meanings.get(issue, {}).get(value, "")
    return " ".join(meaning.split()).rstrip(".")


def where_from(study: Study, party: int, beside: Beside) -> str:
    """Return what no agreement is worth to a party, and where that number is from."""
    name = study.network.parties[party]
    if study.network.ordinal[party]:
        return "not a number: only the order of its wishes is known"
    stated = study.network.no_agreement[party]
    if stated is not None:
        from_where = beside.origins.get(name, "as the file says")
        falls = study.options.time and study.model.discounts.get(name, 1) != 1
        left = ", less what time has taken of it" if falls else ""
        return f"{number(stated)}, {from_where}{left}"
    if study.points is None:
        return "not said"
    least = number(study.points.no_agreement[party])
    return f"not said; its worst possible outcome, {least}, stands for it"


def guarantee(study: Study) -> str:
    """Return how good the list is: everything, or how much better a missing point can be."""
    if study.found.is_exact:
        return "Every efficient point is listed; the numbers are exact."
    most = listed(
        f"{number(error)} to {party_name(study, party)}"
        for party, error in enumerate(study.found.error)
    )
    return (
        "There are more efficient points than fit in the memory allowed. For every one that is "
        f"left out, one is listed that is worse by at most {most}. Fair points are those of the "
        "points listed."
    )


def refusals(study: Study, place: int) -> Iterator[str]:
    """Give the risks of a point: who gains little, and from when on it would refuse."""
    points = study.points
    if points is None or points.ideal is None:
        return
    for party, most in enumerate(points.ideal):
        none = points.no_agreement[party]
        here = exact_worth(study, place, party)
        room = most - none
        if room > 0 and (here - none) * 2 < room:
            yield (
                f"{party_name(study, party)} gains {number(here - none)} of the {number(room)} "
                f"that it could; were no agreement worth more than {number(here)} to it, it would "
                "refuse."
            )


def definition(name: str) -> str:
    """Return what a fair point is by its definition, as a sentence without a full stop."""
    return f"maximises {DEFINITIONS[name]}"


def tie_words(study: Study, place: int) -> str:
    """Say how many outcomes are worth the same to every party as the one shown."""
    count = study.ties[place] - 1
    least = "" if study.found.is_exact else "at least "
    if count == 0:
        other = "" if study.found.is_exact else " known"
        return f"No other{other} outcome is worth the same to every party."
    if count == 1:
        return f"{least}one other outcome is worth the same to every party.".capitalize()
    return f"{least}{count:,} other outcomes are worth the same to every party.".capitalize()


def acceptable_words(study: Study) -> Iterator[str]:
    """Say how many efficient points all could accept, and where there are none, why."""
    points = study.points
    if points is None:
        return
    count, size = len(points.above), study.found.size
    if count:
        some = f"{count:,} of {size:,} efficient points"
        if count == size:
            some = "The only efficient point" if size == 1 else f"All {size:,} efficient points"
        leave, them = ("leaves", "it") if count == 1 else ("leave", "them")
        yield f"{some} {leave} nobody below no agreement: all could accept {them}."
        return
    yield (
        "No outcome is acceptable to all: each leaves somebody worse off than no agreement. There "
        "are no fair points then."
    )
    for party in range(len(study.network.parties)):
        none = points.no_agreement[party] * study.network.units[party]
        enough = int((study.found.numbers[party] >= none).sum())
        yield (
            f"{party_name(study, party)} could accept {enough:,} of the {size:,} efficient points."
        )
