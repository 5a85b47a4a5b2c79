"""Making a brief: one party's case, its findings, and every section from them."""

from __future__ import annotations

from parley import __version__
from parley.brief.asking import WAITING, Asking
from parley.brief.conflicts.holding import WouldHold
from parley.brief.desk import Desk
from parley.brief.faults import Faults, label_findings
from parley.brief.model import Brief, Glance, Header, Section
from parley.brief.plans import Plans
from parley.brief.sections import SECTIONS, SectionKind
from parley.brief.settlements.acceptable import CouldAccept
from parley.brief.situation import Situation
from parley.dossier.compartments.need_to_know import withheld_texts
from parley.dossier.dossier import Dossier, zone_for
from parley.kernel.durations import SECOND
from parley.kernel.times import Span, show_time
from parley.mandate.case import Case, make_case, party_names
from parley.mandate.running import check_dossier

__all__ = ["make_brief"]

_HOW_TO_READ = (
    "Everything here is read from the dossier as this party knew it at the times above. Brackets "
    "hold the proof: the entries of the log, then the passages of the sources. Statements are in "
    "the dossier's own language: `issue = value`. Times are in {zone} unless a zone is named; a "
    "whole day is a day of the zone in which it was given, and what lies between two times is not "
    "known more closely. Nothing is ranked and nothing is recommended."
)
_STATES = {"matched": "with matching offers", "untouched": "not spoken to"}
_OVER = ("executed", "lapsed", "withdrawn")


def make_brief(
    dossier: Dossier,
    party: str,
    as_of: int,
    known_as_of: int | None = None,
    kinds: tuple[SectionKind, ...] = SECTIONS,
) -> Brief:
    """Join what the rooms below know into the brief of one party.

    Parameters
    ----------
    dossier: the dossier.
    party: whose brief it is: a side, or a party inside one. What it never knew is not in it.
    as_of, known_as_of: instants in microseconds since 1970 UTC; the second defaults to the first.
    kinds: the sections wanted, in order.

    Raises
    ------
    PartyUnknown: `party` is not declared.
    """
    case = make_case(dossier, party, as_of, known_as_of)
    report = check_dossier(dossier, party, as_of, known_as_of)
    zone = zone_for(dossier, (party,))
    desk = Desk(case, report, zone, label_findings(report.findings), case.hidden_sources)
    sections = tuple(Section(kind.key, kind.title, kind.make(desk)) for kind in kinds)
    return Brief(_header(case, zone), _glance(sections), sections)


def _header(case: Case, zone: str) -> Header:
    declared = case.dossier.declared
    return Header(
        dossier=declared.id,
        title=declared.title,
        fiction=declared.fiction,
        party=case.party,
        party_name=party_names(case, (case.party,)),
        zone=zone,
        as_of=_shown(case.seen.as_of, zone),
        as_of_utc=_shown(case.seen.as_of, "UTC"),
        known_as_of=_shown(case.seen.known_as_of, zone),
        known_as_of_utc=_shown(case.seen.known_as_of, "UTC"),
        default_authority=declared.default_authority,
        digest=case.dossier.digest,
        version=__version__,
        made_of=len(case.seen.entries),
        how_to_read=_HOW_TO_READ.format(zone=zone),
        withheld=_withheld(case),
        as_of_instant=case.seen.as_of,
    )


def _withheld(case: Case) -> str:
    """For whom the dossier was reduced and what it lacks, where policy lets it be said."""
    excerpt = case.dossier.declared.excerpt
    if excerpt is None:
        return ""
    lacks = "; ".join(withheld_texts(excerpt.withheld))
    reader = party_names(case, (excerpt.reader,))
    return f"{reader}, who sees only part of the dossier; withheld: {lacks}"


def _shown(instant: int, zone: str) -> str:
    """An instant; the last one of a day or minute, which a day asked for ends with, in words."""
    if instant % SECOND != SECOND - 1:  # what a clock shows below the second tells nobody anything
        second = instant - instant % SECOND
        return show_time(Span(second, second), zone)
    text = show_time(Span(instant + 1, instant + 1), zone)
    if " 00:00 " not in text:
        return f"until {text}"
    return f"end of {show_time(Span(instant, instant), zone)[:10]} {zone}"


def _glance(sections: tuple[Section, ...]) -> tuple[Glance, ...]:
    """The few lines to read if there is time for nothing else."""
    found: list[Glance] = []
    for section in sections:
        content = section.content
        if isinstance(content, Faults):
            found.append(_findings_line(content))
        elif isinstance(content, Asking):
            found.extend(_question_lines(content))
        elif isinstance(content, Plans):
            found.extend(_plan_lines(content))
        elif isinstance(content, Situation):
            found.append(_situation_line(content))
        elif isinstance(content, WouldHold) and content.outcomes:
            found.append(_holding_line(content))
        elif isinstance(content, CouldAccept) and content.outcomes:
            found.append(_accepting_line(content))
    return tuple(found)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _findings_line(content: Faults) -> Glance:
    parts = []
    for severity in ("error", "warning", "note"):
        count = sum(one.severity == severity for one in content.found)
        if count:
            codes = dict.fromkeys(one.code for one in content.found if one.severity == severity)
            parts.append(f"{_counted(count, severity)} ({', '.join(codes)})")
    if content.waived:
        parts.append(f"{len(content.waived)} waived")
    grave = any(one.severity == "error" for one in content.found)
    return Glance("Findings", "; ".join(parts) or "none", "findings", grave)


def _question_lines(content: Asking) -> list[Glance]:
    waiting = [one for one in content.posed if one.state in WAITING]
    late = sum(one.state in ("overdue", "missing") for one in waiting)
    value = f"{_counted(len(waiting), 'question')} without an answer" if waiting else "none open"
    if late:
        value += f", {late} of them overdue or passed over"
    lines = [Glance("Asked", value, "questions", bool(late))]
    if content.pressing:
        lines.append(
            Glance("Worth asking", _counted(len(content.pressing), "question"), "questions")
        )
    return lines


def _plan_lines(content: Plans) -> list[Glance]:
    lines = [
        Glance("Trade", f"{one.entry}: {one.state}", "plans", one.state == "executed-unmet")
        for one in content.trades
        if one.state not in _OVER
    ]
    lines.extend(
        Glance(
            "Fallback",
            f"{one.entry}: {one.state}",
            "plans",
            one.state in ("triggered", "not-followed"),
        )
        for one in content.fallbacks
        if one.state != "lapsed"
    )
    return lines[:8]


def _situation_line(content: Situation) -> Glance:
    issues = [one for one in content.issues if one.aspect != "fact"]
    counts = {
        state: sum(one.state == state for one in issues)
        for state in ("contested", "open", "matched", "narrowed", "settled", "untouched")
    }
    told = ", ".join(f"{count} {_STATES.get(s, s)}" for s, count in counts.items() if count)
    return Glance("Issues", told or "none declared", "situation")


def _holding_line(content: WouldHold) -> Glance:
    total = len(content.holding) + content.left_out
    value = f"{total} of {_counted(content.outcomes, 'state')} for all"
    now = next((one.verdict for one in content.stances if one.whose == "status quo"), "")
    if now:
        value += f"; where things stand, {now.partition(';')[0].rstrip('.')}"
    return Glance("Would hold", value, "would-hold")


def _accepting_line(content: CouldAccept) -> Glance:
    value = _counted(content.efficient, "efficient settlement")
    if content.acceptable is not None:
        value += f", {content.acceptable:,} acceptable to all"
    return Glance("Could accept", value, "could-accept")
