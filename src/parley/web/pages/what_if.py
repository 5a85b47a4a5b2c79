"""What-if: a wish moved up or down, another weight, and what that moves in the conclusions.

The change lives in the address, until a form writes it into `dossier.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from parley.dossier.files.folder import DECLARATIONS
from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link
from parley.web.analysis.changes import Changes, as_fields, changed_part, read_changes
from parley.web.analysis.first_wish import Wishless, add_first, wishless
from parley.web.analysis.refusal import Refusal, refusal_of
from parley.web.analysis.shapes import FrontierJson, StabilityJson
from parley.web.analysis.told import Told, last_of, told_of
from parley.web.analysis.wishes import Wishes, line_of_wishes, wishes_of
from parley.web.analysis.worked import (
    agenda_items_of,
    conflict_study,
    part_at,
    settlement_study,
)
from parley.web.analysis.writable import Writing, write, writing_of
from parley.web.desk import Desk, unseen_sources
from parley.web.editing.shared import Bar, bar, may_change
from parley.web.pages.stability import Wanted as StatesWanted
from parley.web.pages.stability import came_about_in, targets
from parley.web.registry import Act, Page, Rows, pages
from parley.web.workbench import is_allowed

if TYPE_CHECKING:
    from parley.brief.conflicts.study import Study as ConflictStudy
    from parley.brief.settlements.study import Study as Settlements
    from parley.web.analysis.moved import ConflictMove
    from parley.web.analysis.moved_worths import DraftMove, FrontierMove

__all__ = [
    "PAGE",
    "Wanted",
    "WhatIf",
    "WhatIfJson",
    "moves_table",
    "plain",
    "what_if",
]

What = Literal["conflict", "bargaining"]
_NOTHING = Changes()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is changed, and what is looked at.

    Parameters:
        what: `conflict`, what sides can do alone, or `bargaining`, what they could agree; left
            out: what there is, the conflict first.
        order: wishes in another order, each `conflict:PARTY:2,1,3`.
        weight: other weights, each `bargaining:PARTY:3:0.2`.
        none: another worth of no agreement, each `bargaining:PARTY:0.4`.
        at, to: one more change: which weight, such as `bargaining:PARTY:3`, and what it becomes.
    """

    what: str = ""
    order: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at: str = ""
    to: str = ""


class WhatIfJson(TypedDict):
    """What is changed, and the analyses before and after, each as its command has them.

    `appear` and `vanish` are concept -> numbers of states from 0; `drafts` are worths before and
    after. What was not asked for, or refused, is null. `base` is what a form that writes the
    changes sends back; empty where there are none.
    """

    base: str
    changes: dict[str, list[str]]
    what: str
    stability: dict[Literal["before", "after"], StabilityJson] | None
    appear: dict[str, list[int]] | None
    vanish: dict[str, list[int]] | None
    frontier: dict[Literal["before", "after"], FrontierJson] | None
    drafts: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """What the page shows; of what is refused, only `refusal`.

    Parameters:
        what: which part is looked at; `whats` are those that there are.
        changes: all changes; `told` says those that are about this part in words, and `elsewhere`
            counts the others.
        wishes: the wishes that can be moved.
        conflict, came_about: what moved in the conflict.
        worths: what moved on the frontier.
        drafts: what moved of the drafts' worth.
        own: the address of the dossier's own, and `edit` that where it can be changed; empty where
            there is none.
        here: the address with all changes, and `last_back` that without the last of those told.
        moves: changes of the order -> their address.
        kept: what forms keep of the address.
        writing: what a form would write; None where there is nothing, or one may not.
        bar: what can be undone and redone by those who see the files.
        wishless: parties of which a first wish can be written.
    """

    refusal: Refusal | None = None
    what: What = "conflict"
    whats: tuple[tuple[What, str], ...] = ()
    changes: Changes = _NOTHING
    told: tuple[Told, ...] = ()
    elsewhere: int = 0
    wishes: tuple[Wishes, ...] = ()
    conflict: ConflictMove | None = None
    came_about: str = ""
    before: ConflictStudy | Settlements | None = None
    after: ConflictStudy | Settlements | None = None
    worths: FrontierMove | None = None
    parties: tuple[str, ...] = ()
    drafts: tuple[DraftMove, ...] = ()
    undrafted: Refusal | None = None
    own: str = ""
    edit: str = ""
    here: str = ""
    last_back: str = ""
    addresses: dict[tuple[object, ...], str] | None = None
    kept: tuple[tuple[str, str], ...] = ()
    writing: Writing | None = None
    bar: Bar | None = None
    wishless: tuple[Wishless, ...] = ()


