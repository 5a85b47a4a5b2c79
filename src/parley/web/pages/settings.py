"""The settings: keys, the idle lock, language and colours; kept in the browser and the session."""

from __future__ import annotations

from dataclasses import dataclass

from parley.web.catalogue import LANGUAGES
from parley.web.context import KEYS
from parley.web.desk import Desk
from parley.web.registry import Page

__all__ = ["PAGE", "Settings", "settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen: the keys and what they do unless changed, and the languages."""

    keys: dict[str, str]
    languages: dict[str, str]
    signed_in: bool


def settings(desk: Desk) -> Settings:
    """Return what a reader can choose."""
    return Settings(dict(KEYS), dict(LANGUAGES), bool(desk.visitor.name))


PAGE = Page("settings", "/settings", settings, key="s")
