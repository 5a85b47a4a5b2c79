"""Full-text search: what is found, where it is marked, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.kernel.errors import Refused
from parley.record.search import (
    Searched,
    folded,
    index_of,
    part_of,
    read_query,
    search,
    search_index,
)

ENGLISH = Searched(
    "en", "en", {"title": "On the agenda", "text": "The 38th parallel; parallels differ."}
)
RUSSIAN = Searched("ru", "ru", {"text": "О разгранлинии по 38 параллели. Ещё раз: параллель."})
OTHER = Searched("zone", "en", {"text": "A buffer zone, and no line."})
TEXTS = (ENGLISH, RUSSIAN, OTHER)


def keys(query: str) -> list[str]:
    """Return what a query finds, in order."""
    return [hit.key for hit in search(TEXTS, read_query(query))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("parallel", ["en"]),
        ("PARALLELS", ["en"]),
        ("параллелью", ["ru"]),
        ("еще", ["ru"]),
        ('"38th parallel"', ["en"]),
        ('"parallel 38th"', []),
        ("title:agenda", ["en"]),
        ("text:agenda", []),
        ("buff*", ["zone"]),
        ("zone -line", []),
        ("zone -agenda", ["zone"]),
        ("38", ["ru"]),
    ],
)
def test_words_are_found_by_stem_phrase_field_and_beginning(
    query: str, expected: list[str]
) -> None:
    """Each form of a query finds what it says, in the language of the text."""
    assert keys(query) == expected


def test_every_word_found_is_marked() -> None:
    """Marks are the words as they stand in the text; of a phrase it is one."""
    (hit,) = search((ENGLISH,), read_query('parallel "38th parallel"'))
    text = ENGLISH.fields["text"]
    assert [text[start:end] for start, end in hit.marks["text"]] == ["38th parallel", "parallels"]


def test_rarer_and_more_frequent_words_come_first() -> None:
    """A text with more of the words, among as many others, comes before one with fewer."""
    texts = [
        Searched("once", "en", {"text": "truce a b c d e"}),
        Searched("thrice", "en", {"text": "truce truce truce c d e"}),
        Searched("never", "en", {"text": "a b c d e f"}),
    ]
    assert [hit.key for hit in search(texts, read_query("truce"))] == ["thrice", "once"]


@pytest.mark.parametrize("query", ["", "   ", "-only", '""', "a " * 40, "x" * 2_000])
def test_a_query_that_asks_nothing_or_too_much_is_refused(query: str) -> None:
    """There is a message, and it says how to ask."""
    with pytest.raises(Refused) as caught:
        read_query(query)
    assert caught.value.hint


def test_letters_are_folded_but_not_taken_for_others() -> None:
    """Case and marks of sounds do not matter; й stays a letter of its own."""
    assert folded("Café") == "cafe"
    assert folded("ЁЛКА") == "елка"
    assert folded("Мой") == "мой"


@given(st.lists(st.text(max_size=40), max_size=4), st.text("abc -:*\"'", max_size=12))
def test_no_text_and_no_query_breaks_it(texts: list[str], query: str) -> None:
    """Marks lie in the text and are in order, whatever is searched for."""
    try:
        asked = read_query(query)
    except Refused:
        return
    searched = [Searched(str(at), "en", {"text": one}) for at, one in enumerate(texts)]
    for hit in search(searched, asked):
        last = 0
        for start, end in hit.marks.get("text", ()):
            assert last <= start < end <= len(texts[int(hit.key)])
            last = end


_WORDS = st.sampled_from(
    ["troops", "troop", "the", "zone", "zones", "Ёлка", "елки", "линия", "линии", "38th"]
)
_TERMS = st.builds(
    lambda no, name, words, end: f"{no}{name}{words}{end}",
    st.sampled_from(["", "", "-"]),
    st.sampled_from(["", "", "text:", "note:"]),
    st.one_of(
        _WORDS, st.lists(_WORDS, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
    ),
    st.sampled_from(["", "*"]),
)


@given(
    texts=st.lists(
        st.tuples(st.lists(_WORDS), st.lists(_WORDS), st.sampled_from(["en", "ru", "und"])),
        max_size=8,
    ),
    terms=st.lists(_TERMS, min_size=1, max_size=3),
    left_out=st.sets(st.integers(0, 7)),
)
def test_an_index_finds_what_reading_everything_finds(
    texts: list[tuple[list[str], list[str], str]], terms: list[str], left_out: set[int]
) -> None:
    """The same hits, marks and order, whatever is asked and whichever texts may be searched."""
    every = [
        Searched(str(number), language, {"text": " ".join(text), "note": ", ".join(note)})
        for number, (text, note, language) in enumerate(texts)
    ]
    try:
        query = read_query(" ".join(terms))
    except Refused:
        return
    seen = [one for one in every if int(one.key) not in left_out]
    index = index_of(every)
    assert search_index(index, query, part_of(index, {one.key for one in seen})) == search(
        seen, query
    )
