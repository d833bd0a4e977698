"""Who and what there is in the demo programme: departments, people, roles, programmes, projects. Data only."""

from __future__ import annotations

from typing import NamedTuple


class DepartmentPart(NamedTuple):
    code: str
    name: str
    parent: str | None
    head: str


class PersonPart(NamedTuple):
    """`key` is the part of the e-mail before the @."""

    key: str
    name: str
    title: str
    department: str


class ProjectPart(NamedTuple):
    """Days are relative to today."""

    code: str
    name: str
    programme: str
    purpose: str
    measure: str
    lead: str
    lead_model: str
    sponsor: str | None
    manager: str | None
    phase: str
    start: int
    go_live: int
    end: int
    budget: int


DEPARTMENTS = (
    DepartmentPart("BOARD", "Executive office 总裁办", None, "zhao.guoqiang"),
    DepartmentPart("STR", "Strategy & planning 战略规划部", "BOARD", "fang.min"),
    DepartmentPart("IT", "Information centre 信息中心", "BOARD", "chen.wei"),
    DepartmentPart("OPS", "Store operations 门店运营部", "BOARD", "liu.jianhua"),
    DepartmentPart("LOG", "Logistics 物流部", "OPS", "he.lao"),
    DepartmentPart("SAL", "Sales 销售部", "BOARD", "wang.lei"),
    DepartmentPart("MKT", "Marketing 市场部", "SAL", "xu.jing"),
    DepartmentPart("TRN", "Training centre 培训中心", "HR", "gao.yan"),
    DepartmentPart("HR", "Human resources 人力资源部", "BOARD", "ma.li"),
    DepartmentPart("FIN", "Finance 财务部", "BOARD", "zhu.hong"),
    DepartmentPart("PUR", "Purchasing 采购部", "BOARD", "hu.tao"),
    DepartmentPart("AUD", "Internal audit 内部审计部", "BOARD", "luo.ping"),
)

