"""What the register says about a generated act."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

ACTED = Event("generated.acted", _l("%(actor)s took step %(step)s with %(object)s."), details=("step",))
