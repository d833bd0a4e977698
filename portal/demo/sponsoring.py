"""What sponsors did outside the meetings, entered by themselves or by the manager, who then waits for their word."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from portal.demo.stage import Moment, Stage
from portal.sponsorship.operations import comment_on_month, confirm_act, enter_act
from portal.sponsorship.terms import Sponsorship, sponsorship_of


class ActPart(NamedTuple):
    """Days are relative to today. `confirmed`: days later; None: it still waits. By the sponsor where `is_own`."""

    project: str
    day: int
    kind: str
    with_whom: str
    minutes: int | None
    note: str
    is_own: bool = False
    confirmed: int | None = 2


ACTS = (
    ActPart("STORE", -190, "visit", "Regional chain in Hangzhou 杭州连锁", 360, "How they moved a hundred stores 看同行如何切换"),
    ActPart("STORE", -140, "briefing", "Works council 职工代表", 60, "Working hours in the pilot 试点期间的工时"),
    ActPart("STORE", -96, "one_to_one", "Liu Jianhua 刘建华", 45, "Key users stay until the go-live 关键用户留到上线", True),
    ActPart("STORE", -52, "one_to_one", "Song Yi 宋毅", 30, "Interfaces to finance 财务接口", True),
    ActPart("STORE", -33, "briefing", "Store managers, north 北区店长", 90, "What changes and when 变化与时间"),
    ActPart("STORE", -4, "one_to_one", "Head of Logistics 物流负责人", 40, "Two people are missing 还差两个人", False, None),
    ActPart("P2P", -60, "one_to_one", "Head of Purchasing 采购负责人", 50, "Annual contracts first 先做年度合同", True),
)  # fmt: skip
COMMENT = (
    "STORE",
    -30,
    "I was abroad for two of the four weeks; the deputy took the chair. 我有两周在国外，由副组长主持。",
)


def tell(stage: Stage) -> None:
    """Put the acts on the stage."""
    for place, part in enumerate(ACTS):
        stage.on(part.day + 1, partial(_enter, stage, part, place), hour=15)
        if not part.is_own and part.confirmed is not None:
            stage.on(part.day + 1 + part.confirmed, partial(_confirm, stage, place), hour=9)
    stage.on(COMMENT[1] + 3, partial(_comment, stage), hour=17)


def _sponsorship(stage: Stage, code: str, moment: Moment) -> Sponsorship:
    sponsor = stage.sponsor(code, moment.today)
    found = sponsorship_of(code, sponsor.id)
    assert found is not None
    return found


def _enter(stage: Stage, part: ActPart, place: int, moment: Moment) -> None:
    of = _sponsorship(stage, part.project, moment)
    by = of.person if part.is_own else stage.manager(part.project, moment.today)
    said = {"kind": part.kind, "with_whom": part.with_whom, "minutes": part.minutes, "note": part.note}
    stage.made[f"act {place}"] = enter_act(
        of,
        on=stage.day(part.day),
        by=by,
        now=moment.now,
        today=moment.today,
        **said,  # type: ignore[arg-type]  # the values by name
    )


def _confirm(stage: Stage, place: int, moment: Moment) -> None:
    act = stage.made[f"act {place}"]
    confirm_act(act, by=act.sponsor, now=moment.now)


def _comment(stage: Stage, moment: Moment) -> None:
    code, day, words = COMMENT
    of = _sponsorship(stage, code, moment)
    comment_on_month(
        of, month_on=stage.day(day), words=words, by=of.person, now=moment.now, today=moment.today
    )
