"""`parley explain`: what a finding's code means and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

import click

from parley.cli.completing import complete_code
from parley.cli.explained import OFFICE, all_explanations
from parley.cli.layout import heading, labelled, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean
from parley.mandate.explaining import Explanation

__all__ = ["command"]

_WORD = re.compile(r"[a-z]{3,}")
_MOST_NEAR = 3
_CLAUSE = re.compile(r"[.;:] |[.]$")


@click.command("explain")
@click.argument("code", required=False, shell_complete=complete_code)
@output_options("terminal", "json")
def command(code: str | None, output: Output) -> None:
    """What the CODE of a finding means and how to mend it; without CODE, all of them.

    \b
    Examples:
      parley explain
      parley explain trade-unmet
    """
    known = all_explanations()
    chosen = known if code is None else _found(known, code)
    if output.format == "json":
        deliver(output, as_json_text([asdict(one) for one in chosen]))
        return
    deliver(output, "\n".join(_list(chosen) if code is None else _page(chosen[0])))


def _found(known: tuple[Explanation, ...], code: str) -> tuple[Explanation, ...]:
    chosen = tuple(one for one in known if one.code == code)
    if not chosen:
        raise ParleyError(
            f"expected the code of a finding, got `{code}`",
            hint=_instead([one.code for one in known], code),
        )
    return chosen


def _instead(codes: Sequence[str], code: str) -> str:
    """The nearest code, else those that share its words: what a word means is no code."""
    words = set(_WORD.findall(code.casefold()))
    sharing = [one for one in codes if words & set(one.split("-"))][:_MOST_NEAR]
    near = [one for one in sharing if words <= set(one.split("-"))] or sharing
    meant = did_you_mean(code, codes)
    if meant is not None and not near:
        return f"did you mean `{meant}`?"
    named = " or ".join(f"`{one}`" for one in near)
    lists = "`parley explain` lists them all, and the glossary of the manual tells what words mean"
    return f"did you mean {named}? {lists}" if near else lists


def _page(one: Explanation) -> list[str]:
    return [
        heading(one.code),
        f"usually of severity {one.severity}, found by {one.found_by}",
        "",
        *wrapped(one.meaning),
        "",
        *wrapped(f"To mend it: {one.mending}"),
    ]


def _list(chosen: tuple[Explanation, ...]) -> list[str]:
    lines: list[str] = []
    sections = (
        ("a check", "Found by checks"),
        ("reading", "Found in reading"),
        (OFFICE, "Found in a message office"),
    )
    for found_by, title in sections:
        rows = [
            (one.code, _first_sentence(one.meaning)) for one in chosen if one.found_by == found_by
        ]
        lines.extend((heading(title), *labelled(rows), ""))
    return [*lines, "`parley explain CODE` tells all of one, and how to mend it."]


def _first_sentence(text: str) -> str:
    """The first clause of an explanation, enough to find the one that is looked for."""
    for end in _CLAUSE.finditer(text):
        clause = text[: end.start()]
        if clause.count("`") % 2 == 0 and clause.count("(") == clause.count(")"):
            return f"{clause}."
    return text
