"""Measure the capacity of 300 people over a year, and a head's desk with 200 open asks.

    python -m benchmarks.capacity [--database sqlite|postgresql] [--people 300] [--asks 200]

Prints for each page the median and the 95th percentile of server time, the time that the processor really
worked (what counts on a busy machine) and the number of statements; then how the database finds what grows with
people. Never a timed test: machines differ.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import structlog
from flask_migrate import upgrade
from sqlalchemy import event

from portal import create_app
from portal.absences.models import Absence, PublicHoliday
from portal.accounts.models import Department, DepartmentHead, Person, Role, RoleGrant
from portal.assembly import Portal
from portal.commitments.models import Commitment, Kind, State, TermValues
from portal.commitments.operations import ask_department
from portal.database import db, session
from portal.projects.models import Project

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
WARM_UP, RUNS = 3, 25


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--asks", type=int, default=200)
    options = parser.parse_args()
    for kind in options.database or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory() as folder:
            app = portal(kind, Path(folder))
            if app is None:
                print(f"{kind}: not on this machine, left out")
                continue
            with app.app_context():
                ids = fill(options.people, options.asks)
            measure_all(app, kind, ids, options.people)


def portal(kind: str, folder: Path) -> Portal | None:
    url = f"sqlite:///{folder / 'capacity.db'}"
    if kind == "postgresql":
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from tests.support.postgres import Absent, cluster

        server = cluster()
        if isinstance(server, Absent):
            return None
        url = server.create_database("bench_capacity")
    app = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": url,
            "DATA_DIR": folder,
            "RATELIMIT_ENABLED": False,
            "TESTING": True,
            "SECRET_KEY": "benchmarks only",
        }
    )
    with app.app_context():
        upgrade()
    return app


def fill(people: int, asks: int) -> dict[str, int]:
    """Twenty departments, forty projects, three promises and four absences each, and one head with many asks."""
    departments = [Department(code=f"D{n}", name=f"Department {n:02}") for n in range(20)]
    projects = [
        Project(
            code=f"P{n}",
            name=f"Project {n}",
            phase="implementation",
            created_at=NOW,
            is_confidential=n % 9 == 0,
        )
        for n in range(40)
    ]
    staff = [person(f"Person {n}", departments[n % 20]) for n in range(people)]
    heads = [person(f"Head {n}", department) for n, department in enumerate(departments)]
    cio, manager = person("Cio", departments[0]), person("Manager", departments[1])
    session().add_all([*departments, *projects, *staff, *heads, cio, manager])
    session().flush()
    since = dt.date(2020, 1, 1)
    for department, head in zip(departments, heads, strict=True):
        session().add(DepartmentHead(department=department, person=head, valid_from=since))
    session().add(RoleGrant(person=cio, role=Role.CIO, valid_from=since))
    session().add_all(PublicHoliday(on=TODAY + DAY * 30 * n, name=f"Holiday {n}") for n in range(12))
    for n, each in enumerate(staff):
        promises_of(n, each, projects, heads[n % 20])
    open_asks(asks, staff, projects, departments[0], manager)
    session().commit()
    analyse()
    return {"cio": cio.id, "head": heads[0].id, "department": departments[0].id, "employee": staff[0].id}


def analyse() -> None:
    if db.engine.dialect.name == "sqlite":
        session().connection().exec_driver_sql("ANALYZE")
        session().commit()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def person(name: str, department: Department) -> Person:
    handle = name.lower().replace(" ", "-")
    return Person(key=handle, name=name, email=f"{handle}@example.org", department=department, created_at=NOW)


def promises_of(n: int, who: Person, projects: list[Project], head: Person) -> None:
    for k in range(3):
        first = TODAY + DAY * (40 * k - 20)
        commitment = made(f"C{n}-{k}", projects[(n + 7 * k) % 40], who, head, State.CONFIRMED, first)
        session().add(commitment)
    for k in range(4):
        start = TODAY + DAY * ((n * 3 + 90 * k) % 360)
        session().add(
            Absence(
                person=who, starts_on=start, ends_on=start + DAY * 9, kind="holiday", note="", created_at=NOW
            )
        )


def open_asks(
    count: int, staff: list[Person], projects: list[Project], department: Department, manager: Person
) -> None:
    """Asked as people ask, so that each has its text and its agreement."""
    theirs = [each for each in staff if each.department is department]
    for n in range(count):
        first = TODAY + DAY * (n % 60)
        terms = TermValues(
            person=theirs[n % len(theirs)],
            share_percent=5,
            valid_from=first,
            valid_to=first + DAY * 60,
            statement="Map the processes of the warehouse",
        )
        said: dict[str, Any] = {
            "kind": Kind.STAFFING,
            "department": department,
            "terms": terms,
            "answer_due_on": TODAY + DAY * 7,
        }
        ask_department(projects[n % 40], **said, by=manager, now=NOW)


def made(code: str, project: Project, who: Person, head: Person, state: State, first: dt.date) -> Commitment:
    return Commitment(
        code=code,
        project=project,
        kind=Kind.STAFFING,
        department=who.department,
        head=head,
        person=who,
        state=state,
        share_percent=30,
        valid_from=first,
        valid_to=first + DAY * 120,
        statement="Map the processes",
        requested_on=TODAY - DAY * 3,
        moved_on=TODAY - DAY * 3,
        answer_due_on=TODAY + DAY * 4,
        created_at=NOW,
    )


def measure_all(app: Portal, kind: str, ids: dict[str, int], people: int) -> None:
    print(f"\n{kind}: {people} people")
    department = ids["department"]
    for name, who, address in (
        ("all departments, 52 weeks", "cio", "/capacity?weeks=52"),
        ("the same, as an employee", "employee", "/capacity?weeks=52"),
        ("by project, 52 weeks", "cio", "/capacity/projects?weeks=52"),
        ("one department, 52 weeks", "cio", f"/departments/{department}/capacity?weeks=52"),
        ("balance of a department", "cio", f"/departments/{department}/balance"),
        ("desk with many asks", "head", "/"),
    ):
        measure(app, name, ids[who], address)
    plans(app, ids["cio"])


def measure(app: Portal, name: str, person_id: int, address: str) -> None:
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["_user_id"], stored["_fresh"] = f"{person_id}:1", True
    times: list[float] = []
    busy: list[float] = []
    size = 0
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    for run in range(WARM_UP + RUNS):
        if run == WARM_UP:
            gc.collect()
            gc.freeze()  # what the program itself consists of is not looked through again and again
        seen.clear()
        began, working = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took, worked = time.perf_counter() - began, time.process_time() - working
        size = len(answer.data)
        assert answer.status_code == 200, (address, answer.status_code)
        if run >= WARM_UP:
            times.append(took * 1000)
            busy.append(worked * 1000)
    times.sort()
    count = sum(not each.startswith(("BEGIN", "PRAGMA")) for each in seen)
    high = times[int(len(times) * 0.95) - 1]
    print(
        f"  {name:28} median {statistics.median(times):6.1f} ms   95 % {high:6.1f} ms"
        f"   processor {statistics.median(busy):6.1f} ms   {count} statements   {size // 1024} KB"
    )


def plans(app: Portal, person_id: int) -> None:
    """How the database finds the promises and absences."""
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["_user_id"], stored["_fresh"] = f"{person_id}:1", True
    seen: list[tuple[str, Any]] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append((given[2], given[3])))
    client.get("/departments/1/capacity?weeks=12")
    reads = [each for each in seen if "FROM absence" in each[0] or "FROM commitment" in each[0]]
    explain = "EXPLAIN QUERY PLAN " if "sqlite" in str(app.config["SQLALCHEMY_DATABASE_URI"]) else "EXPLAIN "
    with app.app_context(), db.engine.connect() as connection:
        for statement, parameters in reads:
            for line in connection.exec_driver_sql(explain + statement, parameters):
                print("    plan:", line[-1])


if __name__ == "__main__":
    main()
