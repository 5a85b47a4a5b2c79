"""The interface in every language: complete, used, and with the forms that numbers ask for."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from parley.web import catalogue
from parley.web.registry import pages
from tests.meta.repository import ROOT

TEMPLATES = sorted(
    path
    for folder in ("templates", "pages")
    for path in (ROOT / "src" / "parley" / "web" / folder).glob("*.html")
)
FORMS = {"en": {"one", "other"}, "ru": {"one", "few", "many", "other"}}


def parts(text: str) -> set[str]:
    """Return the names of the parts that are filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_every_language_has_the_same_words(language: str) -> None:
    """The same keys, with the same parts to fill in, in the forms of the language."""
    original, words = catalogue.words("en"), catalogue.words(language)
    assert set(words) == set(original)
    for key, value in words.items():
        wanted = original[key]
        if isinstance(wanted, str):
            assert isinstance(value, str), key
            assert parts(value) == parts(wanted), key
            assert value.strip(), key
        else:
            assert not isinstance(value, str), key
            assert set(value) == FORMS[language], key
            allowed = set().union(*map(parts, wanted.values()))
            assert all(parts(form) <= allowed for form in value.values()), key


def test_the_second_language_is_another_one() -> None:
    """Hardly a text is the same in Russian."""
    english, russian = catalogue.words("en"), catalogue.words("ru")
    same = {key for key, value in russian.items() if value == english[key]}
    assert same == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_that_a_template_asks_for_is_there(path: object) -> None:
    """`t` for a text, `n` for one that depends on a number."""
    words = catalogue.words("en")
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    for key in re.findall(r"\bt\(['\"]([a-z_]+\.[a-z_]+)['\"][,)]", text):
        assert isinstance(words.get(key), str), key
    for key in re.findall(r"\bn\(['\"]([a-z_]+\.[a-z_]+)['\"]", text):
        assert isinstance(words.get(key), dict), key


def test_every_page_has_a_title_and_its_own_key() -> None:
    """In every language; no two pages are reached by one key."""
    keys = [page.key for page in pages() if page.key]
    assert len(keys) == len(set(keys))
    for page in pages():
        assert f"{page.name}.title" in catalogue.words("ru")


def test_russian_numbers() -> None:
    """1 запись, 2 записи, 5 записей, 11 записей, 21 запись."""
    shown = [catalogue.count("ru", "shell.entries", number) for number in (1, 2, 5, 11, 21, 112)]
    assert [one.split()[-1] for one in shown] == [
        "запись",
        "записи",
        "записей",
        "записей",
        "запись",
        "записей",
    ]


def test_the_reader_chooses_the_language() -> None:
    """What was chosen before what the browser says; else the first that there is."""
    assert catalogue.preferred("ru", "en") == "ru"
    assert catalogue.preferred(None, "fr, ru;q=0.9, en;q=0.5") == "ru"
    assert catalogue.preferred("xx", "de;q=nonsense") == "en"
