"""Forms of the responsibility matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.fields import department_field, person_field
from portal.core.forms import Form, cards, day, line, paragraph
from portal.stakeholders.labels import ROLES


class AssignmentForm(Form):
    item = line(
        _l("Item"), help=_l("A piece of work, a process step or a deliverable, such as “Clean up item data”.")
    )
    role = cards(_l("Role"), ROLES.items())
    person = person_field(_l("Person"), required=False)
    department = department_field(_l("Or department"), required=False)
    valid_from = day(_l("From"))
    valid_to = day(_l("To"), required=False, help=_l("Leave empty if the end is open."))

    def propose(self, items: Sequence[str]) -> None:
        """Items that the matrix has already, to choose from while typing."""
        self.item.choices = [(item, item) for item in items]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "department": self.department.department}


class AssignmentEndForm(Form):
    valid_to = day(_l("Last day"))
    note = paragraph(_l("Note"), maximum=2000, help=_l("Why it ends, who takes over."))
