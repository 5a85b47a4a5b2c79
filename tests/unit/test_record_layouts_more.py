"""Heads and feet that other authors write otherwise; every text is made up."""

from __future__ import annotations

import pytest

from parley.record.document import Document
from parley.record.layouts.parsing import parse
from parley.record.layouts.parts import kind_of_part
from parley.record.readers.reading import read_bytes

TEXT = (
    "The readings of the gauge were given today at the weir.\n\n"
    "We ask whether the next ones may be given in writing.\n"
)


def read(text: str) -> Document:
    """Return the one document in a text."""
    (found,) = parse(read_bytes(text.encode(), "made-up.txt")).documents
    for values in found.fields.values():
        for one in values:
            assert text[slice(*one.place)].strip() == text[slice(*one.place)].strip("\n")
    return found


def values(document: Document, name: str) -> list[tuple[str, str]]:
    """Return the values of a field, each with what stands by it."""
    return [(one.value, one.by) for one in document.fields.get(name, ())]


def counted(document: Document) -> list[str]:
    """Return the paragraphs of the first part that are counted."""
    return [one.text for one in document.parts[0].paragraphs if one.number]


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        ("STRICTLY CONFIDENTIAL", "handling", ("STRICTLY CONFIDENTIAL", "")),
        ("EXTREMELY URGENT To Comrade HREN.", "handling", ("EXTREMELY URGENT", "")),
        ("Special No. 1305", "number", ("1305", "")),
        ("Экз. № 1 тов. Хрену № 2 в дело", "copies", ("Nº 2 в дело", "дело")),
        ("Экз. № 1 тов. Хрену № 2 в дело", "copies", ("Nº 1 тов. Хрену", "тов. Хрену")),
        (
            "received at 1135 19 October 1951 from [WEIR]",
            "received",
            ("1951-10-19T11:35", "WEIR"),
        ),
        ("Received 19:55 13.June.1951", "received", ("1951-06-13T19:55", "")),
        ("«14» июля 1951 г.", "sent", ("1951-07-14", "")),
    ],
)
def test_a_line_of_a_head(line: str, name: str, expected: tuple[str, str]) -> None:
    """A line alone above the text gives its field, with the words of another author."""
    assert expected in values(read(f"CABLE No. 7\n\n{line}\n\n{TEXT}"), name)


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        ("Made 12 copies", "copies", ("Made 12 copies", "")),
        ("Authentic: Officer (Hren)", "verified", ("Officer (Hren)", "Hren")),
        (
            '"14" July 1951\n16 hours 20 minutes',
            "sent",
            ("1951-07-14T16:20", ""),
        ),
        (
            "Напечатала Петрова 12.45 19 октября 1951",
            "printed",
            ("1951-10-19T12:45", "Петрова"),
        ),
        ("No. 566/sh\nHREN\n13.VI.51", "author", ("HREN", "")),
        ("No. 77 13.6.1951", "sent", ("1951-06-13", "")),
    ],
)
def test_a_line_of_a_foot(line: str, name: str, expected: tuple[str, str]) -> None:
    """A line below the text does so too."""
    assert expected in values(read(f"CABLE No. 7\n\n{TEXT}\n{line}\n"), name)


def test_a_greeting_alone_is_no_paragraph() -> None:
    """`With greetings` belongs to the signature, also with a blank line below it."""
    found = read(f"CABLE No. 7\n\n{TEXT}\nWith greetings\n\nHREN\n")
    assert len(counted(found)) == 2


def test_a_sentence_that_tells_of_receiving_is_text() -> None:
    """`We received your telegram of 13 July.` is a paragraph and no mark of custody."""
    found = read(f"CABLE No. 7\n\nWe received your telegram of 13 July 1951.\n\n{TEXT}")
    assert counted(found)[0] == "We received your telegram of 13 July 1951."
    assert values(found, "received") == []


def test_a_chain_of_addressees_over_two_lines() -> None:
    """The last of a chain is whom the telegram is for, also without a comma between."""
    found = read(f"URGENT\n\nTO HREN\nfor Comrade BELL\n\n{TEXT}\nCOUNCIL\n")
    assert values(found, "addressee") == [("Comrade BELL", ""), ("HREN", "by way of")]
    found = read(f"WEIR. To Consul HREN. For immediate delivery to BELL.\n\n{TEXT}\nCOUNCIL\n")
    assert values(found, "addressee")[0] == ("BELL", "")
    assert ("Consul HREN", "by way of") in values(found, "addressee")


def test_a_post_below_its_place_and_a_number_that_is_answered() -> None:
    """A post is an addressee; `To No. 1352` names a telegram, not a person."""
    found = read(f"WEIRTOWN\n\nSOVIET AMBASSADOR\n\nTo No. 1352.\n\n{TEXT}\nCOUNCIL\n")
    assert values(found, "addressee") == [("SOVIET AMBASSADOR", ""), ("WEIRTOWN", "by way of")]


def test_a_stamp_between_two_copies_belongs_to_neither() -> None:
    """The place of a copy below a stamp begins at its own line; `Inc.` is an incoming number."""
    stamp = "[Stamp: SUBJECT TO RETURN to the 2nd\nInc. No. 1190/a]"
    text = f"CABLE No. 7\n\nCopy No. 1 to Cde. Bell\n\n{stamp}\n\nNo. 2 to the file\n\n{TEXT}"
    found = read(text)
    second = next(one for one in found.fields["copies"] if one.by == "the file")
    assert text[slice(*second.place)] == "No. 2 to the file"
    assert values(found, "incoming_number") == [("1190/a", "")]


