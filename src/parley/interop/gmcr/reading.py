"""Conflicts of GMCR+ (the program gmcr-py), read into models and written back.

A `.gmcr` file is what GMCR+ saves: options that decision makers take or not, patterns of what is
infeasible, and for each decision maker either conditions, most important first, or a ranking of
the feasible states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from parley.dossier.language.formulas import Formula, show
from parley.interop.gmcr.coalitions import read_coalitions
from parley.interop.gmcr.faults import fault, refusal
from parley.interop.gmcr.json_text import MAX_BYTES
from parley.interop.gmcr.layout import Layout, read_layout
from parley.interop.gmcr.literals import ANSWERS, denied
from parley.interop.gmcr.names import ids_for
from parley.interop.gmcr.ranking import read_rankings
from parley.interop.gmcr.statements import read_condition
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Preference, Priorities, Ranking

__all__ = ["coalitions_of", "parse_gmcr", "read_gmcr"]

_LONGEST_SHOWN = 200  # characters of a statement that messages quote whole


def read_gmcr(path: str | Path) -> Model:
    """Read a `.gmcr` file.

    Raises Refused, with every fault of the file, where it cannot be used.
    """
    place = Path(path)
    try:
        if not place.is_file():
            raise Refused(f"{path}: expected a file, got none", hint="check the path")
        with place.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "open the file that GMCR+ saved"
        raise Refused(f"{path}: expected text in UTF-8, got other bytes", hint=hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check the path and who may read it"
        raise Refused(
            f"{path}: expected a file that can be read, got '{reason}'", hint=hint
        ) from None
    return parse_gmcr(text, str(path))


def parse_gmcr(text: str, name: str) -> Model:
    """Turn the text of a `.gmcr` file into a model.

    Options become issues with the values no and yes, in the order in which GMCR+ shows them:
    grouped by decision maker. Conditions become priorities, a manual ranking becomes a ranking.
    What the file says beyond that, and where parley takes it differently, is in the notes.

    Parameters:
        name: what messages call the file.

    Raises Refused, with every fault of the file, where it cannot be used.
    """
    faults: list[str] = []
    layout = read_layout(text, name, faults)
    issues = ids_for(
        [option.name for option in layout.options],
        [option.given for option in layout.options],
        "option",
    )
    parties = _parties(layout)
    feasibility = _feasibility(layout, issues, faults)
    preferences: dict[str, Preference]
    if layout.manual:
        preferences = dict(_rankings(layout, issues, parties, feasibility, faults))
    else:
        preferences = dict(_priorities(layout, issues, parties, faults))
    coalitions, notes = read_coalitions(layout.coalitions, parties, faults)
    if faults:
        raise refusal(name, faults)
    notes = (*_notes(layout, issues), *notes, *_alliances(coalitions))
    return _model(name, layout, (issues, parties), (feasibility, preferences), notes)


def coalitions_of(text: str, name: str = "the file") -> tuple[tuple[str, ...], ...]:
    """Return the coalitions of two or more decision makers in a `.gmcr` file, by party id.

    The ids are those of `parse_gmcr`. Raises Refused where the file cannot be used.
    """
    faults: list[str] = []
    layout = read_layout(text, name, faults)
    coalitions, _ = read_coalitions(layout.coalitions, _parties(layout), faults)
    if faults:
        raise refusal(name, faults)
    return coalitions


def _model(
    name: str,
    layout: Layout,
    ids: tuple[Sequence[str], Sequence[str]],
    says: tuple[tuple[Named, ...], Mapping[str, Preference]],
    notes: tuple[str, ...],
) -> Model:
    issues, parties = ids
    options = {issues[number]: layout.options[number] for number in layout.order}
    owners = {issues[number]: layout.owners[number] for number in layout.order}
    return Model(
        name,
        dict.fromkeys(options, ANSWERS),
        {party: maker.name for party, maker in zip(parties, layout.makers, strict=True)},
        {issue: tuple(parties[one] for one in who) for issue, who in owners.items()},
        {issue: one.direction for issue, one in options.items() if one.direction != "both"},
        *says,
        questions={issue: one.name for issue, one in options.items()},
        notes=notes,
    )


def _parties(layout: Layout) -> tuple[str, ...]:
    makers = layout.makers
    return ids_for([maker.name for maker in makers], [maker.given for maker in makers], "party")


def _feasibility(layout: Layout, issues: Sequence[str], faults: list[str]) -> tuple[Named, ...]:
    found = []
    for number, value in enumerate(layout.infeasibles):
        where = f"infeasibles[{number}]"
        if isinstance(value, list) and not value:
            hint = "delete it, or name the options that cannot go together"
            wanted = "at least one option in a pattern"
            faults.append(fault(where, wanted, "none, which makes all states infeasible", hint))
            continue
        formula = denied(read_condition(value, where, issues, faults))
        found.append(_named(formula, f"infeasible pattern {number + 1}", issues))
    return tuple(found)


def _named(formula: Formula, otherwise: str, issues: Sequence[str]) -> Named:
    shown = show(formula, dict.fromkeys(issues, ANSWERS))
    return Named(shown if len(shown) <= _LONGEST_SHOWN else otherwise, formula)


def _priorities(
    layout: Layout, issues: Sequence[str], parties: Sequence[str], faults: list[str]
) -> Iterable[tuple[str, Priorities]]:
    for party, maker in zip(parties, layout.makers, strict=True):
        groups = []
        for number, value in enumerate(maker.preferences):
            where = f"{maker.where}, statement {number + 1} (preferences[{number}])"
            formula = read_condition(value, where, issues, faults)
            groups.append((_named(formula, f"statement {number + 1}", issues),))
        if groups:
            yield party, Priorities(tuple(groups))


def _rankings(
    layout: Layout,
    issues: Sequence[str],
    parties: Sequence[str],
    feasibility: Sequence[Named],
    faults: list[str],
) -> Iterable[tuple[str, Ranking]]:
    shown = [issues[number] for number in layout.order]
    formulas = [named.formula for named in feasibility]
    rankings = read_rankings(layout.makers, shown, formulas, faults)
    return zip(parties, rankings, strict=False)


def _notes(layout: Layout, issues: Sequence[str]) -> Iterable[str]:
    for number, owners in enumerate(layout.owners):
        if len(owners) > 1:
            names = " and ".join(layout.makers[owner].name for owner in owners)
            yield (
                f"{issues[number]}: {names} decide it together; GMCR+ lets each of them change it "
                "alone"
            )
    for maker in layout.makers:
        if maker.misperceives:
            yield f"{maker.name}: its misperceptions are left out; it sees every feasible state"
    if layout.manual and any(maker.preferences for maker in layout.makers):
        yield "the rankings are used, as GMCR+ does; the statements beside them are left out"
    if layout.manual and list(layout.order) != sorted(layout.order):
        yield (
            "the options are not grouped by decision maker in the file; rankings are read as "
            "GMCR+ does, which groups them first and then numbers the states"
        )


def _alliances(coalitions: Sequence[Sequence[str]]) -> Iterable[str]:
    for members in coalitions:
        yield f"GMCR+ coalition: {' and '.join(members)} act as one there; here each acts alone"
