"""Heads, feet, stamps, languages and slips, one at a time; the texts are made up."""

from __future__ import annotations

import pytest

from parley.record.document import Document
from parley.record.language import language_named, language_of, languages, script_of
from parley.record.layouts.lines import blocks_of, cut, join, lines_of
from parley.record.layouts.parsing import parse
from parley.record.layouts.shelfmarks import find_shelf_marks
from parley.record.layouts.slips import suggestions_of
from parley.record.readers.reading import read_bytes


def read(text: str) -> Document:
    """Return the document in a text."""
    (found,) = parse(read_bytes(text.encode(), "text")).documents
    return found


def values(document: Document, name: str) -> list[str]:
    """Return the values of a field."""
    return [one.value for one in document.fields.get(name, ())]


def counted(document: Document, part: int = 0) -> list[str]:
    """Return the paragraphs of a part that are counted."""
    return [one.text for one in document.parts[part].paragraphs if one.number]


RUSSIAN = """СОВЕРШЕННО СЕКРЕТНО
Снятие копий воспрещается

ШИФРТЕЛЕГРАММА № 217

из ПЛОТИНЫ поступила 15 час. 00 мин. 13 июля 2031 г.

Вх. № 545/2384/шс

Экз. № 1 - т. Председателю, № 2 - т. Секретарю

СЕРИЯ "Г"

тов. ПРЕДСЕДАТЕЛЮ

Товарищ Председатель!

Что касается переговоров о плотине, то в ходе двух заседаний другая сторона подняла вопрос
[Штамп: ПОДЛЕЖИТ ВОЗВРАТУ в IV часть]
о показаниях водомера (вымышлено).

Прошу Вас дать свои указания.

ПОСЛАННИК

№ 1675

Расшифровал Шифровальщик 16.15 13.7.31
Печатала Машинистка 16.45 13 июля
Отпечатано 4 экз. Экз. № 3 и 4 в дело
Верно: (Начальник)
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("number", ["217"]),
        ("sender_number", ["1675"]),
        ("series", ['"Г"']),
        ("incoming_number", ["545/2384/шс"]),
        ("addressee", ["тов. ПРЕДСЕДАТЕЛЮ"]),
        ("author", ["ПОСЛАННИК"]),
        ("received", ["2031-07-13T15:00"]),
        ("deciphered", ["2031-07-13T16:15"]),
        ("printed", ["2031-07-13T16:45"]),
        (
            "handling",
            ["СОВЕРШЕННО СЕКРЕТНО", "Снятие копий воспрещается", "ПОДЛЕЖИТ ВОЗВРАТУ в IV часть"],
        ),
        (
            "copies",
            [
                "Nº 1 - т. Председателю",
                "Nº 2 - т. Секретарю",
                "Отпечатано 4 экз.",
                "Nº 3 в дело",
                "Nº 4 в дело",
            ],
        ),
    ],
)
def test_a_head_and_foot_in_russian(name: str, expected: list[str]) -> None:
    """The words of heads and feet are data of each language."""
    assert values(read(RUSSIAN), name) == expected


def test_a_stamp_inside_a_paragraph() -> None:
    """A stamp cuts a paragraph into two places, and its words are part of no sentence."""
    found = read(RUSSIAN)
    first = next(one for one in found.parts[0].paragraphs if one.number == 1)
    assert first.text.endswith("сторона подняла вопрос о показаниях водомера (вымышлено).")
    assert len(first.places) == 2
    assert len(counted(found)) == 2
    assert found.not_understood == ()


def test_a_field_split_by_a_stamp() -> None:
    """A stamp may stand between where a cable came from and when."""
    found = read(
        "CABLE No. 12\n\nfrom WEIR [Stamp: SUBJECT TO RETURN Incoming No. 9/31] received 1135 "
        "19 October 2031\n\nComrade Chairman!\n\nThe council agrees.\n"
    )
    assert values(found, "received") == ["2031-10-19T11:35"]
    assert found.fields["received"][0].by == "WEIR"
    assert values(found, "incoming_number") == ["9/31"]
    assert values(found, "handling") == ["SUBJECT TO RETURN"]


def test_fields_in_another_order_and_below() -> None:
    """Where a line stands in the head does not count."""
    head = ["received 1500 13 July 2031", 'SERIES "B"', "CABLE No. 9", "Copy No. 1 to the file"]
    texts = ["\n\n".join([*some, "Comrade Envoy!", "It is so."]) for some in (head, head[::-1])]
    first, second = (read(one).fields for one in texts)
    assert {name: some[0].value for name, some in first.items()} == {
        name: some[0].value for name, some in second.items()
    }
    assert set(first) == {"received", "series", "number", "copies"}


def test_two_languages_that_take_turns() -> None:
    """Paragraph by paragraph, each language becomes one part."""
    found = read(
        "We agree that it is given every twelve hours.\n\nМы согласны, что это даётся дважды.\n\n"
        "If they refuse, we go to court.\n\nЕсли они откажутся, мы обратимся в суд.\n\n"
        "Is this right?\n\nВерно ли это?\n"
    )
    assert [(one.language, len(one.paragraphs)) for one in found.parts] == [("en", 3), ("ru", 3)]


def test_a_few_words_of_another_script_begin_no_part() -> None:
    """A name in other letters stays where it stands."""
    found = read("We met the envoy today.\n\nПОСЛАННИК\n\nHe agreed to the second point.\n")
    assert [one.language for one in found.parts] == ["en"]


def test_paragraphs_of_wrapped_lines() -> None:
    """Blank lines, indents and short last lines part paragraphs; broken words are mended."""
    found = read(
        "The council has read the re-\nport of the envoy, who asks for more\nthan was said.\n"
        "   It agrees with him in all that he\nsays about the gauge and its readings.\n\n"
        "He may go on.\n"
    )
    assert counted(found) == [
        "The council has read the report of the envoy, who asks for more than was said.",
        "It agrees with him in all that he says about the gauge and its readings.",
        "He may go on.",
    ]


def test_items_in_many_forms() -> None:
    """Figures, letters and bullets begin items of their own."""
    found = read("We want:\n\n1. One thing.\n2) Two.\n(3) Three.\na) A part of it.\n- Another.\n")
    items = [(one.kind, one.item) for one in found.parts[0].paragraphs if one.number]
    assert items == [("body", ""), *(("item", one) for one in "123a"), ("body", "")]


def test_a_quoted_letter_is_a_document_inside() -> None:
    """What stands between quotation marks after a colon, with a salutation, is read apart."""
    found = read(
        'It was decided to send the following:\n\n"Comrade Envoy!\n\nTell them that we agree.\n\n'
        'COUNCIL"\n\nThe envoy is to report.\n'
    )
    assert counted(found) == [
        "It was decided to send the following:",
        "The envoy is to report.",
    ]
    (inside,) = found.wrapped
    assert counted(inside) == ["Tell them that we agree."]


def test_several_shelf_marks_joined() -> None:
    """Each is in full, also where the text leaves out what it shares with the one before."""
    found = find_shelf_marks(
        "APRF, Fond 45, Opis 1, Delo 339, Listy 88-91; delo 340, list 2 and РГАСПИ, фонд 558, "
        "опись 11, дело 340, листы 43-45"
    )
    assert [(one.archive, one.value) for one in found] == [
        ("APRF", "Fond 45, Opis 1, Delo 339, Listy 88-91"),
        ("", "Fond 45, Opis 1, delo 340, list 2"),
        ("РГАСПИ", "фонд 558, опись 11, дело 340, листы 43-45"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cde. Kim II Sung agrees", [("II", "Il")]),
        ("Nam ll said so", [("ll", "Il")]),
        ("World War II, Elizabeth II, Part II", []),
        ("Kaes\u043eng", [("Kaes\u043eng", "Kaesong")]),
        ("товарищ Фили\u0070пов", [("Фили\u0070пов", "Филирпов")]),
        ("the C0MRADE went", [("C0MRADE", "COMRADE")]),
        ("cable A10B, P82/144", []),
    ],
)
def test_slips_of_scans(text: str, expected: list[tuple[str, str]]) -> None:
    """A slip is told with what was meant; what only looks like one is left alone."""
    assert [(one.got, one.meant) for one in suggestions_of(Document(), text)] == expected


def test_languages_are_files() -> None:
    """English and Russian are there; each has twelve months and its own name."""
    assert [one.tag for one in languages()] == ["en", "ru"]
    assert all(len(one.months) == 12 for one in languages())
    assert language_named("русский язык") == "ru"


@pytest.mark.parametrize(
    ("text", "tag", "script"),
    [
        ("We agree with the council that it is so.", "en", "Latin"),
        ("Мы согласны с советом, что это так.", "ru", "Cyrillic"),
        ("Ми згодні з радою щодо цього питання та його наслідків для нашої країни", "und", ""),
        ("Nous sommes d'accord pour une deuxième rencontre demain matin sur place", "und", "Latin"),
        ("조선인민군 최고사령관", "ko", "Hangul"),
        ("毛泽东致斯大林电", "zh", "Han"),
        ("停戦についての電報", "ja", "Kana"),
        ("1951", "und", ""),
    ],
)
def test_a_language_is_told(text: str, tag: str, script: str) -> None:
    """By script and common words; what is not known is not guessed."""
    assert language_of(text) == tag
    if script:
        assert script_of(text) == script


def test_joined_lines_know_where_they_stood() -> None:
    """Every letter of joined lines is found again, over mended words and gaps."""
    text = "One  two-\nthree   four\n five"
    joined = join(lines_of(text))
    assert joined.text == "One twothree four five"
    for word in ("One", "two", "three", "four", "five"):
        at = joined.text.index(word)
        start, end = joined.place(at, at + len(word))
        assert text[start:end] == word


def test_pieces_of_a_line_and_pages() -> None:
    """A line that is cut keeps its places, and a form feed ends a block."""
    first, second = cut(lines_of("ab  cd")[0], 3)
    assert [(first.text, first.start), (second.text, second.start)] == [("ab", 0), ("cd", 4)]
    blocks = blocks_of(lines_of("a\nb\fc\n\nd"))
    assert [[line.text for line in one.lines] for one in blocks] == [["a", "b"], ["c"], ["d"]]
    assert [one.after_page for one in blocks] == [False, True, False]
