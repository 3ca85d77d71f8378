"""Text into words and stems: folding, what joins and what separates, and the places of words."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import analysis
from index.analysis import BOUNDARY, MAX_TOKEN, SNOWBALL, signature, stem, stem_all, stems, word_spans, words

LANGUAGES = [None, "en", "de", "fr-CA", "uk", "zh", "xx", "EN-us"]
texts = st.text(
    st.one_of(
        st.sampled_from("abcSsıİßéÅüÜłœ’'ʼ.·-_ \t\n¶\0´™²½ﬁŉ\u0301\u0308\u00ad\u200d\ufe0f"),
        st.sampled_from("йёїґ'ъЙабвעבריتشكيل\u064eأ\u0640हिन्दीがパｶﾞ国防G7가각ㄱไทยΣς"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Air-Defence, 2024!", "air defence 2024"),
        (
            "Zürich Straße ÉLYSÉE Łódź Ørsted Æsir İzmir ILIĞI",
            "zurich strasse elysee lodz orsted aesir izmir iligi",
        ),
        ("cafe\u0301 nai\u0308ve ﬁnance Ⅳ", "cafe naive finance iv"),
        ("snake_case", "snake case"),
        (
            "The U.S. and the U.N.'s aid; U.S.-led, e.g. J.F. Kennedy at 5 p.m.",
            "the us and the un aid us led eg jf kennedy at 5 pm",
        ),
        ("The U.S. The U.S.S.R.", "the us the ussr"),
        ("mod.gov.example 3.5 v.2", "mod gov example 3 5 v 2"),
        ("Ukraine's NATO’s ALLIES' it's", "ukraine nato allies it"),
        ("O'Neill don't 's-Hertogenbosch", "o neill don t s hertogenbosch"),
        ("l'accord d’État qu’il c'est", "l accord d etat qu il c est"),
        ("об'єкт п’ять зв`язок", "обєкт пять зв язок"),
        ("Київ російський Ёлка", "киів російський елка"),
        ("Acme™ aid² ½ № 5", "acme aid 2 1 2 no 5"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("防空システム", "防空 空シ シス ステ テム"),
        ("G7サミット 国 방공", "g7 サミ ミッ ット 国 방공"),
        ("が パ ｶﾞ", "が パ ガ"),
        ("हिन्दी में", "हिन्दी में"),
        ("السَّلامُ", "السلام"),
        ("ΣΟΦΟΣ σοφός", "σοφοσ σοφοσ"),
        ("¶ § a¶b \0 a\0b", "a b a b"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The missiles' systems were delivered", "the missil system were deliv"),
        ("en-GB", "agreements", "agreement"),
        ("de", "Müller Mueller Muller", "mull mull mull"),
        ("de", "Häuser Haeuser über ueber Öl Oel", "haus haus uber uber ol ol"),
        ("de", "neue Feuer Quelle", "neu feu quell"),
        ("fr", "élections elections nationales", "elect elect national"),
        ("ru", "российский российская", "российск российск"),
        ("uk", "оборони", "оборони"),
        (None, "missiles", "missiles"),
        ("zz", "missiles", "missiles"),
    ],
)
def test_stems(language: str | None, text: str, expected: str) -> None:
    assert stems(text, language) == expected.split()


def test_umlauts_are_two_letters_in_german_only() -> None:
    assert stem("mueller", "de") == stem("muller", "de")
    assert stem("mueller", "en") != stem("muller", "en")
    assert words("Mueller") != words("Müller")


def test_every_language_has_its_stemmer() -> None:
    assert all(stem("information", language) for language in SNOWBALL)


def test_long_words_are_cut() -> None:
    for word in ("x" * 300, "é" * 300, "U." * 300, "x" * 1_000_000):
        [(cut, start, end)] = word_spans(word)
        assert words(word) == [cut] == [cut[:MAX_TOKEN]]
        assert (start, end) == (0, len(word))
        assert len(cut) == MAX_TOKEN


@given(texts)
def test_spans_are_those_of_the_words(text: str) -> None:
    spans = word_spans(text)
    assert [word for word, _, _ in spans] == words(text)
    assert all(0 <= start < end <= len(text) for _, start, end in spans)
    assert [start for _, start, _ in spans] == sorted(start for _, start, _ in spans)


@given(st.text(st.sampled_from("abSé’'. ü\u0301ßıй,-²ﬁ\u00ad"), max_size=40))
def test_a_span_holds_its_word(text: str) -> None:
    for word, start, end in word_spans(text):
        assert "".join(words(text[start:end])) == word or word in words(text[start:end] + "'s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the U.S. and U.N.'s", ["In", "the", "U.S.", "and", "U.N."]),
        ("cafe\u0301s, Straße’s", ["cafe\u0301s", "Straße"]),
        ("\u0301ßa b", ["ßa", "b"]),
        ("ﬁnal№2", ["ﬁnal№2"]),
        ("防空网", ["防空", "空网"]),
        ("naïve é", ["naïve", "é"]),
    ],
)
def test_spans_are_in_the_text_as_given(text: str, expected: list[str]) -> None:
    assert [text[start:end] for _, start, end in word_spans(text)] == expected


@given(texts, st.sampled_from(LANGUAGES))
def test_both_views_have_the_same_tokens(text: str, language: str | None) -> None:
    spelled = words(text)
    assert stems(text, language) == stem_all(spelled, language) == [stem(word, language) for word in spelled]
    for token in [*spelled, *stems(text, language)]:
        assert token
        assert token.split() == [token]
        assert BOUNDARY not in token
        assert len(token) <= MAX_TOKEN


@given(texts)
def test_words_are_folded_for_good(text: str) -> None:
    latin = [word for word in words(text) if word.isascii()]
    assert words(" ".join(latin)) == latin


def test_the_dictionary_of_stems_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "_MAX_STEMS", 10)
    many = [f"agreements{number}" for number in range(50)] + ["missiles"]
    assert stems(" ".join(many), "en")[-1] == "missil"
    table = analysis._stem_table("en")
    assert table is not None
    assert len(table) <= 10


def test_eight_threads_stem_alike() -> None:
    text = " ".join(f"agreements{letter} delivering {letter}missiles" for letter in "abcdefghij") * 20
    right = stems(text, "en")
    wrong: list[list[str]] = []

    def work() -> None:
        for _ in range(20):
            made = stems(text, "en")
            if made != right:
                wrong.append(made)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_signature_names_what_the_tokens_depend_on() -> None:
    assert signature().startswith(f"{analysis.ANALYSIS_VERSION}/snowball ")
