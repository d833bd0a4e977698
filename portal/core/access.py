"""Who may: named rules, declared on every view.

A rule is a predicate `(actor, subject) -> bool` under a name. `@require(rule, of=loader)` loads the
subject (404), asks the rule (403, or 404 where the subject is not even visible to the actor) and hands
the subject to the view. A view without a declaration cannot be registered (`core.web`, `core.api`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, current_app
from flask_login import current_user

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Rule:
    """`name` as in templates; `visible` says whether a refusal may admit that the subject exists."""

    name: str
    predicate: Predicate
    visible: Predicate | None = None

    def __call__(self, actor: Any, subject: Any = None) -> bool:
        return bool(self.predicate(actor, subject))

    def hides(self, actor: Any, subject: Any) -> bool:
        """Who may not even read must not learn that it exists; a rule to read (`…:read`) says so itself."""
        visible = self.visible or (self.predicate if self.name.endswith(":read") else None)
        return visible is not None and not visible(actor, subject)


RULES: dict[str, Rule] = {}


def rule(name: str, *, visible: Predicate | None = None) -> Callable[[Predicate], Rule]:
    """Declare a rule: `@rule("commitments:confirm", visible=read)`."""

    def declare(predicate: Predicate) -> Rule:
        if name in RULES and RULES[name].predicate.__module__ != predicate.__module__:
            raise RuntimeError(f"rule {name} is declared twice")
        RULES[name] = Rule(name, predicate, visible)
        return RULES[name]

    return declare


PUBLIC = Rule("public", lambda actor, subject: True)
SIGNED_IN = Rule("signed-in", lambda actor, subject: bool(actor.is_authenticated))


def can(name: str, subject: Any = None) -> bool:
    """For templates: may the signed-in person do this? Unknown names are a bug, not a no."""
    return bool(current_user.is_authenticated) and RULES[name](current_user, subject)


def require(
    rule: Rule, *, of: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the rule of a view. With `of`, the loader gets the URL's arguments; None from it means 404."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if rule is not PUBLIC and not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # set by flask-login
            if of is None:
                check(rule, None)
                return view(*args, **kwargs)
            names = getattr(guarded, "url_arguments", tuple(kwargs))
            subject = of(**{name: kwargs.pop(name) for name in names if name in kwargs})
            if subject is None:
                abort(404)
            check(rule, subject)
            return view(subject, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined]  # read by blueprints and the matrix test
        return guarded

    return declare


def check(rule: Rule, subject: Any) -> None:
    """Refuse the current actor with 403, or 404 where even the existence is confidential."""
    if not rule(current_user, subject):
        abort(404 if rule.hides(current_user, subject) else 403)


def access_rule(view: Callable[..., Any]) -> Rule | None:
    """The rule that a view declares, or None."""
    return getattr(view, "access_rule", None)
