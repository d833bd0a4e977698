"""How minutes went round, and what groups decided in writing: confirmed, corrected, dissented, closed, mended, stopped."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, NamedTuple

from portal.demo.sittings import PEOPLE, RETAIL, SECRETARY, every_sitting, sitting_day
from portal.demo.stage import Moment, Stage
from portal.minutes import operations as minutes
from portal.minutes.models import Answer, Circulation, Outcome
from portal.resolutions import operations as resolutions
from portal.steering.operations import draft_decision, propose, take_position


class Word(NamedTuple):
    """What somebody answered, so many days after the minutes went round; a correction puts `new` for `old`."""

    after: int
    who: str
    answer: Answer = Answer.CONFIRM
    words: str = ""
    old: str = ""
    new: str = ""
    outcome: Outcome = Outcome.WAITING
    why: str = ""


class Wrong(NamedTuple):
    """An erratum, days after the minutes went round; who confirmed it, who closed it when."""

    after: int
    text: str
    reason: str
    confirmed_by: tuple[str, ...]
    closed_by: str
    closed: int


class Round(NamedTuple):
    """Minutes that went round two days after the meeting, until `due`; `closed` by whom, None while it runs."""

    sitting: str
    due: int
    words: tuple[Word, ...]
    closed: tuple[int, str] | None = None
    is_reminded: bool = False
    erratum: Wrong | None = None


SENT_AFTER = 2

ROUNDS = (
    # Everybody has answered; one correction was taken into the text.
    Round(
        "SP5",
        7,
        (
            Word(1, "ma.li"),
            Word(
                2,
                "gao.yan",
                Answer.CORRECT,
                "Of those invited, not of all. 是受邀者中的比例。",
                "38 % have finished.",
                "38 % of those who were invited have finished, 31 % of all.",
                Outcome.TAKEN,
            ),
            Word(3, "chen.wei"),
            Word(3, "liu.jianhua"),
            Word(4, "lu.ming"),
            Word(4, "du.fei"),
            Word(5, "gao.yan", words="Now it is right. 现在对了。"),
        ),
        (6, "zhao.guoqiang"),
    ),
    # A dissent that is printed, a correction that was not taken, the absent chair's note, and later an erratum.
    Round(
        "SR9",
        8,
        (
            Word(1, "chen.wei"),
            Word(1, "liu.jianhua"),
            Word(
                2,
                "wang.lei",
                Answer.DISSENT,
                "The old tills stay until the queues are gone. I was outvoted, and I still say so. 我保留反对意见。",
            ),
            Word(
                2,
                "he.lao",
                Answer.CORRECT,
                "Nobody told logistics either.",
                "the sponsor was not told.",
                "neither the sponsor nor logistics was told.",
                Outcome.DECLINED,
                "Logistics was in copy of the letter of the 3rd. 物流部当时有抄送。",
            ),
            Word(3, "zhu.hong"),
            Word(3, "fang.min"),
            Word(
                4,
                "sun.li",
                Answer.NOTE,
                "I was with the holiday stores. I would have asked for one week instead of two. 我倾向一周。",
            ),
            Word(5, "huang.kai"),
            Word(5, "yu.ting"),
        ),
        (7, "chen.wei"),
        erratum=Wrong(
            14,
            "Under *The old tills*: **under two minutes forty**, not *under three minutes*. 应为两分四十秒。",
            "The figure of the draft stayed in the text. 误用了草稿数字。",
            ("liu.jianhua", "wang.lei", "he.lao", "zhu.hong", "huang.kai"),
            "chen.wei",
            20,
        ),
    ),
    # Closed over two who said nothing, after a reminder.
    Round(
        "r29",
        6,
        (
            Word(1, "chen.wei"),
            Word(2, "liu.jianhua"),
            Word(2, "zhu.hong"),
            Word(
                3,
                "wang.lei",
                Answer.NOTE,
                "Away that day. Eleven faults are twelve since Monday. 周一起已是十二项。",
            ),
        ),
        (7, "sun.li"),
        is_reminded=True,
    ),
    # Going round now, with a correction that nobody has taken or declined yet.
    Round(
        "SR10",
        9,
        (
            Word(1, "chen.wei"),
            Word(
                2,
                "liu.jianhua",
                Answer.CORRECT,
                "They have grown. 南区其实上升了。",
                "in the south they have not.",
                "in the south they have grown by a tenth.",
            ),
            Word(3, "zhang.min"),
        ),
    ),
)


class Question(NamedTuple):
    """A proposal that a group decides in writing, from `day` on, for `days`; `said`: (after, who, position, reason)."""

    name: str
    group: str
    project: str
    day: int
    days: int
    title: str
    context: str
    outcome: str
    grounds: str
    owner: str
    said: tuple[tuple[int, str, str, str], ...]


QUESTIONS = (
    Question(
        "w-trainers",
        PEOPLE,
        "LEARN",
        -30,
        7,
        "Two more trainers for the north until the holiday 北区增派讲师",
        "The north starts five weeks later and with half the trainers.",
        "Two trainers of the south go north for six weeks; the travel is paid by the programme.",
        "Nobody is cut over untrained.",
        "ma.li",
        (
            (1, "ma.li", "agree", ""),
            (2, "chen.wei", "agree", ""),
            (3, "liu.jianhua", "abstain", "My own people are concerned."),
            (4, "zhao.guoqiang", "agree", ""),
        ),
    ),
    Question(
        "w-scanners",
        RETAIL,
        "STORE",
        -10,
        9,
        "Buy forty spare scanners now 先买四十台备用扫描枪",
        "One in twelve breaks in the first month; delivery takes five weeks.",
        "Forty scanners from the reserve, delivered before the north begins.",
        "A till without a scanner is a closed till.",
        "zhang.min",
        (
            (1, "liu.jianhua", "agree", ""),
            (2, "chen.wei", "agree", ""),
            (
                5,
                "he.lao",
                "object",
                "The warehouse needs the same model. Let us order once. 应与仓库一起采购。",
            ),
        ),
    ),
    Question(
        "w-figures",
        RETAIL,
        "STORE",
        -2,
        6,
        "Stores publish their stock differences every Monday 每周一公布库存差异",
        "The north does, the south does not. Whoever compares sees causes.",
        "Every store publishes its differences on Monday by noon, with the cause in one sentence. 每店周一中午前公布。",
        "What is seen is mended.",
        "liu.jianhua",
        ((1, "chen.wei", "agree", ""), (1, "liu.jianhua", "agree", "")),
    ),
)


def tell(stage: Stage) -> None:
    """Put the rounds of answers and the written resolutions on the stage."""
    days = {sitting.name: sitting_day(stage, sitting) for sitting in every_sitting()}
    for each in ROUNDS:
        _round(stage, each, days[each.sitting] + SENT_AFTER)
    for question in QUESTIONS:
        _question(stage, question)


def _round(stage: Stage, told: Round, sent: int) -> None:
    stage.on(sent, partial(_send, stage, told), hour=9)
    for word in told.words:
        _on(stage, sent + word.after, partial(_say, stage, told.sitting, word))
        if word.outcome:
            _on(stage, sent + word.after, partial(_settle, stage, told.sitting, word), hour=15)
    if told.is_reminded:
        _on(
            stage,
            sent + told.due - 1,
            lambda at: minutes.remind(_circulation(stage, told).id, at.now, at.today),
        )
    if told.closed is not None:
        after, who = told.closed
        _on(stage, sent + after, lambda at: _close(_circulation(stage, told), stage.person(who), at), hour=16)
    if told.erratum is not None:
        _erratum(stage, told.sitting, told.erratum, sent)


def _on(stage: Stage, day: int, act: Any, hour: int = 11) -> None:
    """What lies in the future has not happened."""
    if day <= 0:
        stage.on(day, act, hour=hour)


def _circulation(stage: Stage, told: Round) -> Circulation:
    made: Circulation = stage.made[f"round {told.sitting}"]
    return made


def _send(stage: Stage, told: Round, moment: Moment) -> None:
    due = moment.today + dt.timedelta(days=told.due)
    stage.made[f"round {told.sitting}"] = minutes.circulate(
        stage.made[told.sitting], due_on=due, notes_days=14, by=stage.person(SECRETARY), now=moment.now
    )


def _say(stage: Stage, sitting: str, word: Word, moment: Moment) -> None:
    circulation = stage.made[f"round {sitting}"]
    wording = circulation.wording
    if word.old and word.old not in wording:
        raise ValueError(f"the minutes of {sitting} do not say: {word.old}")
    stage.made[f"{sitting} {word.who}"] = minutes.answer(
        circulation,
        answer=word.answer,
        words=word.words,
        proposed=wording.replace(word.old, word.new) if word.old else "",
        seen_version=circulation.wording_version,
        by=stage.person(word.who),
        now=moment.now,
    )


def _settle(stage: Stage, sitting: str, word: Word, moment: Moment) -> None:
    given = stage.made[f"{sitting} {word.who}"]
    minutes.settle(given, outcome=word.outcome, reason=word.why, by=stage.person(SECRETARY), now=moment.now)


def _close(circulation: Circulation, by: Any, moment: Moment) -> None:
    minutes.close(circulation, by=by, now=moment.now)


def _erratum(stage: Stage, sitting: str, wrong: Wrong, sent: int) -> None:
    def propose_it(moment: Moment) -> None:
        stage.made[f"erratum {sitting}"] = minutes.propose_erratum(
            stage.made[sitting],
            text=wrong.text,
            reason=wrong.reason,
            due_on=moment.today + dt.timedelta(days=wrong.closed - wrong.after - 1),
            by=stage.person(SECRETARY),
            now=moment.now,
        )

    def confirm(who: str, moment: Moment) -> None:
        circulation = stage.made[f"erratum {sitting}"]
        minutes.answer(
            circulation,
            answer=Answer.CONFIRM,
            words="",
            proposed="",
            seen_version=circulation.wording_version,
            by=stage.person(who),
            now=moment.now,
        )

    _on(stage, sent + wrong.after, propose_it)
    for who in wrong.confirmed_by:
        _on(stage, sent + wrong.after + 1, partial(confirm, who))
    by = stage.person
    _on(
        stage,
        sent + wrong.closed,
        lambda at: _close(stage.made[f"erratum {sitting}"], by(wrong.closed_by), at),
    )


def _question(stage: Stage, question: Question) -> None:
    stage.on(question.day, partial(_ask, stage, question), hour=10)
    for after, who, position, reason in question.said:
        act = partial(_stand, stage, question, who, position, reason)
        _on(stage, question.day + after, act, hour=14)
    over = question.day + question.days + 1
    _on(
        stage,
        over,
        lambda at: resolutions.close(stage.made[f"asked {question.name}"].id, at.now, at.today),
        hour=1,
    )


def _ask(stage: Stage, question: Question, moment: Moment) -> None:
    by = stage.person(SECRETARY)
    proposal = draft_decision(
        title=question.title,
        context=question.context,
        options="",
        owner=stage.person(question.owner),
        due_on=stage.day(question.day + 60),
        group=stage.made[question.group],
        project=stage.project(question.project),
        by=by,
        now=moment.now,
    )
    if proposal.state == "draft":
        propose(proposal, by=by, now=moment.now)
    stage.made[question.name] = proposal
    stage.made[f"asked {question.name}"] = resolutions.ask(
        proposal,
        outcome=question.outcome,
        grounds=question.grounds,
        closes_on=moment.today + dt.timedelta(days=question.days),
        by=by,
        now=moment.now,
    )


def _stand(stage: Stage, question: Question, who: str, position: str, reason: str, moment: Moment) -> None:
    decision = stage.made[question.name]
    take_position(decision, position=position, reason=reason, by=stage.person(who), now=moment.now)
