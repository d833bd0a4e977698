"""For random histories the record of each day equals a replay of the register."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accountability.records import record_of
from portal.assembly import Portal
from portal.core.errors import Invalid, Refused
from portal.database import db, session
from portal.projects.models import Appointment, AppointmentRole
from portal.projects.operations import appoint, end_appointment
from portal.register.models import ENTRY, PAYLOAD
from portal.stakeholders.models import RaciEntry
from portal.stakeholders.operations import assign, end_assignment
from tests.conftest import Engine
from tests.factories.accounts import World, make_world
from tests.support.times import NOW, TODAY

ROLES = (AppointmentRole.PROCESS_OWNER, AppointmentRole.KEY_USER)
LENGTH = 12
Act = tuple[str, int, int, int]
acts = st.lists(
    st.tuples(
        st.sampled_from(["appoint", "end", "assign", "finish"]),
        st.integers(0, 1),  # which role or letter
        st.integers(0, 2),  # whom
        st.integers(-4, 4),  # how many days from the day of the act
    ),
    min_size=3,
    max_size=LENGTH,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(history=acts)
def test_the_record_of_every_day_is_what_a_replay_gives(
    app: Portal, engine: Engine, history: list[Act]
) -> None:
    db.session.rollback()
    db.session.remove()
    engine.reset()
    world = make_world()
    db.session.commit()
    last = len(history)
    for number, act in enumerate(history):
        play(world, act, number)
    for number in range(-5, last + 5):
        day = TODAY + dt.timedelta(days=number)
        record = record_of(world.project, day, TODAY + dt.timedelta(days=last + 10))
        found = {
            (section.key, line.what if section.key == "raci" else line.key.split(":")[0], line.who)
            for section in record.sections
            if section.key in ("roles", "raci")
            for line in section.lines
            if not line.recorded_later and line.seq is not None
        }
        assert found == replayed(record.moment.seq, day), (number, history)


def play(world: World, act: Act, number: int) -> None:
    """One act on its day; what cannot happen leaves nothing behind."""
    kind, which, whom, shift = act
    now = NOW + dt.timedelta(days=number)
    day = now.date() + dt.timedelta(days=shift)
    person = (world.member, world.employee, world.head)[whom]
    try:
        if kind == "appoint":
            appoint(world.project, person=person, role=ROLES[which], valid_from=day, by=world.office, now=now)
        elif kind == "assign":
            assign(
                world.project,
                item="Data",
                role="RA"[which],
                person=person,
                valid_from=day,
                by=world.office,
                now=now,
            )
        elif (held := first_open(world, kind, which)) is not None:
            end = end_appointment if kind == "end" else end_assignment
            end(held, valid_to=day, note="", by=world.office, now=now)
        db.session.commit()
    except (Invalid, Refused):
        db.session.rollback()


def first_open(world: World, kind: str, which: int) -> Any:
    model, role = (Appointment, ROLES[which]) if kind == "end" else (RaciEntry, "RA"[which])
    statement = select(model).where(
        model.project_id == world.project.id, model.role == role, model.valid_to.is_(None)
    )
    return session().scalars(statement.order_by(model.id)).first()


def replayed(until: int, day: dt.date) -> set[tuple[str, str, str]]:
    """What the register's entries up to that number say stood on the day."""
    facts: dict[str, dict[str, Any]] = {}
    rows = session().execute(
        select(ENTRY.c.entry, PAYLOAD.c.body)
        .join(PAYLOAD, PAYLOAD.c.seq == ENTRY.c.seq)
        .where(ENTRY.c.seq <= until)
        .order_by(ENTRY.c.seq)
    )
    for entry, body in rows:
        fields, details = json.loads(entry), json.loads(body).get("details", {})
        if fields["type"] in ("projects.appointed", "raci.assigned"):
            facts[fields["object"]] = {"kind": fields["type"].split(".")[0], **details}
        elif fields["type"] in ("projects.appointment_ended", "raci.ended"):
            facts[fields["object"]]["valid_to"] = details["valid_to"]
    return {
        ("raci", fact["item"], fact["party"])
        if fact["kind"] == "raci"
        else ("roles", fact["role"], fact["person"])
        for fact in facts.values()
        if fact["valid_from"] <= day.isoformat() and (fact["valid_to"] or "9999") >= day.isoformat()
    }
