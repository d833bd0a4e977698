"""Pages: everything that somebody holds, the hand-over with its pieces, and another receiver for one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.core import clock
from portal.core.access import require
from portal.core.errors import Invalid, Refused
from portal.core.web import PageBlueprint
from portal.database import session
from portal.handovers import accepting, forms, holdings, operations, queries, rules, sources, subject
from portal.handovers.models import Handover, HandoverItem
from portal.handovers.rules import Leaving
from portal.register.queries import history_of

__all__ = ["bp", "sources", "subject"]

bp = PageBlueprint("handovers", __name__)
bp.add_app_template_global(queries.handovers_of, "handovers_of")
USUAL_DAYS = 14


@bp.app_template_global()
def may_hand_over(person: Any, project: Any = None) -> bool:
    """May the reader start the hand-over of what this person holds?"""
    return bool(rules.start(current_user, Leaving(person, project)))


@bp.route("/people/<int:person_id>/hand-over", methods=["GET", "POST"])
@require(rules.start, of=queries.leaving_organization)
def leave(leaving: Leaving) -> Any:
    """Everything that somebody holds in the organization, and to whom it goes."""
    return _start(leaving)


@bp.route("/projects/<code>/people/<int:person_id>/hand-over", methods=["GET", "POST"])
@require(rules.start, of=queries.leaving_project)
def leave_project(leaving: Leaving) -> Any:
    """The same for one project."""
    return _start(leaving)


def _start(leaving: Leaving) -> Any:
    today = current_user.today
    form = forms.StartForm(data={"last_day": today, "due_on": today + dt.timedelta(days=USUAL_DAYS)})
    if form.submitted():
        try:
            started = operations.start_handover(
                leaving.person,
                project=leaving.project,
                **form.values(),
                may_give=lambda held: holdings.may_give(current_user, held),
                by=current_user.person,
                now=clock.now(),
            )
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The hand-over has begun."), "success")
            return redirect(url_for("handovers.show", handover_id=started.id), 303)
    held = holdings.held_by(leaving.person, leaving.project, today)
    context = {"leaving": leaving, "held": held, "kinds": holdings.sources(), "form": form}
    return render_template("handovers/start.html", **context), 422 if form.errors else 200


@bp.get("/handovers/<int:handover_id>")
@require(rules.read, of=queries.handover_by_id)
def show(handover: Handover) -> Any:
    """Every piece: who is asked, what they said; what is still the leaver's stands first."""
    waiting = accepting.waiting_for(current_user, handover)
    return render_template(
        "handovers/show.html",
        handover=handover,
        items=queries.items_of(handover),
        kinds=holdings.sources(),
        waiting=waiting,
        form=forms.AllForm(data={"upto": str(max((row.party.id for row in waiting), default=0))}),
        history=history_of(handover),
        today=current_user.today,
    )


@bp.post("/handovers/<int:handover_id>/acceptance")
@require(rules.accept, of=queries.handover_by_id)
def accept(handover: Handover) -> Any:
    """All that was on the page, at once; what could not be carried out is said by name."""
    form = forms.AllForm()
    upto = form.upto.data or ""
    if not form.submitted() or not upto.isascii() or not upto.isdigit() or len(upto) > 10:
        raise Refused(_("This does not say which text you saw. Open the page again and answer there."))
    outcomes = accepting.accept_all(handover, actor=current_user, now=clock.now(), upto=int(upto))
    done = sum(each.happened for each in outcomes)
    failed = [
        _("%(title)s: %(why)s", title=each.title, why=each.sentence) for each in outcomes if not each.happened
    ]
    if not done:
        raise Refused(" ".join(failed) or _("Nothing waits for your answer here."))
    flash(ngettext("%(num)d piece is yours now.", "%(num)d pieces are yours now.", done), "success")
    for sentence in failed:
        flash(sentence, "warning")
    session().flush()
    return redirect(url_for("handovers.show", handover_id=handover.id), 303)


@bp.route("/handovers/items/<int:item_id>/receiver", methods=["GET", "POST"])
@require(rules.name, of=queries.item_by_id)
def name_receiver(item: HandoverItem) -> Any:
    """Somebody else for one piece."""
    form = forms.ReceiverForm(data={"due_on": current_user.today + dt.timedelta(days=USUAL_DAYS)})
    if form.submitted():
        try:
            insist_may_give(item)
            operations.name_receiver(item, **form.values(), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("Asked."), "success")
            return redirect(url_for("handovers.show", handover_id=item.handover_id), 303)
    context = {"form": form, "item": item, "handover": item.handover}
    return render_template("handovers/receiver.html", **context), 422 if form.errors else 200


def insist_may_give(item: HandoverItem) -> None:
    """Nobody gives away what their own right does not cover."""
    held = holdings.Holding(item.kind, item.subject_id, item.label, item.address, item.project_id)
    if not holdings.may_give(current_user, held):
        raise Refused(_("Only the programme office can give this away. Ask it to name who takes it."))
