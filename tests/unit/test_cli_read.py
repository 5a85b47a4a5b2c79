"""`parley show`, `log` and `diff`: what they show, filter and hide."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from parley.dossier.reading import read_dossier
from tests.unit.cli_support import ferry, parley, widest

LATE = ("--as-of", "2030-03-06")


def shown(*arguments: object) -> list[dict[str, Any]]:
    """Call `parley show` and return its cards."""
    cards: list[dict[str, Any]] = json.loads(parley("show", *arguments, "--format", "json").stdout)
    return cards


def part(card: dict[str, Any], title: str) -> dict[str, str]:
    """Return one part of a card as label -> text."""
    rows: list[dict[str, str]] = next(
        (one["rows"] for one in card["parts"] if one["title"] == title), []
    )
    return {row["label"]: row["text"] for row in rows}


def test_an_entry_comes_with_its_state_findings_and_referrers(tmp_path: Path) -> None:
    """`show ENTRY` joins what the rooms below know of it."""
    root = ferry(tmp_path)
    (card,) = shown(root, "fare-for-pier", "--for", "upper", *LATE)
    assert (card["kind"], card["file"], card["line"]) == ("trade", "log/2030-03.yaml", 11)
    assert card["data"]["give"] == "fare = 20"
    assert card["data"]["state"] == "executed-unmet"
    assert "first-offer" in part(card, "Because of")
    assert "trade-unmet" in part(card, "Findings")
    (answered,) = shown(root, "first-offer", *LATE)
    assert answered["data"]["state"] == "accepted"
    assert {"holder": "their-answer", "field": "re"} in answered["referred_to_by"]
    text = parley("show", root, "first-offer", *LATE).stdout
    assert "happened        2030-03-04 10:00 UTC" in text
    assert "2030-03-04 11:00 Europe/Berlin" in text
    assert widest(text) <= 80


def test_a_party_keeps_its_lines_from_the_other_side(tmp_path: Path) -> None:
    """With --for, another side's lines and plans are not shown; its own are."""
    root = ferry(tmp_path)
    assert "never-free" in parley("show", root, "lower").stdout
    assert "never-free" not in parley("show", root, "lower", "--for", "upper").stdout
    assert "no_agreement" not in str(shown(root, "upper", "--for", "lower"))
    assert parley("show", root, "never-free", "--for", "upper").exit_code == 2
    assert shown(root, "never-free", "--for", "lower")[0]["kind"] == "red line"


def test_what_a_party_never_knew_is_not_there_for_it(tmp_path: Path) -> None:
    """An instruction inside one side does not exist for the other."""
    root = ferry(tmp_path)
    result = parley("show", root, "hold-the-pier", "--for", "lower", *LATE)
    assert result.exit_code == 2
    assert "what lower knew" in result.stderr
    assert "hold-the-pier" not in parley("log", root, "--for", "lower", *LATE).stdout
    assert "hold-the-pier" not in parley("show", root, "landing", "--for", "lower").stdout


def test_an_issue_comes_with_what_stands_on_it(tmp_path: Path) -> None:
    """`show ISSUE` has its values, orders, commitments and the entries about it."""
    (card,) = shown(ferry(tmp_path), "fare", "--for", "upper", *LATE)
    assert set(part(card, "Values")) == {"0", "10", "20"}
    assert part(card, "What stands")["agreed"] == "fare = 20: first-offer, their-answer"
    assert "their-answer" in part(card, "Entries about it")
    assert "feasibility:pier-costs" in {one["holder"] for one in card["referred_to_by"]}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("minutes", "source"),
        ("minutes#p1", "passage"),
        ("place", "agenda item"),
        ("pier-costs", "feasibility"),
        ("party:upper", "party"),
        ("entry:first-offer", "proposal"),
    ],
)
def test_everything_with_a_name_can_be_shown(tmp_path: Path, name: str, kind: str) -> None:
    """Each kind of thing has a card."""
    (card,) = shown(ferry(tmp_path), name, *LATE)
    assert card["kind"] == kind


