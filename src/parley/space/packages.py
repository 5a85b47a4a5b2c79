"""A package: one value for every issue, as a statement, an offer or where things stand gives it.

What a statement does not name stays where things stand. Nothing is guessed: what then has no value,
or several, is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from parley.dossier.dossier import Dossier, formula
from parley.dossier.language.formulas import And, Formula, conjuncts, evaluate, issues_of
from parley.dossier.vocabulary.entries import Proposal
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.limits import require_table
from parley.space.model import Model
from parley.space.openings import status_quo_of
from parley.space.truth import table_of

__all__ = ["Package", "package_from", "package_of_offer", "package_of_status_quo"]

_MOST_TOLD = 6  # values of an open issue that a message lists


@dataclass(frozen=True, slots=True)
class Package:
    """One feasible outcome, and where it is from.

    Parameters:
        name: what it is called, such as `the status quo`.
        outcome: issue -> value, for every issue of the model.
        from_status_quo: the issues that nothing names and that stay where things stand.
        left_out: parts of an offer that are about nothing that is bargained over.
        entry: the proposal whose package it is; None for others.
    """

    name: str
    outcome: Mapping[str, str]
    from_status_quo: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    entry: str | None = None


def package_from(model: Model, says: Formula, name: str = "the package given") -> Package:
    """Return the package that a statement describes; what it does not name stays as things stand.

    Raises Refused where an issue is left without a value or with several, with all of these; where
    nothing satisfies the statement; and where the package is not feasible.
    """
    quo = status_quo_of(model)
    named = issues_of(says)
    left = _left(model, says, name)
    kept = {issue: (quo[issue],) for issue in model.issues if issue not in named and issue in quo}
    values = {issue: left.get(issue, kept.get(issue, ())) for issue in model.issues}
    _refuse_open(model, name, values, named)
    outcome = {issue: each[0] for issue, each in values.items()}
    broken = [one.name for one in model.feasibility if not evaluate(one.formula, outcome)]
    if broken:
        raise Refused(
            f"{model.name}: expected a feasible package, got {name}, which "
            f"{', '.join(f'`{one}`' for one in broken)} rules out",
            hint="change the package, or the statements of `feasibility`",
        )
    return Package(name, outcome, tuple(kept))


def package_of_status_quo(model: Model) -> Package:
    """Return where things stand as a package.

    Raises Refused where it leaves issues open, and as `package_from` does.
    """
    if model.status_quo is None:
        raise Refused(
            f"{model.name}: expected a status quo, got none",
            hint="say in `status_quo` of `bargaining` where things stand, or give a package as a "
            "statement",
        )
    found = package_from(model, model.status_quo.formula, "the status quo")
    return Package(found.name, found.outcome, tuple(model.issues))


def package_of_offer(dossier: Dossier, model: Model, entry: str) -> Package:
    """Return what a proposal says and asks in return, completed by where things stand.

    Parameters:
        entry: its id in the log.

    Raises Refused for what is no proposal, for one that is about nothing that is bargained over,
    and as `package_from` does.
    """
    found = dossier.by_id.get(entry)
    if not isinstance(found, Proposal):
        known = [one.id for one in dossier.entries if isinstance(one, Proposal)]
        meant = did_you_mean(entry, known)
        got = f"a {type(found).__name__.lower()}" if found is not None else "no entry of that name"
        raise Refused(
            f"{dossier.declared.id}: expected a proposal of the log, got {got}: `{entry}`",
            hint=f"did you mean `{meant}`?" if meant else f"known: {', '.join(known) or 'none'}",
        )
    texts = (found.says, found.if_, *(annex.says for annex in found.annexes))
    inside: list[Formula] = []
    outside: list[str] = []
    for text in texts:
        said = formula(dossier, text)
        for part in conjuncts(said) if said is not None else ():
            strange = issues_of(part) - model.issues.keys()
            if strange:
                outside.extend(sorted(strange))
            else:
                inside.append(part)
    left_out = tuple(dict.fromkeys(outside))
    if not inside:
        about = f"only about {', '.join(left_out)}" if left_out else "without a statement"
        raise Refused(
            f"{model.name}: expected a proposal about what is bargained over, got `{entry}`, "
            f"which is {about}",
            hint="give the package as a statement",
        )
    made = package_from(model, And(tuple(inside)), f"the offer {entry}")
    return Package(made.name, made.outcome, made.from_status_quo, left_out, entry)


def _left(model: Model, says: Formula, name: str) -> dict[str, tuple[str, ...]]:
    """Issue -> the values that a statement leaves it, for the issues that it names."""
    parts = list(conjuncts(says))
    found: dict[str, tuple[str, ...]] = {}
    for one in parts:
        if len(issues_of(one)) == 1:
            (issue,) = issues_of(one)
            values = found.get(issue, model.issues[issue].ranked)
            row = table_of(one, (issue,), {issue: values})
            found[issue] = tuple(v for v, ok in zip(values, row, strict=True) if ok)
    linked = [one for one in parts if len(issues_of(one)) != 1]
    if linked and all(found.values()):
        found |= _left_by_links(model, linked, found, name)
    if not all(found.values()):
        raise Refused(
            f"{model.name}: expected a statement that some outcome satisfies, got {name}, which "
            "cannot be true",
            hint="give each issue one value",
        )
    return found


def _left_by_links(
    model: Model, linked: Sequence[Formula], left: Mapping[str, tuple[str, ...]], name: str
) -> dict[str, tuple[str, ...]]:
    """The values that statements about several issues leave these, of those left before."""
    named = {issue for one in linked for issue in issues_of(one)}
    issues = [issue for issue in model.issues if issue in named]
    values = {issue: left.get(issue, model.issues[issue].ranked) for issue in issues}
    require_table(name, [len(values[issue]) for issue in issues])
    true = reduce(np.logical_and, (table_of(one, issues, values) for one in linked))
    found: dict[str, tuple[str, ...]] = {}
    for place, issue in enumerate(reversed(issues)):
        others = tuple(axis for axis in range(len(issues)) if axis != place)
        kept = np.asarray(true.any(axis=others))
        found[issue] = tuple(v for v, ok in zip(values[issue], kept, strict=True) if ok)
    return found


def _refuse_open(
    model: Model, name: str, values: Mapping[str, tuple[str, ...]], named: Iterable[str]
) -> None:
    open_ones = [issue for issue, each in values.items() if len(each) != 1]
    if not open_ones:
        return
    told = []
    for issue in open_ones:
        each = values[issue]
        more = ", ..." if len(each) > _MOST_TOLD else ""
        several = f" ({', '.join(each[:_MOST_TOLD])}{more} are left)" if each else ""
        told.append(f"{issue}{several}")
    first = open_ones[0]
    example = f"`{first} = {model.issues[first].values[0]}`"
    unnamed = any(issue not in set(named) for issue in open_ones)
    quo = ", or say in `status_quo` of `bargaining` where they stand" if unnamed else ""
    raise Refused(
        f"{model.name}: expected one value for every issue, got {name}, which leaves open: "
        f"{', '.join(told)}",
        hint=f"add a value for each, for example {example}{quo}",
    )
