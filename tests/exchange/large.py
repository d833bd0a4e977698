"""A large workbook of plausible rows, for speed and memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

MONDAY = dt.date(2025, 9, 1)
#: What a hundred thousand rows are made of, in parts of a thousand.
SHARES = {
    "departments": 1, "people": 49, "projects": 20, "reports": 160, "milestones": 80, "raci": 90,
    "commitments": 250, "deliveries": 150, "risks": 100, "actions": 100,
}  # fmt: skip
HEADS = {
    "departments": "code name head",
    "people": "person name department hours_per_week",
    "projects": "code name purpose lead_department sponsor phase start_on budget currency",
    "reports": "project reported_on overall narrative scope scope_note",
    "milestones": "project code name baseline_on forecast_on",
    "raci": "project item party role valid_from",
    "commitments": "code project department person share_percent valid_from valid_to statement state",
    "deliveries": "commitment week_on hours",
    "risks": "code project title cause effect probability impact owner",
    "actions": "code title owner due_on risk",
}


class Large:
    """`rows` in all, spread over the sheets as in a portfolio."""

    def __init__(self, rows: int) -> None:
        self.counts = {sheet: max(1, rows * share // 1000) for sheet, share in SHARES.items()}

    def person(self, number: int) -> str:
        return f"person{number % self.counts['people']}@example.org"

    def project(self, number: int) -> str:
        return f"P{number % self.counts['projects']:05}"

    def department(self, number: int) -> str:
        return f"D{number % self.counts['departments']:03}"

    def rows(self, sheet: str) -> Iterator[Sequence[Any]]:
        make = getattr(self, f"_{sheet}")
        for number in range(self.counts[sheet]):
            yield make(number)

    def _departments(self, n: int) -> Sequence[Any]:
        return (self.department(n), f"Department {n} 物流部", self.person(n))

    def _people(self, n: int) -> Sequence[Any]:
        return (self.person(n), f"Person {n} 陈伟", self.department(n), 40)

    def _projects(self, n: int) -> Sequence[Any]:
        words = (
            self.project(n),
            f"Project {n} 门店系统",
            "Sell the same way in every store.",
            self.department(n),
        )
        return (*words, self.person(n), "pilot", MONDAY, 100_000 + n, "EUR")

    def _reports(self, n: int) -> Sequence[Any]:
        day = MONDAY - dt.timedelta(days=n // self.counts["projects"])
        return (
            self.project(n),
            day,
            "Amber/Green",
            f"We map the process as it is lived, {n}.",
            "green",
            "As agreed.",
        )

    def _milestones(self, n: int) -> Sequence[Any]:
        return (self.project(n), f"M{n // self.counts['projects']}", "Pilot in ten stores", MONDAY, MONDAY)

    def _raci(self, n: int) -> Sequence[Any]:
        turn = n // self.counts["projects"]
        return (self.project(n), f"Item {turn}", self.person(n * 7), "RACI"[turn % 4], MONDAY)

    def _commitments(self, n: int) -> Sequence[Any]:
        who = (f"C{n}", self.project(n), self.department(n), self.person(n))
        return (*who, 50, MONDAY, MONDAY + dt.timedelta(days=90), "Map the warehouse processes", "confirmed")

    def _deliveries(self, n: int) -> Sequence[Any]:
        return (
            f"C{n % self.counts['commitments']}",
            MONDAY + dt.timedelta(weeks=n // self.counts["commitments"]),
            16,
        )

    def _risks(self, n: int) -> Sequence[Any]:
        return (
            f"R{n}",
            self.project(n),
            "Two departments claim the lead",
            "Nobody asked",
            "It stalls",
            3,
            4,
            self.person(n),
        )

    def _actions(self, n: int) -> Sequence[Any]:
        return (
            f"A{n}",
            "Order the scanners 订购扫描仪",
            self.person(n),
            MONDAY,
            f"R{n % self.counts['risks']}",
        )


def write_large(target: Path, rows: int) -> int:
    """Write the workbook; returns how many rows it really has."""
    large = Large(rows)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(target), options) as book:
        for sheet, head in HEADS.items():
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, head.split())
            for number, row in enumerate(large.rows(sheet), start=1):
                page.write_row(number, 0, row)
    return sum(large.counts.values())
