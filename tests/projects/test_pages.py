"""smoke"""
from tests.factories.accounts import World
from tests.factories.projects import *
from tests.support.browser import Browser

def test_smoke(world: World, browser: Browser) -> None:
    make_portfolio(2, world.sponsor)
    g = make_programme("Retail")
    world.project.programme = g
    m = make_milestone(world.project)
    r = make_report(world.project)
    d = make_report(world.secret, published=False)
    b = browser.as_(world.office)
    for url in ["/projects","/projects?q=a&vacant=1&phase=pilot","/programmes",f"/programmes/{g.code}",f"/programmes/{g.code}/edit","/programmes/new","/projects/new","/projects/STORE","/projects/SECRET","/projects/STORE/edit","/projects/STORE/phase","/projects/STORE/confidentiality","/projects/SECRET/confidentiality","/projects/SECRET/people","/projects/STORE/people?on=2020-01-01","/projects/STORE/appointments/new","/projects/STORE/appointments/1/end","/projects/STORE/milestones","/projects/STORE/milestones/new",f"/projects/STORE/milestones/{m.id}",*(f"/projects/STORE/milestones/{m.id}/{x}" for x in ("name","forecast","baseline","arrival")),"/projects/STORE/reports","/projects/STORE/reports/new",f"/projects/STORE/reports/{r.id}",f"/projects/SECRET/reports/{d.id}",f"/projects/SECRET/reports/{d.id}/edit",f"/projects/SECRET/reports/{d.id}/discard","/projects/STORE/history","/projects/SECRET/insiders/new",f"/projects/SECRET/insiders/{world.secret_manager.id}/end"]:
        page = b.get(url)
        print(page.status, url)
        assert page.status == 200, url
