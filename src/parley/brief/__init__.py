"""The brief: what one party should know at one time, joined from the rooms below and rendered.

`make_brief` makes it, one function each renders it; what these need to print or to write office
formats is imported when they are called.
"""

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
