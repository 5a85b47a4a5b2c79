"""The words of the interface in every language: `words/LANGUAGE/PAGE.toml`, key -> text.

A text that depends on a number is a table of its forms, as CLDR names them: `one`, `few`, `many`,
`other`. What a dossier says, and what the checks say of it, is not translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

__all__ = ["LANGUAGES", "count", "preferred", "text", "words"]

#: The languages that there are, with their own names, the first being the original.
LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский"}

Forms = Mapping[str, str]


@lru_cache(maxsize=8)
def words(language: str) -> Mapping[str, str | Forms]:
    """Return all words of a language, as `page.key` -> text or forms."""
    found: dict[str, str | Forms] = {}
    for file in files("parley.web").joinpath("words", language).iterdir():
        if file.name.endswith(".toml"):
            page = file.name.removesuffix(".toml")
            for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[f"{page}.{key}"] = value
    return found


def text(language: str, key: str, **parts: object) -> str:
    """Return a text, with its `{parts}` filled in; raises KeyError for a key that is not there."""
    value = words(language)[key]
    if not isinstance(value, str):
        raise KeyError(f"{key} depends on a number")
    return value.format(**parts) if parts else value


def count(language: str, key: str, number: int, **parts: object) -> str:
    """Return a text in the form that a number asks for; `{n}` in it is the number.

    >>> count("en", "shell.entries", 1), count("en", "shell.entries", 2)
    ('1 entry', '2 entries')
    """
    forms = words(language)[key]
    if isinstance(forms, str):
        raise KeyError(f"{key} does not depend on a number")
    shown = f"{number:,}" if language == "en" else f"{number:,}".replace(",", "\u202f")
    chosen = forms.get(_form(language, number)) or forms["other"]
    return chosen.format(n=shown, **parts)


def _form(language: str, number: int) -> str:
    """The plural form of a whole number, by the rules of CLDR."""
    if language != "ru":
        return "one" if number == 1 else "other"
    last, two = number % 10, number % 100
    if last == 1 and two != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= two <= 14 else "many"


def preferred(wanted: str | None, accepted: str) -> str:
    """Return the language to use.

    Parameters:
        wanted: what the reader chose, if anything.
        accepted: the browser's header Accept-Language.
    """
    if wanted is not None and wanted in LANGUAGES:
        return wanted
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag.partition("-")[0].lower()))
        except ValueError:
            continue
    for _, tag in sorted(weighed, key=lambda pair: pair[0]):
        if tag in LANGUAGES:
            return tag
    return next(iter(LANGUAGES))
