"""Scenarios of NegMAS read into models: an outcome space, and a utility function for each party."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from parley.dossier.text.yaml_text import Node
from parley.interop.assembly import Wants, issue_ids, model_of_parties
from parley.interop.folders import files_in, refusal
from parley.interop.gmcr.faults import tidy
from parley.interop.issues import ScenarioIssue
from parley.interop.negmas.domain import class_of, read_issues
from parley.interop.negmas.functions import Page, terms_of
from parley.interop.numbers import number_of
from parley.interop.trees import member, number_at, open_tree, text_at
from parley.kernel.errors import Refused
from parley.space.model import Model

__all__ = ["ENDINGS", "is_negmas", "read_negmas"]

ENDINGS = (".yaml", ".yml", ".json")
_UNBOUNDED = frozenset({"-.inf", "-.Inf", "-.INF", "-Infinity", ".nan", ".NaN", "NaN"})
_WRAPPERS = ("ExpDiscountedUFun", "LinDiscountedUFun")


def is_negmas(tree: Node) -> bool:
    """Whether a file is an outcome space or a utility function of NegMAS."""
    return _is_domain(tree) or _is_function(tree)


def _is_domain(tree: Node) -> bool:
    return class_of(tree).endswith("OutcomeSpace")


def _is_function(tree: Node) -> bool:
    return class_of(tree).casefold().endswith(("fun", "function"))


def read_negmas(folder_or_domain: str | Path, steps: int | None = None) -> Model:
    """Read a scenario: a folder with one outcome space and two or more utility functions.

    Utilities are as NegMAS counts them. Where a function says no reserved value, or one below
    every number, what no agreement is worth is not known.

    Parameters:
        steps: how many evenly spaced points of an issue of real numbers to take.

    Raises Refused, with every fault of the files, where they cannot be used.
    """
    place = Path(folder_or_domain)
    folder = place if place.is_dir() else place.parent
    opened = {one: open_tree(one) for one in files_in(folder, ENDINGS)}
    domains = [one for one, tree in opened.items() if _is_domain(tree)]
    functions = [one for one, tree in opened.items() if _is_function(tree)]
    if place in domains:
        domains = [place]
    if len(domains) != 1 or len(functions) < 2:
        raise Refused(
            f"{place}: expected one outcome space and the utility functions of two or more "
            f"parties, got {len(domains)} and {len(functions)}",
            hint="keep one scenario in a folder, as NegMAS itself writes it",
        )
    faults: list[str] = []
    listed, notes = read_issues(opened[domains[0]], str(domains[0]), steps, faults)
    if faults:
        raise refusal(str(folder), faults)
    issues = dict(zip(issue_ids(listed), listed, strict=True))
    wants = [_wants(opened[one], one, issues, faults) for one in functions]
    if faults:
        raise refusal(str(folder), faults)
    return model_of_parties(folder.resolve().name or str(folder), issues, wants, notes)


def _wants(tree: Node, file: Path, issues: Mapping[str, ScenarioIssue], faults: list[str]) -> Wants:
    notes: list[str] = []
    function, discount, reservation = tree, None, _reservation(tree, str(file), faults)
    while class_of(function) in _WRAPPERS:
        found = _discount(function, str(file), faults)
        if found is None:
            notes.append(
                "its loss of worth with time is left out: parley reads `ExpDiscountedUFun` with "
                "the factor `relative_time`"
            )
        else:
            discount = found if discount is None else discount * found
        inner = member(function, "ufun")
        if inner is None:
            break
        function = inner
        if reservation is None and member(tree, "reserved_value") is None:
            reservation = _reservation(function, str(file), faults)
    terms = tuple(terms_of(function, Page(str(file), issues, faults)))
    if reservation is None:
        notes.append("it has no reserved value: what no agreement is worth is not known")
    name = tidy(text_at(member(tree, "name")) or "") or file.stem
    return Wants(name, terms, reservation, None if discount == 1 else discount, tuple(notes))


def _reservation(tree: Node, file: str, faults: list[str]) -> Fraction | None:
    node = member(tree, "reserved_value")
    text = text_at(node)
    if text is None and (node is None or node.kind == "scalar"):
        return None
    if text in _UNBOUNDED:
        return None
    return number_at(node, "the reserved value", f"{file}:{tree.line}", faults)


def _discount(function: Node, file: str, faults: list[str]) -> Fraction | None:
    """What is left at the end; None where the loss depends on something else."""
    if class_of(function) != "ExpDiscountedUFun":
        return None
    written = text_at(member(function, "discount"))
    number = number_of(written) if written is not None else Fraction(1)
    if number == 1:
        return number
    if text_at(member(function, "factor")) != "relative_time":
        return None
    found = number_at(member(function, "discount"), "`discount`", f"{file}:{function.line}", faults)
    return found if 0 < found <= 1 else None
