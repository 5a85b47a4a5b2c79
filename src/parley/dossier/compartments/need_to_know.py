"""Need to know: a dossier reduced to what one reader may see.

What is withheld is made to have never been there: the rest is written down as a dossier of its own,
without comments, and read again. So whatever looks at a reduced dossier, now or in a later
version, cannot show what is not in it; lines and digests are those of the reduced files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from parley.dossier.compartments.clearance import (
    MarkedPassages,
    is_marked,
    marked_in,
    marked_passages,
    marking_faults,
    twins,
    uncleared,
)
from parley.dossier.compartments.cutting import Gone, cut, rests_on
from parley.dossier.dossier import Dossier
from parley.dossier.files.folder import DECLARATIONS
from parley.dossier.reading import read_text_dossier
from parley.dossier.references import references
from parley.dossier.sources.passage_known import document_of
from parley.dossier.text.rendering import declarations_text, log_text
from parley.dossier.vocabulary.declarations import (
    Compartment,
    Declarations,
    Excerpt,
    Source,
    Withheld,
)
from parley.dossier.vocabulary.entries import Document, Entry
from parley.kernel.errors import ParleyError, PartyUnknown, Refused
from parley.kernel.suggest import did_you_mean
from parley.record.citing import cited

__all__ = ["ForReader", "for_reader", "withheld_texts"]

_NONE: frozenset[str] = frozenset()
#: What an entry or passage is withheld for: id or citation -> compartments.
_Lacking = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class ForReader:
    """What one reader may see of a dossier.

    Parameters:
        dossier: the reduced dossier; it is one like any other.
        withheld: how much is withheld, of compartments whose policy is to say so.
        files: the reduced dossier as texts: path in the folder -> text.
    """

    dossier: Dossier
    withheld: tuple[Withheld, ...]
    files: Mapping[str, str]


def for_reader(dossier: Dossier, reader: str) -> ForReader:
    """Reduce a dossier to what a reader may see.

    Parameters:
        reader: the id of a party, most often a post or a person.

    Raises PartyUnknown where the dossier does not declare the reader; and Refused where the dossier
    has errors or its compartments name what is not there: then it cannot be told what the reader
    may see, and a slip such as `compartmnt:` would show what is to be withheld.
    """
    parties = dossier.declared.parties
    if reader not in parties:
        meant = did_you_mean(reader, parties)
        hint = f"did you mean `{meant}`?" if meant else f"declared are: {', '.join(parties)}"
        raise PartyUnknown(f"the reader `{reader}` is not declared in dossier.yaml", hint=hint)
    if any(one.severity == "error" for one in dossier.faults) or any(marking_faults(dossier)):
        raise Refused(
            "the dossier has faults, so it cannot be told what a reader may see of it",
            hint="whoever keeps it can run `parley check` without a reader, and mend them",
        )
    passages = marked_passages(dossier, reader)
    lacking = _withheld_entries(dossier, uncleared(dossier, reader), passages)
    withheld = _told(dossier, lacking, passages)
    declared = _declared(dossier, reader, Gone(lacking, passages), withheld)
    files = _files(dossier, declared, Gone(lacking, passages))
    reduced = replace(read_text_dossier(files), root=dossier.root)
    return ForReader(reduced, withheld, files)


def withheld_texts(withheld: Iterable[Withheld]) -> tuple[str, ...]:
    """Say how much is withheld of each compartment: `in “Back channel” 2 entries and 1 passage`."""
    return tuple(f"in “{one.title}” {_amount(one)}" for one in withheld)


def _amount(one: Withheld) -> str:
    counts = ((one.entries, "entry", "entries"), (one.passages, "passage", "passages"))
    return " and ".join(f"{n} {single if n == 1 else more}" for n, single, more in counts if n)


def _withheld_entries(
    dossier: Dossier, closed: Mapping[str, Compartment], passages: MarkedPassages
) -> _Lacking:
    """Return the entries that are withheld; sources that go with their papers join `passages`."""
    lacking: _Lacking = {
        one.id: found
        for one in dossier.entries
        if (found := frozenset(name for name in one.compartment if name in closed))
    }
    if not lacking and not passages.sources and not passages.passages:
        return lacking
    grows = True
    while grows:  # what rests on what is withheld is withheld, and so on
        grows = _papers(dossier, lacking, passages)
        gone = Gone(lacking, passages)
        for entry in dossier.entries:
            if entry.id not in lacking and (names := rests_on(entry, gone)):
                reasons = (lacking.get(name) or marked_in(passages, name) for name in names)
                lacking[entry.id] = _NONE.union(*reasons)
                grows = True
    return lacking


def _papers(dossier: Dossier, lacking: _Lacking, passages: MarkedPassages) -> bool:
    """Withhold the sources of which all papers in the log are withheld; tell whether any was."""
    papers: dict[str, list[str]] = {}
    for entry in dossier.entries:
        if isinstance(entry, Document) and entry.source:
            papers.setdefault(entry.source.partition("#")[0], []).append(entry.id)
    found = False
    for source, entries in papers.items():
        if source not in passages.sources and all(one in lacking for one in entries):
            reasons = _NONE.union(*(lacking[one] for one in entries))
            for twin in twins(dossier, source):
                passages.sources[twin] = passages.sources.get(twin, _NONE) | reasons
            found = True
    return found


def _told(
    dossier: Dossier, lacking: Mapping[str, frozenset[str]], passages: MarkedPassages
) -> tuple[Withheld, ...]:
    """Count what is withheld where all that it lies in may be told of."""
    declared = dossier.declared.compartments
    cited_ones = {**passages.sources, **passages.passages}
    counts = {name: [0, 0] for name, one in declared.items() if one.withheld == "say"}
    for at, items in enumerate((lacking, cited_ones)):
        for found in items.values():
            if found <= counts.keys():
                for name in found:
                    counts[name][at] += 1
    return tuple(
        Withheld(title=declared[name].title, entries=entries, passages=some)
        for name, (entries, some) in counts.items()
        if entries or some
    )


def _declared(
    dossier: Dossier, reader: str, gone: Gone, withheld: tuple[Withheld, ...]
) -> Declarations:
    declared = dossier.declared
    closed = uncleared(dossier, reader)
    own = {name: one for name, one in declared.compartments.items() if name not in closed}
    sources = dict(_sources(dossier, gone))
    frame = msgspec.structs.replace(declared, compartments=own, sources={})
    reduced: Declarations = cut(frame, gone)
    before = declared.excerpt.withheld if declared.excerpt is not None else ()
    told = (*before, *withheld)
    excerpt = Excerpt(reader=reader, withheld=told) if told else None
    return msgspec.structs.replace(reduced, sources=sources, excerpt=excerpt)


def _sources(dossier: Dossier, gone: Gone) -> Iterator[tuple[str, Source]]:
    """Give the sources that are left.

    Of a document of which a passage is withheld only the index is left: its numbering would show
    the gap. Passages that are cited still have their words there, so that each citation leads
    somewhere.
    """
    marked = {named.partition("#")[0] for named in gone.passages.passages}
    cited_of = _citations(dossier, marked, gone)
    for name, source in dossier.declared.sources.items():
        if is_marked(gone.passages, name):
            continue
        if name in marked:
            index = {**_words(dossier, source, cited_of[name]), **source.passages}
            left = {
                passage: says
                for passage, says in index.items()
                if not is_marked(gone.passages, f"{name}#{passage}")
            }
            yield name, msgspec.structs.replace(source, file=None, digest=None, passages=left)
        else:
            yield name, source


def _citations(dossier: Dossier, sources: Collection[str], gone: Gone) -> dict[str, list[str]]:
    """The passages of some sources that what is left may cite, in the order of the dossier."""
    found: dict[str, list[str]] = {name: [] for name in sources}
    for one in references(dossier) if sources else ():
        source, _, passage = one.name.partition("#")
        if one.kind == "source" and passage and source in found and one.holder not in gone.entries:
            found[source].append(passage)
    return found


def _words(dossier: Dossier, source: Source, passages: Iterable[str]) -> dict[str, str]:
    """The words of passages of a source, where its document is there."""
    imported = document_of(dossier, source)
    found: dict[str, str] = {}
    if imported is None:
        return found
    for passage in passages:
        try:
            found[passage] = cited(imported, passage).text
        except ParleyError:
            continue  # an address that leads nowhere: `unknown-reference` says so
    return found


def _files(dossier: Dossier, declared: Declarations, gone: Gone) -> dict[str, str]:
    """Write what is left as the files of a dossier; a log of which nothing is left is no more."""
    logs: dict[str, list[Entry]] = {}
    for entry in dossier.entries:
        if entry.id not in gone.entries:
            logs.setdefault(dossier.places[entry.id].file, []).append(cut(entry, gone))
    files = {DECLARATIONS: declarations_text(declared)}
    files.update((name, log_text(logs[name])) for name in sorted(logs))
    return files
