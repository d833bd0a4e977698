"""Forms of hand-overs."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from portal.accounts.fields import person_field
from portal.core.forms import Form, day, paragraph


class StartForm(Form):
    last_day = day(_l("Last day"), help=_l("Roles and seats pass on the day after."))
    receiver = person_field(
        _l("Who takes everything"),
        required=False,
        help=_l("They accept piece by piece or all at once. Empty: name somebody for each piece afterwards."),
    )
    due_on = day(_l("Answer by"))
    reason = paragraph(_l("Reason"), maximum=2000)


class ReceiverForm(Form):
    receiver = person_field(_l("Who takes it"))
    due_on = day(_l("Answer by"))


class AllForm(Form):
    """`upto` is the newest piece that was on the page: what came later is not accepted unseen."""

    upto = HiddenField(validators=[InputRequired()])

    def values(self) -> dict[str, Any]:
        return {"upto": self.upto.data}
