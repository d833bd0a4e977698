"""What parties say: to all their rows in one go, or to a change of a row that was accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import Department, Person
from portal.agreements import operations as agreements
from portal.agreements.models import AgreementParty, AgreementVersion, Answer
from portal.agreements.operations import day_of
from portal.agreements.seen import Seen
from portal.core.errors import Invalid, Refused
from portal.core.language import date
from portal.projects.operations.access import hold
from portal.raci import events, queries
from portal.raci.models import LineAct, Proposal, ProposalKind, ProposalLine, ProposalState
from portal.raci.operations.asking import Line
from portal.raci.operations.changing import begin, finish
from portal.register.operations import record
from portal.stakeholders.models import RaciEntry, RaciRole
from portal.stakeholders.queries import Party


def answer_proposal(
    proposal: Proposal,
    party: AgreementParty,
    *,
    answer: str,
    reason: str = "",
    declined: Mapping[int, str] | None = None,
    seen: Seen | None = None,
    by: Person,
    now: dt.datetime,
) -> None:
    """Yes to everything, yes but for some rows (`declined`: number of the line → reason), or no.

    Refused where it would make two parties accountable for one row on one day, both with their own word.
    """
    hold(proposal.project)
    if answer == Answer.COUNTER:
        raise Invalid(answer=_("Accept it, or decline it and say in the reason what you propose instead."))
    refused = _checked(proposal, declined or {}) if answer == Answer.ACCEPT else {}
    if refused and len(refused) == len(proposal.lines):
        answer, reason = Answer.DECLINE, reason or "; ".join(dict.fromkeys(refused.values()))
    terms = {**party.version.terms, "declined": [_told(line, refused) for line in _of(proposal, refused)]}
    agreements.answer(
        party,
        answer=answer,
        reason=reason,
        by=by,
        now=now,
        seen=seen,
        terms=terms if refused else None,
        project=proposal.project,
    )
    if proposal.kind == ProposalKind.ROWS:
        _rows_answered(proposal, answer, reason, refused, by, now)
    elif answer == Answer.DECLINE:
        proposal.close(ProposalState.DECLINED, reason, now)
        record(events.CHANGE_DECLINED, proposal, by=by, now=now, project=proposal.project, reason=reason)
    elif not party.agreement.is_open:
        _change_agreed(proposal, party.version, now)


def _checked(proposal: Proposal, declined: Mapping[int, str]) -> dict[int, str]:
    refused = {number: reason.strip() for number, reason in declined.items()}
    if refused and proposal.kind != ProposalKind.ROWS:
        raise Invalid(answer=_("A change is accepted or declined as a whole."))
    if set(refused) - {line.number for line in proposal.lines}:
        raise Invalid(answer=_("This row is not among those that you were asked for."))
    if not all(refused.values()):
        raise Invalid(reason=_("Say why: whoever asked has to find another way."))
    return refused


def _of(proposal: Proposal, numbers: Mapping[int, str]) -> list[ProposalLine]:
    return [line for line in proposal.lines if line.number in numbers]


def _told(line: ProposalLine, refused: Mapping[int, str]) -> dict[str, str]:
    return {"item": line.item, "role": line.role, "reason": refused[line.number]}


def _rows_answered(
    proposal: Proposal, answer: str, reason: str, refused: Mapping[int, str], by: Person, now: dt.datetime
) -> None:
    day, accepted, declined = day_of(now), [], []
    for line in proposal.lines:
        entry = line.entry
        if entry is None or entry.is_void or (entry.valid_to is not None and entry.valid_to < day):
            continue  # it ended while it waited
        if answer == Answer.DECLINE or line.number in refused:
            entry.decline(refused.get(line.number) or reason, now)
            declined.append(f"{line.role} {line.item}: {entry.decline_reason}")
            continue
        _insist_on_one(entry)
        entry.accept(by, now)
        accepted.append(f"{line.role} {line.item}")
    state = ProposalState.DECLINED if answer == Answer.DECLINE else ProposalState.AGREED
    proposal.close(state, reason, now)
    said: dict[str, Any] = {"accepted": accepted, "declined": declined, "reason": reason}
    record(events.ROWS_ANSWERED, proposal, by=by, now=now, project=proposal.project, **said)


def _insist_on_one(entry: RaciEntry) -> None:
    """Two valid words that each is accountable for the same row on the same day contradict each other."""
    if entry.role != RaciRole.ACCOUNTABLE:
        return
    for other in queries.standing_or_ahead(entry.project, entry.valid_from, [entry.item]):
        overlaps = entry.valid_to is None or other.valid_from <= entry.valid_to
        if other.id != entry.id and other.role == RaciRole.ACCOUNTABLE and other.is_accepted and overlaps:
            raise Refused(
                _(
                    "%(party)s has accepted to be accountable for “%(item)s” from %(day)s. Decline this row,"
                    " or let the matrix be settled first: two cannot both accept it.",
                    party=other.party.name,
                    item=entry.item,
                    day=date(other.valid_from),
                )
            )


def _change_agreed(proposal: Proposal, version: AgreementVersion, now: dt.datetime) -> None:
    """Everybody has accepted: the letters change, on the day that was proposed or today, whichever is later."""
    day = max(proposal.valid_from, day_of(now))
    accepted = {_key(each): each.answer.by for each in version.parties if each.answer is not None}
    for line in proposal.lines:
        if line.act == LineAct.END and line.entry is not None and _lasts(line.entry, day):
            finish(line.entry, day, "", proposal.made_by, now)
    for line in proposal.lines:
        if line.act == LineAct.BEGIN:
            line.entry = _begun(proposal, line, day, now)
            _insist_on_one(line.entry)
            line.entry.accept(accepted[line.person_id, line.department_id], now)
    proposal.close(ProposalState.AGREED, "", now)
    record(events.CHANGE_AGREED, proposal, by=None, now=now, project=proposal.project)


def _key(party: AgreementParty) -> tuple[int | None, int | None]:
    return (None, party.department_id) if party.department_id else (party.person_id, None)


def _lasts(entry: RaciEntry, day: dt.date) -> bool:
    return not entry.is_void and (entry.valid_to is None or entry.valid_to >= day)


def _begun(proposal: Proposal, line: ProposalLine, day: dt.date, now: dt.datetime) -> RaciEntry:
    who = line.party
    party = Party("department" if isinstance(who, Department) else "person", who.id, who.name)
    try:
        wanted = Line(LineAct.BEGIN, line.item, line.role, party)
        return begin(proposal.project, wanted, day, proposal.made_by, now)
    except Invalid as error:
        raise Refused(" ".join(error.errors.values())) from error


def withdraw_proposal(proposal: Proposal, *, reason: str, by: Person, now: dt.datetime) -> None:
    """Nobody needs to answer any more; what stands stays."""
    hold(proposal.project)
    proposal.close(ProposalState.WITHDRAWN, reason, now)
    version = queries.version_of(proposal)
    if version is not None and version.agreement.is_open:
        agreements.withdraw(version.agreement, reason=reason, by=by, now=now, project=proposal.project)
    record(events.WITHDRAWN, proposal, by=by, now=now, project=proposal.project, reason=reason)
