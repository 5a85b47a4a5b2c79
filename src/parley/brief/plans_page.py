"""How trades and fallbacks are laid out: a card for each, its state, and the proof of each step."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Facts,
    Line,
    Paragraph,
    Run,
    Table,
    Track,
    cited,
    line,
)
from parley.brief.model import Cite, Header
from parley.brief.plans import TONES, Plan, Plans, Step, TradePlan
from parley.mandate.trades import STATES

__all__ = ["lay_out"]

_MEANING = {
    "drafted": "drafted; nobody has authorised it",
    "authorised": "authorised; not yet put to the other side",
    "offered": "offered; the other side has not committed itself to its part",
    "met": "the other side's part is committed; ours is not yet given",
    "executed": "both parts are given",
    "executed-unmet": "given without what was to be had for it",
    "lapsed": "lapsed: its time is over",
    "withdrawn": "withdrawn or replaced",
    "armed": "armed: nothing has set it off",
    "triggered": "set off, and not yet carried out",
    "followed": "set off, and carried out",
    "not-followed": "set off, and something else was done instead",
    "exhausted": "every rung was tried and refused",
}


def lay_out(content: Plans, header: Header, short: bool) -> tuple[Block, ...]:
    """A card for each plan: its state, its parts, and the proof of every step."""
    if not content.trades and not content.fallbacks:
        return (Paragraph(line("No trade and no fallback has been drafted.")),)
    cards = (
        *(_trade_card(one) for one in content.trades),
        *(_fallback_card(one, short) for one in content.fallbacks),
    )
    if content.left_out:
        return (*cards, Paragraph(line(f"{content.left_out} older ones are left out."), "note"))
    return cards


def _badge(state: str) -> Badge:
    tone = TONES.get(state)
    if tone == "bad":
        return Badge(state, "bad")
    return Badge(state, "warn" if tone == "warn" else "calm")


def _trade_card(one: TradePlan) -> Card:
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("Give", (line(Run(one.give, "code")), line(Run(one.give_words, "muted")))),
        ("Only for", (line(Run(one.get, "code")), line(Run(one.get_words, "muted")))),
    ]
    own = one.authorised.entries == (one.entry,)
    steps = (
        ("Authorised", Cite() if own else one.authorised),
        ("Offered", one.offered),
        ("Given by", one.given),
        ("Got by", one.got),
    )
    rows.extend((label, (cited(proof),)) for label, proof in steps if proof.entries)
    if one.missing:
        rows.append(("Must come first", (line(", ".join(one.missing)),)))
    if one.until:
        rows.append(("Lapses after", (line(one.until),)))
    blocks: list[Block] = [
        Track("State of the trade", STATES, one.reached, one.state, one.state in TONES),
        Paragraph(line(f"{_MEANING[one.state].capitalize()}.")),
        Facts((*rows, _source_row(one.by, one.at, one.cite))),
    ]
    if one.text:
        blocks.insert(0, Paragraph(line(one.text)))
    return Card(line(Run(f"{one.entry}", "entry")), tuple(blocks), (_badge(one.state),))


def _source_row(by: str, at: str, proof: Cite) -> tuple[str, tuple[Line, ...]]:
    return "Drawn up", (line(", ".join(part for part in (by, at) if part), cited(proof)),)


def _fallback_card(one: Plan, short: bool) -> Card:
    rows: list[tuple[str, tuple[Line, ...]]] = [("Set off when", (line(one.trigger),))]
    if one.followed.entries:
        rows.append(("Carried out by", (cited(one.followed),)))
    if one.lapses:
        rows.append(("Not followed", (*(line(text) for text in one.lapses),)))
    rows.append(_source_row(one.by, one.at, one.cite))
    blocks: list[Block] = [
        *([Paragraph(line(one.text))] if one.text else []),
        Paragraph(line(f"{_MEANING.get(one.state, one.state).capitalize()}.")),
        Facts(tuple(rows)),
    ]
    if one.steps and short:
        blocks.append(Bullets(tuple(_rung_line(number, step) for number, step in _rows(one))))
    elif one.steps:
        blocks.append(_rungs(one))
    return Card(line(Run(one.entry, "entry")), tuple(blocks), (_badge(one.state),))


def _rows(one: Plan) -> Iterable[tuple[int, Step]]:
    return enumerate(one.steps, 1)


def _rung_line(number: int, step: Step) -> Line:
    due = f"due since {step.since}" if step.since else "not due"
    refused = f", tried and refused {step.tried}" if step.tried else ""
    return line(f"rung {number}: ", Run(step.do, "code"), f" ({due}{refused})", cited(step.cause))


def _rungs(one: Plan) -> Table:
    return Table(
        f"Rungs of {one.entry}",
        ("Rung", "Put forward", "Due since", "Tried and refused"),
        tuple(
            (
                (line(Run(str(number), "strong")),),
                tuple(
                    text
                    for text in (
                        line(Run(step.do, "code")),
                        line(step.text or Run(step.words, "muted")),
                        line(step.limit),
                    )
                    if text
                ),
                (line(step.since or Run("not due", "muted"), cited(step.cause)),),
                (line(step.tried or Run("no", "muted")),),
            )
            for number, step in _rows(one)
        ),
        (8, 44, 30, 18),
    )
