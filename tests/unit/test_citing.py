"""Passages by their address: paragraphs, sentences, heads and feet, and what leads nowhere."""

from __future__ import annotations

import pytest

from parley.kernel.errors import Refused
from parley.record.citing import cited, context_of
from parley.record.document import Document, Imported, Paragraph, Part, Reading

TEXT = "To the council.\nThe dam is high. It is\nalso wide.\nThird para-\ngraph.\nSigned."


def at(part: str, text: str = TEXT) -> tuple[int, int]:
    """Return where some words stand in the text."""
    start = text.index(part)
    return start, start + len(part)


def made() -> Imported:
    """A made-up document in one part; its second sentence is cut by a line."""
    paragraphs = (
        Paragraph(0, "head", "To the council.", (at("To the council."),)),
        Paragraph(
            1, "body", "The dam is high. It is also wide.",
            (at("The dam is high. It is"), at("also wide.")), ((0, 16), (17, 33)),
        ),
        Paragraph(2, "item", "Third paragraph.", (at("Third para-\ngraph."),), ((0, 16),), "1"),
        Paragraph(0, "foot", "Signed.", (at("Signed."),)),
    )  # fmt: skip
    inside = Document(
        parts=(Part("en", "transcript", (Paragraph(1, "body", "Within.", ((0, 1),)),)),)
    )
    document = Document(parts=(Part("en", "transcript", paragraphs),), wrapped=(inside,))
    return Imported(Reading(TEXT, "text", "0" * 64), (document,))


def test_a_paragraph_is_cited_with_all_its_places() -> None:
    """A paragraph that a line cut has two places in the text."""
    found = cited(made(), "en/1")
    assert found.text == "The dam is high. It is also wide."
    assert [TEXT[start:end] for start, end in found.places] == [
        "The dam is high. It is",
        "also wide.",
    ]


def test_a_sentence_is_marked_and_found_in_the_text() -> None:
    """Its characters are those of the reading, also where a line cuts it."""
    found = cited(made(), "en/1.2")
    assert found.text == "It is also wide."
    assert found.mark == (17, 33)
    assert [TEXT[start:end] for start, end in found.places] == ["It is", "also wide."]


def test_where_words_were_mended_the_whole_paragraph_is_meant() -> None:
    """A hyphen that was taken out leaves letters that do not count alike."""
    found = cited(made(), "en/2.1")
    assert found.text == "Third paragraph."
    assert found.places == (at("Third para-\ngraph."),)


def test_head_foot_and_documents_inside_have_addresses() -> None:
    """What is not counted goes by its kind, a document inside by its number."""
    assert cited(made(), "en/foot").text == "Signed."
    assert cited(made(), "inside-1:en/1").text == "Within."


def test_context_is_what_stands_around_in_the_part() -> None:
    """Paragraphs before and after come with it, as many as there are."""
    imported = made()
    around = context_of(imported, cited(imported, "en/2"), 1)
    assert [one.text for one in around] == [
        "The dam is high. It is also wide.",
        "Third paragraph.",
        "Signed.",
    ]
    assert context_of(imported, cited(imported, "en/2"), 0) == cited(imported, "en/2").paragraphs


def test_digests_tell_whether_words_are_the_same() -> None:
    """White space does not count, letters do."""
    assert cited(made(), "en/1").digest != cited(made(), "en/1.2").digest


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("en/7", "1 to 2, and head, foot"),
        ("de/1", "en"),
        ("en/1.3", "1 to 2"),
        ("en", "en/10"),
        ("x" * 500, "en/10"),
        ("en/0", "1 to 2"),
    ],
)
def test_what_leads_nowhere_says_how_far_it_led(address: str, part: str) -> None:
    """The hint names what there is."""
    with pytest.raises(Refused) as caught:
        cited(made(), address)
    assert part in (caught.value.hint or "")
