"""Draws the rooms of parley as floors of a house, from the contract that the imports are held to.

`python -m docs._ext.architecture_picture` writes it; a test holds the file against what is drawn.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path

__all__ = ["PICTURE", "floors", "picture", "purpose"]

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"
_WIDTH, _FLOOR, _GAP, _TOP = 760, 74, 10, 34
_LETTERS = 6.4  # pixels that a letter of the small print takes, about


def floors() -> tuple[tuple[str, ...], ...]:
    """Return the rooms floor by floor, the top first, as `pyproject.toml` lists them."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = read["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one.get("containers") == ["parley"]]
    return tuple(tuple(room.strip() for room in layer.split("|")) for layer in layers)


def purpose(room: str) -> str:
    """Return what a room is for: the first sentence of its own description."""
    source = (ROOT / "src" / "parley" / room / "__init__.py").read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(told.split("\n\n")[0].split())


def picture() -> str:
    """Return the picture as SVG, in the colours of the page around it, light or dark."""
    rows = floors()
    height = _TOP + len(rows) * (_FLOOR + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'role="img" aria-labelledby="rooms-title">',
        '<title id="rooms-title">The rooms of parley, each above what it imports from</title>',
        "<style>",
        ".room{fill:#f4f1ea;stroke:#8a8172}.name{font:600 15px system-ui,sans-serif;fill:#22201c}",
        ".says,.note{font:11px system-ui,sans-serif;fill:#4d483f}",
        "@media (prefers-color-scheme:dark){.room{fill:#26241f;stroke:#8a8172}"
        ".name{fill:#f1ede4}.says,.note{fill:#c9c2b3}}",
        "</style>",
        '<text class="note" x="0" y="18">Each room imports only from the floors below it; rooms '
        "on one floor do not see each other.</text>",
    ]
    for level, rooms in enumerate(rows):
        parts += _floor(rooms, _TOP + level * (_FLOOR + _GAP))
    return "\n".join([*parts, "</svg>", ""])


def _floor(rooms: tuple[str, ...], y: int) -> list[str]:
    width = (_WIDTH - (len(rooms) - 1) * _GAP) / len(rooms)
    parts = list[str]()
    for place, room in enumerate(rooms):
        x = place * (width + _GAP)
        parts.append(
            f'<rect class="room" x="{x + 0.5:.1f}" y="{y + 0.5}" width="{width - 1:.1f}" '
            f'height="{_FLOOR - 1}" rx="4"/>'
        )
        parts.append(f'<text class="name" x="{x + 12:.1f}" y="{y + 22}">{escape(room)}</text>')
        for row, words in enumerate(_lines(purpose(room), int((width - 24) / _LETTERS))[:3]):
            parts.append(
                f'<text class="says" x="{x + 12:.1f}" y="{y + 38 + 14 * row}">'
                f"{escape(words)}</text>"
            )
    return parts


def _lines(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 3:
        lines[2] = lines[2].rstrip(".,;:") + " …"
    return lines


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
