"""What holds of every document: nothing dropped, places true, storage lossless, no way to crash."""

from __future__ import annotations

import json
from datetime import date, time
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.kernel.errors import Refused
from parley.record.document import Document, Imported, Place
from parley.record.language import languages
from parley.record.layouts.dates import find_times
from parley.record.layouts.pages import LABELS
from parley.record.layouts.parsing import parse
from parley.record.layouts.shelfmarks import find_shelf_marks
from parley.record.passages import Passage, passages_kept, passages_of
from parley.record.readers.reading import read_bytes
from parley.record.stored import imported_data, imported_from_data

#: Lines that documents are made of, with the words of heads, feet, pages and stamps among them.
PIECES = st.sampled_from(
    [
        "CABLE No. 7",
        "Citation:",
        "Summary: it asks",
        "Original Language: Russian",
        "Contents: Transcript - Russian",
        "Copy No. 1 to the Chairman, No. 2 to the file",
        "received 1500 13 July 2031",
        "[Stamp: SUBJECT TO RETURN Incoming No. 5/7/x",
        "13 July 2031]",
        'SERIES "B"',
        "to the Chairman",
        "Comrade Chairman!",
        "Dear Envoy,",
        "We agree that the readings are given every twelve hours.",
        "Совет согласен, что показания даются каждые двенадцать часов.",
        "- 1. Adoption of the agenda.",
        "2) Readings, which go on",
        "and on to the end.",
        "[Page 650]",
        "[...]",
        "PAGE 02 WEIR 00044 130712Z",
        "- Home",
        "Attachment",
        "COUNCIL",
        "No. 80",
        "Deciphered by the clerk 1615 13 July",
        "Four copies printed. Copies No 3 and 4 to file",
        "Verified: HEAD OF SECTION",
        "Приложение",
        "f. 12, op. 3, d. 44, ll. 5-7",
        "[1] Not printed.",
        '"We accept."',
        "",
        "",
        "\f",
    ]
)
DOCUMENTS = st.lists(PIECES | st.text(max_size=30), max_size=30).map("\n".join)


def read(text: str) -> Imported | None:
    """Return what is read of a text; nothing where there is no text in it."""
    try:
        return parse(read_bytes(text.encode("utf-8", "replace"), "d.txt", "utf-8"))
    except Refused:
        return None


def all_documents(document: Document) -> list[Document]:
    """Return a document and those inside it."""
    return [document, *chain.from_iterable(map(all_documents, document.wrapped))]


@given(DOCUMENTS)
@settings(max_examples=300)
def test_places_are_in_the_text_and_paragraphs_are_their_words(text: str) -> None:
    """Every place is one of the text; a paragraph has the letters that stand there."""
    imported = read(text)
    if imported is None:
        return
    whole = imported.reading.text
    for document in chain.from_iterable(map(all_documents, imported.documents)):
        fields = chain.from_iterable(document.fields.values())
        places = [*(one.place for one in fields), *(one.place for one in document.not_understood)]
        for part in document.parts:
            for one in part.paragraphs:
                places.extend(one.places)
                taken = "".join(whole[slice(*place)] for place in one.places)
                letters = [letter for letter in taken if letter.isalnum()]
                assert letters == [letter for letter in one.text if letter.isalnum()]
                assert all(0 <= a < b <= len(one.text) for a, b in one.sentences)
            numbers = [one.number for one in part.paragraphs if one.number]
            assert numbers == list(range(1, len(numbers) + 1))
        assert all(0 <= start < end <= len(whole) for start, end in places)


