"""What the pictures of a conflict share: size, colours for light and dark, and text made safe."""

from __future__ import annotations

from html import escape

__all__ = ["LETTER", "WIDTH", "cut", "head", "text_of", "wide"]

WIDTH = 960
#: The width of a letter of 12 px, rather too much than too little.
LETTER = 7.0

_LIGHT = (
    "--ink:#1b1f24;--soft:#59636e;--rule:#d0d7de;--band:#f1f4f7;--paper:#fff;--holds:#e3f5e8;"
    "--m0:#0a58a8;--m1:#9a3412;--m2:#6b2fa0;--m3:#1a6e3c;--m4:#4b5563;--m5:#a01a58"
)
_DARK = (
    "--ink:#e6e9ee;--soft:#a5afba;--rule:#3b444e;--band:#20272e;--paper:#14181d;--holds:#17301f;"
    "--m0:#79b8ff;--m1:#ffb27a;--m2:#d0a8ff;--m3:#7ddc9a;--m4:#b7c0ca;--m5:#ff9fc6"
)
_STYLE = (
    f".parley-conflict{{{_LIGHT};font:12px system-ui,sans-serif}}"
    f"@media (prefers-color-scheme:dark){{.parley-conflict{{{_DARK}}}}}"
    f"@media print{{.parley-conflict{{{_LIGHT}}}}}"
    ".parley-conflict text{fill:var(--ink)}.parley-conflict text.soft{fill:var(--soft)}"
    ".parley-conflict .strong,.parley-conflict .tag,.parley-conflict .holds text{font-weight:700}"
    ".parley-conflict .rule{stroke:var(--rule)}.parley-conflict .band{fill:var(--band)}"
    ".parley-conflict .line{fill:none}"
    ".parley-conflict circle.none{fill:var(--paper);stroke:var(--soft);stroke-width:1}"
    ".parley-conflict rect.some{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}"
    ".parley-conflict rect.holds{fill:var(--holds);stroke:var(--ink);stroke-width:2.5}"
    ".parley-conflict rect.inner{fill:none;stroke:var(--ink);stroke-width:1}"
    + "".join(
        f".parley-conflict .m{one}.line{{stroke:var(--m{one})}}"
        f".parley-conflict .m{one}.head{{fill:var(--m{one})}}"
        for one in range(6)
    )
)


def head(title: str, described: str, height: float) -> str:
    """Return the opening of a picture, with its title, description and styles."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="parley-conflict" role="img" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
        'aria-labelledby="parley-conflict-title parley-conflict-desc">'
        f'<title id="parley-conflict-title">{text_of(title)}</title>'
        f'<desc id="parley-conflict-desc">{text_of(described)}</desc><style>{_STYLE}</style>'
    )


def text_of(words: str) -> str:
    """Return words as text of a picture: nothing that a dossier holds may draw in it."""
    return escape("".join(letter if letter.isprintable() else "\ufffd" for letter in words))


def cut(words: str, most: int) -> str:
    """Shorten words to so many letters.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return words if len(words) <= most else words[: max(most - 1, 0)] + "…"


def wide(words: str) -> float:
    """Return about how wide a text is: capitals are wider, letters of East Asian scripts twice."""
    return LETTER * sum(
        2 if ord(letter) > 0x2E7F else 1.25 if letter.isupper() else 1 for letter in words
    )
