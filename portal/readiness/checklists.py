"""The gates: what must be shown before a project enters a phase. Pausing and closing have none: stopping is free."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from portal.projects.labels import PATH
from portal.projects.models import Phase

#: phase → item → words. An item's code is unique among all gates, and stable: answers refer to it.
CHECKLISTS: Mapping[str, Mapping[str, object]] = {
    Phase.PREPARATION: {
        "purpose": _l("Purpose and measure of success are written down"),
        "sponsor": _l("A sponsor has agreed to lend their authority"),
    },
    Phase.SELECTION: {
        "readiness": _l("Both sides have answered for readiness"),
        "mandate": _l("The mandate is signed, and acknowledged by the departments it touches"),
        "viewpoints": _l("The selection group has all five viewpoints"),
    },
    Phase.IMPLEMENTATION: {
        "choice": _l("Product and vendor were chosen on grounds that are written down"),
        "people": _l("The departments have promised their people, by name or skill"),
        "schedule": _l("Milestones have a baseline that the departments know"),
    },
    Phase.PILOT: {
        "scenarios": _l("Key users have gone through every scenario of daily work"),
        "data": _l("Data were moved over in a rehearsal, and checked by their owners"),
        "pilot_training": _l("Those who work in the pilot have been trained"),
    },
    Phase.ROLLOUT: {
        "sign_off": _l("The pilot is signed off by those who worked with it"),
        "way_back": _l("The way back has been tried"),
        "cut_over_plan": _l("Each site has a day for the cut-over, and agreed to it"),
        "training": _l("The staff of the first sites have been trained"),
    },
    Phase.HYPERCARE: {
        "all_sites": _l("Every site has changed over"),
        "support": _l("Support on the spot is named for the first month"),
    },
    Phase.OPERATION: {
        "faults": _l("Every open fault has an owner and a day"),
        "owners": _l("Process owners have taken over"),
        "measured": _l("The measure of success was taken for the first time"),
    },
}
PHASE_OF: Mapping[str, str] = {item: phase for phase, items in CHECKLISTS.items() for item in items}


def gates_to(before: str, after: str) -> list[str]:
    """The gates on the way to a phase: one after the other, none left out. Going back has none.

    Who comes from a pause, or opens again what was closed, passes the gate of the phase they enter.
    """
    if after not in PATH:
        return []
    last = PATH.index(Phase(after))
    first = PATH.index(Phase(before)) + 1 if before in PATH else last
    return [phase for phase in PATH[first : last + 1] if phase in CHECKLISTS]
