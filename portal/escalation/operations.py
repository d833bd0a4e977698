"""Taking the steps of a silence, each once, and clearing agendas of what was answered. By the portal itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.actors import actor_of
from portal.accounts.models import Person
from portal.agreements import rules as agreements
from portal.agreements.models import AgreementParty
from portal.agreements.subjects import About, about_all
from portal.core.language import date
from portal.database import session
from portal.escalation import events, queries
from portal.escalation.models import SilenceNotice, SilenceStep
from portal.escalation.queries import Hierarchy, Silent
from portal.escalation.steps import Step
from portal.projects import rules as projects
from portal.projects.models import Project
from portal.register.events import Event
from portal.register.operations import record
from portal.steering.models import Meeting
from portal.steering.operations import put_by_itself, take_off_by_itself
from portal.steering.queries import next_meeting

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Told:
    """Somebody who hears of a silence, and in what sentence the register says so."""

    person: Person
    event: Event
    words: dict[str, Any]


def take_steps(now: dt.datetime, today: dt.date) -> int:
    """Every step that is due, of every silence. Returns how many were taken."""
    done, after = 0, 0
    while found := queries.silences(today, after):
        due = [(silent, steps) for silent in found if (steps := silent.due(today))]
        if due:
            walk = _Walk([silent for silent, _steps in due], now, today)
            done += sum(walk.take(silent, steps) for silent, steps in due)
        after = found[-1].party.id
    return done


class _Walk:
    """Steps of one batch, with everything about it read at once."""

    def __init__(self, found: list[Silent], now: dt.datetime, today: dt.date) -> None:
        self.now, self.today = now, today
        numbers = {silent.agreement.project_id for silent in found} - {None}
        wanted = {number for number in numbers if number is not None}
        self.projects = queries.projects_by_id(wanted)
        self.sponsors = queries.sponsors(wanted, today)
        self.abouts = about_all(silent.agreement for silent in found)
        answerers = {silent.answerer.id for silent in found if silent.answerer is not None}
        self.substitutes = queries.substitutes(answerers, today)
        self.hierarchy = Hierarchy(today)

    def take(self, silent: Silent, steps: list[Step]) -> bool:
        """The first step that is due and can be taken now. One at a time: each leaves time to answer."""
        return any(self._take(silent, step) for step in steps)

    def _take(self, silent: Silent, step: Step) -> bool:
        if step == Step.AGENDA:
            return self._put_on_agenda(silent)
        told = list(self._to_tell(silent, step))
        if not told and step != Step.SUPERIOR:
            return False
        taken = self._begin(silent, step)
        if taken is None:
            return False
        for each in told:
            self._tell(silent, taken, each)
        if not told:
            self._record(silent, events.NOBODY_ABOVE)
        return True

    def _to_tell(self, silent: Silent, step: Step) -> Iterator[Told]:
        answerer = silent.answerer
        if step == Step.REMINDER and answerer is not None:
            yield Told(answerer, events.REMINDED, {"name": answerer.name})
        elif step == Step.SUBSTITUTE and answerer is not None:
            other = self.substitutes.get(answerer.id)
            if other is not None and may_answer(other, self._about(silent), silent.party, self.today):
                words = {"name": other.name, "other": answerer.name}
                yield Told(other, events.SUBSTITUTE_TOLD, words)
        elif step == Step.SUPERIOR:
            yield from self._above(silent)

    def _above(self, silent: Silent) -> Iterator[Told]:
        superior = self.hierarchy.above(silent)
        if superior is not None:
            words = {"name": superior.person.name, "department": superior.department}
            yield Told(superior.person, events.SUPERIOR_TOLD, words)
        sponsor = self.sponsors.get(silent.agreement.project_id or 0)
        if sponsor is not None and sponsor is not silent.answerer:
            yield Told(sponsor, events.SPONSOR_TOLD, {"name": sponsor.name})

    def _begin(self, silent: Silent, step: Step, meeting: Meeting | None = None) -> int | None:
        """The step's number, if nobody has answered meanwhile and no other worker has taken it."""
        agreement, party = silent.agreement, silent.party
        session().flush()
        session().refresh(agreement, attribute_names=["state", "number"], with_for_update=True)
        session().refresh(party, attribute_names=["answer"])
        if not party.is_open:
            return None
        row = {
            "uid": uuid.uuid4(),
            "party_id": party.id,
            "step": step.value,
            "taken_on": self.today,
            "taken_at": self.now,
            "meeting_id": meeting.id if meeting else None,
        }
        return session().execute(_once(SilenceStep, row).returning(SilenceStep.id)).scalar()

    def _tell(self, silent: Silent, step_id: int, told: Told) -> None:
        if not told.person.email:
            return self._record(silent, events.NOT_REACHED, name=told.person.name)
        project = self._project(silent)
        is_party = told.event in (events.REMINDED, events.SUBSTITUTE_TOLD)
        is_named = is_party or _may_know(told.person, project, self.today)
        if not is_party:
            row = {"step_id": step_id, "person_id": told.person.id, "is_named": is_named}
            session().execute(_once(SilenceNotice, row))
        return self._record(silent, told.event, **told.words)

    def _put_on_agenda(self, silent: Silent) -> bool:
        """Waits until the group has a meeting to come."""
        meeting = next_meeting(silent.group, self.now) if silent.group is not None else None
        if meeting is None:
            return False
        step_id = self._begin(silent, Step.AGENDA, meeting)
        if step_id is None:
            return False
        words = self._item(silent, meeting)
        item = put_by_itself(meeting, title=words["title"], note=words["note"], now=self.now)
        session().get_one(SilenceStep, step_id).agenda_item_id = item.id
        if not self._is_hidden_from(silent, meeting):
            item.subject_kind = silent.agreement.subject_kind
            item.subject_id = silent.agreement.subject_id
        self._record(silent, events.ON_AGENDA, meeting=meeting.register_label())
        return True

    def _is_hidden_from(self, silent: Silent, meeting: Meeting) -> bool:
        """Is it about a confidential project that this meeting is not there for?"""
        project = self._project(silent)
        return project is not None and project.is_confidential and meeting.project_id != project.id

    def _item(self, silent: Silent, meeting: Meeting) -> dict[str, str]:
        """What stands on the agenda, in the language of the house: who has not answered what, since when."""
        about = self._about(silent)
        with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
            if self._is_hidden_from(silent, meeting):
                title = _("No answer in a confidential project")
            else:
                title = _("No answer: %(title)s", title=about.title(silent.agreement))
            note = in_words(silent.party, silent.answerer)
            link = _("What was asked")
        return {"title": title[:LONGEST_TITLE], "note": f"{note} [{link}]({about.address(silent.agreement)})"}

    def _record(self, silent: Silent, event: Event, **words: Any) -> None:
        about = self._about(silent)
        subject = about.record if hasattr(about.record, "uid") else silent.agreement
        given = {**words, "due_on": silent.party.answer_due_on}
        record(event, subject, by=None, now=self.now, project=self._project(silent), **given)

    def _about(self, silent: Silent) -> About:
        return self.abouts[silent.agreement.id]

    def _project(self, silent: Silent) -> Project | None:
        return self.projects.get(silent.agreement.project_id or 0)


