"""Acts: what a party put forward, accepted, agreed or did, as statements with their conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import Dossier, formula, members
from parley.dossier.fold import View, possibly_in_force
from parley.dossier.language.formulas import And, Const, Formula, If, In, conjuncts, issues_of
from parley.dossier.language.logic import Logic, consistent, entails
from parley.dossier.vocabulary.entries import (
    AgendaDraftItem,
    Agreement,
    Delegation,
    Entry,
    Event,
    Proposal,
    Response,
)
from parley.kernel.times import Span
from parley.mandate.authority import Authority

__all__ = [
    "Act",
    "Content",
    "accepted_content",
    "acts_of",
    "breached_parts",
    "broken_parts",
    "conceding",
    "conjoin",
    "contains",
    "content_of",
    "made_acts",
    "spoken_for",
    "stays_inside",
]

Kind = Literal["proposal", "acceptance", "refusal", "agreement", "deed"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `says` is its whole content; `readings` differ where languages do.

    `actors` are those it binds, `whole` tells that what it lacks is dropped.
    """

    entry: Entry
    kind: Kind
    actors: tuple[str, ...]
    at: Span
    says: Formula
    readings: tuple[Formula, ...]
    condition: Formula | None
    whole: bool
    reserves: frozenset[str]
    issues: frozenset[str]


def conjoin(parts: Iterable[Formula]) -> Formula:
    """The conjunction of statements, flat, without what is trivially true."""
    given = tuple(parts)
    if len(given) == 1 and isinstance(given[0], In):
        return given[0]  # by far the most common, and already as plain as can be
    flat: list[Formula] = []
    for part in given:
        flat.extend(piece for piece in conjuncts(part) if piece != Const(True))
    if len(flat) == 1:
        return flat[0]
    return And(tuple(dict.fromkeys(flat))) if flat else Const(True)


@dataclass(frozen=True, slots=True)
class Content:
    """What the text of an entry says, taken apart."""

    says: Formula
    readings: tuple[Formula, ...]
    condition: Formula | None
    whole: bool
    reserves: frozenset[str]


def content_of(dossier: Dossier, entry: Entry) -> Content:
    """What an entry says: main text, annexes, languages, agenda lines; notes taken say nothing."""
    said: Formula | None = formula(dossier, getattr(entry, "says", None))
    condition = formula(dossier, getattr(entry, "if_", None))
    if isinstance(said, If) and condition is None and not isinstance(entry, Event):
        condition = said.cond
        said = said.then
    whole = getattr(entry, "covers", "listed") == "whole"
    agenda: Sequence[AgendaDraftItem] = getattr(entry, "agenda", ())
    parts = [said, *(formula(dossier, annex.says) for annex in getattr(entry, "annexes", ()))]
    parts.extend(_agenda_statements(dossier, agenda, whole))
    base = conjoin(part for part in parts if part is not None)
    texts: Mapping[str, str] = getattr(entry, "texts", {})
    readings = tuple(
        conjoin((base, spoken))
        for text in texts.values()
        if (spoken := formula(dossier, text)) is not None
    ) or (base,)
    together = readings[0] if len(readings) == 1 else conjoin(readings)
    if len(readings) > 1 and not consistent(dossier.logic, (together,)):
        together = readings[0]
    return Content(together, readings, condition, whole, frozenset(getattr(entry, "reserves", ())))


def _agenda_statements(
    dossier: Dossier, agenda: Sequence[AgendaDraftItem], whole: bool
) -> Iterable[Formula | None]:
    items = dossier.declared.agenda
    for line in agenda:
        item = items.get(line.item)
        if item is not None and line.wording in item.wordings:
            yield formula(dossier, item.wordings[line.wording].says)
    if agenda and whole:
        tabled = {line.item for line in agenda}
        for name, item in items.items():
            if name not in tabled:
                yield formula(dossier, item.absent)


def spoken_for(authority: Authority, entry: Entry, doing: str) -> tuple[str, ...]:
    """Whom an act binds: its authors, or the party truly spoken for; nobody if only conveyed."""
    if getattr(entry, "conveys", None):
        return ()
    principal: str | None = getattr(entry, "on_behalf_of", None)
    if principal is None:
        return entry.by
    when = authority.dossier.spans[entry.id]
    said = content_of(authority.dossier, entry).says
    return (principal,) if _granted(authority, entry.by, principal, doing, when, said) else ()


def _within_limit(dossier: Dossier, granting: str | None, said: Formula) -> bool:
    entry = dossier.by_id.get(granting or "")
    limit = formula(dossier, entry.says) if isinstance(entry, Delegation) else None
    return limit is None or entails(dossier.logic, (said,), limit)


def _granted(
    authority: Authority,
    speakers: Sequence[str],
    principal: str,
    doing: str,
    when: Span,
    said: Formula,
) -> bool:
    dossier = authority.dossier
    issues = issues_of(said)
    return any(
        rule.who in speakers
        and principal in members(dossier, rule.whom)
        and (doing in rule.may or "speak" in rule.may)
        and (rule.issues is None or issues <= rule.issues)
        and possibly_in_force(rule.periods, when)
        and _within_limit(dossier, rule.entry, said)
        for rule in authority.rules
    ) or any(principal in members(dossier, speaker) for speaker in speakers)


