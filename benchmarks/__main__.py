"""Measure the pages: median and 95th percentile of server time, SQL statements, bytes, and the ratio to the
floor.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import event, func, select

from benchmarks import importing
from benchmarks.floor import application, is_select
from benchmarks.pages import PAGES, Page
from portal import create_app
from portal.accounts.models import DepartmentHead, Person, Role, RoleGrant
from portal.assembly import Portal
from portal.database import db, session
from portal.generate.acts import write_acts
from portal.generate.portfolio import Portfolio, write
from portal.projects.models import Project
from portal.search.index import rebuild

RESULTS = Path(__file__).parent / "results" / "latest.json"
WARM_UP, RUNS = 5, 60


def main() -> None:
    if sys.argv[1:2] == ["import"]:
        importing.main(sys.argv[2:])
        return
    options = _options()
    rows = []
    for kind in options.database or ["sqlite", "postgresql"]:
        app = portfolio_app(kind, options.projects, options.folder)
        if app is None:
            print(f"{kind}: not on this machine, left out")
            continue
        rows += [
            measure(app, kind, page) for page in PAGES if not options.pages or page.name in options.pages
        ]
    show(rows)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"projects": options.projects, "pages": rows}, indent=1), "utf-8")
    print(f"\nAs JSON: {RESULTS.relative_to(Path(__file__).parents[1])}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument(
        "pages", nargs="*", metavar="PAGE", help="import, or " + ", ".join(page.name for page in PAGES)
    )
    parser.add_argument("--projects", type=int, default=2000, help="size of the portfolio (default 2000)")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where the portfolio is kept")
    return parser.parse_args()


def portfolio_app(kind: str, projects: int, folder: Path) -> Portal | None:
    """The portal over a generated portfolio; SQLite's is kept between runs, PostgreSQL's is made anew."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{(folder / f'portfolio-{projects}.db').resolve()}"
    if kind == "postgresql":
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from tests.support.postgres import Absent, cluster

        server = cluster()
        if isinstance(server, Absent):
            return None
        url = server.create_database("bench")
    settings = {"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": folder.resolve(), "RATELIMIT_ENABLED": False}
    app = create_app({**settings, "TESTING": True, "SECRET_KEY": "benchmarks only"})
    with app.app_context():
        upgrade()
        if not session().scalar(select(func.count()).select_from(Project)):
            _fill(kind, projects)
        db.session.remove()
    return app


def _fill(kind: str, projects: int) -> None:
    started = time.perf_counter()
    portfolio = Portfolio(projects, 1, dt.datetime.now(dt.UTC))
    for _table, _count in write(portfolio):
        session().commit()
    entries = 0
    for entries in write_acts(portfolio):
        print(f"\r{kind}: {entries:,} register entries", end="", flush=True)
    found = rebuild()
    first = session().get_one(Person, portfolio.first[Person])
    session().add(RoleGrant(person=first, role=Role.CIO, valid_from=dt.date(2020, 1, 1)))
    session().commit()
    if kind == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        session().connection().exec_driver_sql("ANALYZE")
        session().commit()
    print(
        f"\r{kind}: {projects:,} projects, {entries:,} entries, {found:,} found,"
        f" {time.perf_counter() - started:.0f} s"
    )


def measure(app: Portal, kind: str, page: Page) -> dict[str, Any]:
    """One page: `RUNS` requests through the whole application, in this process, one after the other."""
    with app.app_context():
        code = session().scalar(select(Project.code).order_by(Project.id).limit(1))
        reader = _reader(page.reader)
        db.session.remove()
    client, address = app.test_client(), page.address.format(code=code)
    with client.session_transaction() as stored:
        stored["_user_id"], stored["_fresh"] = reader, True
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    with _statements(app) as seen:
        client.get(address)
    times = timed(lambda: client.get(address))
    size = len(answer.get_data())
    selects = [(statement, given) for statement, given in seen if is_select(statement)]
    with app.app_context():
        bare = application(db.engine, selects, size).test_client()
    floor = timed(lambda: bare.get("/"))
    median, least = statistics.median(times), statistics.median(floor)
    return {
        "database": kind,
        "page": page.name,
        "aim_ms": page.aim,
        "median_ms": round(median, 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[18], 2),
        "statements": len(seen),
        "kilobytes": round(size / 1024, 1),
        "floor_ms": round(least, 2),
        "ratio": round(median / least, 1),
    }


def _reader(role: str) -> str:
    """Who reads: somebody who sees everything, the head of a department, or nobody in particular."""
    statement = {
        "cio": select(Person).join(RoleGrant, RoleGrant.person_id == Person.id),
        "head": select(Person)
        .join(DepartmentHead, DepartmentHead.person_id == Person.id)
        .order_by(Person.id.desc()),
        "employee": select(Person).order_by(Person.id.desc()),
    }[role]
    person = session().scalars(statement.limit(1)).one()
    return f"{person.id}:{person.session_epoch}"


@contextmanager
def _statements(app: Portal) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append((statement, given))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)


def timed(act: Callable[[], Any]) -> list[float]:
    """Milliseconds of CPU and waiting of each run, after a warm-up."""
    for _run in range(WARM_UP):
        act()
    gc.collect()
    gc.disable()
    times = []
    for _run in range(RUNS):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    gc.enable()
    return times


def show(rows: list[dict[str, Any]]) -> None:
    heads = (
        "database",
        "page",
        "aim_ms",
        "median_ms",
        "p95_ms",
        "statements",
        "kilobytes",
        "floor_ms",
        "ratio",
    )
    print("\n" + "  ".join(f"{head:>12}" for head in heads))
    for row in rows:
        print("  ".join(f"{row[head]!s:>12}" for head in heads))


if __name__ == "__main__":
    main()
