"""More about a conflict as blocks: groups, unknown orders, wishes, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from parley.brief.blocks import Block, Bullets, Facts, Fold, Line, Paragraph, Run, Table, line
from parley.brief.conflicts.beside import Beside
from parley.brief.conflicts.concepts import concept_words
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.wishes import order_of_states, wish_lines
from parley.brief.conflicts.words import difference, label, listed, party_name
from parley.conflict.coalitions import Jump

__all__ = ["groups_blocks", "smallest_jumps", "terms_blocks", "unknown_blocks", "wishes_blocks"]

_MOST, _SHORT = 40, 4
_GROUP_WORDS: Mapping[str, str] = {
    "CNash": "no group has moves to anything better for all of it",
    "CSMR": "or every such move can be answered so that it ends no better for some of it, and it "
    "has no way out of that",
    "CSEQ": "or so answered by moves that are a gain to whoever makes them",
    "CGMR": "or so answered, whatever that costs the others",
}
_VARIANTS: Mapping[str, str] = {
    "a": "what may be better tempts, what may be no better deters nobody (hardest to satisfy)",
    "b": "what may be better does not tempt, what may be no better deters nobody",
    "c": "what may be better tempts, what may be no better deters",
    "d": "what may be better does not tempt, what may be no better deters (easiest to satisfy)",
}


def _labels(places: tuple[int, ...]) -> str:
    more = f" and {len(places) - _MOST:,} more" if len(places) > _MOST else ""
    return ", ".join(map(label, places[:_MOST])) + more or "none"


def groups_blocks(study: Study) -> list[Block]:
    """What holds for groups, and which could leave together; nothing where that was not asked."""
    found = study.coalitions
    if found is None:
        return []
    if found.blocks:
        who = "; ".join(listed(party_name(study, one) for one in sorted(b)) for b in found.blocks)
        words = f"Each of these acts as one: {who}. These states hold for all of them:"
    else:
        words = "These states hold for every group of parties, also for each party alone:"
    rows = tuple(
        (concept, (line(_labels(places)), line(Run(_GROUP_WORDS.get(concept, ""), "muted"))))
        for concept, places in found.equilibria.items()
    )
    blocks: list[Block] = [Paragraph(line(words)), Facts(rows)]
    lines = tuple(_jump(study, jump) for jump in smallest_jumps(found.jumps)[:_MOST])
    if lines:
        told = f"From a state that holds under {found.concept} to another that all who go prefer:"
        blocks.extend((Paragraph(line(told)), Bullets(lines)))
    else:
        told = f"No group could go from a state that holds under {found.concept} to a better one."
        blocks.append(Paragraph(line(told)))
    return blocks


def smallest_jumps(jumps: tuple[Jump, ...]) -> list[Jump]:
    """Return the jumps that no smaller group could make as well."""
    return [
        jump
        for jump in jumps
        if not any(
            (other.source, other.target) == (jump.source, jump.target) and other.by < jump.by
            for other in jumps
        )
    ]


def _jump(study: Study, jump: Jump) -> Line:
    names = listed(party_name(study, party) for party in sorted(jump.by))
    both = "" if len(jump.by) == 1 else " together"
    return line(
        f"{names} could leave {label(jump.source)}{both} for {label(jump.target)} "
        f"({difference(study, jump.source, jump.target)})."
    )


def unknown_blocks(study: Study) -> list[Block]:
    """What holds whatever the unknown order is, in four ways to take it."""
    if not study.unknown:
        return []
    names = listed(study.model.parties.get(party, party) for party in study.unsure)
    concepts = list(next(iter(study.unknown.values())))
    told = (
        f"What {names} would rather have is not wholly known. There are four ways to take that: "
        "the first asks most of a state that is to hold, the last least. What fails the last holds "
        "in no case; what passes the first under R, GMR and SMR holds in every case."
    )
    rows = tuple(_variant(study, variant) for variant in study.unknown)
    shares = (34, *(max(66 // len(concepts), 1) for _ in concepts)) if concepts else ()
    table = Table("What holds for all", ("Taken so", *concepts), rows, shares)
    return [Paragraph(line(told)), table]


def _variant(study: Study, variant: str) -> tuple[tuple[Line, ...], ...]:
    verdicts = study.unknown[variant].values()
    found = (tuple(np.flatnonzero(one.all(axis=0)).tolist()) for one in verdicts)
    head = line(Run(variant, "strong"), f": {_VARIANTS.get(variant, '')}")
    return ((head,), *((line(_labels(places)),) for places in found))


def wishes_blocks(study: Study, beside: Beside, short: bool) -> list[Block]:
    """Who decides what, and each party's wishes with what they rest on."""
    parties = list(enumerate(study.space.parties))
    most = _SHORT if short else None
    wishes = Facts(
        tuple(
            (party_name(study, number), wish_lines(study.model, party, beside, most))
            for number, party in parties
        )
    )
    orders = tuple(
        (party_name(study, number), (line(text),))
        for number, _ in parties
        if (text := order_of_states(study, number))
    )
    blocks: list[Block] = [
        _issues(study),
        Paragraph(line("What each wants, first what counts most:")),
    ]
    blocks.append(wishes)
    if orders:
        detail = (Paragraph(line("Best first; = is as good as.")), Facts(orders))
        blocks.append(Fold("Each party's order of all states", detail))
    return blocks


def _issues(study: Study) -> Table:
    return Table(
        "Issues",
        ("Issue", "Question", "Decided by", "Values"),
        tuple(_issue(study, number) for number in range(len(study.space.issues))),
        (16, 32, 22, 30),
    )


def _issue(study: Study, number: int) -> tuple[tuple[Line, ...], ...]:
    space, model = study.space, study.model
    name = space.issues[number]
    deciders = [party_name(study, one) for one in sorted(space.deciders[number])]
    who = listed(deciders) + (" together" if len(deciders) > 1 else "")
    return (
        (line(Run(name, "strong")),),
        (line(" ".join(model.questions.get(name, "").split())),),
        (line(who or "nobody: it stays as it is"),),
        tuple(_values(study, name, number)),
    )


def _values(study: Study, issue: str, number: int) -> Iterator[Line]:
    values, meanings = study.space.values[number], study.model.meanings.get(issue, {})
    one_way = {"up": ", moves only upwards", "down": ", moves only downwards"}
    way = one_way.get(study.space.directions[number], "")
    if not meanings:
        shown = ", ".join(f"`{value}`" for value in values[:_MOST])
        yield line(shown + way)
        return
    for value in values[:_MOST]:
        meaning = " ".join(meanings.get(value, "").split())
        yield line(f"`{value}`" + (f": {meaning}" if meaning else ""))
    if way:
        yield line(way.removeprefix(", "))


def terms_blocks(study: Study) -> list[Block]:
    """What every concept asked for means, and the notes."""
    rows = []
    for concept in study.stability.stable:
        name, meaning = concept_words(concept, study.model.parties)
        rows.append((concept, (line(f"{name}: {meaning}."),)))
    blocks: list[Block] = [Facts(tuple(rows))]
    if study.notes:
        blocks.append(Bullets(tuple(line(note) for note in study.notes)))
    return blocks
