"""The pages, addresses, tables, forms and keys of the workbench, from its own register."""

from __future__ import annotations

from collections.abc import Iterator

from parley.web.catalogue import text, words
from parley.web.context import KEYS
from parley.web.registry import Page, pages

__all__ = ["workbench_keys", "workbench_pages"]

_RIGHTS = {
    "look": "whoever may look",
    "edit": "an editor",
    "answer": "a mandator",
}


def workbench_pages() -> str:
    """Return a table of all pages; raises LookupError for a right that has no words here."""
    rows = [
        f"| {_title(page)} | `{page.address}` | {', '.join(_tables(page))} | "
        f"{'; '.join(_acts(page))} |"
        for page in pages()
    ]
    head = "| page | address | tables | forms, and who may send them |"
    return "\n".join([head, "|---|---|---|---|", *rows])


def workbench_keys() -> str:
    """Return a table of the keys as they are until somebody changes them."""
    rows = [f"| `{key}` | {text('en', f'shell.key_{action}')}. |" for action, key in KEYS.items()]
    rows += [
        f"| `{KEYS['go']}` `{page.key}` | To the page “{_title(page)}”. |"
        for page in pages()
        if page.key
    ]
    return "\n".join(["| key | what it does |", "|---|---|", *rows])


def _title(page: Page) -> str:
    """The title of a page in the language of these pages; its name where it has none."""
    title = words("en").get(f"{page.name}.title")
    return title if isinstance(title, str) and "{" not in title else page.name


def _tables(page: Page) -> Iterator[str]:
    for name in page.tables:
        yield f"`{name}`"


def _acts(page: Page) -> Iterator[str]:
    for name, act in page.acts.items():
        if act.right not in _RIGHTS:
            raise LookupError(f"the right `{act.right}` of {page.name} has no words")
        yield f"`{name}`: {_RIGHTS[act.right]}"
