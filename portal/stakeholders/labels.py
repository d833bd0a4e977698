"""The words for the four letters."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.stakeholders.models import RaciRole

ROLES: dict[str, object] = {
    RaciRole.RESPONSIBLE: _l("Responsible"),
    RaciRole.ACCOUNTABLE: _l("Accountable"),
    RaciRole.CONSULTED: _l("Consulted"),
    RaciRole.INFORMED: _l("Informed"),
}

MEANINGS: dict[str, object] = {
    RaciRole.RESPONSIBLE: _l("does the work"),
    RaciRole.ACCOUNTABLE: _l("answers for the result; exactly one for each item"),
    RaciRole.CONSULTED: _l("is asked before it is decided or done"),
    RaciRole.INFORMED: _l("is told afterwards"),
}
