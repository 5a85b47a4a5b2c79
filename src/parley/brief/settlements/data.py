"""A study of what all could accept as plain data, as `parley frontier --format json` writes it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from parley import __version__
from parley.bargaining.frontier import outcome, ties
from parley.bargaining.points import DEFINITIONS, TIES, Point
from parley.bargaining.trades import Exchange
from parley.brief.settlements.log_trades import Judged
from parley.brief.settlements.study import Study, heights

__all__ = ["METHOD", "MOST_PACKAGES", "study_as_data"]

#: Points of which a package and the number of ties are written, from the first.
MOST_PACKAGES = 10_000
METHOD = "variable elimination with sets of efficient sums as messages"


def study_as_data(study: Study) -> dict[str, object]:
    """Return a study as data ready for JSON; `frontier` is best first for the first party."""
    network, found, points = study.network, study.found, study.points
    count = min(found.size, MOST_PACKAGES)
    return {
        "method": METHOD,
        "version": __version__,
        "digest": network.digest,
        "model": network.name,
        "scale": study.options.scale,
        "time": float(study.options.time),
        "parties": {name: study.model.parties.get(name, name) for name in network.parties},
        "ordinal": list(network.ordinal),
        "outcomes": network.size,
        "efficient": found.size,
        "exact": found.is_exact,
        "epsilon": [_json(error) for error in found.error],
        "width": found.width,
        "frontier": _frontier(study),
        "packages": [outcome(found, place) for place in range(count)],
        "ties": ties(found, range(count)),
        "no_agreement": None if points is None else [_json(one) for one in points.no_agreement],
        "no_agreement_assumed": None if points is None else list(points.assumed),
        "acceptable": None if points is None else len(points.above),
        "ideal": None
        if points is None or points.ideal is None
        else [_json(one) for one in points.ideal],
        **{name: _worths(study, name) for name in DEFINITIONS},
        "points": {name: _point(study, name) for name in DEFINITIONS},
        "fallback": _fallback(study),
        "package": _package(study),
        "trades": _trades(study),
        "definitions": dict(DEFINITIONS),
        "ties_rule": TIES,
        "notes": list(study.notes),
    }


def _frontier(study: Study) -> list[list[float | int]]:
    """What each point is worth to each party; its height where only an order is known."""
    columns: list[list[float | int]] = []
    for party, ordinal in enumerate(study.network.ordinal):
        if ordinal:
            columns.append(heights(study.found)[party][0].tolist())
        else:
            unit = study.network.units[party]
            columns.append([_json(Fraction(int(one), unit)) for one in study.found.numbers[party]])
    return [list(row) for row in zip(*columns, strict=True)]


def _of(study: Study, name: str) -> Point | None:
    point: Point | None = None if study.points is None else getattr(study.points, name)
    return point


def _worths(study: Study, name: str) -> list[float | int] | None:
    point = _of(study, name)
    return None if point is None else [_json(one) for one in point.worth]


def _point(study: Study, name: str) -> dict[str, object] | None:
    point = _of(study, name)
    if point is None:
        return None
    return {
        "at": point.index,
        "gains": [_json(one) for one in point.gains],
        "package": dict(study.outcomes[point.index]),
        "ties": study.ties[point.index],
        "as_good": list(point.tied),
    }


def _fallback(study: Study) -> dict[str, object] | None:
    met = study.fallback
    if met is None:
        return None
    return {
        "depth": met.depth,
        "of": met.of,
        "at": list(met.places),
        "depths": [list(one) for one in met.depths],
        "packages": [dict(study.outcomes[place]) for place in met.places],
    }


def _package(study: Study) -> dict[str, object] | None:
    """A package and the exchanges from it; numbers of a party with only an order are null."""
    found = study.package
    if found is None:
        return None
    network = study.network
    return {
        "name": found.package.name,
        "package": dict(found.package.outcome),
        "from_status_quo": list(found.package.from_status_quo),
        "left_out": list(found.package.left_out),
        "worth": _cardinal(study, found.worth),
        "efficient": found.efficient,
        "at": found.at,
        "below_no_agreement": [network.parties[party] for party in found.below],
        "better": list(found.better),
        "most_to_gain": _cardinal(study, found.room),
        "most_issues": found.most_issues,
        "exchanges": [_exchange(study, one) for one in found.exchanges],
        "exchanges_whole": found.is_whole,
        "swings": [
            {
                "issue": one.issue,
                "worst": list(one.worst),
                "best": list(one.best),
                "loses": _cardinal(study, one.loses),
                "gains": _cardinal(study, one.gains),
                "rate": [_maybe(each) for each in found.rates[place]] if found.rates else None,
            }
            for place, one in enumerate(found.swings)
        ],
        "rate_of": None if found.measure is None else found.swings[found.measure].issue,
    }


def _exchange(study: Study, one: Exchange) -> dict[str, object]:
    return {
        "changes": [
            {
                "issue": each.issue,
                "was": each.was,
                "becomes": each.becomes,
                "gains": _cardinal(study, each.gains),
            }
            for each in one.changes
        ],
        "gains": _cardinal(study, one.gains),
        "better_for": [
            name for name, gain in zip(study.network.parties, one.gains, strict=True) if gain > 0
        ],
        "together": _cardinal(study, one.together),
        "concedes": [list(each) for each in one.concedes],
        "best": one.best,
    }


def _trades(study: Study) -> dict[str, object] | None:
    """The verdicts on the trades and fallbacks of a log."""
    found = study.trades
    if found is None:
        return None
    return {
        "judged": [_verdict(study, one) for one in found.judged],
        "not_judged": [
            {"entry": one.entry, "rung": one.rung, "issues": list(one.issues), "why": one.why}
            for one in found.not_judged
        ],
        "no_agreement_unknown": [study.network.parties[party] for party in found.taken],
    }


def _verdict(study: Study, one: Judged) -> dict[str, object]:
    verdict, beaten = one.verdict, one.verdict.beaten
    return {
        "entry": one.region.entry,
        "rung": one.region.rung,
        "says": [part.name for part in one.region.says],
        "as_if": [part.name for part in one.region.left_out],
        "impossible": verdict.impossible,
        "efficient": verdict.efficient,
        "of": verdict.of,
        "example": verdict.example,
        "dominated": None
        if beaten is None
        else {
            "package": beaten.outcome,
            "worth": _cardinal(study, beaten.worth),
            "better": beaten.better,
            "better_worth": _cardinal(study, beaten.better_worth),
        },
        "acceptable": None if verdict.impossible else verdict.acceptable,
        "below": list(verdict.below),
    }


def _cardinal(study: Study, values: Iterable[Fraction]) -> list[float | int | None]:
    """Numbers for each party; null for one of which only the order is known."""
    return [
        None if only else _json(value)
        for only, value in zip(study.network.ordinal, values, strict=True)
    ]


def _maybe(value: Fraction | None) -> float | int | None:
    return None if value is None else _json(value)


def _json(value: Fraction) -> float | int:
    """The nearest number that every program reads: whole ones whole."""
    return int(value) if value.denominator == 1 and abs(value) < 1 << 53 else float(value)
