"""What the briefs say in blocks, as parts of a page: with links to entries, passages and states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Fold,
    Line,
    Paragraph,
    Run,
    Table,
    clean,
)

__all__ = ["Targets", "html_of", "line_html", "text_html"]

_LABEL = re.compile(r"\b(?P<kind>[SP])(?P<number>[1-9][0-9]{0,8})\b")


@dataclass(frozen=True, slots=True)
class Targets:
    """Where names lead.

    Parameters:
        find: the name of an entry, an issue and so on -> its address, if it may be shown.
        passage: the name of a passage -> its address.
        label: the number from 0 of a state `S1` or a point `P1` -> its address; None: no links.
        kind: which of the two are labels here.
    """

    find: Callable[[str], str | None]
    passage: Callable[[str], str]
    label: Callable[[int], str] | None = None
    kind: str = "S"


def html_of(blocks: Iterable[Block], to: Targets) -> Markup:
    """Return blocks as HTML."""
    return Markup("\n").join(_block(one, to) for one in blocks)


def text_html(text: str, to: Targets) -> Markup:
    """Return a text as HTML: code between backticks, labels as links."""
    from parley.brief.blocks import line

    return line_html(line(text), to)


def line_html(parts: Line, to: Targets) -> Markup:
    """Return a line of runs as HTML."""
    return Markup("").join(_run(one, to) for one in parts)


def _run(run: Run, to: Targets) -> Markup:
    text = clean(run.text)
    if run.role == "code":
        return Markup("<code>{}</code>").format(text)
    if run.role in ("entry", "passage"):
        name = run.name or run.text
        found = to.find(name) if run.role == "entry" else to.passage(name)
        if found is None:
            return Markup('<span class="{}">{}</span>').format(run.role, text)
        return Markup('<a class="{}" href="{}">{}</a>').format(run.role, found, text)
    inner = _labelled(text, to)
    if run.role == "strong":
        return Markup("<strong>{}</strong>").format(inner)
    return Markup('<span class="note">{}</span>').format(inner) if run.role == "muted" else inner


def _labelled(text: str, to: Targets) -> Markup:
    """A text with the labels of states or points in it as links."""
    if to.label is None:
        return escape(text)
    parts: list[Markup] = []
    at = 0
    for match in _LABEL.finditer(text):
        if match["kind"] != to.kind:
            continue
        parts.append(escape(text[at : match.start()]))
        address = to.label(int(match["number"]) - 1)
        parts.append(Markup('<a href="{}">{}</a>').format(address, match[0]))
        at = match.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _lines(lines: Iterable[Line], to: Targets) -> Markup:
    found = [line_html(one, to) for one in lines]
    if len(found) == 1:
        return found[0]
    return Markup("").join(Markup("<div>{}</div>").format(one) for one in found)


def _block(block: Block, to: Targets) -> Markup:
    if isinstance(block, Paragraph):
        role = Markup("") if block.role == "plain" else Markup(' class="{}"').format(block.role)
        return Markup("<p{}>{}</p>").format(role, line_html(block.line, to))
    if isinstance(block, Bullets):
        items = (Markup("<li>{}</li>").format(line_html(one, to)) for one in block.lines)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))
    if isinstance(block, Facts):
        return Markup("<dl>{}</dl>").format(Markup("").join(_facts(block, to)))
    if isinstance(block, Card):
        return _card(block, to)
    if isinstance(block, Fold):
        return Markup("<details><summary>{}</summary>{}</details>").format(
            clean(block.summary), html_of(block.blocks, to)
        )
    return _table(block, to) if isinstance(block, Table) else Markup("")


def _facts(block: Facts, to: Targets) -> Iterator[Markup]:
    for label, lines in block.rows:
        yield Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(clean(label), _lines(lines, to))


def _card(block: Card, to: Targets) -> Markup:
    badges = Markup("").join(
        Markup(' <span class="badge tone-{}">{}</span>').format(one.tone, clean(one.text))
        for one in block.badges
    )
    return Markup('<article class="card"><h3>{}{}</h3>{}</article>').format(
        line_html(block.title, to), badges, html_of(block.blocks, to)
    )


def _table(block: Table, to: Targets) -> Markup:
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(clean(one)) for one in block.columns
    )
    rows = Markup("").join(_row(block, row, to) for row in block.rows)
    return Markup(
        '<table class="stacked"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(clean(block.caption), heads, rows)


def _row(block: Table, row: tuple[tuple[Line, ...], ...], to: Targets) -> Markup:
    cells = [Markup('<th scope="row">{}</th>').format(_lines(row[0], to))]
    for label, cell in zip(block.columns[1:], row[1:], strict=False):
        shown = _lines(cell, to) if cell else Markup("")
        cells.append(
            Markup('<td data-label="{}">{}</td>').format(clean(label), shown)
            if cell
            else Markup("<td></td>")
        )
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))
