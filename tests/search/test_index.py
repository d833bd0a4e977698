"""The index follows the records, in the same transaction."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select, text, update

from portal.assembly import Portal
from portal.database import db, session
from portal.projects.models import Project
from portal.search import index
from portal.search.documents import SearchDocument
from portal.search.models import SearchEntry
from portal.search.queries import search
from tests.factories.accounts import World, make_person, make_project
from tests.support.statements import statements
from tests.support.times import NOW


def found(question: str) -> list[str]:
    return [entry.title for entry in search(question).entries]


def test_a_new_record_is_found_in_its_own_transaction(app: Portal) -> None:
    make_project("Roof garden", code="ROOF")
    session().flush()
    assert found("garden") == ["Roof garden"]


def test_a_record_that_was_rolled_back_is_not_found(app: Portal) -> None:
    make_project("Roof garden", code="ROOF")
    session().flush()
    session().rollback()
    assert found("garden") == []


def test_a_renamed_record_is_found_by_its_new_name_only(world: World) -> None:
    world.project.name = "Till system"
    session().commit()
    assert found("till") == ["Till system"]
    assert found("system") == ["Till system"]
    assert found('"store system"') == []


def test_a_deleted_record_is_not_found(world: World) -> None:
    person = make_person("Temporary Tess", email="tess@example.org")
    session().flush()
    assert found("tess") == ["Temporary Tess"]
    session().delete(person)
    session().flush()
    assert found("tess") == []


def test_a_change_that_nobody_can_search_for_writes_nothing(world: World) -> None:
    before = session().scalars(select(SearchEntry.id).order_by(SearchEntry.id)).all()
    world.project.budget = Decimal(100)
    with statements() as seen:
        session().flush()
    assert [each for each in seen if "search_entry" in each and not each.startswith("SELECT")] == []
    assert session().scalars(select(SearchEntry.id).order_by(SearchEntry.id)).all() == before


def test_a_rewritten_record_comes_first(app: Portal) -> None:
    first, second = make_project("Alpha plan", code="A"), make_project("Beta plan", code="B")
    session().flush()
    assert found("plan") == ["Beta plan", "Alpha plan"]
    first.purpose = "Rewritten"
    session().flush()
    assert found("plan") == ["Alpha plan", "Beta plan"]
    second.budget = Decimal(3)
    session().flush()
    assert found("plan") == ["Alpha plan", "Beta plan"]


def test_many_new_records_cost_a_fixed_number_of_statements(app: Portal) -> None:
    counts = []
    for size in (3, 30):
        session().add_all(
            Project(code=f"P{size}-{each}", name=f"Project {each}", created_at=NOW) for each in range(size)
        )
        with statements() as seen:
            session().flush()
        counts.append(len([each for each in seen if "search_entry" in each]))
    assert counts[0] == counts[1] <= 2


def test_a_rebuild_notices_what_went_past_the_portal(world: World) -> None:
    assert index.rebuild() == 0
    session().execute(update(Project).where(Project.id == world.project.id).values(name="Checkout"))
    session().execute(text("DELETE FROM search_entry WHERE kind = 'person'"))
    session().execute(text("DELETE FROM insider WHERE project_id = :id"), {"id": world.secret.id})
    session().execute(text("DELETE FROM appointment WHERE project_id = :id"), {"id": world.secret.id})
    session().execute(text("DELETE FROM project WHERE id = :id"), {"id": world.secret.id})
    assert index.rebuild(["project"]) == 2
    assert found("checkout") == ["Checkout"]
    assert found("merger") == []
    assert found("emil") == []
    index.rebuild()
    assert found("emil") == ["Emil Employee"]
    assert index.rebuild() == 0


def test_a_rebuild_mixes_the_kinds(app: Portal) -> None:
    for each in range(250):
        make_person(f"Person word {each}", email=f"p{each}@example.org")
        make_project(f"Project word {each}", code=f"P{each}")
    session().commit()
    session().execute(text("DELETE FROM search_entry"))
    index.rebuild()
    newest = session().scalars(select(SearchEntry.kind).order_by(SearchEntry.id.desc()).limit(300)).all()
    assert {"person", "project"} <= set(newest)


def test_long_texts_and_hostile_signs_are_stored(app: Portal) -> None:
    document = SearchDocument("NUL\x00 and \ud800 surrogate", "风险决议" * 20_000 + "tail", "/x")
    huge = SearchDocument("x" * 5000, "'\"%_¶ " * 1000, "/y")
    index.write(session().connection(), {("risk", 1): document, ("risk", 2): huge})
    assert found("surrogate") == ["NUL and ? surrogate"]
    assert found("决议风险") == ["NUL and ? surrogate"]
    assert found("tail") == []
    assert found("x" * 60) == ["x" * 5000]


def test_the_full_text_index_and_the_entries_agree(world: World) -> None:
    world.project.name = "Renamed"
    session().commit()
    if db.engine.dialect.name == "sqlite":
        session().execute(text("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)"))
    else:
        names = (
            session().scalars(text("SELECT indexname FROM pg_indexes WHERE tablename = 'search_entry'")).all()
        )
        assert {"ix_search_entry_words", "ix_search_entry_title_words"} <= set(names)
