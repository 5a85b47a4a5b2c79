"""Views inside the side: who thinks what, where they differ, and what all of them allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from parley.brief.blocks import (
    Badge,
    Block,
    Card,
    Facts,
    Line,
    Paragraph,
    Run,
    claim_line,
    join,
    line,
)
from parley.brief.desk import Desk, claim, names, own_side, values_left
from parley.brief.model import Claim, Header
from parley.dossier.dossier import formula
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Formula, issues_of
from parley.dossier.language.logic import consistent
from parley.dossier.vocabulary.entries import Assessment

__all__ = ["Difference", "Views", "lay_out", "views"]


@dataclass(frozen=True, slots=True)
class Difference:
    """An issue on which holders differ; `shared` are values that every view on it allows."""

    issue: str
    question: str
    views: tuple[Claim, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """Views that stand: who holds any, the issues on which they differ, and how many agree."""

    holders: tuple[str, ...]
    differences: tuple[Difference, ...]
    agreeing: int


def views(desk: Desk) -> Views:
    """Where parties inside the side think differently."""
    held = list(_held(desk))
    by_issue: dict[str, list[tuple[Assessment, Formula]]] = {}
    for entry, stated in held:
        for issue in issues_of(stated):
            by_issue.setdefault(issue, []).append((entry, stated))
    found = [
        one
        for issue, group in by_issue.items()
        if (one := _difference(desk, issue, group)) is not None
    ]
    order = list(desk.case.dossier.declared.issues)
    found.sort(key=lambda one: order.index(one.issue) if one.issue in order else len(order))
    differing = {name for one in found for view in one.views for name in view.cite.entries}
    return Views(
        tuple(dict.fromkeys(names(desk, entry.by) for entry, _ in held)),
        tuple(found),
        sum(entry.id not in differing for entry, _ in held),
    )


def _held(desk: Desk) -> Iterable[tuple[Assessment, Formula]]:
    case = desk.case
    for entry in case.seen.entries:
        if not isinstance(entry, Assessment) or entry.kind != "view":
            continue
        stated = formula(case.dossier, entry.says)
        standing = standing_at(case.periods.get(entry.id, ()), case.seen.as_of)
        if stated is not None and standing and own_side(desk, entry.by):
            yield entry, stated


def _difference(
    desk: Desk, issue: str, group: list[tuple[Assessment, Formula]]
) -> Difference | None:
    logic = desk.case.dossier.logic
    differ = any(
        set(one.by).isdisjoint(other.by) and not consistent(logic, (first, second))
        for (one, first), (other, second) in combinations(group, 2)
    )
    if not differ or issue not in desk.case.dossier.declared.issues:
        return None
    shared = [values_left(desk, issue, (stated,)) or () for _, stated in group]
    common = set(shared[0]).intersection(*shared[1:])
    domain = desk.case.dossier.domains[issue]
    return Difference(
        issue,
        " ".join(desk.case.dossier.declared.issues[issue].question.split()),
        tuple(_view(desk, entry, stated) for entry, stated in group),
        tuple(value for value in domain.values if value in common),
    )


def _view(desk: Desk, entry: Assessment, stated: Formula) -> Claim:
    made = claim(desk, "", entry, stated)
    text = " ".join(entry.text.split()) if entry.text else None
    return Claim(made.kind, made.says, text, made.by, made.at, made.cite)


def lay_out(content: Views, header: Header, short: bool) -> tuple[Block, ...]:
    """A card for each issue on which the side's parties differ."""
    if not content.holders:
        return (Paragraph(line("No view of a party inside the side is recorded.")),)
    blocks: list[Block] = [_card(one) for one in content.differences]
    if not content.differences:
        blocks.append(Paragraph(line("The views on record do not exclude each other.")))
    if content.agreeing:
        blocks.append(
            Paragraph(
                line(
                    f"{content.agreeing} other views on record exclude none of the others; they "
                    "stand with the issues above."
                ),
                "note",
            )
        )
    return tuple(blocks)


def _card(one: Difference) -> Card:
    if one.shared:
        shared: Line = join(line(Run(value, "code")) for value in one.shared)
    else:
        shared = line("Nothing that the views on record all allow.")
    rows: tuple[tuple[str, tuple[Line, ...]], ...] = (
        ("Views", tuple(claim_line(view) for view in one.views)),
        ("Said as one", (shared,)),
    )
    return Card(
        line(Run(one.issue, "strong")),
        (Paragraph(line(one.question)), Facts(rows)),
        (Badge("views differ", "warn"),),
    )
