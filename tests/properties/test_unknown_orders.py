"""What is said of unknown orders is true of every order that the unknown may turn out to be."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.conflict.analysis import analyse_unknown, game_for
from parley.conflict.sanctions import MATRIX_CONCEPTS, standard
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import If, In
from parley.space.compiling import compile_space
from parley.space.model import Model, Named, Priorities
from parley.space.uncertainty import unknown_pairs

_NAMES = ("a", "b", "c", "d")


@st.composite
def _statements(draw: st.DrawFn) -> Named:
    """One value of one issue, or that only if another has one."""
    then, cond = (
        In(draw(st.sampled_from(_NAMES)), frozenset((draw(st.sampled_from(("no", "yes"))),)))
        for _ in range(2)
    )
    return Named("a wish", If(then, cond) if draw(st.booleans()) else then)


_WISHES = st.lists(st.lists(_statements(), min_size=1, max_size=3).map(tuple), max_size=3)


def _orders(wanted: Priorities) -> list[Priorities]:
    """Every way to read groups of unknown order."""
    ways = [[*permutations(group)] for group in wanted.groups]
    return [
        Priorities(tuple((one,) for group in chosen for one in group)) for chosen in product(*ways)
    ]


@settings(max_examples=max(20, settings().max_examples // 2))
@given(first=_WISHES, second=_WISHES)
def test_the_hardest_reading_holds_in_every_case_and_the_easiest_fails_in_every(
    first: list[tuple[Named, ...]], second: list[tuple[Named, ...]]
) -> None:
    """Variant a is enough under R, GMR and SMR; variant d is needed under every concept."""
    wanted = {"us": Priorities(tuple(first)), "them": Priorities(tuple(second))}
    model = Model(
        "made-up",
        {name: Domain(("no", "yes")) for name in _NAMES},
        {"us": "Us", "them": "Them"},
        {"a": ("us",), "b": ("us",), "c": ("them",), "d": ("them",)},
        preferences=wanted,
    )
    space = compile_space(model)
    game = game_for(space)
    assert game is not None
    pairs = [unknown_pairs(model, party, game.states) for party in game.parties]
    found = analyse_unknown(game, pairs, MATRIX_CONCEPTS)
    for us, them in product(_orders(wanted["us"]), _orders(wanted["them"])):
        known = compile_space(replace(model, preferences={"us": us, "them": them}))
        case = game_for(known)
        assert case is not None
        for concept in MATRIX_CONCEPTS:
            verdict = np.stack([standard(case, party, concept) for party in range(2)])
            assert not (verdict & ~found["d"][concept]).any(), concept
            if concept in ("R", "GMR", "SMR"):
                assert not (found["a"][concept] & ~verdict).any(), concept
