"""Every YAML example of the documentation is read as a dossier, and has no fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_text_dossier
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.kernel.times import read_time
from parley.mandate.case import sides
from parley.mandate.running import check_dossier
from tests.docs.pages import DOCS, Block, blocks, pages

#: Codes that no example page may have, whatever the story it tells.
SLIPS = {"impossible-time", "no-authority", "unknown-reference"}

KINDS = ("yaml dossier", "yaml log")
EXAMPLES = [block for page in pages() for block in blocks(page) if block.info in KINDS]
WITH_EXAMPLES = sorted({block.page for block in EXAMPLES})


def head_of(page: Path) -> Block:
    """Return the common head of a page's examples; that of the format page where it has none."""
    own = [block for block in blocks(page) if block.info == "yaml head"]
    return own[0] if own else head_of(DOCS / "reference" / "format.md")


def loaded(text: str) -> dict[str, Any]:
    """Read a YAML map whose values are all texts, as parley does."""
    found = plain(parse_yaml(text, "an example"))
    assert isinstance(found, dict)
    return found


def merged(head: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Return a head completed by a part of a `dossier.yaml`."""
    whole = dict(head)
    for key, value in part.items():
        both = isinstance(value, dict) and isinstance(whole.get(key), dict)
        whole[key] = merged(whole[key], value) if both else value
    return whole


def read_with_head(page: Path, *parts: Block) -> Dossier:
    """Read some blocks of a page, completed by its head."""
    head = head_of(page)
    declared = loaded(head.text)
    for block in parts:
        if block.info == "yaml dossier":
            declared = merged(declared, loaded(block.text))
    only_head = all(block.info == "yaml log" for block in parts)
    files = {"dossier.yaml": head.text if only_head else json.dumps(declared)}
    logs = [block for block in parts if block.info == "yaml log"]
    files |= {f"log/{block.line:05}.yaml": block.text for block in logs}
    return read_text_dossier(files)


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: block.place)
def test_an_example_has_no_fault(block: Block) -> None:
    """The block alone, completed by the page's head, is a dossier without faults."""
    read = read_with_head(block.page, block)
    assert [(fault.code, fault.message) for fault in read.faults] == []
    if block.info == "yaml log":
        assert len(read.entries) == len(plain(parse_yaml(block.text, block.place)))


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_examples_of_a_page_belong_together(page: Path) -> None:
    """All blocks of a page are one dossier; no reference leads nowhere, no time is impossible."""
    read = read_with_head(page, *(block for block in EXAMPLES if block.page == page))
    assert [(fault.code, fault.message) for fault in read.faults] == []
    late = read_time("2100-01-01", "UTC").latest
    found = {
        (finding.code, finding.message)
        for side in sides(read)
        for finding in check_dossier(read, side, late).findings
        if finding.code in SLIPS
    }
    assert found == set()


def test_the_format_page_shows_every_type_of_entry() -> None:
    """No type of entry is without an example."""
    page = DOCS / "reference" / "format.md"
    read = read_with_head(page, *(block for block in EXAMPLES if block.page == page))
    shown = {str(type(entry).__struct_config__.tag) for entry in read.entries}
    assert ENTRY_TYPES.keys() - shown == set()