def what_if(desk: Desk, wanted: Wanted) -> WhatIf:
    """Return what other wishes would move; nothing is written to the dossier."""
    undoing = bar(desk) if may_change(desk) else None
    first = wishless(desk.dossier.declared) if undoing and desk.seen.party is None else ()
    try:
        changes = _changes(wanted)
        whats = _whats(desk)
        what = _what(wanted, whats)
        part = part_at(desk, what)
        changed_part(part, changes)  # refuses what is not about these wishes
        wishes = wishes_of(part, changes, unseen_sources(desk))
    except ParleyError as error:
        return WhatIf(refusal_of(error), bar=undoing, wishless=first)
    told = told_of(wishes, changes, partial(_address, desk, what))
    shown = WhatIf(
        what=what,
        whats=tuple((one, _address(desk, one, changes)) for one in whats),
        changes=changes,
        told=told,
        elsewhere=_elsewhere(changes, wishes),
        wishes=wishes,
        own=_address(desk, what, _NOTHING),
        edit=_edit(desk, told),
        here=_address(desk, what, changes),
        last_back=last_of(told, changes).back if told else "",
        addresses=_addresses(desk, what, wishes),
        kept=_kept(what, changes),
        writing=writing_of(desk, (what, *whats), changes, _address),
        bar=undoing,
        wishless=first,
    )
    try:
        if what == "conflict":
            return _conflict(desk, shown)
        return _bargaining(desk, shown)
    except ParleyError as error:
        return replace(shown, refusal=refusal_of(error))


def _changes(wanted: Wanted) -> Changes:
    weight, none = list(wanted.weight), list(wanted.none)
    if wanted.at:
        scope, _, rest = wanted.at.partition(":")
        party, _, place = rest.partition(":")
        if not place or not wanted.to:
            raise Refused(
                "expected which weight (`at`) and what it becomes (`to`)",
                hint="write a number into its field",
            )
        if place == "none":
            none.append(f"{scope}:{party}:{wanted.to}")
        else:
            weight.append(f"{scope}:{party}:{place}:{wanted.to}")
    return read_changes(wanted.order, weight, none)


def _whats(desk: Desk) -> tuple[What, ...]:
    """What can be analysed from where the desk looks."""
    found: list[What] = []
    faults: list[Refused] = []
    names: tuple[What, ...] = ("conflict", "bargaining")
    for name in names:
        try:
            part_at(desk, name)
        except Refused as error:
            faults.append(error)
        else:
            found.append(name)
    if not found:
        raise faults[0]
    return tuple(found)


def _what(wanted: Wanted, whats: tuple[What, ...]) -> What:
    if not wanted.what:
        return whats[0]
    for one in whats:
        if wanted.what == one:
            return one
    raise Refused(
        f"what: expected one of {', '.join(whats)}, got `{wanted.what[:40]}`",
        hint="choose one on the page",
    )


def _address(desk: Desk, what: What, changes: Changes) -> str:
    return link(desk.asked, ("what-if",), {"what": what, **as_fields(changes)})


def _edit(desk: Desk, told: Sequence[Told]) -> str:
    """Where the wishes that are changed can be edited, by those who may; empty for others."""
    may = is_allowed(desk.bench, desk.visitor, "edit") and not desk.seen.reader
    if not may or not told or not any(page.address == "/file" for page in pages()):
        return ""
    text = (desk.bench.kept.root / DECLARATIONS).read_text(encoding="utf-8")
    line = line_of_wishes(text, told[0].scope, told[0].id)
    return link(desk.asked, ("file",), {"file": DECLARATIONS, "line": line})


def _kept(what: What, changes: Changes) -> tuple[tuple[str, str], ...]:
    pairs = [("what", str(what))]
    pairs += [(name, one) for name, values in as_fields(changes).items() for one in values]
    return tuple(pairs)


def _addresses(desk: Desk, what: What, wishes: tuple[Wishes, ...]) -> dict[tuple[object, ...], str]:
    """The address of every change that a button makes."""
    found: dict[tuple[object, ...], str] = {}
    for one in wishes:
        rows = [*one.weights, *([one.none] if one.none is not None else [])]
        steps = [step for wish in one.order for step in (wish.up, wish.down)]
        for changes in (*steps, *(row.back for row in rows)):
            if changes is not None and changes.key not in found:
                found[changes.key] = _address(desk, what, changes)
    return found


