"""What the minutes print of a running meeting: who came and left when, what was said, what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.core.language import datetime as instant
from portal.sittings import queries
from portal.sittings.models import Vote
from portal.sittings.results import sentences
from portal.sittings.wordings import versions_of
from portal.steering.models import Decision, Meeting
from portal.steering.telling import Passage, tell_of_decisions, tell_of_meetings


@tell_of_meetings
def of_meeting(meeting: Meeting) -> Iterator[Passage]:
    """Comings and goings, who stepped aside from what, the discussion in short, votes about no proposal."""
    yield from _passage(_("Arrivals and departures"), _moves(meeting))
    yield from _passage(_("Stepped aside"), _recusals(meeting))
    notes = [
        (each.item.title if each.item else meeting.title, each.text) for each in queries.notes_of(meeting)
    ]
    yield from _passage(_("Discussion in short"), [f"{title}: {text}" for title, text in notes])
    for vote in queries.votes_of(meeting):
        if vote.decision is None or not _is_printed(vote.decision, meeting):
            yield _vote(vote)


@tell_of_decisions
def of_decision(decision: Decision) -> Iterator[Passage]:
    """Votes about it, and how it read before it was amended."""
    for vote in queries.votes_about(decision):
        yield _vote(vote)
    versions = versions_of(decision)
    if len(versions) > 1:
        yield Passage(_("First wording of the proposal"), tuple(versions[0].text.splitlines()))


def _is_printed(decision: Decision, meeting: Meeting) -> bool:
    """With the decision, which was recorded or ratified here; else the vote is told by itself."""
    return meeting.id in {decision.meeting_id, decision.ratified_in_id}


def _passage(title: str, lines: Sequence[str]) -> list[Passage]:
    return [Passage(title, tuple(lines))] if lines else []


def _moves(meeting: Meeting) -> list[str]:
    names = {row.person_id: row.person.name for row in meeting.attendance}
    found = []
    for move in queries.movements_of(meeting):
        said = {"name": names.get(move.person_id, "–"), "time": instant(move.at, "HH:mm")}
        words = _("%(time)s %(name)s came") if move.is_arrival else _("%(time)s %(name)s left")
        found.append(words % said)
    return found


def _recusals(meeting: Meeting) -> list[str]:
    recusals = queries.recusals_of(meeting)
    found = []
    for item in meeting.agenda:
        for each in recusals.get(item.id, ()):
            reason = f" ({each.reason})" if each.reason else ""
            found.append(f"{item.title}: {each.person.name}{reason}")
    return found


def _vote(vote: Vote) -> Passage:
    title = _("%(kind)s: %(question)s", kind=vote.kind_label, question=vote.question)
    taken = _(
        "Taken by %(name)s on %(moment)s",
        name=vote.taken_by.name if vote.taken_by else "–",
        moment=instant(vote.taken_at),
    )
    struck = [_("Struck: %(reason)s", reason=vote.strike_reason)] if vote.is_struck else []
    return Passage(title, (*sentences(vote), taken, *struck))
