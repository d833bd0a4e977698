"""Does a proposal carry? Counted from the positions by the group's rule; nothing here touches the database.

Silence counts as no position: it neither carries a proposal nor stops it. Whether enough members were there is
another question, see `quorum`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.steering.models.states import RULE_WORDS, DecisionRule, MemberRole, Stand


@dataclass(frozen=True)
class Ballot:
    """A member with a vote, and the position they took; none if they said nothing."""

    role: str
    votes: int
    position: str | None = None


@dataclass(frozen=True)
class Count:
    """Votes by position, by weight; `objections` are heads, and `leads` is where those stand who decide alone."""

    rule: str
    agree: int
    against: int
    abstain: int
    recused: int
    silent: int
    objections: int
    leads: tuple[str, ...]

    @property
    def carries(self) -> bool:
        """The rule's answer; it asks for no more than the positions."""
        match self.rule:
            case DecisionRule.MAJORITY:
                return self.agree > self.against
            case DecisionRule.TWO_THIRDS:
                return self.agree > 0 and 3 * self.agree >= 2 * (self.agree + self.against)
            case DecisionRule.CHAIR:
                return bool(self.leads) and all(each == Stand.AGREE for each in self.leads)
            case _:
                return self.objections == 0

    def as_stored(self) -> dict[str, Any]:
        """What is kept with the decision."""
        names = ("agree", "against", "abstain", "recused", "silent")
        return {name: getattr(self, name) for name in names}

    def in_words(self) -> str:
        """The rule, the count and what follows, in one sentence each."""
        said = {"rule": RULE_WORDS.get(self.rule, self.rule), **self.as_stored()}
        counted = _(
            "%(rule)s. Votes for it: %(agree)s, against it: %(against)s, abstaining: %(abstain)s, "
            "recused: %(recused)s, no position: %(silent)s."
        )
        verdict = _("So it carries.") if self.carries else _("So it does not carry.")
        return f"{counted % said} {verdict}"


def count(rule: str, ballots: Iterable[Ballot]) -> Count:
    """Add up the votes. The chair decides alone where that is the rule; without the chair's word the deputies do."""
    given = list(ballots)
    by_position = {
        stand: sum(each.votes for each in given if each.position == stand) for stand in (*Stand, None)
    }
    return Count(
        rule=rule,
        agree=by_position[Stand.AGREE],
        against=by_position[Stand.OBJECT],
        abstain=by_position[Stand.ABSTAIN],
        recused=by_position[Stand.RECUSED],
        silent=by_position[None],
        objections=sum(each.position == Stand.OBJECT for each in given),
        leads=_spoke(given, MemberRole.CHAIR) or _spoke(given, MemberRole.DEPUTY),
    )


def _spoke(ballots: Iterable[Ballot], role: str) -> tuple[str, ...]:
    """Where those of a role stand who said so and did not step aside."""
    return tuple(
        each.position
        for each in ballots
        if each.role == role and each.position is not None and each.position != Stand.RECUSED
    )
