"""A profile of GENIUS: weights and evaluations, or hyper-rectangles, as terms that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from parley.interop.genius.domain import GeniusDomain, kind_of
from parley.interop.genius.evaluators import numeric_scores
from parley.interop.genius.rectangles import rectangle_terms
from parley.interop.genius.xml_text import Element, all_within, within
from parley.interop.gmcr.faults import fault, got, tidy
from parley.interop.issues import ScenarioIssue
from parley.interop.numbers import EXPECTED, number_of, whole_of
from parley.kernel.errors import quoted
from parley.space.model import Term

__all__ = ["Profile", "Scale", "read_profile"]

#: As GENIUS counts, or as the file has it: nothing divided by a maximum, nothing cut off.
Scale: TypeAlias = Literal["genius", "raw"]

_LEAST_MAXIMUM = Fraction(1, 100_000)  # below it GENIUS takes every evaluation for 0
_ROUNDING = Fraction(1, 10**9)  # of weights that add up to 1 but for their last figure


@dataclass(frozen=True, slots=True)
class Profile:
    """What one party wants, as read from its profile.

    Parameters:
        terms: what adds up to its utility.
        reservation: what no agreement is worth; None: the file does not say.
        discount: what is left of 1 at the end; None: everything.
        notes: what a reader of the results must know.
    """

    terms: tuple[Term, ...]
    reservation: Fraction | None
    discount: Fraction | None
    notes: tuple[str, ...]


def read_profile(
    root: Element,
    file: str,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    scale: Scale,
    faults: list[str],
) -> Profile:
    """Read one profile, `utility_space`.

    Parameters:
        file: what messages call it.
        domain: what the domain file declares, and the id of each of its issues.
        scale: `genius` or `raw`.
        faults: what is wrong is added here.
    """
    notes: list[str] = []
    rules = next(all_within(root, "rules"), None)
    utility = next(all_within(root, "utility"), None)
    terms: tuple[Term, ...] = ()
    if rules is not None:
        hint = "parley reads weights with evaluations, and hyper-rectangles"
        what = "ranks with constraints"
        faults.append(fault(f"{file}:{rules.line}", "a utility that adds up", what, hint))
    elif utility is not None or root.attributes.get("type", "").casefold() == "nonlinear":
        rectangles = rectangle_terms(utility or root, file, domain, scale == "raw", faults)
        terms = rectangles.terms
        if rectangles.most > 1 and scale == "genius":
            notes.append("a utility above 1 is kept; GENIUS cuts it off at 1")
    else:
        terms = tuple(_additive(root, file, domain, scale, faults, notes))
        most = sum((_greatest(term) for term in terms), Fraction())
        if most > 1 + _ROUNDING and scale == "genius":
            notes.append(
                f"its best outcome adds up to {float(most):.6g}, which is kept; GENIUS cuts a "
                "utility off at 1"
            )
    reservation = _value(root, "reservation", file, faults)
    discount = _value(root, "discount_factor", file, faults)
    if discount is not None and not 0 < discount <= 1:
        notes.append(f"the discount factor {float(discount):g} is left out, as GENIUS leaves it")
        discount = None
    return Profile(terms, reservation, None if discount == 1 else discount, tuple(notes))


def _greatest(term: Term) -> Fraction:
    return max((term.high * score for score in term.scores.values()), default=Fraction())


def _value(root: Element, tag: str, file: str, faults: list[str]) -> Fraction | None:
    """The number that an element holds; GENIUS takes the last where there are several."""
    found = None
    for element in all_within(root, tag):
        written = element.attributes.get("value")
        number = number_of(written)
        if number is None:
            hint = "write it in figures, or remove the element"
            wanted = f"{EXPECTED} as the value of `{tag}`"
            faults.append(fault(f"{file}:{element.line}", wanted, got(written), hint))
        elif found is not None and found != number:
            hint = "keep one of them"
            where = f"{file}:{element.line}"
            faults.append(fault(where, f"one value of `{tag}`", "another one", hint))
        found = number if number is not None else found
    return found


def _additive(
    root: Element,
    file: str,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    scale: Scale,
    faults: list[str],
    notes: list[str],
) -> Iterator[Term]:
    declared, ids = domain
    before = len(faults)
    weights = _weights(root, file, declared, faults)
    seen: set[int] = set()
    for element in all_within(root, "issue"):
        where = f"{file}:{element.line}"
        index = whole_of(element.attributes.get("index"))
        issue = declared.issues.get(index) if index is not None else None
        if index is None or issue is None:
            _unknown(element, where, declared, faults)
            continue
        if index in seen:
            hint = "keep one of the two"
            faults.append(fault(where, f"the issue {index} once", "it twice", hint))
            continue
        seen.add(index)
        named = tidy(element.attributes.get("name", issue.name))
        if named and named != issue.name:
            notes.append(
                f"issue {index} is called {quoted(named)} here and {quoted(issue.name)} in the "
                "domain file; the index counts, as in GENIUS"
            )
        if kind_of(element) != issue.kind:
            hint = "use the profile that belongs to the domain file"
            wanted = f"the type `{issue.kind}` as in the domain file"
            faults.append(fault(where, wanted, quoted(kind_of(element)), hint))
            continue
        if index not in weights:
            if len(faults) == before or not weights:
                hint = f'write <weight index="{index}" value="..."/> beside the issue'
                wanted = f"a weight for the issue {quoted(issue.name)}"
                faults.append(fault(where, wanted, "none", hint))
            continue
        scores = _scores(element, file, issue, scale, faults, notes)
        yield Term(weights[index], weights[index], issue=ids[index], scores=scores)
    for index, issue in declared.issues.items():
        if index not in seen:
            hint = "GENIUS needs every issue in every profile; add it"
            where = f"{file}:{root.line}"
            wanted = f"the issue {quoted(issue.name)} (index {index})"
            faults.append(fault(where, wanted, "none", hint))


def _unknown(element: Element, where: str, declared: GeniusDomain, faults: list[str]) -> None:
    index = whole_of(element.attributes.get("index"))
    if index is None or not declared.issues or index not in declared.objectives:
        known = ", ".join(map(str, list(declared.issues)[:20])) or "none"
        found = got(element.attributes.get("index"))
        hint = f"the domain file has {known}"
        faults.append(fault(where, "the index of an issue of the domain", found, hint))


def _weights(
    root: Element, file: str, declared: GeniusDomain, faults: list[str]
) -> dict[int, Fraction]:
    """The weight of each issue: of the objectives' weights GENIUS makes nothing."""
    found: dict[int, Fraction] = {}
    for element in all_within(root, "weight"):
        where = f"{file}:{element.line}"
        index = whole_of(element.attributes.get("index"))
        number = number_of(element.attributes.get("value"))
        if index is None or index not in declared.issues:
            if index not in declared.objectives:
                _unknown(element, where, declared, faults)
            continue
        if number is None:
            written = got(element.attributes.get("value"))
            hint = "write the weight in figures"
            faults.append(fault(where, f"{EXPECTED} as the weight", written, hint))
            number = Fraction()
        elif index in found:
            hint = "keep one of the two"
            faults.append(fault(where, f"one weight of the issue {index}", "a second", hint))
        found[index] = number
    return found


