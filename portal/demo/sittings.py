"""What the steering groups decided: meetings with and without quorum, decisions that hold, come back or were reversed, and actions."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from portal.actions.models import ActionItem
from portal.actions.operations import complete_action, create_action
from portal.demo.stage import Moment, Stage
from portal.followup import accepting
from portal.followup.subjects import Followed, Origin
from portal.steering.models import MemberRole, Presence
from portal.steering.operations import (
    add_agenda_item,
    approve_minutes,
    call_meeting,
    carry_out,
    close_meeting,
    draft_decision,
    drop_decision,
    open_meeting,
    prepare_meeting,
    propose,
    ratify,
    record_outcome,
    supersede,
    take_attendance,
    take_position,
    write_minutes,
)

SECRETARY = "tang.xin"
#: Whose minutes went round, see `rounds`; the chair approved the others at once.
SENT_ROUND = frozenset({"SP5", "SR9", "r29", "SR10"})
#: Called so long before, approved so long after.
NOTICE, APPROVAL = 10, 6


class Choice(NamedTuple):
    """A decision: `owner` by key, `due` and `done` in days after the meeting; `against` maps members to their reasons."""

    name: str
    project: str | None
    title: str
    context: str
    options: str
    outcome: str
    grounds: str
    owner: str
    due: int
    done: int | None = None
    against: tuple[tuple[str, str], ...] = ()
    abstain: tuple[str, ...] = ()
    replaces: str | None = None
    is_reversal: bool = False
    review: int | None = None


class Task(NamedTuple):
    """An action born in a meeting; `done` in days after the meeting, if it was."""

    title: str
    owner: str
    due: int
    project: str | None = None
    done: int | None = None


class Sitting(NamedTuple):
    """A meeting; `missing` were not there, `guests` were."""

    name: str
    group: str
    day: int
    title: str
    agenda: tuple[str, ...]
    notes: str
    missing: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    decisions: tuple[Choice, ...] = ()
    ratifies: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    is_approved: bool = True


RETAIL, PEOPLE = "SG-RETAIL", "SG-PEOPLE"

SITTINGS = (
    Sitting(
        "SR1",
        RETAIL,
        -287,
        "Kick-off 启动会",
        ("Purpose of the programme 项目群目标", "How we decide 议事规则"),
        "Sun Li opened: the programme is hers, not IT's. Liu Jianhua and Chen Wei succeed or fail together.",
        decisions=(
            Choice(
                "d-rule",
                None,
                "The group decides by majority, with four members present 议事规则",
                "Two earlier programmes ended in arguments about what had been decided.",
                "Consent; majority; the chair alone.",
                "Majority of those present; four members make a quorum; whoever objects says why.",
                "Everybody must be able to say no, and nobody alone can stop the work.",
                "tang.xin",
                14,
                10,
            ),
            Choice(
                "d-lead",
                "STORE",
                "Store operations and IT lead the store system together 共同主导",
                "Operations wanted the lead for the process, IT for the system.",
                "Operations leads; IT leads; both together.",
                "Both lead: Liu Jianhua for the processes, Song Yi for the system; the chair rules when they differ.",
                "Neither side can carry it alone.",
                "sun.li",
                20,
                16,
            ),
        ),
        tasks=(Task("Announce the steering group to all departments 发文", "lin.yu", 10, None, 8),),
    ),
    Sitting(
        "SR2",
        RETAIL,
        -252,
        "Second meeting 第二次会议",
        ("People for the design 方案人员", "Stock differences 库存差异"),
        "Logistics offers one day a week instead of two and a half. The group takes it and will look at it again.",
        missing=("fang.min",),
        guests=("zhang.min",),
        decisions=(
            Choice(
                "d-stock",
                "STORE",
                "Stock differences are corrected in the store, not in the warehouse 差异在门店处理",
                "Each side says that the differences arise at the other.",
                "Store; warehouse; both with a weekly meeting.",
                "The store corrects and writes down the cause; logistics reads the list every week.",
                "Whoever counts sees the cause.",
                "liu.jianhua",
                60,
                55,
                (
                    (
                        "he.lao",
                        "The causes lie in late bookings of the stores; the list will be used against us.",
                    ),
                ),
            ),
        ),
        tasks=(
            Task("Name a permanent person of logistics for the workshops", "he.lao", 14, "STORE", 20),
            Task("Show the two stock processes side by side", "li.na", 21, "STORE", 19),
        ),
    ),
    Sitting(
        "SR3",
        RETAIL,
        -217,
        "Third meeting 第三次会议",
        ("Order of the customer platform 客户平台立项", "Data owners 数据负责人"),
        "Zhao Guoqiang asks for the customer platform and will sponsor it.",
        missing=("he.lao",),
        guests=("huang.kai",),
        decisions=(
            Choice(
                "d-crm",
                "CRM",
                "Business leads the customer platform 业务主导",
                "Sales and marketing both want it; IT has no people before the summer.",
                "Sales leads; IT leads; wait half a year.",
                "Sales leads; IT gives an architect and builds the interface to the tills.",
                "Who knows the customer shall lead.",
                "wang.lei",
                45,
                40,
                (),
                ("chen.wei",),
            ),
            Choice(
                "d-owner",
                "DATA",
                "Every core record has one owner 一数一源",
                "Three departments change the same article.",
                "One owner; a committee; IT.",
                "Purchasing owns articles, finance owns accounts; customers are decided with the customer platform.",
                "An owner can be asked, a committee cannot.",
                "hu.tao",
                60,
                58,
            ),
        ),
        tasks=(Task("Write down who changes which article field today", "cao.ning", 20, "DATA", 18),),
    ),
    Sitting(
        "SR4",
        RETAIL,
        -182,
        "Fourth meeting 第四次会议",
        ("Design of the store system 方案", "Requirements of the customer platform 需求"),
        "Li Na shows the design with four real cases. It is accepted without the stock process.",
        guests=("li.na", "zhang.min"),
        decisions=(
            Choice(
                "d-design",
                "STORE",
                "The design of the store system is accepted 方案通过",
                "Key users have tried four cases.",
                "Accept; accept without stock; send back.",
                "Accepted; the stock process follows within six weeks.",
                "Waiting for stock would cost the summer.",
                "zhang.min",
                42,
                50,
            ),
        ),
        tasks=(
            Task("Write the stock process as agreed on 2 cases", "dong.xue", 30, "STORE"),
            Task("One list of requirements instead of two", "huang.kai", 25, "CRM", 60),
        ),
    ),
    Sitting(
        "SR5",
        RETAIL,
        -147,
        "Fifth meeting 第五次会议",
        ("Purchase-to-pay 采购到付款", "Two lists of requirements 两份需求"),
        "Sales and marketing each brought a list. The group asks for one.",
        missing=("wang.lei",),
        guests=("huang.kai", "yang.fan"),
        decisions=(
            Choice(
                "d-p2p",
                "P2P",
                "The process is designed before any system is changed 先流程后系统",
                "The last system was bought first and nobody used its approvals.",
                "System first; process first; both at once.",
                "Process first; the system is chosen when three departments have signed the process.",
                "A system hardens whatever process it finds.",
                "fang.min",
                30,
                28,
            ),
            Choice(
                "d-list",
                "CRM",
                "One list of requirements, signed by sales and marketing 一份需求",
                "The lists contradict each other on four points.",
                "Sales decides; marketing decides; one list within a month.",
                "One list within a month; what is open after that is decided by this group.",
                "Two lists make two systems.",
                "wang.lei",
                30,
                85,
            ),
        ),
        tasks=(Task("Count the approval steps of ten real orders", "deng.hao", 20, "P2P", 22),),
    ),
    Sitting(
        "SR6",
        RETAIL,
        -112,
        "Sixth meeting 第六次会议",
        ("Training before cut-over 先培训后切换", "Interface test 接口联调"),
        "Only three voting members came. What was decided needs ratification.",
        missing=("wang.lei", "he.lao", "zhu.hong", "fang.min"),
        guests=("zhang.min",),
        decisions=(
            Choice(
                "d-train",
                "STORE",
                "No store is cut over before 80 % of its staff finished the till lesson 先培训后切换",
                "In the last roll-out staff learned at the till, with customers waiting.",
                "80 %; everybody; nobody checks.",
                "80 % two weeks before the cut-over; the training centre reports it.",
                "Who was not taught goes around the system.",
                "gao.yan",
                60,
                None,
                (),
                (),
                None,
                False,
                30,
            ),
        ),
    ),
    Sitting(
        "SR7",
        RETAIL,
        -84,
        "Seventh meeting 第七次会议",
        ("Ratification 追认", "Money for analysts 分析师费用"),
        "The decision on training is ratified. Finance asks why people who were promised have to be bought.",
        guests=("huang.kai",),
        ratifies=("d-train",),
        decisions=(
            Choice(
                "d-analysts",
                "CRM",
                "External analysts for four months 外聘分析师",
                "Two of five promised people came.",
                "External analysts; wait; a smaller scope.",
                "Two external analysts for four months, 360,000 at the most; paid by sales.",
                "The interface cannot wait; who did not send people pays.",
                "wang.lei",
                30,
                26,
                (
                    (
                        "zhu.hong",
                        "The programme pays twice: for the people who stayed away and for those who replace them.",
                    ),
                ),
                ("he.lao",),
            ),
        ),
        tasks=(
            Task("List what was promised and what came, by department 承诺与兑现", "lin.yu", 14, None, 12),
            Task("Contract with the analysts", "bai.xue", 21, "CRM", 20),
        ),
    ),
    Sitting(
        "SR8",
        RETAIL,
        -56,
        "Eighth meeting 第八次会议",
        ("Pilot stores 试点门店", "Goods without an order 无单来货"),
        "He Lao: what nobody ordered is not ours. Hu Tao: what arrives has arrived. The group asks for facts.",
        missing=("fang.min",),
        guests=("zhang.min", "yang.fan", "hu.tao"),
        decisions=(
            Choice(
                "d-pilot",
                "STORE",
                "Pilot in ten stores, five in each region 十店试点",
                "The vendor would like to begin with fifty.",
                "Ten; fifty; one region.",
                "Ten stores, five in each region; figures after four weeks.",
                "Enough to see the differences, few enough to help.",
                "liu.jianhua",
                40,
                38,
            ),
            Choice(
                "d-oldtill",
                "STORE",
                "The old tills stay in the pilot stores for a month 旧收银保留一月",
                "Nobody wants to stand without a till on a Saturday.",
                "Remove at once; keep a week; keep a month.",
                "A month, then removed.",
                "A way back makes people brave.",
                "zhang.min",
                70,
                None,
            ),
        ),
        tasks=(
            Task("Count goods without an order for a month, by region", "luo.yong", 28, "P2P"),
            Task("Choose the ten stores", "wu.qiang", 14, "STORE", 10),
        ),
    ),
    Sitting(
        "SR9",
        RETAIL,
        -28,
        "Ninth meeting 第九次会议",
        ("Customer platform 客户平台", "Holiday season 节日旺季"),
        "Huang Kai reports amber/red. Sales has recalled its key user; the sponsor was not told.",
        missing=("sun.li",),
        guests=("huang.kai", "yu.ting"),
        decisions=(
            Choice(
                "d-season",
                "STORE",
                "No cut-over in the fortnight before the holiday 节前不切换",
                "Stores have no hand free.",
                "As planned; two weeks later; after the holiday.",
                "Not in the fortnight before; the north moves by five weeks.",
                "A lost Saturday costs more than five weeks.",
                "liu.jianhua",
                7,
                4,
            ),
            Choice(
                "d-oldtill2",
                "STORE",
                "The old tills are removed after two weeks 旧收银两周后拆除",
                "Staff go back to the old till whenever it is quicker.",
                "As decided; two weeks; at once.",
                "After two weeks, store by store, when returns take under three minutes.",
                "As long as the old till stands there, the new one is not learned.",
                "zhang.min",
                21,
                None,
                (("wang.lei", "Customers pay for it with queues."),),
                (),
                "d-oldtill",
            ),
        ),
        tasks=(
            Task("Tell the sponsor which promises of sales were recalled", "huang.kai", 5, "CRM"),
            Task("Second person for the customer platform from sales", "wang.lei", 14, "CRM"),
        ),
    ),
    Sitting(
        "SR10",
        RETAIL,
        -7,
        "Tenth meeting 第十次会议",
        ("First figures of the pilot 试点数据", "Who pays for analysts 费用"),
        "Returns take 2:40 minutes. Stock differences in the north have halved, in the south they have not. Minutes wait for approval.",
        missing=("fang.min",),
        guests=("zhang.min", "han.mei"),
        is_approved=False,
        decisions=(
            Choice(
                "d-analysts2",
                "CRM",
                "The programme pays for the analysts, not sales 费用由项目群承担",
                "Sales would have paid from the campaign.",
                "Sales; the programme; half and half.",
                "The decision that sales pays is reversed: the programme pays, and promises are counted from now on.",
                "A penalty did not bring the people.",
                "zhu.hong",
                20,
                None,
                (("zhu.hong", "Then nothing follows from a broken promise."),),
                (),
                "d-analysts",
                True,
            ),
            Choice(
                "d-figures",
                "STORE",
                "Four weeks of figures before the roll-out is decided 先看四周数据",
                "Two weeks are in.",
                "Decide now; two more weeks; after the holiday.",
                "Two more weeks; the decision stands on the agenda of the next meeting.",
                "The south is not understood yet.",
                "zhang.min",
                18,
                None,
            ),
        ),
        tasks=(
            Task("Why do differences in the south stay? 南区差异原因", "dong.xue", 12, "STORE"),
            Task("Promises and deliveries by department, monthly", "lin.yu", 20, None),
        ),
    ),
    Sitting(
        "SP1",
        PEOPLE,
        -295,
        "Kick-off 启动会",
        ("What we want people to be able to do", "Films from real stores"),
        "Zhao Guoqiang: nobody is asked to use what nobody taught.",
        decisions=(
            Choice(
                "d-films",
                "LEARN",
                "Lessons show real situations from our stores 真实场景",
                "Bought lessons were not finished by anybody.",
                "Buy; make; both.",
                "We make them ourselves, in stores, with staff.",
                "People learn from what they recognise.",
                "gao.yan",
                120,
                100,
            ),
        ),
    ),
    Sitting(
        "SP2",
        PEOPLE,
        -230,
        "Second meeting 第二次会议",
        ("Twenty lessons", "Time to learn"),
        "Store operations has no time in the summer.",
        missing=("zhao.guoqiang",),
        decisions=(
            Choice(
                "d-time",
                "LEARN",
                "Four hours a week for learning in every store 每周四小时",
                "Staff learn on the bus.",
                "Four hours; two; none.",
                "Four hours, in the shift plan.",
                "What is not in the plan does not happen.",
                "liu.jianhua",
                60,
                None,
                (("liu.jianhua", "Four hours are a full-time post in every store."),),
                (),
                None,
                False,
                120,
            ),
        ),
        tasks=(
            Task("Put learning hours into the shift plan", "liu.jianhua", 40, "LEARN"),
            Task("Choose ten stores for filming", "han.mei", 20, "LEARN", 15),
        ),
    ),
    Sitting(
        "SP3",
        PEOPLE,
        -160,
        "Third meeting 第三次会议",
        ("Platform 平台", "Who answers for content"),
        "The platform stands. Operations and training both feel accountable for training the till.",
        decisions=(
            Choice(
                "d-measure",
                "LEARN",
                "Learning is measured by use, not by attendance 以使用衡量",
                "Attendance lists were always full.",
                "Attendance; test; use.",
                "A lesson counts when it is finished and the next week's work shows it.",
                "Attendance proves a chair.",
                "gao.yan",
                30,
                28,
            ),
        ),
    ),
    Sitting(
        "SP4",
        PEOPLE,
        -98,
        "Fourth meeting 第四次会议",
        ("Hours for learning", "Shift planning results"),
        "Two hours instead of four: the south could not give more.",
        missing=("ma.li",),
        decisions=(
            Choice(
                "d-two",
                "LEARN",
                "Two hours a week until the cut-over is done 每周两小时",
                "Four hours were given in three of forty stores.",
                "Four; two; by region.",
                "Two hours, and four in the two weeks before a cut-over.",
                "Two that are given are more than four that are not.",
                "liu.jianhua",
                20,
                15,
                (("gao.yan", "With two hours the 80 % will not be reached in time."),),
                (),
                "d-time",
            ),
        ),
    ),
    Sitting(
        "SP5",
        PEOPLE,
        -41,
        "Fifth meeting 第五次会议",
        ("Till lessons 收银课", "Objections of the front line 一线意见"),
        "38 % have finished. Staff say: no quiet minute, old screens, no gain for us.",
        guests=("lu.ming", "du.fei"),
        decisions=(
            Choice(
                "d-answers",
                "LEARN",
                "Every objection of the front line is answered in a week 意见周内回复",
                "Objections were collected and forgotten.",
                "Collect; answer; ignore.",
                "Answered by name within a week, published in the app.",
                "Who is not answered stops speaking.",
                "lu.ming",
                30,
                None,
            ),
        ),
        tasks=(
            Task("Exchange the films with old screens", "wei.qing", 25, "LEARN"),
            Task("Answer the 41 open objections", "lu.ming", 20, "LEARN"),
        ),
    ),
)

#: Short sittings with a single decision: (name, group, day, title, notes, missing, decision)
SHORT: tuple[tuple[Any, ...], ...] = (
    (
        "r21",
        RETAIL,
        -273,
        "Extraordinary meeting 临时会议",
        "Only about the name of the programme and its room.",
        (),
        Choice(
            "d-room",
            None,
            "The project team gets a room of its own 项目作战室",
            "People lent by departments sit at their old desks.",
            "A room; two days a week; as it is.",
            "A room on the twelfth floor, Tuesday to Thursday.",
            "Who sits together decides faster.",
            "lin.yu",
            20,
            15,
        ),
    ),
    (
        "r22",
        RETAIL,
        -238,
        "Between the meetings 会间会",
        "Weekly reports were asked for by three departments in three forms.",
        ("zhu.hong",),
        Choice(
            "d-report",
            None,
            "One status report a month, in five grades 月报五级",
            "Three forms, three colours.",
            "Weekly; monthly; on demand.",
            "Monthly; five grades in words; a reason for everything that is not green.",
            "A colour without a reason starts a quarrel.",
            "lin.yu",
            25,
            20,
        ),
    ),
    (
        "r23",
        RETAIL,
        -203,
        "Between the meetings 会间会",
        "Escalation was done by telephone.",
        ("fang.min",),
        Choice(
            "d-escalate",
            None,
            "Asks are answered within a fortnight 两周内答复",
            "The oldest ask waits for nine weeks.",
            "A week; a fortnight; no rule.",
            "A fortnight; after that it stands on the agenda by itself.",
            "The same rule for everybody: the one who reminds is not the enemy.",
            "lin.yu",
            14,
            14,
        ),
    ),
    (
        "r24",
        RETAIL,
        -168,
        "Between the meetings 会间会",
        "The vendor asked for a change of the contract.",
        (),
        Choice(
            "d-vendor",
            "STORE",
            "No change of the contract before the design is accepted 方案前不改合同",
            "The vendor offers more functions for more money.",
            "Accept; refuse; later.",
            "Refused until the design is accepted by key users.",
            "We do not know yet what we need.",
            "bai.xue",
            20,
            18,
        ),
    ),
    (
        "r25",
        RETAIL,
        -133,
        "Between the meetings 会间会",
        "Reports of the front line were read aloud.",
        ("he.lao",),
        Choice(
            "d-listen",
            "STORE",
            "Members visit a store every month 每月走店",
            "Members know the stores from figures.",
            "Every month; every quarter; never.",
            "Every member works two hours in a store each month, at the till.",
            "Figures do not queue.",
            "sun.li",
            30,
            None,
        ),
    ),
    (
        "r26",
        RETAIL,
        -98,
        "Between the meetings 会间会",
        "Priorities between processes.",
        (),
        Choice(
            "d-priority",
            "P2P",
            "Goods receipt comes before invoice check 收货优先",
            "Both wanted to be first.",
            "Goods receipt; invoice check; both.",
            "Goods receipt first, invoice check six weeks later.",
            "What was not received is not paid.",
            "fang.min",
            45,
            None,
        ),
    ),
    (
        "r27",
        RETAIL,
        -70,
        "Between the meetings 会间会",
        "The test environment broke for the third time.",
        ("zhu.hong",),
        Choice(
            "d-test",
            "CRM",
            "One test environment for tills and customers 统一测试环境",
            "Each project has half of one.",
            "One; two; rent one.",
            "One, owned by Jiang Tao, with a calendar.",
            "Half an environment tests nothing.",
            "jiang.tao",
            30,
            33,
        ),
    ),
    (
        "r28",
        RETAIL,
        -42,
        "Between the meetings 会间会",
        "Selection without finance and negotiators.",
        (),
        Choice(
            "d-select",
            "WMS",
            "No selection without five viewpoints 五方选型",
            "The group has users and IT only.",
            "Go on; wait; ask the vendor.",
            "Nothing is scored before finance, a negotiator and senior management sit in the group.",
            "A missing viewpoint returns as a bill.",
            "he.lao",
            30,
            None,
        ),
    ),
    (
        "r29",
        RETAIL,
        -18,
        "Between the meetings 会间会",
        "Fault list of the pilot.",
        ("wang.lei",),
        Choice(
            "d-faults",
            "STORE",
            "Faults of the pilot are mended in a week 一周修复",
            "Eleven open, three older than a fortnight.",
            "A week; as planned; workaround.",
            "A week, or the chair calls the vendor.",
            "Who reports a fault twice does not report a third.",
            "jiang.tao",
            14,
            None,
        ),
    ),
    (
        "p21",
        PEOPLE,
        -262,
        "Second sitting 第二次碰头",
        "Which lessons first.",
        (),
        Choice(
            "d-first",
            "LEARN",
            "The till comes first 先收银课",
            "Forty wishes.",
            "Till; hygiene; leadership.",
            "Twenty lessons on the till, the rest later.",
            "The store system waits for it.",
            "wei.qing",
            60,
            55,
        ),
    ),
    (
        "p22",
        PEOPLE,
        -195,
        "Third sitting 碰头会",
        "Phones in stores.",
        (),
        Choice(
            "d-phones",
            "LEARN",
            "Lessons run on one's own phone, by choice 自愿用手机",
            "Stores have one computer.",
            "Own phone; tablets; computer.",
            "Own phone by choice, two tablets in every store.",
            "Nobody pays for learning with their own data.",
            "song.yi",
            40,
            38,
        ),
    ),
    (
        "p23",
        PEOPLE,
        -130,
        "Fourth sitting 碰头会",
        "Shift planning is in operation.",
        ("gao.yan",),
        Choice(
            "d-shift",
            "SHIFT",
            "Learning hours are a kind of shift 学习算排班",
            "Managers had nowhere to plan them.",
            "A kind of shift; overtime; nothing.",
            "A kind of shift of its own, counted as work.",
            "What counts is planned.",
            "guo.jing",
            30,
            27,
        ),
    ),
    (
        "p24",
        PEOPLE,
        -69,
        "Fifth sitting 碰头会",
        "Trainers are lent to the store system.",
        (),
        Choice(
            "d-trainers",
            "LEARN",
            "Every region trains two of its own trainers 区域自培讲师",
            "One trainer for two regions.",
            "Own trainers; external; wait.",
            "Two of each region, released for ten days.",
            "They stay when the project goes.",
            "ma.li",
            45,
            None,
        ),
    ),
    (
        "p25",
        PEOPLE,
        -20,
        "Sixth sitting 碰头会",
        "The 80 % will not be reached in time.",
        (),
        Choice(
            "d-eighty",
            "LEARN",
            "The 80 % stay 百分之八十不变",
            "38 % today.",
            "80 %; 60 %; by store.",
            "80 % stay; a store that is not there is cut over later.",
            "A rule that bends at its first test is none.",
            "gao.yan",
            40,
            None,
        ),
    ),
)

#: Still to come: (name, group, day, title, agenda, state)
COMING = (
    (
        "SR11",
        RETAIL,
        8,
        "Eleventh meeting 第十一次会议",
        (
            "Roll-out of the store system 推广决策",
            "Goods receipt without an order 无单收货",
            "Who sponsors warehouse control 谁发起",
        ),
        True,
    ),
    (
        "SP6",
        PEOPLE,
        15,
        "Sixth meeting 第六次会议",
        ("Training before the cut-over north", "Learning hours"),
        True,
    ),
    ("SR12", RETAIL, 36, "Twelfth meeting 第十二次会议", (), False),
)

#: Proposals that wait for the next meeting: (name, project, meeting, title, context, options, owner, due, positions)
PROPOSALS: tuple[tuple[Any, ...], ...] = (
    (
        "p-rollout",
        "STORE",
        "SR11",
        "Roll out to the north from next month 北区推广",
        "Four weeks of pilot figures; training stands at 38 %.",
        "North first; both regions; wait for training.",
        "liu.jianhua",
        30,
        (
            ("liu.jianhua", "agree", ""),
            ("he.lao", "object", "Nobody has tested the goods receipt with real deliveries."),
        ),
    ),
    (
        "p-receipt",
        "P2P",
        "SR11",
        "Logistics receives goods without an order and purchasing clears them within two days 收货规则",
        "Both departments refuse; 340 pallets a month have no owner.",
        "Logistics; purchasing; send back at the door.",
        "he.lao",
        40,
        (),
    ),
    (
        "p-sponsor",
        "WMS",
        "SR11",
        "Liu Jianhua sponsors warehouse control 仓储项目发起人",
        "The project has none since it began.",
        "Liu Jianhua; He Lao; stop the project.",
        "sun.li",
        15,
        (),
    ),
)

DROPPED = (
    "CRM",
    "Buy a second customer platform for marketing 另购平台",
    "Marketing wants to begin without waiting.",
    "Withdrawn: marketing signs the common list.",
    -100,
)


def tell(stage: Stage) -> None:
    """Put meetings, decisions and actions on the stage."""
    for sitting in every_sitting():
        _sitting(stage, sitting)
    for name, group, day, title, agenda, is_called in COMING:
        stage.on(-6, _preparation(stage, name, group, day, title, agenda, is_called))
    for row in PROPOSALS:
        stage.on(-4, _proposal(stage, row))
    stage.on(DROPPED[4], lambda moment: _dropped(stage, moment))


def every_sitting() -> list[Sitting]:
    """The long and the short ones."""
    short = [
        Sitting(name, group, day, title, (choice.title[:280],), notes, missing, (), (choice,))
        for name, group, day, title, notes, missing, choice in SHORT
    ]
    return [*SITTINGS, *short]


def _weekday(day: dt.date) -> dt.date:
    """Groups do not meet on weekends."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _held_at(stage: Stage, day: int) -> dt.datetime:
    return dt.datetime.combine(_weekday(stage.day(day)), dt.time(6, 30), dt.UTC)


