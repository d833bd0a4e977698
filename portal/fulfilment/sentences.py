"""What the pages say about a week, in whole sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.accounts.models import Person
from portal.core.language import date, number
from portal.fulfilment.weeks import Standing, Week


def standing(week: Week) -> str:
    """Where the week stands, who said so, and until when one may say otherwise."""
    return STANDINGS[week.standing](week)


def _ahead(week: Week) -> str:
    return _("This week ends on %(day)s.", day=date(week.last_day))


def _waiting(week: Week) -> str:
    if week.promised <= 0:
        return _("Nothing was promised for this week.")
    return _("Nobody has said yet what was given. The project manager or the lent person enters it.")


def _open(week: Week) -> str:
    return _(
        "The head may disagree until %(day)s. If nobody does, the figure stands: it is a record of what was given,"
        " no new promise.",
        day=date(week.open_until),
    )


def _agreed(week: Week) -> str:
    return _("%(name)s has looked and agrees.", name=_looked(week))


def _disputed(week: Week) -> str:
    return _(
        "%(name)s disagrees and says %(hours)s hours were given. The project answers.",
        name=_looked(week),
        hours=number(week.other_figure),
    )


def _corrected(week: Week) -> str:
    assert week.look is not None
    return _(
        "%(name)s said %(stated)s hours were given, not %(entered)s; %(manager)s corrected it by agreement.",
        name=_looked(week),
        stated=number(week.look.hours),
        entered=number(week.look.entered_hours),
        manager=_name(week.look.settled_by),
    )


def _both_stand(week: Week) -> str:
    return _(
        "The project says %(entered)s hours were given, the department says %(stated)s. Both figures stand.",
        entered=number(week.given),
        stated=number(week.other_figure),
    )


def _uncontested(week: Week) -> str:
    return _("One could disagree until %(day)s; nobody did, so the week stands.", day=date(week.open_until))


def _taken_over(_week: Week) -> str:
    return _("This figure was taken over from records.")


STANDINGS = {
    Standing.AHEAD: _ahead,
    Standing.WAITING: _waiting,
    Standing.OPEN: _open,
    Standing.AGREED: _agreed,
    Standing.DISPUTED: _disputed,
    Standing.CORRECTED: _corrected,
    Standing.BOTH_STAND: _both_stand,
    Standing.UNCONTESTED: _uncontested,
    Standing.TAKEN_OVER: _taken_over,
}


def who_looks(week: Week) -> str:
    """For readers who may not look at it themselves: who may, or why nobody can."""
    commitment = week.commitment
    department = commitment.department.name if commitment.department else ""
    if (able := commitment.able_answerer_on(week.today)) is not None:
        return _("%(name)s looks at it for %(department)s.", name=able.name, department=department)
    if (head := commitment.answerer_on(week.today)) is not None:
        return _(
            "Nobody can look at it for %(department)s: %(name)s heads it and asked for this promise."
            " Nobody judges their own word.",
            name=head.name,
            department=department,
        )
    return _("Nobody can look at it: %(department)s has no head.", department=department)


def _looked(week: Week) -> str:
    return _name(week.look.by if week.look else None)


def _name(person: Person | None) -> str:
    return person.name if person else _("Somebody")
