"""The capacity of a span as an Excel file: departments, people and projects by week."""

from __future__ import annotations

import io
from typing import Any

from flask_babel import gettext as _

from portal.capacity.queries import HIDDEN, Picture


def capacity_workbook(picture: Picture) -> bytes:
    """An .xlsx file with three sheets. Text is never taken for a formula."""
    import xlsxwriter  # heavy, and only needed here

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        style = {
            "percent": book.add_format({"num_format": "0%"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "bold": True}),
            "bold": book.add_format({"bold": True}),
            "over": book.add_format({"bg_color": "#FBE9E7", "font_color": "#9C1F1B", "bold": True}),
        }
        _sheet(book, style, _("Departments"), [_("Department")], list(_departments(picture)), picture)
        people = [_("Department"), _("Person"), _("Hours per week")]
        _sheet(book, style, _("People"), people, list(_people(picture)), picture)
        hours = [_("Department"), _("Person"), _("Project")]
        _sheet(book, style, _("Hours by project"), hours, list(_projects(picture)), picture, share=False)
    return buffer.getvalue()


def _sheet(
    book: Any,
    style: dict[str, Any],
    name: str,
    heads: list[str],
    rows: list[tuple[list[Any], list[float | None]]],
    picture: Picture,
    share: bool = True,
) -> None:
    sheet = book.add_worksheet(name[:31])
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, style["bold"])
    for number, monday in enumerate(picture.span.mondays):
        sheet.write_datetime(0, len(heads) + number, monday, style["day"])
    for line, (words, weeks) in enumerate(rows, start=1):
        sheet.write_row(line, 0, words)
        for number, value in enumerate(weeks):
            if value is not None:
                sheet.write_number(line, len(heads) + number, value, style["percent"] if share else None)
    if share and rows:
        last = len(heads) + picture.span.count - 1
        rule = {"type": "cell", "criteria": ">", "value": 1.0, "format": style["over"]}
        sheet.conditional_format(1, len(heads), len(rows), last, rule)
    sheet.freeze_panes(1, len(heads))
    sheet.autofit()


def _departments(picture: Picture) -> Any:
    for group in picture.groups:
        yield [group.name or _("No department")], [_share(each) for each in group.percents]


def _people(picture: Picture) -> Any:
    for group in picture.groups:
        for row in group.rows:
            weeks = [row.percent(week) for week in range(picture.span.count)]
            words = [group.name or _("No department"), row.name, row.hours]
            yield words, [_share(each) for each in weeks]


def _projects(picture: Picture) -> Any:
    for group in picture.groups:
        for row in group.rows:
            for number, weeks in sorted(picture.project_weeks(row).items()):
                code = picture.projects[number][0] if number != HIDDEN else _("Confidential")
                yield [group.name or _("No department"), row.name, code], [round(each, 2) for each in weeks]


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
