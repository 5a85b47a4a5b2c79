"""A first wish of a party of which the dossier says nothing yet: a statement, or a weight of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from parley.dossier.editing.declared_editing import change_all_declared
from parley.dossier.vocabulary.declarations import Bargaining, Conflict, Declarations, Preferences
from parley.kernel.errors import Refused
from parley.web.addresses import link
from parley.web.analysis.part import Scope
from parley.web.analysis.supposed import Basis, basis_of
from parley.web.desk import Desk
from parley.web.editing.shared import must_see_files, root_of
from parley.web.registry import Done

__all__ = ["FirstForm", "Wishless", "add_first", "wishless"]


@dataclass(frozen=True, slots=True)
class Wishless:
    """A party that decides something and of which no wish is declared.

    `scope` says where its first wish would stand; `at` is both, as the form sends them.
    """

    scope: Scope
    party: str
    name: str
    at: str


def wishless(declared: Declarations) -> tuple[Wishless, ...]:
    """Return the parties that decide an issue in question and have no wish there.

    Where no section says what is analysed, a first wish would count for all of them.
    """
    return tuple(
        Wishless(scope, party, " ".join(declared.parties[party].name.split()), f"{scope}:{party}")
        for scope, party in dict.fromkeys(_wishless(declared))
        if party in declared.parties
    )


def _wishless(declared: Declarations) -> Iterator[tuple[Scope, str]]:
    sections: tuple[tuple[Scope, Conflict | Bargaining | None], ...] = (
        ("conflict", declared.conflict),
        ("bargaining", declared.bargaining),
    )
    if declared.conflict is None and declared.bargaining is None:
        sections = (("shared", None),)
    for scope, section in sections:
        if scope != "shared" and section is None:
            continue
        wants = {**declared.preferences, **(section.preferences if section is not None else {})}
        names = section.issues if section is not None and section.issues else declared.issues
        for name in names:
            for party in declared.issues[name].decided_by if name in declared.issues else ():
                if not _says_something(wants.get(party)):
                    yield scope, party


def _says_something(wants: Preferences | None) -> bool:
    return wants is not None and bool(wants.priorities or wants.weights or wants.ranking)


@dataclass(frozen=True, slots=True)
class FirstForm:
    """A first wish.

    Parameters:
        at: whose, and where it is to stand: `conflict:PARTY`, as the page offers it.
        says: the statement.
        weight: how much it counts; left out: only that it is wanted.
        assumed: who assumes it.
        sources: passages that say so, with commas or blanks between them.
        what: the part of the page to go back to.
    """

    at: str
    says: str
    weight: str = ""
    assumed: str = ""
    sources: str = ""
    what: str = ""


def add_first(desk: Desk, form: FirstForm) -> Done:
    """Write the first wish of a party into dossier.yaml; refused where it has one by now."""
    must_see_files(desk)
    found = {one.at: one for one in wishless(desk.dossier.declared)}.get(form.at)
    if found is None:
        raise Refused(f"`{form.at[:60]}` is no party without wishes", hint="choose one on the page")
    wish = _wish(form, basis_of(desk, form.assumed, form.sources))
    way = () if found.scope == "shared" else (found.scope,)
    change_all_declared(
        root_of(desk),
        [((*way, "preferences", found.party), partial(_first, wish))],
        what=f"first wish of {found.party}",
        who=desk.visitor.name,
    )
    return Done(link(desk.asked, ("what-if",), {"what": form.what}), "what_if.first_written")


def _wish(form: FirstForm, basis: Basis) -> Mapping[str, object]:
    if not basis.assumed and not basis.sources:
        raise Refused(
            "it is not said what the wish rests on",
            hint="say who assumes it, or name the passages that say so as SOURCE#PASSAGE",
        )
    one: dict[str, object] = {"says": " ".join(form.says.split())}
    if form.weight.strip():
        one = {"weight": _number(form.weight.strip()), **one}
    if basis.sources:
        one["sources"] = list(basis.sources)
    if basis.assumed:
        one["assumed"] = basis.assumed
    return {"weights" if "weight" in one else "priorities": [one]}


def _number(text: str) -> int | float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refused(
            f"weight: expected a number, got `{text[:40]}`",
            hint="write it with a point, such as 0.25, or leave it blank",
        )
    return int(value) if value == int(value) else value


def _first(wish: Mapping[str, object], now: Any) -> Any:
    said = now if isinstance(now, dict) else {}
    if any(said.get(key) for key in ("priorities", "weights", "ranking")):
        raise Refused(
            "dossier.yaml: this party has a wish by now",
            hint="nothing was written; look at the page as it is now",
        )
    return {**wish, **said}
