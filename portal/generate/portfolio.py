"""The rows of a synthetic portfolio, table by table."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text

from portal.accounts.models import Department, DepartmentHead, Person
from portal.actions.models import ActionItem
from portal.agreements.models import Agreement, AgreementParty, AgreementVersion
from portal.commitments.models import Commitment, Delivery, Offer
from portal.database import Base, session
from portal.generate import words
from portal.generate.asks import Asks
from portal.projects.models import (
    RATING_RANKS,
    Appointment,
    Milestone,
    Programme,
    Project,
    Rating,
    StatusReport,
)
from portal.risks.models import Level, Risk, RiskScore
from portal.stakeholders.models import RaciEntry
from portal.steering.models import Attendance, Decision, Meeting, Membership, Position, SteeringGroup

CHUNK = 4000
COMMITMENTS_PER_PROJECT = 20
RISKS_PER_PROJECT = 10
DECISIONS_PER_PROJECT = 5
REPORTS_PER_PROJECT = 12
PEOPLE_PER_PROJECT = 5
PHASES = ("preparation", "selection", "implementation", "pilot", "rollout", "hypercare", "closed")
RATINGS = (Rating.GREEN, Rating.AMBER_GREEN, Rating.AMBER, Rating.AMBER, Rating.AMBER_RED, Rating.RED)
STATES = (
    *(["confirmed"] * 9),
    *(["fulfilled"] * 4),
    *(["requested"] * 3),
    *("countered", "refused", "missed", "released", "withdrawn"),
)


class Portfolio:
    """Builds rows in memory-sized batches. Ids continue after what is already in the database."""

    def __init__(self, projects: int, seed: int, now: dt.datetime) -> None:
        self.random = Random(seed)  # realistic, not secret
        self.now, self.today = now, now.date()
        self.mark = f"{seed}"
        self.first = {model: self._next_id(model) for model in TABLES}
        self.project_count = projects
        self.people_count = max(20, projects * PEOPLE_PER_PROJECT)
        self.department_count = max(10, min(300, projects // 8))

    @staticmethod
    def _next_id(model: type[Base]) -> int:
        return (session().scalar(select(func.max(model.id))) or 0) + 1  # type: ignore[attr-defined]  # all have ids

    def uid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def day(self, earliest: int, latest: int) -> dt.date:
        return self.today + dt.timedelta(days=self.random.randint(earliest, latest))

    def pick(self, model: type[Base], count: int) -> int:
        return self.first[model] + self.random.randrange(count)

    def person(self) -> int:
        return self.pick(Person, self.people_count)

    def department(self) -> int:
        return self.pick(Department, self.department_count)

    def projects(self) -> Iterator[tuple[int, int]]:
        """(number from 0, id) of every project."""
        for number in range(self.project_count):
            yield number, self.first[Project] + number

    # --- people ------------------------------------------------------------------------------------------

    def departments(self) -> Iterator[dict[str, Any]]:
        for number in range(self.department_count):
            english, chinese = words.AREAS[number % len(words.AREAS)]
            place = number // len(words.AREAS) + 1
            yield {
                "id": self.first[Department] + number,
                "uid": self.uid(),
                "code": f"G{self.mark}-{number:04}",
                "name": f"{english} {place} {chinese}{place}部",
                "version": 1,
            }

    def people(self) -> Iterator[dict[str, Any]]:
        for number in range(self.people_count):
            surname, given = self.random.randrange(20), self.random.randrange(20)
            name = f"{words.SURNAMES[surname]} {words.GIVEN[given]} "
            name += words.HAN_SURNAMES[surname] + words.HAN_GIVEN[given]
            email = f"g{self.mark}.{number}@example.org"
            yield {
                "id": self.first[Person] + number,
                "uid": self.uid(),
                "key": email,
                "email": email,
                "name": name,
                "department_id": self.first[Department] + number % self.department_count,
                "hours_per_week": Decimal(40),
                "created_at": self.now,
                "version": 1,
            }

    def heads(self) -> Iterator[dict[str, Any]]:
        for number in range(self.department_count):
            yield {
                "uid": self.uid(),
                "department_id": self.first[Department] + number,
                "person_id": self.first[Person] + number,
                "valid_from": dt.date(2020, 1, 1),
            }

    # --- projects ----------------------------------------------------------------------------------------

    def programmes(self) -> Iterator[dict[str, Any]]:
        for number in range(self._programme_count):
            name = f"Programme {number + 1} 项目群{number + 1}"
            yield {
                "id": self.first[Programme] + number,
                "uid": self.uid(),
                "code": f"G{self.mark}-PG{number:03}",
                "name": name,
                "purpose": "",
                "version": 1,
            }

    @property
    def _programme_count(self) -> int:
        return max(1, self.project_count // 40)

    def project_rows(self) -> Iterator[dict[str, Any]]:
        for number, project_id in self.projects():
            english, chinese = words.SUBJECTS[number % len(words.SUBJECTS)]
            rating = self.random.choice(RATINGS)
            start = self.day(-900, -30)
            yield {
                "id": project_id,
                "uid": self.uid(),
                "code": f"G{self.mark}-{number:05}",
                "name": f"{english} {number} {chinese}",
                "programme_id": self.pick(Programme, self._programme_count),
                "purpose": f"{self.random.choice(words.WORK).capitalize()} – and keep it working.",
                "measure_of_success": "Time to approve −20 %, complaint handling +40 %.",
                "lead_department_id": self.department(),
                "lead_model": self.random.choice(("business", "training", "it", "joint")),
                "phase": self.random.choice(PHASES),
                "start_on": start,
                "go_live_on": start + dt.timedelta(days=self.random.randint(200, 900)),
                "end_on": start + dt.timedelta(days=1000),
                "budget": Decimal(self.random.randint(50, 9000) * 1000),
                "currency": "CNY",
                "is_confidential": number % 50 == 49,
                "said_rating": rating,
                "said_rank": RATING_RANKS[rating],
                "said_on": self.today - dt.timedelta(days=number % 40),
                "created_at": self.now,
                "version": 1,
            }

    def appointments(self) -> Iterator[dict[str, Any]]:
        for _number, project_id in self.projects():
            for role in ("sponsor", "manager", "member", "member", "key_user"):
                yield {
                    "uid": self.uid(),
                    "project_id": project_id,
                    "role": role,
                    "person_id": self.person(),
                    "valid_from": self.day(-800, -60),
                }

    def milestones(self) -> Iterator[dict[str, Any]]:
        names = ("Design accepted", "Build done", "Pilot", "Go-live", "Roll-out", "Hypercare ends")
        for _number, project_id in self.projects():
            for place, name in enumerate(names):
                baseline = self.day(-300 + 120 * place, -200 + 120 * place)
                forecast = baseline + dt.timedelta(days=self.random.choice((0, 0, 7, 30, 60)))
                yield {
                    "uid": self.uid(),
                    "project_id": project_id,
                    "code": f"M{place + 1}",
                    "name": name,
                    "baseline_on": baseline,
                    "forecast_on": forecast,
                    "actual_on": forecast if forecast < self.today else None,
                    "version": 1,
                }

    def reports(self) -> Iterator[dict[str, Any]]:
        for number, project_id in self.projects():
            for age in range(REPORTS_PER_PROJECT):
                rating = self.random.choice(RATINGS)
                yield {
                    "uid": self.uid(),
                    "project_id": project_id,
                    "reported_on": self.today - dt.timedelta(days=number % 40 + 30 * age),
                    "overall": rating,
                    "overall_as_given": "",
                    "narrative": f"We {self.random.choice(words.WORK)}; the risk is known.",
                    **{
                        name: self.random.choice(RATINGS)
                        for name in ("scope", "schedule", "cost", "people", "benefits")
                    },
                    "published_at": self.now,
                    "version": 1,
                }

    def raci(self) -> Iterator[dict[str, Any]]:
        for _number, project_id in self.projects():
            for place, item in enumerate(words.WORK[:4]):
                for role in ("R", "A", "C"):
                    yield {
                        "uid": self.uid(),
                        "project_id": project_id,
                        "item": item.capitalize(),
                        "role": role,
                        "department_id": self.department() if role == "C" else None,
                        "person_id": None if role == "C" else self.person(),
                        "valid_from": self.today - dt.timedelta(days=100 + place),
                    }

    # --- promises ----------------------------------------------------------------------------------------

    def commitments(self) -> Iterator[dict[str, Any]]:
        for number, project_id in self.projects():
            for place in range(COMMITMENTS_PER_PROJECT):
                state = self.random.choice(STATES)
                start = self.day(-200, 60)
                department = self.random.randrange(self.department_count)
                yield {
                    "id": self.first[Commitment] + number * COMMITMENTS_PER_PROJECT + place,
                    "uid": self.uid(),
                    "code": f"G{self.mark}-{number:05}-C{place + 1}",
                    "project_id": project_id,
                    "kind": "staffing",
                    "department_id": self.first[Department] + department,
                    "head_id": self.first[Person] + department,
                    "requester_id": self.person(),
                    "state": state,
                    "person_id": self.person() if place % 3 else None,
                    "skill": "" if place % 3 else self.random.choice(words.SKILLS),
                    "share_percent": self.random.choice((20, 25, 40, 50, 60, 100)),
                    "valid_from": start,
                    "valid_to": start + dt.timedelta(days=self.random.randint(30, 200)),
                    "statement": self.random.choice(words.WORK),
                    "requested_on": start - dt.timedelta(days=20),
                    "answer_due_on": start - dt.timedelta(days=6),
                    "answered_on": None
                    if state in {"requested", "countered"}
                    else start - dt.timedelta(days=9),
                    "created_at": self.now,
                    "version": 1,
                }

    def offers(self) -> Iterator[dict[str, Any]]:
        for number in range(self.project_count * COMMITMENTS_PER_PROJECT):
            yield {
                "uid": self.uid(),
                "commitment_id": self.first[Commitment] + number,
                "number": 1,
                "is_counter": False,
                "made_by_id": self.person(),
                "made_at": self.now,
                "note": "",
                "share_percent": 50,
                "statement": words.WORK[number % len(words.WORK)],
            }

    @property
    def _asks(self) -> Asks:
        first = self.first
        return Asks(first[Commitment], first[Agreement], first[AgreementVersion], self.uid, self.now)

    def agreements(self) -> Iterator[dict[str, Any]]:
        return self._asks.agreements()

    def versions(self) -> Iterator[dict[str, Any]]:
        return self._asks.versions()

    def parties(self) -> Iterator[dict[str, Any]]:
        return self._asks.parties()

    def deliveries(self) -> Iterator[dict[str, Any]]:
        monday = self.today - dt.timedelta(days=self.today.weekday())
        for number in range(0, self.project_count * COMMITMENTS_PER_PROJECT, 2):
            for week in range(1, 5):
                yield {
                    "uid": self.uid(),
                    "commitment_id": self.first[Commitment] + number,
                    "week_on": monday - dt.timedelta(weeks=week),
                    "hours": Decimal(self.random.choice((0, 8, 16, 20))),
                }

    # --- steering ----------------------------------------------------------------------------------------

    def groups(self) -> Iterator[dict[str, Any]]:
        for number, project_id in self.projects():
            yield {
                "id": self.first[SteeringGroup] + number,
                "uid": self.uid(),
                "code": f"G{self.mark}-{number:05}-SG",
                "name": f"Steering group {number} 指导委员会",
                "project_id": project_id,
                "quorum": 3,
                "rule": "majority",
                "created_at": self.now,
                "version": 1,
            }

    def members(self) -> Iterator[dict[str, Any]]:
        for number, _project_id in self.projects():
            for role in ("chair", "deputy", "deputy", "member", "secretary"):
                yield {
                    "uid": self.uid(),
                    "group_id": self.first[SteeringGroup] + number,
                    "person_id": self.person(),
                    "role": role,
                    "votes": 0 if role == "secretary" else 1,
                    "valid_from": self.today - dt.timedelta(days=500),
                }

    def meetings(self) -> Iterator[dict[str, Any]]:
        for number, _project_id in self.projects():
            for place in range(DECISIONS_PER_PROJECT):
                yield {
                    "id": self.first[Meeting] + number * DECISIONS_PER_PROJECT + place,
                    "uid": self.uid(),
                    "code": f"G{self.mark}-{number:05}-M{place + 1}",
                    "group_id": self.first[SteeringGroup] + number,
                    "held_at": self.now - dt.timedelta(days=30 * place + number % 30),
                    "title": f"Steering meeting {place + 1} 第{place + 1}次会议",
                    "state": "approved",
                    "minutes": "## Minutes\n\n" + "\n".join(f"- {line}" for line in words.WORK),
                    "version": 1,
                }

    def attendance(self) -> Iterator[dict[str, Any]]:
        for number in range(self.project_count * DECISIONS_PER_PROJECT):
            for place in range(3):
                person = (number * 7 + place * 13) % self.people_count
                yield {
                    "meeting_id": self.first[Meeting] + number,
                    "person_id": self.first[Person] + person,
                    "presence": "present",
                }

    def decisions(self) -> Iterator[dict[str, Any]]:
        for number, project_id in self.projects():
            for place in range(DECISIONS_PER_PROJECT):
                index = number * DECISIONS_PER_PROJECT + place
                decided = self.today - dt.timedelta(days=30 * place + number % 30)
                yield {
                    "id": self.first[Decision] + index,
                    "uid": self.uid(),
                    "code": f"G{self.mark}-D{index:06}",
                    "project_id": project_id,
                    "group_id": self.first[SteeringGroup] + number,
                    "meeting_id": self.first[Meeting] + index,
                    "title": self.random.choice(words.DECISIONS),
                    "outcome": self.random.choice(words.DECISIONS),
                    "grounds": "The pilot showed it.",
                    "state": self.random.choice(("decided", "decided", "implemented")),
                    "decided_on": decided,
                    "owner_id": self.person(),
                    "due_on": decided + dt.timedelta(days=40),
                    "is_reversal": False,
                    "quorum_met": True,
                    "present_count": 4,
                    "created_at": self.now,
                    "version": 1,
                }

    def positions(self) -> Iterator[dict[str, Any]]:
        for number in range(self.project_count * DECISIONS_PER_PROJECT):
            for place in range(3):
                person = (number * 7 + place * 13) % self.people_count
                yield {
                    "decision_id": self.first[Decision] + number,
                    "person_id": self.first[Person] + person,
                    "position": "agree",
                }

    # --- risks and actions -------------------------------------------------------------------------------

    def risks(self) -> Iterator[dict[str, Any]]:
        levels = list(Level)
        for number, project_id in self.projects():
            for place in range(RISKS_PER_PROJECT):
                index = number * RISKS_PER_PROJECT + place
                title, category = self.random.choice(words.RISKS)
                level = self.random.choice(levels)
                yield {
                    "id": self.first[Risk] + index,
                    "uid": self.uid(),
                    "code": f"G{self.mark}-R{index:06}",
                    "project_id": project_id,
                    "title": title,
                    "category": category,
                    "cause": "Nobody asked.",
                    "event": title,
                    "effect": "The roll-out stalls.",
                    "probability": self.random.randint(1, 5),
                    "impact": self.random.randint(1, 5),
                    "level": level,
                    "rank": level.rank,
                    "response": "reduce",
                    "owner_id": self.person(),
                    "state": self.random.choice(("open", "treating", "treating", "closed")),
                    "reviewed_on": self.day(-90, -1),
                    "next_review_on": self.day(-10, 60),
                    "created_at": self.now,
                    "version": 1,
                }

    def scores(self) -> Iterator[dict[str, Any]]:
        for number in range(self.project_count * RISKS_PER_PROJECT):
            yield {
                "uid": self.uid(),
                "risk_id": self.first[Risk] + number,
                "scored_on": self.today,
                "probability": 3,
                "impact": 3,
                "level": Level.MODERATE,
                "comment": "",
            }

    def actions(self) -> Iterator[dict[str, Any]]:
        for number in range(self.project_count * DECISIONS_PER_PROJECT):
            due = self.day(-60, 60)
            is_done = self.random.random() < 0.6
            yield {
                "uid": self.uid(),
                "code": f"G{self.mark}-A{number:06}",
                "title": self.random.choice(words.WORK).capitalize(),
                "owner_id": self.person(),
                "due_on": due,
                "state": "done" if is_done else "open",
                "closed_on": due if is_done else None,
                "project_id": self.first[Project] + number // DECISIONS_PER_PROJECT,
                "decision_id": self.first[Decision] + number,
                "created_at": self.now,
                "version": 1,
            }


#: In the order of their foreign keys.
TABLES: dict[type[Base], str] = {
    Department: "departments",
    Person: "people",
    DepartmentHead: "heads",
    Programme: "programmes",
    Project: "project_rows",
    Appointment: "appointments",
    Milestone: "milestones",
    StatusReport: "reports",
    RaciEntry: "raci",
    Commitment: "commitments",
    Offer: "offers",
    Agreement: "agreements",
    AgreementVersion: "versions",
    AgreementParty: "parties",
    Delivery: "deliveries",
    SteeringGroup: "groups",
    Membership: "members",
    Meeting: "meetings",
    Attendance: "attendance",
    Decision: "decisions",
    Position: "positions",
    Risk: "risks",
    RiskScore: "scores",
    ActionItem: "actions",
}


def write(portfolio: Portfolio) -> Iterator[tuple[str, int]]:
    """Insert every table in chunks; yields (table, rows) as it goes. The caller commits."""
    for model, method in TABLES.items():
        count = 0
        for chunk in chunks(getattr(portfolio, method)()):
            session().execute(insert(model), chunk)
            count += len(chunk)
        _continue_numbering(model)
        yield model.__tablename__, count


def chunks(rows: Iterable[dict[str, Any]], size: int = CHUNK) -> Iterator[list[dict[str, Any]]]:
    """Rows in lists of `size`."""
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _continue_numbering(model: type[Base]) -> None:
    """PostgreSQL's sequences do not notice ids that were given; without this the next insert collides."""
    if session().get_bind().dialect.name == "postgresql":
        table = model.__tablename__
        session().execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        )
