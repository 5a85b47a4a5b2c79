"""Pages as one HTML file that fetches nothing: for large and small screens, and paper."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from parley.brief.blocks import Line, clean, line
from parley.brief.chronicle import Chronicle
from parley.brief.model import Brief
from parley.brief.page import Page
from parley.brief.references import References
from parley.brief.sections import SECTIONS, SectionKind, blocks_of
from parley.dossier.vocabulary.field_types import ID_PATTERN

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["make_environment", "render_html", "render_page_html", "render_scripted_html"]

_SAFE = re.compile(ID_PATTERN)


def render_html(brief: Brief, kinds: tuple[SectionKind, ...] = SECTIONS) -> str:
    """Render a brief as one self-contained HTML page, the same for the same brief.

    Parameters
    ----------
    brief: what `make_brief` returned.
    kinds: how its sections are laid out.
    """
    anchors = _anchors(brief)
    sections = [
        (section, blocks_of(section, brief.header, kinds=kinds)) for section in brief.sections
    ]
    page = _environment(anchors).get_template("brief.html.j2")
    how = line(brief.header.how_to_read)
    return page.render(
        brief=brief,
        header=brief.header,
        version=brief.header.version,
        sections=sections,
        how_to_read=how,
    )


def render_page_html(page: Page) -> str:
    """Render a page that is no brief as self-contained HTML, the same for the same page."""
    sections = [(section, section.blocks) for section in page.sections]
    template = _environment({}).get_template("page.html.j2")
    return template.render(page=page, version=page.version, sections=sections)


def render_scripted_html(page: Page, script: str, data: object) -> str:
    """Render a page with a script in it, which reads `data` and asks nobody for anything.

    Parameters:
        script: its file among the templates; the page's policy lets no other script run.
        data: plain data, which the script finds as JSON in the element `page-data`.
    """
    environment = _environment({})
    text = files("parley.brief").joinpath("templates", script).read_text(encoding="utf-8")
    sections = [(section, section.blocks) for section in page.sections]
    return environment.get_template("scripted.html.j2").render(
        page=page,
        version=page.version,
        sections=sections,
        script=text,
        digest=b64encode(sha256(text.encode()).digest()).decode(),
        data=_inert(data),
    )


def make_environment() -> Environment:
    """Return what templates of a page are rendered with, for a page that has one of its own."""
    return _environment({})


def _inert(data: object) -> str:
    """JSON that can end no element of a page, whatever a dossier says."""
    text = clean(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def _environment(anchors: Mapping[tuple[str, str], str]) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("parley.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["clean"] = clean
    found.filters["kind"] = lambda block: type(block).__name__
    found.filters["anchor"] = lambda run: anchors.get((run.role, run.name or run.text))
    found.filters["row_anchor"] = lambda row: _row_anchor(row, anchors)
    return found


def _anchors(brief: Brief) -> dict[tuple[str, str], str]:
    """Where the page has an entry or a source: role and name -> the id of its row."""
    found: dict[tuple[str, str], str] = {}
    for section in brief.sections:
        content = section.content
        if isinstance(content, Chronicle):
            for one in content.happenings:
                _add(found, ("entry", one.entry))
        elif isinstance(content, References):
            for source in content.sources:
                anchor = _add(found, ("passage", source.source))
                for passage in source.passages:
                    found[("passage", f"{source.source}#{passage.name}")] = anchor
    return found


def _add(found: dict[tuple[str, str], str], key: tuple[str, str]) -> str:
    role, name = key
    kind = "entry" if role == "entry" else "source"
    found[key] = f"{kind}-{name}" if _SAFE.match(name) else f"{kind}-no-{len(found)}"
    return found[key]


def _row_anchor(
    row: tuple[tuple[Line, ...], ...], anchors: Mapping[tuple[str, str], str]
) -> str | None:
    """The id of a row of the record or of the sources: the first name that stands alone in it."""
    for cell in row:
        for one in cell:
            if len(one) == 1 and one[0].role in ("entry", "passage"):
                return anchors.get((one[0].role, one[0].text))
    return None
