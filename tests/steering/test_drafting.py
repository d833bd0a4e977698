"""Minutes begin with what was recorded."""

from __future__ import annotations

from portal.database import session
from portal.steering.models import DecisionState, MeetingState, Presence
from tests.factories.steering import Steering, attend, make_decision, make_item, make_meeting, make_position
from tests.support.browser import Browser


def test_the_first_text_is_put_together_from_the_record_and_stored_only_by_the_writer(
    steering: Steering, browser: Browser
) -> None:
    meeting = make_meeting(steering.group, state=MeetingState.CLOSED)
    decision = make_decision(
        group=steering.group,
        meeting=meeting,
        title="Two people for the pilot 试点人员",
        state=DecisionState.DECIDED,
        outcome="Logistics sends two people.",
    )
    make_position(decision, steering.chair, "object", "Too few *by far*\n# and late")
    attend(meeting, steering.chair)
    attend(meeting, steering.secretary, presence=Presence.EXCUSED)
    session().flush()
    make_item(meeting, "Staff of the pilot", subject_kind="decision", subject_id=decision.id)
    session().commit()
    place = f"/meetings/{meeting.id}/minutes"
    page = browser.as_(steering.secretary).get(place)
    text = page.soup.find("textarea", {"name": "minutes"}).get_text()
    assert steering.chair.name in text.split("**Absent:**")[0]
    assert "## 1. Staff of the pilot" in text
    assert f"**{decision.code} Two people for the pilot 试点人员**" in text
    assert "Logistics sends two people." in text
    assert "Too few *by far* # and late" in text  # one line: it cannot become a heading
    session().refresh(meeting)
    assert meeting.minutes == ""
    browser.submit(page, {"minutes": "Only this."}, action=place)
    assert browser.get(place).soup.find("textarea", {"name": "minutes"}).get_text().strip() == "Only this."
    again = browser.get(f"{place}?from=record").soup.find("textarea", {"name": "minutes"}).get_text()
    assert "Staff of the pilot" in again