def _elsewhere(changes: Changes, wishes: tuple[Wishes, ...]) -> int:
    here = {(one.scope, one.party) for one in wishes}
    keys = {*changes.orders, *changes.weights, *changes.none}
    return len(keys - here)


def _conflict(desk: Desk, shown: WhatIf) -> WhatIf:
    from parley.web.analysis.moved import conflict_move
    from parley.web.analysis.states import places_where

    old = conflict_study(desk)
    new = conflict_study(desk, shown.changes)
    named = came_about_in(desk, new)
    came = places_where(new, named)
    return replace(
        shown,
        conflict=conflict_move(old, new, came, targets(desk, StatesWanted())),
        came_about=named.name if named is not None else "",
        before=old,
        after=new,
    )


def _bargaining(desk: Desk, shown: WhatIf) -> WhatIf:
    from parley.brief.settlements.words import party_name
    from parley.web.analysis.moved_worths import frontier_move

    old = settlement_study(desk)
    new = settlement_study(desk, shown.changes)
    shown = replace(
        shown,
        worths=frontier_move(old, new),
        parties=tuple(party_name(new, party) for party in range(len(new.network.parties))),
        before=old,
        after=new,
    )
    try:
        return replace(shown, drafts=_drafts(desk, shown.changes))
    except ParleyError as error:
        return replace(shown, undrafted=refusal_of(error))


def _drafts(desk: Desk, changes: Changes) -> tuple[DraftMove, ...]:
    from parley.web.analysis.moved_worths import draft_moves
    from parley.web.analysis.part import model_in
    from parley.web.analysis.worked import require_weights

    parts = part_at(desk, "agenda"), part_at(desk, "agenda", changes)
    models = model_in(parts[0]), model_in(parts[1])
    items = agenda_items_of(parts[0], models[0]), agenda_items_of(parts[1], models[1])
    require_weights(models[0], items[0])
    return draft_moves(models, items, parts[0].drafts, "nash")


def plain(data: WhatIf) -> WhatIfJson:
    """Return the analyses before and after as the commands write them; raises what was refused."""
    if data.refusal is not None:
        raise data.refusal.error
    found: WhatIfJson = {
        "base": data.writing.base if data.writing is not None else "",
        "changes": as_fields(data.changes),
        "what": data.what,
        "stability": None,
        "appear": None,
        "vanish": None,
        "frontier": None,
        "drafts": None,
    }
    both: Any = _both(data)
    if data.conflict is not None:
        moves = data.conflict.concepts
        found["stability"] = both
        found["appear"] = {one.concept: [n - 1 for n in one.appear] for one in moves}
        found["vanish"] = {one.concept: [n - 1 for n in one.vanish] for one in moves}
    else:
        found["frontier"] = both
        found["drafts"] = [
            {"letter": one.letter, "before": list(one.before), "after": list(one.after)}
            for one in data.drafts
        ]
    return found


def _both(data: WhatIf) -> dict[str, object]:
    from parley.brief.conflicts.data import study_as_data as conflict_data
    from parley.brief.conflicts.study import Study as ConflictStudy
    from parley.brief.conflicts.words import explained
    from parley.brief.settlements.data import study_as_data as settlement_data

    found: dict[str, object] = {}
    for name, study in (("before", data.before), ("after", data.after)):
        if isinstance(study, ConflictStudy):
            found[name] = conflict_data(study, explained)
        elif study is not None:
            found[name] = settlement_data(study)
    return found


def moves_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return every state that holds under other concepts than before, or every fair point."""
    data = what_if(desk, wanted)
    if data.refusal is not None:
        raise data.refusal.error
    if data.conflict is not None:
        rows = tuple(
            (one.concept, one.before, one.after, one.appear, one.vanish)
            for one in data.conflict.concepts
        )
        return Rows(("concept", "before", "after", "appear", "vanish"), rows)
    fair = data.worths.fair if data.worths is not None else ()
    columns = (
        "fair_point",
        *(f"before:{name}" for name in data.parties),
        *(f"after:{name}" for name in data.parties),
        "changes",
    )
    blank = ("",) * len(data.parties)
    return Rows(
        columns,
        tuple(
            (
                one.name,
                *(one.before or blank),
                *(one.after or blank),
                tuple(f"{issue}: {was} -> {now}" for issue, was, now in one.changes),
            )
            for one in fair
        ),
    )


PAGE = Page(
    "what_if",
    "/what-if",
    what_if,
    key="w",
    order=66,
    template="what-if.html",
    plain=plain,
    shape=WhatIfJson,
    tables={"moves": moves_table},
    acts={"first": Act(add_first), "write": Act(write)},
)
