"""What the pages of steering share: the blueprint, the words of templates, and carrying out a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.forms import Form
from portal.core.transactions import check_version
from portal.core.web import PageBlueprint
from portal.register.queries import HistoryEntry
from portal.steering.models import Decision, Meeting, SteeringGroup, states
from portal.steering.picture import picture_of
from portal.steering.room import LEFT

bp = PageBlueprint("steering", __name__)
bp.add_app_template_global(picture_of, "chain_picture")

Both = Sequence[tuple[str, str, str]]


def done_by(form: Form, act: Callable[..., Any], record: Any, **values: Any) -> bool:
    """Carry out what the form asks; a complaint of the operation stands at its field. Did it happen?"""
    try:
        act(record, **values, by=current_user.person, now=clock.now())
    except Invalid as error:
        form.reject(error)
        return False
    return True


def carried_out(form: Form, act: Callable[..., Any], record: Any, *, both: Both = (), **values: Any) -> bool:
    """Was the form sent on the version that is stored, and did it happen?"""
    if not form.submitted():
        return False
    check_version(record, form.version.data, both)
    return done_by(form, act, record, **values)


def page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """The form's page, with 422 where something is wrong."""
    return render_template(f"steering/{template}.html", form=form, **context), 422 if form.errors else 200


def told(message: str, endpoint: str, **arguments: Any) -> Response:
    """On to the record, saying what happened."""
    flash(message, "success")
    return redirect(url_for(endpoint, **arguments), 303)


def to_group(group: SteeringGroup, message: str) -> Response:
    return told(message, "steering.group", group_id=group.id)


def to_meeting(meeting: Meeting, message: str) -> Response:
    return told(message, "steering.meeting", meeting_id=meeting.id)


def to_decision(decision: Decision, message: str) -> Response:
    return told(message, "steering.decision", decision_id=decision.id)


#: Acts whose content stands nowhere else on the page: what was changed, and why.
CHANGES = frozenset(
    {
        *("groups.edited", "groups.membership_ended", "meetings.edited", "meetings.attendance_taken"),
        *("meetings.agenda_item_edited", "meetings.agenda_item_removed", "decisions.edited"),
        *("decisions.position_taken", "decisions.dropped"),
    }
)


@dataclass(frozen=True)
class Told:
    """An entry of the register as these pages tell it: what stands above is not repeated."""

    entry: HistoryEntry

    @property
    def details(self) -> list[tuple[str, str]]:
        if self.entry.event not in CHANGES:
            return []
        return [(label, in_short(text, 300)) for label, text in self.entry.details]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.entry, name)


def brief(entries: Sequence[HistoryEntry]) -> list[Told]:
    """A timeline that can be taken in at a glance; the register keeps every word."""
    return [Told(entry) for entry in entries]


WORDS = {
    "role": states.ROLE_WORDS,
    "rule": states.RULE_WORDS,
    "side": states.SIDE_WORDS,
    "need": states.NEED_WORDS,
    "meeting": states.MEETING_WORDS,
    "presence": {**states.PRESENCE_WORDS, LEFT: _l("Had left")},
    "decision": states.DECISION_WORDS,
    "stand": states.STAND_WORDS,
    "standing": states.STANDING_WORDS,
}


@bp.app_template_global()
def steering_word(kind: str, code: str | None) -> str:
    """The word for a code of one of the kinds of `WORDS`; an unknown code reads as itself."""
    return str(WORDS[kind].get(code or "", code or ""))


@bp.app_template_filter()
def steering_need(code: str) -> str:
    """Who must be there, in words."""
    return steering_word("need", code)


@bp.app_template_global()
def in_short(text: str | None, length: int = 140) -> str:
    """The beginning of a text on one line, without the marks of Markdown; quick enough for long lists."""
    words = " ".join((text or "").translate(MARKS).split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


MARKS = str.maketrans(dict.fromkeys("#*_>`|\n", " "))
