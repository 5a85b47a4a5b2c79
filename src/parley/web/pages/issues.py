"""Issues and positions: what each side says of every issue, wording against substance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parley.brief.desk import Desk as BriefDesk
from parley.brief.left_out import Excluded, left_out
from parley.brief.model import Cite, Claim
from parley.brief.situation import Situation, Standing, Value, situation
from parley.brief.views import Difference, views
from parley.dossier.dossier import formula, side_of
from parley.dossier.language.formulas import issues_of
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.web.desk import Desk, worked_out
from parley.web.registry import Page, Rows
from parley.web.sided import brief_desks, changed_since, finding_of, side_of_proof

__all__ = [
    "PAGE",
    "IssueRow",
    "Issues",
    "Pair",
    "PositionMoved",
    "Raised",
    "SideOn",
    "issues",
    "issues_table",
    "positions_table",
]

_STATES = ("contested", "open", "matched", "narrowed", "settled", "untouched")
_ASPECTS = ("substance", "wording", "agenda", "procedure", "fact")


@dataclass(frozen=True, slots=True)
class SideOn:
    """What one side holds on an issue.

    Parameters:
        orders: what binds it: orders, views of those inside it, red and bottom lines.
        offers: what it offers and refuses, the newest last.
    """

    party: str
    name: str
    orders: tuple[Claim, ...]
    offers: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding that names an issue."""

    address: str
    code: str
    severity: str


@dataclass(frozen=True, slots=True)
class PositionMoved:
    """What somebody held to before, and holds to now: `own`, `agreed` or the id of a side."""

    holder: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Everything that is said of one issue.

    Parameters:
        state: settled, narrowed, contested, matched, open or untouched.
        left: the values that commitments leave; empty where they exclude none.
        agreed: what is committed.
        excluded: where it is left out on purpose, why, and whose view that is.
        views: where parties inside a side differ, and what all of them allow.
        changed: what moved since the time asked for.
    """

    issue: str
    question: str
    aspect: str
    wording_of: str | None
    unit: str | None
    values: tuple[Value, ...]
    state: str
    left: tuple[str, ...]
    sides: tuple[SideOn, ...]
    agreed: tuple[Claim, ...]
    excluded: tuple[Excluded, ...]
    views: tuple[Difference, ...]
    changed: tuple[PositionMoved, ...]
    findings: tuple[Raised, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Pair:
    """A substance and the wordings of it."""

    substance: IssueRow
    wordings: tuple[IssueRow, ...]


@dataclass(frozen=True, slots=True)
class Issues:
    """All issues: those with a wording and a substance side by side, then the others.

    Parameters:
        sides: id and name of the sides that say anything, in the order of their columns.
        states: state -> how many issues are in it, before `state` and `aspect` choose some.
        left_out: how many were too many to be shown.
    """

    pairs: tuple[Pair, ...]
    others: tuple[IssueRow, ...]
    sides: tuple[tuple[str, str], ...]
    states: dict[str, int]
    aspects: tuple[str, ...]
    left_out: int


def issues(desk: Desk, state: str = "", aspect: str = "", since: str = "") -> Issues:
    """Return what each side says of every issue.

    `state` and `aspect` choose some of them; `since` tells what moved from that time on.
    """
    _must_be(state, _STATES, "state")
    _must_be(aspect, _ASPECTS, "aspect")
    rows, left = _all_rows(desk, since)
    counts = {one: sum(row.state == one for row in rows) for one in _STATES}
    chosen = [row for row in rows if state in ("", row.state) and aspect in ("", row.aspect)]
    by_name = {row.issue: row for row in rows}
    paired = {row.wording_of for row in rows if row.wording_of in by_name}
    wanted = {row.issue for row in chosen}
    pairs = []
    for name in by_name:
        worded = tuple(row for row in rows if row.wording_of == name)
        if name in paired and not wanted.isdisjoint((name, *(one.issue for one in worded))):
            pairs.append(Pair(by_name[name], worded))
    shown = {one.issue for pair in pairs for one in (pair.substance, *pair.wordings)}
    return Issues(
        tuple(pairs),
        tuple(row for row in chosen if row.issue not in shown),
        tuple(dict.fromkeys((one.party, one.name) for row in rows for one in row.sides)),
        {name: count for name, count in counts.items() if count},
        tuple(one for one in _ASPECTS if any(row.aspect == one for row in rows)),
        left,
    )


def _must_be(word: str, words: Sequence[str], what: str) -> None:
    if word and word not in words:
        meant = did_you_mean(word, words)
        raise Refused(
            f"{what}: expected one of {', '.join(words)}, got '{word[:60]}'",
            hint=f"did you mean `{meant}`?" if meant else None,
        )


def _all_rows(desk: Desk, since: str) -> tuple[tuple[IssueRow, ...], int]:
    def make() -> tuple[tuple[IssueRow, ...], int]:
        found = [(one, situation(one)) for one in brief_desks(desk)]
        moved = _moved(desk, since, [one for one, _ in found])
        excluded, differing = _excluded(found), _differing(found)
        names = dict.fromkeys(row.issue for _, one in found for row in one.issues)
        rows = []
        for name in (one for one in desk.dossier.declared.issues if one in names):
            rows.append(
                _row(
                    desk,
                    [(b, s) for b, one in found for s in one.issues if s.issue == name],
                    (excluded.get(name, ()), differing.get(name, ()), moved.get(name, ())),
                )
            )
        return tuple(rows), max((one.left_out for _, one in found), default=0)

    return worked_out(desk, ("issue rows", since.strip(), desk.seen.zone), make)


def _moved(desk: Desk, since: str, briefs: Sequence[BriefDesk]) -> dict[str, list[PositionMoved]]:
    from parley.brief.desk import cite

    found: dict[str, dict[PositionMoved, None]] = {}
    by_party = {one.case.party: one for one in briefs}
    for party, changes in changed_since(desk, since).items():
        for one in changes.positions:
            holder = party if one.holder == "own" else one.holder
            proof = cite(by_party[party], *one.entries)
            found.setdefault(one.issue, {})[PositionMoved(holder, one.before, one.after, proof)] = (
                None
            )
    return {issue: list(changes) for issue, changes in found.items()}


def _excluded(found: Iterable[tuple[BriefDesk, Situation]]) -> dict[str, list[Excluded]]:
    by_issue: dict[str, list[Excluded]] = {}
    for brief, _ in found:
        for one in left_out(brief).exclusions:
            entry = brief.case.dossier.by_id[one.entry]
            stated = formula(brief.case.dossier, getattr(entry, "says", None))
            named = {*one.matters, *(issues_of(stated) if stated is not None else ())}
            for issue in named:
                there = by_issue.setdefault(issue, [])
                if all(other.entry != one.entry for other in there):
                    there.append(one)
    return by_issue


def _differing(found: Iterable[tuple[BriefDesk, Situation]]) -> dict[str, list[Difference]]:
    by_issue: dict[str, list[Difference]] = {}
    for brief, _ in found:
        for one in views(brief).differences:
            by_issue.setdefault(one.issue, []).append(one)
    return by_issue


def _row(
    desk: Desk,
    standing: Sequence[tuple[BriefDesk, Standing]],
    more: tuple[Sequence[Excluded], Sequence[Difference], Sequence[PositionMoved]],
) -> IssueRow:
    told = min((one for _, one in standing), key=lambda one: _STATES.index(one.state))
    excluded, differing, moved = more
    return IssueRow(
        told.issue,
        told.question,
        told.aspect,
        told.wording_of,
        told.unit,
        told.values,
        told.state,
        told.left,
        tuple(_sides(desk, standing)),
        _once(claim for _, one in standing for claim in one.agreed),
        tuple(excluded),
        tuple(differing),
        tuple(moved),
        tuple(_raised(standing)),
        told.cite,
    )


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({(one.kind, one.says, one.cite.entries): one for one in claims}.values())


def _sides(desk: Desk, standing: Sequence[tuple[BriefDesk, Standing]]) -> Iterator[SideOn]:
    """What each side holds: its own case tells its orders, everybody's what it said to others."""
    orders: dict[str, list[Claim]] = {}
    offers: dict[str, list[Claim]] = {}
    for brief, one in standing:
        own = side_of(desk.dossier, brief.case.party)
        orders.setdefault(own, []).extend((*one.lines, *one.own))
        offers.setdefault(own, []).extend(one.conceded)
        for claim in one.theirs:
            side = side_of_proof(brief, claim.cite.entries)
            if side is not None:
                offers.setdefault(side, []).append(claim)
    declared = desk.dossier.declared.parties
    looking = [side_of(desk.dossier, brief.case.party) for brief, _ in standing]
    for name in dict.fromkeys((*looking, *declared)):
        held, said = _once(orders.get(name, ())), _once(offers.get(name, ()))
        if held or said:
            yield SideOn(name, declared[name].name if name in declared else name, held, said)


