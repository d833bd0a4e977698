"""The words of a commitment's agreement: what each version says, told in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from portal.agreements.models import AgreementVersion
from portal.commitments import sentences
from portal.commitments.models import Commitment, Offer, Terms, TermValues
from portal.commitments.versions import fact_rows
from portal.core.language import current_locale

#: The purpose of the one agreement that each commitment has.
PURPOSE = "commitment"
#: To whom a version was put.
TO_HEAD, TO_ASKER = "head", "asker"


def asked_text(commitment: Commitment, terms: Terms | TermValues) -> str:
    """What the department is asked: the whole sentence, with every word of what it is for."""
    return sentences.told(**{**sentences.facts_of(commitment, terms), "statement": terms.statement})


def offered_text(commitment: Commitment, terms: Terms | TermValues) -> str:
    """What the department offers instead, or one side proposes while the promise stands."""
    words = [
        _("%(label)s: %(value)s", label=label, value=value)
        for label, value in fact_rows(terms, commitment.kind)
    ]
    department = commitment.department.name if commitment.department else _("a department to be named")
    listed = "; ".join(words)
    return _(
        "%(department)s offers for %(code)s (%(project)s): %(terms)s",
        department=department,
        code=commitment.code,
        project=commitment.project.code,
        terms=listed,
    )


def text_to(whom: str, commitment: Commitment, terms: Terms | TermValues) -> str:
    """The text of these terms as it is put to the head or to the asker."""
    return (asked_text if whom == TO_HEAD else offered_text)(commitment, terms)


def said_terms(whom: str, commitment: Commitment, terms: TermValues, offer: int) -> dict[str, Any]:
    """The terms as values, with what they belong to: part of the digest."""
    return {
        "commitment": commitment.code,
        "kind": str(commitment.kind),
        "offer": offer,
        "to": whom,
        "department": commitment.department.code if commitment.department else "",
        "project": commitment.project.code,
        "person_key": terms.person.key if terms.person else "",
        **terms.told(),
    }


def words_of(commitment: Commitment, version: AgreementVersion) -> str:
    """A version for the reader: as it was put, or the same terms in the language in force."""
    if version.language == current_locale():
        return version.text
    offer = offer_of(commitment, version)
    return version.text if offer is None else text_to(version.terms["to"], commitment, offer)


def offer_of(commitment: Commitment, version: AgreementVersion) -> Offer | None:
    """The offer whose terms a version put."""
    number = version.terms.get("offer")
    return next((offer for offer in commitment.offers if offer.number == number), None)
