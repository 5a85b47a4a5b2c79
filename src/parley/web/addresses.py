"""Addresses of the page: each keeps the viewpoint, so that every view can be sent as a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from parley.web.desk import Asked

__all__ = ["VIEW_FIELDS", "changed", "inside", "link", "passage_link", "view_fields"]

#: The fields of every address that tell the viewpoint.
VIEW_FIELDS = ("for", "as-of", "known-as-of", "zone")


def view_fields(asked: Asked) -> dict[str, str]:
    """Return a viewpoint as fields of an address, without what was not asked for."""
    values = (asked.party, asked.as_of, asked.known_as_of, asked.zone)
    return {
        name: value for name, value in zip(VIEW_FIELDS, values, strict=True) if value is not None
    }


def link(
    asked: Asked, parts: Sequence[str], fields: Mapping[str, object], fragment: str = ""
) -> str:
    """Return the address of a page in a viewpoint.

    Parameters:
        parts: the parts of the path, as they are meant: `("entry", "first-offer")`.
        fields: further fields; None and empty ones are left out, lists repeat their field.
        fragment: the place on the page.

    >>> link(Asked(as_of="1951-07-14"), ("source", "cable-1"), {}, "en/10")
    '/source/cable-1?as-of=1951-07-14#en/10'
    """
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    together = {**view_fields(asked), **given}
    kept = {name: value for name, value in together.items() if value not in (None, "", (), [])}
    query = urlencode(kept, doseq=True)
    place = f"#{quote(fragment, safe='/.:')}" if fragment else ""
    return path + (f"?{query}" if query else "") + place


def passage_link(asked: Asked, address: str) -> str:
    """Return the address of a source, or of a passage `SOURCE#PASSAGE` of it."""
    source, _, passage = address.partition("#")
    return link(asked, ("source", source), {}, passage)


def changed(path: str, query: str, changes: Mapping[str, object]) -> str:
    """Return an address with some of its fields changed; None takes a field away."""
    names = {name.replace("_", "-"): value for name, value in changes.items()}
    pairs: list[tuple[str, object]] = [
        pair for pair in parse_qsl(query) if pair[0] not in names and pair[0] != "said"
    ]
    for name, value in names.items():
        if isinstance(value, (list, tuple)):
            pairs.extend((name, one) for one in value)
        elif value not in (None, ""):
            pairs.append((name, value))
    return quote(path, safe="/") + (f"?{urlencode(pairs)}" if pairs else "")


def inside(address: str | None) -> str:
    """Return an address of this site, `/` for any other: a form must not lead elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in address):
        return "/"
    return address
