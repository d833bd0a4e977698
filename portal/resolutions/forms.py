"""Forms of written resolutions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.forms import day, paragraph
from portal.steering.forms import Form


class AskForm(Form):
    outcome = paragraph(
        _l("What will hold if it carries"),
        required=True,
        help=_l("In the words that will stand in the record. Members take their position on them."),
    )
    grounds = paragraph(_l("Grounds"), required=True, help=_l("Why it should be so."))
    closes_on = day(
        _l("Last day for positions"),
        help=_l(
            "On the day after, or as soon as all have answered, the outcome is recorded by the group's rule."
        ),
    )
    review_on = day(
        _l("Look at it again on"), required=False, help=_l("Leave empty if nobody needs to look again.")
    )


class WithdrawalForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=2000)
