"""What the pages of a running meeting share: the blueprint, the way back to the desk, fragments that seldom change."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from flask import Response, flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from portal.core.forms import Form
from portal.core.web import PageBlueprint
from portal.sittings import queries, results
from portal.sittings.locking import MOST_SECONDS_AGO
from portal.steering.models import AgendaItem, Meeting

bp = PageBlueprint("sittings", __name__)
bp.add_app_template_global(queries.votes_about, "votes_about")
bp.add_app_template_global(queries.votes_of, "votes_of")
bp.add_app_template_global(queries.notes_of, "notes_of")
bp.add_app_template_global(queries.wordings_of, "wordings_of")
bp.add_app_template_global(results.lines, "vote_lines")

#: What is new in every answer, and no news.
TOKENS = re.compile(r'name="(csrf_token|once)" value="[^"]*"')


def page(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """The form's page, with 422 where something is wrong."""
    return render_template(f"sittings/{template}.html", form=form, **context), 422 if form.errors else 200


def to_desk(meeting: Meeting, item: AgendaItem | None = None, message: str = "") -> BaseResponse:
    """Back to the secretary's screen, at the item that was worked on."""
    if message:
        flash(message, "success")
    number = item.id if item is not None else wanted()
    return redirect(url_for("sittings.desk", meeting_id=meeting.id, item=number), 303)


def wanted() -> int | None:
    """The item that the address (or the button) asks for."""
    given = request.values.get("item", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def seconds_ago() -> int:
    """How long an act waited in a browser without a connection. A header, so that a repetition stays the same form."""
    given = request.headers.get("X-Seconds-Ago", "")
    is_number = given.isascii() and given.isdecimal() and len(given) < 8
    return min(int(given), MOST_SECONDS_AGO) if is_number else 0


def fragment(html: str) -> BaseResponse:
    """A part of a page that is asked for every few seconds: 304 as long as nothing has changed."""
    digest = hashlib.sha256(TOKENS.sub("", html).encode()).hexdigest()[:32]
    response = Response(html)
    response.set_etag(digest)
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)
