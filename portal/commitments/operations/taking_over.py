"""Commitments that were made elsewhere: an import, another system."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import Department, Person
from portal.commitments import events
from portal.commitments.models import OPEN, Commitment, State, TermValues
from portal.commitments.operations.agreeing import put_as_recorded
from portal.commitments.operations.holding import add_offer, tell
from portal.database import session
from portal.projects.models import Project
from portal.projects.operations import admit


def take_over_commitment(
    project: Project,
    *,
    code: str,
    kind: str,
    state: str,
    terms: TermValues,
    now: dt.datetime,
    by: Person | None = None,
    department: Department | None = None,
    head: Person | None = None,
    requester: Person | None = None,
    requested_on: dt.date | None = None,
    answer_due_on: dt.date | None = None,
    answered_on: dt.date | None = None,
    note: str = "",
) -> Commitment:
    """Enter a commitment as it stands, gaps included: an ask without a department shows as a vacancy.

    Nobody is asked and no letter leaves; who was asked may see the project from now on.
    """
    commitment = Commitment(
        code=code,
        project=project,
        kind=kind,
        state=state,
        department=department,
        head=head,
        requester=requester,
        requested_on=requested_on,
        answer_due_on=answer_due_on,
        answered_on=answered_on,
        created_at=now,
    )
    commitment.take(terms)
    session().add(commitment)
    session().flush()
    if state != State.DRAFT:
        add_offer(commitment, terms, by=requester or by, now=now, note=note)
    if state in OPEN:
        put_as_recorded(commitment)
    for person in (head, terms.person):
        if person is not None and state != State.DRAFT:
            admit(project, person)
    names = {"department": department.name if department else "", "head": head.name if head else ""}
    tell(events.TAKEN_OVER, commitment, by=by, now=now, kind=kind, state=state, terms=terms.told(), **names)
    return commitment
