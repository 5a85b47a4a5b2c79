"""The section on the trades and fallbacks of a log: what each can come to, in words."""

from __future__ import annotations

from collections.abc import Iterator

from parley.bargaining.verdicts import Beaten
from parley.brief.blocks import Block, Bullets, Card, Line, Paragraph, Run, line
from parley.brief.conflicts.words import listed
from parley.brief.settlements.log_trades import Judged, LogTrades, NotJudged
from parley.brief.settlements.study import Study
from parley.brief.settlements.words import label, number, package, party_name, point_of, worth

__all__ = ["says_of", "trades_blocks", "verdict_in_short"]

ABOUT = (
    "Each trade is looked at where what it gives and what it gets both hold, each rung of a "
    "fallback where what it puts forward holds: these outcomes carry it out. What is said of them "
    "follows from the wishes declared, and is no advice to use or to drop anything."
)


def trades_blocks(study: Study, found: LogTrades, short: bool) -> Iterator[Block]:
    """Return a card for each trade and rung, and the list of those that were not judged.

    Parameters:
        short: whether packages and how to read it are left out.
    """
    if not found.judged and not found.not_judged:
        return
    yield Paragraph(line(ABOUT), "note")
    for one in found.judged:
        lines = tuple(_verdict_words(study, found, one, short))
        says = line(Run(says_of(one), "code"))
        name = _plan_name(one.region.entry, one.region.rung)
        yield Card(name, (Paragraph(says), Bullets(lines)))
    if found.not_judged:
        yield Paragraph(line("Not judged:"))
        yield Bullets(tuple(_beside(one) for one in found.not_judged))
    if found.taken and found.judged:
        names = listed(party_name(study, party) for party in found.taken)
        yield Paragraph(
            line(f"What no agreement is worth to {names} is not known: it is taken as satisfied."),
            "note",
        )


def _plan_name(entry: str, rung: int | None) -> Line:
    """Return what a trade or a rung is called, its entry as a reference to the record."""
    return line(Run(entry, "entry"), "" if rung is None else f", rung {rung}")


def says_of(one: Judged) -> str:
    """Return what holds where a trade or a rung is carried out, as one statement."""
    return " and ".join(_bracketed(one))


def _bracketed(one: Judged) -> Iterator[str]:
    for part in one.region.says:
        loose = any(word in f" {part.name} " for word in (" or ", " if ", " iff "))
        yield f"({part.name})" if loose and len(one.region.says) > 1 else part.name


def _beside(one: NotJudged) -> Line:
    return line(_plan_name(one.entry, one.rung), f": {one.why}.")


def _verdict_words(study: Study, found: LogTrades, one: Judged, short: bool) -> Iterator[Line]:
    """Give all that a verdict says, a line each.

    Parameters:
        short: whether the package of an example is left out.
    """
    verdict = one.verdict
    if one.region.left_out:
        parts = listed(f"`{part.name}`" for part in one.region.left_out)
        yield line(f"Judged as if {parts} had come true, which is not bargained over.")
    if verdict.impossible:
        yield line("Impossible: no feasible outcome carries it out.")
        return
    yield line(_efficient(study, one))
    if verdict.example is not None and not short:
        yield line("For example: ", Run(package(study, verdict.example), "code"))
    if verdict.beaten is not None:
        yield line(_beaten(study, verdict.beaten))
    told = _acceptable(study, found, one)
    if told:
        yield line(f"{told}.")


def verdict_in_short(study: Study, found: LogTrades, one: Judged) -> str:
    """Return a verdict in one line."""
    verdict = one.verdict
    if verdict.impossible:
        return "impossible: no feasible outcome carries it out"
    if verdict.beaten is not None:
        told = "dominated: whatever carries it out, another outcome is at least as good for all"
    else:
        told = f"{verdict.efficient:,} of the {verdict.of:,} efficient outcomes carry it out"
    accepted = _acceptable(study, found, one)
    return f"{told}; {accepted[:1].lower()}{accepted[1:]}" if accepted else told


def _efficient(study: Study, one: Judged) -> str:
    verdict = one.verdict
    if verdict.example is None:
        return f"None of the {verdict.of:,} efficient outcomes carries it out."
    place = point_of(study, verdict.example)
    shown = " | ".join(worth(study, place, party) for party in range(len(study.network.parties)))
    return (
        f"{verdict.efficient:,} of the {verdict.of:,} efficient outcomes carry it out; one of them "
        f"is at {label(place)}, worth {shown}."
    )


def _beaten(study: Study, pair: Beaten) -> str:
    changed = {issue: value for issue, value in pair.better.items() if pair.outcome[issue] != value}
    was = {issue: pair.outcome[issue] for issue in changed}
    parties = range(len(study.network.parties))
    gains = [
        "better" if study.network.ordinal[p] else f"+{number(high - low)}"
        for p, low, high in zip(parties, pair.worth, pair.better_worth, strict=True)
        if high > low
    ]
    names = [
        party_name(study, p)
        for p, low, high in zip(parties, pair.worth, pair.better_worth, strict=True)
        if high > low
    ]
    given = listed(f"{name} {gain}" for name, gain in zip(names, gains, strict=True))
    return (
        "Dominated: for whatever carries it out, some other outcome is at least as good for all "
        f"and better for somebody. Instead of `{package(study, was)}`, for example, "
        f"`{package(study, changed)}`: {given}, and nobody would lose."
    )


def _acceptable(study: Study, found: LogTrades, one: Judged) -> str:
    """How far no agreement is reached, without a full stop; nothing where it is not known."""
    verdict = one.verdict
    if len(found.taken) == len(study.network.parties):
        return ""
    if verdict.acceptable == "all":
        return "All acceptable: every outcome in it leaves nobody below no agreement"
    if verdict.acceptable == "some":
        return "Some outcomes in it leave nobody below no agreement, others do not"
    if verdict.below:
        number_of = {name: place for place, name in enumerate(study.network.parties)}
        names = listed(party_name(study, number_of[name]) for name in verdict.below)
        return f"Worse than no agreement for {names} in every outcome"
    return (
        "Worse than no agreement for somebody in every outcome, though for each party some "
        "outcome in it is not"
    )
