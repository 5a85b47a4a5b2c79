"""Names in texts made into links: of entries, issues, parties, sources and their passages."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from parley.brief.blocks import clean
from parley.dossier.dossier import Dossier
from parley.dossier.references import kind_of_field
from parley.dossier.vocabulary.entries import Entry
from parley.record.language import UNKNOWN, language_of
from parley.web.addresses import link, passage_link
from parley.web.desk import Asked

__all__ = ["card_target", "card_text", "linked", "named", "spoken", "statement"]

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:#[A-Za-z0-9:/.-]*[A-Za-z0-9])?")
_FINDING = re.compile(r"[a-z][a-z-]*-[0-9a-f]{12}")
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")


def named(dossier: Dossier, asked: Asked, name: str, known: frozenset[str]) -> str | None:
    """Return the address of what a name means; None for a name that means nothing here.

    Parameters:
        known: the entries that may be shown.
    """
    declared = dossier.declared
    if name in known:
        return link(asked, ("entry", name), {})
    kind, _, rest = name.partition(":")
    if rest and kind in ("party", "issue", "agenda", "source", "feasibility", "line"):
        return link(asked, (kind, rest), {})
    if name.partition("#")[0] in declared.sources:
        return passage_link(asked, name)
    for kind, names in (
        ("party", declared.parties),
        ("issue", declared.issues),
        ("agenda", declared.agenda),
    ):
        if name in names:
            return link(asked, (kind, name), {})
    if f"line:{name}" in dossier.places:
        return link(asked, ("line", name), {})
    return link(asked, ("finding", name), {}) if _FINDING.fullmatch(name) else None


def linked(text: str, find: Callable[[str], str | None], *, only_marked: bool = True) -> Markup:
    """Make the names in a text links.

    Parameters:
        find: name -> address.
        only_marked: only names with a hyphen, an underscore or a passage in them, because others
            may be plain words.
    """
    pieces = clean(text).split("`")
    if len(pieces) > 2 and len(pieces) % 2:  # text between backticks is code
        return Markup("").join(
            statement(piece, find) if place % 2 else _with_links(piece, find, only_marked)
            for place, piece in enumerate(pieces)
        )
    return _with_links(clean(text), find, only_marked)


def _with_links(shown: str, find: Callable[[str], str | None], only_marked: bool) -> Markup:
    parts: list[Markup] = []
    at = 0
    for match in _NAME.finditer(shown):
        name = match[0].rstrip(".")
        if only_marked and not any(letter in name for letter in "-_#"):
            continue
        address = find(name)
        if address is None:
            continue
        parts.append(escape(shown[at : match.start()]))
        parts.append(Markup('<a href="{}">{}</a>').format(address, name))
        at = match.start() + len(name)
    parts.append(escape(shown[at:]))
    return Markup("").join(parts)


def statement(text: str, find: Callable[[str], str | None]) -> Markup:
    """Show a statement as code, its issues as links."""
    return Markup("<code>{}</code>").format(_with_links(clean(text), find, False))


_PLAIN = frozenset({"file", "digest", "url", "shelfmark"})
#: Fields that are statements over issues.
_STATEMENTS = frozenset({"says", "if", "give", "get", "do", "absent", "on_refusal", "settles"})


def card_text(find: Callable[[str], str | None], part: str, label: str, text: str) -> Markup:
    """Show a row of a card: names as links, statements as code, other words as they are.

    Parameters:
        part: the title of its part; the first part, without a title, has the thing's own fields.
        label: the row's label, there the name of the field.
    """
    key = label.strip()
    if part == "" and key in _PLAIN:
        return escape(clean(text))
    if key in _STATEMENTS and part in ("", "Wordings"):
        return statement(text, find)
    if part == "" and (kind_of_field(key, Entry) is not None or key in ("inside it", "side")):
        return linked(text, find, only_marked=False)
    return spoken(text, shown=linked(text, find))


def card_target(find: Callable[[str], str | None], label: str) -> str | None:
    """Return where the label of a row leads, if it is the name of an entry or the like."""
    return find(label) if "-" in label else None


@lru_cache(maxsize=4096)
def _language(text: str) -> str:
    return language_of(text)


def spoken(text: str, language: str | None = None, shown: Markup | None = None) -> Markup:
    """Show a text in its own language and direction, so that it is read out and set rightly.

    Parameters:
        language: its BCP 47 tag, where it is known; else it is told by its words.
        shown: the text with links in it, where there are any.
    """
    tag = language or _language(text[:2_000])
    inner = shown if shown is not None else escape(clean(text))
    if tag == UNKNOWN:
        return Markup('<span dir="auto">{}</span>').format(inner)
    direction = "rtl" if tag.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    return Markup('<span lang="{}" dir="{}">{}</span>').format(tag, direction, inner)
