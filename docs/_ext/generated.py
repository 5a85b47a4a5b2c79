"""Fills the marked places of pages with what parley's own code says, when the docs are built.

A page has a comment line such as `% generated: keys`; it is replaced by Markdown made from the
records, commands and checks themselves, so that no page can go stale. Nothing is written to disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from docs._ext.brief_shapes import section_shapes
from docs._ext.command_help import command_help
from docs._ext.environment import environment_table
from docs._ext.file_tables import draft_keys, office_keys, user_keys
from docs._ext.finding_tables import check_sections, fault_sections, office_sections
from docs._ext.key_tables import key_tables
from docs._ext.office_api import office_api, office_limits, office_problems
from docs._ext.statement_errors import error_table
from docs._ext.time_tables import time_errors, time_forms
from docs._ext.workbench_pages import workbench_keys, workbench_pages

__all__ = ["GENERATORS", "filled", "setup"]

#: What each marker is replaced by.
GENERATORS: dict[str, Callable[[], str]] = {
    "brief sections": section_shapes,
    "checks": check_sections,
    "commands": command_help,
    "draft keys": draft_keys,
    "environment": environment_table,
    "faults": fault_sections,
    "keys": key_tables,
    "office api": office_api,
    "office findings": office_sections,
    "office keys": office_keys,
    "office limits": office_limits,
    "office problems": office_problems,
    "statement errors": error_table,
    "time errors": time_errors,
    "time forms": time_forms,
    "user keys": user_keys,
    "workbench keys": workbench_keys,
    "workbench pages": workbench_pages,
}

_MARKER = re.compile(r"^% generated: (.+)$", re.MULTILINE)


def filled(text: str) -> str:
    """Return the text of a page with its marked places filled.

    Raises KeyError for a marker that nothing fills, and what the generator raises.
    """
    return _MARKER.sub(lambda found: GENERATORS[found[1].strip()](), text)


def _fill(app: Any, docname: str, source: list[str]) -> None:
    if _MARKER.search(source[0]):
        source[0] = filled(source[0])


def _always_read_again(app: Any, env: Any, *_: Any) -> Iterable[str]:
    """Name the pages whose content may change though their file has not."""
    return [
        name
        for name in env.found_docs
        if _MARKER.search(env.doc2path(name).read_text(encoding="utf-8"))
    ]


def setup(app: Any) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _always_read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
