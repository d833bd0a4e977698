"""What the register says about imports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.register.events import Event

LABELS = {
    "file": _l("File"),
    "files": _l("Files"),
    "sheet": _l("Sheet"),
    "row": _l("Row"),
    "values": _l("As it stood there"),
    "sha256": _l("SHA-256"),
    "counts": _l("Rows"),
    "new_people": _l("New people"),
}

IMPORTED = Event(
    "exchange.imported",
    _l("%(actor)s imported %(files)s."),
    details=("files", "sha256", "mapping", "counts", "new_people"),
    labels={**LABELS, "mapping": _l("Mapping")},
)
ROW_CREATED = Event(
    "exchange.row_created",
    _l("%(actor)s imported %(object)s from %(file)s, sheet %(sheet)s, row %(row)s."),
    details=("file", "sheet", "row", "values"),
    labels=LABELS,
)
ROW_CHANGED = Event(
    "exchange.row_changed",
    _l("%(actor)s changed %(object)s by an import of %(file)s, sheet %(sheet)s, row %(row)s."),
    details=("file", "sheet", "row", "before", "after"),
    labels=LABELS,
)
FACT_ENDED = Event(
    "exchange.fact_ended",
    _l(
        "%(object)s ends with %(valid_to)s: an import by %(actor)s names a successor "
        "(%(file)s, sheet %(sheet)s, row %(row)s)."
    ),
    details=("file", "sheet", "row", "valid_to"),
    labels=LABELS,
)
PERSON_NAMED = Event(
    "exchange.person_named",
    _l(
        "An import by %(actor)s named %(object)s for the first time (%(file)s, sheet %(sheet)s, row %(row)s)."
    ),
    details=("file", "sheet", "row"),
    labels=LABELS,
)
LINES = Event(
    "exchange.lines",
    _l(
        "%(actor)s imported %(count)s lines of %(object)s from %(file)s, sheet %(sheet)s, from row %(row)s on."
    ),
    details=("file", "sheet", "row", "count", "values"),
    labels=LABELS,
)
MAPPING_SAVED = Event(
    "exchange.mapping_saved", _l("%(actor)s saved the mapping %(object)s."), details=("version",)
)
MAPPING_DELETED = Event("exchange.mapping_deleted", _l("%(actor)s deleted the mapping %(object)s."))
