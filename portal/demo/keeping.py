"""What became of the promises: who was away, which weeks are disputed, what was amended, who did how well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portal.absences.models import Kind
from portal.absences.operations import add_public_holiday, record_absence
from portal.accounts.models import Person
from portal.commitments.capacity import monday_of
from portal.commitments.models import Commitment
from portal.commitments.models.states import Side
from portal.commitments.operations import (
    accept_amendment,
    counter_commitment,
    decline_amendment,
    propose_amendment,
    recall_commitment,
)
from portal.commitments.operations.hanging import let_hang
from portal.commitments.parts import Part
from portal.demo.stage import Moment, Stage
from portal.fulfilment.contributions import Contribution
from portal.fulfilment.contributions import Part as Share
from portal.fulfilment.models import ObjectivesAnswer, Outcome, Settlement
from portal.fulfilment.operations import (
    add_own_words,
    agree_with_week,
    answer_objectives,
    confirm_evaluation,
    disagree_with_week,
    propose_objectives,
    settle_week,
    state_reason,
    write_evaluation,
)
from portal.fulfilment.queries.records import evaluation_of, week_at
from portal.fulfilment.reasons import Reason
from portal.fulfilment.reasons import Side as Fault
from portal.fulfilment.weeks import Week

#: (who, first day, last day, kind, who answers meanwhile, note)
ABSENCES: tuple[tuple[str, int, int, Kind, str | None, str], ...] = (
    ("xu.jing", 3, 16, Kind.HOLIDAY, "cui.yang", "Spring holiday 春假"),
    ("gao.yan", -3, 4, Kind.DUTY, "wei.qing", "Trade fair 行业展会"),
    ("dong.xue", 10, 21, Kind.HOLIDAY, None, ""),
    ("li.na", 30, 40, Kind.HOLIDAY, None, ""),
    ("jiang.tao", -16, -12, Kind.ILLNESS, None, ""),
    ("ren.yi", 24, 30, Kind.LEAVE, None, "Annual accounts 年报结账"),
)
HOLIDAYS = ((19, "Company foundation day 公司成立日"), (54, "Stocktaking, offices closed 全国盘点日"))

#: (ask, milestones of its project that need it)
NEEDED_FOR = (
    ("S1", ("M3", "M5")),
    ("S4", ("M3", "M5")),
    ("S7", ("M5",)),
    ("S8", ("M6",)),
    ("S9", ("M5",)),
    ("S10", ("M5",)),
    ("C1", ("M2", "M3")),
    ("C7", ("M3",)),
    ("C9", ("M3", "M4")),
)

OBJECTIVES = (
    (
        "S1",
        -258,
        (
            "The eleven store processes are described as they are lived 十一个门店流程如实描述",
            "The pilot stores run a week without paper 试点门店无纸运行一周",
        ),
    ),
    ("S3", -133, ("Tills and general ledger agree to the cent on ten days 收银与总账十日分毫不差",)),
    ("S15", -112, ("Ten stores are cabled and tested 十店布线并测试",)),
    ("L1", -355, ("Forty lessons that store staff finish 四十课，门店员工能学完",)),
    ("P2", -143, ("Every contract of 2,000 suppliers has an owner 两千供应商合同均有责任人",)),
)

MANAGER, HEAD, PERSON = "manager", "head", "person"


def tell(stage: Stage) -> None:
    """Put it on the stage, after the promises."""
    _tell_absences(stage)
    for name, codes in NEEDED_FOR:
        stage.on(-1 if name == "C9" else 0, _hang(stage, name, codes), hour=7)
    for name, day, texts in OBJECTIVES:
        stage.on(day, _objectives(stage, name, texts), hour=14)
    _tell_weeks(stage)
    _tell_amendments(stage)
    _tell_evaluations(stage)


def _tell_absences(stage: Stage) -> None:
    for who, start, end, kind, substitute, note in ABSENCES:
        stage.on(min(start, 0) - 10, _absence(stage, who, start, end, kind, substitute, note))
    for day, name in HOLIDAYS:
        stage.on(-60, _holiday(stage, day, name))


def _absence(
    stage: Stage, who: str, start: int, end: int, kind: Kind, substitute: str | None, note: str
) -> Callable[[Moment], Any]:
    person = stage.people.get
    return lambda moment: record_absence(
        stage.person(who),
        starts_on=stage.day(start),
        ends_on=stage.day(end),
        kind=kind,
        substitute=person(substitute) if substitute else None,
        note=note,
        by=stage.person(who),
        now=moment.now,
        today=moment.today,
    )


def _holiday(stage: Stage, day: int, name: str) -> Callable[[Moment], Any]:
    return lambda moment: add_public_holiday(
        on=stage.day(day), name=name, by=stage.person("lin.yu"), now=moment.now
    )


def _hang(stage: Stage, name: str, codes: tuple[str, ...]) -> Callable[[Moment], Any]:
    def act(_moment: Moment) -> None:
        commitment: Commitment = stage.made[name]
        let_hang(commitment, [each for each in commitment.project.milestones if each.code in codes])

    return act


def _by(commitment: Commitment, part: str, today: dt.date) -> Person:
    """Who speaks for this side of a promise on that day."""
    found = {MANAGER: commitment.requester, HEAD: commitment.answerer_on(today), PERSON: commitment.person}[
        part
    ]
    assert found is not None
    return found


def _objectives(stage: Stage, name: str, texts: tuple[str, ...]) -> Callable[[Moment], Any]:
    def act(moment: Moment) -> None:
        commitment = stage.made[name]
        by, now = _by(commitment, MANAGER, moment.today), moment.now
        propose_objectives(commitment, texts=texts, by=by, now=now)
        answer_objectives(
            commitment,
            number=1,
            answer=ObjectivesAnswer.ACCEPTED,
            reason="",
            by=_by(commitment, HEAD, moment.today),
            now=now + dt.timedelta(hours=1),
        )

    return act


# ---- weeks: entered on the Friday before; the head looks within a week ----

LAST, BEFORE = -2, -9


def _tell_weeks(stage: Stage) -> None:
    """Three ways in which a week is looked at: it is right, it is wrong and corrected, both figures stand."""
    stage.on(
        -7, lambda moment: agree_with_week(_week(stage, "D1", BEFORE, moment), **_head(stage, "D1", moment))
    )
    stage.on(-7, _disagree(stage, "P2", BEFORE, 16, "She sat in the contract review on Thursday and Friday."))
    stage.on(-5, _settle(stage, "P2", BEFORE, Settlement.CORRECTED, "Right: the review was ours."))
    stage.on(-7, _disagree(stage, "S4", BEFORE, 14, "两天盘点培训也是为项目做的。"))
    stage.on(
        -4,
        _settle(
            stage, "S4", BEFORE, Settlement.BOTH_STAND, "The stocktaking course was the warehouse’s own."
        ),
    )
    stage.on(
        -1,
        _disagree(stage, "C1", LAST, 6, "She answered the tariff questions on Thursday, nobody counted it."),
    )
    for name, when, side, reason, note in (
        ("S4", BEFORE, Fault.PROJECT, Reason.PULLED_OFF, "The warehouse needed her for the stocktaking."),
        ("S4", BEFORE, Fault.DEPARTMENT, Reason.NOT_READY, "测试系统两天不可用。"),
        ("C1", LAST, Fault.PROJECT, Reason.PULLED_OFF, "Quarter-end campaign."),
        ("S6", LAST, Fault.DEPARTMENT, Reason.NO_WORK, "The training scripts were not written yet."),
    ):
        stage.on(0, _reason(stage, name, when, side, reason, note))


def _week(stage: Stage, name: str, entered: int, moment: Moment) -> Week:
    week = week_at(stage.made[name], monday_of(stage.day(entered)), moment.today)
    assert week is not None
    return week


def _head(stage: Stage, name: str, moment: Moment) -> dict[str, Any]:
    return {"by": _by(stage.made[name], HEAD, moment.today), "now": moment.now}


def _disagree(stage: Stage, name: str, entered: int, hours: int, reason: str) -> Callable[[Moment], Any]:
    return lambda moment: disagree_with_week(
        _week(stage, name, entered, moment),
        hours=Decimal(hours),
        reason=reason,
        **_head(stage, name, moment),
    )


def _settle(stage: Stage, name: str, entered: int, how: Settlement, note: str) -> Callable[[Moment], Any]:
    return lambda moment: settle_week(
        _week(stage, name, entered, moment),
        settlement=how,
        note=note,
        by=_by(stage.made[name], MANAGER, moment.today),
        now=moment.now,
    )


def _reason(
    stage: Stage, name: str, entered: int, side: Fault, reason: Reason, note: str
) -> Callable[[Moment], Any]:
    part = MANAGER if side == Fault.PROJECT else HEAD
    return lambda moment: state_reason(
        stage.made[name],
        week_on=monday_of(stage.day(entered)),
        side=side,
        reason=reason,
        note=note,
        by=_by(stage.made[name], part, moment.today),
        now=moment.now,
    )


# ---- other terms while a promise is in force ----


def _tell_amendments(stage: Stage) -> None:
    """One open, one agreed, one declined; an offer in parts; a recall."""
    stage.on(
        -4, _amend(stage, "C2", Side.DEPARTMENT, "Month-end needs her two days a week.", share_percent=40)
    )
    stage.on(
        -30, _amend(stage, "P1", Side.PROJECT, "The roll-out moved by a month.", valid_to=stage.day(210))
    )
    stage.on(-26, lambda moment: accept_amendment(stage.made["P1"], **_head(stage, "P1", moment)))
    stage.on(-20, _amend(stage, "D2", Side.PROJECT, "The clean-up takes longer.", share_percent=80))
    stage.on(
        -17,
        lambda moment: decline_amendment(
            stage.made["D2"], reason="The campaign needs her as well.", **_head(stage, "D2", moment)
        ),
    )
    stage.on(-2, _offer_in_parts(stage), hour=15)
    stage.on(
        -1,
        lambda moment: recall_commitment(
            stage.made["P7"],
            reason="The board wants the five-year plan first. 先做五年规划。",
            **_head(stage, "P7", moment),
        ),
        hour=16,
    )


def _amend(stage: Stage, name: str, side: Side, note: str, **changes: Any) -> Callable[[Moment], Any]:
    def act(moment: Moment) -> None:
        commitment = stage.made[name]
        terms = replace(commitment.terms(), **changes)
        part = MANAGER if side == Side.PROJECT else HEAD
        by = _by(commitment, part, moment.today)
        propose_amendment(commitment, terms=terms, side=side, by=by, now=moment.now, note=note)

    return act


def _offer_in_parts(stage: Stage) -> Callable[[Moment], Any]:
    """Little until the campaign is over, then more than was asked."""

    def act(moment: Moment) -> None:
        commitment = stage.made["S16"]
        first = Part(stage.day(30), stage.day(50), share_percent=10)
        then = Part(stage.day(51), stage.day(75), share_percent=30)
        terms = replace(commitment.terms(), share_percent=None, parts=(first, then))
        note = "The spring campaign ends in the middle of it; afterwards he has more time."
        counter_commitment(commitment, terms=terms, note=note, **_head(stage, "S16", moment))

    return act


# ---- afterwards ----


def _tell_evaluations(stage: Stage) -> None:
    """One complete, with the person's own words; one that waits for the head."""
    text = "She found the three postings that nobody had documented, and explained them to both sides."
    stage.on(-26, _evaluation(stage, "S3", text, {1: (Outcome.MET, "On ten days in a row.")}))
    for part in (Share.MANAGER, Share.HEAD):
        stage.on(-25, _confirmation(stage, "S3", part))
    words = "The week of the year-end was too much; two people would have been better. 年结那周任务过重。"
    stage.on(
        -24,
        lambda moment: add_own_words(
            _contribution(stage, "S3"), own_words=words, by=stage.made["S3"].person, now=moment.now
        ),
    )
    text = "Nine stores on time; the tenth waited for the landlord."
    stage.on(-15, _evaluation(stage, "S15", text, {1: (Outcome.PARTLY, "Nine of ten.")}))
    stage.on(-14, _confirmation(stage, "S15", Share.MANAGER))


def _contribution(stage: Stage, name: str) -> Contribution:
    commitment = stage.made[name]
    return Contribution(commitment, evaluation_of(commitment))


def _evaluation(
    stage: Stage, name: str, text: str, outcomes: dict[int, tuple[str, str]]
) -> Callable[[Moment], Any]:
    return lambda moment: write_evaluation(
        _contribution(stage, name),
        text=text,
        outcomes=outcomes,
        by=_by(stage.made[name], MANAGER, moment.today),
        now=moment.now,
    )


def _confirmation(stage: Stage, name: str, share: Share) -> Callable[[Moment], Any]:
    part = HEAD if share == Share.HEAD else MANAGER
    return lambda moment: confirm_evaluation(
        _contribution(stage, name),
        part=share,
        by=_by(stage.made[name], part, moment.today),
        now=moment.now,
    )
