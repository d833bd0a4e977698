"""The versions of an ask beside each other, in the reader's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from portal.commitments import capacity, labels, sentences
from portal.commitments.models import Amendment, Commitment, Kind, Offer, Terms, TermValues
from portal.core.language import date, number, percent


def version_columns(commitment: Commitment) -> list[dict[str, Any]]:
    """The heads of the comparison: which version, by whom, when."""
    became = {each.offer_id: each for each in commitment.amendments}
    return [
        {
            "title": _version_title(offer, commitment.offers[0]),
            "note": _version_note(offer, became.get(offer.id)),
            "is_current": offer is commitment.current_offer,
        }
        for offer in commitment.offers
    ]


def amendment_columns(commitment: Commitment) -> list[dict[str, Any]]:
    """What counts now, beside the other terms that wait for an answer."""
    waiting = commitment.open_amendment
    proposed = _version_note(waiting.offer, None) if waiting else ""
    return [
        {"title": _("Counts now"), "note": "", "is_current": True},
        {"title": _("Proposed"), "note": proposed, "is_current": False},
    ]


def amendment_rows(commitment: Commitment) -> list[tuple[str, list[str]]]:
    """What would change; everything else stays as it is."""
    waiting = commitment.open_amendment
    terms: list[Terms] = [commitment, waiting.offer] if waiting else [commitment]
    rows = [(label, [read(each) for each in terms]) for label, read in _readers(commitment.kind)]
    return [(label, values) for label, values in rows if len(set(values)) > 1]


def asked_and_promised(commitment: Commitment) -> list[dict[str, Any]]:
    """Hours a week as they were asked and as they are offered or promised, from the first to the last week.

    Where both are the same all the way there is nothing to compare.
    """
    asked = _asked_terms(commitment)
    days = [day for each in (asked, commitment) for day in (each.valid_from, each.valid_to) if day]
    if commitment.kind != Kind.STAFFING or len(days) < 4:
        return []
    weeks = [
        {
            "week_on": monday,
            "asked": capacity.promised_hours(asked, monday),
            "promised": capacity.promised_hours(commitment, monday),
        }
        for monday in capacity.mondays(min(days), max(days))[: capacity.MOST_WEEKS]
    ]
    differ = commitment.parts or any(week["asked"] != week["promised"] for week in weeks)
    return weeks if differ else []


def _asked_terms(commitment: Commitment) -> Terms:
    """What the project asked for last; its own other terms for a promise count as asked only when agreed."""
    asks = [
        each for each in commitment.offers if not (each.is_counter or each.is_promise or each.is_amendment)
    ]
    return asks[-1] if asks else commitment


def _version_title(offer: Offer, first: Offer) -> str:
    if offer.is_amendment:
        return _("%(number)s. Other terms", number=offer.number)
    if offer.is_counter:
        return _("%(number)s. Counter-offer", number=offer.number)
    if offer.is_promise:
        return _("%(number)s. Promised", number=offer.number)
    if offer is first:
        return _("%(number)s. Asked", number=offer.number)
    return _("%(number)s. Asked again", number=offer.number)


def _version_note(offer: Offer, became: Amendment | None) -> str:
    made = date(offer.made_at)
    if offer.made_by is not None:
        made = _("%(person)s, %(day)s", person=offer.made_by.name, day=made)
    if became is None:
        return made
    return _("%(made)s: %(state)s", made=made, state=labels.word(labels.AMENDMENT_STATES, became.state))


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
        (str(labels.FIELDS["done_means"]), lambda terms: terms.done_means),
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
