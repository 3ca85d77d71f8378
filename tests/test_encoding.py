"""Bytes in any encoding -> text without tricks."""

import codecs
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoding import decode
from corpus.labels import find_codec, list_codecs
from corpus.letters import LONGEST_CLUSTER, purify, repair
from corpus.page import Page
from corpus.statement import Reason, Rejected

RUSSIAN = "Президент подписал указ о назначении министра обороны. " * 3
FRENCH = "Le président a déclaré : « l’été sera chaud »."


def read(data: bytes, encoding: str | None = None) -> str:
    text = decode(Page(data, encoding=encoding))
    assert isinstance(text, str), text
    return text


@pytest.mark.parametrize(
    ("head", "text", "codec"),
    [
        ('<meta charset="windows-1251">', RUSSIAN, "cp1251"),
        ("<meta charset=koi8-r>", RUSSIAN, "koi8-r"),
        ('<?xml version="1.0" encoding="koi8-u"?>', "Президент України підписав указ", "koi8-u"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">', "총리는 성명을", "euc-kr"),
        ("<META CHARSET='GB2312'>", "总理发表声明", "gb18030"),
        ("<meta charset=big5>", "總理發表聲明", "big5"),
        ("<meta charset=Shift_JIS>", "総理大臣は声明を発表した", "cp932"),
        ("<meta charset=iso-2022-jp>", "総理大臣は声明を発表した", "iso2022-jp"),
        ("<meta charset=iso-8859-1>", "“cp1252 quotes” — été", "cp1252"),
        ("<meta charset=iso-8859-2>", "Prezydent oświadczył", "iso8859-2"),
        ("<meta charset=iso-8859-7>", "Ο πρωθυπουργός δήλωσε", "iso8859-7"),
        ("<meta charset=macintosh>", "Le président a déclaré", "mac-roman"),
    ],
)
def test_a_declaration_that_fits_is_believed(head: str, text: str, codec: str) -> None:
    assert read((head + text).encode(codec)) == head + text


def test_what_is_declared_outside_comes_first() -> None:
    assert read(f"<meta charset=koi8-r>{RUSSIAN}".encode("cp1251"), "windows-1251").endswith(RUSSIAN)


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1252", "koi8-r", "shift_jis", "utf-7", "nonsense"]
)
def test_what_is_utf8_is_read_so_whatever_is_declared(declared: str) -> None:
    assert read(FRENCH.encode(), declared) == FRENCH
    assert read(f"<meta charset={declared}>{FRENCH}".encode()).endswith(FRENCH)


@pytest.mark.parametrize(
    ("codec", "declared"), [("cp1251", "koi8-r"), ("koi8-r", "windows-1251"), ("koi8-r", "iso-8859-1")]
)
def test_a_wrong_declaration_is_seen(codec: str, declared: str) -> None:
    assert read(f'<html lang="ru">{RUSSIAN}'.encode(codec), declared).endswith(RUSSIAN)


@pytest.mark.parametrize(
    ("language", "text", "codec"),
    [
        ("ru", RUSSIAN, "koi8-r"),
        ("uk-UA", RUSSIAN, "cp1251"),
        ("el", "Ο πρωθυπουργός δήλωσε σήμερα", "cp1253"),
        ("tr", "Cumhurbaşkanı açıkladı", "cp1254"),
        ("ja", "総理大臣は声明を発表しました", "euc-jp"),
        ("ja", "総理大臣は声明を発表しました", "cp932"),
        ("zh-TW", "總理今天發表聲明", "big5"),
        ("zh_CN", "总理发表声明", "gb18030"),
    ],
)
def test_without_a_declaration_the_language_tells(language: str, text: str, codec: str) -> None:
    assert read(f'<html class=no-js lang="{language}">{text}'.encode(codec)).endswith(text)


@pytest.mark.parametrize(("text", "codec"), [(FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_without_any_sign_it_is_western_or_cyrillic(text: str, codec: str) -> None:
    assert read(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_and_without_a_mark(codec: str) -> None:
    assert read(f"<p>{FRENCH}".encode(codec)) == f"<p>{FRENCH}"


def test_a_mark_goes_before_what_is_declared() -> None:
    assert read(codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), "iso-8859-1") == FRENCH


def test_utf7_makes_no_tags() -> None:
    assert find_codec("utf-7") is None
    assert "<" not in read(b"+ADw-script+AD4-alert(1)", "utf-7")


def test_stray_bytes_in_utf8_are_western() -> None:
    data = "<meta charset=utf-8>L’été, été, été".encode() + b" it\x92s \x93caf\xe9\x94"
    assert read(data).endswith("L’été, été, été it’s “café”")


def test_text_cut_within_a_letter_is_still_utf8() -> None:
    assert read("L’été à Genève, à l’aube, l’été".encode()[:-1]).startswith("L’été à Genève")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04" + bytes(50), "zip"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x7fELF" + bytes(range(64)) * 30, "binary"),
    ],
)
def test_files_of_other_kinds_are_named(data: bytes, kind: str) -> None:
    rejected = decode(Page(data, path="press/a.html"))
    assert isinstance(rejected, Rejected)
    assert (rejected.page, rejected.reason) == ("press/a.html", Reason.BAD_ENCODING)
    assert kind in rejected.detail


def test_too_many_bytes_are_too_large() -> None:
    rejected = decode(Page(b"a" * 20_000_001))
    assert isinstance(rejected, Rejected)
    assert rejected.reason is Reason.TOO_LARGE


