from tests.factories.accounts import World
from tests.factories.projects import *
from tests.support.api import Api

def test_smoke(world: World, api: Api) -> None:
    a = api.as_(world.office)
    def show(r): print(r.status_code, r.get_data(as_text=True)[:300]); return r
    show(a.get("/openapi.json"))
    show(a.post("/programmes", {"code":"G","name":"Retail"}))
    show(a.patch("/programmes/G", {"rating_points":3,"name":None}))
    show(a.post("/projects", {"code":"N-1","name":" New ","programme":"G","budget":12.5,"currency":"eur","lead_department":"LOG","start_on":"2026-01-01"}))
    show(a.post("/projects", {"code":"N-1","name":" New ","budget":-1, "start_on": 5}))
    show(a.post("/projects", {"code":"N-2","name":" New ","programme":"X"}))
    show(a.patch("/projects/N-1", {"purpose":"Better","budget":None,"name":None}))
    show(a.get("/projects?limit=1&sort=-rating"))
    show(a.get("/projects?phase=nonsense"))
    show(a.post("/projects/N-1/phase", {"phase":"pilot","note":"go"}))
    show(a.post("/projects/N-1/appointments", {"role":"sponsor","person":"sponsor@example.org","valid_from":"2026-01-01"}))
    show(a.post("/projects/N-1/appointments", {"role":"sponsor","person":"head@example.org","valid_from":"2026-02-01"}))
    show(a.get("/projects/N-1/appointments?on=2026-01-15"))
    show(a.post("/projects/N-1/milestones", {"code":"M1","name":"Go","baseline_on":"2026-05-01"}))
    mid = a.get("/projects/N-1/milestones").json["items"][0]["id"]
    show(a.post(f"/projects/N-1/milestones/{mid}/forecast", {"forecast_on":"2026-06-01"}))
    show(a.post(f"/projects/N-1/milestones/{mid}/forecast", {"forecast_on":"2026-06-01","reason":"late"}))
    show(a.post(f"/projects/N-1/milestones/{mid}/baseline", {"baseline_on":"2026-06-01","reason":"late"}))
    show(a.post(f"/projects/N-1/milestones/{mid}/arrival", {"actual_on":"2026-03-02"}))
    r = show(a.post("/projects/N-1/reports", {"reported_on":"2026-03-01","overall":"amber","scope":"red"}))
    rid = r.json["id"]
    show(a.post(f"/projects/N-1/reports/{rid}/publication", {}))
    show(a.patch(f"/projects/N-1/reports/{rid}", {"narrative":"x","scope_note":"y"}))
    show(a.post(f"/projects/N-1/reports/{rid}/publication", {}))
    show(a.patch(f"/projects/N-1/reports/{rid}", {"narrative":"x","scope_note":"y"}))
    show(a.post(f"/projects/N-1/reports/{rid}/discard"))
    r = show(a.post("/projects/N-1/reports", {"reported_on":"2026-03-02","overall":"amber"}))
    show(a.post(f"/projects/N-1/reports/{r.json[chr(105)+chr(100)]}/discard"))
    show(a.post("/projects/N-1/confidentiality", {"is_confidential":True,"reason":"law"}))
    show(a.post("/projects/N-1/insiders", {"person":"employee@example.org","reason":"law"}))
    show(a.get("/projects/N-1/insiders"))
    show(a.post(f"/projects/N-1/insiders/{world.employee.id}/end", {"reason":"law"}))
    show(a.get("/projects/N-1/history?limit=3"))
    show(a.get("/projects/N-1"))
