"""The domain file of a NegMAS scenario: its outcome space."""

from __future__ import annotations

from parley.dossier.text.yaml_text import Node
from parley.interop.gmcr.faults import fault, tidy
from parley.interop.issues import Kind, ScenarioIssue, named_values, points, whole_numbers
from parley.interop.trees import member, members, number_at, shown, text_at
from parley.kernel.errors import quoted

__all__ = ["class_of", "read_issues"]

_LISTED = frozenset(
    {
        "CategoricalIssue",
        "OrdinalIssue",
        "CardinalIssue",
        "DiscreteCardinalIssue",
        "DiscreteOrdinalIssue",
        "DiscreteIssue",
    }
)
_ASK_STEPS = "choose with `--steps 21` how many points of it to take"


def class_of(node: Node | None) -> str:
    """Return the class that a map names under `type`, without the module that it stands in."""
    return (text_at(member(node, "type")) or "").rpartition(".")[2]


def read_issues(
    tree: Node, file: str, steps: int | None, faults: list[str]
) -> tuple[list[ScenarioIssue], list[str]]:
    """Return the issues of an outcome space, and notes about them.

    Parameters:
        file: what messages call it.
        steps: how many points of an issue of real numbers to take.
        faults: what is wrong is added here.
    """
    found: list[ScenarioIssue] = []
    notes: list[str] = []
    listed = members(member(tree, "issues"))
    for node in listed:
        where = f"{file}:{node.line}"
        name = tidy(text_at(member(node, "name")) or "") or f"issue {len(found) + 1}"
        issue = _issue(node, name, where, steps, faults)
        if issue is None:
            continue
        found.append(issue)
        if issue.kind == "real":
            notes.append(
                f"{name} is a real number in the file: {len(issue.domain.values)} points of its "
                "range are taken."
            )
    if not listed:
        hint = "a domain of NegMAS has a list `issues`"
        faults.append(fault(f"{file}:{tree.line}", "at least one issue", "none", hint))
    return found, notes


def _issue(
    node: Node, name: str, where: str, steps: int | None, faults: list[str]
) -> ScenarioIssue | None:
    kind = class_of(node)
    values = members(member(node, "values"))
    file = where.rpartition(":")[0]
    if kind in ("ContiguousIssue", "ContinuousIssue") and len(values) == 2:
        low, high = (number_at(one, "a bound", where, faults) for one in values)
        if kind == "ContinuousIssue":
            if steps is None or low > high:
                wanted = f"values one can count for {quoted(name)}"
                got = f"every number from {text_at(values[0])} to {text_at(values[1])}"
                faults.append(fault(where, wanted, got, _ASK_STEPS))
                return None
            domain = points(low, high, steps)
        else:
            if low.denominator != 1 or high.denominator != 1:
                hint = "write whole numbers as bounds"
                faults.append(fault(where, "whole numbers", shown(member(node, "values")), hint))
                return None
            whole = whole_numbers(int(low), int(high), where, faults)
            if whole is None:
                return None
            domain = whole
        same = {one: one for one in domain.values}
        sort: Kind = "integer" if kind == "ContiguousIssue" else "real"
        return ScenarioIssue(name, sort, where, same, domain, (low, high))
    if kind in _LISTED and values:
        named = named_values([(f"{file}:{one.line}", text_at(one) or "") for one in values], faults)
        return None if named is None else ScenarioIssue(name, "discrete", where, named[1], named[0])
    hint = "parley reads issues of listed values, of whole numbers and of real numbers"
    faults.append(fault(where, "an issue with a list `values`", quoted(kind or "none"), hint))
    return None
