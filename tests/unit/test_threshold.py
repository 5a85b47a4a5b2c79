"""What the fast forms do where the compiler is missing, and where memory is."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from parley.conflict import threshold
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import In
from parley.kernel.errors import Refused
from parley.space import limits
from parley.space.compiling import compile_space
from parley.space.model import Model, Named, Priorities
from parley.space.space import Space


def _dilemma() -> Space:
    """Two parties, each of which wants that the other yields, and then not to yield itself."""
    issues = {name: Domain(("no", "yes")) for name in ("row", "column")}

    def yields(name: str, value: str) -> tuple[Named, ...]:
        return (Named(f"{name} = {value}", In(name, frozenset((value,)))),)

    return compile_space(
        Model(
            "dilemma",
            issues,
            {"row": "Row", "column": "Column"},
            {"row": ("row",), "column": ("column",)},
            preferences={
                "row": Priorities((yields("column", "yes"), yields("row", "no"))),
                "column": Priorities((yields("row", "yes"), yields("column", "no"))),
            },
        )
    )


def test_without_the_compiler_numpy_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large conflict is analysed all the same; only who insists on compiled code is told."""
    space = _dilemma()
    expected = threshold.stable(space, compiled=False)
    monkeypatch.setattr(threshold, "COMPILED_FROM", 1)
    monkeypatch.setitem(sys.modules, "parley.conflict._kernels", None)
    monkeypatch.delattr(sys.modules["parley.conflict"], "_kernels", raising=False)
    found = threshold.stable(space)
    for concept, verdicts in expected.items():
        assert np.array_equal(found[concept], verdicts)
    with pytest.raises(ImportError):
        threshold.stable(space, compiled=True)


def test_margins_are_rank_less_what_leaving_secures() -> None:
    """Prisoner's dilemma by these wishes: yielding is stable only while the other could answer."""
    space = _dilemma()
    secured = threshold.secured(space)
    # Of row: nobody yields 1, it alone 0, the other alone 3, both 2, which it leaves for 3 under R.
    assert space.ranks[0].tolist() == [1, 0, 3, 2]
    assert secured["R"][0].tolist() == [1, 1, 3, 3]
    assert secured["GMR"][0].tolist() == [1, 1, 1, 1]


def test_what_would_not_fit_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is free, what it would take, and what would shrink it."""
    monkeypatch.setattr(limits, "free_memory", lambda: 1 << 20)
    with pytest.raises(Refused) as caught:
        limits.require_room("talks", {f"issue{k}": 2 for k in range(18)}, 3)
    told = str(caught.value)
    assert "expected to fit in 1,024 KiB of free memory, got 28 MiB" in told
    assert "18 issues give 262,144 outcomes" in told
    assert "--issue" in told
    limits.require_room("talks", {"issue": 2}, 3)
