"""What can be done with mandates: draft, put, sign, acknowledge, amend, extend, revoke, let lapse."""

from __future__ import annotations

from portal.mandates.operations.drafting import (
    add_department,
    change_duty,
    draft_mandate,
    edit_mandate,
    remove_department,
)
from portal.mandates.operations.ending import lapse, revoke_mandate, warn, withdraw_mandate
from portal.mandates.operations.renewing import amend_mandate, extend_mandate
from portal.mandates.operations.signing import answer_acknowledgement, answer_signature, put_mandate

__all__ = [
    "add_department",
    "amend_mandate",
    "answer_acknowledgement",
    "answer_signature",
    "change_duty",
    "draft_mandate",
    "edit_mandate",
    "extend_mandate",
    "lapse",
    "put_mandate",
    "remove_department",
    "revoke_mandate",
    "warn",
    "withdraw_mandate",
]
