"""`parley check`: statuses, formats, what is new, what is waived, and watching."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from parley.mandate.explaining import explanations
from tests.unit.cli_support import LOG, ferry, parley, widest

LATE = ("--for", "upper", "--as-of", "2030-03-06")
EARLY = ("--for", "upper", "--as-of", "2030-03-02")


def waiver(address: str) -> str:
    """Return an entry that waives a finding."""
    return (
        "\n- id: waive-it\n  type: waiver\n  at: 2030-03-05\n  by: council\n"
        f"  waives: {address}\n  reason: The pier comes next week.\n  until: 2030-03-31\n"
        "  assumed: the council\n"
    )


def data(*arguments: object) -> dict[str, Any]:
    """Call `parley check` and return what it says as JSON."""
    found: dict[str, Any] = json.loads(parley("check", *arguments, "--format", "json").stdout)
    return found


def test_the_status_tells_whether_there_are_errors(tmp_path: Path) -> None:
    """0 without errors, 1 with one, whatever is shown."""
    root = ferry(tmp_path)
    assert parley("check", root, *EARLY).exit_code == 0
    assert parley("check", root, *LATE).exit_code == 1
    assert parley("check", root, *LATE, "--format", "json").exit_code == 1


def test_warnings_alone_leave_the_status_0(tmp_path: Path) -> None:
    """A warning is told, and can be left out, without changing the status."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    log.write_text(
        log.read_text(encoding="utf-8") + "\n- id: bare\n  type: event\n  at: 2030-03-01\n"
    )
    told = parley("check", root, *EARLY)
    assert told.exit_code == 0
    assert "warning: unsourced-claim" in told.stdout
    assert "unsourced-claim" not in parley("check", root, *EARLY, "--severity", "error").stdout


def test_the_terminal_shows_place_code_message_mending_and_proof(tmp_path: Path) -> None:
    """A finding is complete in plain text of 80 columns."""
    text = parley("check", ferry(tmp_path), *LATE).stdout
    assert text.startswith("ferry: for upper, as of 2030-03-07 01:00 Europe/Berlin")
    assert "(the end of 2030-03-06\nUTC)" in text
    assert "\nlog/2030-03.yaml: 2 errors\n" in text
    assert "\nlog/2030-03.yaml:32: error: trade-unmet\n    first-offer" in text
    assert "\n    mend: withdraw the concession" in text
    assert "\n    entries: first-offer, fare-for-pier; passages: minutes#p2; address:" in text
    assert text.endswith("\n2 errors\n")
    assert widest(text) <= 80
    assert "\x1b" not in text


def test_json_has_the_promised_shape(tmp_path: Path) -> None:
    """The keys that other programs rely on are there, and no others at the top."""
    found = data(ferry(tmp_path), *LATE)
    assert list(found) == ["findings", "waived", "dossier", "party", "as_of", "known_as_of"]
    assert (found["dossier"], found["party"], found["waived"]) == ("ferry", "upper", [])
    finding = next(one for one in found["findings"] if one["code"] == "trade-unmet")
    assert finding["severity"] == "error"
    assert (finding["file"], finding["line"]) == ("log/2030-03.yaml", 32)
    assert finding["entries"][0] == "first-offer"
    assert finding["sources"] == ["minutes#p2"]
    assert {"message", "column", "hint", "address"} <= set(finding)


def test_what_was_found_before_is_left_out(tmp_path: Path) -> None:
    """--new-since compares with what the same checks say as of that time."""
    root = ferry(tmp_path)
    new = data(root, *LATE, "--new-since", "2030-03-04T09:00Z")
    assert [one["code"] for one in new["findings"]] == ["trade-unmet"]
    assert parley("check", root, *LATE, "--new-since", "2030-03-06").exit_code == 0


