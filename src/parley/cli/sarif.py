"""Findings in SARIF 2.1.0, the form in which code hosts and editors take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from parley import __version__
from parley.dossier.dossier import Dossier
from parley.kernel.findings import Finding
from parley.mandate.explaining import Explanation
from parley.mandate.running import Report, Waived

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "DOSSIER"  # what the artifacts' addresses are relative to


def sarif(dossier: Dossier, report: Report, explained: Sequence[Explanation]) -> dict[str, Any]:
    """Return a report as a SARIF log; what is waived is there, as suppressed.

    Parameters:
        dossier: the dossier that was checked; its folder is the base of all addresses.
        report: what was found.
        explained: the rules: every code that may be found.
    """
    rules = {one.code: at for at, one in enumerate(explained)}
    base: dict[str, Any] = {"description": {"text": "the dossier's folder"}}
    if dossier.root is not None:
        base["uri"] = dossier.root.as_uri().rstrip("/") + "/"
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "parley",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(one) for one in explained],
                    }
                },
                "originalUriBaseIds": {_BASE: base},
                "columnKind": "unicodeCodePoints",
                "results": [
                    *(_result(dossier, one, rules) for one in report.findings),
                    *(_waived(dossier, one, rules) for one in report.waived),
                ],
            }
        ],
    }


def _rule(one: Explanation) -> dict[str, Any]:
    return {
        "id": one.code,
        "shortDescription": {"text": one.code.replace("-", " ")},
        "fullDescription": {"text": one.meaning},
        "help": {
            "text": f"{one.meaning}\n\nTo mend it: {one.mending}",
            "markdown": f"{one.meaning}\n\n**To mend it:** {one.mending}",
        },
        "defaultConfiguration": {"level": one.severity},
    }


def _result(dossier: Dossier, finding: Finding, rules: Mapping[str, int]) -> dict[str, Any]:
    message = f"{finding.message}. To mend it: {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": message},
        "locations": [_location(finding.file, finding.line, finding.column)],
        "partialFingerprints": {"parleyAddress/v1": finding.address},
        "properties": {"entries": list(finding.entries), "sources": list(finding.sources)},
    }
    if finding.code in rules:
        result["ruleIndex"] = rules[finding.code]
    related = list(_related(dossier, finding.entries))
    if related:
        result["relatedLocations"] = related
    return result


def _waived(dossier: Dossier, one: Waived, rules: Mapping[str, int]) -> dict[str, Any]:
    waiver = one.waiver
    why = f"{waiver.reason} (waived by {', '.join(waiver.by)}, {waiver.id}, until {waiver.until})"
    return {
        **_result(dossier, one.finding, rules),
        "suppressions": [{"kind": "external", "status": "accepted", "justification": why}],
    }


def _location(file: str | None, line: int | None, column: int | None) -> dict[str, Any]:
    artifact = {"uri": quote(file or "dossier.yaml"), "uriBaseId": _BASE}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if line is not None:
        physical["region"] = {"startLine": line}
        if column is not None:
            physical["region"]["startColumn"] = column
    return {"physicalLocation": physical}


def _related(dossier: Dossier, entries: Iterable[str]) -> Iterable[dict[str, Any]]:
    for number, name in enumerate(entries, 1):
        place = dossier.places.get(name)
        if place is not None:
            yield {
                "id": number,
                "message": {"text": name},
                **_location(place.file, place.line, None),
            }
