"""Who promised whom: asks to departments, their answers, and what was really given each week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from portal.commitments.models import Kind
from portal.commitments.operations import (
    accept_counter,
    ask_again,
    ask_department,
    confirm_commitment,
    counter_commitment,
    draft_commitment,
    fulfil_commitment,
    lapse_commitment,
    miss_commitment,
    record_delivery,
    refuse_commitment,
    release_commitment,
    withdraw_commitment,
)
from portal.commitments.terms import TermValues
from portal.demo.stage import Moment, Stage


class Ask(NamedTuple):
    """An ask: `who` is a person's key or a skill; `share` percent; days relative to today.

    `steps`: (day, verb, what) in order; verbs: confirm [person], counter (who, share, start, end, note), accept, again (share, start, end, note),
    refuse, withdraw, release, fulfil, miss, lapse, give (hours per week, from the start or a list of the last weeks).
    """

    name: str
    project: str
    department: str
    who: str
    share: int
    start: int
    end: int
    asked: int
    text: str
    steps: tuple[tuple[Any, ...], ...] = ()
    note: str = ""


STAFFING = (
    # The store system: the same expert is promised to four projects.
    Ask(
        "S1",
        "STORE",
        "OPS",
        "li.na",
        60,
        -260,
        100,
        -268,
        "Describe the store processes as they are lived, accept the design, lead the pilot.",
        ((-262, "confirm"), (-27, "give", 24, 24, 20, 16)),
    ),
    Ask(
        "S2",
        "STORE",
        "LOG",
        "dong.xue",
        50,
        -250,
        -60,
        -262,
        "Agree on the stock process and test it with real differences.",
        (
            (
                -258,
                "counter",
                "dong.xue",
                20,
                -240,
                -60,
                "Year-end count: no more than a day a week. 年终盘点。",
            ),
            (-254, "accept"),
            (-55, "miss", "Came to 3 of 11 workshops; the warehouse needed her."),
        ),
    ),
    Ask(
        "S3",
        "STORE",
        "FIN",
        "ren.yi",
        40,
        -120,
        -30,
        -140,
        "Test the interfaces to the accounts.",
        ((-134, "confirm"), (-28, "fulfil")),
    ),
    Ask(
        "S4",
        "STORE",
        "LOG",
        "dong.xue",
        50,
        -90,
        80,
        -101,
        "Correct stock differences in the pilot stores and write down why they arise.",
        (
            (-96, "counter", "dong.xue", 40, -80, 80, "Two days a week; she also keeps the cycle count."),
            (-93, "accept"),
            (-27, "give", 16, 8, 8, 0),
        ),
    ),
    Ask(
        "S5",
        "STORE",
        "OPS",
        "han.mei",
        30,
        -60,
        40,
        -75,
        "Run the pilot in the store in Hangzhou and gather what the staff say.",
        ((-73, "confirm"), (-27, "give", 12, 14, 15, 12)),
    ),
    Ask(
        "S6",
        "STORE",
        "TRN",
        "du.fei",
        50,
        -20,
        90,
        -34,
        "Train the staff of the northern stores two weeks before each cut-over.",
        ((-29, "confirm"), (-20, "give", 20, 10, 10)),
    ),
    Ask(
        "S7",
        "STORE",
        "OPS",
        "wu.qiang",
        20,
        20,
        110,
        -12,
        "Lead the cut-over of the northern stores.",
        (),
        "Without him the go-live north (M5) has no leader in the region.",
    ),
    Ask("S8", "STORE", "OPS", "shen.lan", 20, 100, 180, -3, "Lead the cut-over of the southern stores."),
    Ask(
        "S9",
        "STORE",
        "LOG",
        "tester 测试",
        50,
        15,
        75,
        -9,
        "Test goods receipt and returns with real deliveries before the go-live north.",
        (),
        "The go-live north cannot be decided without these tests.",
    ),
    Ask(
        "S10",
        "STORE",
        "LOG",
        "xie.bin",
        30,
        10,
        80,
        -16,
        "Plan the deliveries of the new tills without closed days.",
        (),
        "Asked again from the pilot: last time the tills arrived on a Saturday.",
    ),
    Ask(
        "S11",
        "STORE",
        "FIN",
        "kong.lin",
        20,
        -40,
        60,
        -52,
        "Measure what the pilot stores save.",
        ((-47, "confirm"), (-27, "give", 8, 8, 6, 8)),
    ),
    Ask(
        "S12",
        "STORE",
        "IT",
        "jiang.tao",
        80,
        -150,
        120,
        -160,
        "Lead the tests.",
        ((-158, "confirm"), (-27, "give", 32, 32, 30, 34)),
    ),
    Ask(
        "S13",
        "STORE",
        "IT",
        "song.yi",
        40,
        -270,
        160,
        -282,
        "Architecture and interfaces.",
        ((-280, "confirm"), (-27, "give", 16, 16, 18, 16)),
    ),
    Ask(
        "S14",
        "STORE",
        "SAL",
        "till supervisor 收银主管",
        30,
        -110,
        -20,
        -125,
        "Compare the till processes of the regions.",
        ((-119, "refuse", "Till supervisors belong to store operations, not to sales. Ask there."),),
    ),
    Ask(
        "S15",
        "STORE",
        "OPS",
        "feng.gang",
        30,
        -105,
        -20,
        -118,
        "Compare the till processes of the regions.",
        ((-113, "confirm"), (-18, "fulfil")),
    ),
    Ask(
        "S16",
        "STORE",
        "MKT",
        "cui.yang",
        20,
        30,
        75,
        -6,
        "Tell customers about the new returns.",
    ),
    # The customer platform: promised in spring, recalled in autumn.
    Ask(
        "C1",
        "CRM",
        "SAL",
        "yu.ting",
        50,
        -200,
        120,
        -212,
        "Say what a key account needs to see, and decide on it.",
        ((-206, "confirm"), (-27, "give", 20, 8, 0, 0)),
    ),
    Ask(
        "C2",
        "CRM",
        "MKT",
        "ye.zi",
        60,
        -195,
        150,
        -205,
        "Clean and own the customer record.",
        ((-199, "confirm"), (-27, "give", 24, 22, 24, 20)),
    ),
    Ask(
        "C3",
        "CRM",
        "STR",
        "deng.hao",
        80,
        -190,
        60,
        -199,
        "Write the analyses.",
        (
            (
                -190,
                "counter",
                "deng.hao",
                40,
                -180,
                60,
                "Half of him: the purchase process needs the other half.",
            ),
            (-188, "accept"),
            (-27, "give", 16, 16, 16, 16),
        ),
    ),
    Ask(
        "C4",
        "CRM",
        "SAL",
        "pan.jun",
        40,
        -150,
        -10,
        -165,
        "Test complaints from end to end.",
        (
            (-157, "confirm"),
            (-40, "release", "Recalled for the autumn campaign by agreement with the sponsor."),
        ),
    ),
    Ask(
        "C5",
        "CRM",
        "IT",
        "peng.jie",
        80,
        -160,
        110,
        -170,
        "Build the interface to the tills.",
        ((-168, "confirm"), (-27, "give", 32, 30, 32, 32)),
    ),
    Ask(
        "C6",
        "CRM",
        "MKT",
        "cui.yang",
        30,
        -60,
        90,
        -74,
        "Build the campaigns for the pilot customers.",
        (
            (-66, "counter", "cui.yang", 15, -40, 90, "After the autumn campaign, half of what you ask."),
            (-63, "again", 25, -45, 90, "A quarter of the week, from the campaign's end."),
            (-58, "counter", "cui.yang", 20, -40, 90, "One day a week."),
            (-55, "accept"),
            (-27, "give", 8, 8, 4, 8),
        ),
    ),
    Ask(
        "C7",
        "CRM",
        "SAL",
        "key account manager 大客户经理",
        40,
        -5,
        120,
        -21,
        "Replace Yu Ting in the tests until the campaign is over.",
        (),
        "The interface to the tills (M2) waits for this.",
    ),
    Ask(
        "C8",
        "CRM",
        "OPS",
        "li.na",
        30,
        10,
        100,
        -8,
        "Say how stores use the customer record.",
        (),
        "She knows the tills as nobody else does.",
    ),
    Ask(
        "C9",
        "CRM",
        "FIN",
        "kong.lin",
        20,
        30,
        120,
        -5,
        "Count what a kept promise is worth.",
        (
            (
                -2,
                "counter",
                "ren.yi",
                10,
                45,
                120,
                "Ren Yi, half a day a week, after the closing of the year.",
            ),
        ),
    ),
    Ask(
        "C10",
        "CRM",
        "TRN",
        "wei.qing",
        30,
        40,
        110,
        -30,
        "Write the lessons for the call centre.",
        ((-24, "confirm"),),
    ),
    Ask(
        "C11",
        "CRM",
        "LOG",
        "xie.bin",
        20,
        -80,
        -20,
        -96,
        "Say which delivery data customers may see.",
        ((-90, "refuse", "Nobody free before the peak season. 旺季前无人可派。"),),
    ),
    # The learning platform.
    Ask(
        "L1",
        "LEARN",
        "TRN",
        "wei.qing",
        80,
        -350,
        60,
        -362,
        "Write the lessons.",
        ((-360, "confirm"), (-27, "give", 32, 30, 32, 30)),
    ),
    Ask(
        "L2",
        "LEARN",
        "TRN",
        "du.fei",
        60,
        -350,
        80,
        -362,
        "Train the trainers of the regions.",
        ((-360, "confirm"), (-27, "give", 24, 20, 12, 12)),
    ),
    Ask(
        "L3",
        "LEARN",
        "OPS",
        "han.mei",
        20,
        -300,
        -200,
        -315,
        "Show real situations for the films.",
        ((-309, "confirm"), (-198, "fulfil")),
    ),
    Ask(
        "L4",
        "LEARN",
        "OPS",
        "four hours a week of each store manager 每周四小时",
        10,
        -100,
        60,
        -118,
        "Give the staff time to learn.",
        (
            (-110, "counter", "shen.lan", 5, -90, 60, "Two hours, not four."),
            (-107, "accept"),
            (-20, "give", 1, 2, 1),
        ),
    ),
    Ask(
        "L5",
        "LEARN",
        "IT",
        "song.yi",
        20,
        -340,
        -60,
        -350,
        "Bring the platform up and keep it up.",
        ((-349, "confirm"), (-58, "fulfil")),
    ),
    Ask(
        "L6",
        "LEARN",
        "HR",
        "jin.hua",
        20,
        -30,
        60,
        -42,
        "Make the lessons part of every job description.",
        ((-35, "confirm"), (-27, "give", 8, 8, 8)),
    ),
    Ask(
        "L7",
        "LEARN",
        "OPS",
        "li.na",
        20,
        5,
        45,
        -7,
        "Read the till lessons for mistakes.",
        (),
        "Stores lose trust when a lesson shows the old screen.",
    ),
    Ask(
        "L8",
        "LEARN",
        "MKT",
        "cui.yang",
        10,
        -180,
        -150,
        -195,
        "Make learning known in the stores.",
        ((-183, "withdraw", "The training centre does it itself."),),
    ),
    # Purchase to pay: nobody wants the goods receipt.
    Ask(
        "P1",
        "P2P",
        "STR",
        "qian.bo",
        80,
        -145,
        180,
        -150,
        "Map and design the process.",
        ((-149, "confirm"), (-27, "give", 32, 32, 24, 8)),
    ),
    Ask(
        "P2",
        "P2P",
        "PUR",
        "shi.rui",
        50,
        -140,
        60,
        -148,
        "Say how orders really come about, and test the new approvals.",
        ((-144, "confirm"), (-27, "give", 20, 20, 10, 0)),
    ),
    Ask(
        "P3",
        "P2P",
        "FIN",
        "ren.yi",
        40,
        -140,
        60,
        -148,
        "Say what must be checked before money leaves.",
        ((-145, "confirm"), (-27, "give", 16, 16, 16, 8)),
    ),
    Ask(
        "P4",
        "P2P",
        "LOG",
        "luo.yong",
        40,
        -130,
        60,
        -146,
        "Own the goods receipt in the new process.",
        (
            (
                -138,
                "refuse",
                "We receive what was ordered. What nobody ordered is not ours. 没有订单的货不归我们。",
            ),
        ),
    ),
    Ask(
        "P5",
        "P2P",
        "PUR",
        "bai.xue",
        20,
        -20,
        60,
        -38,
        "Write the rules for suppliers who deliver without an order.",
        ((-33, "confirm"),),
    ),
    Ask(
        "P6",
        "P2P",
        "LOG",
        "luo.yong",
        30,
        -10,
        90,
        -23,
        "Receive goods without an order until the steering group rules.",
        (),
        "Interim: both departments wait for each other.",
    ),
    Ask(
        "P7",
        "P2P",
        "STR",
        "deng.hao",
        50,
        -120,
        40,
        -128,
        "Measure the approval times before and after.",
        ((-126, "confirm"), (-27, "give", 20, 20, 20, 16)),
    ),
    # Warehouse control, prices, data, loyalty, shifts, the acquisition.
    Ask(
        "W1",
        "WMS",
        "LOG",
        "luo.yong",
        50,
        -60,
        120,
        -68,
        "Say what the warehouse needs, and sit in the selection group.",
        ((-63, "confirm"), (-27, "give", 12, 8, 8, 4)),
    ),
    Ask(
        "W2",
        "WMS",
        "FIN",
        "kong.lin",
        10,
        -30,
        100,
        -50,
        "The viewpoint of finance in the selection group.",
        (),
        "The selection may not decide without it.",
    ),
    Ask(
        "W3",
        "WMS",
        "PUR",
        "negotiator 谈判",
        20,
        -20,
        100,
        -50,
        "Negotiate the terms.",
        ((-44, "refuse", "First a sponsor, then a negotiator. 先有发起人。"),),
    ),
    Ask(
        "W4",
        "WMS",
        "IT",
        "song.yi",
        30,
        -60,
        100,
        -66,
        "Will it run in our environment?",
        ((-65, "confirm"), (-27, "give", 10, 10, 12, 12)),
    ),
    Ask("W5", "WMS", "OPS", "li.na", 10, 20, 90, -4, "What stores need to see of the warehouse."),
    Ask(
        "R1",
        "PRICE",
        "MKT",
        "cui.yang",
        40,
        10,
        180,
        -20,
        "Say how a price comes about today.",
        ((-15, "confirm"),),
    ),
    Ask("R2", "PRICE", "FIN", "ren.yi", 20, 10, 120, -18, "Rules for who may change a price."),
    Ask(
        "R3",
        "PRICE",
        "IT",
        "peng.jie",
        40,
        60,
        200,
        -10,
        "The interface to the tills.",
        ((-7, "counter", "peng.jie", 40, 115, 200, "When the customer platform's interface is done."),),
    ),
    Ask(
        "D1",
        "DATA",
        "IT",
        "cao.ning",
        100,
        -255,
        45,
        -262,
        "Match, clean, measure.",
        ((-260, "confirm"), (-27, "give", 40, 38, 40, 40)),
    ),
    Ask(
        "D2",
        "DATA",
        "MKT",
        "ye.zi",
        60,
        -60,
        50,
        -72,
        "Clean the customer data.",
        ((-67, "confirm"), (-27, "give", 16, 14, 16, 16)),
        "With the customer platform this is more than a whole week.",
    ),
    Ask(
        "D3",
        "DATA",
        "PUR",
        "shi.rui",
        20,
        -240,
        -100,
        -250,
        "Decide on doubtful articles.",
        ((-246, "confirm"), (-99, "fulfil")),
    ),
    Ask(
        "D4",
        "DATA",
        "LOG",
        "dong.xue",
        20,
        -150,
        -100,
        -165,
        "Decide on units of measure.",
        ((-98, "lapse"),),
    ),
    Ask(
        "Y1",
        "LOYAL",
        "SAL",
        "pan.jun",
        50,
        -400,
        -20,
        -410,
        "Rules for points, tests, launch.",
        ((-405, "confirm"), (-19, "fulfil")),
    ),
    Ask(
        "Y2",
        "LOYAL",
        "MKT",
        "cui.yang",
        20,
        -60,
        20,
        -70,
        "Watch the first month.",
        ((-65, "confirm"), (-27, "give", 8, 8, 8, 6)),
    ),
    Ask(
        "Y3",
        "LOYAL",
        "FIN",
        "kong.lin",
        10,
        -100,
        -30,
        -110,
        "Account for the points.",
        ((-106, "confirm"), (-29, "fulfil")),
    ),
    Ask(
        "H1",
        "SHIFT",
        "OPS",
        "guo.jing",
        50,
        -590,
        -40,
        -600,
        "Lead the roll-out.",
        ((-598, "confirm"), (-38, "fulfil")),
    ),
    Ask(
        "H2",
        "SHIFT",
        "OPS",
        "wu.qiang",
        10,
        -500,
        -200,
        -510,
        "Bring the north on board.",
        ((-505, "confirm"), (-199, "fulfil")),
    ),
    Ask(
        "H3",
        "SHIFT",
        "OPS",
        "shen.lan",
        10,
        -500,
        -200,
        -510,
        "Bring the south on board.",
        ((-505, "confirm"), (-195, "miss", "Plans in the south are typed in afterwards.")),
    ),
    Ask(
        "M1",
        "MERGE",
        "FIN",
        "kong.lin",
        30,
        -20,
        60,
        -25,
        "What 40 stores more mean for payroll and tills.",
        ((-24, "confirm"),),
    ),
    Ask("M2", "MERGE", "IT", "cao.ning", 20, 50, 120, -6, "Assess the data of the other side."),
)

#: Deliverables, attendance and decisions: (name, project, kind, department, by when, asked, text, steps)
OTHERS = (
    (
        "X1",
        "STORE",
        Kind.DELIVERABLE,
        "FIN",
        14,
        -20,
        "The list of accounts for the north, signed. 北区科目表。",
        ((-16, "confirm"),),
    ),
    ("X2", "STORE", Kind.DECISION, "OPS", 6, -14, "Which twelve stores go first in the north.", ()),
    ("X3", "CRM", Kind.DECISION, "SAL", -10, -40, "Who owns the customer record: sales or marketing?", ()),
    (
        "X4",
        "CRM",
        Kind.DELIVERABLE,
        "MKT",
        30,
        -15,
        "The consent texts for the app. 隐私授权文本。",
        ((-11, "confirm"),),
    ),
    (
        "X5",
        "LEARN",
        Kind.ATTENDANCE,
        "OPS",
        18,
        -9,
        "Two store managers of each region at the till lesson test.",
        (),
    ),
    (
        "X6",
        "P2P",
        Kind.DELIVERABLE,
        "PUR",
        -5,
        -45,
        "The list of suppliers who deliver without an order.",
        ((-41, "confirm"), (-3, "miss", "The list covers two of five regions.")),
    ),
    (
        "X7",
        "DATA",
        Kind.DELIVERABLE,
        "MKT",
        20,
        -30,
        "A named owner for every field of the customer record.",
        ((-26, "confirm"),),
    ),
    ("X8", "WMS", Kind.DECISION, "BOARD", 15, -35, "Who sponsors warehouse control?", ()),
)

DRAFTS = (("Z1", "PRICE", "SAL", "pan.jun", 20, 40, 120, -2, "Compare prices with those of competitors."),)


def tell(stage: Stage) -> None:
    """Put asks and answers on the stage."""
    for ask in STAFFING:
        stage.on(ask.asked, _ask(stage, ask))
        for step in ask.steps:
            _step(stage, ask.name, step)
    for name, project, kind, department, due, asked, text, steps in OTHERS:
        stage.on(asked, _other(stage, name, project, kind, department, due, text))
        for step in steps:
            _step(stage, name, step)
    for row in DRAFTS:
        stage.on(row[7], _draft(stage, Ask(*row)))


def _terms(stage: Stage, who: str, share: int, start: int, end: int, text: str) -> TermValues:
    """A person by key, otherwise a skill; somebody's share of the week in percent."""
    person = stage.people.get(who)
    return TermValues(
        person=person,
        skill="" if person else who,
        share_percent=share,
        valid_from=stage.day(start),
        valid_to=stage.day(end),
        statement=text,
    )