def test_a_waived_finding_counts_no_more_and_can_be_shown(tmp_path: Path) -> None:
    """A waiver moves a finding aside; --show-waived tells who, why and until when."""
    root = ferry(tmp_path)
    address = next(
        one["address"] for one in data(root, *LATE)["findings"] if one["code"] == "trade-unmet"
    )
    (root / "log" / "waivers.yaml").write_text(waiver(address), encoding="utf-8")
    found = data(root, *LATE)
    assert [one["code"] for one in found["findings"]] == ["question-overdue"]
    assert found["waived"][0]["address"] == address
    assert found["waived"][0]["waiver"]["reason"] == "The pier comes next week."
    text = parley("check", root, *LATE, "--show-waived").stdout
    assert "waived by council (waive-it) until 2030-03-31: The pier comes next week." in text
    assert text.endswith("1 error; 1 waived\n")


def test_without_a_party_every_side_is_looked_at(tmp_path: Path) -> None:
    """Findings of all sides come out together; what one side alone knows stays its own."""
    root = ferry(tmp_path)
    assert len(data(root, "--as-of", "2030-03-06")["findings"]) == 2
    assert data(root, "--for", "lower", "--as-of", "2030-03-06")["findings"] == []


def test_faults_of_reading_come_out_in_the_same_run(tmp_path: Path) -> None:
    """A slip in a file is a finding with its column, beside what the checks say."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    log.write_text(LOG.replace("get: landing = new", "get: landing = nwe"), encoding="utf-8")
    result = parley("check", root, *LATE)
    assert "log/2030-03.yaml:17:18: error: bad-statement" in result.stdout
    assert "question-overdue" in result.stdout


def test_sarif_has_rules_results_places_and_suppressions(tmp_path: Path) -> None:
    """What SARIF 2.1.0 asks for is there, and every reference inside it leads somewhere."""
    root = ferry(tmp_path)
    address = data(root, *LATE)["findings"][0]["address"]
    (root / "log" / "waivers.yaml").write_text(waiver(address), encoding="utf-8")
    log = json.loads(parley("check", root, *LATE, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "parley"
    rules = driver["rules"]
    assert [one["id"] for one in rules] == [one.code for one in explanations()]
    assert all(one["help"]["text"] and one["fullDescription"]["text"] for one in rules)
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (place,) = result["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert urlparse(artifact["uri"]).scheme == ""
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        assert (root / artifact["uri"]).is_file()
        assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert result["partialFingerprints"]["parleyAddress/v1"]
    base = run["originalUriBaseIds"]["DOSSIER"]["uri"]
    assert base.startswith("file:///") and base.endswith("/ferry/")
    suppressed = [one for one in run["results"] if "suppressions" in one]
    assert [one["suppressions"][0]["kind"] for one in suppressed] == ["external"]
    assert "The pier comes next week." in suppressed[0]["suppressions"][0]["justification"]


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent in another way there")
def test_watching_checks_again_when_a_file_changes_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """--watch reports at once, again after a change, survives a broken file, and ends quietly."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    out = tmp_path / "out.txt"
    command = [sys.executable, "-m", "parley.cli.main", "check", str(root), *LATE, "--watch"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with out.open("w") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream, env=environment)
        try:
            wait_for(out, "\n2 errors\n")
            log.write_text(LOG.replace("says: fare = 20\n  text", "text"), encoding="utf-8")
            wait_for(out, "\n1 error\n")
            (root / "dossier.yaml").write_bytes(b"\xff")
            wait_for(out, "is not UTF-8")
            process.send_signal(signal.SIGINT)
            status = process.wait(timeout=60)
        finally:
            process.kill()
            process.wait()
    assert status == 2  # that of the last check
    assert "Traceback" not in out.read_text(encoding="utf-8")


def wait_for(file: Path, text: str) -> None:
    """Wait until a text stands in a file."""
    until = time.monotonic() + 120
    while text not in file.read_text(encoding="utf-8"):
        assert time.monotonic() < until, file.read_text(encoding="utf-8")
        time.sleep(0.05)
