"""What all could accept: the efficient outcomes as a picture and a list, and one looked at closely.

The numbers are those of `parley frontier`, whose JSON the API returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean
from parley.web.addresses import link
from parley.web.analysis.changes import Changes
from parley.web.analysis.longer import DRAWS, begin_frontier, begin_sureness
from parley.web.analysis.refusal import Refusal, refusal_of
from parley.web.analysis.shapes import FrontierJson
from parley.web.analysis.worked import (
    long_kind,
    long_result,
    once,
    part_at,
    settlement_study,
)
from parley.web.desk import Desk, known
from parley.web.linking import named
from parley.web.paging import Paged, part_of
from parley.web.registry import Act, Done, Page, Rows

if TYPE_CHECKING:
    from markupsafe import Markup

    from parley.brief.settlements.log_trades import LogTrades
    from parley.brief.settlements.study import Study
    from parley.space.packages import Package
    from parley.web.analysis.packages import Picked
    from parley.web.analysis.plot import Plot
    from parley.web.analysis.sureness import PackageDraws

__all__ = [
    "PAGE",
    "EveryForm",
    "Frontier",
    "PointRow",
    "SureForm",
    "Wanted",
    "every",
    "exchanges_table",
    "frontier",
    "plain",
    "points_table",
    "sure",
]

_ROWS = 40
_CELLS = 10  # values that a row tells; of more, so many


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the page.

    Parameters:
        point: the number of a point to look at, from 1.
        package: another package to look at: `status-quo`, `offer:ENTRY`, or a statement.
        set: changes of that, each `issue=value`.
        most: how many issues an exchange may change, 1 to 3.
        x, y: the parties of the picture; left out: the first two.
        zoom: the range of the picture: `left,right,bottom,top`.
        acceptable: only points that leave nobody below no agreement.
        by: the party for whom the best points come first; left out: the first.
        points: the name of a task that found every point.
        job: the name of a task that is done.
    """

    point: int = 0
    package: str = ""
    set: tuple[str, ...] = ()
    most: int = 2
    x: str = ""
    y: str = ""
    zoom: str = ""
    acceptable: bool = False
    by: str = ""
    points: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the list: its number from 1, worth to each party, and where it differs."""

    number: int
    worth: tuple[str, ...]
    gain: tuple[str, ...]
    acceptable: bool
    differs: tuple[tuple[str, str], ...]
    more: int
    fair: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """What the page shows; of what is refused, only `refusal`.

    Parameters:
        study: what was worked out.
        told: what is to be said of all of it, in sentences.
        parties: names in the order of the numbers.
        rows, paged: the part of the list.
        shared: what the points of this part have in common.
        picked: the package that is looked at.
        unpicked: why what was asked for is no package.
        offers: the proposals of the log that give a package.
        plot: the picture; None for a single party.
        draws: what drawing the guessed weights gave.
        judged, trades: what the trades of the log can come to, and that as HTML.
        fields, kept_set: what forms keep of the address.
        kind, kind_name: what kind of package is picked, and which.
        notes: what a reader must know.
    """

    refusal: Refusal | None = None
    study: Study | None = None
    told: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    rows: tuple[PointRow, ...] = ()
    paged: Paged | None = None
    shared: tuple[tuple[str, str], ...] = ()
    picked: Picked | None = None
    unpicked: Refusal | None = None
    offers: tuple[str, ...] = ()
    plot: Plot | None = None
    draws: PackageDraws | None = None
    draw_count: int = DRAWS
    judged: LogTrades | None = None
    trades: Markup | None = None
    fields: tuple[tuple[str, str], ...] = ()
    kept_set: tuple[str, ...] = ()
    kind: str = "point"
    kind_name: str = ""
    definitions: tuple[tuple[str, str], ...] = ()


def frontier(desk: Desk, wanted: Wanted, page: int = 1) -> Frontier:
    """Return what all could accept, in the shape of `parley frontier --format json`.

    `point` or `package` picks a package; then `package` in the answer tells what it is worth, and
    which exchanges from it would hurt nobody.
    """
    try:
        wanted, draws = _arrived(desk, wanted)
        study = settlement_study(desk, job=wanted.points)
    except ParleyError as error:
        return Frontier(refusal=refusal_of(error))
    return _shown(desk, wanted, page, study, draws)


def _arrived(desk: Desk, wanted: Wanted) -> tuple[Wanted, str]:
    """What is asked for, with a task that is done put where it belongs."""
    if not wanted.job:
        return wanted, ""
    if long_kind(desk, wanted.job) == "frontier":
        return replace(wanted, points=wanted.job, job=""), ""
    return wanted, wanted.job


def _shown(desk: Desk, wanted: Wanted, page: int, study: Study, job: str) -> Frontier:
    from parley.brief.settlements.beside import beside_of
    from parley.brief.settlements.words import acceptable_words, guarantee, party_name, where_from

    offers = _offers(desk, wanted, study)
    picked: Picked | None = None
    unpicked: Refusal | None = None
    try:
        picked = _picked(desk, wanted, study, offers)
    except ParleyError as error:
        unpicked = refusal_of(error)
    rows, paged, shared = _rows(study, wanted, page)
    judged = _judged(desk, wanted, study)
    kind, name = _kind(wanted, picked)
    count = range(len(study.network.parties))
    beside = beside_of(part_at(desk, "bargaining").dossier)
    return Frontier(
        study=study,
        told=(*acceptable_words(study), guarantee(study)),
        ids=study.network.parties,
        parties=tuple(party_name(study, party) for party in count),
        none=tuple(where_from(study, party, beside) for party in count),
        rows=rows,
        paged=paged,
        shared=shared,
        picked=picked,
        unpicked=unpicked,
        offers=offers,
        plot=_plot(study, wanted, picked),
        draws=_draws(desk, study, picked, job),
        judged=judged,
        trades=_trades(desk, wanted, study, judged),
        fields=tuple(_fields(wanted)),
        kept_set=picked.set if picked is not None else (),
        kind=kind,
        kind_name=name,
        definitions=tuple(_definitions(study)),
    )


def _kind(wanted: Wanted, picked: Picked | None) -> tuple[str, str]:
    """What kind of package is picked, and which: the heading says it."""
    if picked is not None and picked.set:
        return "changed", ""
    word = wanted.package.strip()
    if word == "status-quo":
        return "status-quo", ""
    if word.startswith("offer:"):
        return "offer", word.removeprefix("offer:").strip()
    return ("statement", "") if word else ("point", f"P{wanted.point}")


def _definitions(study: Study) -> list[tuple[str, str]]:
    from parley.brief.settlements.words import FAIR_NAMES, definition

    return [(FAIR_NAMES[name], definition(name)) for name in study.fair]


def _fields(wanted: Wanted) -> list[tuple[str, str]]:
    """What forms of the page keep of its address, besides what they ask for themselves."""
    kept = [("x", wanted.x), ("y", wanted.y), ("zoom", wanted.zoom), ("by", wanted.by)]
    if wanted.acceptable:
        kept.append(("acceptable", "true"))
    return [one for one in (*kept, ("points", wanted.points)) if one[1]]


def _offers(desk: Desk, wanted: Wanted, study: Study) -> tuple[str, ...]:
    from parley.web.analysis.packages import offers_in

    part = part_at(desk, "bargaining")
    ids = known(desk).ids
    return once(
        desk, ("offers", ids, wanted.points), lambda: offers_in(part.dossier, ids, study.model)
    )


def _picked(desk: Desk, wanted: Wanted, study: Study, offers: Sequence[str]) -> Picked | None:
    from parley.web.analysis.packages import picked_of

    start = _start(desk, wanted, study, offers)
    package = _package(study, wanted, start)
    if package is None or start is None:
        return None
    most = min(max(wanted.most, 1), 3)
    own = wanted.point if package is start and not wanted.package else None
    values = (tuple(package.outcome.values()), tuple(start.outcome.values()))
    key = ("picked", values, own, most, wanted.points, package.name)
    return once(desk, key, lambda: picked_of(study, package, most, own, start.outcome))


def _start(desk: Desk, wanted: Wanted, study: Study, offers: Sequence[str]) -> Package | None:
    """The package that is picked, before anything is changed in it."""
    from parley.bargaining.frontier import outcome
    from parley.space.packages import Package
    from parley.web.analysis.packages import package_named

    if wanted.package:
        part = part_at(desk, "bargaining")
        return package_named(part.dossier, study.model, wanted.package, offers)
    if wanted.point:
        if not 1 <= wanted.point <= study.found.size:
            raise Refused(
                f"point: expected a number from 1 to {study.found.size:,}, got {wanted.point}",
                hint="pick one from the picture or the list",
            )
        return Package(f"P{wanted.point}", dict(outcome(study.found, wanted.point - 1)))
    return None


def _package(study: Study, wanted: Wanted, start: Package | None) -> Package | None:
    from parley.web.analysis.packages import with_values

    if start is None or not wanted.set:
        return start
    changed = with_values(study.model, start.outcome, wanted.set)
    return start if changed.outcome == start.outcome else changed


def _plot(study: Study, wanted: Wanted, picked: Picked | None) -> Plot | None:
    from parley.web.analysis.plot import plot_of

    if len(study.network.parties) < 2:
        return None
    right = _party(study, wanted.x, "x") if wanted.x else 0
    up = _party(study, wanted.y, "y") if wanted.y else (1 if right != 1 else 0)
    if right == up:
        up = 1 if right != 1 else 0
    return plot_of(study, (right, up), wanted.zoom, picked.found if picked is not None else None)


def _party(study: Study, name: str, field: str) -> int:
    if name not in study.network.parties:
        meant = did_you_mean(name, study.network.parties)
        raise Refused(
            f"{field}: expected one of {', '.join(study.network.parties)}, got `{name}`",
            hint=f"did you mean `{meant}`?" if meant else None,
        )
    return study.network.parties.index(name)


def _order(study: Study, wanted: Wanted) -> Sequence[int]:
    """The numbers of the points of the list, in its order."""
    import numpy as np

    from parley.brief.settlements.study import measured

    places = np.arange(study.found.size)
    if wanted.acceptable and study.points is not None:
        places = study.points.above
    if wanted.by:
        worth = measured(study.found)[places, _party(study, wanted.by, "by")]
        places = places[np.argsort(-worth, kind="stable")]
    found: list[int] = places.tolist()
    return found


def _rows(
    study: Study, wanted: Wanted, page: int
) -> tuple[tuple[PointRow, ...], Paged, tuple[tuple[str, str], ...]]:
    from parley.bargaining.frontier import outcome
    from parley.brief.settlements.words import fair_at, gain, worth

    places, paged = part_of(_order(study, wanted), page, _ROWS)
    outcomes = [outcome(study.found, place) for place in places]
    shared = _shared(outcomes)
    above = set(study.points.above.tolist()) if study.points is not None else None
    parties = range(len(study.network.parties))
    rows = []
    for place, one in zip(places, outcomes, strict=True):
        differs = tuple((issue, value) for issue, value in one.items() if issue not in shared)
        rows.append(
            PointRow(
                place + 1,
                tuple(worth(study, place, party) for party in parties),
                tuple(gain(study, place, party) for party in parties),
                above is None or place in above,
                differs[:_CELLS],
                max(0, len(differs) - _CELLS),
                fair_at(study, place),
            )
        )
    return tuple(rows), paged, tuple(shared.items())


def _shared(outcomes: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first = outcomes[0] if len(outcomes) > 1 else {}
    return {
        issue: value
        for issue, value in first.items()
        if all(one[issue] == value for one in outcomes)
    }


def _draws(desk: Desk, study: Study, picked: Picked | None, job: str) -> PackageDraws | None:
    if not job or picked is None:
        return None
    outcome, found = long_result(desk, job, "sure", study.network.digest)
    drawn: PackageDraws = found
    return drawn if dict(outcome) == dict(picked.found.package.outcome) else None


def _judged(desk: Desk, wanted: Wanted, study: Study) -> LogTrades:
    """The trades and fallbacks known, judged, as the command does."""
    from parley.brief.settlements.log_trades import judge_log

    part, ids = part_at(desk, "bargaining"), known(desk).ids
    entries = [one for one in part.dossier.entries if one.id in ids]
    return once(
        desk,
        ("trades", ids, wanted.points),
        lambda: judge_log(part.dossier, study.model, study.found, entries, most_cells=1 << 18),
    )


def _trades(desk: Desk, wanted: Wanted, study: Study, log: LogTrades) -> Markup | None:
    from parley.brief.settlements.trades_section import trades_blocks
    from parley.web.addresses import passage_link
    from parley.web.analysis.block_html import Targets, html_of

    if not log.judged and not log.not_judged:
        return None
    ids = known(desk).ids
    to = Targets(
        lambda name: named(desk.dossier, desk.asked, name, ids),
        lambda name: passage_link(desk.asked, name),
        lambda place: link(
            desk.asked, ("frontier",), {"point": place + 1, "points": wanted.points}, "package"
        ),
        "P",
    )
    return html_of(trades_blocks(study, log, short=False), to)


def plain(data: Frontier) -> dict[str, object]:
    """Return what the command writes as JSON; raises what was refused."""
    from parley.brief.settlements.data import study_as_data

    if data.refusal is not None:
        raise data.refusal.error
    if data.unpicked is not None:
        raise data.unpicked.error
    study = data.study
    if study is None:
        raise Refused("nothing was worked out", hint="ask for the page without fields")
    study = replace(study, trades=data.judged)
    if data.picked is not None:
        study = replace(study, package=data.picked.found)
    return study_as_data(study)


def points_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return every point of the list: its worth to each party, and its package."""
    from parley.bargaining.frontier import outcome
    from parley.brief.settlements.study import measured
    from parley.brief.settlements.words import fair_at

    wanted, _ = _arrived(desk, wanted)
    study = settlement_study(desk, job=wanted.points)
    values = measured(study.found)
    above = set(study.points.above.tolist()) if study.points is not None else None
    issues = tuple(study.model.issues)
    rows = []
    for place in _order(study, wanted):
        one = outcome(study.found, place)
        rows.append(
            (
                place + 1,
                *values[place].tolist(),
                None if above is None else place in above,
                fair_at(study, place),
                *(one[issue] for issue in issues),
            )
        )
    worths = tuple(f"worth:{party}" for party in study.network.parties)
    return Rows(("point", *worths, "acceptable_to_all", "chosen_by", *issues), tuple(rows))


