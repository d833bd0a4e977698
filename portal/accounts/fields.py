"""Form fields that choose a person or a department."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from portal.accounts.models import Department, Person
from portal.core.forms import clean, presence
from portal.database import session


def find_people(text: str) -> list[Person]:
    """Those whom this text names: "Name <key>", a key (e-mail or handle), or a whole name. At most two."""
    text = text.strip()
    if text.endswith(">") and "<" in text:
        text = text[text.rindex("<") + 1 : -1].strip()
    active = select(Person).where(Person.merged_into_id.is_(None))
    by_key = session().scalars(active.where(Person.key == text.lower())).one_or_none()
    if by_key is not None:
        return [by_key]
    return list(session().scalars(active.where(func.lower(Person.name) == text.lower()).limit(2)))


def shown(person: Person | None) -> str:
    """How a person stands in a form: unmistakable, and readable."""
    return f"{person.name} <{person.key}>" if person else ""


class PersonField(StringField):
    """Somebody, by name or e-mail, with suggestions from `/people/suggestions`; `data` is a `Person` or None."""

    suggestions = "/people/suggestions"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown(self.data) if isinstance(self.data, Person) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = clean(valuelist[0] if valuelist else "") or ""
        if not text or len(text) > 700 or "\x00" in text:
            if text:
                raise ValueError(_("Nobody of this name is known. Use their e-mail address."))
            return
        found = find_people(text)
        if len(found) == 1:
            self.data = found[0]
        elif found:
            raise ValueError(_("Several people have this name. Use the e-mail address of the one you mean."))
        else:
            raise ValueError(_("Nobody of this name is known. Use their e-mail address."))


def person_field(label: Any, *, required: bool = True, help: Any = "", **kwargs: Any) -> PersonField:
    """Choose a person by name or e-mail."""
    return PersonField(label, [presence(required)], description=help, **kwargs)


class DepartmentField(SelectField):
    """A department out of all; `data` is its id, `.department` the record."""

    def __init__(self, label: Any = None, *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label, [presence(required, chosen=True)], coerce=_number_or_none, **kwargs)
        self.required = required

    def iter_choices(self) -> Any:
        self.choices = [("", "—"), *_all_departments()]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.department is None:
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
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number < 2**31 else None

