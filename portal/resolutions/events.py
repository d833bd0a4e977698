"""What the register says about written resolutions. Positions and outcomes are told on the decision."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

FIELDS: dict[str, object] = {
    "outcome": _l("What will hold if it carries"),
    "grounds": _l("Grounds"),
    "review_on": _l("Review on"),
    "recipients": _l("Asked"),
    "agreed": _l("Votes for it"),
    "silent": _l("No position"),
    "note": _l("Note"),
}

ASKED = Event(
    "resolutions.asked",
    _l("%(actor)s put %(object)s to a written resolution. Positions are taken until %(closes_on)s."),
    details=("closes_on", "outcome", "grounds", "review_on", "recipients"),
    labels=FIELDS,
)
REMINDED = Event(
    "resolutions.reminded",
    _l("Members without a position were reminded of %(object)s, which closes on %(closes_on)s."),
    details=("closes_on", "recipients"),
    labels=FIELDS,
)
OBJECTED = Event(
    "resolutions.objected",
    _l("%(name)s objected to %(object)s: the written resolution ended, a meeting decides."),
    details=("name", "reason"),
    labels=FIELDS,
)
NOT_SETTLED = Event(
    "resolutions.not_settled",
    _l("The written resolution on %(object)s ended on %(closes_on)s and settled nothing: a meeting decides."),
    details=("closes_on", "agreed", "silent"),
    labels=FIELDS,
)
RECORDED = Event(
    "resolutions.recorded",
    _l("The written resolution on %(object)s ended on %(closes_on)s; its outcome is recorded."),
    details=("closes_on", "agreed", "silent"),
    labels=FIELDS,
)
ALL_ANSWERED = Event(
    "resolutions.all_answered",
    _l(
        "All members with a vote have answered: the written resolution on %(object)s ended before %(closes_on)s, "
        "and its outcome is recorded."
    ),
    details=("closes_on", "agreed"),
    labels=FIELDS,
)
ALL_ANSWERED_UNSETTLED = Event(
    "resolutions.all_answered_unsettled",
    _l(
        "All members with a vote have answered: the written resolution on %(object)s ended before %(closes_on)s "
        "and settled nothing: a meeting decides."
    ),
    details=("closes_on", "agreed"),
    labels=FIELDS,
)
WITHDRAWN = Event(
    "resolutions.withdrawn",
    _l("%(actor)s withdrew the written resolution on %(object)s."),
    details=("reason",),
)
ON_AGENDA = Event(
    "resolutions.on_agenda",
    _l("%(object)s came onto the agenda of %(meeting)s by itself, because it was not settled in writing."),
    details=("meeting",),
)
ITEM_CAME = Event(
    "resolutions.agenda_item_came",
    _l("“%(title)s” came onto the agenda of %(object)s by itself, because it was not settled in writing."),
    details=("title", "note"),
    labels=FIELDS,
    unshown=("title",),
)