def test_a_page_whose_site_is_named_above_the_date() -> None:
    """The title is the line below the date; the name of the site is kept as not understood."""
    found = read(
        "Made-up Archive\nHistory of Rivers\n\nMay 2, 1951\n\nTelegram No. 5, Hren to Bell\n\n"
        f"Authors:\n\nHren\n\nOriginal Language:\n\nEnglish\n\nContents:\n\nTranscript\n\n{TEXT}"
    )
    assert values(found, "title") == [("Telegram No. 5, Hren to Bell", "")]
    assert values(found, "sent") == [("1951-05-02", "")]
    assert "Made-up Archive" in [one.text for one in found.not_understood]


def test_one_line_whose_citation_names_a_ciphered_telegram() -> None:
    """A head that is quoted in a citation is no head; addressee and signature part from text."""
    found = read(
        "June 13, 1951 Ciphered Telegram No. 20, Hren to Bell Citation: “Ciphered Telegram No. 20, "
        "Hren to Bell,” June 13, 1951, Made-up Archive, f. 45, op. 1, d. 339, l. 3. Summary: Hren "
        "asks. Original Language: Russian Contents: English Translation CIPHERED TELEGRAM No. 20 "
        "Copies: Bell (2), Marr From WEIR Received 11:30 13.6.1951 SPECIAL No. 18 URGENT "
        "To Comrade BELL. I ask for your advice on two questions. 1) How to begin. 2) Who leads. "
        "Please answer soon, because the talks at the weir begin on the fifteenth and the others "
        "ask for a list of names. The list that was sent in May is no longer good, since two of "
        "the officers were called back. We think that four of us are enough. HREN No. 77 "
        "13.6.1951 Printed by Marr 12:40 13.6"
    )
    assert values(found, "citation")[0][0].endswith("d. 339, l. 3.")
    assert ("Comrade BELL", "") in values(found, "addressee")
    assert "HREN" in [one.text for one in found.parts[0].paragraphs if one.kind == "signature"]
    assert values(found, "sender_number") == [("77", "")]
    assert [one for one, _ in values(found, "copies")] == ["Bell (2)", "Marr"]
    assert counted(found)[0] == "I ask for your advice on two questions."
    assert not found.wrapped


def test_a_printed_telegram_with_a_number_of_letters_and_plain_footnotes() -> None:
    """Its number, the paragraph that a page ends in, and footnotes that stand below one another."""
    found = read(
        "No. 512\n\n795.00/10-1951: Telegram\n\nThe Envoy (Hren) to the Chiefs of Staff1\n\n"
        "SECRET\nWeir, 19 October 1951—11:35 a.m.\n\n"
        "C-55261. For JCS. The liaison officers met at noon and agreed upon the text.\n"
        "They will meet again tomorrow in order to\n\n[Page 1041]\n\nsign it.\n\n"
        "Paragraph two says that neutral zones remain.3\n\nHren\n\n"
        "1 Copies were sent to the Department.\n2 Dated October 16; not printed.\n"
        "3 See the note above.\n"
    )
    assert values(found, "number")[0] == ("C-55261", "")
    assert values(found, "archive") == []
    assert values(found, "title") == [("The Envoy (Hren) to the Chiefs of Staff", "")]
    assert counted(found)[0].endswith("in order to sign it.")
    assert len(counted(found)) == 2
    assert [one.text[0] for one in found.parts[0].paragraphs if one.kind == "note"] == list("123")


def test_a_state_cable_whose_pages_repeat_the_secrecy() -> None:
    """Banners at the edge of a page are no text; the list of INFO runs on; the subject is title."""
    found = read(
        "SECRET\n\nPAGE 01  WEIR  04321  251431Z\n\nACTION SS-25\nINFO OCT-01\nR 251402Z APR 75\n"
        "FM AMEMBASSY WEIR\nTO SECSTATE WASHDC\nINFO AMEMBASSY PARIS\nUSMISSION GENEVA\n\n"
        "S E C R E T WEIR 04321\n\nEXDIS\n\nE.O. 11652: GDS\nTAGS: PARM\n"
        "SUBJECT: TALKS ON THE RIVER\n\n1. READINGS WOULD BE GIVEN IF THE OTHER\n"
        "SECRET\n\nSECRET\n\nPAGE 02  WEIR  04321  251431Z\n\n"
        "SIDE GAVE THEM TOO.\n\n2. WE ASK FOR GUIDANCE.\nHREN\n"
    )
    assert values(found, "title") == [("TALKS ON THE RIVER", "")]
    assert ("USMISSION GENEVA", "INFO") in values(found, "copies")
    assert ("EXDIS", "") in values(found, "handling")
    assert not any("SECRET" in one for one in counted(found))


def test_which_part_is_the_translation_may_stand_in_the_contents() -> None:
    """Without an original language the list of contents says which part is which."""
    listed = "Transcript - Russian English - Translation"
    assert kind_of_part("en", "", listed, alone=False) == "translation"
    assert kind_of_part("ru", "", listed, alone=False) == "transcript"
