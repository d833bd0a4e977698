"""Forms for signing in and for people and departments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.forms import Form, line, secret


class SignInForm(Form):
    """Address and password."""

    email = line(_l("E-mail"), maximum=320, render_kw={"autocomplete": "username", "type": "email"})
    password = secret(_l("Password"), render_kw={"autocomplete": "current-password"})
