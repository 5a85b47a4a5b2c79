"""The styles of pictures, taken out of them and served as stylesheets.

No page may have a style inside it, so that nothing a dossier says can bring one in. A picture that
is made here brings its own; it is kept under its digest, and the page links to it.
"""

from __future__ import annotations

from hashlib import sha256

from markupsafe import Markup

__all__ = ["kept_style", "styled_picture"]

_MOST = 200
_kept: dict[str, str] = {}


def styled_picture(svg: str) -> Markup:
    """Return an SVG picture made here, with links to its styles before it."""
    links: list[Markup] = []
    rest, start = svg, svg.find("<style>")
    while start >= 0:
        end = rest.index("</style>", start)
        name = _keep(rest[start + len("<style>") : end])
        links.append(Markup('<link rel="stylesheet" href="/static/{}">').format(name))
        rest = rest[:start] + rest[end + len("</style>") :]
        start = rest.find("<style>")
    return Markup("").join((*links, Markup(rest)))


def _keep(text: str) -> str:
    name = f"picture-{sha256(text.encode()).hexdigest()[:24]}.css"
    if name not in _kept:
        while len(_kept) >= _MOST:
            del _kept[next(iter(_kept))]
        _kept[name] = text
    return name


def kept_style(name: str) -> str | None:
    """Return the style of a picture that was shown; None for any other name."""
    return _kept.get(name)