def sitting_day(stage: Stage, sitting: Sitting) -> int:
    """Days from today."""
    return (_weekday(stage.day(sitting.day)) - stage.today).days


def _sitting(stage: Stage, sitting: Sitting) -> None:
    day = sitting_day(stage, sitting)
    stage.on(
        day - NOTICE,
        _preparation(stage, sitting.name, sitting.group, day, sitting.title, sitting.agenda, True),
    )
    for choice in sitting.decisions:
        stage.on(day - 5, _proposed(stage, sitting, choice))
    stage.on(day, lambda moment: _hold(stage, sitting, moment))
    for choice in sitting.decisions:
        if choice.done is not None and day + choice.done <= 0:
            stage.on(day + choice.done, _carried_out(stage, choice))
    if sitting.is_approved and sitting.name not in SENT_ROUND:
        stage.on(day + APPROVAL, lambda moment: _approve(stage, sitting, moment))


def _preparation(
    stage: Stage, name: str, group: str, day: int, title: str, agenda: tuple[str, ...], is_called: bool
) -> Any:
    def act(moment: Moment) -> None:
        by = stage.person(SECRETARY)
        meeting = prepare_meeting(
            stage.made[group],
            title=title,
            held_at=_held_at(stage, day),
            place="Room 1208 一二〇八会议室",
            by=by,
            now=moment.now,
        )
        stage.made[name] = meeting
        for item in agenda:
            add_agenda_item(meeting, title=item, minutes_planned=25, by=by, now=moment.now)
        if is_called:
            call_meeting(meeting, by=by, now=moment.now)

    return act


