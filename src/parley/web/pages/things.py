"""The cards: everything about one entry, party, issue, agenda item, line, statement or finding.

The data are those of `parley show`.
"""

from __future__ import annotations

from parley.brief.cards.card import Card, CardData, card_data
from parley.brief.cards.named import cards_named, finding_cards
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import show_time
from parley.web.checking import checked
from parley.web.desk import Desk, known, report
from parley.web.registry import Page
from parley.web.withheld import shown_card

__all__ = ["PAGES", "agenda", "entry", "feasibility", "finding", "issue", "line", "party"]


def entry(desk: Desk, name: str) -> Card:
    """Return everything about an entry that the party knew, with its state and who refers to it."""
    if desk.seen.party is None and name in desk.dossier.by_id and name not in known(desk).ids:
        when = show_time(desk.dossier.spans[name], desk.seen.zone)  # no secret, only later
        raise Refused(f"`{name}` happened {when}, later than you look", hint="look at a later time")
    return _card(desk, "entry", name, known(desk).ids)


def party(desk: Desk, name: str) -> Card:
    """Return everything about a party; its lines and plans only to its own side."""
    return _card(desk, "party", name, desk.dossier.declared.parties)


def issue(desk: Desk, name: str) -> Card:
    """Return everything about an issue: its values, what stands on it, and the entries about it."""
    return _card(desk, "issue", name, desk.dossier.declared.issues)


def agenda(desk: Desk, name: str) -> Card:
    """Return everything about an agenda item: its wordings, what each opens, who tabled it."""
    return _card(desk, "agenda", name, desk.dossier.declared.agenda)


def feasibility(desk: Desk, name: str) -> Card:
    """Return everything about a statement that every possible outcome satisfies."""
    return _card(desk, "feasibility", name, [one.id for one in desk.dossier.declared.feasibility])


def line(desk: Desk, name: str) -> Card:
    """Return everything about a red line or a bottom line of one's own side."""
    return _card(desk, "line", name, ())


def finding(desk: Desk, name: str) -> Card:
    """Return everything about a finding: its proof, what its code means and how to mend it."""
    for card in finding_cards(desk.dossier, desk.seen, checked(desk).report or report(desk), name):
        return shown_card(desk, card)
    raise Refused(
        f"there is no finding `{name}` from where you look",
        hint="it may have been mended, or lie at another time or with another party",
    )


def _card(desk: Desk, kind: str, name: str, names: object) -> Card:
    for card in cards_named(desk.dossier, known(desk), desk.seen, f"{kind}:{name}"):
        return shown_card(desk, card)
    meant = did_you_mean(name, sorted(names) if isinstance(names, (frozenset, dict)) else [])
    raise Refused(
        f"there is no `{name}` from where you look",
        hint=f"did you mean `{meant}`?" if meant else "look at another time, or as another party",
    )


PAGES = tuple(
    Page(
        data.__name__,
        f"/{data.__name__}/{{name}}",
        data,
        template="card.html",
        plain=card_data,
        shape=CardData,
    )
    for data in (entry, party, issue, agenda, feasibility, line, finding)
)
