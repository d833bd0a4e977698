"""Form fields that choose one of the department's people, or what hangs on an ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from portal.accounts.models import Person
from portal.commitments import sentences
from portal.commitments.queries import Candidate
from portal.core.forms import presence
from portal.database import session
from portal.projects.models import Milestone, Project


class CandidateField(SelectField):
    """One of the department's own people, with what they are promised to; `data` is a `Person` or None."""

    def __init__(self, label: Any = None, *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(
            label, [presence(required, chosen=True)], coerce=str, validate_choice=False, **kwargs
        )
        self.candidates: list[Candidate] = []

    def offer(self, candidates: Iterable[Candidate], asked: Person | None = None) -> None:
        """Set the choices; `asked` stays choosable even if they left the department meanwhile."""
        self.candidates = list(candidates)
        self.choices = [("", "—"), *((str(c.person.id), sentences.candidate(c)) for c in self.candidates)]
        if asked is not None and all(c.person.id != asked.id for c in self.candidates):
            self.choices.append((str(asked.id), asked.name))
        self.choices = self.choices

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        self.data = session().get(Person, number) if number else None
        if text and self.data is None:
            raise ValueError(_("Choose one of the people."))

    def iter_choices(self) -> Any:
        chosen = str(self.data.id) if isinstance(self.data, Person) else ""
        for value, label in self.choices or []:
            yield Choice(value, label, value == chosen, {})


class MilestonesField(SelectMultipleField):
    """Milestones of the project that hang on an ask; `chosen` are the records."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=[], coerce=str, validate_choice=False, **kwargs)
        self.type = "SelectMultipleField"  # what the form macros know it as
        self.milestones: list[Milestone] = []

    def offer(self, project: Project) -> None:
        self.milestones = [each for each in project.milestones if each.actual_on is None]
        self.choices = [(str(each.id), sentences.milestone(each)) for each in self.milestones]

    def process_data(self, value: Any) -> None:
        self.data = [str(each.id) for each in value or ()]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist

    def pre_validate(self, form: Any) -> None:
        if len(self.chosen) != len(set(self.data or ())):
            raise ValidationError(_("Choose milestones of this project."))

    @property
    def chosen(self) -> list[Milestone]:
        return [each for each in self.milestones if str(each.id) in (self.data or ())]
