"""Stakeholders in `/api/v1`: the same operations and rules as the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_login import current_user

from portal.accounts import rules as accounts
from portal.core import clock
from portal.core.access import require
from portal.core.api import ApiBlueprint
from portal.database import session
from portal.projects.models import Project
from portal.projects.queries import project_by_code
from portal.stance import operations, persons, queries, rules
from portal.stance import schemas as shapes
from portal.stance.evidence import evidence_of
from portal.stance.models import CircleMember, EngagementStep, Observation, Stakeholder

bp = ApiBlueprint("stance", __name__)
PLACE = "/projects/<code>/stakeholders"
ONE = "/stakeholders/<int:stakeholder_id>"


def _shown(stakeholder: Stakeholder) -> dict[str, Any]:
    return shapes.stakeholder_view(stakeholder, evidence_of(stakeholder, current_user))


def _carry_out(act: Callable[..., Any], record: Any, **values: Any) -> dict[str, Any]:
    """The whole stakeholder as it is afterwards."""
    found = act(record, **values, by=current_user.person, now=clock.now())
    stakeholder = found if isinstance(record, Project) else rules.stakeholder_of(record)
    session().flush()
    session().expire_all()
    return _shown(stakeholder)


@bp.get(PLACE)
@require(rules.open_register, of=project_by_code)
@bp.output(shapes.RowsView)
def of_project(project: Project) -> Any:
    """The departments in the register; for the head of one of them, that one."""
    is_circle = rules.in_circle(current_user, project)
    rows = queries.stakeholders_of(project, None if is_circle else current_user.headed)
    return {"items": [shapes.row_view(row) for row in rows]}


@bp.post(PLACE)
@require(rules.add, of=project_by_code)
@bp.input(shapes.StakeholderIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def add_stakeholder(project: Project, data: shapes.StakeholderIn) -> Any:
    """Enter a department with a first assessment."""
    return _carry_out(operations.add_stakeholder, project, **data.values())


@bp.get(ONE)
@require(rules.read, of=queries.stakeholder_by_id)
@bp.output(shapes.StakeholderView)
def show(stakeholder: Stakeholder) -> Any:
    """Everything about one, with what the records say."""
    return _shown(stakeholder)


@bp.post(f"{ONE}/assessments")
@require(rules.keep, of=queries.stakeholder_by_id)
@bp.input(shapes.AssessmentIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def assess(stakeholder: Stakeholder, data: shapes.AssessmentIn) -> Any:
    """Influence and interest of today."""
    return _carry_out(operations.assess, stakeholder, **data.model_dump())


@bp.post(f"{ONE}/contacts")
@require(rules.keep, of=queries.stakeholder_by_id)
@bp.input(shapes.ContactIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def name_contact(stakeholder: Stakeholder, data: shapes.ContactIn) -> Any:
    """Somebody to talk to."""
    return _carry_out(operations.name_contact, stakeholder, **data.values())


@bp.post(f"{ONE}/steps")
@require(rules.keep, of=queries.stakeholder_by_id)
@bp.input(shapes.StepIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def plan_step(stakeholder: Stakeholder, data: shapes.StepIn) -> Any:
    """What is done, by whom, until when."""
    return _carry_out(operations.plan_step, stakeholder, **data.values())


@bp.post("/stakeholders/steps/<int:step_id>/closing")
@require(rules.keep, of=queries.step_by_id)
@bp.input(shapes.OutcomeIn, arg_name="data")
@bp.output(shapes.StakeholderView)
def close_step(step: EngagementStep, data: shapes.OutcomeIn) -> Any:
    """What came of a step."""
    return _carry_out(operations.close_step, step, **data.model_dump())


@bp.post(f"{ONE}/talks")
@require(rules.keep, of=queries.stakeholder_by_id)
@bp.input(shapes.TalkIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def note_talk(stakeholder: Stakeholder, data: shapes.TalkIn) -> Any:
    """A talk that took place."""
    return _carry_out(operations.note_talk, stakeholder, **data.model_dump())


@bp.post(f"{ONE}/observations")
@require(rules.observe, of=queries.stakeholder_by_id)
@bp.input(shapes.ObservationIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def observe(stakeholder: Stakeholder, data: shapes.ObservationIn) -> Any:
    """How a department was seen to act."""
    return _carry_out(operations.observe, stakeholder, **data.model_dump())


@bp.post("/stakeholders/observations/<int:observation_id>/replies")
@require(rules.reply, of=queries.observation_by_id)
@bp.input(shapes.ReplyIn, arg_name="data")
@bp.output(shapes.StakeholderView, status_code=201)
def reply(observation: Observation, data: shapes.ReplyIn) -> Any:
    """The own words of the department's head."""
    return _carry_out(operations.reply, observation, **data.model_dump())


PEOPLE = "/projects/<code>/stance/people"


def _people(project: Project) -> dict[str, Any]:
    session().flush()
    is_member = queries.is_in_closed_circle(project, current_user.id)
    today, only = current_user.today, None if is_member else current_user.id
    return shapes.people_view(
        queries.observed_persons(project, today, only), queries.own_positions(project, today, only)
    )


def _changed(act: Callable[..., Any], project: Project, **values: Any) -> dict[str, Any]:
    act(project, **values, by=current_user.person, now=clock.now())
    return _people(project)


@bp.get(PEOPLE)
@require(rules.open_people, of=project_by_code)
@bp.output(shapes.PeopleView)
def people(project: Project) -> Any:
    """Observations that name persons, as far as the caller may read them."""
    return _people(project)


@bp.post(f"{PEOPLE}/circle")
@require(rules.name_circle, of=project_by_code)
@bp.input(shapes.MemberIn, arg_name="data")
@bp.output(shapes.PeopleView, status_code=201)
def name_member(project: Project, data: shapes.MemberIn) -> Any:
    """Name somebody into the closed circle."""
    return _changed(persons.name_member, project, **data.values())


@bp.delete("/stance/circle/<int:member_id>")
@require(rules.end_circle, of=queries.circle_member)
@bp.output(shapes.PeopleView)
def end_member(member: CircleMember) -> Any:
    """Take somebody out of the closed circle."""
    persons.end_member(member, by=current_user.person, now=clock.now())
    return _people(member.project)


@bp.post(f"{PEOPLE}/observations")
@require(rules.observe_person, of=project_by_code)
@bp.input(shapes.PersonObservationIn, arg_name="data")
@bp.output(shapes.PeopleView, status_code=201)
def observe_person(project: Project, data: shapes.PersonObservationIn) -> Any:
    """What was seen of a person; erased after ninety days."""
    return _changed(persons.observe_person, project, **data.values())


@bp.post(f"{PEOPLE}/position")
@require(rules.state_position, of=project_by_code)
@bp.input(shapes.ReplyIn, arg_name="data")
@bp.output(shapes.PeopleView, status_code=201)
def state_position(project: Project, data: shapes.ReplyIn) -> Any:
    """Where the caller stands, in their own words."""
    return _changed(persons.state_position, project, **data.model_dump())


@bp.post("/stance/persons")
@require(accounts.administer)
@bp.input(shapes.SwitchIn, arg_name="data")
@bp.output(shapes.SwitchView)
def switch(data: shapes.SwitchIn) -> Any:
    """Let observations name persons, or end it."""
    return persons.switch(**data.model_dump(), by=current_user.person, now=clock.now())
