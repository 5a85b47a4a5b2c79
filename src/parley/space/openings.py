"""What the wordings of an agenda open of the substance, as constraints on the outcomes.

An agenda makes one choice for each item: it is left out, or stands there in one of its wordings.
An issue that a chosen wording opens can take all its values, one that is opened in part only the
values that the wordings allow; every other issue stays where things stand. What wordings and
left-out items say by themselves holds as well, and takes the place of where things stand for an
issue that it is about alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import And, Const, Formula, In, Or, conjuncts, issues_of
from parley.dossier.vocabulary.declarations import AgendaItem, Wording
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.limits import require_table
from parley.space.model import Model, Named
from parley.space.network import Constraint
from parley.space.space import Bools
from parley.space.truth import table_of

__all__ = [
    "LEFT_OUT",
    "Agenda",
    "Choice",
    "Item",
    "SpaceKey",
    "agenda_from",
    "agenda_items",
    "agenda_text",
    "require_status_quo",
    "space_key",
    "space_of",
    "status_quo_of",
]

#: The choice of not having an item on the agenda.
LEFT_OUT = ""
_NAME = "the agenda"

#: The name of one choice for each item, in the order of the items.
Agenda = tuple[str, ...]
#: Equal where two agendas leave the same outcomes.
SpaceKey = tuple[tuple[tuple[str, ...], bytes], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that an agenda can have of an item: one of its wordings, or nothing.

    Parameters:
        name: the wording's; `LEFT_OUT` where the agenda does not have the item.
        text: the wording in words, or that it is left out.
        opens: issues of the model that can take any of their values then.
        limits: statements that each open some values of the issues that they name.
        says: what the choice settles by itself, one statement for each part that must hold.
    """

    name: str
    text: str
    opens: tuple[str, ...] = ()
    limits: tuple[Named, ...] = ()
    says: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A possible item of the agenda.

    Parameters:
        name: as the dossier declares it.
        title: in words.
        choices: left out, which is first, and its wordings in the order declared.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]


def agenda_items(dossier: Dossier, model: Model) -> tuple[Item, ...]:
    """Return the items whose wordings are compared, in the order of the dossier.

    Parameters:
        dossier: its `bargaining` section names the items; all, where it names none.
        model: what the dossier bargains over; what a wording opens besides is left out.

    Raises Refused for an item that is not declared, and for a statement about issues of which some
    are in the model and some are not; all of them in one message.
    """
    declared = dossier.declared
    named = declared.bargaining.agenda if declared.bargaining is not None else ()
    for name in named:
        if name not in declared.agenda:
            meant = did_you_mean(name, declared.agenda)
            raise Refused(
                f"bargaining: expected an agenda item of dossier.yaml, got `{name}`",
                hint=f"did you mean `{meant}`?"
                if meant
                else f"known: {', '.join(declared.agenda) or 'none'}",
            )
    strange: list[str] = []
    found = tuple(
        Item(name, item.title, tuple(_choices(dossier, model, name, item, strange)))
        for name, item in declared.agenda.items()
        if not named or name in named
    )
    if strange:
        raise Refused(
            f"agenda: expected statements about issues that are bargained over, got "
            f"{'; '.join(dict.fromkeys(strange))}",
            hint="name all these issues under `issues` of `bargaining`, or say it in two parts",
        )
    return found


def require_status_quo(items: Sequence[Item], model: Model) -> None:
    """Refuse a model in which some agenda would leave an issue without a value.

    Raises Refused, with every issue that some agenda leaves alone and `status_quo` does not settle.
    """
    quo = status_quo_of(model)
    loose = [
        issue
        for issue in model.issues
        if issue not in quo
        and not any(all(issue in _touched(choice) for choice in item.choices) for item in items)
    ]
    _refuse_loose(model, loose)


def status_quo_of(model: Model) -> Mapping[str, str]:
    """Return issue -> its one value where things stand, of the issues that have one."""
    if model.status_quo is None:
        return {}
    allowed = _allowed(conjuncts(model.status_quo.formula), model)
    return {
        issue: model.issues[issue].ranked[int(np.flatnonzero(row)[0])]
        for issue, row in allowed.items()
        if np.count_nonzero(row) == 1
    }


