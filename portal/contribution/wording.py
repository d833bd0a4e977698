"""The exact words that are put to the departments, told from their terms in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department
from portal.contribution.kinds import kind_word, share_sentence
from portal.contribution.models import Round, Sharing


def terms_of(sharing: Sharing) -> dict[str, Any]:
    """What a version says, as values."""
    return {
        "project": sharing.project.code,
        "name": sharing.project.name,
        "number": sharing.number,
        "shares": [
            {
                "kind": share.kind,
                "department": share.department.code,
                "name": share.department.name,
                "percent": share.percent,
                "part": share.part,
            }
            for share in sharing.shares
        ],
    }


def text_of(terms: Mapping[str, Any]) -> str:
    """The whole version in words, one line per kind."""
    first = _(
        "Contribution to “%(project)s”, version %(number)d:", project=terms["name"], number=terms["number"]
    )
    return "\n".join([first, *lines_of(terms["shares"])])


def lines_of(shares: Iterable[Mapping[str, Any]]) -> list[str]:
    by_kind: dict[str, list[str]] = {}
    for each in shares:
        said = share_sentence(each["name"], each["percent"], each["part"])
        by_kind.setdefault(each["kind"], []).append(said)
    return [
        _("%(kind)s: %(shares)s", kind=kind_word(kind), shares="; ".join(said))
        for kind, said in by_kind.items()
    ]


def round_terms(asked: Round, department: Department) -> dict[str, Any]:
    """What one department is asked at a milestone, as values."""
    return {
        **terms_of(asked.sharing),
        "milestone": asked.milestone.name,
        "reached_on": asked.milestone.actual_on,
        "department": department.code,
        "department_name": department.name,
    }


def round_text(terms: Mapping[str, Any]) -> str:
    """The question of a milestone, with what was agreed."""
    question = _(
        "Milestone “%(milestone)s”: was the work up to here shared out as agreed? You answer for %(department)s.",
        milestone=terms["milestone"],
        department=terms["department_name"],
    )
    return "\n".join([question, text_of(terms)])
