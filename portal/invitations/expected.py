"""Is a quorum to be expected? Told in words before the day, from what those invited replied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.invitations.models import Invitation, Reply
from portal.steering.days import day_in_zone
from portal.steering.models import Meeting, Membership
from portal.steering.models.states import NEED_WORDS
from portal.steering.quorum import Quorum, Seat


@dataclass(frozen=True)
class Expectation:
    """The quorum if only those come who say so, and if everybody comes who has not said no."""

    certain: Quorum
    possible: Quorum
    substitutes: int

    @property
    def standing(self) -> str:
        """`expected`, `open` or `missed`."""
        if self.certain.is_met:
            return "expected"
        return "open" if self.possible.is_met else "missed"

    def in_words(self) -> str:
        """Whether the group will be able to decide, and what is missing."""
        sentences = [self._verdict(), self._needed(), self._stand_ins()]
        return " ".join(sentence for sentence in sentences if sentence)

    def _verdict(self) -> str:
        required = self.certain.required
        said = {"coming": self.certain.count, "required": required, "most": self.possible.count}
        if not required and not self.certain.needs:
            return _("This group asks for no quorum. Voting members who come: %(coming)d.") % said
        match self.standing:
            case "expected":
                sentence = _(
                    "A quorum is to be expected. Voting members who come: %(coming)d, needed: %(required)d."
                )
            case "open":
                sentence = _(
                    "Whether there will be a quorum is open. Voting members who come: %(coming)d, "
                    "with those who have not said yet: %(most)d, needed: %(required)d."
                )
            case _:
                sentence = _(
                    "No quorum is to be expected. Voting members who come at most: %(most)d, "
                    "needed: %(required)d. Move the meeting, or win somebody back."
                )
        return sentence % said

    def _needed(self) -> str:
        lacking = self.possible.missing or ([] if self.certain.is_met else self.certain.missing)
        if not lacking:
            return ""
        who = ", ".join(str(NEED_WORDS.get(need, need)) for need in lacking)
        if self.possible.missing:
            return _("Must be there and does not come: %(who)s.", who=who)
        return _("Must be there and has not said so yet: %(who)s.", who=who)

    def _stand_ins(self) -> str:
        if not self.substitutes:
            return ""
        return ngettext(
            "%(num)d person stands in for somebody; who stands in is heard, and does not count.",
            "%(num)d people stand in for somebody; who stands in is heard, and does not count.",
            self.substitutes,
        )


def expectation(meeting: Meeting, invitations: Sequence[Invitation]) -> Expectation:
    """Counted from the members of the day of the meeting."""
    group = meeting.group
    seats = group.members_on(day_in_zone(meeting.held_at))
    replies = {each.person_id: each.reply for each in invitations if each.stands}
    certain = [_seat(seat, replies.get(seat.person_id) == Reply.COMING) for seat in seats]
    possible = [_seat(seat, replies.get(seat.person_id) != Reply.NOT_COMING) for seat in seats]
    standing_in = [
        each
        for each in invitations
        if each.stands and each.stands_in_for_id and each.reply != Reply.NOT_COMING
    ]
    return Expectation(group.quorum_in(certain), group.quorum_in(possible), len(standing_in))


def _seat(member: Membership, is_present: bool) -> Seat:
    return Seat(
        member.person_id, member.person.name, member.role, member.votes, "", is_present, side=member.side
    )