def space_of(items: Sequence[Item], chosen: Sequence[str], model: Model) -> tuple[Constraint, ...]:
    """Return what an agenda leaves of the outcomes: constraints, of one issue each where possible.

    Parameters:
        items: of `agenda_items`.
        chosen: the name of one choice for each item.

    Agendas that leave the same outcomes in the same way have equal constraints, in one order.
    Raises Refused for a name that no choice has, and for issues that the agenda does not open and
    the status quo does not settle, with all of them.
    """
    choices = [_choice(item, name) for item, name in zip(items, chosen, strict=True)]
    quo = status_quo_of(model)
    said = [one.formula for choice in choices for one in choice.says]
    settled = _allowed(said, model)
    opened = {issue for choice in choices for issue in choice.opens}
    limits = list(dict.fromkeys(one.formula for choice in choices for one in choice.limits))
    groups = list(_groups(limits, opened))
    in_part = {issue for group in groups for one in group for issue in issues_of(one)}
    held = [issue for issue in model.issues if issue not in opened | in_part | settled.keys()]
    _refuse_loose(model, [issue for issue in held if issue not in quo])
    formulas = [
        *said,
        *(In(issue, frozenset((quo[issue],))) for issue in held),
        *(_union(group, opened, quo, model) for group in groups),
    ]
    return tuple(_constraints(formulas, model))


def space_key(constraints: Iterable[Constraint]) -> SpaceKey:
    """Return what is equal for two agendas with equal constraints, and orders them."""
    return tuple((one.issues, np.ascontiguousarray(one.allowed).tobytes()) for one in constraints)


def agenda_from(items: Sequence[Item], wordings: Mapping[str, str]) -> Agenda:
    """Return the agenda that has some items and no others.

    Parameters:
        wordings: item -> its wording, as a draft has it; items that are not compared are ignored.

    Raises Refused for a wording that an item does not have.
    """
    return tuple(_choice(item, wordings.get(item.name, LEFT_OUT)).name for item in items)


def agenda_text(items: Sequence[Item], chosen: Sequence[str]) -> str:
    """Write an agenda in one line: each item on it, with its wording.

    >>> here = Choice("plain", "Stop firing.")
    >>> agenda_text([Item("truce", "A truce", (Choice("", "left out"), here))], ["plain"])
    'truce: plain'
    """
    shown = [
        f"{item.name}: {name}" for item, name in zip(items, chosen, strict=True) if name != LEFT_OUT
    ]
    return "; ".join(shown) or "nothing"


def _choices(
    dossier: Dossier, model: Model, name: str, item: AgendaItem, strange: list[str]
) -> Iterator[Choice]:
    absent = _inside(dossier, model, item.absent, f"agenda item {name}", strange)
    yield Choice(LEFT_OUT, "left out", says=tuple(absent))
    for wording, content in item.wordings.items():
        place = f"wording {wording} of {name}"
        says = _inside(dossier, model, content.says, place, strange)
        whole, limits = _opened(dossier, model, content, place, strange)
        yield Choice(wording, content.text, whole, limits, tuple(says))


def _opened(
    dossier: Dossier, model: Model, wording: Wording, place: str, strange: list[str]
) -> tuple[tuple[str, ...], tuple[Named, ...]]:
    whole = {text for text in wording.opens if text in model.issues}
    limits = []
    for text in wording.opens:
        if text in dossier.declared.issues:
            continue
        parts = tuple(_inside(dossier, model, text, place, strange))
        if parts:
            formulas = tuple(part.formula for part in parts)
            limits.append(Named(text, formulas[0] if len(formulas) == 1 else And(formulas)))
    return tuple(issue for issue in model.issues if issue in whole), tuple(limits)


def _inside(
    dossier: Dossier, model: Model, text: str | None, place: str, strange: list[str]
) -> Iterator[Named]:
    """Give the parts of a statement that are about the model; note those that are so by half."""
    formula = dossier.formulas.get(text) if text is not None else None
    if formula is None or text is None:
        return
    for part in conjuncts(formula):
        named = issues_of(part)
        if named <= model.issues.keys():
            yield Named(text, part)
        elif not named.isdisjoint(model.issues):
            outside = ", ".join(sorted(named - model.issues.keys()))
            strange.append(f"`{text}` in {place} ({outside} is not)")


