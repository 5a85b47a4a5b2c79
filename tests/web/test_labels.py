"""What files name by keys, in words of the interface: complete in every language, and seen."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, expect

from parley.brief.conflicts.concepts import concept_words
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.dossier.vocabulary.shapes import fields_of
from parley.web import catalogue
from parley.web.labels import code_label, concept_label, field_label, type_label, zone_label
from parley.web.stretch import main_stretch
from tests.unit.cli_support import parley
from tests.web.served import EXAMPLES, axe_faults, opened, overflow, serving

CODES = sorted({*FAULT_CODES, *(one.name for one in entry_points(group="parley.checks"))})
FIELDS = sorted({key for record in ENTRY_TYPES.values() for key in fields_of(record)} - {"type"})
CONCEPTS = ("R", "SMR", "SSEQ", "SEQ", "GMR", "SIM", "NM")


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_every_code_field_and_type_has_words(language: str) -> None:
    """A check, a field or a type that is new needs words here, in every language."""
    assert [code for code in CODES if code_label(language, code) == code] == []
    assert [key for key in FIELDS if f"fields.{key}" not in catalogue.words(language)] == []
    assert [name for name in ENTRY_TYPES if f"types.{name}" not in catalogue.words(language)] == []
    for concept in CONCEPTS:
        assert concept_label(language, concept, "name"), concept
        assert concept_label(language, concept, "means"), concept


def test_what_has_no_words_is_shown_as_it_stands() -> None:
    """Somebody's own check, a value of an issue, a concept that names a party."""
    assert code_label("ru", "my-own-check") == "my-own-check"
    assert type_label("en", "something") == "something"
    assert field_label("ru", "by", "Values") == "by"  # a value may be called like a field
    assert field_label("en", "unc ordered", "What stands") == "unc ordered"
    assert field_label("ru", "unc ordered", "What stands") == "Указано: unc"
    assert concept_label("en", "ST-unc", "name") is None
    assert concept_words("ST-unc", {}).name == "Stackelberg"
    assert (zone_label("A"), zone_label("Y"), zone_label("+09:00")) == (
        "A (UTC+1)",
        "Y (UTC-12)",
        "+09:00",
    )


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=80))
def test_nearly_all_instants_lie_in_the_main_stretch(instants: list[int]) -> None:
    """At most one in twenty is left out, and only far from all others."""
    found = main_stretch(instants)
    assert found is not None
    first, last = found
    out = [at for at in instants if not first <= at <= last]
    assert len(out) <= len(instants) // 20
    assert {first, last} <= set(instants)
    assert all(min(abs(at - first), abs(at - last)) > 4 * (last - first) for at in out)


def test_one_note_of_later_years_does_not_flatten_the_picture(context: BrowserContext) -> None:
    """It is left out of the picture, said so, and stands in the table."""
    with serving(EXAMPLES / "kaesong-1951", "--read-only") as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/timeline")
        picture = page.locator("#picture")
        expect(picture).to_contain_text("1 entry lies far from all others in time")
        expect(picture.locator("svg")).not_to_contain_text("number-of-the-cable-of-3-july")
        expect(page.locator("#entries")).to_contain_text("number-of-the-cable-of-3-july")
        expect(page.locator("#entries")).not_to_contain_text(re.compile(r"\d / \d{4}-"))
        assert (seen.outside, seen.errors) == ([], [])


def test_a_dossier_of_later_days_leads_to_them(context: BrowserContext) -> None:
    """All of the made-up example lies ahead: its pages would seem empty."""
    with serving(EXAMPLES / "lirr-waters") as served:
        page, seen = opened(context, served)
        expect(page.locator("main")).to_contain_text("Nothing had happened yet")
        page.get_by_role("link", name="See it as of 2031-").click()
        expect(page.locator("main")).to_contain_text("entries on the timeline")
        expect(page.locator("#notices")).not_to_contain_text("goes on after today")
        assert (seen.outside, seen.errors) == ([], [])


def test_a_new_dossier_says_how_to_begin(context: BrowserContext, tmp_path: Path) -> None:
    """In three steps that are links, wide and narrow; gone with the first entry."""
    folder = tmp_path / "talks"
    assert parley("new", folder).exit_code == 0
    with serving(folder) as served:
        page, seen = opened(context, served)
        expect(page.get_by_role("heading", name="How to begin")).to_be_visible()
        assert axe_faults(page) == []
        page.set_viewport_size({"width": 360, "height": 780})
        assert overflow(page) <= 0
        page.locator("main").get_by_role("link", name="Add an entry").click()
        page.get_by_label("In words").fill("They met.")
        page.get_by_label("Assumed by").fill("made up")
        page.locator("#fields-form button.first").click()
        page.goto(served.site)
        expect(page.get_by_role("heading", name="How to begin")).to_have_count(0)
        assert (seen.outside, seen.errors) == ([], [])


def test_the_russian_page_names_findings_fields_and_concepts(context: BrowserContext) -> None:
    """What the interface says of an entry, a finding and a concept is in the reader's language."""
    with serving(EXAMPLES / "kaesong-1951", "--read-only") as served:
        page, _ = opened(context, served)
        page.get_by_role("button", name="Русский").click()
        page.goto(f"{served.site}/entry/trade-parallel-for-troops")
        expect(page.locator("main dt").first).to_have_text("Когда")
        labels = " ".join(page.locator("main dt, main h2").all_inner_texts())
        assert set(re.findall(r"[A-Za-z][\w-]*", labels)) <= {
            *("cpv-kpa", "unc", "ussr", "unc-agenda-16-july", "parallel-conceded"),
            "kpa-cpv-agenda-17-july",
        }
        page.goto(f"{served.site}/?for=cpv-kpa&as-of=1951-07-17")
        expect(page.locator("article h3 a").first).to_have_text(
            "Исключено, но требуется или поднято"
        )
        page.goto(f"{served.site}/stability?for=cpv-kpa")
        expect(page.locator("#concepts")).to_contain_text("симметричная метарациональность")
        expect(page.locator("#concepts [lang=en]")).to_have_count(0)
