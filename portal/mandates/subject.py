"""How a mandate lets itself be agreed on: from the page of all that waits for somebody, and on its own pages."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements.models import AgreementParty
from portal.agreements.seen import Seen
from portal.agreements.subjects import SubjectKind, add_subject
from portal.mandates import operations, queries, rules
from portal.mandates.models import Mandate, TouchedDepartment


def touched_by(mandate: Mandate, party: AgreementParty) -> TouchedDepartment | None:
    """The department that was asked; None where it is the sponsor's signature."""
    return next((each for each in mandate.touched if each.department_id == party.department_id), None)


def answer_address(mandate: Mandate, party: AgreementParty) -> str:
    """The letter as a page, with what it changes for the one who answers."""
    touched = touched_by(mandate, party)
    place = f"acknowledgements/{touched.id}" if touched else "signature"
    return f"/mandates/{mandate.id}/{place}"


def answer(
    mandate: Mandate,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    touched = touched_by(mandate, party)
    if touched is None:
        operations.answer_signature(mandate, answer=answer, reason=reason, by=by, seen=seen, now=now)
    else:
        operations.answer_acknowledgement(touched, answer=answer, reason=reason, by=by, seen=seen, now=now)


def title(mandate: Mandate) -> str:
    return _("Mandate %(label)s", label=mandate.register_label())


add_subject(
    Mandate.register_kind,
    SubjectKind(
        load=lambda numbers: queries.loaded(set(numbers)),
        may_read=lambda actor, mandate: rules.read(actor, mandate),
        title=title,
        address=lambda mandate: f"/mandates/{mandate.id}",
        may_answer=rules.may_answer,
        answer=answer,
        answer_address=answer_address,
    ),
)
