"""Wording an agenda item anew: another wording beside those that `dossier.yaml` has of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from parley.dossier.editing.declared_editing import Rewrite, change_all_declared
from parley.dossier.editing.declared_splicing import Way
from parley.dossier.vocabulary.declarations import AgendaItem, Declarations
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.kernel.digests import digest
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.web.addresses import link
from parley.web.analysis.supposed import Basis, assumed_too, basis_of, cited_too
from parley.web.desk import Desk
from parley.web.editing.shared import must_see_files, root_of
from parley.web.proposing import free_id
from parley.web.registry import Done

__all__ = ["NewWording", "Reworded", "WordingForm", "reworded_of", "word", "wording_rewrites"]

_NAME = re.compile(ID_PATTERN, re.ASCII)


@dataclass(frozen=True, slots=True)
class Reworded:
    """An agenda item to be worded anew, filled in with the wording that it has.

    Parameters:
        item, title: which.
        like: the wording that is filled in.
        name: a name that is free.
        text: the wording in words.
        opens: what it opens, one on each line.
        says: what it settles by itself.
        base: the digest of the item as it is declared, which the form sends back.
        act: the address of the form.
    """

    item: str
    title: str
    like: str
    name: str
    text: str
    opens: str
    says: str
    base: str
    act: str


@dataclass(frozen=True, slots=True)
class NewWording:
    """A wording to be declared: of which item, its name, its words, what it opens and settles."""

    item: str
    name: str
    text: str
    opens: tuple[str, ...]
    says: str


def reworded_of(declared: Declarations, item: str, like: str, act: str) -> Reworded:
    """Return an agenda item to be worded anew.

    Parameters:
        like: the wording to fill in; the first where there is none of that name.
        act: the address of the form.

    Raises Refused for an item that is not there.
    """
    found = _item(declared, item)
    like = like if like in found.wordings else next(iter(found.wordings), "")
    wording = found.wordings.get(like)
    return Reworded(
        item,
        " ".join(found.title.split()),
        like,
        free_id(found.wordings, like or "plain"),
        " ".join(wording.text.split()) if wording is not None else "",
        "\n".join(wording.opens) if wording is not None else "",
        (wording.says or "") if wording is not None else "",
        _digest(found),
        act,
    )


def _item(declared: Declarations, name: str) -> AgendaItem:
    if name not in declared.agenda:
        meant = did_you_mean(name, declared.agenda)
        raise Refused(
            f"dossier.yaml has no agenda item `{name[:60]}`",
            hint=f"did you mean `{meant}`?" if meant else "choose one on the page",
        )
    return declared.agenda[name]


def _digest(item: AgendaItem) -> str:
    return digest(msgspec.json.encode(item, order="sorted"))


def _require_item(item: str, base: str, declared: Declarations) -> None:
    """Check that an agenda item is still declared as it was when the form was made.

    Parameters:
        base: the digest of then; empty: it is not checked.

    Raises Refused where it is not.
    """
    if base and _digest(_item(declared, item)) != base:
        raise Refused(
            f"dossier.yaml: what it says of the agenda item `{item}` was changed meanwhile",
            hint="nothing was written and your words are kept below; look at the item as it is "
            "now, and send them again if they still make sense",
        )


def wording_rewrites(
    declared: Declarations, new: NewWording, basis: Basis
) -> tuple[tuple[Way, Rewrite], ...]:
    """Return what is to be changed in `dossier.yaml`: the wording, and what it rests on.

    A wording has no proof of its own in the file; for it that is told in the `assumed` and
    `sources` of its item.

    Raises Refused for a name that is taken or is none, for no words, and where it is not said what
    the wording rests on.
    """
    item = _item(declared, new.item)
    if _NAME.fullmatch(new.name) is None:
        raise Refused(
            f"`{new.name[:60]}` is no name for a wording",
            hint="begin with a letter; then letters, digits, `_` and `-`",
        )
    if new.name in item.wordings:
        raise Refused(
            f"`{new.item}` has a wording `{new.name}` already", hint="choose another name"
        )
    if not new.text:
        raise Refused("a wording without words", hint="write how the item is worded")
    if not basis.assumed and not basis.sources:
        raise Refused(
            "it is not said what the wording rests on",
            hint="say who words it so, or name the passages that have it as SOURCE#PASSAGE",
        )
    way = ("agenda", new.item)
    return (
        ((*way, "wordings", new.name), partial(_said, _declared(new))),
        ((*way, "assumed"), partial(assumed_too, basis, [f"the wording {new.name}"])),
        ((*way, "sources"), partial(cited_too, basis.sources)),
    )


def _declared(new: NewWording) -> Mapping[str, object]:
    found: dict[str, object] = {"text": new.text}
    if new.opens:
        found["opens"] = _one_or_all(new.opens)
    if new.says:
        found["says"] = new.says
    return found


def _one_or_all(names: Sequence[str]) -> Any:
    return names[0] if len(names) == 1 else list(names)


def _said(value: object, now: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class WordingForm:
    """An agenda item worded anew.

    Parameters:
        reword: the item.
        name, text: of the wording.
        opens: what it opens, one on each line; `says` what it settles by itself.
        assumed: who words it so.
        sources: passages that have it, with commas or blanks between them.
        base: the digest of the item as it was shown; left out: it may have changed.
        item: the agenda put together, which then has the wording.
        against, measure: as in the address of the page.
    """

    reword: str
    text: str
    name: str = ""
    opens: str = ""
    says: str = ""
    assumed: str = ""
    sources: str = ""
    base: str = ""
    item: tuple[str, ...] = ()
    against: str = ""
    measure: str = "nash"


def word(desk: Desk, form: WordingForm) -> Done:
    """Write another wording of an agenda item into dossier.yaml, and put it on the agenda."""
    must_see_files(desk)
    declared = desk.dossier.declared
    name = form.name.strip() or reworded_of(declared, form.reword, "", "").name
    opens = tuple(one.strip() for one in form.opens.splitlines() if one.strip())
    new = NewWording(form.reword, name, " ".join(form.text.split()), opens, form.says.strip())
    places = wording_rewrites(declared, new, basis_of(desk, form.assumed, form.sources))
    change_all_declared(
        root_of(desk),
        places,
        require=partial(_require_item, form.reword, form.base),
        what=f"word {form.reword} as {name}",
        who=desk.visitor.name,
    )
    order = [pair for pair in form.item if ":" in pair]
    own = f"{form.reword}:{name}"
    there = any(pair.startswith(f"{form.reword}:") for pair in order)
    order = [own if pair.startswith(f"{form.reword}:") else pair for pair in order]
    fields = {
        "item": order if there else [*order, own],
        "against": form.against,
        "measure": form.measure,
    }
    return Done(link(desk.asked, ("agenda",), fields), "agendas.worded")
