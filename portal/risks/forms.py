"""Forms of the risk register. What the matrix says is looked up by the operations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.accounts.fields import person_field
from portal.core.forms import Form, cards, choice, day, line, paragraph
from portal.risks import labels
from portal.risks.catalogue import category_choices
from portal.risks.matrix import Matrix
from portal.risks.models import Response, Risk
from portal.risks.operations import field_of

STEPS = ("probability", "impact", "residual_probability", "residual_impact")


def _step_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _step(label: Any, help: Any = "") -> Any:
    return choice(label, required=False, coerce=_step_or_none, help=help)


class WordsForm(Form):
    """Cause, event, effect: because of … there is a risk that …, which would …"""

    title = line(_l("Title"), help=_l("A few words by which everybody will call it."))
    category = choice(_l("Category"))
    cause = paragraph(_l("Because of …"), help=_l("The cause: a fact of today."))
    event = paragraph(_l("… there is a risk that …"), help=_l("The event: what may happen, or may not."))
    effect = paragraph(_l("… which would …"), help=_l("The effect on the project's goals."))
    owner = person_field(
        _l("Owner"),
        required=False,
        help=_l("Who watches it and reviews it. Name or e-mail address."),
    )
    response = choice(_l("Response"), labels.RESPONSES.items(), required=False)
    response_note = paragraph(_l("How"), maximum=5000, help=_l("What is done; actions follow on its page."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [("", "—"), *category_choices()]


class RatingForm(Form):
    """A place on the matrix in force, before and after the response; or a level without a place."""

    probability = _step(_l("Probability"))
    impact = _step(_l("Impact"))
    level = choice(
        _l("Level without a place"),
        labels.LEVELS.items(),
        required=False,
        help=_l("Only if probability and impact are not known. Otherwise the level is looked up."),
    )
    residual_probability = _step(_l("Probability after the response"))
    residual_impact = _step(_l("Impact after the response"))

    def offer(self, matrix: Matrix) -> None:
        """The steps of the matrix in force, in words."""
        steps = {
            "probability": labels.PROBABILITIES[matrix.probabilities],
            "impact": labels.IMPACTS[matrix.impacts],
        }
        for name in STEPS:
            words = steps[name.removeprefix("residual_")]
            numbered = [(number, f"{number} · {word}") for number, word in enumerate(words, 1)]
            self[name].choices = [("", "—"), *numbered]


class RiskForm(WordsForm, RatingForm):
    next_review_on = day(_l("Next review on"), required=False)


def words_as_entered(risk: Risk) -> dict[str, Any]:
    """What the form shows of a stored risk."""
    same = ("title", "category", "cause", "event", "effect", "owner", "response", "response_note", "version")
    return {name: getattr(risk, name) for name in same}


class ReviewForm(RatingForm):
    verdict = cards(_l("How does the response stand?"), labels.VERDICTS.items())
    comment = paragraph(
        _l("What did you see?"), required=True, maximum=5000, help=_l("It stays beside this rating for good.")
    )
    next_review_on = day(
        _l("Look again on"), help=_l("Whoever owns the risk is reminded when it has passed.")
    )


def rating_as_entered(risk: Risk, matrix: Matrix) -> dict[str, Any]:
    """The last rating, if its place exists on the matrix in force; else it must be rated anew."""
    has_same_scale = risk.scale == matrix.scale
    values = {name: getattr(risk, name) if has_same_scale else None for name in STEPS}
    given = risk.level if risk.level and not risk.has_place else None
    return {**values, "level": given, "version": risk.version}


class TreatmentForm(Form):
    response = cards(
        _l("Response"), [(code, word) for code, word in labels.RESPONSES.items() if code != Response.ACCEPT]
    )
    response_note = paragraph(_l("How"), required=True, maximum=5000)


class ReasonForm(Form):
    reason = paragraph(_l("Reason"), required=True, maximum=5000)


class MaterialisationForm(Form):
    materialised_on = day(_l("Came true on"))
    what_happened = paragraph(
        _l("What happened"), required=True, maximum=5000, help=_l("Facts and effects; no blame.")
    )


class ActionForm(Form):
    title = line(_l("What is to be done"))
    owner = person_field(_l("Who does it"), help=_l("Name or e-mail address."))
    due_on = day(_l("Due on"))
    note = paragraph(_l("Note"), maximum=2000)


def matrix_form(matrix: Matrix) -> Form:
    """A form with one level per cell of a matrix of this size, filled with its levels."""
    fields = {
        field_of(p, i): choice(
            _l("Probability %(p)s, impact %(i)s", p=p, i=i), labels.LEVELS.items(), default=matrix.level(p, i)
        )
        for p, i in matrix.places()
    }
    form_class = type("MatrixForm", (Form,), fields)
    form: Form = form_class()
    return form
