"""What the API returns of an analysis: the shapes of the commands' JSON, for its description."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["AgendaJson", "FrontierJson", "StabilityJson"]

Number = float | int | None
Outcome = dict[str, str]


class FrontierJson(TypedDict):
    """As `parley frontier --format json`; `frontier` is best first for the first party."""

    method: str
    version: str
    digest: str
    model: str
    scale: str
    time: float
    parties: dict[str, str]
    ordinal: list[bool]
    outcomes: int
    efficient: int
    exact: bool
    epsilon: list[Number]
    width: int
    frontier: list[list[float | int]]
    packages: list[Outcome]
    ties: list[int]
    no_agreement: list[Number] | None
    no_agreement_assumed: list[bool] | None
    acceptable: int | None
    ideal: list[Number] | None
    nash: list[Number] | None
    kalai: list[Number] | None
    kalai_smorodinsky: list[Number] | None
    utilitarian: list[Number] | None
    leximin: list[Number] | None
    points: dict[str, Any]
    fallback: dict[str, Any] | None
    package: dict[str, Any] | None
    trades: dict[str, Any] | None
    definitions: dict[str, str]
    ties_rule: str
    notes: list[str]


class StabilityJson(TypedDict):
    """As `parley stability --format json`; every list of verdicts is aligned with `states`."""

    method: str
    version: str
    digest: str
    conflict: str
    parties: dict[str, str]
    outcomes: int
    feasible: int
    complete: bool
    states: list[Outcome]
    stability: dict[str, dict[str, list[bool]]]
    equilibria: dict[str, list[int]]
    counts: dict[str, int]
    ranks: dict[str, list[int]]
    margins: dict[str, dict[str, list[int]]]
    explanations: list[dict[str, Any]]
    status_quo: int | None
    paths: list[dict[str, Any]]
    coalitions: dict[str, Any] | None
    unknown: dict[str, dict[str, list[int]]]
    notes: list[str]


class AgendaJson(TypedDict):
    """As `parley agenda --format json`; `base` is the agenda that was put together."""

    method: str
    version: str
    digest: str
    dossier: str
    parties: dict[str, str]
    measure: str
    no_agreement: dict[str, float]
    no_agreement_from_status_quo: list[str]
    base: dict[str, Any]
    drafts: list[dict[str, Any]]
    items: list[dict[str, Any]]
    square: dict[str, Any] | None
    extremes: dict[str, Any]
    draws: dict[str, Any] | None
    turned: list[dict[str, Any]]
    agendas: list[list[str | None]]
    spaces: list[int]
    worths: list[dict[str, Any]]
    notes: list[str]
