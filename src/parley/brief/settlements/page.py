"""The page on what all could accept: the frontier, its fair points with their risks, packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from parley import __version__
from parley.bargaining.points import DEFINITIONS, TIES
from parley.brief.blocks import (
    Block,
    Bullets,
    Facts,
    Line,
    Paragraph,
    Picture,
    Run,
    Table,
    line,
)
from parley.brief.conflicts.words import listed
from parley.brief.html import render_page_html, render_scripted_html
from parley.brief.page import Page, PageSection
from parley.brief.settlements.beside import Beside
from parley.brief.settlements.cards import MOST_LINES, fair_blocks, package_facts
from parley.brief.settlements.chooser import chooser_data
from parley.brief.settlements.data import METHOD
from parley.brief.settlements.package_section import package_blocks, package_title
from parley.brief.settlements.picture import settlements_svg
from parley.brief.settlements.study import Study, measured, spread
from parley.brief.settlements.trades_section import trades_blocks
from parley.brief.settlements.words import (
    FAIR_NAMES,
    acceptable_words,
    definition,
    differing,
    fair_at,
    guarantee,
    label,
    party_name,
    shared,
    where_from,
    worth,
)
from parley.brief.terminal import render_page_terminal

__all__ = [
    "HOW_TO_READ",
    "render_settlements_html",
    "render_settlements_terminal",
    "settlements_page",
]

HOW_TO_READ = (
    "An outcome is efficient where no other is better for somebody and worse for nobody. The fair "
    "points are what it is fair to agree on by one definition each; the definitions differ, and "
    "none is the right one. Every party has a scale of its own: a unit of one says nothing about "
    "a unit of another, unless the weights were made so that they can be compared. Nothing is "
    "ranked and nothing is recommended."
)
ORDER_ONLY = (
    "Of the wishes of {names} only the order is known. What a party gains can then not be "
    "compared, multiplied or added, so there are no fair points here. The efficient outcomes "
    "need nothing but orders; a height is a place among them in a party's own order, 1 the worst."
)
_SCALES = {
    "dossier": "that of the weights in the dossier",
    "genius": "as GENIUS counts: evaluations divided by the largest of their issue",
    "raw": "as the files of GENIUS have it, nothing divided",
    "file": "as the file has it",
}
_SHORT = 8
_MOST_COLUMNS = 4  # parties with a column each
_NOTHING = Beside()


def render_settlements_terminal(
    study: Study,
    width: int = 80,
    color: bool = False,
    full: bool = False,
    beside: Beside = _NOTHING,
) -> str:
    """Render the page as text.

    Parameters:
        width: columns, at least 40.
        color: whether to colour it; it reads the same without.
        full: whether to show as much as HTML does.
        beside: what is told beside the study.
    """
    page = settlements_page(study, short=not full, beside=beside)
    return render_page_terminal(page, width=width, color=color, full=full)


def render_settlements_html(study: Study, beside: Beside = _NOTHING) -> str:
    """Render the page as one self-contained HTML file, in which a point can be chosen."""
    page = settlements_page(study, short=False, beside=beside)
    if len(study.network.parties) < 2:
        return render_page_html(page)
    return render_scripted_html(page, "settlements.js", chooser_data(study))


def settlements_page(study: Study, *, short: bool, beside: Beside = _NOTHING) -> Page:
    """Return the page, for every renderer."""
    network, found = study.network, study.found
    issues, parties = len(network.issues), len(network.parties)
    efficient = f"{found.size:,} efficient {'point' if found.size == 1 else 'points'}"
    facts = [
        (
            "Made from",
            line(
                f"{issues} {'issue' if issues == 1 else 'issues'}, {parties} "
                f"{'party' if parties == 1 else 'parties'}; "
                f"{network.size:,} combinations of values, {efficient}"
            ),
        ),
        ("Found by", line(f"{METHOD}; digest {network.digest[:12]}")),
        ("Scale", line(_SCALES.get(study.options.scale, study.options.scale))),
    ]
    if beside.text and not short:
        facts.insert(0, ("About", line(beside.text)))
    if study.options.time:
        facts.append(("Time gone", line(f"{float(study.options.time):.0%}")))
    return Page(
        "What all could accept",
        beside.title or study.model.name,
        tuple(facts),
        line(HOW_TO_READ),
        tuple(_sections(study, short, beside)),
        __version__,
        beside.fiction,
    )


def _sections(study: Study, short: bool, beside: Beside) -> Iterator[PageSection]:
    base = shared(study, study.shown)
    asked, log = study.package, study.trades
    parts: tuple[tuple[str, str, Sequence[Block]], ...] = (
        ("frontier", "The efficient outcomes", list(_summary(study, short))),
        (
            "package",
            package_title(asked) if asked is not None else "",
            list(package_blocks(study, asked, short)) if asked is not None else [],
        ),
        (
            "fair",
            "Fair points" if study.points is not None else "Where the parties meet",
            list(fair_blocks(study, base, short)),
        ),
        ("points", "Points of the frontier", list(_points(study, base, short))),
        (
            "trades",
            "Trades and fallbacks of the log",
            list(trades_blocks(study, log, short)) if log is not None else [],
        ),
        ("no-agreement", "What no agreement is worth", list(_no_agreement(study, beside))),
        ("terms", "What the words mean, and notes", list(_terms(study, short))),
    )
    for key, title, blocks in parts:
        if blocks:
            yield PageSection(key, title, tuple(blocks))


def _summary(study: Study, short: bool) -> Iterator[Block]:
    ordinal = [party_name(study, party) for party, only in enumerate(study.network.ordinal) if only]
    if ordinal:
        yield Paragraph(line(ORDER_ONLY.format(names=listed(ordinal))), "lead")
    if len(study.network.parties) == 1:
        yield Paragraph(
            line("There is one party, so that only what it likes best is efficient. Nobody is ")
            + line("bargained with.")
        )
    for text in acceptable_words(study):
        yield Paragraph(line(text))
    yield Paragraph(line(guarantee(study)))
    if not short:
        svg = settlements_svg(study)
        if svg:
            yield Picture(svg, "Picture of the efficient outcomes")


def _points(study: Study, base: Mapping[str, str], short: bool) -> Iterator[Block]:
    places = study.shown
    if short and len(places) > _SHORT:
        keep = spread(measured(study.found)[list(places)], (), _SHORT)
        places = tuple(sorted({*(places[at] for at in keep), *study.fair.values()}))
    if base and not study.fair and study.fallback is None:
        yield Paragraph(line("In every point listed here:"))
        yield package_facts(study, base, short)
    count = len(study.network.parties)
    wide = count <= _MOST_COLUMNS
    heads = tuple(party_name(study, party) for party in range(count)) if wide else ("Worth",)
    rows = tuple(_row(study, place, base, wide) for place in places)
    total = study.found.size
    which = "" if len(places) == total else f"; {len(places):,} of {total:,}, spread over all"
    yield Table(
        f"Points, best for {party_name(study, 0)} first{which}",
        ("Point", *heads, "Where packages differ", "Chosen by"),
        rows,
        (8, *((16,) * len(heads)), 60 - 6 * len(heads), 16),
    )


def _row(
    study: Study, place: int, base: Mapping[str, str], wide: bool
) -> tuple[tuple[Line, ...], ...]:
    parties = range(len(study.network.parties))
    worths: tuple[tuple[Line, ...], ...]
    if wide:
        worths = tuple((line(worth(study, place, party)),) for party in parties)
    else:
        worths = (
            tuple(
                line(f"{party_name(study, party)}: {worth(study, place, party)}")
                for party in parties
            ),
        )
    rest = differing(study, place, base)
    told = tuple(line(f"{issue}: ", Run(value, "code")) for issue, value in rest.items())
    if len(told) > MOST_LINES:
        told = (*told[:MOST_LINES], line(f"and {len(told) - MOST_LINES:,} more"))
    fair = fair_at(study, place)
    return ((line(label(place)),), *worths, told, (line(", ".join(fair)),) if fair else ())


def _no_agreement(study: Study, beside: Beside) -> Iterator[Block]:
    yield Facts(
        tuple(
            (party_name(study, party), (line(where_from(study, party, beside)),))
            for party in range(len(study.network.parties))
        )
    )
    points = study.points
    if points is not None and any(points.assumed):
        yield Paragraph(
            line(
                "The fair points hang on these numbers: --no-agreement PARTY=NUMBER tries others."
            ),
            "note",
        )


def _terms(study: Study, short: bool) -> Iterator[Block]:
    if study.points is not None and not short:
        yield Facts(
            tuple((FAIR_NAMES[name], (line(f"{definition(name)}."),)) for name in DEFINITIONS)
        )
        yield Paragraph(line("Of these only outcomes count that leave nobody below no agreement."))
        yield Paragraph(line(f"Ties: {TIES}."))
    elif study.points is not None:
        yield Paragraph(line("What each fair point maximises: --full."))
    if study.notes:
        yield Bullets(tuple(line(note) for note in study.notes))
