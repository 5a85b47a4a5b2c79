"""`parley agenda` as users run it: its data, its options, and what it says of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.bargaining import agenda_value
from parley.cli.main import cli
from tests.meta.repository import ROOT
from tests.semantics.negotiation import offer
from tests.unit.agenda_support import ENTRIES, NAPKIN, agenda, written


def run(*args: object) -> Result:
    """Run `parley agenda`; what is wrong with the input is status 2 and one message."""
    return CliRunner().invoke(cli, ["agenda", *map(str, args)])


def data(*args: object) -> dict[str, Any]:
    """Run it for JSON."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(*args: object) -> str:
    """Run what is refused, and return the message on one line."""
    result = run(*args)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.replace("│", " ").split())


def bargaining(**more: Any) -> dict[str, Any]:
    """The section with something changed."""
    return {**NAPKIN["bargaining"], **more}


def test_the_drafts_of_the_log_are_valued(tmp_path: Path) -> None:
    """In order of time, under letters; the worths are those of the napkin."""
    found = data(written(tmp_path), "--draws", 0)
    drafts = {one["letter"]: one for one in found["drafts"]}
    assert {letter: one["entry"] for letter, one in drafts.items()} == {
        "A": "zone-alone",
        "B": "river-named",
        "D": "adopted",
    }
    worths = {letter: one["worth"]["by"]["nash"] for letter, one in drafts.items()}
    assert worths == {
        "A": {"red": 1, "blue": 3},
        "B": {"red": 3, "blue": 1},
        "D": {"red": 1, "blue": 3},
    }
    assert drafts["A"]["agenda"] == {"border": None, "guard": "plain"}
    assert (drafts["A"]["opens"], drafts["A"]["closes"]) == (["zone"], ["line"])
    assert drafts["B"]["settles"] == {"line": "river"}
    assert drafts["D"]["worth"]["by"]["highest"] == {"red": 3, "blue": 3}
    assert any("C (`a-part`)" in note and "covers: whole" in note for note in found["notes"])
    assert found["draws"] is None


def test_every_combination_is_listed_with_its_worth(tmp_path: Path) -> None:
    """Four choices of one item and two of the other; spaces point into the worths."""
    found = data(written(tmp_path), "--draws", 0)
    assert len(found["agendas"]) == len(found["spaces"]) == 8
    by_agenda = {
        tuple(agenda): found["worths"][space]
        for agenda, space in zip(found["agendas"], found["spaces"], strict=True)
    }
    assert by_agenda["river", None]["agreed"] is False
    assert by_agenda["river", None]["by"]["nash"] == found["no_agreement"]
    assert by_agenda["open", "plain"] == by_agenda["any", "plain"]


def test_each_wording_is_held_against_that_of_the_base(tmp_path: Path) -> None:
    """The adopted agenda is the base; words that open the same are one."""
    found = data(written(tmp_path), "--draws", 0)
    assert found["base"]["agenda"] == {"border": "open", "guard": "plain"}
    border = next(one for one in found["items"] if one["item"] == "border")
    choices = {one["wording"]: one for one in border["choices"]}
    assert choices.keys() == {None, "open", "river"}
    assert choices["open"]["same_as"] == ["any"]
    assert choices["open"]["comparison"]["at_base"] == {"red": 0, "blue": 0}
    assert choices["open"]["comparison"]["same"] == {"red": 2, "blue": 2}
    assert choices["river"]["comparison"]["at_base"] == {"red": 2, "blue": -2}
    assert choices["river"]["comparison"]["better"] == {"red": 1, "blue": 0}
    square = found["square"]
    assert (square["item"], square["general"], square["explicit"]) == ("border", "open", "river")
    assert square["without"]["explicit"]["agreed"] is False


def test_what_to_fear_says_why(tmp_path: Path) -> None:
    """The nearest agenda to the base, what it closes, and what would mend it."""
    red = data(written(tmp_path), "--draws", 0)["extremes"]["red"]
    assert (red["worst"]["worth"], red["best"]["worth"]) == (0, 3)
    assert red["best"]["nearest"] == {"border": "river", "guard": "plain"}
    assert red["drafts"] == {"A": 1, "B": 3, "D": 1}
    told = " ".join(red["worst"]["why"])
    assert "closes `zone`" in told
    assert "it would be worth 1 more with guard `plain`" in told


def test_another_base_and_other_items(tmp_path: Path) -> None:
    """By letter, by entry, or by wordings; an item not named is left out."""
    folder = written(tmp_path)
    for base in ("B", "river-named", "border=river,guard=plain", "border = river, guard = plain"):
        found = data(folder, "--draws", 0, "--base", base)
        assert found["base"]["agenda"] == {"border": "river", "guard": "plain"}
    found = data(folder, "--draws", 0, "--base", "border=open,guard=left_out", "--item", "guard")
    assert found["base"]["agenda"] == {"border": "open", "guard": None}
    assert (found["square"]["item"], found["square"]["explicit"]) == ("guard", None)


def test_draws_are_repeatable(tmp_path: Path) -> None:
    """The same seed gives the same; one weight is an interval, and it turns nothing for Blue."""
    folder = written(tmp_path)
    one, two = (data(folder, "--draws", 20, "--seed", 5) for _ in range(2))
    assert one == two
    assert one["draws"]["count"] == 20
    assert one["draws"]["doubts"] == [{"party": "red", "on": "line = river", "low": 1, "high": 3}]
    draft = next(each for each in one["drafts"] if each["letter"] == "B")
    assert draft["draws_against_base"]["red"]["better"] == 1
    turned = {(each["party"], each["number"]["party"]) for each in one["turned"]}
    assert ("red", "blue") in turned  # where Blue would rather have no agreement than the river