def exchanges_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return the exchanges from the package picked, else from where things stand."""
    wanted, _ = _arrived(desk, wanted)
    if not wanted.point and not wanted.package:
        wanted = replace(wanted, package="status-quo")
    study = settlement_study(desk, job=wanted.points)
    picked = _picked(desk, wanted, study, _offers(desk, wanted, study))
    if picked is None:
        raise Refused("no package is picked", hint="name one with `point` or `package`")
    rows = tuple(
        (
            number,
            tuple(f"{each.issue}: {each.was} -> {each.becomes}" for each in one.changes),
            *(float(gain) for gain in one.gains),
            one.best,
        )
        for number, one in enumerate(picked.found.exchanges, 1)
    )
    gains = tuple(f"gain:{party}" for party in study.network.parties)
    return Rows(("exchange", "changes", *gains, "unbeaten"), rows)


@dataclass(frozen=True, slots=True)
class EveryForm:
    """Nothing is asked but to begin."""


@dataclass(frozen=True, slots=True)
class SureForm:
    """Which package guessed weights are drawn for, as in the address of the page."""

    point: int = 0
    package: str = ""
    set: tuple[str, ...] = ()
    points: str = ""


def every(desk: Desk, form: EveryForm) -> Done:
    """Begin to find every efficient point, as a longer task."""
    return begin_frontier(desk, link(desk.asked, ("frontier",), {}), Changes())


def sure(desk: Desk, form: SureForm) -> Done:
    """Begin to draw the guessed weights many times, and to look at a package each time."""
    wanted = Wanted(point=form.point, package=form.package, set=form.set, points=form.points)
    study = settlement_study(desk, job=wanted.points)
    start = _start(desk, wanted, study, _offers(desk, wanted, study))
    package = _package(study, wanted, start)
    if package is None:
        raise Refused("no package is picked", hint="pick one from the picture or the list")
    fields = {
        "point": form.point or None,
        "package": form.package,
        "set": form.set,
        "points": form.points,
    }
    to = link(desk.asked, ("frontier",), fields)
    return begin_sureness(desk, to, Changes(), package.outcome)


PAGE = Page(
    "frontier",
    "/frontier",
    frontier,
    key="p",
    order=60,
    plain=plain,
    shape=FrontierJson,
    tables={"points": points_table, "exchanges": exchanges_table},
    acts={"every": Act(every, "look"), "sure": Act(sure, "look")},
)
