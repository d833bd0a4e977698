"""Pages: taking a vote by name, by hands, by scores; striking one that was noted wrongly."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.errors import Invalid
from portal.sittings import forms, operations, queries, rules
from portal.sittings.models import KIND_WORDS, Vote, VoteKind
from portal.sittings.operations.votes import voters
from portal.sittings.views.acting import ITEM, by
from portal.sittings.views.pages import bp, page, to_desk
from portal.steering.models import AgendaItem, Decision


@bp.route(f"{ITEM}/votes/new", methods=["GET", "POST"])
@require(rules.keep_item, of=queries.item_on_table)
def new_vote(item: AgendaItem) -> Any:
    """`kind` in the address chooses the form; without a known one it is a roll call."""
    asked = request.args.get("kind", "")
    kind = VoteKind(asked) if asked in set(VoteKind) else VoteKind.ROLL_CALL
    decisions = queries.decisions_on(item.meeting).get(item.id, [])
    form = _form(kind, item, decisions)
    form.offer(decisions)
    if form.submitted():
        try:
            _take(kind, item, form, decisions)
            return to_desk(item.meeting, item, _("The vote is on record."))
        except Invalid as error:
            form.reject(error)
    seats = voters(item) if kind == VoteKind.ROLL_CALL else []
    label = str(KIND_WORDS[kind])
    return page(
        "vote", form, meeting=item.meeting, item=item, kind=kind, label=label, seats=seats, rows=forms.ROWS
    )


def _form(kind: str, item: AgendaItem, decisions: list[Decision]) -> forms.VoteForm:
    first = decisions[0] if decisions else None
    data = {
        "question": (first.title if first else item.title)[:500],
        "decision": str(first.id) if first else "",
    }
    if kind == VoteKind.STRAW_POLL:
        return forms.poll_form(data)
    if kind == VoteKind.SCORES:
        return forms.score_form({**data, "question": item.title[:500]})
    return forms.roll_call_form(voters(item), data)


def _take(kind: str, item: AgendaItem, form: forms.VoteForm, decisions: list[Decision]) -> Vote:
    common = {"question": form.question.data, "decision": form.about(decisions), **by()}
    if kind == VoteKind.STRAW_POLL:
        return operations.poll(item, counts=forms.counts(form), **common)
    if kind == VoteKind.SCORES:
        return operations.score(item, scores=forms.scores(form), **common)
    return operations.roll_call(item, replies=forms.replies(form), **common)


@bp.route("/votes/<int:vote_id>/striking", methods=["GET", "POST"])
@require(rules.strike_vote, of=queries.vote_by_id)
def striking(vote: Vote) -> Any:
    form = forms.ReasonForm()
    if form.submitted():
        operations.strike(vote, reason=form.reason.data, **by())
        return to_desk(vote.meeting, vote.item, _("The vote is struck. It stays to be seen."))
    return page("striking", form, meeting=vote.meeting, vote=vote)
