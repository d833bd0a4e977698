"""Measure a pre-read pack of about 40 pages: freezing it, its page, and its PDF in English and Chinese.

    python -m benchmarks.packs [--database sqlite|postgresql] [--projects 40] [--proposals 24] [--keep pack.pdf]

Prints for each the median of the wall clock, and of the PDF how many pages it has. Never a timed test: machines differ.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from flask_babel import force_locale

from benchmarks.capacity import analyse, person, portal
from portal.accounts.actors import actor_of
from portal.accounts.models import Department
from portal.actions.models import ActionItem
from portal.core.printing import pdf_of
from portal.database import session
from portal.packs.models import Pack
from portal.packs.operations import freeze
from portal.packs.printing import printed
from portal.packs.telling import sections
from portal.projects.models import Milestone, Programme, Project, StatusReport
from portal.steering.models import AgendaItem, Decision, Meeting, Membership, Position, SteeringGroup
from portal.steering.queries import meeting_by_id

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
RUNS = 5
AIM_SECONDS = 3
ENGLISH = "The tills of the shops report their stock once an hour; the new system needs it every minute. "
CHINESE = "门店的收银系统每小时上报一次库存,而新系统需要每分钟一次。因此试点必须从三家门店开始。"


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.packs", description=__doc__)
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--projects", type=int, default=40)
    parser.add_argument("--proposals", type=int, default=24)
    parser.add_argument("--keep", type=Path, help="store the PDF there")
    options = parser.parse_args()
    for kind in options.database or ["sqlite", "postgresql"]:
        with tempfile.TemporaryDirectory() as folder:
            app = portal(kind, Path(folder))
            if app is None:
                print(f"{kind}: not on this machine, left out")
                continue
            with app.test_request_context():
                measure(kind, fill(options.projects, options.proposals), options.keep)


def fill(projects: int, proposals: int) -> int:
    """A programme's group before a meeting. Returns the number of the meeting."""
    department, programme = Department(code="D", name="Department"), Programme(code="PR", name="Change 变革")
    session().add_all([department, programme])
    members = [person(f"Member {n} 成员", department) for n in range(8)]
    group = SteeringGroup(code="SG", name="Programme group 项目群", programme=programme, created_at=NOW)
    meeting = Meeting(code="SG-M1", group=group, title="Spring meeting 春季会议", held_at=NOW + 7 * DAY)
    meeting.state = "called"
    session().add_all([*members, group, meeting])
    roles = ["secretary", "chair", "deputy", *["member"] * 5]
    for role, member in zip(roles, members, strict=True):
        since = dt.date(2020, 1, 1)
        seat = Membership(group=group, person=member, role=role, votes=role != "secretary", valid_from=since)
        session().add(seat)
    session().flush()
    for n in range(projects):
        reported(n, programme)
    for n in range(proposals):
        proposed(n, group, meeting, members)
    session().commit()
    analyse()
    return meeting.id


def reported(n: int, programme: Programme) -> None:
    project = Project(
        code=f"P{n:02}", name=f"Project {n} 项目", phase="pilot", programme=programme, created_at=NOW
    )
    slipped = Milestone(
        project=project, code="M1", name="Go-live", baseline_on=TODAY, forecast_on=TODAY + 30 * DAY
    )
    report = StatusReport(
        project=project, reported_on=TODAY, overall="amber", narrative=(ENGLISH + CHINESE) * 2
    )
    report.published_at = NOW
    session().add_all([project, slipped, report])
    session().flush()
    rows = [
        ActionItem(code=f"A-{n}-{k}", title=f"Count stock {k} 盘点", project_id=project.id) for k in range(3)
    ]
    for k, row in enumerate(rows):
        row.due_on, row.created_at = TODAY + k * DAY, NOW
    session().add_all(rows)


def proposed(n: int, group: SteeringGroup, meeting: Meeting, members: list[Any]) -> None:
    decision = Decision(
        code=f"D-{n:03}",
        title=f"Begin in shop {n} 试点门店",
        group=group,
        meeting=meeting,
        state="proposed",
        context="\n\n".join([ENGLISH * 3, CHINESE * 3]),
        options=f"- **Now.** {ENGLISH}\n- **Later.** {CHINESE}\n- Not at all.",
        created_at=NOW,
    )
    session().add(decision)
    session().flush()
    for k, member in enumerate(members[1:5]):
        stand = ("agree", "agree", "abstain", "object")[k]
        taken = Position(decision=decision, person=member, position=stand, reason=CHINESE if k == 3 else "")
        session().add(taken)
    item = AgendaItem(meeting=meeting, position=n + 1, title=decision.title, note=ENGLISH, minutes_planned=5)
    item.subject_kind, item.subject_id = "decision", decision.id
    session().add(item)


def measure(kind: str, number: int, keep: Path | None) -> None:
    meeting = meeting_by_id(number)
    assert meeting is not None
    secretary = meeting.group.members_on(TODAY)[-1].person
    reader = actor_of(secretary, TODAY)
    print(f"{kind}: {len(meeting.agenda)} items")
    packs: list[Pack] = []
    timed("freeze", lambda: packs.append(freeze(meeting, by=secretary, now=NOW)))
    session().commit()
    timed("tell the page", lambda: sections(packs[0].content))
    for language in ("en", "zh_Hans"):
        made: list[bytes] = []
        with force_locale(language):
            timed(f"PDF {language}", lambda made=made: made.append(pdf_of(printed(packs[0], reader))))  # type: ignore[misc]  # the list of this language
        pages = len(re.findall(rb"/Type\s*/Page[^s]", made[0]))
        print(f"  {pages or 'unknown'} pages, {len(made[0]) // 1024} KiB; aim for 40 pages: {AIM_SECONDS} s")
        if keep is not None:
            keep.with_stem(f"{keep.stem}-{language}").write_bytes(made[0])


def timed(name: str, work: Callable[[], Any]) -> None:
    """The first run is shown by itself: it loads the fonts."""
    passed = []
    for _run in range(RUNS):
        started = time.perf_counter()
        work()
        passed.append(time.perf_counter() - started)
    print(f"  {name:15} first {passed[0] * 1000:6.0f} ms, median {statistics.median(passed) * 1000:6.0f} ms")


if __name__ == "__main__":
    main()