def test_another_measure(tmp_path: Path) -> None:
    """By the most that can be hoped for the open words are worth as much as the river."""
    found = data(written(tmp_path), "--draws", 0, "--measure", "highest")
    assert found["extremes"]["red"]["best"]["worth"] == 3
    assert len(found["extremes"]["red"]["best"]["agendas"]) == 3


def test_a_log_without_drafts_still_compares_wordings(tmp_path: Path) -> None:
    """The base is then every item in its first wording, and that is said."""
    found = data(written(tmp_path, []), "--draws", 0)
    assert found["drafts"] == []
    assert found["base"]["agenda"] == {"border": "open", "guard": "plain"}
    assert "no draft" in found["base"]["name"]
    text = run(written(tmp_path, []), "--draws", 0).output
    assert "The log has no draft agenda that is whole." in text
    assert "Names and events are made up." in text


def test_drafts_of_which_none_is_whole_are_taken_as_whole(tmp_path: Path) -> None:
    """With a note that says how to say so."""
    entries = [offer("one", None, agenda=agenda(border="river"))]
    found = data(written(tmp_path, entries), "--draws", 0)
    assert [one["entry"] for one in found["drafts"]] == ["one"]
    assert any("No draft says that it is the whole agenda" in note for note in found["notes"])


def test_a_draft_without_a_wording_has_no_worth(tmp_path: Path) -> None:
    """Where the item has several: it is told, not guessed."""
    entries = [offer("vague", None, agenda=agenda(border=""), covers="whole"), *ENTRIES]
    found = data(written(tmp_path, entries), "--draws", 0)
    assert "vague" not in [one["entry"] for one in found["drafts"]]
    assert any("in which wording it has `border`" in note for note in found["notes"])


def test_without_the_section_it_is_refused(tmp_path: Path) -> None:
    """With what to write."""
    text = refused(written(tmp_path, bargaining=None))
    assert "expected a section `bargaining`" in text
    assert "`status_quo`" in text


def test_without_items_it_is_refused(tmp_path: Path) -> None:
    """With where they are declared."""
    text = refused(written(tmp_path, [], agenda={}))
    assert "expected agenda items with wordings, got none" in text
    assert "under `agenda` in dossier.yaml" in text


def test_without_weights_it_is_refused(tmp_path: Path) -> None:
    """All parties of whom that is so, in one message."""
    wishes = {
        "red": {"priorities": [{"says": "line = river", "assumed": "us"}]},
        "blue": NAPKIN["bargaining"]["preferences"]["blue"],
    }
    text = refused(written(tmp_path, bargaining=bargaining(preferences=wishes)))
    assert "expected weights of every party, got none of red" in text
    assert "an interval" in text
    text = refused(written(tmp_path, bargaining=bargaining(preferences={})))
    assert "got none of red, blue" in text


def test_too_many_combinations_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the numbers and what would help."""
    monkeypatch.setattr(agenda_value, "MOST_AGENDAS", 7)
    text = refused(written(tmp_path))
    assert "at most 7 agendas, got 8" in text
    assert "name fewer items" in text


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        (("--item", "bordr"), "no agenda item `bordr`", "did you mean `border`"),
        (("--item", "border", "--item", "border"), "two different items", "is there or not"),
        (("--item", "a", "--item", "b", "--item", "c"), "at most two items, got 3", "reworded"),
        (("--base", "adoptd"), "no draft agenda `adoptd`", "did you mean `adopted`"),
        (("--base", "C"), "`C` cannot be valued", "river-named"),
        (("--base", "border=rivre"), "`rivre`", "did you mean `river`"),
        (("--base", "bordr=river"), "no agenda item `bordr`", "did you mean `border`"),
        (("--base", "border=river,guard"), "expected `item=wording`, got `guard`", "left out"),
        (("--draws", "-1"), "-1", "range"),
        (("--measure", "best"), "best", "nash"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_options_are_told(
    args: tuple[str, ...], message: str, hint: str, tmp_path: Path
) -> None:
    """What was expected, what was got, and what is near."""
    text = refused(written(tmp_path), *args)
    assert message in text
    assert hint in text


def test_faults_of_the_dossier_are_passed_over_and_told(tmp_path: Path) -> None:
    """On standard error, so that the result can be piped."""
    entries = [*ENTRIES, offer("faulty", "line = moon")]
    result = run(written(tmp_path, entries), "--draws", 0, "--format", "json")
    assert result.exit_code == 0
    assert "faults of the dossier were passed over" in result.stderr
    assert json.loads(result.stdout)["drafts"]


def test_items_and_drafts_complete(tmp_path: Path) -> None:
    """The shell is offered the items, and entries with an agenda."""
    folder = str(written(tmp_path))
    words = {"--item": "border", "--base": "river-named"}
    for option, expected in words.items():
        result = CliRunner().invoke(
            cli,
            [],
            prog_name="parley",
            env={
                "_PARLEY_COMPLETE": "bash_complete",
                "COMP_WORDS": f"parley agenda {folder} {option} ",
                "COMP_CWORD": "4",
            },
        )
        assert expected in result.output


def test_items_that_a_trade_of_the_log_links_come_first() -> None:
    """The founding case trades the words of the line for the troops item, and so it is shown."""
    found = data(ROOT / "examples" / "kaesong-1951", "--draws", 0)["square"]
    assert (found["item"], found["other"]) == ("line", "foreign_troops")
    asked = data(ROOT / "examples" / "kaesong-1951", "--draws", 0, "--item", "prisoners")["square"]
    assert asked["item"] == "prisoners"
