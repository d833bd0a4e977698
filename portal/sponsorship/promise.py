"""What the mandate promises of the sponsor: a share of their time, and presence in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from portal.commitments.terms import STANDARD_WEEK
from portal.database import session
from portal.mandates.models import ISSUED, Mandate
from portal.sponsorship.months import DAY, last_of
from portal.sponsorship.terms import Sponsorship

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Promise:
    """Every edition that was ever in force; `current` is the one on the last day of the ledger."""

    mandates: Sequence[Mandate]
    current: Mandate | None
    week: Decimal

    def hours_in(self, month: dt.date, until: dt.date, of: Sponsorship) -> Decimal | None:
        """The promised share of a full week, for the days up to `until` on which mandate and sponsorship held.

        None where no mandate promised a share on any of these days: nothing was promised, so nothing is compared.
        """
        shares = []
        day, last = month, min(last_of(month), until)
        while day <= last:
            holding = next((each for each in self.mandates if each.holds_on(day)), None)
            if holding is not None and holding.sponsor_percent is not None and of.holds_on(day):
                shares.append(holding.sponsor_percent)
            day += DAY
        return (self.week * sum(shares) / 100 / 7).quantize(TENTH) if shares else None


def promise_of(of: Sponsorship, last: dt.date) -> Promise:
    """One statement."""
    statement = select(Mandate).where(Mandate.project_id == of.project.id, Mandate.state.in_(ISSUED))
    found = list(session().scalars(statement.order_by(Mandate.in_force_on, Mandate.id)))
    current = next((each for each in found if each.holds_on(last)), None)
    return Promise(found, current, Decimal(of.person.hours_per_week or STANDARD_WEEK))
