"""What can be done with hand-overs: start one, name a receiver, take a piece or decline it, let it lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementParty, Answer
from portal.agreements.operations import Asked, day_of
from portal.agreements.queries import agreement_about
from portal.agreements.seen import Seen
from portal.core.errors import Invalid, Refused
from portal.database import session
from portal.handovers import events, holdings
from portal.handovers.holdings import Holding, Transfer
from portal.handovers.models import Handover, HandoverItem, ItemState
from portal.outbox.operations import post
from portal.projects.models import Project
from portal.register.operations import record

PURPOSE = "handover"
#: So many pieces are answered on one page, and a person with more hands over in two goes.
MOST = 200


def sentence(terms: Any) -> str:
    """What the receiver says yes or no to, in the language in force."""
    source = holdings.sources().get(terms["kind"])
    word = str(source.word) if source else terms["kind"]
    said = {"kind": word, "piece": terms["piece"], "leaver": terms["leaver"]}
    return _("You are asked to take over from %(leaver)s – %(kind)s: %(piece)s", **said)


def start_handover(
    leaver: Person,
    *,
    project: Project | None = None,
    receiver: Person | None = None,
    last_day: dt.date,
    due_on: dt.date,
    reason: str = "",
    may_give: Callable[[Holding], bool] = lambda _holding: True,
    by: Person,
    now: dt.datetime,
) -> Handover:
    """List everything that somebody holds, and ask the receiver, if one is named for all, to take it.

    What `by` has no right to give away is listed all the same; somebody with that right names its receiver.
    """
    today = day_of(now)
    _check(leaver, receiver, due_on, by, today)
    held = holdings.held_by(leaver, project, today)[:MOST]
    if not held:
        raise Refused(_("%(name)s holds nothing here. There is nothing to hand over.", name=leaver.name))
    handover = Handover(
        leaver=leaver,
        project=project,
        last_day=last_day,
        due_on=due_on,
        reason=reason,
        started_by=by,
        started_at=now,
    )
    session().add(handover)
    for number, each in enumerate(held, 1):
        handover.items.append(_item(number, each))
    session().flush()
    said: dict[str, Any] = {"leaver": leaver.name, "count": len(held), "last_day": last_day, "due_on": due_on}
    _tell(events.STARTED, handover, by, now, pieces=[each.label for each in held], reason=reason, **said)
    if receiver is not None:
        given = [item for item, each in zip(handover.items, held, strict=True) if may_give(each)]
        ask(given, receiver=receiver, due_on=due_on, by=by, now=now)
    return handover


def _item(number: int, held: Holding) -> HandoverItem:
    return HandoverItem(
        number=number,
        kind=held.kind,
        subject_id=held.subject_id,
        label=held.label,
        address=held.address,
        project_id=held.project_id,
    )


def _check(leaver: Person, receiver: Person | None, due_on: dt.date, by: Person, today: dt.date) -> None:
    if due_on < today:
        raise Invalid(due_on=_("This day has passed."))
    if receiver is None:
        return
    if receiver.id == leaver.id:
        raise Invalid(receiver=_("This is who leaves. Name somebody else."))
    if receiver.id == by.id:
        raise Invalid(
            receiver=_("Nobody accepts for themselves what they proposed. Ask somebody else to start.")
        )
    if not receiver.is_active:
        raise Invalid(receiver=_("%(name)s has no active account.", name=receiver.name))


def ask(
    items: Sequence[HandoverItem], *, receiver: Person, due_on: dt.date, by: Person, now: dt.datetime
) -> None:
    """Put pieces to somebody: each is an agreement of its own, told together."""
    if not items:
        return
    handover = items[0].handover
    _check(handover.leaver, receiver, due_on, by, day_of(now))
    digests = [_put(each, receiver, due_on, by, now) for each in items]
    said: dict[str, Any] = {"leaver": handover.leaver.name, "receiver": receiver.name, "count": len(items)}
    said |= {"pieces": [each.label for each in items], "digests": digests, "due_on": due_on}
    _tell(events.ASKED, handover, by, now, receiver, **said)
    facts = {"actor": by.name, "leaver": handover.leaver.name, "count": len(items), "due_on": due_on}
    facts["pieces"] = [each.label for each in items]
    post("handovers/asked", to=receiver, facts=facts, link=f"/handovers/{handover.id}", now=now, daily=True)


def _put(item: HandoverItem, receiver: Person, due_on: dt.date, by: Person, now: dt.datetime) -> str:
    _no_longer_asked(item, by, now)
    item.ask(receiver, due_on)
    terms = {"kind": item.kind, "piece": item.label, "leaver": item.handover.leaver.name}
    version = agreements.put(
        item,
        text=sentence(terms),
        terms=terms,
        parties=[Asked(receiver)],
        due_on=due_on,
        by=by,
        now=now,
        purpose=PURPOSE,
        project=item.project,
        is_told=False,
    )
    return version.digest


def name_receiver(
    item: HandoverItem, *, receiver: Person, due_on: dt.date, by: Person, now: dt.datetime
) -> None:
    """Another receiver for one piece: nobody was named, they declined, or did not answer."""
    ask([item], receiver=receiver, due_on=due_on, by=by, now=now)


def answer_item(
    item: HandoverItem,
    party: AgreementParty,
    *,
    answer: str,
    reason: str,
    by: Person,
    seen: Seen | None,
    now: dt.datetime,
) -> None:
    """Yes: it is theirs at once, by the feature's own act. No: it stays with the leaver, and is shown as open."""
    if answer == Answer.COUNTER:
        raise Invalid(answer=_("Accept or decline. If part of it would do, say so when you decline."))
    handover, today = item.handover, day_of(now)
    said: dict[str, Any] = {"answer": answer, "reason": reason, "by": by, "seen": seen, "now": now}
    given = agreements.answer(party, **said, project=item.project, is_told=False)
    told: dict[str, Any] = {"leaver": handover.leaver.name, "piece": item.label, "digest": given.digest}
    if answer == Answer.ACCEPT:
        item.conclude(ItemState.ACCEPTED, "", today)
        _tell(events.ACCEPTED, handover, by, now, **told)
        holdings.sources()[item.kind].hand_over(_transfer(item, party, by, now, today))
    else:
        item.conclude(ItemState.DECLINED, reason, today)
        _tell(events.DECLINED, handover, by, now, reason=reason, **told)
        _say_declined(item, reason, by, now)
    session().flush()


