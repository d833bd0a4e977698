"""What the answers of both sides come to: what is given, what is missing, where they disagree, who is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.readiness.models import ReadinessAnswer
from portal.readiness.preconditions import PRECONDITIONS, Given


@dataclass
class Finding:
    """One precondition: the newest answer of each voice."""

    code: str
    lead: ReadinessAnswer | None = None
    others: list[ReadinessAnswer] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(PRECONDITIONS[self.code].title)

    @property
    def question(self) -> str:
        return str(PRECONDITIONS[self.code].question)

    @property
    def answers(self) -> list[ReadinessAnswer]:
        return [self.lead, *self.others] if self.lead else list(self.others)

    @property
    def missing(self) -> list[ReadinessAnswer]:
        """Who says that it is not given, or in part."""
        return [each for each in self.answers if each.is_gap]

    @property
    def waits(self) -> bool:
        """Is one of the sides silent?"""
        return self.lead is None or not self.others

    @property
    def is_disputed(self) -> bool:
        return len({each.answer for each in self.answers}) > 1

    @property
    def is_given(self) -> bool:
        return not self.waits and not self.missing

    @property
    def state(self) -> str:
        if self.missing:
            return "gap"
        return "waits" if self.waits else "given"

    @property
    def state_label(self) -> str:
        return {"gap": _("Gap"), "waits": _("Waits for an answer"), "given": _("Given")}[self.state]

    @property
    def tone(self) -> str:
        return {"gap": "warning", "waits": "waiting", "given": "good"}[self.state]

    def sentences(self) -> list[str]:
        """Gaps, disagreement and silence, in words."""
        said = [_missing_sentence(each) for each in self.missing]
        if self.is_disputed:
            voices = [_("%(who)s: %(answer)s", who=each.speaker, answer=each.label) for each in self.answers]
            said.append(_("They disagree. %(answers)s.", answers=", ".join(voices)))
        if self.lead is None:
            said.append(_("The side that would lead has not answered."))
        if not self.others:
            said.append(_("Neither the sponsor nor a department has answered."))
        return said


def _missing_sentence(answer: ReadinessAnswer) -> str:
    if answer.answer == Given.NO:
        return _("%(who)s says that it is not given.", who=answer.speaker)
    return _("%(who)s says that it is given in part.", who=answer.speaker)


@dataclass(frozen=True)
class Assessment:
    """All preconditions of a project's lead."""

    findings: list[Finding]

    @property
    def is_ready(self) -> bool:
        return all(each.is_given for each in self.findings)

    @property
    def is_begun(self) -> bool:
        return any(each.answers for each in self.findings)

    @property
    def gaps(self) -> list[Finding]:
        return [each for each in self.findings if each.missing]

    @property
    def silent(self) -> list[Finding]:
        return [each for each in self.findings if each.waits]

    @property
    def disputed(self) -> list[Finding]:
        return [each for each in self.findings if each.is_disputed]

    @property
    def open_codes(self) -> list[str]:
        return [each.code for each in self.findings if not each.is_given]

    def summary(self) -> str:
        """In one or two sentences."""
        if not self.is_begun:
            return _("Nobody has answered yet whether the preconditions of the lead are given.")
        if self.is_ready:
            return _("Both sides say that every precondition is given.")
        return " ".join(self._counts())

    def _counts(self) -> Iterable[str]:
        if count := len(self.gaps):
            yield ngettext("%(num)d precondition has a gap.", "%(num)d preconditions have gaps.", count)
        if count := len(self.disputed):
            yield ngettext("About %(num)d the sides disagree.", "About %(num)d the sides disagree.", count)
        if count := len(self.silent):
            yield ngettext(
                "For %(num)d a side has not answered.", "For %(num)d a side has not answered.", count
            )


def assess(answers: Iterable[ReadinessAnswer]) -> Assessment:
    """`answers`: the oldest first; the newest of each voice counts."""
    newest: dict[tuple[str, str, int | None], ReadinessAnswer] = {}
    for each in answers:
        newest[each.precondition, each.voice, each.department_id] = each
    findings = {code: Finding(code) for code in PRECONDITIONS}
    for each in newest.values():
        finding = findings.get(each.precondition)
        if finding is None:
            continue
        if each.is_of_lead:
            finding.lead = each
        else:
            finding.others.append(each)
    for finding in findings.values():
        finding.others.sort(key=lambda each: (each.department is not None, each.speaker))
    return Assessment(list(findings.values()))
