"""One run reports every fault of a dossier, each with its place and a way to mend it."""

# ruff: noqa: E501 - one entry of the log stands on one line

from __future__ import annotations

from parley.dossier.reading import read_text_dossier
from parley.kernel.times import read_time
from parley.mandate.running import check_dossier

HEAD = """\
parley: 1
id: twenty
title: Twenty faults (made up)
fiction: true
zone: UTC
parties:
  red: {name: Red}
  capital: {name: Capital, within: red}
  team: {name: Team, within: red, mandator: capital}
  ally: {name: Ally, within: red}
  blue: {name: Blue, zone: Mars/Olympus}
issues:
  x: {question: x?, values: [a, b, c]}
  y: {question: y?, values: [a, b, c]}
  z: {question: z?, values: [yes, no]}
feasibility:
  - {id: tied, says: y = a if x = a, assumed: t}
"""

LOG = """\
- {id: keep, type: instruction, mode: must, at: 2030-03-01T08:00, by: capital, to: team, says: z = yes, assumed: t}
- {id: keep, type: event, at: 2030-03-01T09:00, assumed: t}
- {id: colour, type: event, at: 2030-03-01T09:00, colour: red, assumed: t}
- {id: number, type: instruction, mode: maybe, at: 2030-03-01, by: capital, to: team, says: x = a, assumed: t}
- {id: when, type: event, at: 2030-02-30, assumed: t}
- {id: typo, type: proposal, at: 2030-03-01, by: team, says: xx = a, assumed: t}
- {id: never, type: proposal, at: 2030-03-01, by: team, says: x = a and x = b, assumed: t}
- {id: always, type: proposal, at: 2030-03-01, by: team, says: x = a or x != a, assumed: t}
- {id: ring-one, type: event, at: 2030-03-02, replaces: ring-two, assumed: t}
- {id: ring-two, type: event, at: 2030-03-02, replaces: ring-one, assumed: t}
- {id: kind, type: telegram, at: 2030-03-01, assumed: t}
- {id: bare, type: event, at: 2030-03-01}
- {id: nobody, type: event, at: 2030-03-01, by: read, assumed: t}
- {id: early, type: event, at: 2030-03-05, known: 2030-03-01, assumed: t}
- {id: stray, type: instruction, mode: must, at: 2030-03-01, by: ally, to: team, says: x = c, assumed: t}
- {id: one, type: instruction, mode: must, at: 2030-03-01, by: capital, to: team, says: x = a, assumed: t}
- {id: two, type: instruction, mode: must, at: 2030-03-02, by: capital, to: team, says: y = b, assumed: t}
- {id: gives, type: proposal, at: 2030-03-05, by: team, says: z = no, assumed: t}
- {id: swap, type: trade, at: 2030-03-03, by: capital, to: team, give: y = c, get: z = yes, assumed: t}
- {id: gave, type: agreement, at: 2030-03-07, by: [team, blue], says: y = c, assumed: t}
- {id: ask, type: request, at: 2030-03-03, by: team, to: capital, due: 2030-03-04, questions: [{id: q, text: well?}], assumed: t}
- {id: seen, type: assessment, kind: view, at: 2030-03-03, by: capital, says: x = a, assumed: t}
- {id: felt, type: assessment, kind: view, at: 2030-03-03, by: ally, says: x = b, assumed: t}
- type: event
  at: 2030-03-01
"""

EXPECTED = {
    "bad-zone": "dossier.yaml",
    "duplicate-id": "keep",
    "unknown-key": "colour",
    "wrong-type": "number",
    "bad-time": "when",
    "bad-statement": "typo",
    "never-true": "never",
    "always-true": "always",
    "supersession-cycle": "ring",
    "unknown-type": "telegram",
    "missing-key": "id",
    "unsourced-claim": "bare",
    "unknown-reference": "read",
    "impossible-time": "early",
    "no-authority": "stray",
    "instruction-conflict": "one",
    "position-abandoned": "gives",
    "trade-unmet": "gave",
    "question-overdue": "ask",
    "views-differ": "seen",
}


def test_twenty_faults_of_different_kinds_come_out_in_one_run() -> None:
    """Each with file, line, a message that names what is wrong, and how to mend it."""
    assert len(EXPECTED) == 20
    dossier = read_text_dossier({"dossier.yaml": HEAD, "log/all.yaml": LOG})
    report = check_dossier(dossier, None, read_time("2030-04-01", "UTC").latest)
    found = {finding.code: finding for finding in report.findings}
    assert EXPECTED.keys() <= found.keys(), EXPECTED.keys() - found.keys()
    for code, word in EXPECTED.items():
        told = [one for one in report.findings if one.code == code]
        assert any(word in f"{one.file} {one.message} {one.entries}" for one in told), (code, told)
        for one in told:
            assert one.file in ("dossier.yaml", "log/all.yaml"), one
            assert one.line is not None and one.line > 0, one
            assert one.hint, one
