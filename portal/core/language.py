"""English, 简体中文, 繁體中文: which one, and dates and numbers in it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import babel.dates
import babel.numbers
from flask import g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_domain, get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from portal.core import clock

LANGUAGES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
TRADITIONAL = {"tw", "hk", "mo", "hant"}
__all__ = ["LANGUAGES", "force_locale", "matching"]


def matching(tag: str | None) -> str | None:
    """Our language for a browser's tag (`zh-TW` → `zh_Hant`); None if we do not speak it."""
    parts = (tag or "").replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] == "zh":
        return "zh_Hant" if TRADITIONAL & set(parts[1:]) else "zh_Hans"
    return None


def select_locale() -> str | None:
    """The person's setting, else a choice made before signing in, else the browser's wish."""
    if not has_request_context():
        return None
    if "locale" not in g:
        g.locale = _wished()
    return g.locale  # type: ignore[no-any-return]


def _wished() -> str | None:
    own = getattr(current_user, "language", None) if current_user else None
    if own in LANGUAGES:
        return str(own)
    chosen = request.cookies.get("language")
    if chosen in LANGUAGES:
        return chosen
    return next((found for tag, _q in request.accept_languages if (found := matching(tag))), None)


def current_locale() -> str:
    """`en`, `zh_Hans` or `zh_Hant`."""
    return _spoken()[0]


def catalogue() -> Any:
    """The translations of the language in force."""
    return _spoken()[1]


def _spoken() -> tuple[str, Any]:
    """Name and translations of the language in force, remembered until it changes (`force_locale`).

    A page asks for hundreds of words; by Flask-Babel's own way each costs more than a row of the database.
    """
    state = g._get_current_object().get("_flask_babel") if has_app_context() else None
    locale = getattr(state, "babel_locale", None)
    remembered = getattr(state, "accord_spoken", None)
    if locale is not None and remembered is not None and remembered[0] is locale:
        return remembered[1]  # type: ignore[no-any-return]  # stored below
    locale = get_locale()
    spoken = (str(locale or "en"), Domain.get_translations(get_domain()))
    if locale is not None and has_app_context():
        g._flask_babel.accord_spoken = (locale, spoken)
    return spoken


class Words(Domain):
    """Our catalogues, each read once in the life of the process, and found quickly for every word."""

    def get_translations(self) -> Any:
        return catalogue()


class Languages(Babel):
    """Flask-Babel with one domain for all requests; its own reads the catalogue again in each of them."""

    @cached_property
    def domain_instance(self) -> Words:
        return Words(domain=self.domain)  # type: ignore[no-untyped-call]  # Flask-Babel's constructor


def install_words(environment: Environment) -> None:
    """`_()` and its like in templates, by the quick way."""
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's i18n extension
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, count: catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    environment.globals.update(_=word, ngettext=counted)


@pass_eval_context
def word(context: EvalContext, text: str, /, **values: Any) -> str:
    """`_("…", name=…)` in templates: values are escaped where the template escapes; `%%` is one percent."""
    found = _found(catalogue(), text, bool(context.autoescape))
    return found % values if "%" in found else found


