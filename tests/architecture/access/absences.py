"""Who may use the routes of absences. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from tests.architecture.access.kinds import SIGNED_IN, Expected, only
from tests.factories.absences import make_absence, make_public_holiday
from tests.factories.accounts import World
from tests.support.times import days

#: The subject is an absence of the member, who belongs to the head's department.
MAY_RECORD = only("member", "head", "office")
MAY_EDIT = only("member", "head")
KEEPS_HOLIDAYS = only("administrator", "office")

ACCESS: dict[str, Expected] = {
    "absences.index": SIGNED_IN,
    "absences.of_person": SIGNED_IN,
    "absences.of_department": SIGNED_IN,
    "absences.show": SIGNED_IN,
    "absences.new": MAY_RECORD,
    "absences.calendar": MAY_RECORD,
    "absences.edit": MAY_EDIT,
    "absences.cancellation": MAY_RECORD,
    "absences.public_holidays": SIGNED_IN,
    "absences.new_public_holiday": KEEPS_HOLIDAYS,
    "absences.holiday_calendar": KEEPS_HOLIDAYS,
    "absences.public_holiday_removal": KEEPS_HOLIDAYS,
    "api_absences.of_person": SIGNED_IN,
    "api_absences.of_department": SIGNED_IN,
    "api_absences.show": SIGNED_IN,
    "api_absences.record_absence": MAY_RECORD,
    "api_absences.import_absences": MAY_RECORD,
    "api_absences.edit": MAY_EDIT,
    "api_absences.cancel": MAY_RECORD,
    "api_absences.public_holidays": SIGNED_IN,
    "api_absences.add_public_holiday": KEEPS_HOLIDAYS,
    "api_absences.import_public_holidays": KEEPS_HOLIDAYS,
    "api_absences.remove_public_holiday": KEEPS_HOLIDAYS,
}
OF_A_PERSON = ["absences.of_person", "absences.new", "absences.calendar"]
OF_A_PERSON += [f"api_absences.{name}" for name in ("of_person", "record_absence", "import_absences")]
OF_AN_ABSENCE = [f"absences.{name}" for name in ("show", "edit", "cancellation")]
OF_AN_ABSENCE += [f"api_absences.{name}" for name in ("show", "edit", "cancel")]
OF_A_HOLIDAY = ["absences.public_holiday_removal", "api_absences.remove_public_holiday"]
OF_A_DEPARTMENT = ["absences.of_department", "api_absences.of_department"]


def prepare(world: World) -> dict[str, dict[str, object]]:
    """An absence of the member that has not begun."""
    absence = make_absence(world.member, days(10), days(20))
    holiday = make_public_holiday(days(60))
    arguments: list[tuple[str, object, list[str]]] = [
        ("person_id", world.member.id, OF_A_PERSON),
        ("absence_id", absence.id, OF_AN_ABSENCE),
        ("holiday_id", holiday.id, OF_A_HOLIDAY),
        ("department_id", world.logistics.id, OF_A_DEPARTMENT),
    ]
    return {endpoint: {name: value} for name, value, endpoints in arguments for endpoint in endpoints}
