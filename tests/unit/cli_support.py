"""A small made-up dossier for the tests of the command line, and how they call it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from parley.cli.main import cli

DOSSIER = """\
parley: 1
id: ferry
title: The ferry between the two towns (made up)
fiction: true
zone: UTC
parties:
  upper:
    name: Upper Town
    zone: Europe/Berlin
    no_agreement:
      plan: Keep the old ferry.
      assumed: the support team
  council:
    name: Council of Upper Town
    within: upper
    role: mandator
  envoys:
    name: Envoys of Upper Town
    within: upper
    mandator: council
  lower:
    name: Lower Town
    red_lines:
      - id: never-free
        says: fare = 0
        assumed: the support team
issues:
  fare:
    question: What does a crossing cost?
    values:
      - 0
      - 10
      - 20
    decided_by:
      - upper
      - lower
  landing:
    question: Where does the ferry land?
    values:
      old: at the old stairs
      new: at the new pier
    decided_by:
      - upper
      - lower
feasibility:
  - id: pier-costs
    says: not (landing = new and fare = 0)
    assumed: the support team
agenda:
  place:
    title: The landing
    wordings:
      plain:
        text: Where the ferry lands.
        opens: landing
sources:
  minutes:
    title: Minutes of the council
    passages:
      p1: The envoys hold to the new pier.
      p2: The fare may rise in exchange.
"""
LOG = """\
# The first week.
- id: hold-the-pier
  type: instruction
  at: 2030-03-01 09:00
  by: council
  to: envoys
  mode: must
  says: landing = new
  sources: minutes#p1

- id: fare-for-pier
  type: trade
  at: 2030-03-01
  by: council
  to: envoys
  give: fare = 20
  get: landing = new
  sources: minutes#p2

- id: may-we-give-fare
  type: request
  at: 2030-03-02 10:00
  by: envoys
  to: council
  questions:
    - id: fare
      text: May we offer the higher fare?
      says: fare = 20
      due: 2030-03-03
  assumed: the envoys

- id: first-offer
  type: proposal
  at: 2030-03-04 11:00
  by: envoys
  to: lower
  says: fare = 20
  text: The envoys offer the higher fare, and say nothing of the pier.
  sources: minutes#p2

- id: their-answer
  type: response
  at: 2030-03-05 11:00
  by: lower
  to: envoys
  re: first-offer
  answer: accept
  sources: minutes
"""


def ferry(folder: Path, name: str = "ferry") -> Path:
    """Write the dossier of the ferry into a folder and return where it is."""
    root = folder / name
    (root / "log").mkdir(parents=True)
    (root / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    (root / "log" / "2030-03.yaml").write_text(LOG, encoding="utf-8")
    return root


def parley(*arguments: object, answers: str | None = None) -> Result:
    """Call `parley` with arguments; what is no string becomes one."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=answers)


def widest(text: str) -> int:
    """Return how long the longest line is."""
    return max((len(line) for line in text.splitlines()), default=0)
