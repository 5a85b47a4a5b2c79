"""Where sentences end, in the languages that have rules and in those that have none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.sentences import split_sentences


def split(text: str, language: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[a:b] for a, b in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Cde. Nam Il offered three proposals.", "They were refused."]),
        ("en", ["See Cable No. 21756 of 13 July.", "No. 5 is missing.", "He said no.", "We wait."]),
        ("en", ["Mr. J. V. Stalin came at 5 p.m. on Friday.", "He left at 6 p.m.", "We stayed."]),
        ("en", ["So did I.", "Then we left."]),
        ("en", ["They left the U.S. Embassy.", "We stayed in the U.S.", "The rest did not."]),
        ("en", ['"Is this correct?" he asked.', '"Yes."', "Then he wrote..."]),
        ("en", ["We waited... and waited.", "Nothing!", "Why?!", "[Stamp: return.]"]),
        ("en", ["He (see the map. It is old.) came.", "(It is late.", "Go.)"]),
        ("en", ["- 1. Adoption of the agenda.", "It is short."]),
        ("en", ["Art. II holds, 3.5 km south; ll. 0043-0045.", "V. M. Orlov signed."]),
        ("ru", ["В 1951 г. Мао писал тов. И. В. Сталину.", "Это было в 1951 г.", "Мы ответили."]),
        ("ru", ["Прошу Вас дать указания.", "Всё ли правильно?", "«Да!»", "Жду…"]),
        (
            "ru",
            ["Ф. 558, оп. 11, д. 340, лл. 43-45.", "См. также док. № 3 и т. д.", "Затем пункт 2."],
        ),
        ("ru", ["2. Создание зоны.", "Ст. II и п. 4 приняты.", "Послал я.", "Ответа нет."]),
        ("fr", ["Le No. 3 de M. Dupont.", "Merci !", "Et après ?"]),
        ("und", ["One line", "Another"]),
    ],
)
def test_sentences_are_told_apart(language: str, sentences: list[str]) -> None:
    """Joined by a blank, they come apart where they were joined."""
    joint = "\n\n" if language == "und" else " "
    assert split(joint.join(sentences), language) == sentences


def test_scripts_without_spaces() -> None:
    """Their full stop needs no white space after it."""
    assert split("我们同意。他们说“不！”好", "zh") == ["我们同意。", "他们说“不！”", "好"]


@given(st.text("AbвГ1 .!?…\n()[]«»\"'。И", max_size=60), st.sampled_from(["en", "ru", "xx", ""]))
def test_nothing_but_white_space_is_left_out(text: str, language: str) -> None:
    """Sentences are in order, apart, not empty, and hold every other character."""
    places = split_sentences(text, language)
    kept = [False] * len(text)
    last = 0
    for begin, end in places:
        assert last <= begin < end
        assert text[begin:end] == text[begin:end].strip()
        kept[begin:end] = [True] * (end - begin)
        last = end
    assert all(mark or letter.isspace() for mark, letter in zip(kept, text, strict=True))


def test_time_grows_in_line() -> None:
    """Unclosed brackets and stops that end nothing cost no more than others."""
    begun = time.perf_counter()
    split_sentences("(" * 100_000 + "a. b) (c. " * 30_000, "en")
    split_sentences("тов. " * 60_000, "ru")
    split_sentences("A " * 100_000 + " " * 100_000 + "x", "en")
    split_sentences("." * 100_000 + ")" * 100_000 + "\n" * 100_000 + "x", "en")
    assert time.perf_counter() - begun < 10