@given(DOCUMENTS)
@settings(max_examples=300)
def test_nothing_is_dropped(text: str) -> None:
    """What is in no field, no paragraph and not left over is a label, a mark or said twice."""
    imported = read(text)
    if imported is None:
        return
    whole = imported.reading.text
    seen = [False] * len(whole)
    values: list[str] = []
    for document in chain.from_iterable(map(all_documents, imported.documents)):
        fields = list(chain.from_iterable(document.fields.values()))
        values.extend(one.value for one in fields)
        paragraphs = chain.from_iterable(one.paragraphs for one in document.parts)
        places: list[Place] = [
            *(one.place for one in fields),
            *(one.place for one in document.not_understood),
            *chain.from_iterable(one.places for one in paragraphs),
        ]
        for start, end in places:
            seen[start:end] = [True] * (end - start)
    missed = "".join(one if not seen[at] else "\n" for at, one in enumerate(whole))
    known = [
        "Citation",
        "Summary",
        "Original",
        "Language",
        "Contents",
        "Transcript",
        "Russian",
        "Page",
        "650",
        "PAGE",
        "02",
        "WEIR",
        "00044",
        "130712Z",
        "Stamp",
        "Source",
        "Title",
        "Type",
        "it",
        "asks",
    ]
    for piece in missed.split("\n"):
        for word in "".join(one if one.isalnum() else " " for one in piece).split():
            assert (
                word in known
                or any(word in one for one in values)
                or find_times(piece)
                or not any(one.isalpha() for one in word)
                or piece.strip(" []:.-|") in {w for one in languages() for w in one.handling}
                or _is_label(piece)
            ), (word, piece)


def _is_label(piece: str) -> bool:
    return piece.strip(" :-–•*：").casefold() in LABELS


@given(DOCUMENTS)
def test_storage_is_lossless(text: str) -> None:
    """What is stored as JSON comes back the same, with addresses that are all different."""
    imported = read(text)
    if imported is None:
        return
    data = json.loads(json.dumps(imported_data(imported)))
    assert imported_from_data(data, imported.reading.text, "r") == imported
    addresses = [one.address for one in passages_of(imported)]
    assert len(set(addresses)) == len(addresses)


PASSAGES = st.dictionaries(
    st.sampled_from([f"en/{n}" for n in range(1, 9)]), st.sampled_from("abcdef"), max_size=8
).map(lambda some: [Passage(address, text, text) for address, text in some.items()])


@given(PASSAGES, PASSAGES)
def test_each_old_passage_has_one_fate(old: list[Passage], new: list[Passage]) -> None:
    """Same, moved, changed and gone share the old addresses out; moved ones have their words."""
    kept = passages_kept(old, new)
    fates = [*kept.same, *kept.moved, *kept.changed, *kept.gone]
    assert sorted(fates) == sorted(one.address for one in old)
    words = {one.address: one.digest for one in new}
    before = {one.address: one.digest for one in old}
    assert all(words[one] == before[one] for one in kept.same)
    assert all(words[new] == before[one] for one, new in kept.moved.items())
    assert len(set(kept.moved.values()) | set(kept.same)) == len(kept.moved) + len(kept.same)
    assert all(one not in words and before[one] for one in kept.gone)
    assert all(words[one] != before[one] for one in kept.changed)


@given(
    st.dates(date(1931, 1, 1), date(2029, 12, 31)),
    st.times(),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{d:02}.{n:02}.{y}", "{d} {r} {y} г."]),
)
def test_a_date_that_is_written_is_read(day: date, clock: time, form: str) -> None:
    """Whatever the day and the form, the same day comes out, and the minute before it."""
    english, russian = languages()
    written = form.format(
        d=day.day,
        m=english.months[day.month - 1],
        n=day.month,
        y=f"{day.year:04}",
        r=russian.months[day.month - 1],
    )
    assert [one.value for one in find_times(written)] == [day.isoformat()]
    timed = f"received {clock:%H%M} {written}"
    assert [one.value for one in find_times(timed)] == [f"{day.isoformat()}T{clock:%H:%M}"]


NUMBERS = st.integers(1, 999)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.booleans())
def test_a_shelf_mark_that_is_written_is_read(
    fond: int, opis: int, delo: int, leaf: int, russian: bool
) -> None:
    """English and Russian forms give the mark back as it stands, with its archive."""
    form = "ф. {}, оп. {}, д. {}, лл. {}-{}" if russian else "f. {}, op. {}, d. {}, ll. {}-{}"
    written = form.format(fond, opis, delo, leaf, leaf + 2)
    archive = "АПРФ" if russian else "APRF"
    (found,) = find_shelf_marks(f"From {archive}'s hall, {archive}, {written}. Translated.")
    assert (found.archive, found.value) == (archive, written)


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_in_any_encoding_is_read_or_refused(text: str) -> None:
    """Bytes of whatever kind give documents or a message, never another error."""
    for codec in ("utf-8", "utf-16", "koi8-r", "cp1251", "latin-1"):
        try:
            parse(read_bytes(text.encode(codec, "replace"), "d"))
        except Refused as error:
            assert error.hint
