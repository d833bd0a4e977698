"""Text to words: the same for what is stored and for what is asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.questions import MOST_TERMS, Question, Term, parse
from portal.search.words import LONGEST_TOKEN, MARK, fold, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Store System", ["store", "system"]),
        ("C-101", ["c", "101"]),
        ("风险", ["风险", "险"]),
        ("风险管理", ["风险", "险管", "管理", "理"]),
        ("險", ["险"]),
        ("ERP系统上线!", ["erp", "系统", "统上", "上线", "线"]),
        ("Ｓｔｏｒｅ １２", ["store", "12"]),
        ("José Müller", ["jose", "muller"]),
        ("Straße", ["strasse"]),
        ("snake_case", ["snake", "case"]),
        ("管理，计划", ["管理", "理", "计划", "划"]),
        ("カタカナ", ["カタ", "タカ", "カナ", "ナ"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("¶¶ …—！", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words_and_character_pairs(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_traditional_and_simplified_characters_are_the_same_word() -> None:
    assert tokens("風險管理與決議") == tokens("风险管理与决议")


def test_a_letter_and_its_accent_may_come_apart() -> None:
    assert tokens("e\u0301") == tokens("é") == ["e"]


@given(st.text())
def test_tokens_hold_nothing_that_a_database_could_cut_or_interpret(text: str) -> None:
    for token in tokens(text):
        assert token
        assert len(token) <= LONGEST_TOKEN
        assert MARK not in token
        assert not any(sign in token for sign in " '\"*&|!()<>:%_\\\x00\t\n")
        assert not any(
            unicodedata.category(character)[0] in "CZP" for character in token if ord(character) < 0x20000
        )


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("store sys", [Term(("store",)), Term(("sys",), True)]),
        ("store s", [Term(("store",)), Term(("s",))]),
        ("风险", [Term(("风险",))]),
        ("风", [Term(("风",), True)]),
        ("风 store", [Term(("风",), True), Term(("store",), True)]),
        ("风险管理", [Term(("风险", "险管", "管理"))]),
        ("风险，决议", [Term(("风险",)), Term(("决议",))]),
        ('"store system"', [Term(("store", "system"))]),
        ("“风险管理” plan", [Term(("风险", "险管", "管理")), Term(("plan",), True)]),
        ("「決議」", [Term(("决议",))]),
        ("store-system", [Term(("store", "system"), True)]),
        ('"not finished', [Term(("not", "finished"))]),
        ("系统上线 plan", [Term(("系统", "统上", "上线")), Term(("plan",), True)]),
        ('"系统上线 plan"', [Term(("系统", "统上", "上线", "线", "plan"))]),
        ('AND OR NOT NEAR(a) * ^ : - "', None),
        ("  \t ", []),
        ("\"'();--", []),
    ],
)
def test_a_question_is_understood(text: str, terms: list[Term] | None) -> None:
    found = parse(text)
    if terms is None:
        assert [term.tokens for term in found.terms] == [("and",), ("or",), ("not",), ("near", "a")]
    else:
        assert found == Question(tuple(terms))


@given(st.text(max_size=300))
def test_any_question_is_understood(text: str) -> None:
    found = parse(text)
    assert len(found.terms) <= MOST_TERMS
    assert all(term.tokens for term in found.terms)
    assert bool(found) is bool(found.terms)
