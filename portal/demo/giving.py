"""Who gives what, agreed first: one project agreed and confirmed at its pilot, one that waits for an answer."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from portal.agreements.answerers import answerer_on
from portal.agreements.models import AgreementParty
from portal.contribution import queries
from portal.contribution.models import Round, Sharing
from portal.contribution.operations import (
    answer_round,
    answer_sharing,
    ask_for_confirmation,
    propose_sharing,
)
from portal.contribution.shares import Wanted
from portal.demo.stage import Moment, Stage
from portal.projects.models import Milestone

OFFICE = "lin.yu"


class SharedPart(NamedTuple):
    """Kind → department → percent or a word. Days are relative to today. `silent`: who has not answered."""

    project: str
    proposed: int
    answer_by: int
    shares: dict[str, dict[str, int | str]]
    silent: tuple[str, ...] = ()


STORE = SharedPart(
    "STORE",
    -265,
    -255,
    {
        "idea": {"OPS": 70, "IT": 30},
        "requirements": {"OPS": 60, "LOG": 20, "FIN": 20},
        "design": {"OPS": "leads", "LOG": "contributes", "IT": "contributes", "FIN": "consulted"},
        "build": {"IT": 90, "OPS": 10},
        "data": {"OPS": 40, "LOG": 40, "FIN": 20},
        "testing": {"OPS": 50, "LOG": 20, "FIN": 10, "IT": 20},
        "training": {"TRN": "leads", "OPS": "contributes", "IT": "consulted"},
        "roll_out": {"OPS": "leads", "TRN": "contributes", "IT": "contributes", "LOG": "contributes"},
        "operation": {"IT": 60, "OPS": 40},
    },
)
CRM = SharedPart(
    "CRM",
    -4,
    5,
    {
        "idea": {"SAL": 50, "MKT": 50},
        "requirements": {"SAL": 40, "MKT": 40, "OPS": 20},
        "build": {"IT": 100},
        "data": {"MKT": "leads", "SAL": "contributes", "OPS": "consulted", "LOG": "contributes"},
        "training": {"TRN": 60, "SAL": 40},
    },
    silent=("LOG", "TRN"),
)
PILOT = ("STORE", "M3", -5)
#: (department, what differs; empty: shared out as agreed)
SAID = (
    ("OPS", ""),
    ("IT", ""),
    (
        "LOG",
        "Logistics tested more than a fifth: two of our people for four weeks. 物流部的测试投入超过两成。",
    ),
    ("TRN", ""),
)


def tell(stage: Stage) -> None:
    """Put the sharings and what was said about them on the stage."""
    for part in (STORE, CRM):
        stage.on(part.proposed, partial(_propose, stage, part), hour=9)
        stage.on(part.proposed + 2, partial(_accept, stage, part), hour=15)
    stage.on(PILOT[2], partial(_ask, stage), hour=9)
    stage.on(PILOT[2] + 2, partial(_confirm, stage), hour=14)


def _propose(stage: Stage, part: SharedPart, moment: Moment) -> None:
    shares = [
        Wanted(kind, stage.departments[code], *((said, None) if isinstance(said, int) else (None, said)))
        for kind, row in part.shares.items()
        for code, said in row.items()
    ]
    due_on = stage.day(part.answer_by)
    project, office = stage.project(part.project), stage.person(OFFICE)
    made = propose_sharing(project, shares=shares, due_on=due_on, by=office, now=moment.now)
    stage.made[_name(part)] = made


def _name(part: SharedPart) -> str:
    return f"contribution to {part.project}"


def _accept(stage: Stage, part: SharedPart, moment: Moment) -> None:
    sharing: Sharing = stage.made[_name(part)]
    version = queries.version_of(sharing)
    for party in version.parties if version is not None else []:
        department = party.department
        if department is None or department.code in part.silent:
            continue
        _answer(answer_sharing, sharing, party, moment)


def _ask(stage: Stage, moment: Moment) -> None:
    milestone: Milestone = stage.made[f"{PILOT[0]}/{PILOT[1]}"]
    stage.made["pilot confirmed"] = ask_for_confirmation(milestone, by=None, now=moment.now)


def _confirm(stage: Stage, moment: Moment) -> None:
    asked: Round = stage.made["pilot confirmed"]
    said = dict(SAID)
    for party in queries.round_parties(asked):
        if party.department is not None and party.department.code in said:
            _answer(answer_round, asked, party, moment, said[party.department.code])


def _answer(act: Any, record: Any, party: AgreementParty, moment: Moment, differs: str = "") -> None:
    who = answerer_on(party, moment.today)
    if who is not None:
        answer = "decline" if differs else "accept"
        act(record, party, answer=answer, reason=differs, by=who, now=moment.now)
