"""Changes of what-if: an address says them whole, and none is lost or made up on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.web.analysis.changes import Changes, Key, as_fields, read_changes
from parley.web.analysis.part import Scope

SCOPES: tuple[Scope, ...] = ("conflict", "bargaining", "shared")
KEYS: st.SearchStrategy[Key] = st.tuples(
    st.sampled_from(SCOPES), st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
)
NUMBERS = st.floats(-1e9, 1e9).map(lambda one: one + 0.0)
CHANGES = st.builds(
    Changes,
    st.dictionaries(KEYS, st.permutations(range(5)).map(tuple), max_size=3),
    st.dictionaries(
        KEYS, st.dictionaries(st.integers(0, 50), NUMBERS, min_size=1, max_size=3), max_size=3
    ),
    st.dictionaries(KEYS, NUMBERS, max_size=3),
)


@given(CHANGES)
def test_an_address_says_all_changes(changes: Changes) -> None:
    """What is written is read back the same."""
    fields = as_fields(changes)
    found = read_changes(fields["order"], fields["weight"], fields["none"])
    assert found == changes
    assert found.key == changes.key


@given(CHANGES, CHANGES)
def test_equal_keys_are_equal_changes(one: Changes, other: Changes) -> None:
    """What is kept under a key is never shown for other changes."""
    assert (one.key == other.key) == (one == other)
