"""trade-unmet: a concession was made before, or without, what was to be had for it."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.dossier import formula
from parley.dossier.language.formulas import Not
from parley.kernel.findings import Finding
from parley.mandate.case import Case, entry_time, finding, quoted
from parley.mandate.check import Check
from parley.mandate.trades import TradeState
from parley.mandate.weighing import trades_of

__all__ = ["CHECK"]

CODE = "trade-unmet"


def _run(case: Case) -> Iterable[Finding]:
    for state in trades_of(case):
        if state.state == "executed-unmet":
            yield _finding(case, state)


def _finding(case: Case, state: TradeState) -> Finding:
    trade = state.trade
    give, get = formula(case.dossier, trade.give), formula(case.dossier, trade.get)
    last = max(state.given, key=lambda item: item.at.earliest)
    act = case.dossier.by_id[last.entries[-1]]
    names = [name for item in state.given for name in item.entries]
    given = quoted(case, give) if give is not None else trade.give
    wanted = quoted(case, get) if get is not None else trade.get
    reasons = [] if state.got else [f"while {wanted} is not committed"]
    if state.missing:
        reasons.append(f"before {', '.join(state.missing)} had come first, as it requires")
    return finding(
        case,
        CODE,
        "error",
        f"{act.id} ({entry_time(case, act)}) concedes {given}, which {trade.id} gives only for "
        f"{wanted}, {' and '.join(reasons)}",
        (act.id, *names, trade.id, *state.missing),
        identity=(trade.id,),
        act=act,
        required=Not(give) if give is not None else None,
        hint="withdraw the concession, obtain what was to be had, or have the trade replaced",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "What a trade was to give has been conceded unconditionally, but the commitments and "
        "facts in force, with the feasibility statements, do not entail what was to be had for "
        "it; offers and conditional statements do not count, more than asked is enough, and a "
        "commitment withdrawn later no longer counts. Or a trade that it requires had not come "
        "first. Once what was to be had is committed after all, the finding goes away."
    ),
    mending=(
        "Withdraw the concession (`revokes:`), obtain and record the counter-value, or have the "
        "trade replaced by somebody who may."
    ),
    run=_run,
)