def _proposed(stage: Stage, sitting: Sitting, choice: Choice) -> Any:
    def act(moment: Moment) -> None:
        by, meeting = stage.person(SECRETARY), stage.made[sitting.name]
        common = {
            "title": choice.title,
            "context": choice.context,
            "options": choice.options,
            "owner": stage.person(choice.owner),
            "due_on": meeting_day(meeting) + dt.timedelta(days=choice.due),
            "meeting": meeting,
            "by": by,
            "now": moment.now,
        }
        if choice.replaces:
            old = stage.made[choice.replaces]
            decision = supersede(old, is_reversal=choice.is_reversal, **common)
        else:
            project = stage.project(choice.project) if choice.project else None
            decision = draft_decision(group=stage.made[sitting.group], project=project, **common)
        if decision.state == "draft":
            propose(decision, by=by, now=moment.now)
        stage.made[choice.name] = decision

    return act


def meeting_day(meeting: Any) -> dt.date:
    day: dt.date = meeting.held_at.date()
    return day


def _hold(stage: Stage, sitting: Sitting, moment: Moment) -> None:
    meeting, by = stage.made[sitting.name], stage.person(SECRETARY)
    group = stage.made[sitting.group]
    missing = {stage.person(key).id for key in sitting.missing}
    open_meeting(meeting, by=by, now=moment.now)
    entries = {
        seat.person: Presence.EXCUSED if seat.person_id in missing else Presence.PRESENT
        for seat in group.members_on(moment.today)
    }
    entries |= {stage.person(key): Presence.GUEST for key in sitting.guests}
    take_attendance(meeting, entries=entries, by=by, now=moment.now)
    for name in sitting.ratifies:
        ratify(stage.made[name], meeting=meeting, by=by, now=moment.now, today=moment.today)
    for choice in sitting.decisions:
        _decide(stage, sitting, choice, moment, missing)
    for task in sitting.tasks:
        _give_task(stage, meeting, task, moment)
    write_minutes(meeting, minutes=_minutes(stage, sitting), by=by, now=moment.now)
    close_meeting(meeting, by=by, now=moment.now)


