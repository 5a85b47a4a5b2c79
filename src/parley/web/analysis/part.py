"""What is analysed from where one looks: the dossier with only what that party knew of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import msgspec

from parley.dossier.dossier import Dossier
from parley.dossier.fold import view
from parley.dossier.vocabulary.declarations import Declarations, Preferences
from parley.kernel.errors import Refused
from parley.web.desk import Viewpoint

if TYPE_CHECKING:
    from parley.brief.agenda_worth.drafted import Noted
    from parley.brief.agendas import Tabled
    from parley.brief.desk import Desk as BriefDesk
    from parley.space.model import Model

__all__ = ["Part", "PartName", "Scope", "model_in", "part_of_dossier", "with_wants"]

#: What is analysed: what sides can do alone, what they bargain over, or what agendas open of that.
PartName = Literal["conflict", "bargaining", "agenda"]
#: Where the wishes of a party stand: in a section of `dossier.yaml`, or for all of them together.
Scope = Literal["conflict", "bargaining", "shared"]
_HELP = {
    "conflict": "dossier.yaml says under `conflict` which issues are in question, where things "
    "stand (`status_quo`), and what each side wants (`preferences`)",
    "bargaining": "dossier.yaml says under `bargaining` which `issues` are in question and what "
    "each side wants (`preferences`, with `weights`)",
    "agenda": "dossier.yaml says under `bargaining` what is in question, and under `agenda` the "
    "items, their wordings and what each `opens`",
}
_NAMES = {
    "conflict": "conflict",
    "bargaining": "thing to bargain over",
    "agenda": "agenda to value",
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is analysed.

    Parameters:
        name: which part.
        dossier: with only what may be known of it.
        issues: those to analyse; empty: those that the section names.
        wants: party -> what it wants here, as far as that is known.
        scopes: party -> where these wishes stand.
        unheard: issues that the party never heard of: no note may name them.
        drafts: the draft agendas that are known, in order of time.
    """

    name: PartName
    dossier: Dossier
    issues: tuple[str, ...]
    wants: Mapping[str, Preferences]
    scopes: Mapping[str, Scope]
    unheard: frozenset[str] = frozenset()
    drafts: tuple[Noted, ...] = ()


def part_of_dossier(dossier: Dossier, seen: Viewpoint, name: PartName) -> Part:
    """Return what is analysed from where one looks.

    Parameters:
        dossier: the whole dossier.
        seen: who looks, and as of when.

    Raises Refused where there is nothing, or the party did not know enough of it.
    """
    _require_feasible(dossier)
    if name == "agenda" and dossier.declared.bargaining is None:
        raise Refused("the dossier says nothing of what agendas are about", hint=_HELP[name])
    if seen.party is not None:
        return _known_part(dossier, seen, name)
    wants = _all_wants(dossier.declared, name)
    if not any(one.priorities or one.weights or one.ranking for one in wants.values()):
        raise Refused(f"the dossier declares no {_NAMES[name]}", hint=_HELP[name])
    drafts = _drafts(dossier, seen) if name == "agenda" else ()
    return Part(name, dossier, (), wants, _scopes(dossier.declared, name), drafts=drafts)


def _require_feasible(dossier: Dossier) -> None:
    for fault in dossier.faults:
        if fault.code == "infeasible":
            raise Refused(f"no outcome is possible: {fault.message}", hint=fault.hint)


def _all_wants(declared: Declarations, name: PartName) -> dict[str, Preferences]:
    section = declared.conflict if name == "conflict" else declared.bargaining
    return {**declared.preferences, **(section.preferences if section is not None else {})}


def _scopes(declared: Declarations, name: PartName) -> dict[str, Scope]:
    section = declared.conflict if name == "conflict" else declared.bargaining
    own: Scope = "conflict" if name == "conflict" else "bargaining"
    return {
        party: own if section is not None and party in section.preferences else "shared"
        for party in _all_wants(declared, name)
    }


def _known_part(dossier: Dossier, seen: Viewpoint, name: PartName) -> Part:
    from parley.brief.agenda_worth.known import known_agendas
    from parley.brief.conflicts.known import known_conflict
    from parley.brief.settlements.known import known_substance

    desk = _brief_desk(dossier, seen)
    scopes = _scopes(dossier.declared, name)
    if name == "agenda":
        agendas = known_agendas(desk)
        if agendas is not None:
            drafts = tuple(_noted(one) for one in agendas.drafts)
            given = (agendas.dossier, agendas.issues, agendas.wants, scopes, agendas.unheard)
            return Part(name, *given, drafts)
    else:
        known = known_conflict(desk) if name == "conflict" else known_substance(desk)
        if known is not None:
            return Part(name, known.dossier, known.issues, known.wants, scopes, known.unheard)
    raise Refused(
        f"this party knew of no {_NAMES[name]} of which enough can be worked out",
        hint="what its papers do not tell it is left out; look as another party, at a later time, "
        "or as everybody together",
    )


def _brief_desk(dossier: Dossier, seen: Viewpoint) -> BriefDesk:
    from parley.brief.desk import Desk as BriefDesk
    from parley.mandate.case import make_case
    from parley.mandate.running import check_dossier

    party = seen.party or ""
    case = make_case(dossier, party, seen.as_of, seen.known_as_of)
    report = check_dossier(dossier, party, seen.as_of, seen.known_as_of)
    return BriefDesk(case, report, seen.zone, {}, case.hidden_sources)


def _noted(one: Tabled) -> Noted:
    from parley.brief.agenda_worth.drafted import Noted

    status = "adopted" if one.status.startswith("adopted") else one.status
    return Noted(one.letter, one.entry, one.by, one.at, status, one.whole, dict(one.lines))


def _drafts(dossier: Dossier, seen: Viewpoint) -> tuple[Noted, ...]:
    """The drafts that had happened and were known by then, called as `parley agenda` calls them."""
    from parley.brief.agenda_worth.drafted import drafts_of_log

    ids = view(dossier, None, seen.as_of, seen.known_as_of).ids
    return tuple(one for one in drafts_of_log(dossier) if one.entry in ids)


def with_wants(part: Part, wants: Mapping[str, Preferences]) -> Part:
    """Return the same part with other wishes; nothing is written."""
    declared = part.dossier.declared
    conflict, bargaining = declared.conflict, declared.bargaining
    if part.name == "conflict" and conflict is not None:
        conflict = msgspec.structs.replace(conflict, preferences={})
    elif bargaining is not None:
        bargaining = msgspec.structs.replace(bargaining, preferences={})
    changed = msgspec.structs.replace(
        declared, preferences=dict(wants), conflict=conflict, bargaining=bargaining
    )
    return replace(part, dossier=replace(part.dossier, declared=changed), wants=dict(wants))


def model_in(part: Part) -> Model:
    """Return the model of what is analysed, with no note on what must not be named."""
    from parley.space.from_dossier import model_of

    section: Literal["conflict", "bargaining"] = (
        "conflict" if part.name == "conflict" else "bargaining"
    )
    model = model_of(part.dossier, part.issues, part=section)
    return replace(model, notes=_allowed(part.unheard, model.notes))


def _allowed(unheard: frozenset[str], notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(note for note in notes if unheard.isdisjoint(re.findall(r"[\w-]+", note)))
