"""Where sources disagree: what is compared, what reconciles, and what `parley conflicts` says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.dossier.editing.importing import store_document
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.sources.claims import Claim, claims_of
from parley.dossier.sources.disagreements import Disagreement, disagreements
from parley.dossier.sources.measures import Measure, comparable, in_base, unit_of
from parley.kernel.times import read_time
from parley.record.document import Document, Field, Imported
from tests.meta.repository import ROOT
from tests.unit.cli_support import DOSSIER, ferry, parley
from tests.unit.propose_support import reading_of

ZONES = ("UTC", "Asia/Tokyo", "Europe/Moscow")


def dated(text: str, zone: str = "UTC") -> Claim:
    """A claim of a time."""
    return Claim("it", "date", text, "x", read_time(text, zone), zone)


def counted(low: float, unit: str = "", high: float | None = None) -> Claim:
    """A claim of a number."""
    measure = Measure(low, low if high is None else high, unit)
    return Claim("it", "number", f"{low:g} {unit}", "x", None, "", measure)


def compared(*claims: Claim) -> Disagreement | None:
    """The disagreement of claims about one subject, if there is one."""
    found = disagreements(claims, ZONES)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("one", "other", "ways", "settled"),
    [
        (dated("1951-07-13"), dated("1951-07-13 15:00"), ["contains"], True),
        (dated("1951-07"), dated("1951-07-13"), ["contains"], True),
        (dated("1951-07-10 / 1951-07-13"), dated("1951-07-12 / 1951-07-15"), ["overlap"], True),
        (dated("1951-07-13"), dated("1951-07-15"), [], False),
        (dated("1951-07-13 15:00"), dated("1951-07-13 12:00"), ["zone"], False),
        (dated("1951-07-13 15:00 UTC"), dated("1951-07-13 12:00 UTC"), [], False),
        (dated("1917-10-25"), dated("1917-11-07"), ["calendar"], False),
        (dated("1825-12-14"), dated("1825-12-26"), ["calendar"], False),
        (dated("1951-07-13"), dated("1951-07-26"), [], False),
    ],
)
def test_times_are_compared_as_spans(
    one: Claim, other: Claim, ways: list[str], settled: bool
) -> None:
    """One inside the other agrees; clocks and calendars are only suggested."""
    for pair in ((one, other), (other, one)):
        found = compared(*pair)
        assert found is not None
        assert [way.kind for way in found.ways] == ways
        assert found.settled is settled
        assert all(way.settles is settled for way in found.ways)


@pytest.mark.parametrize(
    ("one", "other", "ways", "settled"),
    [
        (counted(12, "boats"), counted(15, "boats"), [], False),
        (counted(12, "boats"), counted(15, ""), [], False),
        (counted(10, "miles"), counted(16.09344, "km"), ["units"], True),
        (counted(10, "miles"), counted(16, "km"), ["rounded"], False),
        (counted(2, "km"), counted(2_000, "m"), ["units"], True),
        (counted(132_000, "prisoners"), counted(132_474, "prisoners"), ["rounded"], False),
        (counted(12, "boats"), counted(10, "boats", 15), ["contains"], True),
        (counted(8, "boats", 12), counted(10, "boats", 15), ["overlap"], True),
        (counted(12, "boats"), counted(12, "rafts"), ["incomparable"], False),
        (counted(12, "km"), counted(12, "hours"), ["incomparable"], False),
    ],
)
def test_numbers_are_compared_with_their_units(
    one: Claim, other: Claim, ways: list[str], settled: bool
) -> None:
    """The same in other units agrees; a rounded number is only suggested."""
    for pair in ((one, other), (other, one)):
        found = compared(*pair)
        assert found is not None
        assert [way.kind for way in found.ways] == ways
        assert found.settled is settled


def test_what_is_the_same_is_no_disagreement() -> None:
    """Two sources that say one thing, or speak of different things."""
    assert compared(dated("1951-07-13"), dated("1951-07-13")) is None
    assert compared(dated("1951-07-13 15:00"), dated("1951-07-13 18:00", "Europe/Moscow")) is None
    assert compared(counted(12, "km"), counted(12, "Kilometres")) is not None
    assert compared(dated("1951-07-13"), counted(12)) is None


def test_one_pair_that_disagrees_leaves_it_open() -> None:
    """However many others agree; all claims are shown."""
    found = compared(dated("1951-07"), dated("1951-07-13"), dated("1951-07-15"))
    assert found is not None and not found.settled
    assert len(found.claims) == 3
    assert [(way.kind, way.first, way.second) for way in found.ways] == [
        ("contains", 0, 1),
        ("contains", 0, 2),
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Km", "km"),
        ("statute  miles", "mile"),
        ("sq mi", "square mile"),
        ("prisoners", "prisoners"),
    ],
)
def test_units_have_several_names(text: str, unit: str) -> None:
    """And what is no unit is compared as words."""
    assert unit_of(text) == unit


def test_a_unit_that_one_does_not_say_is_that_of_the_other() -> None:
    """`12` beside `12 km` is no other number."""
    bare, full = Measure(12, 12), Measure(12, 12, "km")
    assert comparable(bare, full)
    assert in_base(bare, full) == in_base(full, bare) == (12_000, 12_000, 1_000)


ASSERTIONS = """\
- id: opened
  type: assertion
  at: 2030-03-10
  by: envoys
  about: Opening of the  talks
  date: 2030-03-01 10:00
  confidence: high
  dissent:
    - date: 2030-03-01 09:00 UTC
      sources: minutes#p2
    - by: lower
      date: 2030-03-02
      confidence: low
      assumed: the ferryman
  sources: minutes#p1

