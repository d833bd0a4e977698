"""What stands between a project and its next phase: asked when the phase changes, answered by packages above.

    add_gate(check)

A check gets the project and the phase it wants to enter, and yields a sentence for everything that is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portal.projects.models import Project

Check = Callable[[Project, str], Iterable[str]]
_checks: list[Check] = []


def add_gate(check: Check) -> Check:
    """Decorator: called once, when the package above is loaded."""
    if check not in _checks:
        _checks.append(check)
    return check


def in_the_way(project: Project, phase: str) -> list[str]:
    """Why the project cannot enter this phase now; nothing where it can."""
    return [sentence for check in _checks for sentence in check(project, phase)]
