"""Coverage: which issues of an act no standing authority covered, and which one had ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from parley.dossier.dossier import ancestors, formula, members, zone_for
from parley.dossier.fold import Period, possibly_in_force, standing_at, surely_in_force
from parley.dossier.language.formulas import Formula, Not, conjuncts, issues_of
from parley.dossier.language.logic import entails
from parley.dossier.vocabulary.entries import Delegation, Entry
from parley.kernel.times import Span, show_time
from parley.mandate.acts import Act, breached_parts, conceding, conjoin, content_of
from parley.mandate.authority import Rule
from parley.mandate.case import Case, in_side, own
from parley.mandate.orders import Order
from parley.mandate.trades import is_offer
from parley.mandate.weighing import (
    Weighed,
    applies,
    doing,
    excused,
    grant_covers,
    requirement,
    rung_covers,
    trade_allows,
    trades_of,
    weighed_acts,
)

__all__ = ["Ended", "Speech", "Uncovered", "uncovered_issues", "unlicensed_speech"]


@dataclass(frozen=True, slots=True)
class Ended:
    """Authority that had ended: the entry that gave it, how it ended, and what ended it."""

    entry: str
    how: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Issues of an act without authority; `limits` are grants that allow less."""

    act: Act
    issues: frozenset[str]
    limits: tuple[str, ...]
    ended: Ended | None

    @property
    def required(self) -> Formula:
        """What would have kept to the authority: not to say this part."""
        return conjoin(
            Not(part)
            for part in conjuncts(self.act.says)
            if not issues_of(part).isdisjoint(self.issues)
        )


@dataclass(frozen=True, slots=True)
class Speech:
    """An act for another party that this party had not, or no longer, granted."""

    entry: Entry
    principal: str
    why: str
    grants: tuple[str, ...]
    ended: Ended | None


@lru_cache(maxsize=16)
def uncovered_issues(case: Case) -> tuple[Uncovered, ...]:
    """What the party's acts settle without authority, by the dossier's default."""
    closed = case.dossier.declared.default_authority == "nothing-unless-authorised"
    ended = _ended_grants(case)
    return tuple(
        gap
        for weighed in weighed_acts(case)
        if weighed.act.kind != "refusal"
        for gap in _gaps(case, weighed, closed, ended)
    )


def _gaps(
    case: Case, weighed: Weighed, closed: bool, ended: Mapping[str, tuple[Order, ...]]
) -> Iterator[Uncovered]:
    act = weighed.act
    open_issues = frozenset(
        issue
        for issue in act.issues
        if _needs_authority(case, issue) and not _covered(case, weighed, issue)
    )
    if not open_issues:
        return
    lapsed: dict[str, Ended] = {}
    for issue in open_issues:
        found = _lapsed(case, act, issue, ended.get(issue, ()), closed)
        if found is not None:
            lapsed[issue] = found
    by_entry: dict[Ended, set[str]] = {}
    for issue, cause in lapsed.items():
        by_entry.setdefault(cause, set()).add(issue)
    for cause, issues in by_entry.items():
        yield Uncovered(act, frozenset(issues), (), cause)
    bare = open_issues - lapsed.keys()
    if bare:
        bare -= _blamed(case, weighed)
    if not closed:
        # A delegate's limits hold whatever the default is: his authority is what was granted.
        for issue in bare:
            beyond = _beyond(case, act, issue)
            if beyond:
                yield Uncovered(act, frozenset({issue}), beyond, None)
    elif bare:
        limits = tuple(
            dict.fromkeys(
                order.entry
                for order in weighed.orders
                if order.mode in ("may", "must") and not order.issues.isdisjoint(bare)
            )
        )
        yield Uncovered(act, bare, limits, None)