def _transfer(
    item: HandoverItem, party: AgreementParty, by: Person, now: dt.datetime, today: dt.date
) -> Transfer:
    handover = item.handover
    note = _("Handed over by %(name)s.", name=handover.leaver.name)
    giver = party.version.made_by or handover.started_by
    people = {"leaver": handover.leaver, "receiver": by, "by": giver}
    return Transfer(item.subject_id, **people, last_day=handover.last_day, now=now, today=today, note=note)


def _say_declined(item: HandoverItem, reason: str, by: Person, now: dt.datetime) -> None:
    handover = item.handover
    facts = {"actor": by.name, "leaver": handover.leaver.name, "piece": item.label, "reason": reason}
    for person in {each.id: each for each in (handover.started_by, handover.leaver)}.values():
        link = f"/handovers/{handover.id}"
        post("handovers/declined", to=person, facts=facts, link=link, now=now, daily=True)


def lapse(item: HandoverItem, *, now: dt.datetime) -> None:
    """Silence is never consent: it stays with the leaver until somebody else is named."""
    _no_longer_asked(item, None, now)
    item.conclude(ItemState.LAPSED, "", day_of(now))
    handover = item.handover
    said: dict[str, Any] = {"receiver": item.receiver.name if item.receiver else "", "piece": item.label}
    _tell(events.LAPSED, handover, None, now, leaver=handover.leaver.name, due_on=item.due_on, **said)


def _no_longer_asked(item: HandoverItem, by: Person | None, now: dt.datetime) -> None:
    agreement = agreement_about(HandoverItem.register_kind, item.id, PURPOSE)
    if agreement is not None and agreement.is_open:
        agreements.withdraw(agreement, reason="", by=by, now=now, is_told=False)


def _tell(
    event: Any, handover: Handover, by: Person | None, now: dt.datetime, *about: Person, **said: Any
) -> None:
    people = [handover.leaver, *about]
    record(event, handover, by=by, now=now, project=handover.project, about=people, **said)
