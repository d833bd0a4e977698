"""Terms: who (a person or a skill), how much, from when to when, for what. An offer is one version."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.accounts.models import Department, Person
from portal.commitments.parts import MOST_PARTS, Part, PartsColumn, in_order, one_stretch
from portal.core.errors import Invalid
from portal.core.language import date
from portal.database import LongText

SHARE = (5, 100)
HOURS = (Decimal("0.5"), Decimal(60))
FURTHEST_YEARS = 5
#: What a week has for somebody whose own hours are unknown.
STANDARD_WEEK = Decimal(40)


class Kind(enum.StrEnum):
    """What is promised."""

    STAFFING = "staffing"
    DELIVERABLE = "deliverable"
    ATTENDANCE = "attendance"
    DECISION = "decision"

    @property
    def has_period(self) -> bool:
        """From–to; the other kinds have a day by which."""
        return self in (Kind.STAFFING, Kind.ATTENDANCE)


@dataclass(frozen=True)
class TermValues:
    """Terms as plain values, before anybody has put them forward.

    With `parts`, the period is that of all parts and the amount the largest of them.
    """

    person: Person | None = None
    skill: str = ""
    share_percent: int | None = None
    hours_per_week: Decimal | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    statement: str = ""
    done_means: str = ""
    parts: tuple[Part, ...] = ()

    def standing_in(self, week_on: dt.date) -> TermValues:
        """Plain terms are the same in every week."""
        return self

    def naming(self, person: Person) -> TermValues:
        """The same terms with the person who was found for the skill."""
        return replace(self, person=person)

    def for_kind(self, kind: str) -> TermValues:
        """Without what has no meaning for this kind: a deliverable has no share of a week."""
        hours = None if self.hours_per_week is None else self.hours_per_week.quantize(Decimal("0.01"))
        kept = replace(self, hours_per_week=hours)
        if not Kind(kind).has_period:
            kept = replace(kept, valid_from=None)
        if kind != Kind.STAFFING:
            kept = replace(kept, share_percent=None, hours_per_week=None, parts=())
        if kind != Kind.DELIVERABLE:
            kept = replace(kept, done_means="")
        if kind in (Kind.DELIVERABLE, Kind.DECISION):
            kept = replace(kept, person=None, skill="")
        if kind == Kind.ATTENDANCE and kept.valid_to is None:
            kept = replace(kept, valid_to=kept.valid_from)
        return kept._of_parts() if kept.parts else kept

    def _of_parts(self) -> TermValues:
        """The same amount all the way is no terms in parts."""
        ordered = one_stretch(in_order(self.parts))
        ends = [part.valid_to for part in ordered if part.valid_to is not None]
        share, hours = _largest(ordered, self.person.hours_per_week if self.person else None)
        return replace(
            self,
            parts=ordered if len(ordered) > 1 else (),
            valid_from=ordered[0].valid_from,
            valid_to=max(ends) if len(ends) == len(ordered) else None,
            share_percent=share,
            hours_per_week=hours,
        )

    def told(self) -> dict[str, Any]:
        """For the register: only what was said."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["person"] = self.person.name if self.person else None
        values["parts"] = [part.told() for part in self.parts] or None
        if self.parts:  # each says its own amount
            values["share_percent"] = values["hours_per_week"] = None
        return {name: value for name, value in values.items() if value not in (None, "")}


def _largest(parts: tuple[Part, ...], week: Decimal | None) -> tuple[int | None, Decimal | None]:
    """The largest amount, for where there is room for one only: as a share, or as hours if all are hours."""
    hours = [part.hours_per_week for part in parts if part.hours_per_week is not None]
    shares = [part.share_percent for part in parts if part.share_percent is not None]
    if not shares:
        return None, max(hours, default=None)
    of_week = [round(each * 100 / (week or STANDARD_WEEK)) for each in hours]
    return min(100, max(shares + of_week)), None


class Terms:
    """The columns of terms, for the commitment (those in force) and for each offer.

    `share_percent` is a share of the person's week (5–100), `hours_per_week` an absolute; staffing has one.
    """

    skill: Mapped[str] = mapped_column(String(300), default="", server_default="")
    share_percent: Mapped[int | None]
    hours_per_week: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    statement: Mapped[LongText]
    done_means: Mapped[LongText]
    parts: Mapped[tuple[Part, ...]] = mapped_column(PartsColumn(), default=(), server_default="[]")

    @declared_attr
    def person_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("person.id"), index=True)

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person | None]:
        return relationship(Person, foreign_keys=f"{cls.__name__}.person_id")

    def standing_in(self, week_on: dt.date) -> Terms | TermValues:
        """The terms that count in the week of this Monday."""
        return self

    def terms(self) -> TermValues:
        return TermValues(**{field.name: getattr(self, field.name) for field in fields(TermValues)})

    def take(self, terms: TermValues) -> None:
        """Hold these terms from now on."""
        for field in fields(TermValues):
            setattr(self, field.name, getattr(terms, field.name))


