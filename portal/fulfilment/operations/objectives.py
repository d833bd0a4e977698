"""What shall be reached: proposed by the project, taken into the promise by the head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.commitments.models import IN_FORCE, OPEN, Commitment
from portal.commitments.operations import hold
from portal.commitments.operations.holding import day_of, tell
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.fulfilment import events
from portal.fulfilment.models import Objective, Objectives, ObjectivesAnswer
from portal.fulfilment.operations.holding import write
from portal.fulfilment.queries.records import objectives_of

#: More than a handful is a work plan, not objectives.
MOST_OBJECTIVES = 7
LONGEST_OBJECTIVE = 1000


def propose_objectives(
    commitment: Commitment, *, texts: Sequence[str], by: Person, now: dt.datetime
) -> Objectives:
    """A version beside the ones before; what was agreed stays agreed until the head accepts the new one."""
    hold(commitment)
    _insist_on_running(commitment)
    wanted = [text.strip() for text in texts if text.strip()]
    _check(wanted)
    versions = objectives_of(commitment)
    newest = versions[0] if versions else None
    if newest is not None and [item.text for item in newest.items] == wanted:
        raise Invalid(texts=_("These objectives are proposed already."))
    number = newest.number + 1 if newest is not None else 1
    proposed = Objectives(
        commitment=commitment, number=number, proposed_by=by, proposed_at=now, answer=ObjectivesAnswer.OPEN
    )
    proposed.items = [Objective(number=place, text=text) for place, text in enumerate(wanted, start=1)]
    session().add(proposed)
    tell(events.OBJECTIVES_PROPOSED, commitment, by=by, now=now, number=number, objectives=wanted)
    head = commitment.answerer_on(day_of(now))
    write(
        "objectives_proposed",
        commitment,
        to=head,
        by=by,
        now=now,
        page="/objectives/answer",
        objectives=wanted,
    )
    return proposed


def answer_objectives(
    commitment: Commitment, *, number: int | None, answer: str, reason: str, by: Person, now: dt.datetime
) -> Objectives:
    """The head's yes or no to one version; a newer version in between is another question."""
    hold(commitment)
    _insist_on_running(commitment)
    newest = next(iter(objectives_of(commitment)), None)
    if newest is None or newest.answer != ObjectivesAnswer.OPEN:
        raise Refused(_("There are no objectives that wait for an answer."))
    if number is not None and number != newest.number:
        raise Refused(_("Other objectives were proposed meanwhile. Read them before you answer."))
    if newest.proposed_by_id == by.id:
        raise Refused(_("You proposed these objectives: somebody else answers."))
    if answer == ObjectivesAnswer.DECLINED and not reason:
        raise Invalid(reason=_("Say why: the project proposes others with it."))
    newest.answer, newest.answer_reason = answer, reason
    newest.answered_by, newest.answered_at = by, now
    told: dict[str, Any] = {
        "objectives": [item.text for item in newest.items],
        "answer": answer,
        "reason": reason,
    }
    tell(events.OBJECTIVES_ANSWERED, commitment, by=by, now=now, number=newest.number, **told)
    write("objectives_answered", commitment, to=newest.proposed_by, by=by, now=now, **told)
    return newest


def _insist_on_running(commitment: Commitment) -> None:
    if commitment.state not in (*OPEN, *IN_FORCE):
        raise Refused(_("Objectives belong to an ask or a promise that has not ended."))


def _check(wanted: list[str]) -> None:
    if not wanted:
        raise Invalid(texts=_("Name at least one objective."))
    if len(wanted) > MOST_OBJECTIVES:
        raise Invalid(texts=_("Name seven objectives at most: what matters, not every task."))
    if any(len(text) > LONGEST_OBJECTIVE for text in wanted):
        raise Invalid(texts=_("Keep each objective to 1,000 characters."))