def test_a_passage_comes_with_who_cites_it(tmp_path: Path) -> None:
    """`show SOURCE#PASSAGE` has what it says and the entries that rest on it."""
    root = ferry(tmp_path)
    (card,) = shown(root, "minutes#p2", *LATE)
    assert part(card, "Passage") == {"p2": "The fare may rise in exchange."}
    assert [one["holder"] for one in card["referred_to_by"]] == ["fare-for-pier", "first-offer"]
    assert "did you mean `minutes#p1`" in parley("show", root, "minutes#p11").stderr


def test_a_finding_can_be_shown_by_its_address(tmp_path: Path) -> None:
    """The address that `check` prints leads to the finding, its proof and its explanation."""
    root = ferry(tmp_path)
    listed = json.loads(parley("check", root, *LATE, "--format", "json").stdout)["findings"]
    for finding in listed:
        (card,) = shown(root, finding["address"], *LATE)
        assert card["data"] == finding
        assert set(part(card, "Proof")) == set(finding["entries"])
        assert part(card, f"About {finding['code']}")["mending"]


def test_an_unknown_id_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    """A slip in an id is refused with a suggestion."""
    result = parley("show", ferry(tmp_path), "first-ofer", *LATE)
    assert result.exit_code == 2
    assert "did you mean `first-offer`?" in result.stderr
    early = parley("show", ferry(tmp_path, "again"), "first-offer", "--as-of", "2030-03-01")
    assert "look at a later time with --as-of" in early.stderr


def ids(*arguments: object) -> list[str]:
    """Call `parley log` and return the ids of the entries it lists."""
    times = () if "--as-of" in arguments else LATE
    found = json.loads(parley("log", *arguments, *times, "--format", "json").stdout)
    return [entry["id"] for entry in found]


def test_the_log_filters(tmp_path: Path) -> None:
    """Each filter lets through what it names, and several must all agree."""
    root = ferry(tmp_path)
    everything = [
        "fare-for-pier", "hold-the-pier", "may-we-give-fare", "first-offer", "their-answer",
    ]  # fmt: skip
    assert ids(root, *LATE) == everything
    assert ids(root, "--as-of", "2030-03-02") == everything[:3]
    assert ids(root, "--issue", "landing") == ["fare-for-pier", "hold-the-pier"]
    assert ids(root, "--issue", "fare", "--type", "response") == ["their-answer"]
    assert ids(root, "--party", "lower") == ["first-offer", "their-answer"]
    assert ids(root, "--party", "upper") == everything
    assert ids(root, "--type", "trade", "--type", "request") == [everything[0], everything[2]]
    assert ids(root, "--since", "2030-03-02", "--until", "2030-03-04") == everything[2:4]
    assert ids(root, "--text", "SAY NOTHING") == ["first-offer"]
    assert ids(root, "--text", "higher fare", "--type", "request") == ["may-we-give-fare"]
    assert ids(root, "--for", "lower") == ["first-offer", "their-answer"]


def test_the_log_refuses_an_issue_that_is_none(tmp_path: Path) -> None:
    """A slip in --issue is refused with a suggestion, not answered with nothing."""
    result = parley("log", ferry(tmp_path), "--issue", "landin")
    assert result.exit_code == 2
    assert "did you mean `landing`?" in result.stderr


def test_the_log_reads_well_in_a_terminal(tmp_path: Path) -> None:
    """Time, id, type, who, statement and text, in 80 columns."""
    text = parley("log", ferry(tmp_path), *LATE, "--for", "upper").stdout
    assert "2030-03-04 11:00  first-offer\n    proposal: envoys to lower\n    fare = 20\n" in text
    assert "give fare = 20 for landing = new" in text
    assert text.endswith("5 entries\n")
    assert widest(text) <= 80


