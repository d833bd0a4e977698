"""Where mandates speak up outside their own pages: on projects, before decisions, on agendas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from flask_babel import gettext as _

from portal.core import clock
from portal.core.language import date, money
from portal.mandates import queries
from portal.projects.marks import Mark, add_mark
from portal.steering.limits import Exceeded, add_limit
from portal.steering.models import Decision
from portal.steering.suggestions import MOST_OF_A_KIND, Scope, Suggestion, add_source

NO_MANDATE = "no_mandate"


def marks(project_ids: Collection[int], on: dt.date) -> Mapping[int, Mark]:
    """A project that works without a mandate says so wherever it appears. One statement."""
    words = _("No mandate")
    return {
        number: Mark(NO_MANDATE, words, "warning", f"/projects/{found.project_code}/mandates")
        for number, found in queries.mandates_in_force(project_ids, on).items()
        if found.is_missed
    }


@add_limit
def beyond_mandate(decision: Decision) -> Iterable[Exceeded]:
    """Does it commit more than the project's mandate lets its lead commit? One statement."""
    if decision.project_id is None or decision.amount is None:
        return
    found = queries.mandates_in_force([decision.project_id], clock.today()).get(decision.project_id)
    if found is None or found.money_limit is None or decision.amount <= found.money_limit:
        return
    said = {
        "amount": money(decision.amount, found.currency),
        "limit": money(found.money_limit, found.currency),
        "code": found.code,
    }
    words = _(
        "It commits %(amount)s; the mandate %(code)s lets the lead commit %(limit)s for one decision."
        " The sponsor must agree, or the mandate must be amended."
    )
    yield Exceeded(_("More than the mandate allows"), words % said, _("more than the mandate allows"))


def about_to_lapse(scope: Scope) -> Iterable[Suggestion]:
    """Mandates about to lapse: the group decides whether to extend them, before the project has none."""
    if not scope.project_ids:
        return
    for each in queries.about_to_lapse(scope.today, scope.project_ids)[:MOST_OF_A_KIND]:
        why = _("The mandate ends on %(day)s. Extend it, or the project works without one.")
        title = _("Mandate %(label)s", label=each.register_label())
        yield Suggestion(
            "mandate", each.id, title, why % {"day": date(each.last_day)}, f"/mandates/{each.id}"
        )


add_mark(10, marks)
add_source(60, about_to_lapse)
