"""Made-up documents in two made-up languages, with the pairing known: for benchmarks and tests.

A sentence is a list of meanings. The left language writes them in Cyrillic with endings of cases,
the right one in Latin letters in another order; both drop some, add small words of their own, and
now and then translate freely. So lengths go together no better than those of real translations.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate

__all__ = ["Made", "Recipe", "make_documents"]

Link = tuple[tuple[int, int], tuple[int, int]]

_LEFT = ("бвгдзклмнпрстх", "аеиоуы", ("", "а", "ов", "ом", "ы", "у"))
_RIGHT = ("bdfghklmnprstvw", "aeiou", ("", "s", "ed", ""))
_NAMES = (
    ("Орлов", "Orlov"), ("Терентьев", "Terentiev"), ("Гавриил", "Gavriil"), ("Марков", "Markov"),
    ("Лирр", "Lirr"), ("Дельмар", "Delmar"), ("Кестон", "Keston"), ("Варн", "Varn"),
    ("Хольм", "Kholm"), ("Сторм", "Storm"), ("Болдин", "Boldin"), ("Рогов", "Rogov"),
    ("Тарек", "Tarek"), ("Жданов", "Zhdanov"), ("Чернин", "Chernin"), ("Петрак", "Petrak"),
    ("Скала", "Skala"), ("Милош", "Milosh"), ("Гордин", "Gordin"), ("Навир", "Navir"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a document is made; the shares are of beads.

    Parameters:
        merged: two sentences on one side and one on the other; each way.
        crossed: two and two, cut at different places.
        omitted: sentences that the right side lacks.
        inserted: sentences that only the right side has.
        numbers: of sentences with a number.
        names: of sentences with a name.
        gap: so many sentences in the middle are lacking on the right side.
        kept: of meanings that a side writes down.
    """

    merged: float = 0.03
    crossed: float = 0.005
    omitted: float = 0.02
    inserted: float = 0.02
    numbers: float = 0.15
    names: float = 0.2
    gap: int = 0
    kept: float = 0.88


@dataclass(frozen=True, slots=True)
class Made:
    """Two lists of sentences and how they pair: ranges of the left and right side, in order."""

    left: list[str]
    right: list[str]
    pairs: list[Link]


@dataclass(frozen=True, slots=True)
class _Tongue:
    words: list[str]
    endings: tuple[str, ...]
    small: list[str]
    which: int


def make_documents(count: int, seed: int, recipe: Recipe | None = None) -> Made:
    """Make a document of about `count` sentences in two languages."""
    recipe = recipe or Recipe()
    chance = random.Random(seed)
    tongues = _tongue(chance, _LEFT, 0), _tongue(chance, _RIGHT, 1)
    weights = list(accumulate(1 / (rank + 12) for rank in range(len(tongues[0].words))))
    made = Made([], [], [])
    middle = count // 2
    for at in range(count):
        if at == middle:
            for _ in range(recipe.gap):
                _put(made, [_write(chance, _meaning(chance, weights, recipe), tongues[0])], [])
        _bead(made, chance, tongues, weights, recipe)
    return made


def _bead(
    made: Made,
    chance: random.Random,
    tongues: tuple[_Tongue, _Tongue],
    weights: list[float],
    recipe: Recipe,
) -> None:
    def say(which: int, meaning: list[str]) -> str:
        return _write(chance, _rendered(chance, meaning, recipe.kept), tongues[which])

    first, second = (_meaning(chance, weights, recipe) for _ in range(2))
    kind = chance.choices(
        ("one", "two-one", "one-two", "crossed", "omitted", "inserted"),
        (
            1 - 2 * recipe.merged - recipe.crossed - recipe.omitted - recipe.inserted,
            recipe.merged,
            recipe.merged,
            recipe.crossed,
            recipe.omitted,
            recipe.inserted,
        ),
    )[0]
    if kind == "one":
        _put(made, [say(0, first)], [say(1, first)])
    elif kind == "two-one":
        _put(made, [say(0, first), say(0, second)], [say(1, first + second)])
    elif kind == "one-two":
        _put(made, [say(0, first + second)], [say(1, first), say(1, second)])
    elif kind == "crossed":
        cut = max(1, len(first) // 2)
        joint = first + second
        theirs = [say(1, joint[:cut]), say(1, joint[cut:])]
        _put(made, [say(0, first), say(0, second)], theirs)
    elif kind == "omitted":
        _put(made, [say(0, first)], [])
    else:
        _put(made, [], [say(1, first)])


def _put(made: Made, left: list[str], right: list[str]) -> None:
    i, j = len(made.left), len(made.right)
    made.left.extend(left)
    made.right.extend(right)
    made.pairs.append(((i, len(made.left)), (j, len(made.right))))


def _tongue(chance: random.Random, sounds: tuple[str, str, tuple[str, ...]], which: int) -> _Tongue:
    consonants, vowels, endings = sounds

    def word(syllables: int) -> str:
        return "".join(
            chance.choice(consonants) + chance.choice(vowels) for _ in range(syllables)
        ) + chance.choice(consonants)

    words = [word(chance.choice((1, 2, 2, 3, 3, 4))) for _ in range(4000)]
    small = [chance.choice(consonants) + chance.choice(vowels) for _ in range(25)]
    return _Tongue(words, endings, small, which)


def _meaning(chance: random.Random, weights: list[float], recipe: Recipe) -> list[str]:
    size = min(40, max(2, round(chance.lognormvariate(2.1, 0.55))))
    found = [f"w{one}" for one in chance.choices(range(len(weights)), cum_weights=weights, k=size)]
    if chance.random() < recipe.numbers:
        found[chance.randrange(size)] = f"#{chance.choice((chance.randrange(2, 60), 1951, 1500))}"
    if chance.random() < recipe.names:
        found[chance.randrange(size)] = f"N{chance.randrange(len(_NAMES))}"
    return [*found, "?" if chance.random() < 0.06 else "."]


def _rendered(chance: random.Random, meaning: list[str], kept: float) -> list[str]:
    """Drop some words, say some otherwise, and put neighbours in another order."""
    found = []
    for one in meaning:
        if one[0] == "w" and chance.random() > kept:
            if chance.random() < 0.5:
                found.append(f"w{chance.randrange(4000)}")
            continue
        found.append(one)
        marks = {".", "?"} & set(found[-2:])
        if len(found) > 1 and not marks and chance.random() < 0.3:
            found[-2:] = found[:-3:-1]
    return found


def _write(chance: random.Random, meaning: list[str], tongue: _Tongue) -> str:
    words: list[str] = []
    for one in meaning:
        if one in (".", "?"):
            if words:
                words[-1] += one
        elif one[0] == "#":
            words.append(one[1:])
        elif one[0] == "N":
            ending = chance.choice(("", "а", "у", "ом")) if tongue.which == 0 else ""
            words.append(_NAMES[int(one[1:])][tongue.which] + ending)
        else:
            words.append(tongue.words[int(one[1:])] + chance.choice(tongue.endings))
        if chance.random() < 0.25:
            words.append(chance.choice(tongue.small))
    text = " ".join(words) or "."
    return text[0].upper() + text[1:]