PEOPLE = (
    PersonPart("zhao.guoqiang", "Zhao Guoqiang 赵国强", "President 总裁", "BOARD"),
    PersonPart("sun.li", "Sun Li 孙丽", "Executive vice president 执行副总裁", "BOARD"),
    PersonPart("lin.yu", "Lin Yu 林雨", "Programme office lead 项目管理办公室主任", "BOARD"),
    PersonPart("tang.xin", "Tang Xin 唐欣", "Programme office, secretary 会议秘书", "BOARD"),
    PersonPart("fang.min", "Fang Min 方敏", "Head of strategy 战略规划部长", "STR"),
    PersonPart("qian.bo", "Qian Bo 钱博", "Process architect 流程架构师", "STR"),
    PersonPart("deng.hao", "Deng Hao 邓浩", "Business analyst 业务分析师", "STR"),
    PersonPart("chen.wei", "Chen Wei 陈伟", "Chief information officer 首席信息官", "IT"),
    PersonPart("zhang.min", "Zhang Min 张敏", "Project manager 项目经理", "IT"),
    PersonPart("yang.fan", "Yang Fan 杨帆", "Project manager 项目经理", "IT"),
    PersonPart("song.yi", "Song Yi 宋毅", "Architect 架构师", "IT"),
    PersonPart("peng.jie", "Peng Jie 彭洁", "Interface developer 接口开发", "IT"),
    PersonPart("cao.ning", "Cao Ning 曹宁", "Data engineer 数据工程师", "IT"),
    PersonPart("jiang.tao", "Jiang Tao 蒋涛", "Test lead 测试负责人", "IT"),
    PersonPart("liu.jianhua", "Liu Jianhua 刘建华", "Head of store operations 门店运营部长", "OPS"),
    PersonPart("wu.qiang", "Wu Qiang 吴强", "Regional manager north 北区经理", "OPS"),
    PersonPart("shen.lan", "Shen Lan 沈兰", "Regional manager south 南区经理", "OPS"),
    PersonPart("li.na", "Li Na 李娜", "Store process expert 门店流程专家", "OPS"),
    PersonPart("han.mei", "Han Mei 韩梅", "Store manager, pilot store 试点店长", "OPS"),
    PersonPart("feng.gang", "Feng Gang 冯刚", "Till supervisor 收银主管", "OPS"),
    PersonPart("he.lao", "He Lao 何老", "Head of logistics 物流部长", "LOG"),
    PersonPart("luo.yong", "Luo Yong 罗勇", "Warehouse manager 仓储经理", "LOG"),
    PersonPart("dong.xue", "Dong Xue 董雪", "Inventory analyst 库存分析师", "LOG"),
    PersonPart("xie.bin", "Xie Bin 谢斌", "Transport planner 运输计划", "LOG"),
    PersonPart("wang.lei", "Wang Lei 王磊", "Head of sales 销售部长", "SAL"),
    PersonPart("yu.ting", "Yu Ting 于婷", "Key account manager 大客户经理", "SAL"),
    PersonPart("pan.jun", "Pan Jun 潘俊", "Sales controller 销售管控", "SAL"),
    PersonPart("xu.jing", "Xu Jing 徐静", "Head of marketing 市场部长", "MKT"),
    PersonPart("cui.yang", "Cui Yang 崔阳", "Campaign manager 营销活动经理", "MKT"),
    PersonPart("ye.zi", "Ye Zi 叶子", "Customer data steward 客户数据管理员", "MKT"),
    PersonPart("gao.yan", "Gao Yan 高燕", "Head of the training centre 培训中心主任", "TRN"),
    PersonPart("lu.ming", "Lu Ming 陆明", "Project manager 项目经理", "TRN"),
    PersonPart("du.fei", "Du Fei 杜飞", "Trainer 讲师", "TRN"),
    PersonPart("wei.qing", "Wei Qing 魏晴", "E-learning author 课件制作", "TRN"),
    PersonPart("ma.li", "Ma Li 马莉", "Head of human resources 人力资源部长", "HR"),
    PersonPart("jin.hua", "Jin Hua 金华", "HR business partner 人力资源业务伙伴", "HR"),
    PersonPart("zhu.hong", "Zhu Hong 朱红", "Chief financial officer 财务部长", "FIN"),
    PersonPart("ren.yi", "Ren Yi 任怡", "Financial accountant 财务会计", "FIN"),
    PersonPart("kong.lin", "Kong Lin 孔琳", "Controller 成本管控", "FIN"),
    PersonPart("hu.tao", "Hu Tao 胡涛", "Head of purchasing 采购部长", "PUR"),
    PersonPart("shi.rui", "Shi Rui 石锐", "Buyer 采购员", "PUR"),
    PersonPart("bai.xue", "Bai Xue 白雪", "Contract lawyer 合同法务", "PUR"),
    PersonPart("luo.ping", "Luo Ping 罗平", "Head of internal audit 内部审计部长", "AUD"),
    PersonPart("guo.jing", "Guo Jing 郭静", "Project manager 项目经理", "OPS"),
    PersonPart("huang.kai", "Huang Kai 黄凯", "Project manager 项目经理", "SAL"),
    PersonPart("tian.tian", "Tian Tian 田甜", "System administrator 系统管理员", "IT"),
    PersonPart("meng.yao", "Meng Yao 孟瑶", "Quality engineer 质量工程师", "IT"),
    PersonPart("xiao.peng", "Xiao Peng 萧鹏", "Former head of logistics 前物流部长", "LOG"),
)

#: Named in minutes only: people without an account.
OUTSIDERS = (
    ("vendor-retailsoft", "Anna Berger, RetailSoft"),
    ("vendor-datacraft", "Tom Novak, DataCraft"),
)

ROLES = (
    ("tian.tian", "administrator"),
    ("lin.yu", "programme_office"),
    ("tang.xin", "programme_office"),
    ("chen.wei", "cio"),
    ("luo.ping", "auditor"),
)

PROGRAMMES = (
    (
        "RETAIL",
        "One store, one customer 一店一客",
        "Every store works in the same way with the same data, and knows its customer. 统一门店作业，看清每一位客户。",
    ),
    (
        "PEOPLE",
        "People who can 能力提升",
        "Nobody is asked to use a tool that nobody taught them. 先教会，再上线。",
    ),
)

