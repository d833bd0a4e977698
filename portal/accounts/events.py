"""What the register says about people, departments, roles and accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.labels import FIELDS
from portal.accounts.models import Role
from portal.register.events import Event

PERSON_CREATED = Event(
    "people.created",
    _l("%(actor)s added %(object)s."),
    details=("key", "email", "department"),
    labels=FIELDS,
)
PERSON_EDITED = Event("people.edited", _l("%(actor)s changed %(object)s."), details=("before", "after"))
DEACTIVATED = Event(
    "people.deactivated",
    _l("%(actor)s closed the account of %(object)s: %(reason)s"),
    details=("reason",),
)
REACTIVATED = Event(
    "people.reactivated",
    _l("%(actor)s reopened the account of %(object)s: %(reason)s"),
    details=("reason",),
)
MERGED = Event(
    "people.merged",
    _l("%(actor)s merged %(other)s into %(object)s: they are the same person."),
    details=("other", "other_key", "moved", "dropped"),
    labels={
        "other_key": _l("Handle"),
        "moved": _l("Moved"),
        "dropped": _l("Left out, because the person stood there twice"),
    },
)

FIRST_ADMINISTRATOR = Event(
    "accounts.first_administrator", _l("%(object)s opened the portal as its first administrator.")
)
INVITED = Event("accounts.invited", _l("%(actor)s made a one-time link for %(object)s to set a password."))
PASSWORD_SET = Event("accounts.password_set", _l("%(object)s set a password by a one-time link."))
PASSWORD_GIVEN = Event("accounts.password_given", _l("The command line gave %(object)s a password."))
PASSWORD_CHANGED = Event("accounts.password_changed", _l("%(actor)s changed their password."))
SIGNED_OUT_EVERYWHERE = Event(
    "accounts.signed_out_everywhere", _l("%(actor)s ended every session of %(object)s.")
)
TOKEN_CREATED = Event(
    "accounts.token_created",
    _l("%(actor)s made the API token “%(name)s” for %(object)s."),
    details=("name", "expires_on"),
    labels={"expires_on": _l("Expires on")},
)
TOKEN_REVOKED = Event(
    "accounts.token_revoked",
    _l("%(actor)s revoked the API token “%(name)s” of %(object)s."),
    details=("name",),
)

#: One event per role, so that the sentence is a sentence in every language.
ROLE_GRANTED: dict[str, Event] = {
    Role.ADMINISTRATOR: Event(
        "roles.administrator_granted",
        _l("%(actor)s made %(object)s an administrator from %(valid_from)s."),
        details=("valid_from", "valid_to"),
    ),
    Role.PROGRAMME_OFFICE: Event(
        "roles.programme_office_granted",
        _l("%(actor)s took %(object)s into the programme office from %(valid_from)s."),
        details=("valid_from", "valid_to"),
    ),
    Role.CIO: Event(
        "roles.cio_granted",
        _l("%(actor)s gave %(object)s the role of CIO from %(valid_from)s."),
        details=("valid_from", "valid_to"),
    ),
    Role.AUDITOR: Event(
        "roles.auditor_granted",
        _l("%(actor)s gave %(object)s the role of internal audit from %(valid_from)s."),
        details=("valid_from", "valid_to"),
    ),
}
ROLE_ENDED: dict[str, Event] = {
    Role.ADMINISTRATOR: Event(
        "roles.administrator_ended",
        _l("%(actor)s ended the role of %(object)s as administrator with %(valid_to)s."),
        details=("valid_to",),
    ),
    Role.PROGRAMME_OFFICE: Event(
        "roles.programme_office_ended",
        _l("%(actor)s ended the role of %(object)s in the programme office with %(valid_to)s."),
        details=("valid_to",),
    ),
    Role.CIO: Event(
        "roles.cio_ended",
        _l("%(actor)s ended the role of %(object)s as CIO with %(valid_to)s."),
        details=("valid_to",),
    ),
    Role.AUDITOR: Event(
        "roles.auditor_ended",
        _l("%(actor)s ended the role of %(object)s in internal audit with %(valid_to)s."),
        details=("valid_to",),
    ),
}
ROLE_WITHDRAWN = Event(
    "roles.withdrawn",
    _l("%(actor)s withdrew a role of %(object)s that had begun on the same day or not yet."),
    details=("role", "valid_from"),
)

DEPARTMENT_CREATED = Event(
    "departments.created",
    _l("%(actor)s created the department %(object)s."),
    details=("code", "parent"),
    labels=FIELDS,
)
DEPARTMENT_EDITED = Event(
    "departments.edited", _l("%(actor)s changed the department %(object)s."), details=("before", "after")
)
DEPARTMENT_MOVED = Event(
    "departments.moved",
    _l("%(actor)s moved the department %(object)s from %(before)s to %(after)s."),
    details=("before", "after"),
)
HEAD_APPOINTED = Event(
    "departments.head_appointed",
    _l("%(actor)s appointed %(person)s as head of %(object)s from %(valid_from)s."),
    details=("person", "valid_from", "valid_to"),
)
HEAD_ENDED = Event(
    "departments.head_ended",
    _l("%(actor)s recorded that %(person)s heads %(object)s until %(valid_to)s."),
    details=("person", "valid_to"),
)
HEAD_WITHDRAWN = Event(
    "departments.head_withdrawn",
    _l(
        "%(actor)s withdrew the appointment of %(person)s as head of %(object)s, planned from %(valid_from)s."
    ),
    details=("person", "valid_from", "reason"),
)
