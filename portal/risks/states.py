"""The closed lists of the risk register: levels, states and moves, responses, verdicts, categories."""

from __future__ import annotations

import enum


class Level(enum.StrEnum):
    """How serious a risk is: looked up in the matrix, or given by whoever reported it."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return LEVEL_RANKS[self]


LEVEL_RANKS = {level: number for number, level in enumerate(Level, 1)}


def rank_of(level: str | None) -> int:
    """From 4 (critical) down to 1 (low); 0 where nobody has rated it."""
    return Level(level).rank if level else 0


class RiskState(enum.StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    TREATING = "treating"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    MATERIALISED = "materialised"


ALIVE = (RiskState.OPEN, RiskState.TREATING, RiskState.ACCEPTED)
OVER = (RiskState.CLOSED, RiskState.MATERIALISED)


class Response(enum.StrEnum):
    """What is done about a risk."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    SHARE = "share"
    ACCEPT = "accept"


class Verdict(enum.StrEnum):
    """What a review says about the response; the rating beside it says how serious the risk is now."""

    ON_TRACK = "on_track"
    NOT_ENOUGH = "not_enough"
    NOT_STARTED = "not_started"
    OBSOLETE = "obsolete"


class Category(enum.StrEnum):
    """The six classic pits, the further ones, and the ordinary kinds. Their words stand in `catalogue`."""

    LEAD_FIGHT = "lead_fight"
    CREDIT = "credit"
    FRONT_LINE_HABITS = "front_line_habits"
    MISSING_EXPERTISE = "missing_expertise"
    NO_SUPPORTING_ORGANIZATION = "no_supporting_organization"
    BLAME = "blame"
    SPONSOR_IN_NAME_ONLY = "sponsor_in_name_only"
    SCOPE_WRANGLE = "scope_wrangle"
    COUNTER_DEMAND = "counter_demand"
    THREE_SKINS = "three_skins"
    TECHNOLOGIST_PROCESS = "technologist_process"
    TOO_LONG_A_CYCLE = "too_long_a_cycle"
    SABOTAGE = "sabotage"
    VENDOR_BY_PRICE = "vendor_by_price"
    SCHEDULE = "schedule"
    COST = "cost"
    TECHNOLOGY = "technology"
    DATA = "data"
    VENDOR = "vendor"
    LEGAL = "legal"
    OTHER = "other"


#: In which states each move can be made.
MOVES: dict[str, tuple[RiskState, ...]] = {
    "edit": ALIVE,
    "review": ALIVE,
    "add_action": ALIVE,
    "treat": (RiskState.OPEN,),
    "request_acceptance": (RiskState.OPEN, RiskState.TREATING),
    "accept": (RiskState.OPEN, RiskState.TREATING),
    "close": ALIVE,
    "materialise": ALIVE,
    "reopen": (RiskState.ACCEPTED, RiskState.CLOSED, RiskState.MATERIALISED),
}
