"""An import in the browser and through the API and the command: looked at, checked, mended, stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from portal.accounts.models import Department
from portal.database import db, session
from portal.exchange import background
from portal.exchange.commands import COMMANDS
from portal.exchange.models import ImportRun, SavedMapping
from tests.exchange.bringing import saved_mapping, table, write_csv
from tests.factories.accounts import World
from tests.support.api import Api
from tests.support.browser import Browser, Page

IMPORT, EXPORT = COMMANDS
STORAGE = b"code,name\nLOG9,Storage\n"


def upload(browser: Browser, files: dict[str, bytes], **more: Any) -> Page:
    given = [(io.BytesIO(raw), name) for name, raw in files.items()]
    return browser.post(
        "/exchange/imports/new", {"files": given, **more}, content_type="multipart/form-data", follow=True
    )


def waited(browser: Browser, page: Page, button: str) -> Page:
    """Press the button of this page that begins the work, and read the page when it is done."""
    browser.submit(page, action=button)
    wait_for_all()
    return browser.get(page.address)


def wait_for_all() -> None:
    uids = session().scalars(select(ImportRun.uid)).all()
    session().rollback()
    for uid in uids:
        background.wait(uid)
    session().expire_all()


def count(code: str) -> int:
    found = session().scalar(select(func.count()).where(Department.code == code))
    session().rollback()
    return found or 0


def test_several_files_are_one_import_and_one_refused_row_stops_all_of_it(
    world: World, browser: Browser
) -> None:
    browser.as_(world.office)
    bad = {"departments.csv": STORAGE, "risks.csv": b"code,project,title\nR1,NOWHERE,Tills are late\n"}
    page = waited(browser, upload(browser, bad), "/check")
    assert "1 row is refused" in page.text
    assert "NOWHERE" in page.text
    assert count("LOG9") == 0
    good = {**bad, "risks.csv": b"code,project,title\nR1,STORE,Tills are late\n"}
    page = waited(browser, upload(browser, good), "/check")
    assert "Every row fits" in page.text
    assert count("LOG9") == 0
    page = waited(browser, page, "/import")
    assert "All rows are stored" in page.text
    assert count("LOG9") == 1
    assert browser.get("/search?q=Tills").has("R1")


def test_an_encoding_in_doubt_is_shown_and_asked_for(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    page = upload(browser, {"departments.csv": "code,name\nLOG9,物流\n".encode("big5")})
    assert "please choose" in page.text
    page = browser.submit(page, {"encoding-0": "big5"}, action="/encodings")
    waited(browser, waited(browser, page, "/check"), "/import")
    assert session().scalars(select(Department.name).where(Department.code == "LOG9")).one() == "物流"


def test_foreign_columns_are_chosen_saved_and_used_again(world: World, browser: Browser) -> None:
    browser.as_(world.office)
    page = upload(browser, {"abteilungen.csv": "Kürzel,Bezeichnung\nLOG9,Lager\n".encode()})
    mapping = browser.get(f"{page.address}/mapping")
    columns = {"t0-sheet": "departments", "t0-was": "departments", "t0-code": "Kürzel"}
    answer = browser.post(f"{page.address}/mapping", {**columns, "t0-name": "Bezeichnung", "save_as": "Ours"})
    assert mapping.status == 200
    assert answer.status == 303
    waited(browser, waited(browser, browser.get(page.address), "/check"), "/import")
    assert count("LOG9") == 1
    saved = session().scalars(select(SavedMapping)).one()
    again = {"abteilungen.csv": "Kürzel,Bezeichnung\nLOG8,Laden\n".encode()}
    page = waited(browser, upload(browser, again, mapping=str(saved.id)), "/check")
    assert "Every row fits" in page.text


def test_a_script_imports_and_reads_what_was_refused(world: World, api: Api) -> None:
    api.as_(world.office)
    data = {"file": (io.BytesIO(b"code,name\nLOG9," + b"x" * 400 + b"\n"), "departments.csv")}
    run = api.client.post("/api/v1/imports", data=data, headers=api.headers).get_json()
    wait_for_all()
    assert api.get(f"/imports/{run['id']}").json["state"] == "refused"
    (refusal,) = api.get(f"/imports/{run['id']}/refusals").json["items"]
    assert (refusal["sheet"], refusal["row"], refusal["column"]) == ("departments", 2, "name")
    real: dict[str, Any] = {"file": (io.BytesIO(STORAGE), "departments.csv"), "dry_run": "false"}
    run = api.client.post("/api/v1/imports", data=real, headers=api.headers).get_json()
    wait_for_all()
    assert api.get(f"/imports/{run['id']}").json["state"] == "done"
    assert count("LOG9") == 1


def run_command(command: Any, *words: str | Path) -> Result:
    session().rollback()
    result = CliRunner().invoke(command, [str(word) for word in words])
    db.session.commit() if result.exit_code == 0 else db.session.rollback()
    return result


def test_the_command_says_each_refused_row_and_stores_all_or_nothing(world: World, tmp_path: Path) -> None:
    good = write_csv(tmp_path / "departments.csv", table("code | name\nLOG9 | Storage"))
    bad = write_csv(tmp_path / "risks.csv", table("code | project | title\nR1 | NOWHERE | Late"))
    result = run_command(IMPORT, good, bad)
    assert result.exit_code == 1
    assert "risks.csv, sheet risks, row 2, column project: “NOWHERE”" in result.output
    assert count("LOG9") == 0
    assert "nothing was stored" in run_command(IMPORT, good, "--dry-run").output
    assert count("LOG9") == 0
    assert run_command(IMPORT, good).exit_code == 0
    assert count("LOG9") == 1
    out = tmp_path / "out.xlsx"
    assert run_command(EXPORT, out).exit_code == 0
    assert run_command(IMPORT, out).exit_code == 0


@pytest.mark.shared_data
def test_the_command_takes_a_saved_mapping(app: object, shared_data: Path, tmp_path: Path) -> None:
    file = tmp_path / "keps.json"
    file.write_text(json.dumps(saved_mapping("keps")), "utf-8")
    folder = shared_data / "keps"
    result = run_command(IMPORT, folder / "projects.csv", folder / "raci.csv", "--map", file)
    assert result.exit_code == 0, result.output
    assert "Warnings (202)" in result.output
    lessons = run_command(IMPORT, write_csv(tmp_path / "lessons.csv", table("code | lesson\nL1 | Ask")))
    assert "--skip lessons" in lessons.output
