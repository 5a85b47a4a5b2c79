"""What differs between two parts that were compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from parley.record.align.beads import Bead
from parley.record.align.comparing import Compared, main_script
from parley.record.align.naming import missing_names
from parley.record.align.numbering import missing_numbers
from parley.record.document import Paragraph, Part
from parley.record.language import UNKNOWN, language_of, script_of

__all__ = ["CODES", "Code", "Difference", "counted", "differences", "side_names"]

Code: TypeAlias = Literal[
    "only-here", "out-of-place", "numbers-differ", "list-differs", "names-differ", "moved"
]

#: What each code says, in the order in which they matter.
CODES: dict[Code, str] = {
    "only-here": "One side has paragraphs or sentences that the other lacks.",
    "out-of-place": "Text stands in a part where it does not belong.",
    "numbers-differ": "A number or a date stands in one of a pair and not in the other.",
    "list-differs": "A list has more points on one side.",
    "names-differ": "A name that both sides know stands in one of a pair and not in the other.",
    "moved": "A paragraph or sentence stands in another order.",
}

_LETTERS = 12  # fewer do not tell a language
_WORDS = 6  # fewer do not tell languages of one script apart
_FRAME = ("head", "foot", "note", "signature")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which two parts differ.

    Parameters:
        code: of `CODES`.
        message: what differs.
        left: places among the paragraphs of the left part, from 0.
        right: places among the paragraphs of the right part, from 0.
        sentences: whether it is about sentences of a pair; then how many.
    """

    code: Code
    message: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    sentences: int = 0


def differences(compared: Compared) -> tuple[Difference, ...]:
    """Return what differs, in the order of the paragraphs: O(characters)."""
    found = [
        *_only_here(compared),
        *_lone_sentences(compared),
        *_out_of_place(compared),
        *_values(compared),
        *_lists(compared),
        *_moved(compared),
    ]
    order = {code: at for at, code in enumerate(CODES)}
    places = _places(compared.paragraphs)
    return tuple(sorted(found, key=lambda one: (_first(one, places), order[one.code], one.message)))


def _places(beads: Sequence[Bead]) -> dict[tuple[str, int], int]:
    """Return at which bead each paragraph stands."""
    found = {}
    for at, bead in enumerate(beads):
        found.update({("left", one): at for one in range(*bead.left)})
        found.update({("right", one): at for one in range(*bead.right)})
    return found


def _first(one: Difference, places: dict[tuple[str, int], int]) -> int:
    mine = [places["left", at] for at in one.left] + [places["right", at] for at in one.right]
    return min(mine, default=0)


def _only_here(compared: Compared) -> Iterator[Difference]:
    """Runs of paragraphs without counterpart; a head or tail is text out of place as well."""
    beads = compared.paragraphs
    paired = [at for at, one in enumerate(beads) if min(one.step) > 0]
    first, last = (paired[0], paired[-1]) if paired else (len(beads), -1)
    for at_left, part in ((True, compared.left), (False, compared.right)):
        lone = [
            (_zone(at, first, last), one.left[0] if at_left else one.right[0])
            for at, one in enumerate(beads)
            if one.step == ((1, 0) if at_left else (0, 1))
        ]
        for run in _runs(lone):
            zone, places = run[0][0], tuple(place for _, place in run)
            here, there = _named(compared, at_left), _named(compared, not at_left)
            kinds: set[str] = {part.paragraphs[at].kind for at in places}
            code, words = _lone_words((here, there), kinds, len(places), zone)
            yield Difference(code, words, places if at_left else (), () if at_left else places)


def _zone(at: int, first: int, last: int) -> str:
    return "before" if at < first else "after" if at > last else "inside"