def _decide(stage: Stage, sitting: Sitting, choice: Choice, moment: Moment, missing: set[int]) -> None:
    decision, meeting = stage.made[choice.name], stage.made[sitting.name]
    against = dict(choice.against)
    keys = {stage.person(key).id: key for key in stage.people}
    heard = {}
    for seat in stage.made[sitting.group].members_on(moment.today):
        key = keys[seat.person_id]
        if seat.person_id in missing or seat.role == MemberRole.SECRETARY:
            continue
        position = "object" if key in against else "abstain" if key in choice.abstain else "agree"
        heard[seat.person_id] = (position, against.get(key, ""))
    record_outcome(
        decision,
        outcome=choice.outcome,
        grounds=choice.grounds,
        meeting=meeting,
        decided_on=None,
        owner=stage.person(choice.owner),
        due_on=moment.today + dt.timedelta(days=choice.due),
        review_on=moment.today + dt.timedelta(days=choice.review) if choice.review else None,
        heard=heard,
        by=stage.person(SECRETARY),
        now=moment.now,
        today=moment.today,
    )


def _give_task(stage: Stage, meeting: Any, task: Task, moment: Moment) -> None:
    project = stage.project(task.project) if task.project else None
    action = create_action(
        title=task.title,
        owner=stage.person(task.owner),
        due_on=moment.today + dt.timedelta(days=task.due),
        meeting_id=meeting.id,
        project=project,
        born_in=meeting,
        by=stage.person(SECRETARY),
        now=moment.now,
    )
    offset = (moment.today - stage.today).days
    if offset < -7:
        _accept_task(action, Followed(action, Origin(project, meeting=meeting)), moment)
    if task.done is not None and offset + task.done <= 0:
        stage.made[task.title] = action


