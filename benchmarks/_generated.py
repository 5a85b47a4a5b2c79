"""A generated dossier of any size: many issues, each with orders, trades, offers and answers."""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["ENTRIES_PER_ISSUE", "write_dossier"]

#: Entries about one issue; a larger dossier has more issues, as a longer negotiation has.
ENTRIES_PER_ISSUE = 25
#: Where, among the entries about an issue, an offer beyond the mandate is planted.
FAULTY_TURN = 9

_HEAD = """\
parley: 1
id: generated
title: A generated dossier
fiction: true
default_authority: nothing-unless-authorised
parties:
  red: {name: Red}
  capital: {name: Capital, within: red}
  team: {name: Team, within: red, mandator: capital}
  blue: {name: Blue}
sources:
  minutes: {title: Minutes of the generated talks}
issues:
"""


def write_dossier(folder: Path, entries: int, *, seed: int = 1951, files: int = 10) -> list[str]:
    """Write a dossier with this many entries; return the ids of the acts at fault.

    Parameters
    ----------
    folder: where it goes; made if need be.
    entries: how many entries, a multiple of `ENTRIES_PER_ISSUE`.
    seed: of the choices of values and of where faults go.
    files: over how many log files the entries are spread.
    """
    issues = entries // ENTRIES_PER_ISSUE
    chance = random.Random(seed)
    (folder / "log").mkdir(parents=True, exist_ok=True)
    head = [_HEAD]
    for number in range(issues):
        head.append(f"  i{number}: {{question: 'question {number}', values: [a, b, c, d]}}\n")
    (folder / "dossier.yaml").write_text("".join(head), encoding="utf-8")
    planted: list[str] = []
    texts: list[list[str]] = [[] for _ in range(files)]
    for number in range(issues):
        faulty = chance.random() < 0.01
        if faulty:
            planted.append(f"e{number}-{FAULTY_TURN}")
        texts[number * files // issues].append(_about(number, chance, faulty))
    for index, parts in enumerate(texts):
        (folder / "log" / f"{index:03d}.yaml").write_text("".join(parts), encoding="utf-8")
    return planted


def _about(number: int, chance: random.Random, faulty: bool) -> str:
    """The entries about one issue: an order, what it allows, a trade, offers and answers."""
    issue, start = f"i{number}", 1 + number % 27
    linked = f"i{max(number - 1, 0)}"
    values = ["a", "b", "c", "d"]
    lines = [
        _entry(number, 0, "instruction", start, "capital", f"mode: must-not\n  says: {issue} = d"),
        _entry(
            number, 1, "instruction", start, "capital", f"mode: may\n  says: {issue} in {{a, b}}"
        ),
        _entry(
            number,
            2,
            "trade",
            start,
            "capital",
            f"give: {issue} = c\n  get: {linked} = b and {issue} != a",
        ),
        _entry(
            number,
            3,
            "fallback",
            start,
            "capital",
            f"on_refusal: {issue} = a\n  rungs:\n    - do: {issue} in {{a, b}}",
        ),
        _entry(
            number,
            4,
            "instruction",
            start,
            "capital",
            f"mode: red-line\n  says: {issue} = d and {linked} = d",
        ),
    ]
    for turn in range(5, ENTRIES_PER_ISSUE, 2):
        value = "c" if faulty and turn == FAULTY_TURN else chance.choice(values[:2])
        day = min(28, start + turn // 8)
        lines.append(_entry(number, turn, "proposal", day, "team", f"says: {issue} = {value}"))
        answer = chance.choice(["defer", "note", "reject"])
        lines.append(
            _entry(
                number,
                turn + 1,
                "response",
                day,
                "blue",
                f"re: e{number}-{turn}\n  answer: {answer}",
            )
        )
    return "".join(lines[:ENTRIES_PER_ISSUE])


def _entry(number: int, turn: int, kind: str, day: int, by: str, rest: str) -> str:
    to = "\n  to: team" if by == "capital" else ""
    return (
        f"- id: e{number}-{turn}\n  type: {kind}\n"
        f"  at: 2030-03-{day:02d}T{turn // 2:02d}:{turn % 2 * 30:02d}Z\n  by: {by}{to}\n"
        f"  sources: minutes#{number}\n  {rest}\n"
    )
