"""An agenda that was put together, as an entry of the log: planned, or put forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from parley.dossier.dossier import side_of
from parley.dossier.vocabulary.declarations import AgendaItem
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.web.addresses import link
from parley.web.analysis.part import Part, model_in
from parley.web.analysis.supposed import Basis, basis_of
from parley.web.analysis.worked import agenda_items_of, part_at
from parley.web.desk import Desk
from parley.web.proposing import free_id, moment_to_write, write_entries
from parley.web.registry import Done
from parley.web.visitor import visible_parties

if TYPE_CHECKING:
    from parley.brief.agenda_worth.drafted import Noted

__all__ = ["DraftForm", "DraftOffer", "Other", "draft", "draft_offer", "draft_order", "noted"]

Order = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Other:
    """An item that is not compared, and so has no worth, but may stand on the agenda.

    `wording` is the one that the draft held against has; empty where it does not have the item.
    """

    item: str
    title: str
    wordings: tuple[str, ...]
    wording: str


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """What the form has that writes an agenda into the log.

    Parameters:
        act: its address.
        name: an id that is free.
        at: the time that one looks at.
        parties: who can draft, as far as one may act for them; `by` is the first choice.
        others: items that are not compared.
    """

    act: str
    name: str
    at: str
    parties: tuple[str, ...]
    by: str
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class DraftForm:
    """An agenda put together, as a draft of the log.

    Parameters:
        item: it, as in the address of the page.
        other: items that are not compared, each `item:wording`.
        kind: planned, as a request to a mandator; or tabled, as a proposal.
        by, to, at, name, text: of the entry.
        assumed: who assumes it.
        sources: passages that have it, with commas or blanks between them.
        against, measure: as in the address of the page.
    """

    by: str
    kind: Literal["planned", "tabled"] = "planned"
    item: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    to: str = ""
    at: str = ""
    name: str = ""
    text: str = ""
    assumed: str = ""
    sources: str = ""
    against: str = ""
    measure: str = "nash"


def draft_offer(
    desk: Desk, part: Part, against: Noted | None, compared: Sequence[str], act: str
) -> DraftOffer:
    """Return what the form has that writes an agenda into the log.

    Parameters:
        part: what is analysed, with the drafts that are known.
        against: the draft that the agenda is held against.
        compared: the items that are compared.
        act: the address of the form.
    """
    parties = visible_parties(desk.visitor, desk.dossier)
    by = desk.seen.party or next(iter(part.wants), "")
    at = moment_to_write(desk)
    return DraftOffer(
        act,
        free_id(desk.dossier.by_id, f"agenda-{at[:10]}"),
        at,
        parties,
        by if by in parties else next(iter(parties), ""),
        tuple(_others(desk, part, against, compared)),
    )


def _others(
    desk: Desk, part: Part, against: Noted | None, compared: Sequence[str]
) -> Iterator[Other]:
    declared = desk.dossier.declared.agenda
    used: dict[str, dict[str, None]] = {}
    for draft in part.drafts:
        for name, wording in draft.lines.items():
            used.setdefault(name, {})[wording] = None
    if desk.seen.party is None:
        used = {name: dict.fromkeys(one.wordings) for name, one in declared.items()}
    for name, wordings in used.items():
        if name in declared and name not in compared:
            item = declared[name]
            known = tuple(one for one in wordings if one in item.wordings)
            yield Other(name, " ".join(item.title.split()), known, _has(against, name, item))


def _has(against: Noted | None, name: str, item: AgendaItem) -> str:
    if against is None or name not in against.lines:
        return ""
    return against.lines[name] or next(iter(item.wordings), "")


def draft_order(order: Order, others: Mapping[str, str], against: Noted | None) -> Order:
    """Return all items of a draft in their order.

    An item that is not compared stands behind what precedes it in the draft held against; where
    that has none of it, at the end.

    Parameters:
        order: the items that are compared, with their wordings.
        others: item -> wording, of those that are not.
    """
    found = list(order)
    listed = list(against.lines) if against is not None else []
    for name, wording in others.items():
        before = set(listed[: listed.index(name)]) if name in listed else None
        places = [at for at, (other, _) in enumerate(found) if before and other in before]
        at = len(found) if before is None else max(places, default=-1) + 1
        found.insert(at, (name, wording))
    return tuple(found)


def _entry(desk: Desk, order: Order, given: DraftForm, basis: Basis) -> dict[str, Any]:
    """Return a draft agenda as the keys of the file format.

    Raises Refused for an agenda with nothing on it, a party that there is not, and where it is not
    said what the draft rests on.
    """
    if not order:
        raise Refused("nothing is on the agenda", hint="put an item on it first")
    if not basis.assumed and not basis.sources:
        raise Refused(
            "it is not said what the draft rests on",
            hint="say who assumes it, or name the passages that have it as SOURCE#PASSAGE",
        )
    known = desk.dossier.declared.parties
    to = [one for one in given.to.replace(",", " ").split() if one] or _whom(desk, given)
    for name in (given.by, *to):
        if name not in known:
            meant = did_you_mean(name, known)
            raise Refused(
                f"there is no party `{name[:60]}`",
                hint=f"did you mean `{meant}`?" if meant else "name a party by its id",
            )
    if given.by not in visible_parties(desk.visitor, desk.dossier):
        raise Refused(f"you may not act for `{given.by}`", hint="choose one of your own parties")
    at = given.at.strip() or moment_to_write(desk)
    planned = given.kind == "planned"
    entry: dict[str, Any] = {
        "id": given.name.strip() or free_id(desk.dossier.by_id, f"agenda-{at[:10]}"),
        "type": "request" if planned else "proposal",
        "at": at,
        "by": given.by,
        "to": (to[0] if len(to) == 1 else to) or None,
        "covers": None if planned else "whole",
        "agenda": [{"item": name, "wording": wording} for name, wording in order],
        "text": " ".join(given.text.split()) or None,
        "sources": (basis.sources[0] if len(basis.sources) == 1 else list(basis.sources)) or None,
        "assumed": basis.assumed or None,
    }
    return {key: one for key, one in entry.items() if one is not None}


def _whom(desk: Desk, given: DraftForm) -> list[str]:
    """To whom a draft goes where that is not said: a mandator, or the other sides."""
    declared = desk.dossier.declared
    if given.by not in declared.parties:
        return []
    side = side_of(desk.dossier, given.by)
    if given.kind == "planned":
        own = declared.parties[given.by].mandator or declared.parties[side].mandator
        return list(own)
    names = declared.bargaining.issues if declared.bargaining is not None else ()
    issues = [declared.issues[name] for name in names if name in declared.issues]
    deciding = dict.fromkeys(party for issue in issues for party in issue.decided_by)
    return [one for one in deciding if side_of(desk.dossier, one) != side]


def noted(part: Part, letter: str) -> Noted | None:
    """Return a known draft by its letter; None where there is none."""
    return next((one for one in part.drafts if one.letter == letter), None)


def draft(desk: Desk, form: DraftForm) -> Done:
    """Write the agenda put together into the log, as a draft that is planned or tabled."""
    from parley.web.analysis.agendas import composed_from

    part = part_at(desk, "agenda")
    items = agenda_items_of(part, model_in(part))
    composed = composed_from(form.item, "", items, part.drafts)
    others = dict(one.split(":", 1) for one in form.other if ":" in one)
    order = draft_order(composed.order, others, noted(part, form.against))
    basis = basis_of(desk, form.assumed, form.sources)
    write_entries(desk, [_entry(desk, order, form, basis)])
    fields = {"item": composed.fields, "against": form.against, "measure": form.measure}
    return Done(link(desk.asked, ("agenda",), fields), "agendas.drafted")