PROJECTS = (
    ProjectPart(
        "STORE",
        "Store system 门店系统",
        "RETAIL",
        "One till and stock system for 320 stores instead of four, so that returns, prices and stock are right at once.",
        "Returns at the till in under 2 minutes (today 7); stock differences below 0.5 % (today 1.9 %).",
        "OPS",
        "joint",
        "sun.li",
        "zhang.min",
        "pilot",
        -300,
        75,
        240,
        18_500_000,
    ),
    ProjectPart(
        "CRM",
        "Customer platform 客户平台",
        "RETAIL",
        "One record per customer across stores, app and call centre, so that a promise made in one place is kept in all.",
        "Complaint handling +40 % faster; repeat purchases +8 % within a year of the roll-out.",
        "SAL",
        "business",
        "zhao.guoqiang",
        "huang.kai",
        "implementation",
        -220,
        120,
        300,
        9_200_000,
    ),
    ProjectPart(
        "LEARN",
        "Learning platform 学习平台",
        "PEOPLE",
        "Short lessons at the workplace for 11,000 people, measured by use and not by attendance.",
        "80 % of store staff finish the till lesson before their store's cut-over.",
        "TRN",
        "training",
        "sun.li",
        "lu.ming",
        "rollout",
        -380,
        -60,
        90,
        3_100_000,
    ),
    ProjectPart(
        "P2P",
        "Purchase-to-pay redesign 采购到付款流程再造",
        "RETAIL",
        "From order to payment in one process that purchasing, logistics and finance agree on, before any system is changed.",
        "Approval steps −30 %, time to approve −20 %.",
        "STR",
        "joint",
        "zhu.hong",
        "yang.fan",
        "implementation",
        -150,
        45,
        180,
        2_400_000,
    ),
    ProjectPart(
        "WMS",
        "Warehouse control 仓储管理",
        "RETAIL",
        "Goods are booked where they are moved, so that the stores see what is really there.",
        "Picking errors −50 %, inventory by cycle count instead of three closed days.",
        "LOG",
        "it",
        None,
        "yang.fan",
        "selection",
        -80,
        260,
        400,
        6_000_000,
    ),
    ProjectPart(
        "PRICE",
        "Price and promotion engine 价格与促销引擎",
        "RETAIL",
        "One place where a price is decided, and the tills follow within minutes.",
        "Wrong prices at the till below 1 in 10,000.",
        "MKT",
        "it",
        "wang.lei",
        "huang.kai",
        "preparation",
        -40,
        200,
        320,
        2_900_000,
    ),
    ProjectPart(
        "DATA",
        "Master data clean-up 主数据治理",
        "RETAIL",
        "Articles, suppliers and customers exist once, with an owner for each field.",
        "Duplicates below 0.2 %; every field of the core records has a named owner.",
        "IT",
        "it",
        "chen.wei",
        "zhang.min",
        "implementation",
        -260,
        30,
        60,
        1_200_000,
    ),
    ProjectPart(
        "LOYAL",
        "Loyalty programme 会员计划",
        "RETAIL",
        "Points that customers understand and that finance can account for.",
        "Active members +25 % in twelve months.",
        "MKT",
        "business",
        "wang.lei",
        "huang.kai",
        "hypercare",
        -420,
        -20,
        40,
        1_700_000,
    ),
    ProjectPart(
        "SHIFT",
        "Shift planning 排班系统",
        "PEOPLE",
        "Store managers plan shifts by expected customers, and staff see them two weeks ahead.",
        "Overtime −15 %; plans published 14 days ahead in 95 % of stores.",
        "OPS",
        "business",
        "liu.jianhua",
        "guo.jing",
        "operation",
        -600,
        -200,
        -30,
        900_000,
    ),
    ProjectPart(
        "MERGE",
        "Acquisition of Huaxing stores 华兴门店并购",
        "RETAIL",
        "Prepare the systems for 40 stores that may be bought.",
        "Day-one readiness for tills, stock and payroll.",
        "BOARD",
        "joint",
        "zhao.guoqiang",
        "guo.jing",
        "preparation",
        -30,
        150,
        240,
        5_500_000,
    ),
)

#: Projects that only insiders see.
CONFIDENTIAL = ("MERGE",)

#: (group, name, programme, quorum, rule, purpose, members: (person, role, votes))
GROUPS = (
    (
        "SG-RETAIL",
        "One store, one customer 一店一客指导委员会",
        "RETAIL",
        4,
        "majority",
        "Decides scope, priorities between departments and money above 200,000; chaired by the executive who answers for it.",
        (
            ("sun.li", "chair", 1),
            ("chen.wei", "deputy", 1),
            ("liu.jianhua", "deputy", 1),
            ("wang.lei", "member", 1),
            ("zhu.hong", "member", 1),
            ("he.lao", "member", 1),
            ("fang.min", "member", 1),
            ("tang.xin", "secretary", 0),
        ),
    ),
    (
        "SG-PEOPLE",
        "People who can 能力提升指导委员会",
        "PEOPLE",
        3,
        "majority",
        "Decides what is taught, when, and which stores wait for it.",
        (
            ("zhao.guoqiang", "chair", 1),
            ("ma.li", "deputy", 1),
            ("chen.wei", "deputy", 1),
            ("gao.yan", "member", 1),
            ("liu.jianhua", "member", 1),
            ("tang.xin", "secretary", 0),
        ),
    ),
)

#: Shown when the portal starts with the demo: (what they come for, person).
SIGN_IN_ROLES = (("CIO", "chen.wei"), ("Department head", "he.lao"), ("Steering member", "zhu.hong"))