def test_nuls_go() -> None:
    assert read(b"<scr\0ipt>" + b"Words and more words. " * 5 + bytes(5_000)).startswith("<script>Words")


def test_line_ends_are_one_kind() -> None:
    assert read("a\r\nb\rc\nd\u2028e\x0cf".encode()) == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize(
    ("text", "pure"),
    [
        ("a\u202eb\u2066c\u200ed\u061ce", "abcde"),
        ("in\u00advis\u200bi\u2060b\ufeffle", "invisible"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("lone\ud800 and\udfff", "lone and"),
        ("not\ufffe a\ufdd0 letter\uffff", "not a letter"),
        ("bell\x07 and\x1b[31m", "bell and[31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("pass\u200cword\u200d", "password"),
        ("\u200dword", "word"),
        ("cafe\u0301", "café"),
        ("\u212bngström", "Ångström"),
        ("it\x92s \x80 5", "it’s € 5"),
    ],
)
def test_what_nobody_sees_goes(text: str, pure: str) -> None:
    assert purify(text) == pure


@pytest.mark.parametrize(
    ("html", "pure"),
    [
        ("min&shy;ister &shy", "minister "),
        ("a&#8238;b&#x202E;c&#0008203;d&lrm;e&ZeroWidthSpace;f&#xfeffg&#917569;", "abcdefg"),
        ("&#8;&#x1b;&#127;&NoBreak;&it;", ""),
        ("می&zwnj;خواهم pass&zwnj;word", "می\u200cخواهم password"),
        ("caf&#101;&#769; cafe&#x301;", "caf&#101;\u0301 café"),
        ("?a=1&shy=2 &amp;#8203; &#8217; &#82030; &lt;b&gt; &#13; &it &shyness", None),
    ],
)
def test_references_to_what_nobody_sees_go_too(html: str, pure: str | None) -> None:
    assert read(html.encode()) == (html if pure is None else pure)


def test_very_many_references_cost_little() -> None:
    assert read(b"a" + b"&#8203;&shy;" * 500_000 + b"b") == "ab"


def test_marks_without_end_are_cut() -> None:
    assert len(purify("e" + "\u0316\u0301" * 500_000)) <= 2 * LONGEST_CLUSTER
    assert purify("—" * 50) == "—" * 50


@given(st.text(st.characters(exclude_categories=())))
def test_pure_text_is_normal_stays_pure_and_can_be_stored(text: str) -> None:
    pure = purify(text)
    assert unicodedata.is_normalized("NFC", pure)
    assert purify(pure) == pure
    assert not any(unicodedata.category(letter) in ("Cs", "Cc") for letter in pure if letter not in "\t\n")
    pure.encode()


@pytest.mark.parametrize("text", ["« CAFÉ » et SPASSß“", "naïve â Ô IRMÔ Ã", "é”—", FRENCH, "Ð er íslenskur"])
def test_honest_letters_are_not_repaired(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, "Der Minister erklärte – für alle – Äußerungen"])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_text_encoded_twice_is_repaired(text: str, codec: str) -> None:
    try:
        twice = text.encode().decode(codec)
    except UnicodeDecodeError:
        twice = text.encode().decode("latin-1")
    assert read(twice.encode()) == text


def test_bits_encoded_twice_are_repaired_where_punctuation_tells() -> None:
    assert read("Itâ€™s the ministerâ€™s cafÃ©, déjà vu".encode()) == "It’s the minister’s café, déjà vu"


@given(st.binary())
def test_any_bytes_become_text_or_a_reason(data: bytes) -> None:
    result = decode(Page(data))
    if isinstance(result, str):
        result.encode()
        assert "\0" not in result
    else:
        assert result.detail


@given(
    st.binary(max_size=60),
    st.sampled_from(["utf-16", "gb18030", "iso-2022-jp", "euc-kr", "utf-7", "hex", ""]),
)
def test_any_declaration_is_survived(data: bytes, encoding: str) -> None:
    assert decode(Page(data, encoding=encoding)) == decode(Page(data, encoding=encoding.upper()))


def test_every_label_has_a_codec() -> None:
    for label in ("UTF-8", " latin1 ", '"gbk"', "x-sjis", "macintosh", "koi8-u", "windows-874"):
        codec = find_codec(label)
        assert codec is not None
        assert codecs.lookup(codec)
    assert find_codec("utf-32") is find_codec("") is find_codec("rot13") is None


@pytest.mark.parametrize("tag", ["ru", "pl", "zh-Hant", "zh", "ja-JP", "he", "fa", "vi", "th", "lv"])
def test_every_language_has_codecs(tag: str) -> None:
    assert all(codecs.lookup(codec) for codec in list_codecs(tag))
    assert list_codecs(tag)
    assert list_codecs("xx") == ()


def test_the_shared_measuring_pages_are_read_without_loss() -> None:
    files = sorted((Path(__file__).parents[2] / "shared/data/pages/pages").glob("*.html"))
    if not files:
        pytest.skip("the shared measuring data is not here")
    texts = [read(file.read_bytes()) for file in files]
    assert sum("\ufffd" in text for text in texts) <= len(texts) // 20
    assert not any("â€" in text for text in texts)


def test_random_bytes_are_no_page() -> None:
    assert isinstance(decode(Page(os.urandom(50_000))), Rejected)
