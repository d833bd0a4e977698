"""How often a password may be tried.

Per network address, against one who tries many accounts; per account, against many who try one. Only failures
count against an account: its owner may sign in as often as they like (docs/decisions/0003).
"""

from __future__ import annotations

import hashlib

from flask import Response, request
from flask_login import current_user

PER_ADDRESS = "10 per minute; 100 per hour"
PER_ACCOUNT = "5 per minute; 30 per hour"
LINKS_PER_ADDRESS = "30 per minute"


def account_tried() -> str:
    """Whose password is being tried at the door."""
    email = request.form.get("email", "").strip().lower()
    return hashlib.sha256(email.encode("utf-8", "replace")).hexdigest()


def current_account() -> str:
    """Whose present password is being tried by somebody who is in already."""
    return str(current_user.uid) if current_user.is_authenticated else "nobody"


def has_failed(response: Response) -> bool:
    """Was the password, or the form, refused?"""
    return response.status_code == 422