def clear_answered(now: dt.datetime) -> int:
    """Take what was answered before the meeting off its agenda. Returns how many items."""
    found = queries.answered_on_agendas()
    abouts = about_all({step.party.agreement for step in found})
    numbers = {step.party.agreement.project_id for step in found}
    known = queries.projects_by_id({number for number in numbers if number is not None})
    return sum(_clear(step, abouts, known, now) for step in found)


def _clear(step: SilenceStep, abouts: dict[int, About], known: dict[int, Project], now: dt.datetime) -> bool:
    item = step.agenda_item
    session().refresh(step, attribute_names=["agenda_item_id"], with_for_update=True)
    if item is None or step.agenda_item_id is None:
        return False
    session().refresh(item.meeting, attribute_names=["state", "version"], with_for_update=True)
    if not item.meeting.can_move:
        return False
    agreement, meeting = step.party.agreement, item.meeting
    step.agenda_item = None
    take_off_by_itself(item, now=now)
    record(
        events.OFF_AGENDA,
        abouts[agreement.id].record or agreement,
        by=None,
        now=now,
        project=known.get(agreement.project_id or 0),
        meeting=meeting.register_label(),
    )
    return True


def in_words(party: AgreementParty, answerer: Person | None) -> str:
    """Who has not answered since when; where nobody can, which department has nobody."""
    days = {"since": date(party.since), "due_on": date(party.answer_due_on)}
    if answerer is not None:
        words = _("%(name)s has not answered since %(since)s; the answer was due on %(due_on)s.")
        return words % {**days, "name": answerer.name}
    if party.department is not None:
        words = _(
            "Nobody heads %(department)s who could answer: asked on %(since)s, the answer was due on %(due_on)s."
        )
        return words % {**days, "department": party.department.name}
    return _("Nobody is named who could answer: asked on %(since)s, the answer was due on %(due_on)s.") % days


def may_answer(person: Person, about: About, party: AgreementParty, today: dt.date) -> bool:
    """May this person answer today? The rule of the record decides, as on its page."""
    return agreements.may_answer(actor_of(person, today), party, about)


def _may_know(person: Person, project: Project | None, today: dt.date) -> bool:
    if project is None or not project.is_confidential:
        return True
    return projects.read(actor_of(person, today), project)


def _once(model: Any, row: dict[str, Any]) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves alone what another worker has stored."""
    make = sqlite.insert if session().get_bind().dialect.name == "sqlite" else postgresql.insert
    return make(model).values(**row).on_conflict_do_nothing()


__all__ = ["clear_answered", "in_words", "may_answer", "take_steps"]