def _ask(stage: Stage, ask: Ask) -> Any:
    def act(moment: Moment) -> None:
        stage.made[ask.name] = ask_department(
            stage.project(ask.project),
            kind=Kind.STAFFING,
            department=stage.departments[ask.department],
            terms=_terms(stage, ask.who, ask.share, ask.start, ask.end, ask.text),
            by=stage.manager(ask.project, moment.today),
            now=moment.now,
            note=ask.note,
        )

    return act


def _draft(stage: Stage, ask: Ask) -> Any:
    return lambda moment: draft_commitment(
        stage.project(ask.project),
        kind=Kind.STAFFING,
        department=stage.departments[ask.department],
        terms=_terms(stage, ask.who, ask.share, ask.start, ask.end, ask.text),
        by=stage.manager(ask.project, moment.today),
        now=moment.now,
    )


def _other(stage: Stage, name: str, project: str, kind: Kind, department: str, due: int, text: str) -> Any:
    terms = TermValues(
        valid_from=stage.day(due) if kind.has_period else None,
        valid_to=stage.day(due),
        statement=text,
    )

    def act(moment: Moment) -> None:
        stage.made[name] = ask_department(
            stage.project(project),
            kind=kind,
            department=stage.departments[department],
            terms=terms,
            by=stage.manager(project, moment.today),
            now=moment.now,
        )

    return act


