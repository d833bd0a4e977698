"""Reads of people, departments, roles and accounts."""

from __future__ import annotations

from portal.accounts.queries.credentials import link_by_token, token_by_id, tokens_of
from portal.accounts.queries.departments import (
    Branch,
    DepartmentFilters,
    department_by_code,
    department_by_id,
    department_choices,
    department_tree,
    departments,
    departments_headed_by,
    head_by_id,
    head_of,
    heads_of,
    headships_of,
    ids_below,
)
from portal.accounts.queries.people import (
    PeopleFilters,
    find_people,
    has_accounts,
    people,
    person_by_email,
    person_by_id,
    person_by_key,
    suggestions,
)
from portal.accounts.queries.roles import (
    GrantFilters,
    grant_by_id,
    grants,
    grants_of,
    has_other_administrator,
)

__all__ = [
    "Branch",
    "DepartmentFilters",
    "GrantFilters",
    "PeopleFilters",
    "department_by_code",
    "department_by_id",
    "department_choices",
    "department_tree",
    "departments",
    "departments_headed_by",
    "find_people",
    "grant_by_id",
    "grants",
    "grants_of",
    "has_accounts",
    "has_other_administrator",
    "head_by_id",
    "head_of",
    "heads_of",
    "headships_of",
    "ids_below",
    "link_by_token",
    "people",
    "person_by_email",
    "person_by_id",
    "person_by_key",
    "suggestions",
    "token_by_id",
    "tokens_of",
]
