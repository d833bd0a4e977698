"""Finding people: list, filters, sorting, pages, suggestions, search. At a fixed cost."""

from __future__ import annotations

from portal.accounts import queries
from portal.accounts.models import Department, Person, Role
from portal.accounts.queries import PeopleFilters
from portal.database import session
from portal.search.documents import SearchDocument
from tests.factories.accounts import World, make_department, make_grant, make_head, make_person
from tests.support.api import Api
from tests.support.browser import Browser, Page
from tests.support.statements import statements


def names_on(page: Page) -> list[str]:
    return [link.get_text() for link in page.soup.select("a.row-link")]


def names(**filters: object) -> list[str]:
    return [person.name for person in queries.people(PeopleFilters(**filters)).items]  # type: ignore[arg-type]


def test_active_people_are_listed_by_name(world: World, browser: Browser) -> None:
    make_person("adam Lowercase")
    make_person("Éva Accent")
    make_person("Zoe Gone", is_active=False)
    shown = names_on(browser.as_(world.employee).get("/people"))
    assert shown[:3] == ["Ada Admin", "adam Lowercase", "Ann Audit"]
    assert shown[-1] == "Éva Accent"
    assert "Zoe Gone" not in shown


def test_filters_narrow_the_list(world: World) -> None:
    below = make_department("Warehouse", code="WH", parent=world.logistics)
    make_person("Wang Fang 王芳", email="", key="wf", department=below)
    make_person("Éva Accent", is_active=False, department=below)
    session().flush()
    assert names(q="王") == ["Wang Fang 王芳"]
    assert names(q="ÉVA", state="inactive") == ["Éva Accent"]
    assert names(q="employee@") == ["Emil Employee"]
    assert names(q="100%") == []
    assert names(department="WH") == ["Wang Fang 王芳"]
    assert names(department="LOG") == ["He Lao 何老", "Max Member", "Wang Fang 王芳"], "with what lies below"
    assert names(department="NONE") == []
    assert names(account="without") == ["Wang Fang 王芳"]
    assert "Wang Fang 王芳" not in names(account="with")
    assert len(names(state="everybody")) == 13


def test_a_filter_without_a_match_says_so(world: World, browser: Browser) -> None:
    page = browser.as_(world.employee).get("/people?q=nobody-of-this-name")
    assert page.has("Nobody fits this filter")
    assert browser.get("/people?state=nonsense&account=1&sort=--x&limit=0&after=%00").status == 200


def test_pages_follow_each_other_without_gap_or_repetition(world: World) -> None:
    for number in range(6):
        make_person("Same Name", hours_per_week=10 * (number % 2))
    session().flush()
    for sort in ("name", "-name", "key", "-key", "hours", "-hours"):
        seen: list[int] = []
        after = None
        while len(seen) < 50:
            page = queries.people(PeopleFilters(sort=sort, limit=4, after=after))
            seen += [person.id for person in page.items]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 17, sort


def cost_of(browser: Browser, address: str) -> int:
    """How many statements of ours a page takes; what panels of features above ask is theirs to count."""
    session().commit()  # what the test itself stores is not counted
    with statements() as seen:
        assert browser.get(address).status == 200
    return len([statement for statement in seen if "commitment" not in statement])


def test_lists_and_suggestions_cost_the_same_however_many_there_are(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    costs = []
    for count in (3, 30):
        for number in range(count):
            make_person(f"Person {number}", department=world.sales)
        costs.append((cost_of(browser, "/people?q=e"), cost_of(browser, "/people/suggestions?q=person")))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 5
    assert len(browser.get("/people/suggestions?q=person").soup.find_all("option")) == 10


def test_suggestions_put_names_that_begin_so_first(world: World, browser: Browser) -> None:
    make_person("Joanna Ann", email="ja@example.org")
    make_person("Wang Fang 王芳", email="wf@example.org", department=world.sales)
    make_person("Ann Gone", is_active=False)
    page = browser.as_(world.employee).get("/people/suggestions?q=ann")
    assert [option["value"] for option in page.soup.find_all("option")] == [
        "Ann Audit <auditor@example.org>",
        "Joanna Ann <ja@example.org>",
    ]
    assert browser.get("/people/suggestions?q=a").soup.find("option") is None
    found = browser.get("/people/suggestions?field=head&head=王").soup.find_all("option")
    assert [(option["value"], option.get_text()) for option in found] == [
        ("Wang Fang 王芳 <wf@example.org>", "Sales 销售部")
    ]


def test_suggestions_come_as_json_to_who_asks(world: World, browser: Browser) -> None:
    page = browser.as_(world.employee).get(
        "/people/suggestions?q=mia", headers={"Accept": "application/json"}
    )
    assert page.response.get_json() == [
        {
            "id": world.manager.id,
            "name": "Mia Manager",
            "key": "manager@example.org",
            "value": "Mia Manager <manager@example.org>",
        }
    ]


def test_what_somebody_typed_means_one_person_or_two(world: World) -> None:
    make_person("Same Name")
    make_person("SAME NAME")
    session().flush()
    assert queries.find_people("Mia Manager <manager@example.org>") == [world.manager]
    assert queries.find_people("mia manager") == [world.manager]
    assert queries.find_people("MANAGER@example.org") == [world.manager]
    assert len(queries.find_people("same name")) == 2
    assert queries.find_people("nobody") == []


def test_a_persons_page_costs_the_same_however_much_is_on_it(world: World, browser: Browser) -> None:
    browser.as_(world.employee)
    costs = []
    for count in (3, 30):
        for number in range(count):
            make_head(make_department(f"Unit {number}"), world.head)
            make_grant(world.head, Role.CIO)
        costs.append(cost_of(browser, f"/people/{world.head.id}"))
    assert costs[0] == costs[1] <= 8
    assert len(browser.get(f"/people/{world.head.id}").soup.select("#heads tbody tr")) == 34


def test_people_and_departments_can_be_found(world: World) -> None:
    person = Person(id=7, name="Wang Fang", key="wf", email="wf@example.org", title="Buyer")
    assert person.search_document() == SearchDocument("Wang Fang", "wf\nwf@example.org\nBuyer", "/people/7")
    assert Person(id=8, name="Old", key="o", merged_into_id=7).search_document() is None
    assert Department(id=3, name="Sales", code="SAL").search_document() == SearchDocument(
        "Sales", "SAL", "/departments/3"
    )


def test_the_api_lists_by_the_same_filters(world: World, api: Api) -> None:
    make_person("Named Only", email="", key="named")
    api.as_(world.employee)
    found = api.get("/people?account=without").get_json()
    assert [(item["name"], item["has_account"]) for item in found["items"]] == [("Named Only", False)]
    first = api.get("/people?limit=5&sort=-name").get_json()
    rest = api.get(f"/people?limit=50&sort=-name&after={first['next']}").get_json()
    assert len(first["items"]) + len(rest["items"]) == 12
    assert rest["next"] is None
    assert api.get("/people?limit=0").status_code == 422
    assert api.get("/people?state=nonsense").status_code == 422
