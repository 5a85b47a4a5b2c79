"""The pages that there are: the files of `parley.web.pages`, found by listing the folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from parley.web.visitor import Right

__all__ = ["Act", "Done", "Page", "Rows", "pages"]


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole table, for its CSV and JSON links.

    Parameters:
        columns: the names of the columns.
        rows: the cells of each row, as many as there are columns; lists are joined in CSV.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a form did: where to go next, and what to say there.

    Parameters:
        to: an address of this site.
        say: a key of the catalogue, said on the next page.
    """

    to: str
    say: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a form of a page can do.

    Parameters:
        run: `(desk, form) -> Done`; `form` is a frozen dataclass whose fields are those of the
            form, and is read and checked by its annotations. Raises ParleyError for what the user
            can mend: the page is shown again with the message, and what was typed.
        right: what the visitor must be allowed; `look` for what changes no file.
    """

    run: Callable[..., Done]
    right: Right = "edit"


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Parameters:
        name: its name, and that of its template and its words: `timeline`.
        address: where it is, with parts of it as `{name}`; they are parameters of `data`.
        data: `(desk, ...) -> plain data`, a frozen dataclass as a rule. Its other parameters are
            fields of the address, with defaults; many of them go into one frozen dataclass.
            Raises ParleyError for what is not there.
        key: the letter of `g x` that leads to it; empty for none.
        order: where it stands in the navigation; None for a page that is reached by links alone.
        template: the file that shows it; left out: `NAME.html`.
        plain: turns `data` into what the API returns, where that is not the same.
        shape: the type of what the API returns, where `data` is not annotated with it.
        tables: name -> function with the parameters of `data` that returns the whole table.
        acts: name -> what a form posted to `ADDRESS/NAME` does.
    """

    name: str
    address: str
    data: Callable[..., Any]
    key: str = ""
    order: int | None = None
    template: str = ""
    plain: Callable[[Any], Any] | None = None
    shape: Any = None
    tables: Mapping[str, Callable[..., Rows]] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)


@lru_cache(maxsize=1)
def pages() -> tuple[Page, ...]:
    """Return all pages, those of the navigation first and in its order."""
    package = import_module("parley.web.pages")
    found: list[Page] = []
    for module in iter_modules(package.__path__):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"parley.web.pages.{module.name}")
        found.extend(getattr(loaded, "PAGES", ()))
        if hasattr(loaded, "PAGE"):
            found.append(loaded.PAGE)
    return tuple(sorted(found, key=lambda page: (page.order is None, page.order or 0, page.name)))
