"""What rules propose from passages, with their addresses and places."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from parley.kernel.errors import Refused
from parley.record.document import Document, Imported, Paragraph, Part
from parley.record.passages import passages_of as paragraphs
from parley.record.propose import Stub, passages_of, propose
from parley.record.propose.passages import places_of
from parley.record.propose.phrases import (
    GROUPS,
    phrase_languages,
    phrases_for,
    read_phrases,
)
from parley.record.propose.proposing import MAX_STUBS, numbered_ids
from parley.record.propose.words import find, make_book, words_of
from tests.unit.propose_support import CABLE, cable, document_of, part_of, reading_of

needs_the_cable = pytest.mark.skipif(not CABLE.exists(), reason="the founding cable is not here")


def proposed(text: str, language: str = "en") -> list[Stub]:
    """The stubs of a text."""
    return list(propose(document_of(text, language), reading_of(text)))


def only(text: str, language: str = "en") -> Stub:
    """The one stub of a text."""
    (stub,) = proposed(text, language)
    return stub


@needs_the_cable
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_founding_cable_gives_its_plan(language: str) -> None:
    """Agenda, trade, fallback, questions, refusal on the press and exclusion, each at its place."""
    document, reading = cable()
    found = {stub.id: stub for stub in propose(document, reading, language)}
    wanted = {
        *(f"agenda-item:{language}/{number}" for number in range(5, 10)),
        f"trade:{language}/10.2",
        f"fallback:{language}/11.1",
        f"question:{language}/16.1",
        f"question:{language}/17.1",
        f"position:{language}/2.1",
        f"exclusion:{language}/15.1",
    }
    assert wanted <= found.keys()
    assert found[f"position:{language}/2.1"].rule == "refusal"
    assert found[f"fallback:{language}/11.1"].fields["refused"] == "yes"
    for stub in found.values():
        read = " ".join(" ".join(reading.text[start:end].split()) for start, end in stub.places)
        assert stub.text.rstrip(".") in read


@needs_the_cable
def test_the_trade_has_its_two_sides() -> None:
    """In Russian the condition stands in the sentence before; in English behind the consequence."""
    document, reading = cable()
    found = {stub.id: stub for stub in propose(document, reading)}
    russian, english = found["trade:ru/10.2"].fields, found["trade:en/10.2"].fields
    assert "добиться согласия американцев" in russian["condition"]
    assert "не включать в повестку дня" in russian["consequence"]
    assert "38th parallel is not included" in english["condition"]
    assert english["consequence"] == "We can agree to it"
    assert "refused" not in english
    assert "невыгодно" in found["exclusion:ru/15.1"].fields["reason"]


@needs_the_cable
def test_the_cable_gives_little_else() -> None:
    """No more than twice as many stubs as its plan has: a person must look at each."""
    document, reading = cable()
    assert len(propose(document, reading, "en")) <= 22
    assert len(propose(document, reading, "ru")) <= 22


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("If they accept 3, we can leave the line out.", "trade", "condition-then-concede"),
        ("If they refuse, we insist on the old list.", "fallback", "condition-then-insist"),
        ("If they refuse we insist on the old list.", "fallback", "condition-then-insist"),
        ("If they refuse, we can offer six crowns.", "fallback", "refusal-then-concede"),
        ("If the talks fail, we will tell the press.", "fallback", "refusal-then-plan"),
        ("Unless they sign, we will go back to the old list.", "fallback", "condition-then-insist"),
        ("Our offer stands, provided that the pump is shared.", "trade", "strong-condition"),
        ("Is this right?", "question", "question-mark"),
        ("“Is this right?”", "question", "question-mark"),
        ("Please send your instructions.", "question", "request"),
        ("We will insist on the quay.", "position", "intention"),
        ("We will not accept the island.", "position", "refusal"),
        ("It costs much; therefore it was not in the agenda.", "exclusion", "left-out-with-reason"),
        ("The bridge was left out.", "exclusion", "left-out"),
    ],
)
def test_a_sentence_becomes_what_it_says(text: str, kind: str, rule: str) -> None:
    """One rule for each way of saying it."""
    stub = only(text)
    assert (stub.kind, stub.rule) == (kind, rule)
    assert stub.passage == "en/1.1"
    assert stub.why


@pytest.mark.parametrize(
    "text",
    [
        "The Americans raised the matter of the press.",
        "He asked if the weather would hold.",
        "If it rains, the meeting is held indoors.",
        "They talked for two hours and agreed on nothing.",
        "It was as if nothing had happened.",
    ],
)
def test_what_says_nothing_gives_nothing(text: str) -> None:
    """Reports and remarks are no proposals."""
    assert proposed(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ЕСЛИ ОНИ ОТКАЖУТСЯ, МЫ БУДЕМ НАСТАИВАТЬ НА СВОЁМ.", "fallback"),
        ("Если они согласятся,\nто мы можем\nсогласиться на это.", "trade"),
        ("Мы согласимся на “шесть крон”, если они пустят нас.", "trade"),
        ("Мы не можем согласиться на это.", "position"),
        ("Вопрос не вошел в повестку.", "exclusion"),
        ("Вопрос не вошёл в повестку.", "exclusion"),
    ],
)
def test_forms_lines_and_quotes_do_not_matter(text: str, kind: str) -> None:
    """Inflected words, capitals, wrapped lines, quotation marks and `ё` are no hindrance."""
    assert only(text, "ru").kind == kind


def test_a_negation_is_not_passed_over() -> None:
    """What one will not give is no trade."""
    stub = only("If they come with newsmen, we cannot agree to a meeting.")
    assert (stub.kind, stub.rule) == ("fallback", "condition-then-insist")


def test_points_are_an_agenda_only_where_the_text_says_so() -> None:
    """The rule and the reason tell the two apart."""
    agenda = proposed("We propose these items:\n\n1. The line.\n\n2. The zone.")
    assert [(stub.kind, stub.rule) for stub in agenda] == [("agenda-item", "numbered-agenda")] * 2
    assert agenda[0].fields == {"number": "1"}
    assert agenda[0].passage == "en/2"
    other = proposed("Losses of the week were:\n\n1. Two boats.\n\n2. A mule.")
    assert [stub.rule for stub in other] == ["numbered-point"] * 2
    assert proposed("It was cold.\n\n1. A lone point.") == []


def test_a_point_that_still_has_its_number_loses_it() -> None:
    """Whether the number is in the text is for who read the document."""
    one = Paragraph(1, "item", "1. The line.", ((0, 12),), (), "1")
    two = replace(one, number=2, text="2) The zone.", item="2")
    document = Document(parts=(Part("en", "transcript", (one, two)),))
    assert [stub.text for stub in propose(document)] == ["The line.", "The zone."]


def test_only_the_part_asked_for_is_looked_at() -> None:
    """A part is named by its language."""
    text = "Is this right?"
    part = part_of(text, "en")
    document = Document(parts=(part, replace(part, language="ru")))
    assert [stub.id for stub in propose(document, None, "ru")] == ["question:ru/1.1"]
    assert [one.address for one in passages_of(document)] == ["en/1.1", "ru/1.1"]


def test_a_language_without_phrases_still_has_points_and_questions() -> None:
    """What needs no words is found in every language."""
    found = proposed("這樣對嗎？\n\n1. 一。\n\n2. 二。", "zh")
    assert [stub.kind for stub in found] == ["question", "agenda-item", "agenda-item"]


def test_ids_tell_stubs_of_one_passage_apart() -> None:
    """As where a model proposes what a rule did."""
    stub = only("Is this right?")
    assert [one.id for one in numbered_ids([stub, stub])] == [
        "question:en/1.1",
        "question:en/1.1~2",
    ]


def test_addresses_are_those_of_the_record() -> None:
    """A second part in a language, and a document inside, have names of their own."""
    part = part_of("Is this right?", "en")
    document = Document(parts=(part, part), wrapped=(Document(parts=(part,)),))
    assert [stub.id for stub in propose(document)] == [
        "question:en/1.1",
        "question:en-2/1.1",
        "question:inside-1:en/1.1",
    ]
    known = {one.address for one in paragraphs(Imported(reading_of(""), (document,)))}
    assert {stub.passage.rpartition(".")[0] for stub in propose(document)} <= known


def test_a_place_follows_mended_words() -> None:
    """A hyphen dropped at a break of lines, and a page break, do not shift what follows."""
    text = "We insist on the demar-\ncation line.\n\n[page 2]\n\nIs it right?"
    cut = text.index("Is it")
    paragraph = Paragraph(
        1, "body", "We insist on the demarcation line. Is it right?", ((0, 36), (cut, len(text)))
    )
    start = paragraph.text.index("Is it")
    assert places_of(paragraph, (start, len(paragraph.text)), reading_of(text)) == (
        (cut, len(text)),
    )
    assert places_of(paragraph, (0, start), reading_of(text)) == ((0, 36),)


def test_every_language_file_is_good() -> None:
    """Each file is read, and has phrases in every group."""
    assert {"en", "ru"} <= set(phrase_languages())
    for tag in phrase_languages():
        phrases = phrases_for(tag)
        assert phrases is not None and phrases.tag == tag
    assert phrases_for("en-GB") is phrases_for("en-GB")
    assert phrases_for("xx") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("negations = [", "phrases of 'xx'"),
        ("negations = []", "missing or unknown"),
        ("\n".join(f"{one} = []" for one in (*GROUPS, "negations")) + "\nother = []", "other"),
        ("\n".join(f"{one} = 1" for one in (*GROUPS, "negations")), "no list of texts"),
    ],
)
def test_a_bad_language_file_is_refused(text: str, told: str) -> None:
    """What is missing or unknown is named."""
    with pytest.raises(Refused, match=told):
        read_phrases("xx", text)


@pytest.mark.parametrize("written", ["", "..3 a", "a ..", "a*", "a ..99 b", "a||b", "st*em"])
def test_a_bad_phrase_is_refused(written: str) -> None:
    """Stems are two letters or more, gaps stand between words."""
    with pytest.raises(Refused, match="cannot be read"):
        make_book({"concede": [written]}, [])


def test_gaps_are_bounded_and_pass_no_negation() -> None:
    """`..2` is two words at most; a negation between ends the phrase."""
    book = make_book({"concede": ["can ..2 agree"]}, ["not"])
    assert [find(words_of(text), book) != () for text in (
        "can agree", "can now agree", "can very soon agree", "can a b c agree",
        "can not agree", "not can agree",
    )] == [True, True, True, False, False, False]  # fmt: skip


def test_many_sentences_in_one_paragraph_take_their_places_once() -> None:
    """Time grows with the text, not with text times sentences; what is too much is left out."""
    text = "Is it right? " * 30_000
    begun = time.process_time()
    found = proposed(text)
    assert time.process_time() - begun < 10
    assert len(found) == MAX_STUBS
    assert found[-1].places == ((13 * (MAX_STUBS - 1), 13 * MAX_STUBS - 1),)


def test_hostile_text_takes_bounded_time() -> None:
    """A hundred thousand words without a full stop, of words that begin many phrases."""
    for words in ("if we can ", "not will we ", "если мы можем ", "a" * 50 + " ", "1. ", ",;:("):
        text = (words * 40_000)[:400_000]
        language = "ru" if "е" in words else "en"
        paragraph = Paragraph(1, "body", text, ((0, len(text)),), ((0, len(text)),))
        begun = time.process_time()
        propose(Document(parts=(Part(language, "transcript", (paragraph,)),)), reading_of(text))
        assert time.process_time() - begun < 10
