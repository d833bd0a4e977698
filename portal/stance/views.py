"""Pages: who has a stake in a project, and how departments were seen to act towards it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.accounts import rules as accounts
from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid
from portal.core.web import Destination, PageBlueprint
from portal.projects.models import Project
from portal.projects.panels import add_tab
from portal.projects.queries import project_by_code
from portal.register.queries import history_of
from portal.stance import evidence, forms, map, operations, persons, queries, rules
from portal.stance.models import STANCE_MEANINGS, CircleMember, EngagementStep, Observation, Stakeholder
from portal.steering.forms import Form

bp = PageBlueprint("stance", __name__)
NAVIGATION = [
    Destination(_l("Naming of persons"), "stance.switch", "eye", order=92, rule=accounts.administer)
]
add_tab("stakeholders", _l("Stakeholders"), "stance.of_project", order=42, rule=rules.open_register)

PLACE = "/projects/<code>/stakeholders"
ONE = "/stakeholders/<int:stakeholder_id>"


@bp.get(PLACE)
@require(rules.open_register, of=project_by_code)
def of_project(project: Project) -> Any:
    """The map and its table; a head finds their own department alone."""
    is_circle = rules.in_circle(current_user, project)
    rows = queries.stakeholders_of(project, None if is_circle else current_user.headed)
    return render_template(
        "stance/of_project.html",
        project=project,
        rows=rows,
        is_circle=is_circle,
        points=map.marks(rows),
        sentences=[map.sentence(row) for row in rows],
        axis=map.axis(),
        today=current_user.today,
    )


@bp.get(ONE)
@require(rules.read, of=queries.stakeholder_by_id)
def show(stakeholder: Stakeholder) -> Any:
    """One department: how it counts, what is done, what was seen, and what the records say."""
    return render_template(
        "stance/show.html",
        stakeholder=stakeholder,
        project=stakeholder.project,
        facts_found=evidence.evidence_of(stakeholder, current_user),
        meanings=STANCE_MEANINGS,
        history=history_of(stakeholder, include_restricted=True),
        today=current_user.today,
    )


def _entered(form: Form, act: Callable[..., Any], record: Any, done: object) -> Response | None:
    """Carry it out where the form was sent and holds; the page of the stakeholder follows."""
    if not form.submitted():
        return None
    try:
        found = act(record, **form.values(), by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return None
    stakeholder = found if isinstance(record, Project) else rules.stakeholder_of(record)
    flash(str(done), "success")
    return redirect(url_for("stance.show", stakeholder_id=stakeholder.id), 303)


def _asked(form: Form, record: Any, title: str, button: str, note: str = "") -> Any:
    stakeholder = None if isinstance(record, Project) else rules.stakeholder_of(record)
    return render_template(
        "stance/form.html",
        form=form,
        project=record if stakeholder is None else stakeholder.project,
        stakeholder=stakeholder,
        title=title,
        button=button,
        note=note,
        meanings=STANCE_MEANINGS,
    ), 422 if form.errors else 200


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(rules.add, of=project_by_code)
def add_stakeholder(project: Project) -> Any:
    form = forms.StakeholderForm()
    done = _entered(form, operations.add_stakeholder, project, _("It stands in the register."))
    return done or _asked(form, project, _("Add a department"), _("Add it"))


@bp.route(f"{ONE}/assessment", methods=["GET", "POST"])
@require(rules.keep, of=queries.stakeholder_by_id)
def assess(stakeholder: Stakeholder) -> Any:
    """A new assessment; the ones before stay."""
    form = forms.AssessmentForm()
    done = _entered(form, operations.assess, stakeholder, _("The assessment of today counts from now on."))
    return done or _asked(form, stakeholder, _("Assess influence and interest"), _("Record it"))


@bp.route(f"{ONE}/contacts/new", methods=["GET", "POST"])
@require(rules.keep, of=queries.stakeholder_by_id)
def name_contact(stakeholder: Stakeholder) -> Any:
    form = forms.ContactForm()
    done = _entered(form, operations.name_contact, stakeholder, _("The contact is named."))
    return done or _asked(form, stakeholder, _("Name a contact"), _("Name them"))


@bp.route(f"{ONE}/steps/new", methods=["GET", "POST"])
@require(rules.keep, of=queries.stakeholder_by_id)
def plan_step(stakeholder: Stakeholder) -> Any:
    form = forms.StepForm()
    done = _entered(form, operations.plan_step, stakeholder, _("The step is planned."))
    return done or _asked(form, stakeholder, _("Plan a step"), _("Plan it"))


@bp.route("/stakeholders/steps/<int:step_id>/closing", methods=["GET", "POST"])
@require(rules.keep, of=queries.step_by_id)
def close_step(step: EngagementStep) -> Any:
    form = forms.OutcomeForm()
    done = _entered(form, operations.close_step, step, _("The step is closed."))
    return done or _asked(form, step, _("Close a step"), _("Close it"), step.what)


@bp.route(f"{ONE}/talks/new", methods=["GET", "POST"])
@require(rules.keep, of=queries.stakeholder_by_id)
def note_talk(stakeholder: Stakeholder) -> Any:
    form = forms.TalkForm(data={"talked_on": current_user.today})
    done = _entered(form, operations.note_talk, stakeholder, _("The talk is noted."))
    note = _("It cannot be changed afterwards; another note can stand beside it.")
    return done or _asked(form, stakeholder, _("Note a talk"), _("Note it"), note)


@bp.route(f"{ONE}/observations/new", methods=["GET", "POST"])
@require(rules.observe, of=queries.stakeholder_by_id)
def observe(stakeholder: Stakeholder) -> Any:
    form = forms.ObservationForm(data={"observed_on": current_user.today})
    done = _entered(form, operations.observe, stakeholder, _("The observation is recorded."))
    note = _("The head of the department reads every word of it and may add their own. It cannot be changed.")
    return done or _asked(form, stakeholder, _("Record an observation"), _("Record it"), note)


@bp.route("/stakeholders/observations/<int:observation_id>/reply", methods=["GET", "POST"])
@require(rules.reply, of=queries.observation_by_id)
def reply(observation: Observation) -> Any:
    """The head's own words, beside what was observed."""
    form = forms.ReplyForm()
    done = _entered(form, operations.reply, observation, _("Your words stand beside it."))
    note = _("Everybody who reads the observation reads them. They cannot be changed; more can be added.")
    return done or _asked(form, observation, _("Add your own words"), _("Add them"), note)


