"""Proposals: which of our columns a foreign heading may mean, and which sheet a foreign table may feed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from portal.exchange.sheets import SHEETS, Sheet

LIKELY = 0.72
#: What others call our columns, in both languages; the first words that fit win.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": ("id", "key", "number", "no", "ref", "reference", "编号", "代码", "編號", "代碼"),
    "name": ("title", "full name", "project name", "department name", "display name", "名称", "姓名", "名稱"),
    "title": ("name", "subject", "headline", "description", "标题", "标题", "標題", "主题"),
    "person": ("email", "e mail", "handle", "user", "login", "who", "人员", "人員", "负责人"),
    "email": ("e mail", "mail", "address", "邮箱", "電郵"),
    "department": ("dept", "unit", "org unit", "team", "部门", "部門"),
    "lead_department": ("department", "lead unit", "owner unit", "主导部门", "部门", "部門"),
    "parent": ("parent department", "above", "上级部门", "上級部門"),
    "head": ("manager", "head of department", "部门负责人", "部門負責人"),
    "project": ("project code", "project id", "项目", "專案", "项目编号"),
    "programme": ("program", "portfolio", "项目群"),
    "purpose": ("aims", "description", "description aims", "objective", "goal", "目的", "目标"),
    "measure_of_success": ("success criteria", "kpi", "成功标准"),
    "sponsor": ("sro", "senior responsible owner", "executive", "发起人", "發起人"),
    "manager": ("project manager", "pm", "owner", "lead", "项目经理", "專案經理"),
    "start_on": ("start", "start date", "begin", "project start date", "开始日期", "開始日期"),
    "end_on": ("end", "end date", "finish", "project end date", "结束日期", "結束日期"),
    "go_live_on": ("go live", "go live date", "launch", "上线日期", "上線日期"),
    "budget": ("whole life cost", "total budget", "cost", "预算", "預算"),
    "overall": (
        "rag",
        "rag rating",
        "rating",
        "colour rating",
        "status",
        "delivery confidence",
        "评级",
        "評級",
    ),
    "narrative": ("commentary", "comment", "rating comment", "summary", "说明", "說明"),
    "reported_on": ("report date", "date", "as of", "报告日期", "報告日期"),
    "due_on": ("due", "due date", "deadline", "截止日期"),
    "owner": ("assignee", "responsible", "负责人", "負責人"),
    "held_at": ("date", "meeting date", "when", "会议时间", "會議時間"),
    "decided_on": ("date", "decision date", "决定日期", "決定日期"),
    "statement": ("task", "what", "for", "任务", "任務"),
    "share_percent": ("share", "percent", "allocation", "fte", "占比"),
    "valid_from": ("from", "start", "since", "开始", "開始"),
    "valid_to": ("to", "until", "end", "结束", "結束"),
    "probability": ("likelihood", "可能性", "概率"),
    "impact": ("severity", "影响", "影響"),
    "rating": ("level", "risk level", "等级", "等級"),
    "meeting": ("meeting id", "会议", "會議"),
    "group": ("body", "committee", "board", "小组", "小組"),
    "party": ("person", "who", "人员", "责任人"),
    "item": ("task", "activity", "deliverable", "事项", "事項"),
}


def folded(text: str) -> str:
    """Without case, accents, signs and brackets."""
    text = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def propose_columns(sheet: Sheet, head: Sequence[str]) -> dict[str, str]:
    """Our column → the heading that fits best; every heading is used once, doubtful ones not at all."""
    scored = sorted(
        (
            (likeness(column.name, heading), column.name, heading)
            for column in sheet.columns
            for heading in head
            if heading
        ),
        key=lambda each: -each[0],
    )
    found: dict[str, str] = {}
    for score, column, heading in scored:
        if score >= LIKELY and column not in found and heading not in found.values():
            found[column] = heading
    return found


def likeness(column: str, heading: str) -> float:
    """How surely a heading means a column: 1 is the same word."""
    theirs, ours = folded(heading)[:80], folded(column)
    if theirs == ours:
        return 1.0
    words = [folded(word) for word in SYNONYMS.get(column, ())]
    if theirs in words:
        return 0.95 - words.index(theirs) / 100
    return max(_ratio(theirs, ours), *(_ratio(theirs, word) - 0.05 for word in words), 0.0)


def _ratio(one: str, other: str) -> float:
    if not one or not other or min(len(one), len(other)) < 3:
        return 0.0
    if one.startswith(f"{other} ") or other.startswith(f"{one} "):
        return 0.85
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= LIKELY else 0.0


def propose_sheet(name: str, head: Sequence[str]) -> str | None:
    """The sheet whose columns a table has most of; its name counts, too. None where nothing is likely."""
    best, most = None, 0.0
    for sheet in SHEETS.values():
        found = propose_columns(sheet, head)
        if not all(key in found for key in sheet.key if sheet.by_name[key].needed):
            continue
        score = (
            sum(likeness(column, heading) for column, heading in found.items()) / len(sheet.columns) ** 0.5
        )
        score += 2 * (likeness(sheet.name, name) >= LIKELY)
        if score > most:
            best, most = sheet.name, score
    return best
