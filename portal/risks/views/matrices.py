"""The organization's matrix: the one in force, those before, and setting another."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core import clock
from portal.core.access import SIGNED_IN, require
from portal.core.errors import Invalid, Stale
from portal.core.forms import Form
from portal.register.queries import history_of
from portal.risks import forms, labels, operations, queries, rules
from portal.risks.matrix import SIZES, Matrix, default_matrix, from_levels, from_record
from portal.risks.models import RiskMatrix
from portal.risks.queries import RiskFilters
from portal.risks.views.blueprint import bp
from portal.risks.views.picture import counted_picture, marked_picture


@bp.get("/risks/matrix")
@require(SIGNED_IN)
def matrix() -> Any:
    rows = queries.matrices()
    in_force = from_record(rows[0] if rows else None)
    counted = queries.count_places(RiskFilters(), current_user, in_force)
    return render_template(
        "risks/matrix.html",
        picture=_linked_picture(in_force, counted),
        counted=counted,
        rows=rows,
        pictures=[marked_picture(from_record(row), {}) for row in rows[1:]],
        history=history_of(rows[0]) if rows else [],
    )


def _linked_picture(matrix: Matrix, counted: queries.Counted) -> dict[str, Any]:
    """Its cells lead to the register."""
    picture = counted_picture(matrix, counted, RiskFilters())
    for row in picture["rows"]:
        for cell in row["cells"]:
            cell["url"] = url_for("risks.index", probability=row["step"], impact=cell["step"])
    return picture


@bp.route("/risks/matrix/new", methods=["GET", "POST"])
@require(rules.set_matrix)
def new_matrix() -> Any:
    """The size is chosen by the address, so that every size can be linked to and reloaded."""
    rows = queries.matrices(limit=1)
    in_force = from_record(rows[0] if rows else None)
    asked = _asked(in_force)
    form = forms.matrix_form(asked)
    if not form.is_submitted():
        form.version.data = str(rows[0].id if rows else 0)
    if form.submitted():
        _insist_on_newest(form, rows, in_force, asked)
        try:
            operations.set_matrix(_chosen(form, asked), by=current_user.person, now=clock.now())
        except Invalid as error:
            form.reject(error)
        else:
            flash(_("The matrix is in force. Scores until now keep their level."), "success")
            return redirect(url_for("risks.matrix"), 303)
    context = {"form": form, "matrix": asked, "sizes": SIZES, "field_of": operations.field_of}
    picture = marked_picture(asked, {})
    counted = queries.count_places(RiskFilters(), current_user, asked)
    return (
        render_template("risks/matrix_new.html", picture=picture, counted=counted, labels=labels, **context),
        422 if form.errors else 200,
    )


def _asked(in_force: Matrix) -> Matrix:
    """The matrix to start from: the one in force, or a sensible one of the size that was asked for."""
    probabilities = request.args.get("probabilities", in_force.probabilities, type=int)
    impacts = request.args.get("impacts", in_force.impacts, type=int)
    if (probabilities, impacts) == (in_force.probabilities, in_force.impacts):
        return in_force
    if probabilities not in SIZES or impacts not in SIZES:
        return in_force
    return default_matrix(probabilities, impacts)


def _chosen(form: Form, asked: Matrix) -> Matrix:
    return from_levels({place: form[operations.field_of(*place)].data for place in asked.places()})


def _insist_on_newest(form: Form, rows: list[RiskMatrix], in_force: Matrix, asked: Matrix) -> None:
    """Two administrators at once: the second sees both matrices."""
    newest = str(rows[0].id if rows else 0)
    if form.version.data and form.version.data != newest:
        both = (_("Matrix"), _in_words(in_force), _in_words(_chosen(form, asked)))
        raise Stale(None, [both])


def _in_words(matrix: Matrix) -> str:
    return "\n".join(", ".join(labels.level_word(level) for level in row) for row in reversed(matrix.rows))
