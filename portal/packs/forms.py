"""Forms of packs, errata and questions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.core.forms import Form, paragraph

WORDS = 4000


class FreezeForm(Form):
    """A button."""


class ErratumForm(Form):
    text = paragraph(
        _l("What is to be read, instead of what"),
        required=True,
        maximum=WORDS,
        help=_l("The pack stays as everybody read it; this stands beside it. Markdown."),
    )


class QuestionForm(Form):
    text = paragraph(_l("Your question"), required=True, maximum=WORDS)


class AnswerForm(Form):
    answer = paragraph(
        _l("Answer"),
        required=True,
        maximum=WORDS,
        help=_l("Everybody who prepares for the meeting reads it."),
    )
