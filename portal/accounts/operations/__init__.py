"""What can be done with people, departments, roles and accounts."""

from __future__ import annotations

from portal.accounts.operations.credentials import (
    change_password,
    create_first_administrator,
    first_administrator_link,
    give_one_password,
    give_password,
    invite,
    set_password,
    sign_out_everywhere,
)
from portal.accounts.operations.departments import create_department, edit_department
from portal.accounts.operations.heads import appoint_head, end_head, withdraw_head
from portal.accounts.operations.merging import after_merger, merge_people, preview_merger
from portal.accounts.operations.people import (
    create_person,
    deactivate,
    edit_person,
    get_or_create_person_without_account,
    reactivate,
)
from portal.accounts.operations.profile import choose_language, choose_theme, edit_profile
from portal.accounts.operations.roles import end_role, grant_role
from portal.accounts.operations.sign_in import authenticate
from portal.accounts.operations.tokens import create_token, revoke_token

__all__ = [
    "after_merger",
    "appoint_head",
    "authenticate",
    "change_password",
    "choose_language",
    "choose_theme",
    "create_department",
    "create_first_administrator",
    "create_person",
    "create_token",
    "deactivate",
    "edit_department",
    "edit_person",
    "edit_profile",
    "end_head",
    "end_role",
    "first_administrator_link",
    "get_or_create_person_without_account",
    "give_one_password",
    "give_password",
    "grant_role",
    "invite",
    "merge_people",
    "preview_merger",
    "reactivate",
    "revoke_token",
    "set_password",
    "sign_out_everywhere",
    "withdraw_head",
]
