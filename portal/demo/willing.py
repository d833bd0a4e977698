"""Whether both sides were ready: a lead accepted with gaps and on conditions, one gate passed by decision, one
that is being ticked.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.demo.stage import Moment, Stage
from portal.projects.models import Phase
from portal.readiness.models import Proceeding, Voice
from portal.readiness.operations import (
    Said,
    answer_readiness,
    mark_item,
    override_gate,
    proceed,
    report_met,
    set_term,
)
from portal.readiness.queries import gate_of, item_of

LEAD = (
    Said("ownership", "partly", "Sales and marketing each brought a list of their own 各带一份清单"),
    Said("rework", "yes", "Zhao Guoqiang said so at the kick-off, minutes of that day"),
    Said("trust", "yes", "Joint walk through three branches, report in the project room"),
    Said("cut_over", "partly", "Scenarios for sales are complete, those of the call centre are not"),
    Said("staff", "yes", "Four names, two of them full-time 四人，其中两人全职"),
    Said("access", "yes", "Half an hour every second Friday"),
)
IT = (
    Said("ownership", "yes", "IT names one architect for everything"),
    Said("rework", "yes", "Two test rounds are in the plan"),
    Said("trust", "partly", "Interfaces were promised to customers before we were asked 先承诺后沟通"),
    Said("cut_over", "yes", "Change-over weekends are agreed"),
    Said(
        "staff", "no", "The two full-time people of sales also work for the season campaign 同时参加旺季活动"
    ),
    Said("access", "yes", "The CIO sits in the group"),
)


def tell(stage: Stage) -> None:
    """Put the answers, the going on and the gates on the stage."""
    stage.on(-186, partial(_answer, stage, "huang.kai", Voice.LEAD, LEAD), hour=10)
    stage.on(-185, partial(_answer, stage, "chen.wei", Voice.DEPARTMENT, IT), hour=10)
    stage.on(-183, partial(_proceed, stage), hour=15)
    stage.on(-150, partial(_meet, stage), hour=11)
    for place, code in enumerate(("scenarios", "pilot_training")):
        stage.on(-58 + place, partial(_tick, stage, code), hour=14)
    stage.on(-50, partial(_override, stage), hour=12)
    for place, code in enumerate(("sign_off", "way_back")):
        stage.on(-6 + place, partial(_tick, stage, code), hour=14)


def _answer(stage: Stage, key: str, voice: Voice, said: tuple[Said, ...], moment: Moment) -> None:
    department = stage.departments["IT"] if voice == Voice.DEPARTMENT else None
    answered: dict[str, Any] = {"by": stage.person(key), "now": moment.now}
    answer_readiness(stage.project("CRM"), voice=voice, department=department, said=said, **answered)


def _proceed(stage: Stage, moment: Moment) -> None:
    acted: dict[str, Any] = {"by": stage.person("lin.yu"), "now": moment.now, "today": moment.today}
    made = proceed(
        stage.project("CRM"),
        decision=stage.made["d-crm"],
        reason="The season does not wait; what is missing comes back to the group. 旺季在即，缺口按期回到指导组。",
        text="The call centre writes its scenarios for the cut-over 呼叫中心补齐切换场景",
        owner=stage.person("huang.kai"),
        due_on=stage.day(-150),
        **acted,
    )
    stage.made["going on with CRM"] = made
    owner, text = (
        stage.person("wang.lei"),
        "Sales frees two people for nothing but this 销售部释放两名全职人员",
    )
    set_term(made, text=text, owner=owner, due_on=stage.day(14), **acted)


def _meet(stage: Stage, moment: Moment) -> None:
    made: Proceeding = stage.made["going on with CRM"]
    acted: dict[str, Any] = {"by": stage.person("huang.kai"), "now": moment.now, "today": moment.today}
    first = min(made.terms, key=lambda term: term.due_on)
    report_met(first, evidence="23 scenarios, signed by the call centre 二十三个场景已签认", **acted)


def _tick(stage: Stage, code: str, moment: Moment) -> None:
    item = item_of("STORE", code)
    assert item is not None
    evidence = "Protocol in the project room, signed by those who took part 记录已签认"
    mark_item(item, is_done=True, evidence=evidence, by=stage.manager("STORE", moment.today), now=moment.now)


def _override(stage: Stage, moment: Moment) -> None:
    gate = gate_of("STORE", Phase.PILOT)
    assert gate is not None
    reason = "Stock data are checked in the ten stores during the pilot. 库存数据在试点中核对。"
    acted: dict[str, Any] = {"by": stage.manager("STORE", moment.today), "now": moment.now}
    override_gate(gate, decision=stage.made["d-pilot"], reason=reason, **acted)
