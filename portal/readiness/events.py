"""What the register says about readiness and gates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.projects.labels import PHASES
from portal.readiness.checklists import CHECKLISTS
from portal.readiness.preconditions import GIVEN_WORDS, PRECONDITIONS
from portal.register.events import Event

ITEMS = {item: words for items in CHECKLISTS.values() for item, words in items.items()}
TITLES = {code: each.title for code, each in PRECONDITIONS.items()}
VOICES = {"lead": _l("the lead"), "sponsor": _l("the sponsor"), "department": _l("a department")}
FIELDS: dict[str, object] = {
    "precondition": _l("Precondition"),
    "voice": _l("Speaks for"),
    "department": _l("Department"),
    "answer": _l("Answer"),
    "evidence": _l("Evidence"),
    "decision": _l("Decision"),
    "gaps": _l("Gaps"),
    "text": _l("Condition"),
    "owner": _l("Who sees to it"),
    "due_on": _l("Returns on"),
    "item": _l("Item"),
    "phase": _l("Phase"),
    "open_items": _l("Open items"),
}

ANSWERED = Event(
    "readiness.answered",
    _l("%(actor)s answered for the readiness of %(project)s: %(precondition)s – %(answer)s."),
    details=("precondition", "voice", "department", "answer", "evidence"),
    labels=FIELDS,
    words={"precondition": TITLES, "answer": GIVEN_WORDS, "voice": VOICES},
)
PROCEEDED = Event(
    "readiness.proceeded",
    _l("%(actor)s recorded that %(project)s goes on although preconditions are missing: %(decision)s."),
    details=("decision", "gaps", "reason"),
    labels=FIELDS,
    words={"gaps": TITLES},
)
TERM_SET = Event(
    "readiness.term_set",
    _l("%(actor)s set a condition for going on: %(text)s (%(owner)s, %(due_on)s)."),
    details=("text", "owner", "due_on"),
    labels=FIELDS,
)
TERM_MET = Event(
    "readiness.term_met",
    _l("%(actor)s reported the condition “%(object)s” as met."),
    details=("evidence",),
    labels=FIELDS,
)
TICKED = Event(
    "gates.ticked",
    _l("%(actor)s ticked “%(item)s” before the phase %(phase)s."),
    details=("item", "phase", "evidence"),
    labels=FIELDS,
    words={"item": ITEMS, "phase": PHASES},
)
OPENED_AGAIN = Event(
    "gates.opened_again",
    _l("%(actor)s opened “%(item)s” again, before the phase %(phase)s."),
    details=("item", "phase", "evidence"),
    labels=FIELDS,
    words={"item": ITEMS, "phase": PHASES},
)
OVERRIDDEN = Event(
    "gates.overridden",
    _l("%(actor)s recorded that the gate before the phase %(phase)s is passed by decision: %(decision)s."),
    details=("phase", "decision", "open_items", "reason"),
    labels=FIELDS,
    words={"phase": PHASES, "open_items": ITEMS},
)
