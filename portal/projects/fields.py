"""Form fields of the portfolio that other features may use too."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from wtforms import SelectField
from wtforms.validators import ValidationError

from portal.core.forms import presence
from portal.database import session
from portal.projects.models import Programme


class ProgrammeField(SelectField):
    """A programme out of all; `data` is its code, `.programme` the record."""

    def __init__(self, label: Any = None, *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label, [presence(required, chosen=True)], **kwargs)

    def iter_choices(self) -> Any:
        rows = session().execute(select(Programme.code, Programme.name).order_by(Programme.folded_name))
        self.choices = [("", "—"), *((code, f"{name} ({code})") for code, name in rows)]
        return super().iter_choices()

    def pre_validate(self, form: Any) -> None:
        if self.data and self.programme is None:
            raise ValidationError(_("Choose one of the programmes."))

    @property
    def programme(self) -> Programme | None:
        if not self.data or "\x00" in self.data:
            return None
        return session().scalars(select(Programme).where(Programme.code == self.data)).one_or_none()