def made_acts(seen: View, authority: Authority) -> tuple[Act, ...]:
    """Every act of a view that says something, by whomever, in order of time."""
    return tuple(act for entry in seen.entries if (act := _act(seen, authority, entry)) is not None)


def acts_of(acts: Iterable[Act], parties: frozenset[str]) -> tuple[Act, ...]:
    """The acts that bind one of `parties`."""
    return tuple(act for act in acts if not parties.isdisjoint(act.actors))


def _act(seen: View, authority: Authority, entry: Entry) -> Act | None:
    dossier = seen.dossier
    if isinstance(entry, Response):
        return _answered(seen, authority, entry)
    if isinstance(entry, Proposal):
        kind: Kind = "proposal"
    elif isinstance(entry, Agreement):
        kind = "agreement"
    elif isinstance(entry, Event) and entry.by:
        kind = "deed"
    else:
        return None
    doing = {"proposal": "propose", "agreement": "agree", "deed": "agree"}[kind]
    return _made(
        dossier, entry, kind, spoken_for(authority, entry, doing), content_of(dossier, entry)
    )


def _made(
    dossier: Dossier, entry: Entry, kind: Kind, actors: tuple[str, ...], content: Content
) -> Act | None:
    issues = issues_of(content.says)
    for reading in content.readings:
        issues |= issues_of(reading)
    if not issues and not content.whole:
        return None
    return Act(
        entry,
        kind,
        actors,
        dossier.spans[entry.id],
        content.says,
        content.readings,
        content.condition,
        content.whole,
        content.reserves,
        issues,
    )


def _answered(seen: View, authority: Authority, entry: Response) -> Act | None:
    """An acceptance takes over the text accepted; a counter is a proposal of its own."""
    dossier = seen.dossier
    actors = spoken_for(authority, entry, "accept")
    if entry.answer == "counter":
        return _made(dossier, entry, "proposal", actors, content_of(dossier, entry))
    if entry.answer == "reject":
        answered = dossier.by_id.get(entry.re or "")
        refused = formula(dossier, entry.says)
        if refused is None and answered is not None:
            refused = content_of(dossier, answered).says
        if refused is None:
            return None
        return Act(
            entry,
            "refusal",
            actors,
            dossier.spans[entry.id],
            refused,
            (refused,),
            None,
            False,
            frozenset(),
            issues_of(refused),
        )
    if entry.answer != "accept":
        return None
    return _made(dossier, entry, "acceptance", actors, accepted_content(seen, entry))


def accepted_content(seen: View, entry: Response) -> Content:
    """What an acceptance commits to: both parts of a conditional proposal, less reservations."""
    dossier = seen.dossier
    own = content_of(dossier, entry)
    answered = dossier.by_id.get(entry.re or "") if entry.re in seen.ids else None
    if entry.says is not None or answered is None:
        return own
    theirs = content_of(dossier, answered)
    limits = frozenset(entry.issues)
    readings = tuple(
        _limited(
            conjoin(part for part in (reading, theirs.condition) if part is not None),
            limits,
            own.reserves,
        )
        for reading in theirs.readings
    )
    says = _limited(
        conjoin(part for part in (theirs.says, theirs.condition) if part is not None),
        limits,
        own.reserves,
    )
    return Content(
        says, readings, own.condition, theirs.whole and not limits, own.reserves | theirs.reserves
    )


def _limited(said: Formula, only: frozenset[str], but: frozenset[str]) -> Formula:
    if not only and not but:
        return said
    return conjoin(
        part
        for part in conjuncts(said)
        if (not only or issues_of(part) <= only) and not (issues_of(part) & but)
    )


def conceding(act: Act) -> Formula:
    """What an act says together with the condition it makes."""
    return act.says if act.condition is None else conjoin((act.says, act.condition))


def stays_inside(logic: Logic, said: Formula, limits: Formula) -> bool:
    """Whether a text keeps to the limits set on the issues it names; on others it says nothing."""
    parts = conjuncts(limits)
    if len(parts) == 1:
        return limits != Const(True) and entails(logic, (said,), limits)
    named = issues_of(said)
    near = conjoin(part for part in parts if not issues_of(part).isdisjoint(named))
    if near == Const(True):
        return entails(logic, (said,), limits) and limits != Const(True)
    return entails(logic, (said,), near)


def contains(logic: Logic, act: Act, asked: Formula) -> bool:
    """Whether what is asked stands in every authentic language of an act."""
    return all(entails(logic, (reading,), asked) for reading in act.readings)


def broken_parts(logic: Logic, act: Act, asked: Formula) -> tuple[Formula, ...]:
    """The parts of what is asked that an unconditional act goes against, or a whole text lacks."""
    return () if act.condition is not None else breached_parts(logic, act, asked)


def breached_parts(logic: Logic, act: Act, asked: Formula) -> tuple[Formula, ...]:
    """The parts of what is asked that an act would go against if its condition were met."""
    said = conceding(act)
    parts = tuple(
        part
        for part in conjuncts(asked)
        if not consistent(logic, (said, part))
        or (
            act.whole
            and (issues_of(part) - act.issues or issues_of(part)) - act.reserves
            and not contains(logic, act, part)
        )
    )
    return parts or (() if consistent(logic, (said, asked)) else (asked,))
