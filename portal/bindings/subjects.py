"""How a binding lets itself be acknowledged: from the desk, the page of all that waits, and in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.agreements.subjects import SubjectKind, add_subject
from portal.bindings import operations, rules
from portal.bindings.models import Binding
from portal.bindings.wording import sentence
from portal.database import session
from portal.projects.models import Project
from portal.steering.models import Decision, SteeringGroup


def load(numbers: Iterable[int]) -> Mapping[int, Binding]:
    """With the decision and what says who may read it. A fixed number of statements."""
    decision = selectinload(Binding.decision)
    group = decision.selectinload(Decision.group).selectinload(SteeringGroup.project)
    statement = select(Binding).where(Binding.id.in_(set(numbers)))
    statement = statement.options(
        decision.selectinload(Decision.project).selectinload(Project.insiders),
        group.selectinload(Project.insiders),
        selectinload(Binding.department),
        selectinload(Binding.person),
    )
    return {each.id: each for each in session().scalars(statement)}


add_subject(
    Binding.register_kind,
    SubjectKind(
        load=load,
        may_read=lambda actor, binding: rules.read(actor, binding),
        title=lambda binding: _(
            "Bound by %(decision)s: %(name)s", decision=binding.decision.register_label(), name=binding.name
        ),
        address=lambda binding: f"/decisions/{binding.decision_id}",
        words=lambda _binding, version: sentence(version.terms),
        answer=operations.answer,
        answer_address=lambda binding, _party: f"/bindings/{binding.id}/answer",
        one_click=lambda _binding, _party: _("Read and understood"),
    ),
)
