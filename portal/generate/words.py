"""Words that names and texts are made of."""

from __future__ import annotations

SURNAMES = [
    "Li",
    "Wang",
    "Zhang",
    "Chen",
    "Liu",
    "Zhao",
    "Huang",
    "Wu",
    "Zhou",
    "Xu",
    "Sun",
    "Ma",
    "Zhu",
    "Hu",
    "Guo",
    "He",
    "Lin",
    "Gao",
    "Luo",
    "Zheng",
]
GIVEN = [
    "Na",
    "Wei",
    "Min",
    "Jun",
    "Fang",
    "Lei",
    "Jie",
    "Yan",
    "Tao",
    "Ming",
    "Hong",
    "Qiang",
    "Ping",
    "Hua",
    "Yu",
    "Bo",
    "Xin",
    "Rui",
    "Kai",
    "Lan",
]
HAN_SURNAMES = "李王张陈刘赵黄吴周徐孙马朱胡郭何林高罗郑"
HAN_GIVEN = "娜伟敏军芳磊杰燕涛明红强平华玉波欣锐凯兰"
AREAS = (
    ("Logistics", "物流"),
    ("Sales", "销售"),
    ("Marketing", "市场"),
    ("Finance", "财务"),
    ("Purchasing", "采购"),
    ("Stores", "门店"),
    ("Training", "培训"),
    ("Information centre", "信息中心"),
    ("Human resources", "人力资源"),
    ("Customer service", "客户服务"),
)
SUBJECTS = (
    ("Store system", "门店系统"),
    ("Customer platform", "客户平台"),
    ("Learning platform", "学习平台"),
    ("Process redesign", "流程再造"),
    ("Order management", "订单管理"),
    ("Warehouse", "仓储"),
    ("Price engine", "价格引擎"),
    ("Supplier portal", "供应商门户"),
)
SKILLS = (
    "business analyst 业务分析",
    "key user 关键用户",
    "data steward 数据管理",
    "trainer 讲师",
    "tester 测试",
)
WORK = (
    "map the process as it is lived",
    "clean the master data of the region",
    "test the returns with real cases",
    "write the training material for the stores",
    "accept the interfaces to finance 财务接口",
    "answer the questions of the front line",
)
RISKS = (
    ("Two departments both claim the lead 主导权之争", "lead_fight"),
    ("The sponsor lends only the name", "sponsor_in_name_only"),
    ("Stores find data entry a burden 一线负担", "front_line_habits"),
    ("Nobody can write the analyses", "missing_expertise"),
    ("Interfaces to finance are late", "schedule"),
    ("Three versions of the same process 三张皮", "three_skins"),
    ("The vendor was chosen by price alone", "vendor_by_price"),
)
DECISIONS = (
    "Pilot in ten stores before the roll-out 先试点后推广",
    "The returns process of the north becomes the standard",
    "Keep the old till for the first month",
    "Business leads, IT builds 业务主导",
    "Freeze the scope until the go-live",
)