def _runs(lone: Sequence[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Cut into runs of neighbours in the same zone."""
    ordered = sorted(lone, key=lambda one: one[1])
    keyed = groupby(enumerate(ordered), lambda one: (one[1][0], one[1][1] - one[0]))
    return [[one for _, one in run] for _, run in keyed]


def _lone_words(
    names: tuple[str, str], kinds: set[str], number: int, zone: str
) -> tuple[Code, str]:
    here, there = names
    count = counted(number, "paragraph")
    if zone != "inside" and kinds <= set(_FRAME) and number > 1:
        what = "head" if zone == "before" else "tail"
        return "out-of-place", f"The {what} ({count}) stands in {here} only; {there} has none"
    return "only-here", f"{count} in {here} only; {there} has nothing for {_it(number)}"


def _it(count: int) -> str:
    return "it" if count == 1 else "them"


def side_names(compared: Compared) -> tuple[str, str]:
    """Return what to call the two sides: `transcript (ru)`; of parts of one kind `text (ru)`."""
    parts = compared.left, compared.right
    alike = parts[0].kind == parts[1].kind
    first, second = (
        f"{'text' if alike else part.kind}"
        + (f" ({part.language})" if part.language != UNKNOWN else "")
        for part in parts
    )
    return (first, second) if first != second else (f"first {first}", f"second {second}")


def _named(compared: Compared, at_left: bool) -> str:
    return f"the {side_names(compared)[0 if at_left else 1]}"


def counted(count: int, word: str) -> str:
    """Return a number with its word.

    >>> counted(1, "paragraph"), counted(2, "paragraph")
    ('1 paragraph', '2 paragraphs')
    """
    return f"{count} {word}" + ("" if count == 1 else "s")


def _lone_sentences(compared: Compared) -> Iterator[Difference]:
    """Sentences without counterpart inside paragraphs that are paired."""
    bead_of = _places(compared.paragraphs)
    found: dict[tuple[int, bool], int] = Counter()
    for one in compared.sentences:
        if one.step not in ((1, 0), (0, 1)):
            continue
        at_left = one.step == (1, 0)
        sentences = compared.left_sentences if at_left else compared.right_sentences
        paragraph = sentences[(one.left if at_left else one.right)[0]].paragraph
        bead = bead_of["left" if at_left else "right", paragraph]
        if min(compared.paragraphs[bead].step) > 0:
            found[bead, at_left] += 1
    for (bead, at_left), count in found.items():
        pair = compared.paragraphs[bead]
        words = f"{counted(count, 'sentence')} in {_named(compared, at_left)} only"
        yield Difference("only-here", words, _range(pair.left), _range(pair.right), count)


def _range(place: tuple[int, int]) -> tuple[int, ...]:
    return tuple(range(*place))


def _out_of_place(compared: Compared) -> Iterator[Difference]:
    """Paragraphs in the script or the language of the other part."""
    for part, other, at_left in (
        (compared.left, compared.right, True),
        (compared.right, compared.left, False),
    ):
        script, theirs = main_script(part), main_script(other)
        for at, one in enumerate(part.paragraphs):
            if sum(letter.isalpha() for letter in one.text) < _LETTERS:
                continue
            own = script_of(one.text)
            foreign = own != script if script != theirs else _speaks(one, part, other)
            if own and foreign:
                words = f"A paragraph of {_named(compared, at_left)} is in another language"
                words += (
                    f": that of {_named(compared, not at_left)}"
                    if own == theirs
                    else f" ({own} letters)"
                )
                places = (at,)
                yield Difference(
                    "out-of-place", words, places if at_left else (), () if at_left else places
                )


def _speaks(one: Paragraph, part: Part, other: Part) -> bool:
    if len(one.text.split()) < _WORDS or other.language in (UNKNOWN, part.language):
        return False
    return language_of(one.text) == other.language


def _values(compared: Compared) -> Iterator[Difference]:
    """Numbers and names that one of a pair lacks."""
    texts = [[one.text for one in part.paragraphs] for part in (compared.left, compared.right)]
    pairs = [one for one in compared.paragraphs if min(one.step) > 0]
    joint = [(texts[0][slice(*one.left)], texts[1][slice(*one.right)]) for one in pairs]
    named = missing_names(texts[0], texts[1], [(" ".join(a), " ".join(b)) for a, b in joint])
    for one, (mine, theirs), names in zip(pairs, joint, named, strict=True):
        left, right = _range(one.left), _range(one.right)
        numbers = missing_numbers(mine, theirs)
        if any(numbers):
            words = _sides(compared, numbers, "number", "numbers")
            yield Difference("numbers-differ", words, left, right)
        if any(names):
            words = _sides(compared, names, "name", "names")
            yield Difference("names-differ", words, left, right)


def _sides(
    compared: Compared, values: tuple[Sequence[str], Sequence[str]], one: str, more: str
) -> str:
    told = []
    for name, found in zip(side_names(compared), values, strict=True):
        if found:
            word = one if len(found) == 1 else more
            told.append(f"{word} {', '.join(found)} in the {name} only")
    words = "; ".join(told)
    return words[0].upper() + words[1:]


def _lists(compared: Compared) -> Iterator[Difference]:
    """Lists that are paired and have more points on one side."""
    mine, theirs = _list_runs(compared.left), _list_runs(compared.right)
    points: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    for side, runs_of in zip(points, (mine, theirs), strict=True):
        for at, run in runs_of.items():
            side.setdefault(run, []).append(at)
    met: Counter[tuple[int, int]] = Counter()
    for bead in compared.paragraphs:
        runs = {mine[at] for at in range(*bead.left) if at in mine}
        others = {theirs[at] for at in range(*bead.right) if at in theirs}
        met.update((one, other) for one in runs for other in others)
    taken: set[tuple[str, int]] = set()
    for (one, other), _ in met.most_common():
        if ("left", one) in taken or ("right", other) in taken:
            continue
        taken |= {("left", one), ("right", other)}
        left, right = tuple(points[0][one]), tuple(points[1][other])
        if len(left) != len(right):
            here, there = _named(compared, True), _named(compared, False)
            words = f"The list has {counted(len(left), 'point')} in {here}, {len(right)} in {there}"
            yield Difference("list-differs", words, left, right)


def _list_runs(part: Part) -> dict[int, int]:
    """Return the number of its list for each point that stands in one.

    A list goes on past other text if its numbers do.
    """
    found: dict[int, int] = {}
    run = 0
    last = -1  # the point before
    for at, one in enumerate(part.paragraphs):
        if one.kind == "item":
            goes_on = last >= 0 and (last == at - 1 or _follows(part.paragraphs[last], one))
            run += not goes_on
            found[at] = run
            last = at
    return found


def _follows(one: Paragraph, other: Paragraph) -> bool:
    numbers = one.item, other.item
    return all(item.isdecimal() for item in numbers) and int(numbers[1]) == int(numbers[0]) + 1


def _moved(compared: Compared) -> Iterator[Difference]:
    for bead in compared.paragraphs:
        if bead.moved:
            words = "A paragraph stands in another order on the two sides"
            yield Difference("moved", words, _range(bead.left), _range(bead.right))
    bead_of = _places(compared.paragraphs)
    for bead in compared.sentences:
        if not bead.moved or not min(bead.step):
            continue
        left = compared.left_sentences[bead.left[0]].paragraph
        right = compared.right_sentences[bead.right[0]].paragraph
        if not compared.paragraphs[bead_of["left", left]].moved:
            words = "A sentence stands in another order on the two sides"
            yield Difference("moved", words, (left,), (right,), 1)
