"""Form fields that choose a person or a department."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from wtforms import SelectField, StringField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from portal.accounts.models import Department, Person
from portal.accounts.queries import find_people
from portal.core.forms import clean, has_control_characters, presence
from portal.database import session

LONGEST = 700


def shown(person: Person | None) -> str:
    """How a person stands in a form: unmistakable, and readable."""
    return f"{person.name} <{person.key}>" if person else ""


class PersonInput(TextInput):
    """Text with proposals that the server gives while one types; without JavaScript a plain text field."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        listed = f"{field.id}-people"
        proposals = {
            "list": listed,
            "autocomplete": "off",
            "hx-get": field.suggestions,
            "hx-vals": f'{{"field": "{field.name}"}}',
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{listed}",
            "hx-sync": "this:replace",
        }
        proposed = Markup('<datalist id="{}"></datalist>').format(listed)
        return Markup("{}{}").format(super().__call__(field, **{**kwargs, **proposals}), proposed)


class PersonField(StringField):
    """Somebody, by name or e-mail, with suggestions from `/people/suggestions`.

    `data` is a `Person` or None.
    """

    suggestions = "/people/suggestions"
    widget = PersonInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "StringField"  # what the form macros know it as

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown(self.data) if isinstance(self.data, Person) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return  # not sent at all: as with every other field, what is stored stays
        self.data = None
        text = clean(valuelist[0]) or ""
        if not text:
            return
        found = [] if len(text) > LONGEST or has_control_characters(text) else find_people(text)
        if len(found) == 1:
            self.data = found[0]
        elif found:
            raise ValueError(_("Several people have this name. Use the e-mail address of the one you mean."))
        else:
            raise ValueError(_("Nobody of this name is known. Use their e-mail address."))


class Named:
    """Validator: somebody is named. What was typed and means nobody has its own, better sentence already."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None and not field.process_errors:
            raise StopValidation(_("This field is needed."))


def person_field(label: Any, *, required: bool = True, help: Any = "", **kwargs: Any) -> PersonField:
    """Choose a person by name or e-mail."""
    return PersonField(label, [Named() if required else presence(False)], description=help, **kwargs)


class DepartmentField(SelectField):
    """A department out of all; `data` is its id, `.department` the record."""

    def __init__(self, label: Any = None, *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label, [presence(required, chosen=True)], coerce=_number_or_none, **kwargs)
        self.required = required
        self.type = "SelectField"  # what the form macros know it as

    def iter_choices(self) -> Any:
        self.choices = [("", "—"), *_all_departments()]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.raw_data and self.raw_data[0] and self.department is None:
            raise ValidationError(_("Choose one of the departments."))

    @property
    def department(self) -> Department | None:
        return session().get(Department, self.data) if self.data else None


def department_field(label: Any, *, required: bool = True, help: Any = "", **kwargs: Any) -> DepartmentField:
    """Choose a department."""
    return DepartmentField(label, required=required, description=help, **kwargs)


def _all_departments() -> list[tuple[int, str]]:
    rows = session().execute(select(Department.id, Department.name).order_by(Department.name))
    return [(number, name) for number, name in rows]


def _number_or_none(value: Any) -> int | None:
    """A department, its number, or what was sent as one."""
    try:
        number = int(value.id if isinstance(value, Department) else value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number < 2**31 else None
