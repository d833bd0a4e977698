"""An evaluation as plain text, for the records of the department that lent the person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments import sentences
from portal.commitments.models import Commitment
from portal.core.language import date, datetime, number
from portal.fulfilment.labels import OUTCOMES, VERDICTS, word
from portal.fulfilment.models import Evaluation, Objectives
from portal.fulfilment.operations.evaluating import digest_of
from portal.fulfilment.weeks import Whole


def as_text(commitment: Commitment, evaluation: Evaluation, agreed: Objectives | None, whole: Whole) -> str:
    """Everything that the three people see, and the digest that the register holds."""
    parts = [
        _("Evaluation of the contribution of %(name)s", name=evaluation.person.name),
        "\n".join(_facts(commitment, whole)),
        "\n".join(_objectives(agreed)),
        f"{_('The contribution')}\n{evaluation.text}",
        "\n".join(_confirmations(evaluation)),
        _own_words(evaluation),
        _("Digest in the register: %(digest)s", digest=digest_of(evaluation)),
    ]
    return "\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts if part) + "\r\n"


def _facts(commitment: Commitment, whole: Whole) -> Iterator[str]:
    yield f"{commitment.code} · {commitment.project.name}"
    yield sentences.ask(commitment)
    first, last = date(commitment.valid_from), date(commitment.valid_to)
    yield _("From %(first)s to %(last)s", first=first, last=last)
    if whole.verdict:
        yield _(
            "Given: %(given)s of %(promised)s hours, %(verdict)s",
            given=number(whole.given),
            promised=number(whole.promised),
            verdict=word(VERDICTS, whole.verdict),
        )


def _objectives(agreed: Objectives | None) -> Iterator[str]:
    for item in agreed.items if agreed else []:
        outcome = word(OUTCOMES, item.outcome) or _("Not assessed")
        note = f" – {item.outcome_note}" if item.outcome_note else ""
        yield f"{item.number}. {item.text}: {outcome}{note}"


def _confirmations(evaluation: Evaluation) -> Iterator[str]:
    """Whose word it is, or whose is missing."""
    sides = (
        (_("head"), evaluation.head, evaluation.head_confirmed_at),
        (_("project manager"), evaluation.manager, evaluation.manager_confirmed_at),
    )
    for role, person, at in sides:
        if at is None:
            yield _("Not confirmed yet: %(role)s", role=role)
        else:
            yield _(
                "Confirmed by %(name)s (%(role)s), %(at)s", name=_name(person), role=role, at=datetime(at)
            )


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _own_words(evaluation: Evaluation) -> str:
    if not evaluation.own_words:
        return _("%(name)s has added no words of their own.", name=evaluation.person.name)
    title = _("In the words of %(name)s", name=evaluation.person.name)
    return f"{title}\n{evaluation.own_words}"
