"""Forms of contribution: the table of shares, the answer of a department, a reason, a milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from portal.accounts.models import Department
from portal.agreements.models import Answer
from portal.contribution.kinds import Kind, kind_word
from portal.contribution.models import Sharing
from portal.contribution.shares import LONGEST_CELL, Unreadable, Wanted, read_cell
from portal.core.forms import CleanText, Form, cards, choice, day, entered, has_control_characters, paragraph

LONGEST = 2000


def cell_name(kind: str, department: Department) -> str:
    return f"share-{kind}-{department.id}"


class SharingForm(Form):
    """The fields beside the table; the cells are read by `cells`, as `share-build-7`. `base`: the newest number."""

    reason = paragraph(_l("Why it changes"), maximum=LONGEST)
    due_on = day(_l("Answer by"))
    base = HiddenField()

    def base_number(self) -> int | None:
        written = str(self.base.data or "")
        return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None

    def cells(self, sent: Mapping[str, Any], departments: Sequence[Department]) -> list[Wanted]:
        """What is written in the table; what cannot be read is said above the form, with its place."""
        found: list[Wanted] = []
        for kind in Kind:
            for department in departments:
                text = str(sent.get(cell_name(kind, department), ""))
                try:
                    share = read_cell(text)
                except Unreadable:
                    self.form_errors.append(_unreadable(text, kind, department))
                    continue
                if share is not None:
                    found.append(Wanted(kind, department, *share))
        return found


def _unreadable(text: str, kind: Kind, department: Department) -> str:
    shown = entered(text)[:LONGEST_CELL]
    return _(
        "%(kind)s, %(department)s: “%(text)s” is neither a share from 1 to 100 nor one of the words.",
        kind=kind_word(kind),
        department=department.name,
        text="" if has_control_characters(shown) else shown,
    )


def as_entered(sharing: Sharing | None) -> dict[str, str]:
    """The cells of a version, as they are typed."""
    if sharing is None:
        return {}
    return {cell_name(share.kind, share.department): share.cell for share in sharing.shares}


class AnswerForm(Form):
    """Two equal choices, none made beforehand. `seen` says which words were on the screen."""

    answer = cards(_l("Your answer"), ((Answer.ACCEPT, _l("Accept")), (Answer.DECLINE, _l("Decline"))))
    reason = paragraph(_l("Reason, where you decline"), maximum=LONGEST)
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class ConfirmationForm(Form):
    """At a milestone: as agreed, or what differs."""

    answer = cards(
        _l("Your answer"),
        ((Answer.ACCEPT, _l("Shared out as agreed")), (Answer.DECLINE, _l("Something differs"))),
    )
    reason = paragraph(_l("What differs"), maximum=LONGEST)
    seen = HiddenField(validators=[Length(max=200), CleanText()])


class ReasonForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=LONGEST)


class MilestoneForm(Form):
    """Which reached milestone the departments are asked about."""

    milestone = choice(_l("Milestone that was reached"))

    def offer(self, milestones: Sequence[Any]) -> None:
        self.milestone.choices = [(each.code, each.name) for each in milestones]