@pass_eval_context
def counted(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    """`ngettext("%(num)d day", "%(num)d days", count)` in templates."""
    if not values:
        return _counted(catalogue(), one, many, num, bool(context.autoescape))
    return _found_of(catalogue(), one, many, num, bool(context.autoescape)) % {"num": num, **values}


@lru_cache(maxsize=16_384)
def _found(words: Any, text: str, is_markup: bool) -> str:
    found: str = words.ugettext(text)
    return Markup(found) if is_markup else found  # noqa: S704  # our own text, from template and catalogue


@lru_cache(maxsize=16_384)
def _counted(words: Any, one: str, many: str, num: int, is_markup: bool) -> str:
    return _found_of(words, one, many, num, is_markup) % {"num": num}


@lru_cache(maxsize=16_384)
def _found_of(words: Any, one: str, many: str, num: int, is_markup: bool) -> str:
    found: str = words.ungettext(one, many, num)
    return Markup(found) if is_markup else found  # noqa: S704  # our own text, from template and catalogue


def html_lang() -> str:
    return current_locale().replace("_", "-")


def date(value: dt.date | dt.datetime | None, style: str = "medium") -> str:
    """A calendar day in the reader's language; an empty one is a dash."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        value = value.astimezone(clock.timezone()).date()
    return _day(value, style, current_locale())


@lru_cache(maxsize=8192)
def _day(value: dt.date, style: str, locale: str) -> str:
    pattern = "d MMM y" if (style, locale) == ("medium", "en") else style
    return babel.dates.format_date(value, pattern, locale)


def datetime(value: dt.datetime | None, style: str = "medium") -> str:
    """An instant in the organization's time zone and the reader's language."""
    if value is None:
        return "–"
    local = value.astimezone(clock.timezone()).replace(
        tzinfo=None
    )  # else equal instants of two zones share a word
    return _instant(local, _pattern(style), current_locale())


@lru_cache(maxsize=8192)
def _instant(local: dt.datetime, pattern: str, locale: str) -> str:
    return babel.dates.format_datetime(local, pattern, locale=locale)


def _pattern(style: str) -> str:
    """Minutes, not seconds: nobody confirms a commitment at 10:14:32."""
    if style != "medium":
        return style
    return "yyyy年M月d日 HH:mm" if current_locale().startswith("zh") else "d MMM y, HH:mm"


def number(value: int | float | Decimal | None) -> str:
    return "–" if value is None else _number(value, current_locale())


@lru_cache(maxsize=8192, typed=True)
def _number(value: int | float | Decimal, locale: str) -> str:
    return babel.numbers.format_decimal(value, locale=locale)


def percent(value: int | float | Decimal | None) -> str:
    """A share given as a whole number: 50 → 50 %."""
    if value is None:
        return "–"
    return _percent(str(value), current_locale())


@lru_cache(maxsize=2048)
def _percent(value: str, locale: str) -> str:
    return babel.numbers.format_percent(Decimal(value) / 100, locale=locale, decimal_quantization=False)


def money(value: Decimal | int | None, currency: str | None = None) -> str:
    """An amount; `zh_Hans` alone would print CN¥, hence the territory."""
    if value is None:
        return "–"
    if not currency:
        return number(value)
    territory = {"zh_Hans": "zh_Hans_CN", "zh_Hant": "zh_Hant_TW"}.get(current_locale(), "en")
    if value == int(value):
        return babel.numbers.format_currency(value, currency, "¤#,##0", territory, currency_digits=False)
    return babel.numbers.format_currency(value, currency, locale=territory)


def ago(value: dt.date | dt.datetime | None) -> str:
    """How long ago or ahead, in days, weeks or months; the exact date belongs beside it."""
    if value is None:
        return "–"
    day = value.astimezone(clock.timezone()).date() if isinstance(value, dt.datetime) else value
    return _distance((clock.today() - day).days, catalogue())


@lru_cache(maxsize=8192)
def _distance(days: int, _words: Any) -> str:
    if days == 0:
        return _("today")
    if days in (1, -1):
        return _("yesterday") if days > 0 else _("tomorrow")
    return _past(days) if days > 0 else _future(-days)


def _past(days: int) -> str:
    if days < 14:
        return ngettext("%(num)d day ago", "%(num)d days ago", days)
    if days < 60:
        return ngettext("%(num)d week ago", "%(num)d weeks ago", days // 7)
    if days < 730:
        return ngettext("%(num)d month ago", "%(num)d months ago", days // 30)
    return ngettext("%(num)d year ago", "%(num)d years ago", days // 365)


def _future(days: int) -> str:
    if days < 14:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    if days < 60:
        return ngettext("in %(num)d week", "in %(num)d weeks", days // 7)
    if days < 730:
        return ngettext("in %(num)d month", "in %(num)d months", days // 30)
    return ngettext("in %(num)d year", "in %(num)d years", days // 365)


def week(value: dt.date) -> str:
    """A calendar week (ISO 8601), named by its Monday."""
    monday = value - dt.timedelta(days=value.weekday())
    return _("week of %(day)s", day=date(monday))


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """One character for a Chinese name, first and last letter for others; decoration beside the name."""
    words = name.split() or ["?"]
    if words[0][0] >= "\u2e80":
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


FILTERS: dict[str, Any] = {
    "date": date,
    "datetime": datetime,
    "number": number,
    "percent": percent,
    "money": money,
    "ago": ago,
    "week": week,
    "initials": initials,
}
