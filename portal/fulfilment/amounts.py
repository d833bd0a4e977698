"""What was given, as people say it: `16` hours, or `40 %` of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from portal.commitments.models import Commitment
from portal.commitments.terms import STANDARD_WEEK
from portal.core.errors import Invalid

#: Digits with a point or a comma, then nothing, hours, or percent (also as Chinese keyboards write them).
SAID = re.compile(
    r"(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(?P<unit>|h|hours?|小时|小時|%|％)", re.IGNORECASE
)


@dataclass(frozen=True)
class Given:
    """A number of hours, or a percentage of the person's own week."""

    amount: Decimal
    is_share: bool = False

    def hours(self, commitment: Commitment) -> Decimal:
        if not self.is_share:
            return self.amount
        week = (commitment.person.hours_per_week if commitment.person else None) or STANDARD_WEEK
        return (week * self.amount / 100).quantize(Decimal("0.01"))


def said(text: str, field: str = "hours") -> Given:
    """What somebody typed. Raises `Invalid` where it is neither hours nor a share of the week."""
    found = SAID.fullmatch(text.strip())
    if found is None:
        raise Invalid(
            **{
                field: _(
                    "Enter hours such as 16 or 7.5, or a share of the week such as %(share)s.", share="40 %"
                )
            }
        )
    amount = Decimal(found["number"].replace(",", "."))
    is_share = found["unit"] in ("%", "％")
    if is_share and amount > 100:
        raise Invalid(**{field: _("A share is at most the whole week.")})
    return Given(amount, is_share)