def _choice(item: Item, name: str) -> Choice:
    for choice in item.choices:
        if choice.name == name:
            return choice
    known = [choice.name for choice in item.choices if choice.name != LEFT_OUT]
    meant = did_you_mean(name, known)
    raise Refused(
        f"agenda item {item.name}: expected one of its wordings, got `{name}`",
        hint=f"did you mean `{meant}`?" if meant else f"known: {', '.join(known) or 'none'}",
    )


def _touched(choice: Choice) -> set[str]:
    """The issues that no longer stand at the status quo with this choice."""
    found = set(choice.opens)
    for one in choice.limits:
        found |= issues_of(one.formula)
    for said in choice.says:
        if len(issues_of(said.formula)) == 1:
            found |= issues_of(said.formula)
    return found


def _refuse_loose(model: Model, loose: Sequence[str]) -> None:
    if loose:
        raise Refused(
            f"{model.name}: expected a value for every issue that an agenda may leave alone, got "
            f"none for {', '.join(loose)}",
            hint="say in `status_quo` of `bargaining` where each of them stands, for example "
            f"`{loose[0]} = {model.issues[loose[0]].values[0]}`",
        )


def _allowed(formulas: Iterable[Formula], model: Model) -> dict[str, Bools]:
    """Issue -> which of its values the statements about it alone leave, for issues with any."""
    found: dict[str, Bools] = {}
    for formula in formulas:
        named = issues_of(formula)
        if len(named) == 1:
            (issue,) = named
            row = table_of(formula, (issue,), {issue: model.issues[issue].ranked})
            found[issue] = found[issue] & row if issue in found else row
    return found


def _groups(limits: Sequence[Formula], opened: set[str]) -> Iterator[list[Formula]]:
    """Put together the limits that share an issue which is not open anyway."""
    groups: list[tuple[set[str], list[Formula]]] = []
    for limit in limits:
        mine = issues_of(limit) - opened
        if not mine:
            continue  # about what is open anyway
        issues, members = set(mine), [limit]
        for other in [group for group in groups if group[0] & issues]:
            groups.remove(other)
            issues |= other[0]
            members = [*other[1], *members]
        groups.append((issues, members))
    yield from (members for _, members in groups)


def _union(
    group: Sequence[Formula], opened: set[str], quo: Mapping[str, str], model: Model
) -> Formula:
    """What limits open together: one of them holds, and what it does not name is at rest."""
    every = {issue for limit in group for issue in issues_of(limit)} - opened
    parts = []
    for limit in group:
        rest = [issue for issue in model.issues if issue in every - issues_of(limit)]
        _refuse_loose(model, [issue for issue in rest if issue not in quo])
        at_rest = (In(issue, frozenset((quo[issue],))) for issue in rest)
        parts.append(And((limit, *at_rest)) if rest else limit)
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _constraints(formulas: Sequence[Formula], model: Model) -> Iterator[Constraint]:
    """One constraint for each set of issues that statements are about; none where all is left."""
    by_issues: dict[tuple[str, ...], list[Formula]] = {}
    for formula in (part for each in formulas for part in conjuncts(each)):
        named = issues_of(formula)
        issues = tuple(issue for issue in model.issues if issue in named)
        if issues or formula != Const(True):
            by_issues.setdefault(issues, []).append(formula)
    place = {issue: number for number, issue in enumerate(model.issues)}
    values = {name: domain.ranked for name, domain in model.issues.items()}
    for issues in sorted(by_issues, key=lambda each: (len(each), [place[one] for one in each])):
        require_table(_NAME, [len(values[issue]) for issue in issues])
        about = issues or tuple(model.issues)[:1]  # `false` alone: nothing is left of any issue
        tables = (table_of(one, about, values) for one in by_issues[issues])
        allowed = reduce(np.logical_and, tables)
        if not allowed.all():
            yield Constraint(_NAME, about, np.ascontiguousarray(allowed))
