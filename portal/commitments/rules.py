"""Who may ask, who may answer, who may see. The requester never answers their own request."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.agreements.substitutes import speaks_for, stands_for
from portal.commitments.models import Commitment, Kind, Side, State
from portal.core.access import Rule, rule
from portal.projects import rules as projects
from portal.projects.models import Project


@rule("commitments:read")
def read(actor: Actor, commitment: Commitment) -> bool:
    """Whoever sees the project; and, of a confidential one, those whose people or time it is about.

    `queries.visible_to` says the same in SQL.
    """
    if commitment.state == State.DRAFT:
        return _sees_draft(actor, commitment)
    is_about_them = speaks_for(actor, commitment.department_id) or commitment.person_id == actor.id
    return is_about_them or projects.read(actor, commitment.project)


def _sees_draft(actor: Actor, commitment: Commitment) -> bool:
    if not projects.read(actor, commitment.project):
        return False
    is_own = commitment.requester_id == actor.id
    return is_own or actor.reads_everything or projects.manages(actor, commitment.project)


@rule("commitments:ask", visible=projects.read)
def ask(actor: Actor, project: Project) -> bool:
    """Only the project's manager asks, or who keeps the portfolio: never a colleague in passing."""
    return (
        not actor.only_reads
        and projects.read(actor, project)
        and (actor.keeps_portfolio or projects.manages(actor, project))
    )


@rule("commitments:revise", visible=read)
def revise(actor: Actor, commitment: Commitment) -> bool:
    return ask(actor, commitment.project)


@rule("commitments:request", visible=read)
def request(actor: Actor, commitment: Commitment) -> bool:
    return ask(actor, commitment.project)


def may_answer(actor: Actor, commitment: Commitment) -> bool:
    """The head who was asked; if they no longer head the department, who heads it today; or their substitute.

    Never the asker, neither in person nor through a substitute.
    """
    if actor.only_reads or not speaks_for(actor, commitment.department_id):
        return False
    if actor.id == commitment.asked_by_id:
        return False
    answerer = commitment.able_answerer_on(actor.today)
    return answerer is not None and stands_for(actor, answerer.id)


@rule("commitments:answer", visible=read)
def answer(actor: Actor, commitment: Commitment) -> bool:
    return may_answer(actor, commitment)


@rule("commitments:confirm", visible=read)
def confirm(actor: Actor, commitment: Commitment) -> bool:
    return may_answer(actor, commitment)


@rule("commitments:counter", visible=read)
def counter(actor: Actor, commitment: Commitment) -> bool:
    return may_answer(actor, commitment)


@rule("commitments:refuse", visible=read)
def refuse(actor: Actor, commitment: Commitment) -> bool:
    return may_answer(actor, commitment)


def may_act_for_asker(actor: Actor, commitment: Commitment) -> bool:
    """The asking side, and not somebody who answers for the department at the same time."""
    answers = speaks_for(actor, commitment.department_id) or actor.id in {
        commitment.head_id,
        commitment.answered_by_id,
    }
    return ask(actor, commitment.project) and not answers


@rule("commitments:accept", visible=read)
def accept(actor: Actor, commitment: Commitment) -> bool:
    """Who made the counter-offer does not accept it."""
    return may_act_for_asker(actor, commitment)


@rule("commitments:ask_again", visible=read)
def ask_again(actor: Actor, commitment: Commitment) -> bool:
    return may_act_for_asker(actor, commitment)


@rule("commitments:withdraw", visible=read)
def withdraw(actor: Actor, commitment: Commitment) -> bool:
    """The asker; a head who also keeps the portfolio does not withdraw what others ask of them."""
    is_own = actor.id == commitment.requester_id
    return may_act_for_asker(actor, commitment) or (is_own and ask(actor, commitment.project))


def side_of(actor: Actor, commitment: Commitment) -> Side | None:
    """On which side of a promise the actor acts; None: on neither. Nobody is on both."""
    if may_answer(actor, commitment):
        return Side.DEPARTMENT
    return Side.PROJECT if may_act_for_asker(actor, commitment) else None


@rule("commitments:amend", visible=read)
def amend(actor: Actor, commitment: Commitment) -> bool:
    """Either side proposes; the other one answers."""
    return side_of(actor, commitment) is not None


@rule("commitments:hand_over", visible=read)
def hand_over(actor: Actor, commitment: Commitment) -> bool:
    """The department says who does it: it knows its people."""
    return commitment.kind == Kind.STAFFING and may_answer(actor, commitment)


@rule("commitments:answer_amendment", visible=read)
def answer_amendment(actor: Actor, commitment: Commitment) -> bool:
    """The other side answers; nobody agrees with themselves."""
    side = side_of(actor, commitment)
    return side is not None and side != commitment.amended_by


@rule("commitments:withdraw_amendment", visible=read)
def withdraw_amendment(actor: Actor, commitment: Commitment) -> bool:
    side = side_of(actor, commitment)
    return side is not None and side == commitment.amended_by


@rule("commitments:recall", visible=read)
def recall(actor: Actor, commitment: Commitment) -> bool:
    """Whose word it was takes it back."""
    return may_answer(actor, commitment)


@rule("commitments:release", visible=read)
def release(actor: Actor, commitment: Commitment) -> bool:
    return may_act_for_asker(actor, commitment)


@rule("commitments:fulfil", visible=read)
def fulfil(actor: Actor, commitment: Commitment) -> bool:
    """Nobody says of their own promise that it was kept."""
    return may_act_for_asker(actor, commitment)


@rule("commitments:miss", visible=read)
def miss(actor: Actor, commitment: Commitment) -> bool:
    return may_act_for_asker(actor, commitment)


@rule("commitments:deliver", visible=read)
def deliver(actor: Actor, commitment: Commitment) -> bool:
    """Hours are entered by the lent person or by the project; the head reads them, whatever else they are.

    After a hand-over whoever was lent before enters the weeks that were theirs.
    """
    if actor.only_reads:
        return False
    is_lent = actor.id == commitment.person_id
    return is_lent or may_act_for_asker(actor, commitment) or actor.id in commitment.lent_people


#: The rule of each move that somebody makes (lapsing is nobody's).
RULES: dict[str, Rule] = {
    "revise": revise,
    "request": request,
    "confirm": confirm,
    "counter": counter,
    "refuse": refuse,
    "accept": accept,
    "ask_again": ask_again,
    "withdraw": withdraw,
    "amend": amend,
    "hand_over": hand_over,
    "accept_amendment": answer_amendment,
    "decline_amendment": answer_amendment,
    "withdraw_amendment": withdraw_amendment,
    "recall": recall,
    "release": release,
    "fulfil": fulfil,
    "miss": miss,
    "deliver": deliver,
}


def moves_of(actor: Actor, commitment: Commitment) -> set[str]:
    """What the actor can do with it now: the state allows it and the rule does."""
    possible = {move for move in RULES if commitment.can_be(move) and RULES[move](actor, commitment)}
    if commitment.state == State.REQUESTED and commitment.able_answerer_on(actor.today) is not None:
        possible.discard("ask_again")
    return possible
