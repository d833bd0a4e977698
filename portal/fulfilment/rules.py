"""Who enters, who looks, who answers, who evaluates. Nobody judges their own word."""

from __future__ import annotations

from portal.accounts.actors import Actor
from portal.commitments import rules as commitments
from portal.commitments.models import Commitment
from portal.core.access import rule
from portal.fulfilment.contributions import Contribution, Part
from portal.fulfilment.reasons import Side
from portal.fulfilment.weeks import Week
from portal.projects import rules as projects
from portal.projects.models import Project


@rule("fulfilment:read")
def read(actor: Actor, week: Week) -> bool:
    """Whoever sees the promise sees what became of it."""
    return commitments.read(actor, week.commitment)


@rule("fulfilment:enter", visible=commitments.read)
def enter(actor: Actor, commitment: Commitment) -> bool:
    """What was given is entered by the lent person or by the project; the head reads it and may disagree."""
    return commitments.deliver(actor, commitment)


@rule("fulfilment:enter_many", visible=projects.read)
def enter_many(actor: Actor, project: Project) -> bool:
    """A week of all promises to a project at once."""
    return commitments.ask(actor, project)


def enters(actor: Actor, week: Week) -> bool:
    """This one week: the project, or whoever was lent in it. Not who does it now, of a week before that."""
    if not enter(actor, week.commitment):
        return False
    is_theirs = week.person is not None and week.person.id == actor.id
    return is_theirs or commitments.may_act_for_asker(actor, week.commitment)


@rule("fulfilment:look", visible=read)
def look(actor: Actor, week: Week) -> bool:
    """The head's side: agree, or disagree. A head who entered the figure themselves does not confirm it."""
    is_own = week.delivery is not None and week.delivery.entered_by_id == actor.id
    return not is_own and answers_for_department(actor, week.commitment)


@rule("fulfilment:settle", visible=read)
def settle(actor: Actor, week: Week) -> bool:
    """The project answers a disagreement: it corrects, or lets both figures stand."""
    return acts_for_project(actor, week.commitment)


@rule("fulfilment:explain", visible=read)
def explain(actor: Actor, week: Week) -> bool:
    """Either side says why less was given; of a week before a hand-over, whoever was lent then."""
    return side_in(actor, week) is not None


@rule("fulfilment:explain_whole", visible=commitments.read)
def explain_whole(actor: Actor, commitment: Commitment) -> bool:
    return side_for(actor, commitment) is not None


def side_in(actor: Actor, week: Week) -> Side | None:
    """For which side somebody speaks about one week."""
    if week.person is not None and week.person.id == actor.id:
        return None if actor.only_reads else Side.DEPARTMENT
    return side_for(actor, week.commitment)


def side_for(actor: Actor, commitment: Commitment) -> Side | None:
    """For which side somebody speaks. The lent person speaks as one of the department."""
    if actor.only_reads:
        return None
    if actor.id == commitment.person_id or answers_for_department(actor, commitment):
        return Side.DEPARTMENT
    return Side.PROJECT if acts_for_project(actor, commitment) else None


def answers_for_department(actor: Actor, commitment: Commitment) -> bool:
    return commitments.may_answer(actor, commitment)


def acts_for_project(actor: Actor, commitment: Commitment) -> bool:
    """The asking side; the lent person does not decide about their own weeks."""
    return actor.id != commitment.person_id and commitments.may_act_for_asker(actor, commitment)


@rule("fulfilment:propose_objectives", visible=commitments.read)
def propose_objectives(actor: Actor, commitment: Commitment) -> bool:
    """The project says what shall be reached."""
    return acts_for_project(actor, commitment)


@rule("fulfilment:answer_objectives", visible=commitments.read)
def answer_objectives(actor: Actor, commitment: Commitment) -> bool:
    """The department's head takes them into the promise, or not."""
    return answers_for_department(actor, commitment)


@rule("fulfilment_evaluation:read")
def read_evaluation(actor: Actor, contribution: Contribution) -> bool:
    """The head, the project manager, and the person once both stand behind the text. Nobody else, 404.

    Neither those who read everything nor those who keep the portfolio: it is about a person.
    """
    part = contribution.part_of(actor)
    if part == Part.PERSON:
        return contribution.evaluation is not None and contribution.evaluation.is_confirmed
    return part is not None


@rule("fulfilment_evaluation:write", visible=read_evaluation)
def write_evaluation(actor: Actor, contribution: Contribution) -> bool:
    return not actor.only_reads and contribution.part_of(actor) in (Part.HEAD, Part.MANAGER)


@rule("fulfilment_evaluation:respond", visible=read_evaluation)
def respond(actor: Actor, contribution: Contribution) -> bool:
    """The person's own words."""
    is_person = contribution.part_of(actor) == Part.PERSON
    return is_person and not actor.only_reads and read_evaluation(actor, contribution)


@rule("fulfilment_evaluation:export", visible=read_evaluation)
def export(actor: Actor, contribution: Contribution) -> bool:
    """For the department's records, by its head."""
    return contribution.part_of(actor) == Part.HEAD
