"""The text that a party answers, told from its terms in any language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.core.language import date
from portal.raci.models import LineAct, ProposalKind
from portal.stakeholders.labels import ROLES


def told(terms: Mapping[str, Any]) -> str:
    """A version's words in the language in force."""
    lines: Sequence[Mapping[str, Any]] = terms["lines"]
    if terms["kind"] == ProposalKind.ROWS:
        names = {"party": terms["party"], "project": terms["project"]}
        head = _("In the project %(project)s these rows of the RACI are those of %(party)s:", **names)
    else:
        said = {"project": terms["project"], "item": terms["item"], "day": date(_day(terms["valid_from"]))}
        head = _("In the project %(project)s “%(item)s” changes from %(day)s:", **said)
    return "\n".join([head, *(f"– {line_told(line)}" for line in lines)])


def line_told(line: Mapping[str, Any]) -> str:
    said = {"item": line["item"], "party": line["party"], "role": str(ROLES.get(line["role"], line["role"]))}
    if line["act"] == LineAct.END:
        return _("%(party)s is no longer “%(role)s”.", **said)
    if line["act"] == LineAct.BEGIN:
        return _("%(party)s becomes “%(role)s”.", **said)
    return _("%(item)s: %(role)s, from %(day)s", day=date(_day(line["valid_from"])), **said)


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
