"""Forms for signing in, for one's own account, and for people, departments and roles."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import EqualTo, Length

from portal.accounts.fields import department_field, person_field
from portal.accounts.labels import ROLES
from portal.accounts.models import Person
from portal.accounts.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from portal.core.forms import Form, amount, cards, choice, day, line, paragraph, secret
from portal.core.language import LANGUAGES

AS_TYPED = _l("The two passwords differ.")
ADVICE = _l("At least 12 characters of any kind: a sentence is easy to remember. Not your name or address.")


def _new_password(label: Any = _l("New password")) -> Any:
    length = Length(
        MINIMUM_LENGTH, message=_l("Use at least %(min)d characters. A sentence is easy to remember.")
    )
    attributes = {"autocomplete": "new-password"}
    return secret(label, maximum=MAXIMUM_LENGTH, help=ADVICE, checks=[length], render_kw=attributes)


def _repeated(label: Any = _l("The same once more")) -> Any:
    same = EqualTo("password", message=AS_TYPED)
    return secret(label, maximum=MAXIMUM_LENGTH, checks=[same], render_kw={"autocomplete": "new-password"})


class SignInForm(Form):
    """Address and password."""

    email = line(_l("E-mail"), maximum=320, render_kw={"autocomplete": "username", "type": "email"})
    password = secret(_l("Password"), render_kw={"autocomplete": "current-password"})


class NewPasswordForm(Form):
    """By a one-time link."""

    password = _new_password(_l("Password"))
    repeated = _repeated()


class FirstAdministratorForm(Form):
    """Who opens an empty portal."""

    name = line(_l("Your name"), render_kw={"autocomplete": "name"})
    email = line(
        _l("Your e-mail address"), maximum=320, render_kw={"autocomplete": "username", "type": "email"}
    )
    password = _new_password(_l("Password"))
    repeated = _repeated()


class PasswordForm(Form):
    """One's own password."""

    current = secret(_l("Present password"), render_kw={"autocomplete": "current-password"})
    password = _new_password()
    repeated = _repeated()


class ProfileForm(Form):
    """What people say about themselves."""

    name = line(_l("Name"), render_kw={"autocomplete": "name"})
    hours_per_week = amount(
        _l("Hours per week"),
        required=True,
        maximum="168",
        help=_l("Your working time. What you are promised to is measured against it."),
    )
    language = choice(
        _l("Language"), LANGUAGES.items(), required=False, help=_l("Without a choice, as your browser asks.")
    )
    theme = choice(
        _l("Appearance"),
        [("light", _l("Light")), ("dark", _l("Dark"))],
        required=False,
        help=_l("Without a choice, as your device."),
    )


class TokenForm(Form):
    """A key for a script."""

    name = line(_l("What is it for?"), maximum=100, help=_l("For example the name of the script or system."))
    expires_on = day(_l("Expires on"), required=False, help=_l("Its last day. Empty: it does not expire."))


class PersonForm(Form):
    """Somebody who can be named."""

    name = line(_l("Name"))
    email = line(
        _l("E-mail"),
        required=False,
        maximum=320,
        help=_l("Needed to sign in and to get letters."),
        render_kw={"type": "email"},
    )
    key = line(
        _l("Handle"),
        required=False,
        maximum=320,
        help=_l("What minutes and spreadsheets call this person. Empty: the e-mail address, else the name."),
    )
    title = line(_l("Job title"), required=False)
    department = department_field(_l("Department"), required=False)
    hours_per_week = amount(_l("Hours per week"), required=True, maximum="168", default=Decimal(40))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "department": self.department.department}


class ReasonForm(Form):
    """Why: it is read again when somebody asks later."""

    reason = paragraph(_l("Reason"), required=True, maximum=2000)


class MergerForm(Form):
    """Who a person turned out to be."""

    into = person_field(
        _l("The entry that stays"), help=_l("Name, e-mail or handle. An entry with an account stays.")
    )


class GrantForm(Form):
    """A role for somebody else."""

    role = cards(_l("Role"), list(ROLES.items()))
    valid_from = day(_l("First day"))
    valid_to = day(_l("Last day"), required=False, help=_l("Empty: until it is ended."))


class EndForm(Form):
    """The last day of something."""

    valid_to = day(_l("Last day"))


class DepartmentForm(Form):
    """A unit of the organization."""

    code = line(_l("Code"), maximum=64, help=_l("Short; spreadsheets refer to it."))
    name = line(_l("Name"))
    parent = department_field(_l("Part of"), required=False)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "parent": self.parent.department}


class HeadForm(Form):
    """Who answers for a department, from when."""

    person = person_field(_l("Head"), help=_l("Name or e-mail."))
    valid_from = day(_l("First day"), help=_l("Whoever heads the department then stops the day before."))


def compared(person_or_department: Any, form: Form, words: dict[str, object]) -> list[tuple[str, str, str]]:
    """What is stored beside what was submitted, for the page that says that somebody else was faster."""
    rows = []
    for name, submitted in form.values().items():
        stored = getattr(person_or_department, name)
        rows.append((str(words.get(name, name)), _shown(stored), _shown(submitted)))
    return rows


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else value.name if isinstance(value, Person) else str(value)


def in_a_quarter(today: dt.date) -> dt.date:
    """What a token's expiry is proposed to be."""
    return today + dt.timedelta(days=90)
