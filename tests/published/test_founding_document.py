"""The founding document, read: every field that the cable holds, its two parts, its custody tail.

The document lies beside the repository; where it does not, nothing is tested here. Its paragraphs
are counted as the founding case cites them.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import yaml

from parley.record.document import Document, Field, Imported, Part
from parley.record.layouts.parsing import parse
from parley.record.passages import passages_of
from parley.record.readers.reading import read_file
from parley.record.stored import imported_data, imported_from_data
from tests.meta.repository import ROOT

ORIGINAL = ROOT.parent / "shared" / "originals" / "cable-21756.txt"

pytestmark = pytest.mark.skipif(not ORIGINAL.exists(), reason="the original is not here")


@cache
def imported() -> Imported:
    """Return the founding document, read once."""
    return parse(read_file(ORIGINAL))


def document() -> Document:
    """Return the one document in the file."""
    (found,) = imported().documents
    return found


def values(name: str) -> list[str]:
    """Return the values of a field."""
    return [one.value for one in document().fields.get(name, ())]


def first(name: str) -> Field:
    """Return the most trustworthy value of a field."""
    return document().fields[name][0]


def words(one: Field) -> str:
    """Return what a value was taken from."""
    return imported().reading.text[slice(*one.place)]


def part(language: str) -> Part:
    """Return the part in a language."""
    (found,) = [one for one in document().parts if one.language == language]
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", ["Cable No. 21756, Mao Zedong to Cde. Filippov [Stalin]"]),
        ("summary", ["Mao asks Stalin for approval on the armistice negotiation agenda."]),
        (
            "credits",
            ["This document was made possible with support from Leon Levy Foundation"],
        ),
        ("archive", ["RGASPI", "Wilson Center Digital Archive"]),
        ("shelfmark", ["f. 558, op. 11, d. 340, ll. 0043-0045"]),
        ("original_language", ["Russian"]),
        ("author", ["Mao Zedong", "МАО ЦЗЭДУН"]),
        ("addressee", ["Cde. Filippov [Stalin]", "Cde. FILIPPOV"]),
        ("number", ["21756"]),
        ("sender_number", ["1675"]),
        ("series", ['"G" T']),
        ("incoming_number", ["545/2384/shs"]),
        ("handling", ["SUBJECT TO RETURN to the IV Unit OS VKP(b) CC"]),
        (
            "copies",
            [
                "Nº 1 to Cde. Stalin",
                "Nº 2 to Cde. Stalin",
                "Nº 2",
                "Four copies printed",
                "Nº 3 to file",
                "Nº 4 to file",
            ],
        ),
        ("sent", ["1951-07-13"]),
        ("received", ["1951-07-13T15:00"]),
        ("deciphered", ["1951-07-13T16:15"]),
        ("printed", ["1951-07-13T16:45"]),
        ("verified", ["SECTION CHIEF COLONEL [signature] (Makarov)"]),
    ],
)
def test_a_field(name: str, expected: list[str]) -> None:
    """Each field that the cable holds has the value that it has there."""
    assert values(name) == expected


def test_there_are_no_other_fields_but_the_citation() -> None:
    """The page names no rights; the citation is there in full."""
    assert "rights" not in document().fields
    assert first("citation").value.startswith('"Cable No. 21756, Mao Zedong to Cde. Filippov')
    assert first("citation").value.endswith("/document/117419")
    assert len(document().fields) == 20


def test_who_did_what_with_the_cable() -> None:
    """Names stand with times and copies, and times are known to the minute."""
    assert [(first(name).by, first(name).precision) for name in ("received", "deciphered")] == [
        ("BEIJING", "minute"),
        ("Sudev", "minute"),
    ]
    assert (first("printed").by, first("verified").by) == ("Kornyushina", "Makarov")
    assert [one.by for one in document().fields["copies"]] == [
        "Cde. Stalin",
        "Cde. Stalin",
        "",
        "",
        "file",
        "file",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("number", "CABLE Nº 21756"),
        ("received", "from [BEIJING] received 1500 13 July 1951"),
        ("deciphered", "Deciphered by Sudev 1615 13 July"),
        ("sender_number", "Nº 1675"),
        ("incoming_number", "Incoming Nº 545/2384/shs 13 July 1951"),
        ("shelfmark", "f. 558, op. 11, d. 340, ll. 0043-0045"),
    ],
)
def test_a_value_shows_what_it_was_taken_from(name: str, expected: str) -> None:
    """The span of a value is that of its words in the file."""
    assert words(first(name)) == expected


def test_both_parts_have_eighteen_paragraphs_and_five_items() -> None:
    """The Russian transcript and the English translation are counted alike."""
    assert [(one.language, one.kind) for one in document().parts] == [
        ("ru", "transcript"),
        ("en", "translation"),
    ]
    for one in document().parts:
        numbers = [each.number for each in one.paragraphs if each.number]
        assert numbers == list(range(1, 19))
        items = [(each.number, each.item) for each in one.paragraphs if each.kind == "item"]
        assert items == [(5, "1"), (6, "2"), (7, "3"), (8, "4"), (9, "5")]


def test_a_paragraph_cut_by_a_page_counts_once() -> None:
    """In each language one paragraph goes on after the end of a page."""
    cut = {
        (one.language, each.number): each
        for one in document().parts
        for each in one.paragraphs
        if len(each.places) > 1
    }
    assert sorted(cut) == [("en", 10), ("ru", 11)]
    assert "specific issues about the agenda. At the same time" in cut["en", 10].text
    assert "об отводе своих войск от 38 параллели" in cut["ru", 11].text


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("en", 1, "Regarding the ceasefire negotiations"),
        ("en", 4, "Nam II offered three proposals"),
        ("en", 7, "withdrawal of foreign troops from Korea"),
        ("en", 11, "Le Kenong"),
        ("en", 15, "exchange of refugees"),
        ("en", 16, "Is all the above correct?"),
        ("en", 17, "Please send your instructions"),
        ("en", 18, "in our favor."),
        ("ru", 10, "по 38 параллели"),
        ("ru", 15, "беженцами"),
        ("ru", 18, "в нашу пользу."),
    ],
)
def test_a_paragraph_has_the_number_by_which_it_is_cited(
    language: str, number: int, words: str
) -> None:
    """Paragraphs are counted after the salutation, each agenda point as one."""
    (found,) = [one for one in part(language).paragraphs if one.number == number]
    assert words in found.text


def test_every_passage_that_the_founding_case_cites_is_there() -> None:
    """The addresses in `dossier.yaml` are addresses of this import."""
    text = (ROOT / "examples" / "kaesong-1951" / "dossier.yaml").read_text(encoding="utf-8")
    cited = yaml.safe_load(text)["sources"]["cable-21756"]["passages"]
    assert cited
    assert set(cited) - {one.address for one in passages_of(imported())} == set()


def test_the_custody_tail_stands_in_the_english_part_only() -> None:
    """Who deciphered, printed, kept and verified is told below the translation."""
    tail = "\n".join(one.text for one in part("en").paragraphs if one.kind == "foot")
    assert tail.startswith("Deciphered by Sudev")
    assert tail.endswith("COLONEL [signature] (Makarov)")
    assert [one for one in part("ru").paragraphs if one.kind == "foot"] == []
    assert [one.text for one in part("ru").paragraphs if one.kind == "signature"] == ["МАО ЦЗЭДУН"]


def test_slips_are_suggested_and_nothing_is_changed() -> None:
    """Nam II and Kim II Sung are told; the text still has them, and the right Kim Il Sung too."""
    found = [(one.got, one.meant) for one in document().suggestions]
    assert found == [("II", "Il"), ("II", "Il")]
    text = "\n".join(one.text for one in part("en").paragraphs)
    assert "Kim II Sung" in text
    assert "Kim Il Sung" in text


def test_what_was_not_understood_is_the_letterhead() -> None:
    """Only the name of the office at the top is part of no field."""
    assert [one.text for one in document().not_understood] == [
        "SECOND MAIN DIRECTORATE OF THE GENERAL STAFF OF THE SOVIET ARMY"
    ]
    assert document().wrapped == ()


def test_every_place_is_one_of_the_text() -> None:
    """A paragraph's words are those at its places, apart from white space and its bullet."""
    text = imported().reading.text
    for one in chain.from_iterable(each.paragraphs for each in document().parts):
        taken = " ".join(" ".join(text[slice(*place)] for place in one.places).split())
        assert taken.removeprefix("- ") == one.text


def test_the_import_comes_back_from_storage(tmp_path: Path) -> None:
    """What a dossier keeps is the whole import."""
    data = json.loads(json.dumps(imported_data(imported())))
    assert imported_from_data(data, imported().reading.text, "reading.json") == imported()
