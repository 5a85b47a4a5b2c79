"""Dossiers made up for tests of the pages of analysis; nothing in them is from anywhere."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_many_acts", "write_many_points", "write_order_only"]

_HEAD = """parley: 1
id: {id}
title: A made-up negotiation
fiction: true
zone: UTC
parties:
  north:
    name: The North (made up)
    no_agreement: {{plan: wait, value: {none}, assumed: made up}}
  south:
    name: The South (made up)
    no_agreement: {{plan: wait, value: {none}, assumed: made up}}
"""
_SESSION = "- id: first\n  type: session\n  at: 2020-01-01\n  assumed: made up\n"


def _write(folder: Path, text: str) -> Path:
    (folder / "log").mkdir(parents=True)
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    (folder / "log" / "first.yaml").write_text(_SESSION, encoding="utf-8")
    return folder


def write_many_points(folder: Path, count: int = 10) -> Path:
    """Write a dossier in which every combination of `count` shares is efficient."""
    lines = [_HEAD.format(id="many-points", none=100), "issues:"]
    for number in range(count):
        lines += [
            f"  share_{number}:",
            f"    question: Who gets share {number}?",
            "    values: [north, south, neither]",
            "    decided_by: [north, south]",
        ]
    quo = " and ".join(f"share_{number} = neither" for number in range(count))
    lines += ["bargaining:", f"  status_quo: {quo}", "  preferences:"]
    for party in ("north", "south"):
        lines += [f"    {party}:", "      weights:"]
        for number in range(count):
            lines += [
                f"        - issue: share_{number}",
                f"          weight: {2**number}",
                f"          scores: {{{party}: 1}}",
                "          assumed: made up",
            ]
    return _write(folder, "\n".join(lines) + "\n")


def write_many_acts(folder: Path, count: int = 13) -> Path:
    """Write a dossier with a conflict of two to the power of `count` outcomes."""
    lines = [_HEAD.format(id="many-acts", none=0), "issues:"]
    for number in range(count):
        lines += [
            f"  act_{number}:",
            f"    question: Is act {number} done?",
            "    values: [done, not_done]",
            f"    decided_by: {'north' if number % 2 else 'south'}",
        ]
    quo = " and ".join(f"act_{number} = not_done" for number in range(count))
    lines += ["conflict:", f"  status_quo: {quo}", "  preferences:"]
    for party, own in (("north", 0), ("south", 1)):
        lines += [f"    {party}:", "      priorities:"]
        for number in range(own, count, 2):
            lines.append(f"        - {{says: act_{number} = done, assumed: made up}}")
    return _write(folder, "\n".join(lines) + "\n")


def write_order_only(folder: Path) -> Path:
    """Write a dossier in which only the order of the wishes is known."""
    text = (
        _HEAD.format(id="order-only", none=0).replace("value: 0, ", "")
        + """issues:
  line:
    question: Where is the line?
    values: [here, there]
    decided_by: [north, south]
  fee:
    question: What is the fee?
    values: [low, high]
    decided_by: [north, south]
agenda:
  matter:
    title: The matter
    wordings:
      plain: {text: The matter., opens: [line, fee]}
bargaining:
  status_quo: line = here and fee = low
  preferences:
    north:
      priorities:
        - {says: line = there, assumed: made up}
    south:
      priorities:
        - {says: fee = high, assumed: made up}
        - {says: line = here, assumed: made up}
"""
    )
    return _write(folder, text)
