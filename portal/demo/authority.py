"""Who was given the authority: one letter in force, one about to lapse, one that a department declined. The
other projects are led without.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from portal.database import session
from portal.demo.stage import Moment, Stage
from portal.mandates.models import Mandate
from portal.mandates.operations import (
    add_department,
    answer_acknowledgement,
    answer_signature,
    draft_mandate,
    put_mandate,
)
from portal.projects.models import AppointmentRole

OFFICE = "lin.yu"


class LetterPart(NamedTuple):
    """Days are relative to today. `declined`: a department, and why."""

    project: str
    lead_model: str
    departments: tuple[str, ...]
    money: int
    drafted: int
    until: int
    declined: tuple[str, str] | None = None


LETTERS = (
    LetterPart("STORE", "joint", ("OPS", "IT", "LOG", "TRN", "FIN"), 500_000, -270, 240),
    LetterPart("LEARN", "training", ("TRN", "OPS", "HR"), 80_000, -340, 21),
    LetterPart(
        "P2P",
        "joint",
        ("STR", "FIN", "LOG", "PUR"),
        150_000,
        -120,
        180,
        (
            "PUR",
            "Our buyers are bound by the annual contracts until the season ends 采购员年度合同期内无法抽调",
        ),
    ),
)
DUTY = (
    "Names one person who decides for it, releases the people that it has promised, and signs off its own processes.",
    "指定一名可代表部门决策的人员，放行已承诺的人员，签认本部门流程。",
)


def tell(stage: Stage) -> None:
    """Put the letters on the stage."""
    for part in LETTERS:
        stage.on(part.drafted, partial(_draft, stage, part), hour=9)
        stage.on(part.drafted + 2, partial(_put, stage, part), hour=9)
        stage.on(part.drafted + 5, partial(_sign, stage, part), hour=16)
        for place, code in enumerate(part.departments):
            stage.on(part.drafted + 6 + place, partial(_acknowledge, stage, part, code), hour=11)


def _draft(stage: Stage, part: LetterPart, moment: Moment) -> None:
    project, office = stage.project(part.project), stage.person(OFFICE)
    signed: dict[str, Any] = {"by": office, "now": moment.now}
    manager = project.holders(AppointmentRole.MANAGER, moment.today)[0]
    mandate = draft_mandate(
        project,
        lead_model=part.lead_model,
        chinese="zh_Hans",
        grantee=manager,
        today=moment.today,
        **signed,
    )
    mandate.money_limit, mandate.currency = Decimal(part.money), "CNY"
    mandate.valid_to = stage.day(part.until)
    known = {each.department.code for each in mandate.touched}
    for code in part.departments:
        if code not in known:
            department = stage.departments[code]
            add_department(mandate, department=department, duty=DUTY[0], duty_zh=DUTY[1], **signed)
    for each in [each for each in mandate.touched if each.department.code not in part.departments]:
        mandate.touched.remove(each)
    session().flush()
    stage.made[_name(part)] = mandate


def _name(part: LetterPart) -> str:
    return f"mandate of {part.project}"


def _put(stage: Stage, part: LetterPart, moment: Moment) -> None:
    mandate: Mandate = stage.made[_name(part)]
    mandate.valid_from = max(mandate.valid_from, moment.today)
    due_on = stage.day(part.drafted + 9)
    put_mandate(mandate, due_on=due_on, by=stage.person(OFFICE), now=moment.now, today=moment.today)


def _sign(stage: Stage, part: LetterPart, moment: Moment) -> None:
    mandate: Mandate = stage.made[_name(part)]
    assert mandate.sponsor is not None
    answer_signature(mandate, answer="accept", by=mandate.sponsor, now=moment.now)


def _acknowledge(stage: Stage, part: LetterPart, code: str, moment: Moment) -> None:
    mandate: Mandate = stage.made[_name(part)]
    touched = next((each for each in mandate.waiting if each.department.code == code), None)
    head = stage.departments[code].head_on(moment.today)
    if touched is None or head is None:
        return
    said: dict[str, Any] = {"answer": "accept", "reason": ""}
    if part.declined is not None and part.declined[0] == code:
        said = {"answer": "decline", "reason": part.declined[1]}
    answer_acknowledgement(touched, **said, by=head, now=moment.now)
