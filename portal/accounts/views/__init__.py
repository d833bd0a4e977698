"""Pages: signing in and out, one's own account, people, departments and roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.views import account, departments, links, people, preferences, roles, sessions
from portal.accounts.views.blueprint import bp
from portal.core.web import Destination

__all__ = [
    "NAVIGATION",
    "account",
    "bp",
    "departments",
    "links",
    "people",
    "preferences",
    "roles",
    "sessions",
]

NAVIGATION = [
    Destination(_l("People"), "accounts.people", "users", order=80),
    Destination(_l("Departments"), "accounts.departments", "sitemap", order=81),
]
