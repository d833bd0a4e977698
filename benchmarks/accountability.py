"""The record of a day of a project with 5,000 acts: `python -m benchmarks.accountability`.

The project is played through the operations, so the register is what a real one would be. Prints the median
processor time of the page (the day beside today) and of the record alone, in milliseconds.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade

from portal import create_app
from portal.accountability.records import record_of
from portal.database import db, session
from portal.register.queries import current_size
from portal.stakeholders.operations import assign, end_assignment
from tests.factories.accounts import make_world
from tests.support.times import NOW, TODAY

ACTS = 5000
ROUNDS = 15
DAY, NEWEST = TODAY + dt.timedelta(90), TODAY + dt.timedelta(200)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'bench.db'}"
        app = create_app({"SQLALCHEMY_DATABASE_URI": address, "TESTING": True, "SECRET_KEY": "bench"})
        with app.app_context():
            upgrade()
            world = make_world()
            play(world)
            print(f"{current_size():,} entries in the register")
            print(f"record alone: {median(lambda: record_of(world.project, DAY, NEWEST)):.0f} ms")
            code, reader = world.project.code, f"{world.cio.id}:{world.cio.session_epoch}"
            db.session.commit()
        client = app.test_client()
        with client.session_transaction() as stored:
            stored["_user_id"], stored["_fresh"] = reader, True
        address = f"/projects/{code}/record?on={DAY}"
        print(f"page, beside today: {median(lambda: client.get(address)):.0f} ms")


def play(world: object) -> None:
    """Letters of the matrix that are entered and ended, day after day."""
    for number in range(ACTS // 2):
        now = NOW + dt.timedelta(hours=number)
        entry = assign(
            world.project,
            item=f"Deliverable {number}",
            role="RACI"[number % 4],
            person=world.member if number % 2 else world.employee,
            valid_from=now.date(),
            by=world.office,
            now=now,
        )
        session().flush()
        if number % 10:
            end_assignment(entry, valid_to=now.date(), note="", by=world.office, now=now)
        if number % 250 == 0:
            session().commit()


def median(act: object) -> float:
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
