"""What a form holds survives an address, and texts side by side lose no word."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.kernel.errors import Refused
from parley.web.forms import as_record
from parley.web.pages.drafts import pieces
from parley.web.proposing import packed, unpacked

NAMES = st.text("abcdefgh-_123", min_size=1, max_size=12)
TEXTS = st.text(min_size=1, max_size=40)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as pages have them (made up)."""

    at: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)


@given(TEXTS, st.dictionaries(NAMES, TEXTS, max_size=5), st.dictionaries(NAMES, TEXTS, max_size=5))
def test_a_form_comes_back_from_an_address(
    at: str, answer: dict[str, str], text: dict[str, str]
) -> None:
    """Packed, unpacked and read as a form it is the same, whatever letters are in it."""
    form = Form(at, answer, text)
    fields = unpacked(packed(form))
    assert as_record({key: [value] for key, value in fields.items()}, Form) == form


def test_what_is_too_long_for_an_address_leaves_texts_behind() -> None:
    """Texts go first; where the rest is too long as well, that is said."""
    form = Form("1951-07-14", {"q1": "yes"}, {"q1": "word " * 1_000})
    assert unpacked(packed(form, ("text",))) == {"at": "1951-07-14", "answer.q1": "yes"}
    with pytest.raises(Refused, match="too much"):
        packed(Form("x" * 6_000), ("text",))


@given(TEXTS, TEXTS)
def test_pieces_make_up_the_text_and_mark_what_the_other_lacks(one: str, other: str) -> None:
    """Joined they are the text; two equal texts have nothing marked; what is common is in both."""
    found = list(pieces(one, other))
    assert "".join(piece.text for piece in found) == one
    assert not any(piece.changed for piece in pieces(one, one))
    assert all(piece.text in other for piece in found if not piece.changed)
