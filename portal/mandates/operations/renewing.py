"""Another edition of a letter: amended or extended. It asks everybody again; the older one holds until then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.errors import Invalid
from portal.database import session
from portal.mandates import events
from portal.mandates.models import TERMS, Mandate, MandateState, TouchedDepartment
from portal.mandates.operations.drafting import WORDED, expect_no_other, record_drafted
from portal.mandates.operations.signing import put_mandate
from portal.projects.operations.access import hold
from portal.register.operations import record

COPIED = (*TERMS, *WORDED, "lead_model", "chinese", "until_milestone_id", "grantee_department_id")


def amend_mandate(mandate: Mandate, *, reason: str, by: Person, now: dt.datetime, today: dt.date) -> Mandate:
    """Begin another edition as a draft with the words of this one."""
    later = _next_edition(mandate, reason, by, now, today)
    record(events.AMENDED, mandate, by=by, now=now, project=mandate.project, reason=reason)
    record_drafted(later, by, now)
    return later


def extend_mandate(
    mandate: Mandate,
    *,
    valid_to: dt.date,
    due_on: dt.date,
    reason: str,
    by: Person,
    now: dt.datetime,
    today: dt.date,
) -> Mandate:
    """The same words with a later end, put to the sponsor at once. A milestone no longer ends it."""
    if valid_to <= today or (mandate.valid_to is not None and valid_to <= mandate.valid_to):
        raise Invalid(valid_to=_("Choose a later day than the one on which it ends now."))
    later = _next_edition(mandate, reason, by, now, today)
    later.valid_to, later.until_milestone_id = valid_to, None
    session().flush()
    session().refresh(later, ["until_milestone"])
    said: dict[str, Any] = {"reason": reason, "valid_to": valid_to}
    record(events.EXTENDED, mandate, by=by, now=now, project=mandate.project, **said)
    record_drafted(later, by, now)
    put_mandate(later, due_on=due_on, by=by, now=now, today=today)
    return later


def _next_edition(mandate: Mandate, reason: str, by: Person, now: dt.datetime, today: dt.date) -> Mandate:
    hold(mandate.project)
    mandate.expect(MandateState.IN_FORCE)
    expect_no_other(mandate.project, mandate)
    later = Mandate(
        project=mandate.project,
        grantee=mandate.grantee,
        edition=mandate.edition + 1,
        replaces=mandate,
        amendment_reason=reason,
        drafted_by=by,
        created_at=now,
        **{name: getattr(mandate, name) for name in COPIED},
    )
    later.valid_from = max(mandate.valid_from, today)
    for each in mandate.touched:
        copy = TouchedDepartment(department=each.department, duty=each.duty, duty_zh=each.duty_zh)
        later.touched.append(copy)
    session().add(later)
    session().flush()
    return later
