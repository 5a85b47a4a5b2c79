"""What a reader may see of a dossier: compartments, documents, rules of what goes along."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.dossier.compartments.excerpting import write_excerpt
from parley.dossier.compartments.need_to_know import ForReader, for_reader, withheld_texts
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier
from parley.dossier.sources.stored_documents import stored_document
from parley.kernel.errors import PartyUnknown, Refused
from parley.mandate.running import check_dossier
from tests.semantics.negotiation import Entry, answer, day, dossier, event, offer
from tests.unit.cli_support import ferry, parley

LATE = 2_000_000_000_000_000
PAPER = "To the council.\n\nThe ferry lands at the pier. The fare is ten.\n\nThe stairs stay.\n"


def closed(policy: str = "silent", **more: object) -> dict[str, object]:
    """A head with one compartment, which only the capital may read."""
    one = {"title": "Back channel", "readers": "capital", "withheld": policy, **more}
    return {
        "sources": {"s": {"title": "A source", "passages": {"p1": "One.", "p2": "Two."}}},
        "compartments": {"back": one},
    }


def team_sees(entries: list[Entry], head: dict[str, object] | None = None) -> list[str]:
    """The ids of the entries that the team may see."""
    reduced = for_reader(dossier(entries, head or closed()), "team").dossier
    return [one.id for one in reduced.entries]


def test_need_to_know_is_personal() -> None:
    """Neither the side around a reader nor the posts inside it are cleared with it."""
    read = dossier([event("e", "x = a", compartment="back")], closed())
    assert [one.id for one in for_reader(read, "capital").dossier.entries] == ["e"]
    for other in ("red", "team", "blue"):
        assert for_reader(read, other).dossier.entries == ()
    around = dossier([event("e", "x = a", compartment="back")], closed(readers=["red"]))
    assert for_reader(around, "capital").dossier.entries == ()


def test_a_reader_must_be_cleared_for_all_compartments() -> None:
    """One of two is not enough."""
    head = closed()
    compartments = head["compartments"]
    assert isinstance(compartments, dict)
    compartments["front"] = {"title": "Front", "readers": ["team"]}
    both = [
        event("one", "x = a", compartment=["front"]),
        event("two", "x = a", compartment=["front", "back"]),
    ]
    assert team_sees(both, head) == ["one"]
    declared = for_reader(dossier(both, head), "team").dossier.declared
    assert list(declared.compartments) == ["front"]


def test_an_unknown_reader_is_refused_with_the_one_that_was_meant() -> None:
    """As an unknown party is."""
    with pytest.raises(PartyUnknown, match="did you mean `team`"):
        for_reader(dossier([], closed()), "taem")


@pytest.mark.parametrize(
    ("entry", "head"),
    [
        ({"compartmnt": "back"}, closed()),  # a slip in the key
        ({"compartment": "bakc"}, closed()),  # one in the name
        ({}, closed(sources=["s#p9"])),  # a passage that is not there
        ({}, closed(sources=["t"])),  # a source that is not
        ({}, closed(readers=["capitol"])),  # a reader
    ],
)
def test_a_slip_in_the_marking_shows_nothing(entry: Entry, head: dict[str, object]) -> None:
    """A view is refused where it cannot be told what is withheld; `check` names the slip."""
    read = dossier([event("e", "x = a", **entry)], head)
    with pytest.raises(Refused, match="cannot be told what a reader may see"):
        for_reader(read, "team")
    found = (*read.faults, *check_dossier(read, None, LATE).findings)
    assert {one.code for one in found} <= {"unknown-key", "unknown-reference"}
    assert all(one.hint for one in found)
    assert found


def test_an_unknown_compartment_is_told_with_a_suggestion() -> None:
    """By the check of references, as any other name."""
    read = dossier([event("e", "x = a", compartment="bakc")], closed())
    (found,) = check_dossier(read, None, LATE).findings
    assert found.code == "unknown-reference"
    assert found.hint == "did you mean `back`?"


def test_what_hangs_on_a_withheld_entry_goes_with_it() -> None:
    """Answers, what became known by it alone, what is said about it; but not what it replaces."""
    secret = offer("secret", "x = a", compartment="back")
    entries = [
        offer("before", "x = b"),
        secret,
        answer("reply", "secret", "accept"),
        event("heard", "refusal = yes", via="secret"),
        event("known", "refusal = yes", via="secret", known=day(6)),
        {"id": "about", "type": "assertion", "at": day(4), "about": "secret/number", "number": 1},
        event("after", "x = c", replaces=["secret", "before"], at=day(8)),
    ]
    reduced = for_reader(dossier(entries, closed()), "team").dossier
    assert [one.id for one in reduced.entries] == ["before", "known", "after"]
    assert reduced.by_id["known"].via is None
    assert reduced.by_id["after"].replaces == ("before",)


def test_what_rests_on_withheld_passages_alone_goes_with_them() -> None:
    """One passage that may be seen, or somebody who assumes it, is enough to stay."""
    head = closed(sources="s#p1")
    entries = [
        event("alone", "x = a", sources=["s#p1", "s#p1.2"]),
        event("both", "x = a", sources=["s#p1", "s#p2"]),
        event("assumed", "x = a", sources=["s#p1"], assumed="the team"),
    ]
    reduced = for_reader(dossier(entries, head), "team").dossier
    assert {one.id: one.sources for one in reduced.entries} == {
        "both": ("s#p2",),
        "assumed": (),
    }
    assert reduced.declared.sources["s"].passages == {"p2": "Two."}
    assert reduced.faults == ()


def test_a_source_goes_with_its_papers() -> None:
    """Else the index would tell of a paper whose arrival is withheld."""
    paper = {"id": "came", "type": "document", "at": day(2), "source": "s", "compartment": "back"}
    entries = [paper, event("proved", "x = a", sources=["s#p2"])]
    assert team_sees(entries) == []
    again = {"id": "again", "type": "document", "at": day(9), "source": "s"}
    assert team_sees([*entries, again]) == ["proved", "again"]


def test_a_question_whose_answer_is_withheld_has_no_answer_for_the_reader() -> None:
    """Anything else would tell that there is one; policy `say` tells how much is withheld."""
    asked: Entry = {
        "id": "ask",
        "type": "request",
        "at": day(2),
        "by": "team",
        "to": "capital",
        "questions": [{"id": "q", "text": "May we?", "due": day(4)}],
    }
    reply: Entry = {
        "id": "told",
        "type": "reply",
        "at": day(3),
        "by": "capital",
        "to": "team",
        "re": "ask",
        "answers": [{"question": "q", "answer": "yes"}],
        "compartment": "back",
    }
    silent = for_reader(dossier([asked, reply], closed()), "team")
    codes = [one.code for one in check_dossier(silent.dossier, None, LATE).findings]
    assert codes == ["question-overdue"]
    said = for_reader(dossier([asked, reply], closed("say")), "team")
    assert withheld_texts(said.withheld) == ("in “Back channel” 1 entry",)


def test_nothing_is_said_of_what_lies_in_a_silent_compartment_too() -> None:
    """Policy must let it be said for every compartment that the reader lacks."""
    head = closed("say")
    compartments = head["compartments"]
    assert isinstance(compartments, dict)
    compartments["deep"] = {"title": "Deep"}
    entries = [
        event("one", "x = a", compartment=["back"]),
        event("two", "x = a", compartment=["back", "deep"]),
    ]
    made = for_reader(dossier(entries, head), "team")
    assert withheld_texts(made.withheld) == ("in “Back channel” 1 entry",)
    assert made.dossier.declared.excerpt is not None


def _with_paper(tmp_path: Path, marked: str, cites: str) -> Dossier:
    root = ferry(tmp_path)
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    parley("import", tmp_path / "paper.txt", "--into", root, "--as", "paper")
    with (root / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            "  twin:\n    title: The same\n    file: PLACE\n"
            f"compartments:\n  back:\n    title: B\n    sources: {marked}\n"
        )
    declared = root / "dossier.yaml"
    text = declared.read_text(encoding="utf-8")
    file = next(root.glob("sources/paper/*/original.txt")).relative_to(root).as_posix()
    declared.write_text(text.replace("PLACE", file), encoding="utf-8")
    (root / "log" / "2030-04.yaml").write_text(
        f"- id: cites\n  type: event\n  at: 2030-04-01\n  assumed: me\n  sources: [{cites}]\n"
        "- id: more\n  type: event\n  at: 2030-04-01\n  sources: paper#en/3\n",
        encoding="utf-8",
    )
    return read_dossier(root)


@pytest.mark.parametrize("marked", ["paper#en/2", "paper#en/2.2", "twin#en/2"])
@pytest.mark.parametrize("cites", ["paper#en/2", "paper#en/02", "paper#en/2.2", "twin#en/2.2"])
def test_words_of_a_withheld_passage_are_nowhere(tmp_path: Path, marked: str, cites: str) -> None:
    """However the address is spelled; of the document only other cited passages are left."""
    made = for_reader(_with_paper(tmp_path, marked, cites), "envoys")
    source = made.dossier.declared.sources["paper"]
    assert source.file is None
    assert source.digest is None
    assert source.passages == {"en/3": "The stairs stay."}
    assert made.dossier.by_id["cites"].sources == ()
    assert "fare is ten" not in "".join(made.files.values())
    codes = {one.code for one in check_dossier(made.dossier, None, LATE).findings}
    assert not codes & {"unknown-reference", "unsourced-claim"}


def test_the_other_sentence_of_a_paragraph_may_be_seen(tmp_path: Path) -> None:
    """A sentence that is withheld takes its paragraph along, and not the other sentences."""
    made = for_reader(_with_paper(tmp_path, "paper#en/2.2", "paper#en/2.1, paper#en/2"), "envoys")
    assert made.dossier.by_id["cites"].sources == ("paper#en/2.1",)
    assert made.dossier.declared.sources["paper"].passages["en/2.1"].startswith("The ferry lands")


def test_an_excerpt_has_the_documents_that_may_be_seen_and_no_other(tmp_path: Path) -> None:
    """Whole ones come along with their reading; one with a withheld passage does not."""
    read = _with_paper(tmp_path, "minutes#p1", "paper#en/2")
    made = write_excerpt(read, "envoys", tmp_path / "open")
    source = made.dossier.declared.sources["paper"]
    kept = stored_document(tmp_path / "open", source)
    assert kept is not None
    assert "fare is ten" in kept.reading.text
    (tmp_path / "more").mkdir()
    shut = _with_paper(tmp_path / "more", "paper#en/2", "minutes")
    write_excerpt(shut, "envoys", tmp_path / "shut")
    left = sorted(one.name for one in (tmp_path / "shut").rglob("*") if one.is_file())
    assert left == ["2030-03.yaml", "2030-04.yaml", "dossier.yaml"]
    with pytest.raises(Refused, match="is there already"):
        write_excerpt(shut, "envoys", tmp_path / "shut")


def test_a_reduced_dossier_is_a_dossier_without_comments(tmp_path: Path) -> None:
    """Comments may say anything, so none is kept; all that is read stays as it is."""
    read = read_dossier(ferry(tmp_path))
    made: ForReader = for_reader(read, "lower")
    assert "#" not in made.files["log/2030-03.yaml"].replace("minutes#p", "")
    assert made.dossier.entries == read.entries
    assert made.dossier.declared == read.declared
    assert made.dossier.root == read.root
