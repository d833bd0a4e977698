"""Who may use the routes of programmes and projects. See `tests/architecture/test_access.py`."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.projects.models import Project
from tests.architecture.access.kinds import KEEPERS, READERS, ROLES, SIGNED_IN, Expected
from tests.factories.accounts import World
from tests.factories.projects import make_appointment, make_milestone, make_programme, make_report
from tests.support.times import days

READ = Expected(ROLES, secret=READERS | {"secret_manager"})
KEEP = Expected(KEEPERS | {"manager"}, secret=KEEPERS | {"secret_manager"})
#: Those who read everything see the draft's project, but only audit besides the keepers sees the draft.
DRAFT = Expected(KEEPERS | {"manager", "auditor"}, secret=READERS | {"secret_manager"})
OFFICE = Expected(frozenset({"office"}), secret=frozenset({"office"}))
CREATE = Expected(KEEPERS)

ACCESS: dict[str, Expected] = {
    "projects.index": SIGNED_IN,
    "projects.new": CREATE,
    "projects.show": READ,
    "projects.history": READ,
    "projects.edit": KEEP,
    "projects.phase": KEEP,
    "projects.confidentiality": OFFICE,
    "projects.invite_insider": OFFICE,
    "projects.dismiss_insider": OFFICE,
    "projects.people": READ,
    "projects.appoint": KEEP,
    "projects.end_appointment": KEEP,
    "projects.ask_to_accept": KEEP,
    "projects.milestones": READ,
    "projects.new_milestone": KEEP,
    "projects.milestone": READ,
    "projects.rename_milestone": KEEP,
    "projects.move_forecast": KEEP,
    "projects.rebaseline_milestone": KEEP,
    "projects.reach_milestone": KEEP,
    "projects.reports": READ,
    "projects.new_report": KEEP,
    "projects.report": READ,
    "projects.report_permalink": DRAFT,
    "projects.edit_report": KEEP,
    "projects.publish_report": KEEP,
    "projects.discard_report": KEEP,
    "projects.programmes": SIGNED_IN,
    "projects.new_programme": CREATE,
    "projects.programme": SIGNED_IN,
    "projects.edit_programme": CREATE,
    "api_projects.projects": SIGNED_IN,
    "api_projects.create_project": CREATE,
    "api_projects.project": READ,
    "api_projects.edit_project": KEEP,
    "api_projects.change_phase": KEEP,
    "api_projects.change_confidentiality": OFFICE,
    "api_projects.insiders": READ,
    "api_projects.invite_insider": OFFICE,
    "api_projects.dismiss_insider": OFFICE,
    "api_projects.history": READ,
    "api_projects.appointments": READ,
    "api_projects.appoint": KEEP,
    "api_projects.end_appointment": KEEP,
    "api_projects.ask_to_accept": KEEP,
    "api_projects.milestones": READ,
    "api_projects.add_milestone": KEEP,
    "api_projects.milestone": READ,
    "api_projects.rename_milestone": KEEP,
    "api_projects.move_forecast": KEEP,
    "api_projects.rebaseline_milestone": KEEP,
    "api_projects.reach_milestone": KEEP,
    "api_projects.reports": READ,
    "api_projects.draft_report": KEEP,
    "api_projects.report": READ,
    "api_projects.edit_report": KEEP,
    "api_projects.publish_report": KEEP,
    "api_projects.discard_report": KEEP,
    "api_projects.programmes": SIGNED_IN,
    "api_projects.create_programme": CREATE,
    "api_projects.programme": SIGNED_IN,
    "api_projects.edit_programme": CREATE,
}
ONE_MILESTONE = {"milestone", "rename_milestone", "move_forecast", "rebaseline_milestone", "reach_milestone"}
ONE_DRAFT = {"report_permalink", "edit_report", "publish_report", "discard_report"}
WITHOUT_PROJECT = {"index", "new", "projects", "create_project"}


def prepare(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world.project, world.member)


def prepare_secret(world: World) -> dict[str, dict[str, object]]:
    return _arguments(world.secret, world.secret_manager)


def _arguments(project: Project, insider: Person) -> dict[str, dict[str, object]]:
    programme = make_programme()
    milestone = make_milestone(project)
    published, draft = make_report(project), make_report(project, days(-1), published=False)
    held = make_appointment(project, insider)

    def of(endpoint: str) -> dict[str, object]:
        name = endpoint.split(".")[1]
        given: dict[str, object] = {"code": project.code}
        if "programme" in name:
            return {"programme_code": programme.code}
        if name in WITHOUT_PROJECT:
            return {}
        if name in ONE_MILESTONE:
            given["milestone_id"] = milestone
        if name == "report":
            given["report_id"] = published
        if name in ONE_DRAFT:
            given["report_id"] = draft
        if name == "dismiss_insider":
            given["person_id"] = insider
        if name in ("end_appointment", "ask_to_accept"):
            given["appointment_id"] = held
        if name == "report_permalink":
            del given["code"]
        return given

    return {endpoint: of(endpoint) for endpoint in ACCESS}