def check_terms(terms: TermValues, kind: str, department: Department | None, today: dt.date) -> None:
    """Raise `Invalid` where the terms cannot be meant: each complaint at its field."""
    wrong: dict[str, object] = {}
    if not terms.statement:
        wrong["statement"] = _("Say what this is for: it is what will be measured.")
    wrong |= _wrong_days(terms, kind, today)
    if kind == Kind.STAFFING:
        wrong |= _wrong_parts(terms) if terms.parts else _wrong_amount(terms)
        if terms.person is None and not terms.skill:
            wrong["person"] = _("Name a person, or say which skill is needed and let the head choose.")
    if terms.person is not None and department is not None and not belongs_to(terms.person, department):
        wrong["person"] = _wrong_department(terms.person, department)
    if wrong:
        raise Invalid(**wrong)


def belongs_to(person: Person, department: Department) -> bool:
    """Does this person work in the department, or in a unit below it?"""
    unit, seen = person.department, set()
    while unit is not None and unit.id not in seen:
        if unit.id == department.id:
            return True
        seen.add(unit.id)
        unit = unit.parent
    return False


def _wrong_department(person: Person, department: Department) -> str:
    if person.department is None:
        return _(
            "%(name)s belongs to no department, so %(asked)s cannot promise them.",
            name=person.name,
            asked=department.name,
        )
    return _(
        "%(name)s belongs to %(own)s, not to %(asked)s: only their own head can promise them.",
        name=person.name,
        own=person.department.name,
        asked=department.name,
    )


def _wrong_parts(terms: TermValues) -> dict[str, object]:
    """One complaint at a time: the parts follow each other, inside the period, each with its amount."""
    if len(terms.parts) > MOST_PARTS:
        return {"parts": _("A promise has %(count)d parts at most.", count=MOST_PARTS)}
    for number, part in enumerate(terms.parts, start=1):
        if part.valid_from is None or part.valid_to is None:
            return {"parts": _("Part %(number)d: say from which day and until which day.", number=number)}
        if part.valid_from > part.valid_to:
            return {"parts": _("Part %(number)d: the end cannot come before the beginning.", number=number)}
        if wrong := _wrong_amount(part):
            sentence = " ".join(str(each) for each in wrong.values())
            return {"parts": _("Part %(number)d: %(sentence)s", number=number, sentence=sentence)}
        before = terms.parts[number - 2] if number > 1 else None
        if before is not None and before.valid_to is not None and part.valid_from <= before.valid_to:
            day = date(before.valid_to)
            return {
                "parts": _(
                    "Part %(number)d: the part before it lasts until %(day)s. They cannot overlap.",
                    number=number,
                    day=day,
                )
            }
    return {}


def _wrong_amount(terms: TermValues | Part) -> dict[str, object]:
    share, hours = terms.share_percent, terms.hours_per_week
    if share is None and hours is None:
        return {"share_percent": _("Say how much: a share of the week, or hours a week.")}
    if share is not None and hours is not None:
        return {"hours_per_week": _("Give a share of the week or hours a week, not both.")}
    if share is not None and not SHARE[0] <= share <= SHARE[1]:
        return {"share_percent": _("A share is from 5 to 100 percent of the week.")}
    if hours is not None and not HOURS[0] <= hours <= HOURS[1]:
        return {"hours_per_week": _("Hours a week are from 0.5 to 60.")}
    return {}


def _wrong_days(terms: TermValues, kind: str, today: dt.date) -> dict[str, object]:
    wrong: dict[str, object] = {}
    first, last = terms.valid_from, terms.valid_to
    if Kind(kind).has_period and first is None:
        wrong["valid_from"] = _("Say from which day.")
    if last is None:
        wrong["valid_to"] = _("Say until which day.") if Kind(kind).has_period else _("Say by which day.")
    elif last < today:
        wrong["valid_to"] = _("This day has passed already.")
    elif last > years_after(today, FURTHEST_YEARS):
        wrong["valid_to"] = _("Nobody can promise more than five years ahead.")
    elif first is not None and first > last:
        wrong["valid_to"] = _("The end cannot come before the beginning.")
    if first is not None and first < years_after(today, -FURTHEST_YEARS):
        wrong["valid_from"] = _("This day is more than five years ago.")
    return wrong


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
