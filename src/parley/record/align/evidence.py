"""What segments of both sides share: numbers, names, marks, and word pairs, each with its weight.

Whatever may stand on both sides is a sign. A sign found on both sides of a bead speaks for it, the
more the rarer it is; one found on one side only speaks against it, the more the surer it is that
a translation keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.record.align.beads import Floats, Ints
from parley.record.align.words import Side, shared_keys, stem_of

__all__ = ["Evidence", "Link", "Signs", "distinct", "gather", "union"]

# How surely a translation keeps a sign, by the first letter of its key.
_KEPT = {
    "#": 0.9, "@": 0.8, "=": 0.9, "K": 0.85, "N": 0.75, "?": 0.9, "!": 0.6, ":": 0.5, ";": 0.3,
    "(": 0.5, "[": 0.4, '"': 0.5, "…": 0.4,
}  # fmt: skip
_MOST_SPOKEN = 8.0  # one sign speaks for a bead no more than this
_COMMONEST = 0.35  # a sign in more of the segments says nothing


@dataclass(frozen=True, slots=True)
class Link:
    """Two stems that translate each other, and how often one stands where the other does."""

    left: str
    right: str
    kept: float


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """The signs of each segment or run of segments, each once and ascending.

    Parameters:
        start: where those of each row begin; int64, shape (rows + 1,).
        signs: numbers of signs; int64.
    """

    start: Ints
    signs: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The signs of both sides.

    Parameters:
        left, right: by segment.
        gain: what a sign found on both sides takes from the cost, over and above `missing` of both.
        missing: what a sign adds to the cost wherever it stands; both float64, shape (signs,).
        keys: what each sign is.
    """

    left: Signs
    right: Signs
    gain: Floats
    missing: Floats
    keys: tuple[str, ...]


def gather(left: Side, right: Side, links: Iterable[Link] = ()) -> Evidence:
    """Find the signs that both sides have."""
    mine, theirs = shared_keys(left.forms), shared_keys(right.forms)
    links = tuple(links)
    of_left = _with_links(left, mine, links, 0)
    of_right = _with_links(right, theirs, links, 1)
    both = _keys_of(left, of_left) & _keys_of(right, of_right)
    number = {key: at for at, key in enumerate(sorted(both))}
    signs = _signs(left, of_left, number), _signs(right, of_right, number)
    kept = {_link_key(one): one.kept for one in links}
    return _weighed(signs, tuple(number), kept, (len(left), len(right)))


def _link_key(one: Link) -> str:
    return f"L{one.left}~{one.right}"


def _with_links(
    side: Side,
    keys: Sequence[tuple[str, ...]],
    links: Sequence[Link],
    which: int,
) -> list[tuple[str, ...]]:
    by_stem: dict[str, list[str]] = {}
    for one in links:
        by_stem.setdefault((one.left, one.right)[which], []).append(_link_key(one))
    found = []
    for form, own in zip(side.forms, keys, strict=True):
        plain = tuple(f"#{key[1:]}" if key[0] == "~" else key for key in own)
        found.append((*plain, *by_stem.get(stem_of(form), ())))
    return found


def _keys_of(side: Side, keys: Sequence[tuple[str, ...]]) -> set[str]:
    found = {key for one in keys for key in one}
    return found | {mark for _, mark in side.marks}


def _signs(side: Side, keys: Sequence[tuple[str, ...]], number: dict[str, int]) -> Signs:
    """Number the signs of each segment. A name that has several readings counts by the first."""
    of_form = []
    for one in keys:
        known = [number[key] for key in one if key in number]
        names = [at for key, at in zip(one, known, strict=False) if key[0] == "N"]
        of_form.append(_one_name(one, number) if len(names) > 1 else known)
    count = np.array([len(one) for one in of_form] + [0], dtype=np.int64)
    flat = np.array([at for one in of_form for at in one], dtype=np.int64)
    begin = np.concatenate(([0], np.cumsum(count[:-1])))
    segment = np.repeat(np.arange(len(side)), np.diff(side.start))
    many = count[side.tokens]
    rows = np.repeat(segment, many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    found = flat[np.repeat(begin[side.tokens], many) + within] if len(flat) else flat
    marks = [(at, number[mark]) for at, mark in side.marks if mark in number]
    more = np.array(marks, dtype=np.int64).reshape(-1, 2)
    return _once(np.concatenate((rows, more[:, 0])), np.concatenate((found, more[:, 1])), len(side))


def _one_name(keys: tuple[str, ...], number: dict[str, int]) -> list[int]:
    found, named = [], False
    for key in keys:
        if key in number and not (key[0] == "N" and named):
            found.append(number[key])
            named = named or key[0] == "N"
    return found


def _once(rows: Ints, signs: Ints, count: int) -> Signs:
    size = int(signs.max(initial=0)) + 1
    keys = distinct(rows * size + signs)
    start = np.searchsorted(keys, np.arange(count + 1) * size)
    return Signs(start.astype(np.int64), keys % size)


def distinct(keys: Ints) -> Ints:
    """Return numbers ascending, each once: by sorting, which is quicker here than by hashing."""
    found = np.sort(keys, kind="stable")
    first = np.ones(len(found), dtype=np.bool_)
    first[1:] = found[1:] != found[:-1]
    return found[first]


def _weighed(
    sides: tuple[Signs, Signs],
    keys: tuple[str, ...],
    links: dict[str, float],
    counts: tuple[int, int],
) -> Evidence:
    size = len(keys)
    often = [np.bincount(one.signs, minlength=size).astype(float) for one in sides]
    share = np.maximum((often[0] + 0.5) / (counts[0] + 1), (often[1] + 0.5) / (counts[1] + 1))
    kept = np.array([links[key] if key[0] == "L" else _KEPT[key[0]] for key in keys])
    kept = np.maximum(kept, share) if size else share
    missing = np.log((1 - share) / np.maximum(1 - kept, 0.02))
    gain = np.clip(np.log(kept / np.maximum(share, 1e-9)), 0.0, _MOST_SPOKEN) + 2 * missing
    telling = (share <= _COMMONEST) & (gain > 0)
    missing, gain = np.where(telling, missing, 0.0), np.where(telling, gain, 0.0)
    left, right = (_only(one, telling) for one in sides)
    return Evidence(left, right, gain, missing, keys)


def _only(signs: Signs, telling: NDArray[np.bool_]) -> Signs:
    kept = telling[signs.signs] if len(signs.signs) else np.zeros(0, dtype=np.bool_)
    before = np.concatenate(([0], np.cumsum(kept)))
    return Signs(before[signs.start], signs.signs[kept])


def union(signs: Signs, width: int) -> Signs:
    """Return the signs of each run of `width` segments, by where it ends: n + 1 rows for n.

    Rows that end before `width` segments are empty.
    """
    count = len(signs.start) - 1
    segment = np.repeat(np.arange(count), np.diff(signs.start))
    ends = [segment + back for back in range(1, width + 1)]
    rows, found = np.concatenate(ends), np.tile(signs.signs, width)
    fits = (rows >= width) & (rows <= count)
    return _once(rows[fits], found[fits], count + 1)
