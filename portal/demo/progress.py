"""What was reported and how dates moved: ratings that say more than they mean to, and milestones that slip."""

from __future__ import annotations

from typing import Any

from portal.demo.founding import MILESTONES
from portal.demo.stage import Moment, Stage
from portal.projects.models import DIMENSIONS, Rating
from portal.projects.operations import draft_report, move_forecast, publish_report, reach_milestone

SHORT = {
    "G": Rating.GREEN,
    "g": Rating.AMBER_GREEN,
    "A": Rating.AMBER,
    "r": Rating.AMBER_RED,
    "R": Rating.RED,
    "-": Rating.NOT_RATED,
    "X": Rating.EXEMPT,
}

#: (project, day, overall + scope, schedule, cost, people, benefits, narrative, notes in the order of dimensions not green)
REPORTS: tuple[tuple[str, int, str, str, dict[str, str]], ...] = (
    ("STORE", -240, "GGGGGG", "The order is signed, the team is named.", {}),
    (
        "STORE",
        -200,
        "gGgGgG",
        "Design workshops run; logistics sends somebody else each time.",
        {
            "schedule": "Two workshops had to be repeated.",
            "people": "Logistics sends a different person to every workshop.",
        },
    ),
    (
        "STORE",
        -150,
        "AgAGAG",
        "The stock process is open between operations and logistics.",
        {
            "scope": "Who corrects stock differences is not agreed.",
            "schedule": "Acceptance two weeks late.",
            "people": "Of 3.5 promised posts 2 are here.",
        },
    ),
    (
        "STORE",
        -95,
        "AGAGAG",
        "Interfaces to finance take longer: the accounts were merged in the meantime.",
        {
            "schedule": "Interface test moved by four weeks.",
            "people": "The accountant for the tests comes half the agreed time.",
        },
    ),
    (
        "STORE",
        -50,
        "gGAGgG",
        "Interfaces work. Pilot stores are chosen and want to begin.",
        {
            "schedule": "Pilot two weeks after the plan.",
            "people": "Testers from the southern region are missing.",
        },
    ),
    (
        "STORE",
        -9,
        "GGgGGG",
        "Pilot went live in ten stores. Returns take 2:40 minutes, down from 7. 试点反响良好。",
        {"schedule": "Roll-out decision needs two more weeks of figures."},
    ),
    (
        "CRM",
        -180,
        "gGGGgG",
        "Sales and marketing work on one list of requirements.",
        {"people": "Marketing has nobody who can write requirements."},
    ),
    (
        "CRM",
        -120,
        "AAAGAG",
        "Sales and marketing each wrote a list. They contradict each other on who owns the customer.",
        {
            "scope": "Two owners for the customer record.",
            "schedule": "Signature moved by two months.",
            "people": "Business analysts are missing.",
        },
    ),
    (
        "CRM",
        -62,
        "rArGrA",
        "Requirements are signed with eleven open points. Sales asks what the architecture cannot give.",
        {
            "scope": "Eleven open points, four of them about who decides.",
            "schedule": "Interface to the tills not begun.",
            "people": "Two of five promised people came.",
            "benefits": "Without the tills there is no single customer.",
        },
    ),
    (
        "CRM",
        -24,
        "rArAr-",
        "The interface waits for people of sales who were promised in spring. 承诺的人没有到位。",
        {
            "scope": "Open points down to seven.",
            "schedule": "Interface to the tills six weeks late.",
            "cost": "External analysts cost 180,000 more.",
            "people": "Sales recalled its key user for the autumn campaign.",
        },
    ),
    (
        "LEARN",
        -300,
        "GGGGGG",
        "Authors are trained; the first lessons are recorded with real situations from stores.",
        {},
    ),
    (
        "LEARN",
        -200,
        "gGgGGG",
        "Twenty lessons are ready, a month late.",
        {"schedule": "Store managers gave no time for filming in the summer."},
    ),
    (
        "LEARN",
        -110,
        "gGgGgA",
        "The platform runs; use is low in the south.",
        {
            "schedule": "Go-live moved by a month.",
            "people": "Trainers are lent to the store system.",
            "benefits": "Staff say there is no quiet minute to learn.",
        },
    ),
    (
        "LEARN",
        -45,
        "AGAGAr",
        "Live since two weeks. 38 % have finished the till lesson. 没有时间学。",
        {
            "schedule": "Training of all stores will be four weeks late.",
            "people": "One trainer for two regions.",
            "benefits": "Lessons are begun and not finished: shifts leave no time.",
        },
    ),
    (
        "P2P",
        -110,
        "GGGGGG",
        "The process as it is lived is mapped with 23 people of three departments. 47 approval steps.",
        {},
    ),
    (
        "P2P",
        -60,
        "ArAGGG",
        "The new process waits for one question: who receives goods that nobody ordered?",
        {
            "scope": "Logistics and purchasing both refuse the goods receipt.",
            "schedule": "Agreement six weeks late.",
        },
    ),
    (
        "P2P",
        -15,
        "ArAGgG",
        "Stopped at the goods receipt until the steering group rules. 收货环节暂停。",
        {
            "scope": "Goods receipt has no owner.",
            "schedule": "Everything behind the goods receipt waits.",
            "people": "People are there and wait.",
        },
    ),
    (
        "WMS",
        -55,
        "R-rG-r",
        "No sponsor has been named. The selection group has no viewpoint of finance and no negotiator.",
        {
            "schedule": "Selection cannot begin.",
            "benefits": "Nobody has said what must be better afterwards.",
        },
    ),
    (
        "DATA",
        -200,
        "gGGGgG",
        "Owners for articles are named. Customer data has nobody yet.",
        {"people": "Customer data steward shared with the customer platform."},
    ),
    ("DATA", -100, "GGGGGG", "Duplicates of articles fell from 4 % to 1.6 %.", {}),
    (
        "DATA",
        -28,
        "gGGGgG",
        "Below one per cent. Customer data follows.",
        {"people": "The data steward is promised to two projects at 60 % each."},
    ),
    ("LOYAL", -140, "GGGGGG", "Rules for points agreed with finance.", {}),
    (
        "LOYAL",
        -12,
        "gGGGGg",
        "Live in the first month: 61 % of receipts with a member number. Watched daily.",
        {"benefits": "Points expire earlier than customers expect; complaints rise."},
    ),
    ("SHIFT", -210, "GGGGGG", "All stores are live. Plans are published 13 days ahead on average.", {}),
    (
        "SHIFT",
        -120,
        "gGGGGg",
        "Overtime −11 %. The target is −15 %.",
        {"benefits": "Two regions plan as before and type it in afterwards."},
    ),
    ("MERGE", -10, "XXXXXX", "Not reported while the negotiation runs. 谈判期间免于报告。", {}),
)