def _accept_task(action: ActionItem, followed: Followed, moment: Moment) -> None:
    """The owner says yes in the meeting, unless they gave it to themselves."""
    party = accepting.open_party(action.id, accepting.ACCEPTANCE)
    if party is not None and action.owner is not None:
        accepting.answer(
            followed, party, answer="accept", reason="", by=action.owner, seen=None, now=moment.now
        )


def _minutes(stage: Stage, sitting: Sitting) -> str:
    """As the secretary writes them: who came stands with the attendance, so the text is about what was said."""
    lines = [f"## {sitting.title}", "", sitting.notes, ""]
    if sitting.decisions:
        lines += ["### Decisions 决议", ""]
        lines += [f"- **{choice.title}** – {choice.outcome}" for choice in sitting.decisions]
        for choice in sitting.decisions:
            lines += [f"- {stage.person(key).name} objects: {why}" for key, why in choice.against]
    if sitting.tasks:
        lines += ["", "### Actions 待办", ""]
        lines += [f"- {task.title}: {stage.person(task.owner).name}" for task in sitting.tasks]
    return "\n".join(lines)


def _approve(stage: Stage, sitting: Sitting, moment: Moment) -> None:
    """By the chair, or by a deputy when the chair was away; never by the one who wrote them."""
    missing = set(sitting.missing)
    group = next(part for part in GROUP_MEMBERS if part[0] == sitting.group)
    key = next(key for key in group[1] if key not in missing)
    approve_minutes(stage.made[sitting.name], by=stage.person(key), now=moment.now)