def _scores(
    element: Element,
    file: str,
    issue: ScenarioIssue,
    scale: Scale,
    faults: list[str],
    notes: list[str],
) -> Mapping[str, Fraction]:
    """The score of each value: what stands in the file, over the greatest of the issue."""
    if issue.kind != "discrete":
        return numeric_scores(element, file, issue, scale == "raw", faults)
    found: dict[str, Fraction] = {}
    again: list[tuple[str, str]] = []
    extra = 0
    for item in within(element, "item"):
        where = f"{file}:{item.line}"
        value = item.attributes.get("value", "")
        written = item.attributes.get("evaluation")
        if value in found:
            again.append((where, value))
        elif value not in issue.values:
            extra += 1
        if written is None or written == "null":
            continue
        number = number_of(written)
        if number is None:
            hint = "write the evaluation in figures"
            faults.append(fault(where, f"{EXPECTED} as the evaluation", got(written), hint))
            number = Fraction()
        found[value] = number
    missing = [value for value in issue.values if value not in found]
    if missing:
        hint = "give every item an evaluation"
        wanted = f"an evaluation for {', '.join(quoted(one) for one in missing[:5])}"
        faults.append(fault(f"{file}:{element.line}", wanted, "none", hint))
    _tell_again(again, issue, bool(missing), faults, notes)
    if extra:
        notes.append(
            f"{extra} item{'s' if extra > 1 else ''} of {issue.name} that the domain file lacks "
            "count only for the greatest evaluation, as in GENIUS"
        )
    most = max(found.values(), default=Fraction())
    scores = {text: found.get(value, Fraction()) for value, text in issue.values.items()}
    if scale == "raw":
        return scores
    if most < _LEAST_MAXIMUM:
        notes.append(
            f"the greatest evaluation of {issue.name} is {float(most):g}: all of them count 0, as "
            "in GENIUS"
        )
        return dict.fromkeys(scores, Fraction())
    return {value: score / most for value, score in scores.items()}


def _tell_again(
    again: Sequence[tuple[str, str]],
    issue: ScenarioIssue,
    missing: bool,
    faults: list[str],
    notes: list[str],
) -> None:
    """Say that items stand there again: a fault where one may stand for an item that is missing.

    Else the file can be read in one way only, which is that of GENIUS: the last one counts.

    Parameters:
        again: where each repeated item stands, and its value.
        missing: some item of the domain has no evaluation.
    """
    for where, value in again:
        if missing:
            faults.append(fault(where, "each item once", f"{quoted(value)} again", "keep one"))
        else:
            notes.append(
                f"{quoted(value)} of {issue.name} stands there more than once; the last evaluation "
                "counts, as in GENIUS"
            )
