"""The domain file of a GENIUS scenario: its issues, and by which index profiles speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parley.interop.genius.xml_text import Element, all_within, within
from parley.interop.gmcr.faults import fault, got, tidy
from parley.interop.issues import (
    MOST_VALUES,
    Kind,
    ScenarioIssue,
    named_values,
    points,
    whole_numbers,
)
from parley.interop.numbers import EXPECTED, number_of, whole_of
from parley.kernel.errors import quoted

__all__ = ["GeniusDomain", "kind_of", "read_domain"]

_KINDS: Mapping[str, Kind] = {"discrete": "discrete", "integer": "integer", "real": "real"}
_ASK_STEPS = "choose with `--steps 21` how many points of it to take, or make it discrete"


@dataclass(frozen=True, slots=True)
class GeniusDomain:
    """What a domain file declares.

    Parameters:
        name: of the outermost objective, or empty.
        issues: index -> issue, in the order of the file.
        objectives: the indices of objectives, which group issues and mean nothing more.
        notes: what a reader of the results must know.
    """

    name: str
    issues: Mapping[int, ScenarioIssue]
    objectives: frozenset[int]
    notes: tuple[str, ...]


def kind_of(element: Element) -> str:
    """Return the type of an issue as the file says it; without one it is discrete."""
    given = element.attributes.get("type") or element.attributes.get("vtype") or "discrete"
    return given.casefold()


def read_domain(root: Element, file: str, steps: int | None, faults: list[str]) -> GeniusDomain:
    """Read the issues of a domain file.

    Parameters:
        root: the outermost element, `negotiation_template`.
        file: what messages call it.
        steps: how many points of an issue of real numbers to take.
        faults: what is wrong is added here.
    """
    issues: dict[int, ScenarioIssue] = {}
    notes: list[str] = []
    seen: set[int] = set()
    for element in all_within(root, "issue"):
        where = f"{file}:{element.line}"
        index = whole_of(element.attributes.get("index"))
        if index is None or index < 0 or index in seen:
            found = quoted(element.attributes.get("index", ""))
            hint = "number the issues 1, 2, 3 and so on"
            faults.append(fault(where, "an index of its own for the issue", found, hint))
            continue
        seen.add(index)
        issue = _issue(element, where, steps, faults)
        if issue is not None:
            issues[index] = issue
            if issue.kind == "real":
                notes.append(
                    f"{issue.name} is a real number in the file: {len(issue.domain.values)} points "
                    "of its range are taken."
                )
    if not seen:
        hint = "open the folder of a scenario that GENIUS can run"
        faults.append(fault(f"{file}:{root.line}", "at least one issue", "none", hint))
    objectives = list(all_within(root, "objective"))
    grouping = (whole_of(one.attributes.get("index")) for one in objectives)
    name = tidy(objectives[0].attributes.get("name", "")) if objectives else ""
    return GeniusDomain(
        name, issues, frozenset(one for one in grouping if one is not None), tuple(notes)
    )


def _issue(
    element: Element, where: str, steps: int | None, faults: list[str]
) -> ScenarioIssue | None:
    name = tidy(element.attributes.get("name", "")) or f"issue {element.attributes['index']}"
    kind = _KINDS.get(kind_of(element))
    if kind is None:
        found = quoted(kind_of(element))
        hint = "parley reads these three; change the type in the file"
        faults.append(fault(where, "the type `discrete`, `integer` or `real`", found, hint))
        return None
    if kind == "discrete":
        return _discrete(element, name, where, faults)
    return _numeric(element, name, where, steps, faults)


def _discrete(element: Element, name: str, where: str, faults: list[str]) -> ScenarioIssue | None:
    file = where.rpartition(":")[0]
    items = list(within(element, "item"))
    if not items or len(items) > MOST_VALUES:
        found = f"{len(items):,}" if items else "none"
        wanted = f"one to {MOST_VALUES:,} items of the issue {quoted(name)}"
        faults.append(fault(where, wanted, found, "list its values as items"))
        return None
    listed = [(f"{file}:{one.line}", one.attributes.get("value", "")) for one in items]
    named = named_values(listed, faults)
    if named is None:
        return None
    domain, values = named
    described = (
        (values[one.attributes["value"]], tidy(one.attributes.get("description", "")))
        for one in items
    )
    meanings = {value: text for value, text in described if text and text != value}
    return ScenarioIssue(name, "discrete", where, values, domain, None, meanings)


def _numeric(
    element: Element, name: str, where: str, steps: int | None, faults: list[str]
) -> ScenarioIssue | None:
    kind = _KINDS[kind_of(element)]
    written = list(_bounds(element))
    low, high = (number_of(one) for one in written)
    whole = low is not None and high is not None and low.denominator == high.denominator == 1
    if low is None or high is None or (kind == "integer" and not whole):
        wanted = "two whole numbers" if kind == "integer" else f"for each bound {EXPECTED}"
        found = " and ".join(got(one) for one in written)
        hint = 'write lowerbound="0" upperbound="10"'
        faults.append(fault(where, f"{wanted} as bounds of {quoted(name)}", found, hint))
        return None
    if kind == "integer":
        domain = whole_numbers(int(low), int(high), where, faults)
    elif low > high:
        found = f"{written[0]} to {written[1]}"
        faults.append(fault(where, "a range from low to high", found, "swap the bounds"))
        return None
    elif steps is None:
        wanted = f"values one can count for {quoted(name)}"
        found = f"every number from {written[0]} to {written[1]}"
        faults.append(fault(where, wanted, found, _ASK_STEPS))
        return None
    else:
        domain = points(low, high, steps)
    if domain is None:
        return None
    values = {value: value for value in domain.values}
    return ScenarioIssue(name, kind, where, values, domain, (low, high))


def _bounds(element: Element) -> Iterator[str | None]:
    """The bounds, which stand with the issue or in a `range` within it."""
    ranges = [element, *within(element, "range")]
    for key in ("lowerbound", "upperbound"):
        yield next((one.attributes[key] for one in ranges if key in one.attributes), None)
