"""Pages as HTML: the templates, and what every one of them can use."""

from __future__ import annotations

import os
import sys
from functools import lru_cache, partial
from hashlib import sha256
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley import __version__
from parley.brief.blocks import clean
from parley.brief.cards.short import one_line
from parley.web import catalogue
from parley.web.context import Scene, context
from parley.web.desk import Desk
from parley.web.linking import spoken
from parley.web.registry import Page

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render", "render_plain", "static_digest"]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemBytecodeCache,
        PackageLoader,
        StrictUndefined,
    )

    kept = _compiled()
    found = Environment(
        loader=ChoiceLoader(
            [PackageLoader("parley.web", "templates"), PackageLoader("parley.web", "pages")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=None if kept is None else FileSystemBytecodeCache(kept),
    )
    found.filters.update(clean=clean, one_line=one_line, spoken=spoken)
    found.globals.update(version=__version__, languages=catalogue.LANGUAGES)
    return found


def _compiled() -> str | None:
    """Where compiled templates are kept from one start to the next: beside the compiled modules.

    None where Python keeps none, or this user may not write there.
    """
    place = Path(cache_from_source(__file__)).parent
    if sys.dont_write_bytecode or not place.is_dir() or not os.access(place, os.W_OK):
        return None
    return str(place)


@lru_cache(maxsize=1)
def static_digest() -> str:
    """Return what changes when the script or the stylesheet does; it stands in their addresses."""
    folder = files("parley.web").joinpath("static")
    found = sha256()
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith((".css", ".js")):
            found.update(file.read_bytes())
    return found.hexdigest()[:12]


def render(page: Page, desk: Desk, data: Any, scene: Scene) -> str:
    """Render a page with the data that its function returned."""
    template = _environment().get_template(page.template or f"{page.name}.html")
    return template.render(
        page=page, data=data, static=static_digest(), **context(page, desk, scene)
    )


def render_plain(template: str, language: str, **parts: Any) -> str:
    """Render a page without a desk: signing in, a refusal, a fault."""
    return (
        _environment()
        .get_template(template)
        .render(
            t=partial(catalogue.text, language),
            language=language,
            static=static_digest(),
            **parts,
        )
    )
