"""What every template can use: links that keep the viewpoint, words, times, names made links."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote

from markupsafe import Markup

from parley.brief.blocks import clean
from parley.brief.cards.short import short_time
from parley.brief.viewpoint import shown
from parley.kernel.times import show_time
from parley.web import catalogue
from parley.web.addresses import VIEW_FIELDS, changed, link, passage_link, view_fields
from parley.web.desk import Asked, Desk, known
from parley.web.labels import (
    between,
    code_label,
    concept_label,
    field_label,
    part_label,
    state_label,
    type_label,
    zone_label,
)
from parley.web.linking import card_target, card_text, linked, named, spoken, statement
from parley.web.picture_styles import styled_picture
from parley.web.registry import Page, pages
from parley.web.times import stops, to_second
from parley.web.visitor import sees_files, visible_parties
from parley.web.workbench import is_allowed

__all__ = ["KEYS", "Scene", "context"]

#: What can be done by one key -> the key that does it, unless the reader chose another.
KEYS: Mapping[str, str] = {
    "search": "/",
    "help": "?",
    "go": "g",
    "down": "j",
    "up": "k",
    "open": "o",
    "raise": "K",
    "lower": "J",
    "add": "n",
    "earlier": "[",
    "later": "]",
    "hide": "h",
    "undo": "u",
    "redo": "U",
    "accept": "a",
    "edit": "e",
    "drop": "d",
    "write": "w",
}
#: Words that the script says.
_SCRIPT_WORDS = ("appeared", "gone", "nothing_new", "now", "same", "updated", "offline", "kept")
_END = "the end of "  # as `shown` begins for the last instant of a day
#: Fields of an address that do not survive a change of time.
_PASSING = (*VIEW_FIELDS, "page", "said", "job")


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds the data of a page.

    Parameters:
        path, query: the address as asked for, without its viewpoint read.
        language: of the interface.
        theme: `auto`, `light` or `dark`.
        hidden: whether what the dossier says is blurred.
        csrf: the token of the session's forms.
        said: key of something to say at the top.
        fault: a message about what was just tried.
        typed: what was typed into a form that has to be mended.
    """

    path: str
    query: str
    language: str
    theme: str = "auto"
    hidden: bool = False
    csrf: str = ""
    said: str | None = None
    fault: str | None = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    idle_minutes: int = 0


def context(page: Page, desk: Desk, scene: Scene) -> dict[str, Any]:
    """Return what the template of a page can use besides its data."""
    asked = desk.asked
    find = partial(_find, desk, asked, known(desk).ids)
    return {
        "desk": desk,
        "scene": scene,
        "language": scene.language,
        "t": partial(catalogue.text, scene.language),
        "n": partial(catalogue.count, scene.language),
        "find": find,
        "linked": lambda text: spoken(text, shown=linked(text, find)),
        "names": lambda text: linked(text, find, only_marked=False),
        "statement": lambda text: statement(text, find),
        "passage": partial(passage_link, asked),
        "when": lambda span: show_time(to_second(span), desk.seen.zone),
        "short_when": lambda span: short_time(to_second(span), desk.seen.zone),
        "instant": partial(_instant, desk, scene.language),
        "picture": styled_picture,
        "card_text": partial(card_text, find),
        "card_target": partial(card_target, find),
        "code_label": partial(code_label, scene.language),
        "concept_label": partial(concept_label, scene.language),
        "field_label": partial(field_label, scene.language),
        "part_label": partial(part_label, scene.language),
        "type_label": partial(type_label, scene.language),
        "state_label": partial(state_label, scene.language),
        "zone_label": zone_label,
        "between": between,
        "inert": _inert,
        "may": lambda right: is_allowed(desk.bench, desk.visitor, right),
        "may_see_files": sees_files(desk.visitor),
        "party_name": partial(_party_name, desk),
        "party_names": lambda names: ", ".join(_party_name(desk, name) for name in names),
        **_links(page, asked, scene),
        **_shell(desk, scene),
    }


def _links(page: Page, asked: Asked, scene: Scene) -> dict[str, Any]:
    own = f"/api{quote(scene.path) if scene.path != '/' else '/' + page.name}"
    query = changed("", scene.query, {})
    whole = changed("", scene.query, {"page": None})
    return {
        "to": partial(_to, asked),
        "to_address": lambda address: link(asked, tuple(filter(None, address.split("/"))), {}),
        "here": partial(_here, scene),
        "json_link": own + query,
        "table_link": lambda name, form: f"{own}/{name}.{form}{whole}",
    }


def _shell(desk: Desk, scene: Scene) -> dict[str, Any]:
    declared = desk.dossier.declared
    zones = (declared.zone, *(party.zone for party in declared.parties.values()), "UTC")
    pairs = parse_qsl(scene.query)
    return {
        "pages": tuple(one for one in pages() if one.order is not None),
        "stops": stops(desk),
        "parties": visible_parties(desk.visitor, desk.dossier),
        "zones": tuple(dict.fromkeys(zone for zone in zones if zone)),
        "view_fields": view_fields(desk.asked),
        "kept_fields": tuple(pair for pair in pairs if pair[0] not in _PASSING),
        "field": lambda name: next((value for key, value in pairs if key == name), ""),
        "search_words": next((value for name, value in pairs if name == "q"), ""),
        "keys": KEYS,
        "script_words": {
            name: catalogue.words(scene.language)[f"shell.script_{name}"] for name in _SCRIPT_WORDS
        },
    }


def _find(desk: Desk, asked: Asked, seen: frozenset[str], name: str) -> str | None:
    return named(desk.dossier, asked, name, seen)


def _to(asked: Asked, *parts: str, place: str = "", **fields: object) -> str:
    return link(asked, parts, fields, place)


def _here(scene: Scene, **changes: object) -> str:
    return changed(scene.path, scene.query, changes)


def _party_name(desk: Desk, name: str) -> str:
    party = desk.dossier.declared.parties.get(name)
    return clean(party.name) if party is not None else name


def _instant(desk: Desk, language: str, at: int) -> str:
    """An instant in the zone in which times are read, and in that in which they are shown."""
    zone = desk.seen.zone
    reading = desk.asked.zone or desk.dossier.declared.zone
    day, end, _ = shown(at, reading).rpartition(_END)[::-1]
    read = catalogue.text(language, "shell.end_of", day=day) if end else day
    return read if reading == zone else f"{read} ({shown(at, zone).removeprefix(_END)})"


def _inert(data: object) -> Markup:
    """JSON for an attribute or an element of data, which can end neither."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&'\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)
