"""What came of a vote, in words and figures, the same on the screen, the page, in print and in the API."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from portal.sittings.models import LEANING_WORDS, REPLY_WORDS, Leaning, Reply, Vote, VoteKind


@dataclass(frozen=True)
class Line:
    """`label` and what it got; `names`: who answered so; `share` of the longest bar, from 0 to 100."""

    label: str
    figure: str
    code: str = ""
    names: tuple[str, ...] = ()
    share: int = 0
    is_negative: bool = False


def lines(vote: Vote) -> list[Line]:
    """The result as it is shown."""
    if vote.kind == VoteKind.ROLL_CALL:
        return _replies(vote)
    if vote.kind == VoteKind.STRAW_POLL:
        counts = {row["value"]: int(row["count"]) for row in vote.lines}
        most = max(counts.values(), default=0) or 1
        return [
            Line(
                str(LEANING_WORDS[each]),
                str(counts.get(each, 0)),
                each,
                share=100 * counts.get(each, 0) // most,
            )
            for each in Leaning
        ]
    return _scores(vote)


def _replies(vote: Vote) -> list[Line]:
    found = []
    total = sum(int(row["votes"]) for row in vote.lines) or 1
    for reply in Reply:
        rows = [row for row in vote.lines if row["value"] == reply]
        votes = sum(int(row["votes"]) for row in rows)
        names = tuple(str(row["name"]) for row in rows)
        found.append(Line(str(REPLY_WORDS[reply]), str(votes), reply, names, 100 * votes // total))
    return found


def _scores(vote: Vote) -> list[Line]:
    rows = [(str(row["name"]), Decimal(str(row["score"]))) for row in vote.lines]
    most = max((abs(number) for _name, number in rows), default=Decimal(0)) or Decimal(1)
    ordered = sorted(rows, key=lambda row: -row[1])
    return [
        Line(name, _signed(number), share=int(100 * abs(number) / most), is_negative=number < 0)
        for name, number in ordered
    ]


def _signed(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return f"+{text}" if number > 0 else text.replace("-", "−")


def sentences(vote: Vote) -> list[str]:
    """One line each, for the register, the print and whoever has the page read to them."""
    found = []
    for line in lines(vote):
        said = {"label": line.label, "figure": line.figure, "names": ", ".join(line.names)}
        words = _("%(label)s: %(figure)s (%(names)s)") if line.names else _("%(label)s: %(figure)s")
        found.append(words % said)
    return found
