"""Calendar files for tests."""

from __future__ import annotations


def entry(uid: str, start: str, end: str | None = None, *more: str, name: str = "Summer at the sea") -> str:
    """A VEVENT of whole days (`20260401`) or instants (`20260401T090000Z`)."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{name}", _day("DTSTART", start)]
    lines += [_day("DTEND", end)] if end else []
    return "\r\n".join([*lines, *more, "END:VEVENT"])


def _day(name: str, value: str) -> str:
    return f"{name};VALUE=DATE:{value}" if len(value) == 8 else f"{name}:{value}"


def calendar(*entries: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *entries, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()