def _beyond(case: Case, act: Act, issue: str) -> tuple[str, ...]:
    """The standing delegations of the actors whose limits an act oversteps on an issue."""
    return tuple(
        rule.entry
        for rule in case.authority.rules
        if rule.entry is not None
        and (limit := _limit(case, rule)) is not None
        and issue in issues_of(limit)
        and any(rule.who in ancestors(case.dossier, author) for author in act.entry.by)
        and surely_in_force(rule.periods, act.at)
        and not entails(case.dossier.logic, (conceding(act),), limit)
    )


def _blamed(case: Case, weighed: Weighed) -> frozenset[str]:
    """The issues on which the act breaks an order, which is the fault that is told."""
    logic, act = case.dossier.logic, weighed.act
    return frozenset(
        issue
        for order in weighed.orders
        if order.mode in ("must", "must-not") and applies(case, order, act)
        for parts in (breached_parts(logic, act, requirement(order)),)
        if parts and not excused(case, weighed, order)
        for part in parts
        for issue in issues_of(part)
    )


def _needs_authority(case: Case, issue: str) -> bool:
    declared = case.dossier.declared.issues.get(issue)
    return declared is not None and declared.aspect != "fact"


def _covered(case: Case, weighed: Weighed, issue: str) -> bool:
    act = weighed.act
    if _is_principal(case, act):
        return True
    for order in weighed.orders:
        if issue in order.issues and grant_covers(case, order, act):
            return True
    if trade_allows(case, act, frozenset({issue})) or rung_covers(case, act, issue):
        return True
    if _executes_a_trade(case, act, issue):
        return True  # done too early is the trade's fault, and reported as such
    return any(
        _rule_covers(case, rule, act, issue) and possibly_in_force(rule.periods, act.at)
        for rule in case.authority.rules
    )


def _is_principal(case: Case, act: Act) -> bool:
    """Whether a mandator acts himself: one who may instruct others and whom nobody instructs."""
    authority = case.authority
    return any(
        authority.commands.get(author)
        and not any(author in reached for reached in authority.commands.values())
        for author in act.entry.by
        if in_side(case, (author,))
    )


def _executes_a_trade(case: Case, act: Act, issue: str) -> bool:
    return any(
        state.state == "executed-unmet"
        and state.authorised_by is not None
        and any(act.entry.id in item.entries for item in state.given)
        and (give := formula(case.dossier, state.trade.give)) is not None
        and issue in issues_of(give)
        for state in trades_of(case)
    )


def _rule_covers(case: Case, rule: Rule, act: Act, issue: str) -> bool:
    word = "agree" if doing(act) == "do" else doing(act)
    if word not in rule.may and "speak" not in rule.may:
        return False
    if word not in rule.may or (rule.issues is not None and issue not in rule.issues):
        return False
    dossier = case.dossier
    if not any(rule.who in ancestors(dossier, author) for author in act.entry.by):
        return False
    if not any(
        name in members(dossier, rule.whom) or rule.whom in members(dossier, name)
        for name in act.actors
    ):
        return False
    limit = _limit(case, rule)
    return limit is None or entails(dossier.logic, (conceding(act),), limit)


def _limit(case: Case, rule: Rule) -> Formula | None:
    entry = case.dossier.by_id.get(rule.entry or "")
    return formula(case.dossier, entry.says) if isinstance(entry, Delegation) else None


def _ended_grants(case: Case) -> Mapping[str, tuple[Order, ...]]:
    found: dict[str, list[Order]] = {}
    for order in case.orders:
        if order.mode in ("may", "must") and any(period.end for period in order.periods):
            for issue in order.issues:
                found.setdefault(issue, []).append(order)
    return {issue: tuple(reversed(orders)) for issue, orders in found.items()}


