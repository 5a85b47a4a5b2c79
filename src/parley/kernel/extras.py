"""Extras: parts that parley is installed with or without, and what to type for one that is missing.

The name parley stands for another project in the public index of Python packages. So nothing tells
anybody to install it by its name alone: it is installed from where this copy came from.
"""

from __future__ import annotations

__all__ = ["how_to_install"]


def how_to_install(extra: str = "") -> str:
    """Return what to do about an extra that is missing, or about the core where none is named.

    Parameters:
        extra: its name, such as `web`.

    >>> how_to_install("web")
    "install them from where you have parley: pip install '.[web]' in its folder, or the path of \
its wheel in place of the dot"
    """
    what = f"'.[{extra}]'" if extra else "--force-reinstall ."
    return (
        f"install them from where you have parley: pip install {what} in its folder, or the path "
        "of its wheel in place of the dot"
    )
