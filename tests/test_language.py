"""The language that a page declares, and the one that is heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import normalise, read_language

TEXTS = {
    "en": "The minister said that the council will meet again in the spring and all are welcome. " * 4,
    "de": "Die Ministerin sagte, dass der Rat im Frühjahr wieder zusammenkommt und alle willkommen sind. "
    * 4,
    "fr": "La ministre a déclaré que le conseil se réunira de nouveau au printemps et que tous sont là. " * 4,
    "ru": "Министр заявил, что совет соберётся снова весной и что все приглашены на заседание. " * 4,
    "uk": "Міністр заявив, що рада збереться знову навесні і що всі запрошені на засідання. " * 4,
    "zh": "部长表示，理事会将于春季再次举行会议，欢迎所有人参加这次在首都举行的会议。" * 8,
    "ar": "قال الوزير إن المجلس سيجتمع مرة أخرى في الربيع وإن الجميع مدعوون إلى هذا الاجتماع. " * 4,
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_text_is_heard_where_the_page_declares_nothing(language: str) -> None:
    found = read_language(None, TEXTS[language])
    assert found is not None
    assert (found.value, found.source) == (language, "detected")


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_true_declaration_is_kept_with_its_country(language: str) -> None:
    found = read_language(f"{language}_XX".upper(), TEXTS[language])
    assert found is not None
    assert (found.value, found.source) == (f"{language}-XX", "declared")


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"en"}))
def test_a_false_declaration_of_a_template_is_corrected(language: str) -> None:
    found = read_language("en-US", TEXTS[language])
    assert found is not None
    assert found.value == language


def test_a_short_text_is_left_to_the_declaration() -> None:
    found = read_language("en", "Guten Tag allerseits")
    assert found is not None
    assert found.value == "en"
    assert read_language(None, "") is None


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("EN-us", "en-US"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("English", "en"),
        ("ger", "de"),
        ("pt_BR", "pt-BR"),
        ("en, fr", "en"),
        ("", None),
        ("und", None),
        ("mul", None),
        ("{{lang}}", None),
        ("e", None),
    ],
)
def test_tags(declared: str, tag: str | None) -> None:
    assert normalise(declared) == tag


@given(st.none() | st.text(max_size=30), st.text(max_size=400))
def test_any_text_has_no_error(declared: str | None, text: str) -> None:
    found = read_language(declared, text)
    assert found is None or found.value
