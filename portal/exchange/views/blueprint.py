"""The blueprint that the pages share."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.web import Destination, PageBlueprint
from portal.exchange import rules

bp = PageBlueprint("exchange", __name__)
NAVIGATION = [
    Destination(_l("Import and export"), "exchange.index", "arrows-exchange", order=90, rule=rules.export)
]
