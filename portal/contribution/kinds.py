"""The kinds of contribution, the parts that a department can have in one, and the sentences that say them."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l


class Kind(enum.StrEnum):
    """What can be given to a project, in the order in which it is usually needed."""

    IDEA = "idea"
    SPONSORSHIP = "sponsorship"
    FUNDING = "funding"
    LEADERSHIP = "leadership"
    REQUIREMENTS = "requirements"
    DESIGN = "design"
    BUILD = "build"
    DATA = "data"
    TESTING = "testing"
    TRAINING = "training"
    ROLL_OUT = "roll_out"
    OPERATION = "operation"


KINDS: Mapping[str, object] = {
    Kind.IDEA: _l("Idea"),
    Kind.SPONSORSHIP: _l("Sponsorship"),
    Kind.FUNDING: _l("Funding"),
    Kind.LEADERSHIP: _l("Leading the project"),
    Kind.REQUIREMENTS: _l("Requirements"),
    Kind.DESIGN: _l("Design of the processes"),
    Kind.BUILD: _l("Building the system"),
    Kind.DATA: _l("Data"),
    Kind.TESTING: _l("Testing"),
    Kind.TRAINING: _l("Training"),
    Kind.ROLL_OUT: _l("Roll-out"),
    Kind.OPERATION: _l("Operation"),
}


class Part(enum.StrEnum):
    """What a department has in a kind that is shared out in words."""

    LEADS = "leads"
    CONTRIBUTES = "contributes"
    CONSULTED = "consulted"


PARTS: Mapping[str, object] = {
    Part.LEADS: _l("leads"),
    Part.CONTRIBUTES: _l("contributes"),
    Part.CONSULTED: _l("consulted"),
}
ORDER = {str(kind): place for place, kind in enumerate(Kind)}


def kind_word(code: str) -> str:
    return str(KINDS.get(code, code))


def part_word(code: str) -> str:
    return str(PARTS.get(code, code))


def share_sentence(department: str, percent: int | None, part: str | None) -> str:
    """What one department gives of one kind."""
    if percent is not None:
        return _("%(department)s %(percent)d%%", department=department, percent=percent)
    return {
        Part.LEADS: _("%(department)s leads", department=department),
        Part.CONTRIBUTES: _("%(department)s contributes", department=department),
        Part.CONSULTED: _("%(department)s is consulted", department=department),
    }[Part(part or Part.CONSULTED)]
