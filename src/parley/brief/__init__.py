"""The brief: what one party should know at one time, joined from the rooms below and rendered.

`make_brief` makes it, one function each renders it. Each is imported when it is first asked for:
cards and pages that need no brief do not wait for one.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parley.brief.data import brief_as_json
    from parley.brief.docx import write_docx
    from parley.brief.html import render_html
    from parley.brief.make import make_brief
    from parley.brief.model import Brief
    from parley.brief.terminal import render_terminal

__all__ = [
    "Brief",
    "brief_as_json",
    "make_brief",
    "render_html",
    "render_terminal",
    "write_docx",
]

_FILES = {
    "Brief": "model",
    "brief_as_json": "data",
    "make_brief": "make",
    "render_html": "html",
    "render_terminal": "terminal",
    "write_docx": "docx",
}


def __getattr__(name: str) -> object:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