#: Why a date moved: (project, milestone, day on which it was said, reason)
MOVES = (
    ("STORE", "M4", -14, "The group wants four weeks of pilot figures, not two."),
    ("STORE", "M5", -30, "No cut-over in the fortnight before the holiday. 节前不切换。"),
    ("STORE", "M6", -30, "Follows the north."),
    ("CRM", "M2", -20, "Sales has recalled its key user."),
    ("CRM", "M3", -20, "Follows the interface to the tills."),
    ("CRM", "M4", -20, "Follows the pilot."),
    ("LEARN", "M3", -40, "Stores give two hours a week instead of four."),
    ("P2P", "M2", -25, "The goods receipt has no owner."),
    ("P2P", "M3", -25, "Follows the agreement."),
    ("WMS", "M1", -18, "No sponsor, no negotiator."),
    ("WMS", "M2", -18, "Follows the selection group."),
    ("PRICE", "M1", -4, "The order waits for the marketing budget."),
)


def tell(stage: Stage) -> None:
    """Put reports, moves and arrivals on the stage."""
    for project, day, ratings, narrative, notes in REPORTS:
        stage.on(day, _report(stage, project, ratings, narrative, notes), hour=15)
    dates = {(row[0], row[1]): row for row in MILESTONES}
    for project, code, day, reason in MOVES:
        stage.on(day, _move(stage, project, code, dates[project, code][4], reason))
    for project, code, _name, _baseline, _forecast, actual in MILESTONES:
        if actual is not None:
            stage.on(actual, _arrival(stage, project, code), hour=16)


def _report(stage: Stage, project: str, ratings: str, narrative: str, notes: dict[str, str]) -> Any:
    overall, *parts = [SHORT.get(letter, Rating.NOT_RATED) for letter in ratings]
    said: dict[str, str] = dict(zip(DIMENSIONS, parts, strict=True))
    said |= {f"{name}_note": note for name, note in notes.items()}

    def act(moment: Moment) -> None:
        by = stage.manager(project, moment.today)
        report = draft_report(
            stage.project(project),
            reported_on=moment.today,
            overall=overall,
            narrative=narrative,
            by=by,
            now=moment.now,
            today=moment.today,
            **said,
        )
        publish_report(report, by=by, now=moment.now)

    return act


def _move(stage: Stage, project: str, code: str, forecast: int | None, reason: str) -> Any:
    assert forecast is not None
    return lambda moment: move_forecast(
        stage.made[f"{project}/{code}"],
        forecast_on=stage.day(forecast),
        reason=reason,
        by=stage.manager(project, moment.today),
        now=moment.now,
    )


def _arrival(stage: Stage, project: str, code: str) -> Any:
    return lambda moment: reach_milestone(
        stage.made[f"{project}/{code}"],
        actual_on=moment.today,
        note="",
        by=stage.manager(project, moment.today),
        now=moment.now,
        today=moment.today,
    )