GROUP_MEMBERS = (
    (RETAIL, ("sun.li", "chen.wei", "liu.jianhua")),
    (PEOPLE, ("zhao.guoqiang", "ma.li", "chen.wei")),
)


def _carried_out(stage: Stage, choice: Choice) -> Any:
    return lambda moment: carry_out(
        stage.made[choice.name],
        outcome="Done as decided. 已按决议执行。",
        carried_out_on=moment.today,
        by=stage.person(choice.owner),
        now=moment.now,
        today=moment.today,
    )


def tell_tasks(stage: Stage) -> None:
    """What was done of the actions, on its day."""
    for sitting in every_sitting():
        day = sitting_day(stage, sitting)
        for task in sitting.tasks:
            if task.done is not None and day + task.done <= 0:
                stage.on(day + task.done, _done(stage, task), hour=14)


def _done(stage: Stage, task: Task) -> Any:
    def act(moment: Moment) -> None:
        action = stage.made[task.title]
        project = stage.project(task.project) if task.project else None
        complete_action(
            action,
            outcome="Done. 已完成。",
            by=action.owner,
            now=moment.now,
            today=moment.today,
            project=project,
        )

    return act


def _proposal(stage: Stage, row: tuple[Any, ...]) -> Any:
    name, project, meeting, title, context, options, owner, due, positions = row

    def act(moment: Moment) -> None:
        decision = draft_decision(
            title=title,
            context=context,
            options=options,
            owner=stage.person(owner),
            due_on=stage.day(due),
            group=stage.made[RETAIL],
            project=stage.project(project),
            meeting=stage.made[meeting],
            by=stage.person(SECRETARY),
            now=moment.now,
        )
        if decision.state == "draft":
            propose(decision, by=stage.person(SECRETARY), now=moment.now)
        stage.made[name] = decision
        for key, position, reason in positions:
            take_position(decision, position=position, reason=reason, by=stage.person(key), now=moment.now)

    return act


def _dropped(stage: Stage, moment: Moment) -> None:
    project, title, context, reason, _day = DROPPED
    by = stage.person(SECRETARY)
    decision = draft_decision(
        title=title,
        context=context,
        group=stage.made[RETAIL],
        project=stage.project(project),
        by=by,
        now=moment.now,
    )
    if decision.state == "draft":
        propose(decision, by=by, now=moment.now)
    drop_decision(decision, reason=reason, by=by, now=moment.now)
