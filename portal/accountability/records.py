"""The record of a project on a day, and next to today's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.accountability.lines import Compared, Section, compare
from portal.accountability.moments import Memory, Moment, moment
from portal.accountability.sections import Day, sections
from portal.projects.models import Project


@dataclass(frozen=True)
class Record:
    """Who was accountable on `moment.day`, and what the register had recorded by its end."""

    project: Project
    moment: Moment
    memory: Memory
    sections: Sequence[Section]

    @property
    def afterwards(self) -> int:
        """How many of its lines the register learned of only later."""
        return sum(line.recorded_later for section in self.sections for line in section.lines)


def record_of(project: Project, day: dt.date, today: dt.date, memory: Memory | None = None) -> Record:
    """A fixed number of statements, whatever the project went through (and some twenty key reads for the day)."""
    at = Day(project, moment(day, today), memory or Memory())
    return Record(project, at.moment, at.memory, sections(at))


def beside_today(record: Record, today: dt.date) -> list[Compared]:
    if record.moment.day == today:
        return compare(record.sections, record.sections)
    return compare(record.sections, record_of(record.project, today, today, record.memory).sections)
