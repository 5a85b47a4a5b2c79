"""What the trades and fallbacks written down in a log can come to, each judged by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.bargaining.frontier import Frontier, make_plan
from parley.bargaining.verdicts import Verdict, judge
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.entries import Entry, Fallback, Trade
from parley.kernel.errors import Refused
from parley.space.model import Model
from parley.space.network import Network
from parley.space.regions import Region, regions_of

__all__ = ["Judged", "LogTrades", "NotJudged", "judge_log"]

_THINNED = "not every efficient point is listed, so that it cannot be told what is efficient"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A trade, or one rung of a fallback, and what it can come to.

    Parameters:
        region: what holds where it is carried out.
        verdict: what outcomes that leaves.
    """

    region: Region
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A trade or a rung that was not judged, and why, as words that follow its name.

    Parameters:
        entry: its id in the log.
        rung: which rung of a fallback, from 1; None for a trade.
        issues: those that it names and that are not bargained over.
        why: in words.
    """

    entry: str
    rung: int | None
    issues: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class LogTrades:
    """All trades and rungs looked at, in the order of the log.

    Parameters:
        judged: those about the substance.
        not_judged: the others.
        taken: numbers of the parties of which it is not known what no agreement is worth: verdicts
            take them as satisfied.
    """

    judged: tuple[Judged, ...]
    not_judged: tuple[NotJudged, ...]
    taken: tuple[int, ...]


def judge_log(
    dossier: Dossier,
    model: Model,
    found: Frontier,
    entries: Iterable[Entry] | None = None,
    most_cells: int | None = None,
) -> LogTrades:
    """Judge the trades and fallbacks of a dossier by the outcomes in which they are carried out.

    Parameters:
        model, found: what is bargained over, and its frontier.
        entries: those to look at; None: all of the log.
        most_cells: combinations of values in a table up to which one is judged; None: any.
    """
    judged: list[Judged] = []
    others: list[NotJudged] = []
    for entry in dossier.entries if entries is None else entries:
        if not isinstance(entry, Trade | Fallback):
            continue
        try:
            regions = regions_of(dossier, model, (entry,))
        except Refused as error:
            others.append(NotJudged(entry.id, None, (), error.message))
            continue
        for beside in regions.beside:
            why = f"it is about {', '.join(beside.issues)}, which is not bargained over here"
            others.append(NotJudged(beside.entry, beside.rung, beside.issues, why))
        for region in regions.inside:
            one = _judged(found, region, most_cells)
            if isinstance(one, Judged):
                judged.append(one)
            else:
                others.append(one)
    return LogTrades(tuple(judged), tuple(others), tuple(_taken(found.network)))


def _judged(found: Frontier, region: Region, most_cells: int | None) -> Judged | NotJudged:
    network = found.network
    if not found.is_exact:
        return NotJudged(region.entry, region.rung, (), _THINNED)
    plan = make_plan(network, [one.issues for one in region.constraints])
    if most_cells is not None and plan.cells > most_cells:
        return NotJudged(region.entry, region.rung, (), "it links too many issues")
    try:
        return Judged(region, judge(network, region.constraints, found))
    except Refused as error:
        return NotJudged(region.entry, region.rung, (), error.message)


def _taken(network: Network) -> Iterator[int]:
    for party, none in enumerate(network.no_agreement):
        if none is None or network.ordinal[party]:
            yield party