def _raised(standing: Sequence[tuple[BriefDesk, Standing]]) -> Iterator[Raised]:
    told: set[str] = set()
    for brief, one in standing:
        for label in one.findings:
            found = finding_of(brief, label)
            if found is not None and found.address not in told:
                told.add(found.address)
                yield Raised(found.address, found.code, found.severity)


def issues_table(desk: Desk, state: str = "", aspect: str = "", since: str = "") -> Rows:
    """Return the issues that were chosen as a table, one row for each."""
    columns = ("issue", "aspect", "wording_of", "question", "state", "left", "agreed", "findings")
    found = issues(desk, state, aspect, since)
    return Rows(
        columns,
        tuple(
            (
                row.issue,
                row.aspect,
                row.wording_of,
                row.question,
                row.state,
                row.left,
                tuple(one.says or "" for one in row.agreed),
                tuple(one.code for one in row.findings),
            )
            for row in _rows_of(found)
        ),
    )


def positions_table(desk: Desk, state: str = "", aspect: str = "", since: str = "") -> Rows:
    """Return every claim of every side on the issues that were chosen, one row for each."""
    columns = ("issue", "side", "kind", "says", "text", "by", "at", "entries", "passages")
    rows = []
    for row in _rows_of(issues(desk, state, aspect, since)):
        held = [(side.party, one) for side in row.sides for one in (*side.orders, *side.offers)]
        for side, one in (*held, *(("", one) for one in row.agreed)):
            kind = one.kind or "agreed"
            proof = one.cite
            rows.append(
                (
                    row.issue,
                    side,
                    kind,
                    one.says,
                    one.text,
                    one.by,
                    one.at,
                    proof.entries,
                    proof.passages,
                )
            )
    return Rows(columns, tuple(rows))


def _rows_of(found: Issues) -> Iterator[IssueRow]:
    for pair in found.pairs:
        yield from (*pair.wordings, pair.substance)
    yield from found.others


PAGE = Page(
    "issues",
    "/issues",
    issues,
    key="i",
    order=20,
    tables={"issues": issues_table, "positions": positions_table},
)
