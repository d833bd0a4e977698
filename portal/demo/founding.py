"""How it began: the organization, its people and roles, programmes, projects, groups and who is responsible."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from portal.accounts.models import Department, Person
from portal.accounts.operations import (
    appoint_head,
    create_department,
    create_person,
    get_or_create_person_without_account,
    give_one_password,
    grant_role,
)
from portal.database import session
from portal.demo import cast
from portal.demo.stage import Moment, Stage
from portal.projects.operations import (
    add_milestone,
    appoint,
    create_programme,
    create_project,
    make_confidential,
)
from portal.stakeholders.operations import assign
from portal.steering.operations import add_member, create_group

DOMAIN = "greenmart.example"
PASSWORD = "green store tour"
FOUNDED = -720
#: He Lao took over logistics from his predecessor a good half year ago.
NEW_HEAD = ("LOG", "xiao.peng", "he.lao", -210)

#: (project, person, role, since)
APPOINTMENTS = (
    ("STORE", "li.na", "key_user", -280),
    ("STORE", "song.yi", "it_lead", -280),
    ("STORE", "liu.jianhua", "business_lead", -280),
    ("STORE", "han.mei", "key_user", -120),
    ("STORE", "jiang.tao", "member", -200),
    ("CRM", "ye.zi", "key_user", -200),
    ("CRM", "peng.jie", "it_lead", -200),
    ("CRM", "yu.ting", "business_lead", -200),
    ("LEARN", "wei.qing", "member", -360),
    ("LEARN", "du.fei", "member", -360),
    ("LEARN", "song.yi", "it_lead", -350),
    ("P2P", "qian.bo", "process_owner", -140),
    ("P2P", "shi.rui", "key_user", -140),
    ("P2P", "ren.yi", "key_user", -140),
    ("WMS", "luo.yong", "business_lead", -70),
    ("WMS", "song.yi", "it_lead", -70),
    ("PRICE", "cui.yang", "business_lead", -35),
    ("DATA", "cao.ning", "member", -250),
    ("LOYAL", "pan.jun", "member", -400),
    ("SHIFT", "wu.qiang", "key_user", -500),
    ("MERGE", "zhu.hong", "member", -28),
    ("MERGE", "bai.xue", "member", -28),
)

#: (project, code, name, baseline, forecast or None, actual or None), days relative to today
MILESTONES = (
    ("STORE", "M1", "Design accepted by the key users 方案签认", -190, None, -176),
    ("STORE", "M2", "Interfaces to finance tested 财务接口联调", -70, None, -41),
    ("STORE", "M3", "Pilot in ten stores 十店试点", -20, None, -6),
    ("STORE", "M4", "Decision on the roll-out 推广决策", 12, 26, None),
    ("STORE", "M5", "Go-live north 北区上线", 40, 75, None),
    ("STORE", "M6", "Go-live south 南区上线", 110, 150, None),
    ("CRM", "M1", "Requirements signed by sales and marketing 需求签认", -120, None, -60),
    ("CRM", "M2", "Interface to the tills 与收银对接", -10, 35, None),
    ("CRM", "M3", "Pilot with 5,000 customers 五千客户试点", 60, 100, None),
    ("CRM", "M4", "Go-live 上线", 90, 120, None),
    ("LEARN", "M1", "First twenty lessons 首批二十课", -260, None, -230),
    ("LEARN", "M2", "Go-live 上线", -90, None, -60),
    ("LEARN", "M3", "All stores trained on the till 全员收银培训", 20, 48, None),
    ("P2P", "M1", "Process as it is lived 现状流程", -100, None, -95),
    ("P2P", "M2", "Process as it shall be, agreed by three departments 目标流程", -30, 14, None),
    ("P2P", "M3", "Pilot 试点", 45, 60, None),
    ("WMS", "M1", "Selection group complete 选型组成立", -30, 10, None),
    ("WMS", "M2", "Vendor chosen 选型决定", 60, 90, None),
    ("PRICE", "M1", "Project order signed 立项", -5, 15, None),
    ("DATA", "M1", "Owners for article data 商品数据负责人", -150, None, -150),
    ("DATA", "M2", "Duplicates below one per cent 重复率低于百分之一", -40, None, -30),
    ("DATA", "M3", "Customer data clean 客户数据就绪", 30, 30, None),
    ("LOYAL", "M1", "Go-live 上线", -40, None, -20),
    ("LOYAL", "M2", "End of hypercare 上线监控结束", 10, 10, None),
    ("SHIFT", "M1", "All stores live 全部门店上线", -230, None, -200),
    ("MERGE", "M1", "Systems assessment 系统评估", 30, 30, None),
)

#: (project, item, role, party: a person's key or a department's code, since)
RACI = (
    ("STORE", "Store processes 门店流程", "A", "liu.jianhua", -270),
    ("STORE", "Store processes 门店流程", "R", "li.na", -270),
    ("STORE", "Store processes 门店流程", "C", "LOG", -270),
    ("STORE", "System and interfaces 系统与接口", "A", "song.yi", -270),
    ("STORE", "System and interfaces 系统与接口", "R", "IT", -270),
    ("STORE", "System and interfaces 系统与接口", "C", "FIN", -270),
    ("STORE", "Cut-over of the stores 门店切换", "R", "wu.qiang", -150),
    ("STORE", "Cut-over of the stores 门店切换", "I", "TRN", -150),
    ("STORE", "Training of the staff 员工培训", "A", "gao.yan", -200),
    ("STORE", "Training of the staff 员工培训", "A", "liu.jianhua", -160),
    ("STORE", "Training of the staff 员工培训", "R", "TRN", -200),
    ("CRM", "Customer record 客户主档", "A", "wang.lei", -190),
    ("CRM", "Customer record 客户主档", "A", "xu.jing", -185),
    ("CRM", "Customer record 客户主档", "R", "ye.zi", -190),
    ("CRM", "Complaint process 客诉流程", "A", "yu.ting", -190),
    ("CRM", "Complaint process 客诉流程", "R", "SAL", -190),
    ("CRM", "Interface to the tills 与收银对接", "A", "peng.jie", -190),
    ("CRM", "Interface to the tills 与收银对接", "R", "IT", -190),
    ("LEARN", "Content of the lessons 课程内容", "A", "gao.yan", -360),
    ("LEARN", "Content of the lessons 课程内容", "R", "wei.qing", -360),
    ("LEARN", "Content of the lessons 课程内容", "C", "OPS", -360),
    ("LEARN", "Platform operation 平台运维", "A", "song.yi", -350),
    ("LEARN", "Platform operation 平台运维", "R", "IT", -350),
    ("P2P", "Approval rules 审批规则", "A", "zhu.hong", -130),
    ("P2P", "Approval rules 审批规则", "R", "qian.bo", -130),
    ("P2P", "Approval rules 审批规则", "C", "PUR", -130),
    ("P2P", "Goods receipt 收货", "R", "LOG", -130),
    ("DATA", "Article data 商品数据", "A", "hu.tao", -240),
    ("DATA", "Article data 商品数据", "R", "cao.ning", -240),
    ("DATA", "Customer data 客户数据", "R", "ye.zi", -240),
)


def tell(stage: Stage) -> None:
    """Put the founding on the stage."""
    stage.on(FOUNDED, lambda moment: _departments(stage, moment))
    stage.on(FOUNDED, lambda moment: _people(stage, moment))
    stage.on(FOUNDED, lambda moment: _heads_and_roles(stage, moment))
    stage.on(NEW_HEAD[3], lambda moment: _new_head(stage, moment))
    stage.on(-610, lambda moment: _programmes(stage, moment))
    for part in cast.PROJECTS:
        stage.on(part.start - 5, partial(_project, stage, part))
    for project, key, role, since in APPOINTMENTS:
        stage.on(since, _appointment(stage, project, key, role))
    for row in MILESTONES:
        stage.on(next(part.start for part in cast.PROJECTS if part.code == row[0]), _milestone(stage, row))
    for project, item, letter, party, since in RACI:
        stage.on(since, _responsibility(stage, project, item, letter, party))
    for group in cast.GROUPS:
        stage.on(-330, partial(_group, stage, group))


def _office(stage: Stage) -> Any:
    return stage.person("lin.yu")


def _departments(stage: Stage, moment: Moment) -> None:
    waiting = list(cast.DEPARTMENTS)
    while waiting:
        part = next(part for part in waiting if part.parent is None or part.parent in stage.departments)
        waiting.remove(part)
        parent = stage.departments[part.parent] if part.parent else None
        stage.departments[part.code] = create_department(
            code=part.code, name=part.name, parent=parent, by=None, now=moment.now
        )


def _people(stage: Stage, moment: Moment) -> None:
    for part in cast.PEOPLE:
        person = create_person(
            name=part.name,
            email=f"{part.key}@{DOMAIN}",
            title=part.title,
            department=stage.departments[part.department],
            by=None,
            now=moment.now,
        )
        person.is_demo = True
        stage.people[part.key] = person
    for key, name in cast.OUTSIDERS:
        stage.people[key] = get_or_create_person_without_account(key, name, moment.now, None)
    session().flush()


def give_passwords(stage: Stage, moment: Moment) -> None:
    """Only those whom the start names can sign in, and the administrator."""
    keys = (*(key for _role, key in cast.SIGN_IN_ROLES), "tian.tian", "zhang.min")
    give_one_password([stage.person(key) for key in keys], password=PASSWORD, now=moment.now)


def password_of(_key: str) -> str:
    """Everybody's is the same: the demo's passwords are no secret, they open on this machine only."""
    return PASSWORD


def _heads_and_roles(stage: Stage, moment: Moment) -> None:
    for part in cast.DEPARTMENTS:
        head = NEW_HEAD[1] if part.code == NEW_HEAD[0] else part.head
        _make_head(stage, stage.departments[part.code], head, moment)
    for key, role in cast.ROLES:
        grant_role(stage.person(key), role=role, valid_from=moment.today, by=None, now=moment.now)


def _make_head(stage: Stage, department: Department, key: str, moment: Moment) -> None:
    appoint_head(
        department,
        person=stage.person(key),
        valid_from=moment.today,
        by=None,
        now=moment.now,
        today=moment.today,
    )


def _new_head(stage: Stage, moment: Moment) -> None:
    _make_head(stage, stage.departments[NEW_HEAD[0]], NEW_HEAD[2], moment)


def _programmes(stage: Stage, moment: Moment) -> None:
    for code, name, purpose in cast.PROGRAMMES:
        stage.made[code] = create_programme(
            code=code, name=name, purpose=purpose, by=_office(stage), now=moment.now
        )


def _project(stage: Stage, part: cast.ProjectPart, moment: Moment) -> None:
    project = create_project(
        code=part.code,
        name=part.name,
        programme=stage.made[part.programme],
        purpose=part.purpose,
        measure_of_success=part.measure,
        lead_department=stage.departments[part.lead],
        lead_model=part.lead_model,
        phase=part.phase,
        start_on=stage.day(part.start),
        go_live_on=stage.day(part.go_live),
        end_on=stage.day(part.end),
        budget=Decimal(part.budget),
        currency="CNY",
        by=_office(stage),
        now=moment.now,
    )
    stage.made[part.code] = project
    for role, key in (("sponsor", part.sponsor), ("manager", part.manager)):
        if key:
            appoint(
                project,
                person=stage.person(key),
                role=role,
                valid_from=moment.today,
                by=_office(stage),
                now=moment.now,
                is_accepted=True,
            )
    session().flush()
    if part.code in cast.CONFIDENTIAL:
        reason = "Not announced yet. 尚未公告。"
        make_confidential(project, reason=reason, by=_office(stage), now=moment.now, today=moment.today)


def _appointment(stage: Stage, project: str, key: str, role: str) -> Any:
    return lambda moment: appoint(
        stage.project(project),
        person=stage.person(key),
        role=role,
        valid_from=moment.today,
        by=_office(stage),
        now=moment.now,
        tell=False,
    )


def _milestone(stage: Stage, row: tuple[str, str, str, int, int | None, int | None]) -> Any:
    project, code, name, baseline, _forecast, _actual = row

    def act(moment: Moment) -> None:
        stage.made[f"{project}/{code}"] = add_milestone(
            stage.project(project),
            code=code,
            name=name,
            baseline_on=stage.day(baseline),
            by=stage.manager(project, moment.today),
            now=moment.now,
        )

    return act


def _responsibility(stage: Stage, project: str, item: str, letter: str, party: str) -> Any:
    is_department = party.isupper()
    return lambda moment: assign(
        stage.project(project),
        item=item,
        role=letter,
        valid_from=moment.today,
        by=stage.manager(project, moment.today),
        now=moment.now,
        person=None if is_department else stage.person(party),
        department=stage.departments[party] if is_department else None,
    )


#: Why somebody other than the top executive chairs.
CHAIR_REASONS = {
    "SG-RETAIL": "She answers for the stores and the warehouse, and the president has delegated to her what concerns both.",
}


def _heads_everything(stage: Stage, key: str) -> bool:
    department = stage.person(key).department
    return department is not None and department.parent_id is None and key == cast.DEPARTMENTS[0].head


def _side(role: str, person: Person) -> str | None:
    """Who sits there speaks for IT or for the business; secretaries and chairs speak for nobody."""
    if role in {"secretary", "chair"} or person.department is None:
        return None
    return "it" if person.department.code == "IT" else "business"


def _group(stage: Stage, part: tuple[Any, ...], moment: Moment) -> None:
    code, name, programme, quorum, rule, purpose, members = part
    group = create_group(
        code=code,
        name=name,
        purpose=purpose,
        programme=stage.made[programme],
        quorum=quorum,
        rule=rule,
        chair_reason=CHAIR_REASONS.get(code, ""),
        by=_office(stage),
        now=moment.now,
    )
    stage.made[code] = group
    session().flush()
    for key, role, votes in members:
        add_member(
            group,
            person=stage.person(key),
            role=role,
            votes=votes,
            side=_side(role, stage.person(key)),
            is_top_executive=role == "chair" and _heads_everything(stage, key),
            valid_from=moment.today,
            by=_office(stage),
            now=moment.now,
        )
