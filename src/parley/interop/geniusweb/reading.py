"""Scenarios of GeniusWeb read into models: one domain file, and a profile for each party."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from parley.dossier.language.formulas import And, In, show
from parley.dossier.text.yaml_text import Node
from parley.interop.assembly import Wants, issue_ids, model_of_parties
from parley.interop.folders import files_in, refusal
from parley.interop.gmcr.faults import fault, tidy
from parley.interop.issues import ScenarioIssue, named_values, numbers_by_step
from parley.interop.trees import member, members, number_at, open_tree, shown, text_at
from parley.kernel.errors import Refused, quoted
from parley.space.model import Model, Named, Term

__all__ = ["is_geniusweb", "read_geniusweb"]

_LINEAR = "LinearAdditiveUtilitySpace"
_GROUPS = "SumOfGroupsUtilitySpace"
_MEND = "parley reads LinearAdditiveUtilitySpace and SumOfGroupsUtilitySpace"


@dataclass(frozen=True, slots=True)
class _Page:
    """A profile being read: its file, the domain by name, the issues met, what is wrong."""

    file: str
    by_name: Mapping[str, tuple[str, ScenarioIssue]]
    seen: set[str]
    faults: list[str]


def is_geniusweb(tree: Node) -> bool:
    """Whether a file is a domain or a profile of GeniusWeb."""
    return member(tree, "issuesValues") is not None or _kind(tree) is not None


def _kind(tree: Node) -> str | None:
    """The class of a profile: the only key of the outermost object."""
    if tree.kind != "map" or len(tree.items) != 2:
        return None
    named = tree.items[0].value or ""
    return named if named.endswith(("UtilitySpace", "Ordering", "Profile")) else None


def read_geniusweb(folder_or_domain: str | Path) -> Model:
    """Read a scenario: a folder with one domain file and two or more profiles.

    A utility is the sum of weights times utilities of values, as written. What no agreement is
    worth is the utility of the reservation bid.

    Raises Refused, with every fault of the files, where they cannot be used.
    """
    place = Path(folder_or_domain)
    folder = place if place.is_dir() else place.parent
    opened = {one: open_tree(one) for one in files_in(folder, (".json",))}
    domains = [one for one, tree in opened.items() if member(tree, "issuesValues") is not None]
    profiles = [one for one, tree in opened.items() if _kind(tree) is not None]
    if place in domains:
        domains = [place]
    if len(domains) > 1 or len(profiles) < 2 or not (domains or profiles):
        raise Refused(
            f"{place}: expected one domain file and the profiles of two or more parties, got "
            f"{len(domains)} and {len(profiles)}",
            hint=f"a domain has the key `issuesValues`, a profile one key such as `{_LINEAR}`",
        )
    faults: list[str] = []
    domain = opened[domains[0]] if domains else _inner_domain(opened[profiles[0]])
    file = str(domains[0] if domains else profiles[0])
    issues = _issues(domain, file, faults)
    if faults:
        raise refusal(str(folder), faults)
    wants = [_profile(opened[one], str(one), issues, faults) for one in profiles]
    if faults:
        raise refusal(str(folder), faults)
    return model_of_parties(folder.resolve().name or str(folder), issues, wants)


def _inner_domain(tree: Node) -> Node:
    """The domain that stands in a profile, for a folder without a domain file."""
    return member(tree.items[1], "domain") or tree


def _issues(domain: Node, file: str, faults: list[str]) -> dict[str, ScenarioIssue]:
    listed = member(domain, "issuesValues")
    found: list[ScenarioIssue] = []
    if listed is None or listed.kind != "map" or not listed.items:
        hint = "a domain has issues under `issuesValues`"
        where = f"{file}:{domain.line}"
        faults.append(fault(where, "at least one issue", shown(listed), hint))
        return {}
    for key, value in listed.pairs:
        where = f"{file}:{key.line}"
        values, span = member(value, "values"), members(member(value, "range"))
        if values is not None:
            named = named_values(
                [(f"{file}:{one.line}", text_at(one) or "") for one in members(values)], faults
            )
            if named is not None:
                found.append(ScenarioIssue(key.value or "", "discrete", where, named[1], named[0]))
            elif not members(values):
                hint = "list its values"
                faults.append(fault(where, "at least one value", "none", hint))
        elif len(span) == 3:
            low, high, step = (number_at(one, "a bound or step", where, faults) for one in span)
            domain_of = numbers_by_step(low, high, step, where, faults)
            if domain_of is not None:
                same = {one: one for one in domain_of.values}
                bounds = (low, high)
                found.append(
                    ScenarioIssue(key.value or "", "integer", where, same, domain_of, bounds)
                )
        else:
            hint = 'write {"values": [...]} or {"range": [low, high, step]}'
            faults.append(fault(where, "values or a range", shown(value), hint))
    return dict(zip(issue_ids(found), found, strict=True))


def _profile(
    tree: Node, file: str, issues: Mapping[str, ScenarioIssue], faults: list[str]
) -> Wants:
    kind, body = _kind(tree) or "", tree.items[1]
    where = f"{file}:{tree.items[0].line}"
    name = tidy(text_at(member(body, "name")) or "") or Path(file).stem
    by_name = {one.name: (issue, one) for issue, one in issues.items()}
    notes: list[str] = []
    if kind not in (_LINEAR, _GROUPS):
        faults.append(fault(where, "a profile whose utility adds up", f"`{kind}`", _MEND))
        return Wants(name, ())
    page = _Page(file, by_name, set(), faults)
    utilities = member(body, "issueUtilities" if kind == _LINEAR else "partUtilities")
    weights = member(body, "issueWeights")
    terms: list[Term] = []
    total = Fraction()
    for key, value in utilities.pairs if utilities is not None and utilities.kind == "map" else ():
        if kind == _GROUPS:
            terms.extend(_group(member(value, "partsutils") or value, f"{file}:{key.line}", page))
            continue
        place = f"{file}:{key.line}"
        weight = number_at(member(weights, key.value or ""), "the weight", place, faults)
        total += weight
        terms.extend(_part(key, value, weight, page))
    for one in by_name:
        if one not in page.seen:
            hint = "GeniusWeb needs every issue in every profile; add it"
            faults.append(fault(where, f"utilities for the issue {quoted(one)}", "none", hint))
    if kind == _LINEAR and total != 1 and not faults:
        notes.append(f"its weights add up to {float(total):g}; GeniusWeb itself wants 1")
    bid = member(member(body, "reservationBid"), "issuevalues")
    reservation = None
    if bid is None:
        notes.append("it has no reservation bid: what no agreement is worth is not known")
    elif not faults:
        reservation = _worth(bid, terms, file, by_name, faults)
    return Wants(name, tuple(terms), reservation, None, tuple(notes))


def _part(key: Node, value: Node, weight: Fraction, page: _Page) -> Iterator[Term]:
    """The term of one issue."""
    where = f"{page.file}:{key.line}"
    owner = page.by_name.get(key.value or "")
    if owner is None:
        hint = f"the domain has {', '.join(list(page.by_name)[:10])}"
        page.faults.append(fault(where, "an issue of the domain", shown(key), hint))
        return
    issue, declared = owner
    page.seen.add(declared.name)
    listed = member(member(value, "discreteutils"), "valueUtilities")
    numbers = member(value, "numberutils")
    if listed is not None and listed.kind == "map":
        scores = _discrete(listed, where, declared, page.faults)
    elif numbers is not None and declared.kind == "integer":
        scores = _between(numbers, where, declared, page.faults)
    else:
        hint = "write `discreteutils` for values and `numberutils` for a range"
        wanted = f"utilities of {quoted(declared.name)}"
        page.faults.append(fault(where, wanted, shown(value), hint))
        return
    yield Term(weight, weight, issue=issue, scores=scores)


def _discrete(
    listed: Node, where: str, declared: ScenarioIssue, faults: list[str]
) -> dict[str, Fraction]:
    file = where.rpartition(":")[0]
    scores: dict[str, Fraction] = {}
    for one, number in listed.pairs:
        value = declared.values.get(one.value or "")
        place = f"{file}:{one.line}"
        if value is None:
            hint = "remove it, or add it to the domain"
            faults.append(fault(place, "a value of the domain", shown(one), hint))
            continue
        scores[value] = number_at(number, "the utility", place, faults)
    missing = [one for one, value in declared.values.items() if value not in scores]
    if missing:
        hint = "give every value a utility"
        wanted = f"utilities for {', '.join(quoted(one) for one in missing[:5])}"
        faults.append(fault(where, wanted, "none", hint))
    return scores


def _between(
    numbers: Node, where: str, declared: ScenarioIssue, faults: list[str]
) -> dict[str, Fraction]:
    """Utilities on the straight line between the two ends; outside of them 0."""
    low, low_worth, high, high_worth = (
        number_at(member(numbers, key), f"`{key}`", where, faults)
        for key in ("lowValue", "lowUtility", "highValue", "highUtility")
    )
    if high <= low:
        hint = "write `lowValue` below `highValue`"
        faults.append(fault(where, "a range from low to high", shown(numbers), hint))
        return {}
    slope = (high_worth - low_worth) / (high - low)
    return {
        value: low_worth + (number - low) * slope if low <= number <= high else Fraction()
        for value, number in declared.numbers
    }


def _group(group: Node, where: str, page: _Page) -> Iterator[Term]:
    """A group of issues: what each combination that is listed is worth; others 0."""
    names = [text_at(one) or "" for one in members(member(group, "issues"))]
    owners = [
        page.by_name[name] for name in names if name in page.by_name and name not in page.seen
    ]
    if not names or len(owners) != len(set(names)) or len(set(names)) != len(names):
        hint = "name each issue of the domain in one group"
        got = ", ".join(names) or "none"
        page.faults.append(fault(where, "issues of the domain that no other group has", got, hint))
        return
    page.seen.update(names)
    domains = {issue: one.domain for issue, one in owners}
    met: set[tuple[str, ...]] = set()
    for one in members(member(group, "utilslist")):
        place = f"{page.file}:{one.line}"
        written = [text_at(value) or "" for value in members(member(one, "values"))]
        values = [owner[1].values.get(text) for owner, text in zip(owners, written, strict=False)]
        combination = tuple(value for value in values if value is not None)
        if len(combination) != len(owners) or len(written) != len(owners) or combination in met:
            hint = "name one value of each issue of the group; each combination once"
            page.faults.append(
                fault(place, "values of the group's issues", ", ".join(written), hint)
            )
            continue
        met.add(combination)
        worth = number_at(member(one, "util"), "`util`", place, page.faults)
        parts = tuple(
            In(issue, frozenset((value,)))
            for (issue, _), value in zip(owners, combination, strict=True)
        )
        formula = parts[0] if len(parts) == 1 else And(parts)
        if worth:
            yield Term(worth, worth, says=Named(show(formula, domains), formula))


def _worth(
    bid: Node,
    terms: list[Term],
    file: str,
    by_name: Mapping[str, tuple[str, ScenarioIssue]],
    faults: list[str],
) -> Fraction:
    """The utility of a bid; an issue that it leaves out counts 0."""
    outcome: dict[str, str] = {}
    for key, value in bid.pairs if bid.kind == "map" else ():
        owner = by_name.get(key.value or "")
        chosen = owner[1].values.get(text_at(value) or "") if owner is not None else None
        if owner is None or chosen is None:
            hint = "name issues and values of the domain"
            where = f"{file}:{key.line}"
            faults.append(
                fault(where, "a value of the domain in the reservation bid", shown(value), hint)
            )
        else:
            outcome[owner[0]] = chosen
    total = Fraction()
    for term in terms:
        if term.issue is not None:
            total += term.low * term.scores.get(outcome.get(term.issue, ""), Fraction())
        elif term.says is not None:
            parts = term.says.formula
            atoms = parts.parts if isinstance(parts, And) else (parts,)
            if all(isinstance(one, In) and outcome.get(one.issue) in one.allowed for one in atoms):
                total += term.low
    return total
