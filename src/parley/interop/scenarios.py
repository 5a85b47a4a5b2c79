"""Negotiation scenarios of other programs, whatever their format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from parley.interop.folders import files_in
from parley.kernel.errors import ParleyError, Refused
from parley.space.model import Model

__all__ = [
    "Format",
    "Scale",
    "Written",
    "format_of",
    "losses_of",
    "read_scenario",
    "write_scenario",
]

#: Whose scenarios are read.
Format: TypeAlias = Literal["genius", "geniusweb", "negmas", "gmcr"]

#: What a model is written as.
Written: TypeAlias = Literal["dossier", "genius", "geniusweb", "negmas"]

#: As GENIUS counts, or as the file has it: nothing divided by a maximum, nothing cut off.
Scale: TypeAlias = Literal["genius", "raw"]

_TREES = (".json", ".yaml", ".yml")


def read_scenario(path: str | Path, scale: Scale = "genius", steps: int | None = None) -> Model:
    """Read a scenario of GENIUS, GeniusWeb or NegMAS, or a conflict of GMCR+.

    Parameters:
        path: a folder with a domain and its profiles, or the domain file, or a `.gmcr` file.
        scale: `raw` leaves the evaluations of GENIUS unscaled; other formats have one scale.
        steps: how many evenly spaced points of an issue of real numbers to take.

    Raises Refused, with every fault of the files, where they cannot be used.
    """
    place = Path(path)
    kind = format_of(place)
    if kind == "gmcr":
        from parley.interop.gmcr import read_gmcr

        return read_gmcr(place)
    if kind == "geniusweb":
        from parley.interop.geniusweb import read_geniusweb

        return read_geniusweb(place)
    if kind == "negmas":
        from parley.interop.negmas import read_negmas

        return read_negmas(place, steps)
    from parley.interop.genius import read_genius

    return read_genius(place, scale, steps)


def format_of(place: Path) -> Format:
    """Say which program's scenario a folder or a file is, by what is in it.

    Raises Refused where it is none of them.
    """
    if place.is_file():
        if place.suffix.lower() == ".gmcr":
            return "gmcr"
        files: tuple[Path, ...] = (place,)
    elif place.is_dir():
        files = files_in(place, (".xml", ".gmcr", *_TREES))
    else:
        raise Refused(f"{place}: expected a folder or a file, got none", hint="check the path")
    endings = {one.suffix.lower() for one in files}
    if ".xml" in endings:
        return "genius"
    unreadable: Exception | None = None
    for one in files:
        if one.suffix.lower() not in _TREES:
            continue
        try:
            kind = _kind_of_tree(one)
        except ParleyError as error:
            unreadable = unreadable or error
            continue
        if kind is not None:
            return kind
    if unreadable is not None:
        raise unreadable
    found = f"files ending in {', '.join(sorted(endings))}" if endings else "none of their files"
    if (place / "dossier.yaml").is_file():
        found = "a dossier"
    raise Refused(
        f"{place}: expected a scenario of GENIUS, GeniusWeb, NegMAS or GMCR+, got {found}",
        hint="name the folder with its domain file and profiles, or a `.gmcr` file",
    )


def _kind_of_tree(file: Path) -> Format | None:
    from parley.interop.geniusweb import is_geniusweb
    from parley.interop.negmas import is_negmas
    from parley.interop.trees import open_tree

    tree = open_tree(file)
    if is_geniusweb(tree):
        return "geniusweb"
    return "negmas" if is_negmas(tree) else None


def write_scenario(model: Model, format: Written) -> dict[str, str]:
    """Return a model as the files of a format: file name -> text.

    Raises Refused where a party's preference is an order and the format holds sums.
    """
    if format == "dossier":
        from parley.interop.dossiers import write_dossier

        return {"dossier.yaml": write_dossier(model)}
    from parley.interop.genius import write_genius
    from parley.interop.geniusweb import write_geniusweb
    from parley.interop.negmas import write_negmas

    writers: Mapping[str, Callable[[Model], dict[str, str]]] = {
        "genius": write_genius,
        "geniusweb": write_geniusweb,
        "negmas": write_negmas,
    }
    return writers[format](model)


def losses_of(model: Model, format: Written) -> tuple[str, ...]:
    """Say what a format cannot hold as the model has it; nothing where it holds everything."""
    from parley.interop.dossiers import dossier_losses
    from parley.interop.genius import genius_losses
    from parley.interop.geniusweb import geniusweb_losses
    from parley.interop.negmas import negmas_losses

    tellers: Mapping[str, Callable[[Model], tuple[str, ...]]] = {
        "dossier": dossier_losses,
        "genius": genius_losses,
        "geniusweb": geniusweb_losses,
        "negmas": negmas_losses,
    }
    return tellers[format](model)
