"""The table of what goes wrong in a statement: each example is read when the docs are built."""

from __future__ import annotations

from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.statements import all_faults

__all__ = ["ISSUES", "SLIPS", "error_table"]

#: The issues of the page's examples.
ISSUES: dict[str, Domain] = {
    "line": domain(["contact", "river", "ridge"]),
    "troops": domain(["stay", "leave"]),
    "press": domain(["from_the_start", "after_agenda", "after_agreement"], ordered=True),
    "share": domain(range(0, 101, 5)),
    "site": domain(["north", "south", "River Hall"]),
    "signed": domain([True, False]),
}

SLIPS = (
    "lne = river",
    "line = rivr",
    "river",
    "signed",
    "share = 32",
    "share <= many",
    "share <= 2,5",
    "line < river",
    "5 <= share",
    "share >= 0 <= 50",
    "line is river",
    "line == river",
    "line = river && troops = stay",
    "line = river AND troops = stay",
    "line = river, troops = stay",
    "line = river or ridge",
    "line = {river, ridge}",
    "line in river",
    "line in {river ridge}",
    "line in {}",
    "line not river",
    "if troops = leave then line = river",
    "troops = leave -> line = river",
    "line = river unless troops = stay",
    "line = river xor troops = stay",
    "line = river if troops = leave if share = 5",
    "site = River Hall",
    'site = "River Hall',
    "(line = river",
    "line = river)",
    "line = river and",
    "line river",
    "not",
)


def error_table() -> str:
    """Return the slips with the column and the message of the first fault of each.

    Raises LookupError for an example that is no slip any more.
    """
    rows = ["| statement | column | message | how to mend it |", "|---|---|---|---|"]
    for text in SLIPS:
        faults = all_faults(text, ISSUES)
        if not faults:
            raise LookupError(f"`{text}` is a good statement: it shows no error")
        first = faults[0]
        hint = _cell(first.hint or "–")
        rows.append(f"| `{text}` | {first.column} | {_cell(first.message)} | {hint} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    """Return a message as a table's cell: its braces and bars are no markup."""
    return text.replace("|", "\\|").replace("<", "\\<").replace("*", "\\*")
