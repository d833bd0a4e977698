"""What happens when nobody clicks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from portal.accounts.models import Person
from portal.core import clock
from portal.outbox.operations import post
from portal.risks.models import Risk
from portal.risks.queries import overdue_with_owners


def remind_of_overdue_reviews(now: dt.datetime) -> int:
    """Risks that nobody looks at grow. Each owner gets one letter that lists all of theirs, and another only
    when a further review date has passed. Returns how many letters were posted."""
    today = now.astimezone(clock.timezone()).date()
    by_owner: dict[int, list[Risk]] = defaultdict(list)
    for risk in overdue_with_owners(today):
        assert risk.owner is not None
        by_owner[risk.owner.id].append(risk)
    return sum(_remind(risks[0].owner, risks, now) for risks in by_owner.values())


def _remind(owner: Person | None, risks: Sequence[Risk], now: dt.datetime) -> bool:
    newest = max(risk.next_review_on for risk in risks if risk.next_review_on is not None)
    facts = {
        "risks": [
            {"code": risk.code, "title": risk.title, "day": risk.next_review_on, "level": risk.level or ""}
            for risk in risks
        ]
    }
    owner_id = owner.id if owner else 0
    key = f"risks-overdue:{owner_id}:{newest.isoformat()}"
    return post(
        "risks/reviews_overdue", to=owner, facts=facts, link="/risks?mine=1&overdue=1", now=now, key=key
    )


TASKS = [remind_of_overdue_reviews]
