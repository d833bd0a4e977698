"""What must be given before somebody accepts the lead, and the words for the answers."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import lazy_gettext as _l


class Precondition(NamedTuple):
    """`title` in a few words, `question` as it is put to both sides."""

    title: object
    question: object


PRECONDITIONS: Mapping[str, Precondition] = {
    "ownership": Precondition(
        _l("A team that does not pass the buck"),
        _l("Does everybody named here take on what is theirs, also when it went wrong the last time?"),
    ),
    "rework": Precondition(
        _l("Mistakes and rework are accepted"),
        _l("Has the top executive said that mistakes will happen, and that time is planned for rework?"),
    ),
    "trust": Precondition(
        _l("Trust on breadth and depth"),
        _l(
            "Does the business trust IT on the breadth of the processes,"
            " and does IT respect the business on their depth?"
        ),
    ),
    "cut_over": Precondition(
        _l("Time and complete scenarios for the cut-over"),
        _l(
            "Is there enough time to change over, and is every situation of daily work written down to be tried?"
        ),
    ),
    "staff": Precondition(
        _l("Qualified staff"),
        _l("Are the persons who do the work named, able to do it, and released for it?"),
    ),
    "access": Precondition(
        _l("Access to the top executive"),
        _l("Can the lead speak to the top executive whenever it is needed, without a detour?"),
    ),
}


class Given(enum.StrEnum):
    """What a voice says to a precondition."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


GIVEN_WORDS: Mapping[str, object] = {
    Given.YES: _l("Yes"),
    Given.PARTLY: _l("Partly"),
    Given.NO: _l("No"),
}
GIVEN_TONES: Mapping[str, str] = {Given.YES: "good", Given.PARTLY: "warning", Given.NO: "bad"}