def _lapsed(
    case: Case, act: Act, issue: str, grants: Iterable[Order], closed: bool
) -> Ended | None:
    """The authority that would have covered the act had it not ended before."""
    for order in grants:
        if order.acting.isdisjoint(act.actors) or (order.mode == "must" and not closed):
            continue
        if _surely_over(order.periods, act.at) and grant_covers(case, order, act):
            if not closed and _replaced(case, order.periods):
                continue  # the order that took its place is what counts
            return _how_it_ended(case, order.entry, order.periods)
    for state in trades_of(case):
        periods = case.periods.get(state.trade.id, ())
        if state.authorised_by is not None and _surely_over(periods, act.at):
            give, get = (
                formula(case.dossier, said) for said in (state.trade.give, state.trade.get)
            )
            if give is None or get is None or issue not in issues_of(give) | issues_of(get):
                continue
            if is_offer(case, act, give, get) and not _replaced(case, periods):
                return _how_it_ended(case, state.trade.id, periods)
    for rule in case.authority.rules:
        if (
            rule.entry is not None
            and _surely_over(rule.periods, act.at)
            and _rule_covers(case, rule, act, issue)
        ):
            return _how_it_ended(case, rule.entry, rule.periods)
    return None


def _replaced(case: Case, periods: tuple[Period, ...]) -> bool:
    ender = case.dossier.by_id.get(periods[-1].ended_by or "")
    return ender is not None and not ender.revokes


def _surely_over(periods: Iterable[Period], when: Span) -> bool:
    stretches = tuple(periods)
    begun = any(period.start.latest <= when.earliest for period in stretches)
    return begun and not possibly_in_force(stretches, when)


def _how_it_ended(case: Case, entry: str, periods: tuple[Period, ...]) -> Ended:
    last = periods[-1]
    if last.end is None:
        return Ended(entry, "had ended", ())
    zone = zone_for(case.dossier, (case.party,))
    if last.ended_by is None:
        # The last instant of a day is told as the midnight that follows it.
        over = last.end.latest + 1 if last.end.latest % 1_000_000 else last.end.latest
        return Ended(entry, f"ran out at {show_time(Span(over, over), zone)}", ())
    when = show_time(last.end, zone)
    return Ended(entry, f"{last.ended_by} ended on {when}", (last.ended_by,))


@lru_cache(maxsize=16)
def unlicensed_speech(case: Case) -> tuple[Speech, ...]:
    """The party's acts on behalf of others that these had not granted, or not so far."""
    return tuple(
        speech
        for entry in case.seen.entries
        if (principal := getattr(entry, "on_behalf_of", None)) is not None
        and not isinstance(entry, Delegation)
        and own(case, entry)
        and principal in case.dossier.declared.parties
        and (speech := _speech(case, entry, principal)) is not None
    )


def _speech(case: Case, entry: Entry, principal: str) -> Speech | None:
    dossier = case.dossier
    if any(principal in members(dossier, author) for author in entry.by):
        return None
    when = dossier.spans[entry.id]
    content = content_of(dossier, entry)
    issues = issues_of(content.says) | frozenset(entry.issues)
    rules = [
        rule
        for rule in case.authority.rules
        if any(rule.who in ancestors(dossier, author) for author in entry.by)
        and principal in members(dossier, rule.whom)
        and {"speak", "propose", "accept", "agree"} & rule.may
    ]
    fits = [
        rule
        for rule in rules
        if (rule.issues is None or issues <= rule.issues)
        and (
            (limit := _limit(case, rule)) is None or entails(dossier.logic, (content.says,), limit)
        )
    ]
    if any(possibly_in_force(rule.periods, when) for rule in fits):
        return None
    over = next((rule for rule in fits if rule.entry and _surely_over(rule.periods, when)), None)
    if over is not None and over.entry is not None:
        return Speech(
            entry, principal, "", (over.entry,), _how_it_ended(case, over.entry, over.periods)
        )
    standing = tuple(
        rule.entry for rule in rules if rule.entry and standing_at(rule.periods, when.earliest)
    )
    why = "beyond what was granted" if standing or rules else "without having been asked to"
    return Speech(entry, principal, why, standing, None)
