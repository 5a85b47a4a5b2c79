"""Two languages compared: signs across scripts, the founding document, and what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.record.align.comparing import Compared, compare_parts, parts_to_compare
from parley.record.align.differences import CODES, Difference, differences
from parley.record.align.names import skeletons
from parley.record.align.naming import missing_names
from parley.record.align.numbering import missing_numbers
from parley.record.align.words import number_keys
from parley.record.document import Paragraph, Part
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_file
from parley.record.sentences import split_sentences
from tests.meta.repository import ROOT

CABLE = ROOT.parent / "shared" / "originals" / "cable-21756.txt"

#: Of the founding document: numbered paragraphs of the transcript and of the translation.
KEY = {number: number for number in range(1, 19)}


def part(language: str, *texts: str) -> Part:
    """Make a part; a text that begins with a number and a full stop is an item."""
    paragraphs = []
    for number, text in enumerate(texts, 1):
        head, stop, _ = text.partition(".")
        item = head if stop and head.isdigit() else ""
        sentences = split_sentences(text, language)
        kind = "item" if item else "body"
        paragraphs.append(Paragraph(number, kind, text, ((0, 0),), sentences, item))  # type: ignore[arg-type]
    return Part(language, "transcript" if language == "ru" else "translation", tuple(paragraphs))


def compared(left: Part, right: Part) -> tuple[Compared, tuple[Difference, ...]]:
    """Compare two parts and say what differs."""
    found = compare_parts(left, right)
    return found, differences(found)


RUSSIAN = (
    "Управление реки Лирр сообщает, что заседание в Варне состоится 12 мая.",
    "Предлагаем следующую повестку дня:",
    "1. Принятие повестки дня.",
    "2. Сброс воды из плотины в сухое время года.",
    "3. Предупреждение о паводках.",
    "Прежняя договорённость, подписанная в Варне, остаётся в силе до 1 июня 2031 г.",
    "Всё ли вышеуказанное приемлемо?",
)
ENGLISH = (
    "The Office of the River Lirr announces that the meeting at Varn will be on 12 May.",
    "We propose the following agenda:",
    "1. Adoption of the agenda.",
    "2. Release of water from the dam in the dry season.",
    "3. Warning of floods.",
    "The earlier arrangement, signed at Varn, stays in force until 1 June 2031.",
    "Is all of the above acceptable?",
)


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("13.7.1951", ("#13", "@7", "#1951")),
        ("1,500", ("#1500",)),
        ("3,5", ("#3.5",)),
        ("3.50", ("#3.50",)),
        ("0043", ("#43",)),
        ("16:45", ("#1645",)),
        ("545/2384", ("#545", "#2384")),
        ("IV", ("#4",)),
        ("ХХI", ("#21",)),
        ("CIVIL", ()),
        ("I", ()),
        ("июля", ("@7",)),
        ("May", ("@5",)),
        ("may", ()),
        ("40.41.42", ("#40", "#41", "#42")),
        ("9" * 5_000, ()),
    ],
)
def test_numbers_are_known_however_written(form: str, keys: tuple[str, ...]) -> None:
    """Digits, dates, times, Roman figures and months."""
    assert number_keys(form) == keys


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Филиппову", "Filippov"),
        ("Сталина", "Stalin"),
        ("Мао", "Mao"),
        ("Хрущёвым", "Khrushchev"),
        ("Корее", "Korea"),
        ("Жданов", "Zhdanov"),
        ("ЦЗЭДУН", "Zedong"),
        ("Варне", "Varn"),
    ],
)
def test_names_meet_across_scripts(cyrillic: str, latin: str) -> None:
    """By their consonants, without the endings of cases."""
    assert set(skeletons(cyrillic)) & set(skeletons(latin))


@pytest.mark.parametrize(("one", "other"), [("Мао", "Mill"), ("Варне", "Dorn"), ("Ким", "Kaesong")])
def test_other_names_do_not(one: str, other: str) -> None:
    """Short names are not taken for each other."""
    assert not set(skeletons(one)) & set(skeletons(other))


@pytest.mark.parametrize(
    ("left", "right", "missing"),
    [
        ("до 1-2 дней", "a day or two", ((), ())),
        ("12 500 человек", "12,500 men", ((), ())),
        ("3. Пункт 4 из IV", "3. Point four of 4", ((), ())),
        ("38 параллель", "the 38th parallel", ((), ())),
        ("13.7.1951", "13 July 1951", ((), ())),
        ("13 июля", "13 June", (("July",), ("June",))),
        ("7 судов, 7 лодок", "7 ships", (("7",), ())),
        ("35 кубометров", "53 cubic metres", (("35",), ("53",))),
    ],
)
def test_numbers_that_are_missed(left: str, right: str, missing: object) -> None:
    """A number counts as often as it stands; the number one is never missed."""
    assert missing_numbers([left], [right]) == missing


def test_names_that_are_missed() -> None:
    """Only those that both sides know are looked for."""
    left = ["Делегация прибыла в Варну.", "Встреча в Варне, затем в Кесте."]
    right = ["The delegation came to Varn.", "A meeting at Dorn."]
    pairs = list(zip(left, right, strict=True))
    assert missing_names(left, right, pairs) == [((), ()), (("Варне",), ())]


def test_two_languages_that_say_the_same() -> None:
    """All pairs are found, and nothing differs."""
    found, told = compared(part("ru", *RUSSIAN), part("en", *ENGLISH))
    assert [(one.left[0], one.right[0]) for one in found.paragraphs] == [(k, k) for k in range(7)]
    assert all(one.step == (1, 1) for one in found.sentences)
    assert told == ()


def test_what_differs_is_told() -> None:
    """A point lacking, a number, a name, and a paragraph in the wrong language."""
    english = [*ENGLISH[:4], *ENGLISH[5:]]
    english[0] = english[0].replace("12 May", "21 May")
    english[4] = english[4].replace("Varn", "Dorn")
    english.insert(3, "Этот абзац остался без перевода на английский язык совсем.")
    _, told = compared(part("ru", *RUSSIAN), part("en", *english))
    codes = [one.code for one in told]
    assert set(codes) == {
        "numbers-differ",
        "list-differs",
        "only-here",
        "out-of-place",
        "names-differ",
    }
    assert set(codes) <= set(CODES)
    messages = "\n".join(one.message for one in told)
    assert (
        "Number 12 in the transcript (ru) only; number 21 in the translation (en) only" in messages
    )
    assert "another language: that of the transcript (ru)" in messages


def test_sentences_are_paired_inside_paragraphs() -> None:
    """A sentence that one side lacks is told with its paragraph."""
    russian = part("ru", *RUSSIAN[:2], "Мы ждём ответа 5 дней. Река Лирр высоко. Мост 7 закрыт.")
    english = part("en", *ENGLISH[:2], "We wait 5 days for an answer. Bridge 7 is closed.")
    found, told = compared(russian, english)
    assert [one.step for one in found.sentences[2:]] == [(1, 1), (1, 0), (1, 1)]
    assert [(one.code, one.sentences) for one in told] == [("only-here", 1)]


def test_empty_parts() -> None:
    """A side without any text is no defect."""
    found, told = compared(part("ru", "Пункт 3."), part("en"))
    assert [one.step for one in found.paragraphs] == [(1, 0)]
    assert [one.code for one in told] == ["only-here"]
    assert compared(part("ru"), part("en"))[1] == ()


@pytest.mark.skipif(not CABLE.exists(), reason="the founding document is not here")
def test_the_founding_document() -> None:
    """Every numbered paragraph pairs as the key says, and the custody tail is English only."""
    found, told = compared(*_parts(CABLE))
    left, right = found.left.paragraphs, found.right.paragraphs
    pairs = {
        left[one.left[0]].number: right[one.right[0]].number
        for one in found.paragraphs
        if one.step == (1, 1) and left[one.left[0]].number
    }
    assert pairs == KEY
    items = [one.item for one in left if one.kind == "item"]
    assert items == [one.item for one in right if one.kind == "item"] == list("12345")
    assert not [one for one in found.paragraphs if min(one.step) and max(one.step) > 1]
    lone = {right[at].kind for one in found.paragraphs if one.step[0] == 0 for at in [one.right[0]]}
    assert lone == {"head", "foot"}
    tail = next(one for one in told if one.message.startswith("The tail"))
    assert tail.code == "out-of-place" and not tail.left
    assert [right[at].kind for at in tail.right] == ["foot"] * 4
    assert {one.code for one in told} == {"out-of-place", "only-here"}


def _parts(path: Path) -> tuple[Part, Part]:
    found = parts_to_compare(parse(read_file(path)).documents)
    assert found is not None
    return found


def test_points_in_another_order() -> None:
    """Are paired across, with their sentences, and told as moved."""
    russian = [*RUSSIAN[:3], *(f"{RUSSIAN[k][:-1]} № {70 + k}." for k in (3, 4)), *RUSSIAN[5:]]
    english = [*ENGLISH[:3], *(f"{ENGLISH[k][:-1]} No. {70 + k}." for k in (4, 3)), *ENGLISH[5:]]
    found, told = compared(part("ru", *russian), part("en", *english))
    pairs = {(one.left[0], one.right[0]) for one in found.paragraphs if min(one.step)}
    assert {(3, 4), (4, 3)} <= pairs
    assert {one.code for one in told} == {"moved"}
    assert sorted(j for one in found.sentences for j in range(*one.right)) == list(
        range(len(found.right_sentences))
    )
