"""The section on one package: its worth, what lies beyond it, exchanges, and what issues matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from parley.bargaining.trades import Change, Exchange
from parley.brief.blocks import Block, Bullets, Card, Facts, Fold, Line, Paragraph, Run, Table, line
from parley.brief.conflicts.words import listed
from parley.brief.settlements.cards import package_facts
from parley.brief.settlements.from_package import PackageStudy
from parley.brief.settlements.study import Study, heights
from parley.brief.settlements.words import label, number, party_name, signed

__all__ = ["package_blocks", "package_title"]

_SHORT, _OPEN, _FULL = 4, 6, 20  # exchanges in the short form, those not folded, and at most
_MOST_COLUMNS = 4  # parties with a column each
ABOUT_EXCHANGES = (
    "Each of these changes leaves nobody worse off and somebody better; they exclude each other "
    "where they touch the same issue. First those that no change of as many issues beats for all, "
    "then those of fewer issues, then in the order of the dossier. None is advice."
)
ABOUT_SWINGS = (
    "How much each party loses or gains from the worst to the best value of one issue, all else as "
    "in the package. Where the rates of two parties differ, one can give on an issue that is "
    "worth less to it than to the other."
)


def package_title(found: PackageStudy) -> str:
    """Return the heading of the section."""
    return f"From {found.package.name}"


def package_blocks(study: Study, found: PackageStudy, short: bool) -> Iterator[Block]:
    """Return the section: what it is worth, what beats it, the exchanges, swings and rates.

    Parameters:
        short: whether only some exchanges are shown, and long packages are cut.
    """
    parties = range(len(study.network.parties))
    yield from _package(study, found, short)
    yield Paragraph(line("What it is worth:"))
    yield Facts(tuple((party_name(study, p), (line(_worth(study, found, p)),)) for p in parties))
    yield Paragraph(line(_efficient_words(study, found)))
    yield Paragraph(line(_below(study, found)))
    if found.room and found.better:
        yield Paragraph(line(_room(study, found)))
        common = _common_changes(found)
        if common:
            yield Paragraph(line("Each point listed here changes these issues alike:"))
            yield package_facts(study, common, short)
        yield _better(study, found, common)
    yield from _exchanges(study, found, short)
    yield from _swings(study, found, short)


def _efficient_words(study: Study, found: PackageStudy) -> str:
    """Say whether a package is efficient, and how many points are at least as good for all."""
    if found.efficient:
        name = f" ({label(found.at)})" if found.at is not None else ""
        return (
            f"It is efficient{name}: nobody can gain from it unless somebody loses. So there is no "
            "exchange that all could take without loss."
        )
    if found.efficient is None:
        return (
            "Whether it is efficient cannot be told: of the points listed none is at least as good "
            "for all and better for somebody, but not every efficient point is listed."
        )
    count, total = len(found.better), study.found.size
    kind = "efficient points" if study.found.is_exact else "points listed"
    are = "is" if count == 1 else "are"
    return (
        f"It is not efficient: {count:,} of {total:,} {kind} {are} at least as good for every "
        "party and better for somebody."
    )


def _worth(study: Study, found: PackageStudy, party: int) -> str:
    if study.network.ordinal[party]:
        _, count = heights(study.found)[party]
        at = found.measured[party]
        if at == int(at):
            return f"as good as height {int(at)} of {count} among the efficient points"
        if at < 1:
            return f"worse than all {count} heights among the efficient points"
        return f"between heights {int(at)} and {int(at) + 1} of {count} among the efficient points"
    worth, none = found.worth[party], study.network.no_agreement[party]
    if none is None:
        return f"{number(worth)}; what no agreement is worth is not said"
    over = worth - none
    if not over:
        return f"{number(worth)}, as much as no agreement"
    told = f"{number(abs(over))} {'more' if over > 0 else 'less'} than no agreement"
    return f"{number(worth)}, {told}"


def _below(study: Study, found: PackageStudy) -> str:
    network = study.network
    known = [
        party
        for party, none in enumerate(network.no_agreement)
        if none is not None and not network.ordinal[party]
    ]
    if not known:
        return "What no agreement is worth is known of no party."
    rest = len(network.parties) - len(known)
    if not found.below:
        only = ", as far as that is known" if rest else ""
        return f"It leaves nobody below no agreement{only}."
    names = listed(party_name(study, party) for party in found.below)
    return f"It leaves {names} below no agreement."


def _room(study: Study, found: PackageStudy) -> str:
    told = [
        f"{party_name(study, party)} {'something' if only else number(room)}"
        for party, (room, only) in enumerate(zip(found.room, study.network.ordinal, strict=True))
        if room
    ]
    return f"The most that each could gain without a loss to anybody: {listed(told)}."


def _common_changes(found: PackageStudy) -> dict[str, str]:
    """What all points shown change in the same way, where there are several."""
    outcomes = list(found.outcomes.values())
    return {
        issue: value
        for issue, value in (outcomes[0].items() if len(outcomes) > 1 else ())
        if value != found.package.outcome[issue]
        and all(other[issue] == value for other in outcomes)
    }


def _better(study: Study, found: PackageStudy, common: Mapping[str, str]) -> Table:
    """Some points at least as good for all: what each gains there, and what else changes."""
    parties = range(len(study.network.parties))
    wide = len(study.network.parties) <= _MOST_COLUMNS
    rows = []
    for place in found.shown:
        own = [
            _gain_words(
                study,
                party,
                Fraction(int(study.found.numbers[party][place]), study.network.units[party])
                - found.worth[party],
            )
            for party in parties
        ]
        gains: tuple[tuple[Line, ...], ...] = (
            tuple((line(one),) for one in own)
            if wide
            else (
                tuple(
                    line(f"{party_name(study, party)}: {one}")
                    for party, one in enumerate(own)
                    if one != "the same"
                ),
            )
        )
        changed = tuple(
            line(f"{issue}: ", Run(value, "code"))
            for issue, value in found.outcomes[place].items()
            if found.package.outcome[issue] != value and issue not in common
        )
        rows.append(((line(label(place)),), *gains, changed))
    heads = tuple(party_name(study, party) for party in parties) if wide else ("Gains",)
    total = len(found.better)
    some = (
        "" if len(rows) == total else f"; {len(rows)} of {total:,}, those best for each among them"
    )
    return Table(
        f"Efficient points at least as good for all: what each gains{some}",
        ("Point", *heads, "What else changes" if common else "What changes"),
        tuple(rows),
        (8, *((18,) * len(heads)), 92 - 18 * len(heads)),
    )


def _package(study: Study, found: PackageStudy, short: bool) -> Iterator[Block]:
    package = found.package
    own = {
        issue: value
        for issue, value in package.outcome.items()
        if issue not in package.from_status_quo
    }
    if package.left_out:
        yield Paragraph(
            line(f"Left out, for it is not bargained over here: {listed(package.left_out)}."),
            "note",
        )
    if own:
        yield Paragraph(line("What is named:"))
        yield package_facts(study, own, short)
    rest = {issue: package.outcome[issue] for issue in package.from_status_quo}
    if rest and own and short:
        words = f"{len(rest)} {'other issue stays' if len(rest) == 1 else 'other issues stay'}"
        yield Paragraph(line(f"{words} where things stand: {listed(rest)}."), "note")
    elif rest and not (short and not own):
        yield Fold("What stays where things stand", (package_facts(study, rest, short),))


def _exchanges(study: Study, found: PackageStudy, short: bool) -> Iterator[Block]:
    most = found.most_issues
    kind = "one issue" if most == 1 else f"at most {'two' if most == 2 else 'three'} issues"
    if not found.exchanges:
        if not found.efficient:
            yield Paragraph(
                line(f"No change of {kind} leaves nobody worse off and somebody better.")
            )
        return
    total = f"{len(found.exchanges):,}" if found.is_whole else f"More than {len(found.exchanges):,}"
    shown = found.exchanges[: _SHORT if short else _FULL]
    cut = "" if len(shown) == len(found.exchanges) else f" The first {len(shown)} are shown."
    are = "change" if total == "1" else "changes"
    yield Paragraph(
        line(f"{total} {are} of {kind} would hurt nobody and help somebody.{cut}"), "lead"
    )
    yield Paragraph(line(ABOUT_EXCHANGES), "note")
    cards = tuple(_card(study, place, one) for place, one in enumerate(shown, 1))
    yield from cards[:_OPEN]
    if len(cards) > _OPEN:
        yield Fold("More exchanges", cards[_OPEN:])


def _card(study: Study, place: int, one: Exchange) -> Card:
    blocks: list[Block] = [
        Facts(
            (
                *((each.issue, (_change(study, each),)) for each in one.changes),
                *(
                    (party_name(study, party), (line(_gets(study, one, party)),))
                    for party in range(len(study.network.parties))
                ),
            )
        )
    ]
    if not one.best:
        told = "Another change of as many issues or fewer gives nobody less and somebody more."
        blocks.append(Bullets((line(told),)))
    names = listed(each.issue for each in one.changes)
    return Card(line(Run(f"E{place} "), Run(names)), tuple(blocks))


def _change(study: Study, each: Change) -> Line:
    return line(Run(each.was, "code"), " becomes ", Run(each.becomes, "code"))


def _gets(study: Study, one: Exchange, party: int) -> str:
    """What a party gains, on what it concedes, and what comes of the changes together."""
    gains = _gain_words(study, party, one.gains[party])
    parts = []
    if one.concedes[party]:
        parts.append(f"concedes on {listed(_concessions(study, one, party))}")
    together = one.together[party]
    if together and not study.network.ordinal[party]:
        parts.append(f"{signed(together)} of it because the changes come together")
    return "; ".join((gains, *parts))


def _concessions(study: Study, one: Exchange, party: int) -> Iterator[str]:
    for each in one.changes:
        if each.issue in one.concedes[party]:
            lost = "" if study.network.ordinal[party] else f" ({signed(each.gains[party])})"
            yield f"{each.issue}{lost}"


def _gain_words(study: Study, party: int, gain: Fraction) -> str:
    """Return a gain with its sign; of a party with only an order, whether it is better at all."""
    if not gain:
        return "the same"
    if study.network.ordinal[party]:
        return "better" if gain > 0 else "worse"
    return signed(gain)


def _swings(study: Study, found: PackageStudy, short: bool) -> Iterator[Block]:
    network = study.network
    parties = [party for party, only in enumerate(network.ordinal) if not only]
    rows = []
    for place, one in enumerate(found.swings):
        if not any(one.weight[party] for party in parties):
            continue
        if short and found.rates and len({found.rates[place][party] for party in parties}) == 1:
            continue  # nothing to trade there against the issue of the rates
        cells = [_swing(found, place, party) for party in parties]
        if len(parties) > _MOST_COLUMNS:
            told = tuple(
                line(f"{party_name(study, party)}: ") + each
                for party, cell in zip(parties, cells, strict=True)
                for each in cell
            )
            cells = [told]
        rows.append(((line(one.issue),), *cells))
    if not rows:
        return
    wide = len(parties) <= _MOST_COLUMNS
    heads = tuple(party_name(study, party) for party in parties) if wide else ("To each party",)
    measured = ""
    if found.measure is not None:
        issue = found.swings[found.measure].issue
        measured = f"; in brackets how many whole swings of {issue} pay for it"
    which = "each issue that parties value differently" if short and found.rates else "each issue"
    table = Table(
        f"What {which} alone would change{measured}",
        ("Issue", *heads),
        tuple(rows),
        (20, *((80 // len(heads),) * len(heads))),
    )
    if not short:
        yield Paragraph(line(ABOUT_SWINGS), "note")
    yield table


def _swing(found: PackageStudy, place: int, party: int) -> tuple[Line, ...]:
    one = found.swings[place]
    weight = one.weight[party]
    if not weight:
        return (line("0"),)
    rate = found.rates[place][party] if found.measure not in (None, place) else None
    told = "" if rate is None else f" ({number(rate)})"
    return (
        line(
            f"{number(weight)}{told}, from ",
            Run(one.worst[party], "code"),
            " to ",
            Run(one.best[party], "code"),
        ),
    )
