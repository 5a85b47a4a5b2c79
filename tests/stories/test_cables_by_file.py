"""The founding request goes out in four copies on a stick, and comes back answered in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.office_desks import Desk, begin, data, parley, story_of_the_plan


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Desk]:
    """Both ends after the story, some days later."""
    folder = tmp_path_factory.mktemp("cables")
    stick = folder / "stick"
    receive = (stick, "--receipts", stick)
    return story_of_the_plan(*begin(folder), ("--out", stick), receive)


def test_the_dossier_shows_partial_authority(ends: tuple[Desk, Desk]) -> None:
    """Two answers stand as authority; the third question is told as left out."""
    mao, _ = ends
    seen = ("kaesong-1951", "--for", "cpv-kpa", "--as-of", "1951-07-16T12:00Z")
    found = data(mao, "check", *seen, status=1)["findings"]
    [missing] = [one for one in found if one["code"] == "reply-missing-part"]
    assert "substance" in missing["message"] and "is-the-plan-right" in missing["entries"]
    brief = data(mao, "brief", *seen)
    [questions] = [one["content"] for one in brief["sections"] if one["key"] == "questions"]
    states = {
        one["question"]: one["state"]
        for one in questions["posed"]
        if one["request"] == "is-the-plan-right"
    }
    assert states == {"agenda": "answered", "press": "answered", "substance": "missing"}
    text = parley(mao, "brief", *seen, "--full")
    assert "line_wording = general" in text and "press_time = after_agenda" in text


def test_copy_2_goes_overdue_once_its_day_has_passed(ends: tuple[Desk, Desk]) -> None:
    """On the day it is not; four days later it is, at both ends, with the open question."""
    mao, _ = ends
    parley(mao, "cable", "check", "--as-of", "1951-07-15T10:00Z")
    for one in ends:
        found = data(one, "cable", "check", status=1)["findings"]
        assert {(each["code"], each["severity"]) for each in found} >= {
            ("copy-overdue", "error"),
            ("question-unanswered", "error"),
        }
        [late] = [each for each in found if each["code"] == "copy-overdue"]
        assert late["message"].startswith("copy 2 of ")
    [cable] = data(mao, "cable", "copies", "G/1")
    states = {one["copy"]: (one["state"], one["overdue"]) for one in cable["copies"]}
    assert states[1] == ("took-back", False) and states[2] == ("received", True)
    assert not states[3][1] and not states[4][1]
    answers = {one["question"]: len(one["answered_by"]) for one in cable["questions"]}
    assert answers == {"agenda": 1, "press": 1, "substance": 0}
    assert "OVERDUE" in parley(mao, "cable", "copies", "G/1")


def test_the_log_verifies_on_both_ends_and_each_witnesses_the_other(
    ends: tuple[Desk, Desk],
) -> None:
    """Each end's checkpoint, kept by the other, is in the log that it is of."""
    mao, stalin = ends
    theirs = stalin.folder / "kept-of-beijing"
    parley(mao, "cable", "checkpoint", "-o", theirs)
    parley(stalin, "cable", "checkpoint", "-o", mao.folder / "kept-of-moscow")
    for one, kept in ((mao, theirs), (stalin, mao.folder / "kept-of-moscow")):
        assert "nothing is wrong" in parley(one, "cable", "verify", "--full", "--witness", kept)
        assert data(one, "cable", "verify")["wrong"] == []
    assert "kept by mao" in parley(mao, "cable", "posts")
    # Both were already witnesses by the parcels alone.
    told = [one["says"] for one in data(mao, "cable", "log")]
    assert any("stalin witnessed this log" in one for one in told)
    parley(mao, "cable", "verify", "--witness", mao.folder / "kept-of-moscow", status=2)


def test_the_log_tells_who_did_what_and_never_what_a_cable_says(ends: tuple[Desk, Desk]) -> None:
    """The drafter, the releaser, the readers and the times are there; subject and text are not."""
    mao, stalin = ends
    text = " ".join(parley(mao, "cable", "log").split())
    assert "li-kenong wrote draft plan" in text
    assert "mao released" in text and "stalin opened copy 1" in text
    assert "1951-07-14 15:00 Asia/Shanghai = 10:00 Europe/Moscow" in text
    for office in (mao, stalin):
        kept = b"".join(one.read_bytes() for one in (office.folder / office.office).iterdir())
        for secret in (b"five points", b"parallel_38", b"after_agenda"):
            assert secret not in kept


def test_an_export_with_a_passage_withheld_is_proved_at_the_other_end(
    ends: tuple[Desk, Desk],
) -> None:
    """The mandator's office checks a redacted copy against the keys that it knows."""
    mao, stalin = ends
    shown = mao.folder / "shown.json"
    parley(mao, "cable", "export", "G/1", "--withhold", "passage/1", "-o", shown)
    found = data(stalin, "cable", "verify", shown)
    assert found["known_releaser"] and found["withheld"] == 1
    forged = shown.read_text(encoding="utf-8").replace("neutral states", "neutral status")
    shown.write_text(forged, encoding="utf-8")
    parley(stalin, "cable", "verify", shown, status=2)


def test_every_line_fits_a_terminal(ends: tuple[Desk, Desk], tmp_path: Path) -> None:
    """Nothing that is shown is wider than 80 columns."""
    mao, _ = ends
    for words in (("log",), ("copies",), ("copies", "G/1"), ("posts",), ("inventory",)):
        shown = parley(mao, "cable", *words)
        assert max(map(len, shown.splitlines())) <= 80, words
