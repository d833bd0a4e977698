"""`/api/v1` of accounts: one's own account, people, roles and departments."""

from __future__ import annotations

from portal.accounts.api import account, departments, people, roles
from portal.accounts.api.blueprint import bp

__all__ = ["account", "bp", "departments", "people", "roles"]
