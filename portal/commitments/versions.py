"""The versions of an ask beside each other, in the reader's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.commitments import labels, sentences
from portal.commitments.models import Commitment, Kind, Offer, Terms, TermValues
from portal.core.language import date, number, percent


def version_columns(commitment: Commitment) -> list[dict[str, Any]]:
    """The heads of the comparison: which version, by whom, when."""
    return [
        {
            "title": _version_title(offer, commitment.offers[0]),
            "note": _version_note(offer),
            "is_current": offer is commitment.offers[-1],
        }
        for offer in commitment.offers
    ]


def _version_title(offer: Offer, first: Offer) -> str:
    if offer.is_counter:
        return _("%(number)s. Counter-offer", number=offer.number)
    if offer.is_promise:
        return _("%(number)s. Promised", number=offer.number)
    if offer is first:
        return _("%(number)s. Asked", number=offer.number)
    return _("%(number)s. Asked again", number=offer.number)


def _version_note(offer: Offer) -> str:
    if offer.made_by is None:
        return date(offer.made_at)
    return _("%(person)s, %(day)s", person=offer.made_by.name, day=date(offer.made_at))


def version_rows(commitment: Commitment) -> list[tuple[str, list[str]]]:
    """What each version says, row by row; rows that no version fills are left out."""
    offers = commitment.offers
    rows = [(label, [read(offer) for offer in offers]) for label, read in _readers(commitment.kind)]
    rows.append((_("Why"), [offer.note for offer in offers]))
    return [(label, values) for label, values in rows if any(values)]


def _readers(kind: str) -> list[tuple[str, Any]]:
    def day(value: dt.date | None) -> str:
        return date(value) if value else ""

    until = _("To") if Kind(kind).has_period else _("By")
    return [
        (_("Person"), lambda terms: terms.person.name if terms.person else ""),
        (_("Skill"), lambda terms: terms.skill),
        (_("Share of the week"), _share),
        (_("Hours a week"), _hours),
        (_("In parts"), lambda terms: sentences.in_parts([part.told() for part in terms.parts])),
        (_("From"), lambda terms: day(terms.valid_from)),
        (until, lambda terms: day(terms.valid_to)),
        (str(labels.FIELDS["statement"]), lambda terms: terms.statement),
    ]


def _share(terms: Terms | TermValues) -> str:
    return percent(terms.share_percent) if terms.share_percent and not terms.parts else ""


def _hours(terms: Terms | TermValues) -> str:
    return number(terms.hours_per_week) if terms.hours_per_week and not terms.parts else ""


def fact_rows(terms: Terms | TermValues, kind: str) -> list[tuple[str, str]]:
    """The terms as label and value."""
    return [(label, text) for label, read in _readers(kind) if (text := read(terms))]


def changes(commitment: Commitment) -> list[tuple[str, str, str]]:
    """What the latest version changed: label, before, after."""
    if len(commitment.offers) < 2:
        return []
    before, after = commitment.offers[-2:]
    rows = [(label, read(before), read(after)) for label, read in _readers(commitment.kind)]
    return [(label, old, new) for label, old, new in rows if old != new]
