"""Forms of imports."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms.validators import ValidationError

from portal.core.forms import Form, choice, day, flag, line
from portal.exchange.queries import saved_mappings

MAX_MAPPING = 2 * 1024 * 1024


class UploadForm(Form):
    files = MultipleFileField(
        _l("Files"),
        description=_l(
            "A workbook (.xlsx), CSV files, or a zip archive of CSV files. Several at once are one import."
        ),
    )
    mapping = choice(
        _l("Saved mapping"),
        required=False,
        help=_l("For files with other headings than ours. Without one you choose column by column."),
    )
    mapping_file = FileField(_l("Or a mapping as a file"), description=_l("A .json file."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = {str(each.id): each for each in saved_mappings()}
        self.mapping.choices = [("", "—"), *((key, each.name) for key, each in self.saved.items())]

    def validate_files(self, field: Any) -> None:
        if not self.chosen_files:
            raise ValidationError(_("Choose at least one file."))

    def validate_mapping_file(self, field: Any) -> None:
        self.content = read_mapping_file(field.data)

    @property
    def chosen_files(self) -> list[Any]:
        return [file for file in self.files.data or [] if getattr(file, "filename", "")]

    def chosen_mapping(self) -> dict[str, Any] | None:
        """What was uploaded, else what was chosen from the saved ones."""
        if self.content is not None:
            return self.content
        saved = self.saved.get(self.mapping.data or "")
        return saved.content if saved else None


def read_mapping_file(file: Any) -> dict[str, Any] | None:
    """JSON of an upload, None without one. Raises `ValidationError`."""
    if file is None or not getattr(file, "filename", ""):
        return None
    raw = file.stream.read(MAX_MAPPING + 1)
    if len(raw) > MAX_MAPPING:
        raise ValidationError(_("This file is too large for a mapping."))
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValidationError(_("This is no JSON file.")) from None
    if not isinstance(content, dict):
        raise ValidationError(_("This is no mapping."))
    return content


class CheckForm(Form):
    known_people_only = flag(
        _l("Refuse rows that name somebody unknown"),
        help=_l(
            "Otherwise they become people without an account. The check lists them before anything is stored."
        ),
    )


class MappingForm(Form):
    """Its selects are made by the page, one set per table; see `mapping.drafting`."""

    save_as = line(
        _l("Save this mapping as"), required=False, help=_l("To use it again for the next file of this kind.")
    )


class ExportForm(Form):
    as_of = day(_l("As of"), required=False)
