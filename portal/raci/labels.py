"""Words of the matrix as a whole."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.raci.models import ItemKind, ProposalState

KINDS: dict[str, object] = {
    ItemKind.DELIVERABLE: _l("Deliverable"),
    ItemKind.STEP: _l("Process step"),
    ItemKind.AREA: _l("Decision area"),
}
STATES: dict[str, object] = {
    ProposalState.OPEN: _l("Waits for an answer"),
    ProposalState.AGREED: _l("Accepted"),
    ProposalState.DECLINED: _l("Declined"),
    ProposalState.WITHDRAWN: _l("Withdrawn"),
}
