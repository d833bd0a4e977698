"""Actions rely on the decision they were born in, and on those they are linked to."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.actions.models import ActionItem, ActionState
from portal.bindings.dependants import Found, Kind, add_dependants, add_kind
from portal.database import session
from portal.followup import accepting, rules
from portal.steering.models import Decision


def born_in(decision: Decision) -> Iterator[Found]:
    """What is still to do because of it; what is done or cancelled relies on nothing any more."""
    statement = (
        select(ActionItem)
        .where(ActionItem.decision_id == decision.id, ActionItem.state == ActionState.OPEN)
        .order_by(ActionItem.id)
    )
    for each in session().scalars(statement):
        yield Found(ActionItem.register_kind, each.id, each.register_label())


add_kind(
    ActionItem.register_kind,
    Kind(
        load=accepting.load,
        may_read=lambda actor, followed: rules.read(actor, followed),
        may_keep=lambda actor, followed: rules.act(actor, followed),
        label=lambda followed: str(followed.action.register_label()),
        address=lambda followed: f"/actions/{followed.action.id}",
        word=_l("Action"),
        project=lambda followed: followed.project,
        subject=lambda followed: followed.action,
    ),
)
add_dependants(born_in)
