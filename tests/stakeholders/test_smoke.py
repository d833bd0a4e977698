from tests.factories.accounts import World
from tests.support.browser import Browser
from tests.support.api import Api
def test_smoke(world: World, browser: Browser, api: Api) -> None:
    a = api.as_(world.manager)
    def show(r): print(r.status_code, r.get_data(as_text=True)[:300]); return r
    for item, role, kw in [("Data","A",{"department":"LOG"}),("Data","A",{"department":"SAL"}),("Data","R",{"person":"member@example.org"}),("Training","R",{"department":"SAL"}),("Till","I",{"department":"SAL"})]:
        r = show(a.post("/projects/STORE/raci", {"item":item,"role":role,"valid_from":"2026-01-01",**kw}))
    show(a.post("/projects/STORE/raci", {"item":item,"role":role,"valid_from":"2026-02-01",**kw}))
    show(a.post("/projects/STORE/raci", {"item":item,"role":role,"valid_from":"2026-02-01"}))
    show(a.post(f"/projects/STORE/raci/{r.json['id']}/end", {"valid_to":"2026-02-01"}))
    show(a.get("/projects/STORE/raci"))
    show(a.get("/projects/STORE/raci/faults"))
    b = browser.as_(world.manager)
    for u in ["/projects/STORE/raci","/projects/STORE/raci?on=2026-01-20","/projects/STORE/raci?layout=roles&limit=1","/projects/STORE/raci?on=2020-01-01","/projects/STORE/raci/new","/projects/STORE/raci/1/end"]:
        p = b.get(u); print(p.status, u, p.text[-900:]); assert p.status==200
