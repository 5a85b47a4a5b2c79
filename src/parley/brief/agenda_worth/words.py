"""What agendas are worth in words: numbers, names, and sentences that every form shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from parley.bargaining.agenda_value import Measure, Worth
from parley.bargaining.sensitivity import Shares
from parley.brief.agenda_worth.opened import Opened
from parley.space.model import Model
from parley.space.openings import LEFT_OUT, Agenda, Item

__all__ = [
    "MEASURE_NAMES",
    "agenda_words",
    "common_words",
    "difference_words",
    "gains_words",
    "listed",
    "number_words",
    "opened_words",
    "party_name",
    "range_words",
    "share_words",
    "short_name",
    "short_names",
    "worth_words",
]

#: A measure as it stands after "worth ... ".
MEASURE_NAMES: Mapping[Measure, str] = {
    "nash": "at the fair point of Nash",
    "kalai": "at the fair point of Kalai",
    "kalai_smorodinsky": "at the fair point of Kalai and Smorodinsky",
    "utilitarian": "where the sum is greatest",
    "leximin": "where whoever has least has most",
    "lowest": "by the least that a settlement gives",
    "highest": "by the most that a settlement gives",
}
_LARGE = 1000
_LONG_NAME = 24


def listed(words: Iterable[str], last: str = "and") -> str:
    """Put words into a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    found = list(words)
    return (
        f" {last} ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
    )


def number_words(number: Fraction) -> str:
    """Return a worth, to four digits.

    >>> number_words(Fraction(2825, 10000)), number_words(Fraction(-1, 3))
    ('0.2825', '-0.3333')
    """
    return f"{float(number):,.0f}" if abs(number) >= _LARGE else f"{float(number):.4g}"


def difference_words(number: Fraction) -> str:
    """Return a difference with its sign.

    >>> difference_words(Fraction(1, 4)), difference_words(Fraction(0))
    ('+0.25', 'the same')
    """
    if not number:
        return "the same"
    return f"{'+' if number > 0 else ''}{number_words(number)}"


def party_name(model: Model, party: str) -> str:
    """Return a party's name in the dossier's own words."""
    return " ".join(model.parties.get(party, party).split())


def short_name(model: Model, party: str) -> str:
    """Return a party's name where it is short, else its id."""
    name = party_name(model, party)
    return name if len(name) <= _LONG_NAME else party


def short_names(model: Model) -> tuple[str, ...]:
    """Return the short names of all parties, in order."""
    return tuple(short_name(model, party) for party in model.parties)


def agenda_words(items: Sequence[Item], agenda: Agenda) -> str:
    """Return the items of an agenda with their wordings, and what is left out."""
    has = [
        f"{item.name} `{name}`"
        for item, name in zip(items, agenda, strict=True)
        if name != LEFT_OUT
    ]
    out = [item.name for item, name in zip(items, agenda, strict=True) if name == LEFT_OUT]
    told = ", ".join(has) or "no item"
    return f"{told}; without {listed(out)}" if out else told


def common_words(items: Sequence[Item], agendas: Sequence[Agenda]) -> str:
    """Return what some agendas have in common, item by item; nothing where they have nothing."""
    parts = []
    for place, item in enumerate(items):
        names = list(dict.fromkeys(agenda[place] for agenda in agendas))
        if len(names) == len(item.choices):
            continue
        told = [f"`{name}`" if name != LEFT_OUT else "left out" for name in names]
        out = [choice.name for choice in item.choices if choice.name not in names]
        if out == [LEFT_OUT] and len(names) > 1:
            parts.append(f"{item.name} in whatever wording")
        else:
            parts.append(f"{item.name} {listed(told, 'or')}")
    return "; ".join(parts)


def opened_words(opened: Opened) -> tuple[tuple[str, str], ...]:
    """Return what an agenda opens, settles and leaves alone: labels, each with a text."""
    part = [f"`{issue}` in {{{', '.join(values)}}}" for issue, values in opened.part.items()]
    found = {
        "opens": ", ".join([*(f"`{issue}`" for issue in opened.whole), *part]),
        "settles": ", ".join(f"`{issue} = {value}`" for issue, value in opened.settled.items()),
        "closes": ", ".join(f"`{issue}`" for issue in opened.closed),
    }
    return tuple((label, text or "nothing") for label, text in found.items())


def range_words(worth: Worth, party: int) -> str:
    """Return from what to what settlements go for a party."""
    low, high = (number_words(worth.by[end][party]) for end in ("lowest", "highest"))
    return low if low == high else f"{low} to {high}"


def worth_words(worth: Worth, party: int, measure: Measure) -> str:
    """Return what an agenda is worth to a party, in a few words."""
    if worth.impossible:
        return f"{number_words(worth.by[measure][party])}: it leaves no outcome at all"
    if not worth.agreed:
        none = number_words(worth.by[measure][party])
        return f"{none}, that of no agreement: nothing that it leaves is acceptable to all"
    ends = range_words(worth, party)
    settled = f"settlements give {ends}" if " to " in ends else f"every settlement gives {ends}"
    return f"{number_words(worth.by[measure][party])}; {settled}"


def gains_words(names: Sequence[str], differences: Sequence[Fraction], agreed: bool) -> str:
    """Return who gains and who loses by a change.

    Parameters:
        names: of the parties.
        differences: what each gains, in that order.
        agreed: whether anything is acceptable to all after the change.
    """
    gain = [name for name, number in zip(names, differences, strict=True) if number > 0]
    lose = [name for name, number in zip(names, differences, strict=True) if number < 0]
    parts = [
        *([f"{listed(gain)} {'gains' if len(gain) == 1 else 'gain'}"] if gain else []),
        *([f"{listed(lose)} {'loses' if len(lose) == 1 else 'lose'}"] if lose else []),
        *([] if agreed else ["nothing is acceptable to all then"]),
    ]
    return ", ".join(parts) or "nobody gains or loses"


def share_words(found: Shares | None) -> str:
    """Return in which share of the draws a comparison comes out which way; empty without draws."""
    if found is None or not found.draws:
        return ""
    found_words = [
        (word, share)
        for word, share in (("more", found.better), ("less", found.worse), ("the same", found.same))
        if share
    ]
    if len(found_words) == 1:
        return f"{found_words[0][0]} in all draws"
    (word, share), *rest = found_words
    return ", ".join(
        [f"{word} in {share:.0%} of draws", *(f"{other} in {part:.0%}" for other, part in rest)]
    )