def _step(stage: Stage, name: str, step: tuple[Any, ...]) -> None:
    day, verb, *what = step
    if verb == "give":
        weeks = len(what)
        for place, hours in enumerate(what):
            stage.on(-7 * (weeks - place) + 5, _give(stage, name, hours), hour=17)
        return
    stage.on(day, lambda moment: VERBS[verb](stage, name, moment, *what), hour=11)


def _give(stage: Stage, name: str, hours: int) -> Any:
    """Entered on Friday by the manager for the week that ends."""

    def act(moment: Moment) -> None:
        commitment = stage.made[name]
        monday = moment.today - dt.timedelta(days=moment.today.weekday())
        by = stage.manager(commitment.project.code, moment.today)
        record_delivery(commitment, week_on=monday, hours=Decimal(hours), by=by, now=moment.now)

    return act


def _confirm(stage: Stage, name: str, moment: Moment) -> None:
    commitment = stage.made[name]
    confirm_commitment(commitment, by=commitment.head, now=moment.now)


def _counter(
    stage: Stage, name: str, moment: Moment, who: str, share: int, start: int, end: int, note: str
) -> None:
    commitment = stage.made[name]
    terms = _terms(stage, who, share, start, end, commitment.statement)
    counter_commitment(commitment, terms=terms, by=commitment.head, now=moment.now, note=note)


