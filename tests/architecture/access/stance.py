"""Who may use the routes of stakeholders and stance. See `tests/architecture/test_access.py`.

The manager, the sponsor, the CIO and the office; the head of Logistics, of which something was recorded. Neither
the administrator nor internal audit: for them there is no such page.
"""

from __future__ import annotations

from portal.accounts.models import Person
from portal.database import session
from portal.projects.models import Project
from portal.stance import operations, persons
from tests.architecture.access.kinds import Expected, only
from tests.factories.accounts import World, make_department
from tests.factories.stance import make_observation, make_stakeholder
from tests.support.times import NOW, TODAY, days

CIRCLE = frozenset({"office", "cio", "sponsor", "manager"})
SECRET = frozenset({"office", "cio", "secret_manager"})
READ = Expected(CIRCLE | {"head"}, secret=SECRET, seen_by=SECRET)
KEEP = Expected(CIRCLE, secret=SECRET, seen_by=SECRET)
#: The head is no insider of the confidential project, and nobody replies for them.
REPLY = Expected(frozenset({"head"}), secret=frozenset(), seen_by=SECRET)
#: Persons are named: the manager is the closed circle, and the member is whom something is recorded about.
NAMING = frozenset({"office", "cio"})
PEOPLE = Expected(NAMING | {"sponsor", "manager", "member"}, secret=SECRET, seen_by=SECRET)
NAME = Expected(NAMING | {"sponsor"}, secret=NAMING, seen_by=SECRET)
OBSERVE = Expected(frozenset({"manager"}), secret=frozenset({"secret_manager"}), seen_by=SECRET)
STATE = Expected(frozenset({"member"}), secret=frozenset(), seen_by=SECRET)

WRITES = ("add_stakeholder", "assess", "name_contact", "plan_step", "close_step", "note_talk", "observe")
ACCESS: dict[str, Expected] = {
    f"{place}.{name}": rule
    for place in ("stance", "api_stance")
    for name, rule in {
        "of_project": READ,
        "show": READ,
        "reply": REPLY,
        **dict.fromkeys(WRITES, KEEP),
        "people": PEOPLE,
        "name_member": NAME,
        "observe_person": OBSERVE,
        "state_position": STATE,
        "switch": only("administrator"),
    }.items()
}
#: Last: it needs nothing to be entered, and whoever was in the circle is no longer.
ACCESS |= {f"{place}.end_member": NAME for place in ("stance", "api_stance")}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.project, world.manager)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world, world.secret, world.secret_manager)


def _arguments(world: World, project: Project, by: Person) -> dict[str, dict[str, object]]:
    department = make_department("Stores") if project.is_confidential else world.logistics
    stakeholder = make_stakeholder(project, department, by)
    observation = make_observation(stakeholder, by)
    step = operations.plan_step(stakeholder, what="A visit", responsible=by, due_on=days(7), by=by, now=NOW)
    persons.switch(is_on=True, reason="Agreed with the works council", by=world.administrator, now=NOW)
    circle = persons.name_member(project, person=by, by=world.office, now=NOW)
    if not project.is_confidential:
        seen = {"stance": "friction", "grounds": "Late", "tried": "A talk", "observed_on": TODAY}
        persons.observe_person(project, person=world.member, **seen, by=by, now=NOW)
    session().flush()
    place = {"code": project.code}
    by_name: dict[str, dict[str, object]] = {
        "of_project": {"code": project.code},
        "add_stakeholder": {"code": project.code},
        "close_step": {"step_id": step},
        "reply": {"observation_id": observation},
        **dict.fromkeys(("people", "name_member", "observe_person", "state_position"), place),
        "end_member": {"member_id": circle},
        "switch": {},
    }
    of_one: dict[str, object] = {"stakeholder_id": stakeholder}
    return {endpoint: by_name.get(endpoint.partition(".")[2], of_one) for endpoint in ACCESS}