- id: opened-too
  type: assertion
  at: 2030-03-11
  about: opening of the talks
  date: 2030-03-02
  sources: minutes

- id: width-first
  type: assertion
  at: 2030-03-10
  about: width of the river
  number: 400
  unit: m
  sources: minutes#p1

- id: width
  type: assertion
  at: 2030-03-12
  about: width of the river
  number: [0.4, 0.5]
  unit: km
  dissent:
    - {number: 600, unit: m, sources: minutes#p2}
  sources: minutes#p1
  replaces: width-first

- id: who-came
  type: assertion
  at: 2030-03-12
  about: who opened the talks
  value: the envoys
  dissent:
    - {value: the mayor, sources: minutes#p2}
  sources: minutes#p1
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The dossier of the ferry with assertions."""
    found = ferry(tmp_path)
    (found / "log" / "claims.yaml").write_text(ASSERTIONS, encoding="utf-8")
    return found


def test_claims_come_from_assertions_and_their_dissent(root: Path) -> None:
    """Read in the zone of who says so; a replaced assertion no longer counts."""
    dossier = read_dossier(root)
    assert dossier.faults == ()
    found = claims_of(dossier).claims
    assert [(one.said, one.dissent, one.zone) for one in found if one.kind == "date"] == [
        ("2030-03-01 10:00", False, "Europe/Berlin"),
        ("2030-03-01 09:00 UTC", True, "Europe/Berlin"),
        ("2030-03-02", True, "UTC"),
        ("2030-03-02", False, "UTC"),
    ]
    assert [one.said for one in found if one.kind == "number"] == ["0.4 to 0.5 km", "600 m"]
    assert parley("fmt", "--check", root).exit_code == 0


def test_conflicts_are_shown_side_by_side(root: Path) -> None:
    """With passages, confidence and who says so; the exit status is 1."""
    shown = parley("conflicts", root)
    assert shown.exit_code == 1
    out = " ".join(shown.stdout.split())
    assert "1. 2030-03-01 10:00: opened; by envoys; from minutes#p1; confidence high" in out
    assert "dissent in opened; by lower; assumed by the ferryman; confidence low" in out
    assert "nothing reconciles them" in out
    assert "3 conflicts" in out
    data = json.loads(parley("conflicts", root, "--format", "json").stdout)["conflicts"]
    assert {one["about"]: one["kind"] for one in data} == {
        "Opening of the  talks": "date",
        "width of the river": "number",
        "who opened the talks": "words",
    }
    assert data[1]["claims"][1]["number"] == [600, 600]


def test_one_subject_can_be_asked_for(root: Path) -> None:
    """By its words in any case; what is not there is refused with a suggestion."""
    assert "1 conflict;" in parley("conflicts", root, "--about", "Width of the River").stdout
    wrong = parley("conflicts", root, "--about", "width of the rivers")
    assert wrong.exit_code == 2
    assert "did you mean `width of the river`" in wrong.stderr


def test_without_conflicts_the_status_is_nought(tmp_path: Path) -> None:
    """A dossier without assertions has none."""
    shown = parley("conflicts", ferry(tmp_path))
    assert shown.exit_code == 0
    assert "no conflicts" in shown.stdout


def test_unknown_names_and_unproved_dissent_are_found(root: Path) -> None:
    """References in a dissent are checked like others."""
    log = root / "log" / "claims.yaml"
    text = log.read_text(encoding="utf-8")
    text = text.replace("by: lower\n", "by: lowr\n").replace(
        "minutes#p2\n    - by", "mnutes\n    - by"
    )
    text = text.replace("      assumed: the ferryman\n", "")
    log.write_text(text, encoding="utf-8")
    found = parley("check", root, "--as-of", "2030-04").stdout
    assert "`lowr`" in found and "`mnutes`" in found
    assert "dissent 2 of opened cites no passage" in " ".join(found.split())


def test_an_assertion_that_claims_nothing_is_told(root: Path) -> None:
    """On standard error: it would be compared with nothing."""
    log = "- {id: a, type: assertion, at: 2030, about: it, assumed: us, dissent: [{assumed: me}]}\n"
    (root / "log" / "more.yaml").write_text(log, encoding="utf-8")
    told = parley("conflicts", root).stderr
    assert "a claims nothing: give `date`" in told
    assert "a dissent of a claims nothing" in told


def test_the_subject_of_an_assertion_is_no_party(root: Path) -> None:
    """Words in `about` are no unknown reference."""
    assert "unknown-reference" not in parley("check", root, "--as-of", "2030-04").stdout


def test_an_imported_document_is_held_against_the_index(tmp_path: Path) -> None:
    """Its date and its numbers, and where title and text differ."""
    root = ferry(tmp_path)
    text = DOSSIER + "  cable-2950:\n    title: Cable no. 2950\n    date: 1951-07-03\n"
    (root / "dossier.yaml").write_text(text, encoding="utf-8")
    fields = {
        "sent": (Field("1951-07-04", (0, 1), "day"),),
        "number": (Field("2950", (0, 1), of="title"), Field("3950", (0, 1))),
    }
    imported = Imported(reading_of("A cable."), (Document(fields=fields),))
    store_document(root, imported, b"A cable.", "cable.txt", "cable-2950")
    found = disagreements(claims_of(read_dossier(root)).claims, ZONES)
    assert {one.about: [claim.said for claim in one.claims] for one in found} == {
        "cable-2950/date": ["1951-07-03", "1951-07-04"],
        "cable-2950/number": ["2950", "2950", "3950"],
    }
    shown = parley("conflicts", root, "--about", "cable-2950")
    assert "2 conflicts" in shown.stdout
    assert "document:cable-2950 (title)" in shown.stdout


def test_the_founding_case_has_the_one_disagreement_of_its_sources() -> None:
    """The number of Stalin's telegram of 3 July; nothing else is asserted."""
    found = disagreements(claims_of(read_dossier(ROOT / "examples" / "kaesong-1951")).claims, ZONES)
    assert [(one.about, one.settled) for one in found] == [("cable-3950/number", False)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("date: tomorrow", "bad-time"),
        ("number: many", "wrong-type"),
        ("confidence: sure", "wrong-type"),
        ("dissent: [{when: 1951}]", "unknown-key"),
    ],
)
def test_a_faulty_assertion_is_told(lines: str, told: str) -> None:
    """Like every other entry."""
    log = f"- id: a\n  type: assertion\n  at: 2030\n  about: it\n  assumed: us\n  {lines}\n"
    faults = read_text_dossier({"dossier.yaml": DOSSIER, "log/a.yaml": log}).faults
    assert [one.code for one in faults] == [told]
