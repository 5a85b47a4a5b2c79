"""A package that was picked: what it settles, what it is worth, what can be exchanged from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from parley.brief.settlements.from_package import PackageStudy, study_package
from parley.brief.settlements.study import Study, heights
from parley.brief.settlements.words import (
    fair_at,
    label,
    number,
    party_name,
    signed,
    value_in_words,
)
from parley.dossier.language.formulas import And, In
from parley.dossier.language.statements import parse
from parley.dossier.vocabulary.entries import Proposal
from parley.kernel.errors import BadStatement, Refused
from parley.space.openings import status_quo_of
from parley.space.packages import package_from, package_of_offer, package_of_status_quo
from parley.web.analysis.sureness import worth_range

if TYPE_CHECKING:
    from parley.bargaining.trades import Exchange
    from parley.dossier.dossier import Dossier
    from parley.space.model import Model
    from parley.space.packages import Package

__all__ = [
    "STATUS_QUO",
    "Beside",
    "ExchangeRow",
    "IssueRow",
    "Picked",
    "Range",
    "SwingRow",
    "WorthRow",
    "offers_in",
    "package_named",
    "picked_of",
    "with_values",
]

STATUS_QUO = "status-quo"
_OFFER = "offer:"
_MOST_CHOICES = 60  # values of an issue that are offered for a change
MOST_EXCHANGES = 20


@dataclass(frozen=True, slots=True)
class IssueRow:
    """What a package settles of an issue: its value, and what it could be instead."""

    issue: str
    question: str
    value: str
    meaning: str
    stands: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What a package is worth to a party; `gain` is over no agreement, empty where not known."""

    party: str
    name: str
    worth: str
    gain: str
    below: bool


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A change that hurts nobody and helps somebody.

    Parameters:
        changes: issue, value before, value after.
        gains: per party, in its own scale.
        notes: per party, on what it concedes.
        set: the package after it, as fields of an address.
        best: whether no other exchange gives nobody less and somebody more.
    """

    changes: tuple[tuple[str, str, str], ...]
    gains: tuple[str, ...]
    notes: tuple[str, ...]
    set: tuple[str, ...]
    best: bool


@dataclass(frozen=True, slots=True)
class SwingRow:
    """What an issue alone would change: per party how much, and from which value to which."""

    issue: str
    swings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A neighbour on the frontier: its number from 1, what differs, and who gains or loses."""

    number: int
    changes: tuple[tuple[str, str, str], ...]
    gains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Between what a package is worth to a party, whatever its guessed weights are.

    `verdict` is `above`, `below` or `open`, held against no agreement; `unknown` where nothing
    says what that is worth.
    """

    name: str
    low: str
    high: str
    none: str
    verdict: str


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """A package and all that is told of it.

    Parameters:
        name: what it is called.
        number: its number on the frontier from 1; None where it is not there.
        found: what was worked out.
        fair: which fair points it is.
        issues: what it settles.
        left_out: parts of an offer that are about nothing bargained over.
        worth: to each party.
        efficient: whether no outcome beats it; None where it cannot be told.
        better: how many points are at least as good for all and better for somebody.
        room: party -> the most that it could gain without a loss to anybody.
        shown: numbers from 1 of some of these points.
        exchanges: the first of the changes that hurt nobody.
        whole: whether there are no more than `count`.
        count: how many exchanges are known.
        swings: what each issue alone would change.
        measure: the issue in whose swings rates are told; empty: none.
        beside: the neighbours on the frontier.
        ranges: how sure the worth is.
        set: what was changed of it, as fields of an address.
        start: the package before that.
    """

    name: str
    number: int | None
    found: PackageStudy
    fair: tuple[str, ...]
    issues: tuple[IssueRow, ...]
    left_out: tuple[str, ...]
    worth: tuple[WorthRow, ...]
    efficient: bool | None
    better: int
    room: tuple[tuple[str, str], ...]
    shown: tuple[int, ...]
    exchanges: tuple[ExchangeRow, ...]
    whole: bool
    count: int
    swings: tuple[SwingRow, ...]
    measure: str
    beside: tuple[Beside, ...]
    ranges: tuple[Range, ...]
    set: tuple[str, ...]
    start: Mapping[str, str]


def offers_in(dossier: Dossier, ids: Iterable[str], model: Model) -> tuple[str, ...]:
    """Return the proposals that give a package.

    Parameters:
        ids: the entries that may be known.
    """
    known = set(ids)
    found = []
    for entry in dossier.entries:
        if isinstance(entry, Proposal) and entry.id in known:
            try:
                package_of_offer(dossier, model, entry.id)
            except Refused:
                continue
            found.append(entry.id)
    return tuple(found)


def package_named(dossier: Dossier, model: Model, text: str, offers: Sequence[str]) -> Package:
    """Return the package of an address: `status-quo`, `offer:ENTRY`, or a statement.

    Parameters:
        offers: the proposals that may be looked at.

    Raises Refused for one that gives no package.
    """
    word = text.strip()
    if word == STATUS_QUO:
        return package_of_status_quo(model)
    if word.startswith(_OFFER):
        entry = word.removeprefix(_OFFER).strip()
        if entry not in offers:
            raise Refused(
                f"no offer `{entry}` that gives a package is known from where you look",
                hint=f"known: {', '.join(offers) or 'none'}",
            )
        return package_of_offer(dossier, model, entry)
    try:
        return package_from(model, parse(text, model.issues), "the package put together")
    except BadStatement as error:
        raise Refused(
            f"the package, column {error.column}: {error.message}",
            hint=error.hint or f"the issues bargained over are {', '.join(model.issues)}",
        ) from None


def with_values(model: Model, outcome: Mapping[str, str], changes: Sequence[str]) -> Package:
    """Return a package with some values changed.

    Parameters:
        changes: each `issue=value`.

    Raises Refused for an issue or a value that is not there, and for what is not possible.
    """
    values = dict(outcome)
    for text in changes:
        issue, equals, value = text.partition("=")
        if not equals or issue not in model.issues or value not in model.issues[issue].ranked:
            raise Refused(
                f"set: expected `issue=value` of the issues bargained over, got `{text[:80]}`",
                hint=f"the issues are {', '.join(model.issues)}",
            )
        values[issue] = value
    parts = tuple(In(issue, frozenset((value,))) for issue, value in values.items())
    return package_from(model, And(parts), "the package put together")


def picked_of(
    study: Study,
    package: Package,
    most: int,
    number: int | None,
    start: Mapping[str, str],
) -> Picked:
    """Work out all that is told of a package.

    Parameters:
        most: how many issues may change at once in an exchange.
        number: of the point that was picked, from 1; None: another package.
        start: the package that was picked before anything was changed in it.
    """
    found = study_package(study.network, study.found, package, most)
    place = number - 1 if number is not None else found.at
    quo = status_quo_of(study.model)
    return Picked(
        label(place) if number is not None and place is not None else package.name,
        place + 1 if place is not None else None,
        found,
        fair_at(study, place) if place is not None else (),
        tuple(_issue(study, issue, value, quo) for issue, value in package.outcome.items()),
        package.left_out,
        tuple(_worth(study, found, party) for party in range(len(study.network.parties))),
        found.efficient,
        len(found.better),
        tuple(_room(study, found)),
        tuple(one + 1 for one in found.shown),
        tuple(_exchange(study, one, package.outcome, start) for one in _first(found)),
        found.is_whole,
        len(found.exchanges),
        tuple(_swings(study, found)),
        found.swings[found.measure].issue if found.measure is not None else "",
        tuple(_beside(study, place, package.outcome)) if place is not None else (),
        tuple(_ranges(study, package.outcome)),
        _set(start, package.outcome),
        dict(start),
    )


def _first(found: PackageStudy) -> Sequence[Exchange]:
    return found.exchanges[:MOST_EXCHANGES]


def _set(start: Mapping[str, str], outcome: Mapping[str, str]) -> tuple[str, ...]:
    """What is changed of a package, as fields of an address."""
    return tuple(f"{issue}={value}" for issue, value in outcome.items() if start[issue] != value)


def _issue(study: Study, issue: str, value: str, quo: Mapping[str, str]) -> IssueRow:
    domain = study.model.issues[issue]
    return IssueRow(
        issue,
        " ".join(study.model.questions.get(issue, "").split()),
        value,
        value_in_words(study, issue, value),
        quo.get(issue) == value,
        tuple(domain.ranked) if len(domain.ranked) <= _MOST_CHOICES else (),
    )


def _worth(study: Study, found: PackageStudy, party: int) -> WorthRow:
    name, id_ = party_name(study, party), study.network.parties[party]
    if study.network.ordinal[party]:
        _, count = heights(study.found)[party]
        return WorthRow(id_, name, f"{found.measured[party]:g} / {count}", "", False)
    worth = found.worth[party]
    none = study.network.no_agreement[party]
    gain = "" if none is None else signed(worth - none)
    return WorthRow(id_, name, number(worth), gain, party in found.below)


def _room(study: Study, found: PackageStudy) -> Iterator[tuple[str, str]]:
    for party, (room, only) in enumerate(zip(found.room, study.network.ordinal, strict=True)):
        if room:
            yield party_name(study, party), "" if only else number(room)


def _gain(study: Study, party: int, gain: Fraction) -> str:
    """A gain with its sign; of a party with only an order, whether it is better at all."""
    if study.network.ordinal[party] and gain:
        return "+" if gain > 0 else "\u2212"
    return signed(gain) if gain else "0"


def _exchange(
    study: Study, one: Exchange, outcome: Mapping[str, str], start: Mapping[str, str]
) -> ExchangeRow:
    after = {**outcome, **{each.issue: each.becomes for each in one.changes}}
    parties = range(len(study.network.parties))
    return ExchangeRow(
        tuple((each.issue, each.was, each.becomes) for each in one.changes),
        tuple(_gain(study, party, one.gains[party]) for party in parties),
        tuple(", ".join(one.concedes[party]) for party in parties),
        _set(start, after),
        one.best,
    )


def _swings(study: Study, found: PackageStudy) -> Iterator[SwingRow]:
    for place, one in enumerate(found.swings):
        cells = []
        for party, weight in enumerate(one.weight):
            if not weight:
                cells.append(("0" if weight is not None else "", "", ""))
                continue
            rate = found.rates[place][party] if found.measure not in (None, place) else None
            told = number(weight) + (f" ({number(rate)})" if rate is not None else "")
            cells.append((told, one.worst[party], one.best[party]))
        if any(cell[1] for cell in cells):
            yield SwingRow(one.issue, tuple(cells))


def _beside(study: Study, place: int, outcome: Mapping[str, str]) -> Iterator[Beside]:
    """The points before and after on the frontier, of two parties the nearest trades."""
    from parley.bargaining.frontier import outcome as outcome_at

    if len(study.network.parties) != 2:
        return
    for other in (place - 1, place + 1):
        if not 0 <= other < study.found.size:
            continue
        theirs = outcome_at(study.found, other)
        gains = (
            Fraction(int(row[other]) - int(row[place]), unit)
            for row, unit in zip(study.found.numbers, study.network.units, strict=True)
        )
        yield Beside(
            other + 1,
            tuple(
                (issue, value, theirs[issue])
                for issue, value in outcome.items()
                if theirs[issue] != value
            ),
            tuple(_gain(study, party, gain) for party, gain in enumerate(gains)),
        )


def _ranges(study: Study, outcome: Mapping[str, str]) -> Iterator[Range]:
    for party, id_ in enumerate(study.network.parties):
        ends = worth_range(study.model, id_, outcome)
        if ends is None:
            continue
        none = study.network.no_agreement[party]
        verdict = "unknown"
        if none is not None:
            verdict = "above" if ends[0] >= none else "below" if ends[1] < none else "open"
        yield Range(
            party_name(study, party),
            number(ends[0]),
            number(ends[1]),
            number(none) if none is not None else "",
            verdict,
        )
