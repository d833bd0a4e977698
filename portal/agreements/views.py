"""Pages of agreements."""

from __future__ import annotations

from portal.agreements import labels
from portal.core.web import PageBlueprint

bp = PageBlueprint("agreements", __name__)

bp.record_once(lambda state: state.app.jinja_env.globals.update(agreement_words=labels))
