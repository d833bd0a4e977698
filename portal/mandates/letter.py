"""The words of a mandate: templates per lead model, and the letter in English and Chinese, part by part.

The fixed words stand in `letters/words.toml`, the templates in `letters/<lead model>.toml`.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.language import date, force_locale, money
from portal.mandates.models import TEXTS, Mandate
from portal.projects.models import LeadModel

FOLDER = Path(__file__).parent / "letters"
ENGLISH = "en"
CHINESE = ("zh_Hans", "zh_Hant")
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Part:
    """A heading with its paragraphs, in one language."""

    heading: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((self.heading, *self.lines))


@functools.cache
def template(lead_model: str) -> dict[str, Any]:
    """What a letter of this lead model starts from: texts by language, and the sponsor's share of time."""
    return _read(LeadModel(lead_model).value)


@functools.cache
def fixed_words() -> dict[str, Any]:
    return _read("words")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def starting_texts(lead_model: str, chinese: str) -> dict[str, str]:
    """The template's texts under the names of the mandate's columns."""
    words = template(lead_model)
    english = {name: words[ENGLISH][name] for name in TEXTS}
    return {**english, **{f"{name}_zh": words[chinese][name] for name in TEXTS}}


def starting_duty(lead_model: str, chinese: str, *, leads: bool) -> dict[str, str]:
    """The duty of a department that leads, or of one that takes part."""
    name = "duty_lead" if leads else "duty"
    words = template(lead_model)
    return {"duty": words[ENGLISH][name], "duty_zh": words[chinese][name]}


def parts(mandate: Mandate, language: str) -> list[Part]:
    """The letter in one language (`en`, or the mandate's Chinese); what was not written is told as such."""
    with force_locale(language):
        return list(_Speaker(mandate, language).parts())


def pairs(mandate: Mandate) -> list[tuple[Part, Part]]:
    """Both languages side by side; they always have the same parts."""
    return list(zip(parts(mandate, ENGLISH), parts(mandate, mandate.chinese), strict=True))


def full_text(mandate: Mandate) -> str:
    """The exact words that are signed: the whole letter, first in English, then in Chinese."""
    return "\n\n".join(
        str(part) for language in (ENGLISH, mandate.chinese) for part in parts(mandate, language)
    )


def terms(mandate: Mandate) -> dict[str, Any]:
    """What the letter says, as values: part of the digest."""
    return {
        "project": mandate.project.code,
        "edition": mandate.edition,
        "lead_model": str(mandate.lead_model),
        "grantee": mandate.grantee.key,
        "money_limit": mandate.money_limit,
        "currency": mandate.currency or "",
        "sponsor_percent": mandate.sponsor_percent,
        "valid_from": mandate.valid_from,
        "valid_to": mandate.valid_to,
        "until_milestone": mandate.until_milestone.code if mandate.until_milestone else "",
        "backdating_reason": mandate.backdating_reason,
        "departments": [each.department.code for each in mandate.touched],
    }


class _Speaker:
    """One letter in one language."""

    def __init__(self, mandate: Mandate, language: str) -> None:
        self.mandate, self.language = mandate, language
        self.words: dict[str, Any] = fixed_words()[language]

    def say(self, name: str, **values: object) -> str:
        """A fixed sentence; what people wrote is put in as it is, whatever signs it has."""
        return PLACE.sub(lambda found: str(values.get(found[1], found[0])), self.words[name])

    def own(self, record: Any, name: str) -> str:
        """What was written in this language; where it was not, in the other."""
        english, chinese = getattr(record, name), getattr(record, f"{name}_zh")
        return str((english or chinese) if self.language == ENGLISH else (chinese or english))

    def parts(self) -> Iterator[Part]:
        yield Part(self.words["title"], tuple(self.grant()))
        yield Part(self.words["scope"], (self.own(self.mandate, "scope"),))
        yield Part(self.words["powers"], tuple(self.powers()))
        if self.mandate.touched:
            yield Part(self.words["duties"], tuple(self.duties()))
        yield Part(self.words["term"], tuple(self.term()))
        yield Part(self.words["limits"], (self.own(self.mandate, "limits") or self.words["no_limits"],))
        if sponsor := tuple(self.sponsor()):
            yield Part(self.words["sponsor"], sponsor)

    def grant(self) -> Iterator[str]:
        mandate = self.mandate
        said = {
            "sponsor": mandate.sponsor.name if mandate.sponsor else "…",
            "project": mandate.project.register_label(),
            "grantee": mandate.grantee.name,
        }
        if mandate.grantee_department is None:
            yield self.say("grant", **said)
        else:
            yield self.say("grant_department", **said, department=mandate.grantee_department.name)
        yield self.say("model", model=self.words["models"][mandate.lead_model])
        if mandate.replaces is not None:
            code = mandate.replaces.code or ""
            yield self.say("edition", edition=mandate.edition, code=code, reason=mandate.amendment_reason)

    def powers(self) -> Iterator[str]:
        mandate = self.mandate
        if mandate.money_limit is None:
            yield self.words["no_money"]
        else:
            yield self.say("money", amount=money(mandate.money_limit, mandate.currency))
        colon = ": " if self.language == ENGLISH else "："
        for heading, name in (("people", "people_power"), ("decisions", "decision_power")):
            if text := self.own(mandate, name):
                yield f"{self.words[heading]}{colon}{text}"

    def duties(self) -> Iterator[str]:
        colon = ": " if self.language == ENGLISH else "："
        for each in self.mandate.touched:
            duty = self.own(each, "duty")
            name = each.department.name
            yield f"{name}{colon}{duty}" if duty else self.say("touches", department=name)

    def term(self) -> Iterator[str]:
        mandate = self.mandate
        if mandate.is_backdated:
            yield self.say("backdated", day=_day(mandate.valid_from), reason=mandate.backdating_reason)
        else:
            yield self.say("from", day=_day(mandate.valid_from))
        milestone = mandate.until_milestone.register_label() if mandate.until_milestone else ""
        if mandate.valid_to and milestone:
            yield self.say("until_both", day=_day(mandate.valid_to), milestone=milestone)
        elif mandate.valid_to:
            yield self.say("until_day", day=_day(mandate.valid_to))
        elif milestone:
            yield self.say("until_milestone", milestone=milestone)

    def sponsor(self) -> Iterator[str]:
        if self.mandate.sponsor_percent:
            yield self.say("percent", percent=self.mandate.sponsor_percent)
        if text := self.own(self.mandate, "presence"):
            yield text


def _day(day: dt.date) -> str:
    return date(day, "long")