def test_the_log_as_a_table_is_safe_for_spreadsheets(tmp_path: Path) -> None:
    """CSV has a row for every entry, and no cell that a spreadsheet would run."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    log.write_text(log.read_text(encoding="utf-8").replace("text: The envoys", "text: =The envoys"))
    rows = list(csv.DictReader(io.StringIO(parley("log", root, *LATE, "--format", "csv").stdout)))
    assert len(rows) == 5
    offer = next(row for row in rows if row["id"] == "first-offer")
    assert offer["text"].startswith("'=The envoys")
    assert (offer["happened"], offer["issues"]) == ("2030-03-04T10:00:00Z", "fare")
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_the_log_as_a_picture_is_svg(tmp_path: Path) -> None:
    """--format svg gives one well-formed picture with every entry's id in it."""
    text = parley("log", ferry(tmp_path), *LATE, "--format", "svg").stdout
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "first-offer" in text


def test_json_of_the_log_has_both_times(tmp_path: Path) -> None:
    """Each entry has its own fields, its times in UTC, and its place."""
    root = ferry(tmp_path)
    found = json.loads(parley("log", root, "--for", "upper", *LATE, "--format", "json").stdout)
    first = found[0]
    assert first["type"] == "trade"
    assert (
        first["happened"] == first["learned"] == "2030-02-28T23:00:00Z/2030-03-01T22:59:59.999999Z"
    )
    assert (first["file"], first["line"]) == ("log/2030-03.yaml", 11)
    assert read_dossier(root).by_id[first["id"]].at == first["at"]


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    """New entries, states, positions and findings between two times."""
    root = ferry(tmp_path)
    times = ("--from", "2030-03-02", "--to", "2030-03-06", "--for", "upper")
    found = json.loads(parley("diff", root, *times, "--format", "json").stdout)["parties"]["upper"]
    assert [one["id"] for one in found["entries"]] == ["first-offer", "their-answer"]
    assert found["trades"] == [
        {"id": "fare-for-pier", "before": "authorised", "after": "executed-unmet"}
    ]
    assert found["questions"][0]["after"] == "overdue"
    assert {one["holder"] for one in found["positions"]} == {"own", "agreed"}
    assert {one["code"] for one in found["findings_new"]} == {"question-overdue", "trade-unmet"}
    text = parley("diff", root, *times).stdout
    assert "fare-for-pier  authorised -> executed-unmet" in text
    assert "nothing -> fare = 20 (first-offer, their-answer)" in text
    assert widest(text) <= 80


def test_diff_of_nothing_says_so_and_times_must_be_in_order(tmp_path: Path) -> None:
    """No change is told in words; --from after --to is refused."""
    root = ferry(tmp_path)
    same = parley("diff", root, "--from", "2030-03-06", "--to", "2030-03-07", "--for", "upper")
    assert "nothing changed" in same.stdout
    turned = parley("diff", root, "--from", "2030-03-07", "--to", "2030-03-06")
    assert turned.exit_code == 2
    assert "exchange the two" in turned.stderr


def test_times_are_shown_in_the_zone_asked_for(tmp_path: Path) -> None:
    """--zone overrides the zone of the party and of the dossier."""
    text = parley("log", ferry(tmp_path), *LATE, "--zone", "Asia/Tokyo").stdout
    assert "times in Asia/Tokyo" in text
    assert "2030-03-04 19:00  first-offer" in text


def test_a_card_lists_the_newest_of_many_entries(tmp_path: Path) -> None:
    """Beyond fifty, the rest is counted and the command that lists it is named."""
    root = ferry(tmp_path)
    entry = "- id: e{0}\n  type: event\n  at: 2030-02-01\n  says: fare = 10\n  by: lower\n"
    text = "".join(map(entry.format, range(60)))
    (root / "log" / "many.yaml").write_text(text, encoding="utf-8")
    for name, command in (("fare", "--issue fare"), ("lower", "--party lower")):
        (card,) = shown(root, name, *LATE)
        rows = next(one for one in card["parts"] if "ntries" in one["title"])["rows"]
        assert len(rows) == 51
        assert rows[0]["label"].endswith(" earlier")
        assert rows[0]["text"] == f"see `parley log {command}`"