PEOPLE = "/projects/<code>/stance/people"


@bp.get(PEOPLE)
@require(rules.open_people, of=project_by_code)
def people(project: Project) -> Any:
    """All of it for the closed circle; one's own for whoever it is about; the circle for who names it."""
    is_member = queries.is_in_closed_circle(project, current_user.id)
    today, only = current_user.today, None if is_member else current_user.id
    observed = queries.observed_persons(project, today, only)
    names = rules.name_circle(current_user, project)
    return render_template(
        "stance/people.html",
        project=project,
        names=names,
        reads=is_member or bool(observed),
        circle=queries.circle_of(project) if names else [],
        observed=observed,
        positions=queries.own_positions(project, today, only),
    )


def _of_person(form: Form, act: Callable[..., Any], project: Project, done: str) -> Response | None:
    if not form.submitted():
        return None
    try:
        act(project, **form.values(), by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return None
    flash(done, "success")
    return redirect(url_for("stance.people", code=project.code), 303)


@bp.route(f"{PEOPLE}/circle/new", methods=["GET", "POST"])
@require(rules.name_circle, of=project_by_code)
def name_member(project: Project) -> Any:
    form = forms.MemberForm()
    done = _of_person(form, persons.name_member, project, _("Named into the circle."))
    return done or _asked(form, project, _("Name somebody into the closed circle"), _("Name them"))


@bp.post("/stance/circle/<int:member_id>/end")
@require(rules.end_circle, of=queries.circle_member)
def end_member(member: CircleMember) -> Any:
    persons.end_member(member, by=current_user.person, now=clock.now())
    flash(_("Taken out of the circle."), "success")
    target = "stance.people" if rules.open_people(current_user, member.project) else "projects.show"
    return redirect(url_for(target, code=member.project.code), 303)


@bp.route(f"{PEOPLE}/observations/new", methods=["GET", "POST"])
@require(rules.observe_person, of=project_by_code)
def observe_person(project: Project) -> Any:
    form = forms.PersonObservationForm(data={"observed_on": current_user.today})
    done = _of_person(form, persons.observe_person, project, _("The observation is recorded."))
    note = _(
        "The person reads every word of it and may say where they stand. After ninety days it is erased."
    )
    return done or _asked(form, project, _("Record an observation"), _("Record it"), note)


@bp.route(f"{PEOPLE}/position", methods=["GET", "POST"])
@require(rules.state_position, of=project_by_code)
def state_position(project: Project) -> Any:
    form = forms.ReplyForm()
    done = _of_person(form, persons.state_position, project, _("Your words stand beside it."))
    return done or _asked(form, project, _("Say where you stand"), _("Add them"))


@bp.route("/stance/persons", methods=["GET", "POST"])
@require(accounts.administer)
def switch() -> Any:
    """For the whole organization: may observations name persons?"""
    form = forms.SwitchForm()
    is_on = queries.names_persons()
    if form.submitted():
        persons.switch(is_on=not is_on, **form.values(), by=current_user.person, now=clock.now())
        flash(_("The switch is recorded."), "success")
        return redirect(url_for("stance.switch"), 303)
    page = render_template("stance/switch.html", form=form, is_on=is_on, switches=queries.switches())
    return page, 422 if form.errors else 200
