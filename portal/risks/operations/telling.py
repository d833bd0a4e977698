"""What every operation on a risk shares: holding it, the words for the register, letters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.database import session
from portal.outbox.operations import post
from portal.projects.models import AppointmentRole
from portal.register.events import Event
from portal.register.operations import record
from portal.risks.catalogue import category_word
from portal.risks.labels import RESPONSES, rating_word, word
from portal.risks.models import Rating, Risk, RiskScore


def hold(risk: Risk) -> None:
    """Wait for whoever is acting on it now, and see what they did: the second then gets a sentence."""
    database = session()
    database.flush()
    database.execute(select(Risk.id).where(Risk.id == risk.id).with_for_update())
    database.refresh(risk)


def told(rated: Risk | Rating | RiskScore) -> str:
    """`4×5 Critical`, as the register keeps it: in the words that whoever acted has read."""
    return rating_word(rated.probability, rated.impact, rated.level)


def residual_told(rated: Risk | Rating | RiskScore) -> str | None:
    place = (rated.residual_probability, rated.residual_impact)
    return rating_word(*place, rated.residual_level) if rated.residual_level else None


def tell(event: Event, risk: Risk, *, by: Person | None, now: dt.datetime, **details: Any) -> None:
    """Into the register, on the timelines of the risk and its owner."""
    about = [risk.owner] if risk.owner else []
    record(event, risk, by=by, now=now, project=risk.project, about=about, **details)


def content(risk: Risk) -> dict[str, Any]:
    """A new risk as the register keeps it."""
    return {
        "category": category_word(risk.category),
        "cause": risk.cause,
        "event_text": risk.event,
        "effect": risk.effect,
        "rating": told(risk),
        "residual": residual_told(risk),
        "response": word(RESPONSES, risk.response),
        "owner": risk.owner.name if risk.owner else None,
        "next_review_on": risk.next_review_on,
    }


def write(
    template: str, risk: Risk, *to: Person | None, by: Person | None, now: dt.datetime, **facts: Any
) -> None:
    """A letter to each once, and not to who acts: nobody needs a letter about what they just did."""
    receivers = {person.id: person for person in to if person is not None}
    if by is not None:
        receivers.pop(by.id, None)
    for person in receivers.values():
        known = {"code": risk.code, "title": risk.title, "project": risk.project.name}
        known["by"] = by.name if by else ""
        post(f"risks/{template}", to=person, facts={**known, **facts}, link=f"/risks/{risk.id}", now=now)


def sponsors(risk: Risk, today: dt.date) -> list[Person]:
    return risk.project.holders(AppointmentRole.SPONSOR, today)


def managers(risk: Risk, today: dt.date) -> list[Person]:
    return risk.project.holders(AppointmentRole.MANAGER, today)