def _again(stage: Stage, name: str, moment: Moment, share: int, start: int, end: int, note: str) -> None:
    commitment = stage.made[name]
    who = next(key for key, person in stage.people.items() if person is commitment.person)
    terms = _terms(stage, who, share, start, end, commitment.statement)
    ask_again(commitment, terms=terms, by=commitment.requester, now=moment.now, note=note)


def _by_asker(operation: Any, word: str | None) -> Any:
    def act(stage: Stage, name: str, moment: Moment, *what: str) -> None:
        commitment = stage.made[name]
        said = {word: what[0]} if word and what else {}
        operation(commitment, by=commitment.requester, now=moment.now, **said)

    return act


def _refuse(stage: Stage, name: str, moment: Moment, reason: str) -> None:
    commitment = stage.made[name]
    refuse_commitment(commitment, reason=reason, by=commitment.head, now=moment.now)


VERBS: dict[str, Any] = {
    "confirm": _confirm,
    "counter": _counter,
    "again": _again,
    "refuse": _refuse,
    "accept": _by_asker(accept_counter, None),
    "withdraw": _by_asker(withdraw_commitment, "reason"),
    "release": _by_asker(release_commitment, "reason"),
    "fulfil": _by_asker(fulfil_commitment, None),
    "miss": _by_asker(miss_commitment, "reason"),
    "lapse": lambda stage, name, moment: lapse_commitment(stage.made[name], now=moment.now),
}
