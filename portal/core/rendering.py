"""Jinja as we run it: the same templates, with less work for each of the thousand pieces of a page.

What Jinja does for a piece by its own way (wrapping it in `Markup`, comparing globals at each import) costs
more than reading the rows of the page; and the frame around them is the same on each page.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import current_app, request
from flask.templating import Environment as FlaskEnvironment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape

from portal.core.language import current_locale
from portal.core.web import asset

_needs_escape = re.compile("[&<>'\"]").search


def written(value: Any) -> str:
    """A value as it stands in a page: escaped unless it is markup. Plain text, for it is joined at once."""
    if type(value) is str:
        return escape(value) if _needs_escape(value) else value
    return value if type(value) is Markup else escape(value)


class Writer(CodeGenerator):
    """Compiles templates so that they write their values with `written`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(FlaskEnvironment):
    """Flask's environment with our writer, one dictionary of globals, and parts that are rendered once."""

    code_generator_class = Writer
    written = staticmethod(written)

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.part = lru_cache(maxsize=1024)(self._part)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template of ours brings globals of its own, so none has to be compared with another's."""
        return super().make_globals(d) if d else self.globals

    def _part(self, _locale: str, _root: str, template: str, values: tuple[tuple[str, Any], ...]) -> Markup:
        return Markup(self.get_template(template).render(dict(values)))  # noqa: S704  # a template's own text


def still(template: str, **values: Any) -> Markup:
    """A part of the frame that is the same for everybody who reads it in this language with these values.

    It is rendered once in the life of the process, so it asks for `values` only: not who reads, not what is
    requested. The values are few and hashable.
    """
    environment: Any = current_app.jinja_env
    render = environment._part if environment.auto_reload else environment.part
    return render(current_locale(), request.script_root, template, tuple(sorted(values.items())))  # type: ignore[no-any-return]


def icon(name: str, label: str | None = None, look: str = "") -> Markup:
    """An icon of the sprite; with `label` it is read aloud, without it is decoration."""
    return _icon(asset("img/icons.svg"), name, label, look)


@lru_cache(maxsize=2048)
def _icon(sprite: str, name: str, label: str | None, look: str) -> Markup:
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    drawing = Markup('<svg class="icon{}" {} focusable="false"><use href="{}#{}"/></svg>')
    return drawing.format(f" {look}" if look else "", spoken, sprite, name)
