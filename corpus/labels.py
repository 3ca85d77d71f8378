"""The name of an encoding as pages write it -> Python's codec, for the encodings that browsers know.

The names are those of the WHATWG Encoding Standard, whose rule it also is that ``iso-8859-1`` means
windows-1252, ``gb2312`` means gb18030 and so on. What is not in the list, ``utf-7`` above all, is not
believed: it can make tags out of plain text.
"""

from __future__ import annotations

import functools

_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "utf-16-le": "utf-16 utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-16-be": "utf-16be unicodefffe",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251 win-1251",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii "
    "ansi_x3.4-1968 cp819 ibm819 iso88591 iso-ir-100 csisolatin1",
    "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 csisolatin5 iso-ir-148",
    "cp1255": "windows-1255 cp1255 x-cp1255",
    "cp1256": "windows-1256 cp1256 x-cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "cp866": "ibm866 cp866 866 csibm866",
    "cp874": "windows-874 dos-874 iso-8859-11 iso8859-11 tis-620",
    "iso8859-2": "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2 csisolatin2 iso-ir-101",
    "iso8859-3": "iso-8859-3 iso8859-3 iso_8859-3 latin3 l3 csisolatin3",
    "iso8859-4": "iso-8859-4 iso8859-4 iso_8859-4 latin4 l4 csisolatin4",
    "iso8859-5": "iso-8859-5 iso8859-5 iso_8859-5 cyrillic csisolatincyrillic",
    "iso8859-6": "iso-8859-6 iso8859-6 iso_8859-6 arabic asmo-708 ecma-114 csisolatinarabic",
    "iso8859-7": "iso-8859-7 iso8859-7 iso_8859-7 greek greek8 ecma-118 elot_928 csisolatingreek",
    "iso8859-8": "iso-8859-8 iso8859-8 iso_8859-8 hebrew visual iso-8859-8-i logical csisolatinhebrew",
    "iso8859-10": "iso-8859-10 iso8859-10 latin6 l6 csisolatin6",
    "iso8859-13": "iso-8859-13 iso8859-13",
    "iso8859-14": "iso-8859-14 iso8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 iso_8859-15 latin9 l9 csisolatin9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8 koi koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman csmacintosh",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gb18030 gbk gb2312 gb_2312 gb_2312-80 chinese x-gbk csgb2312 iso-ir-58 gb2312-80",
    "big5hkscs": "big5 big5-hkscs big-5 cn-big5 x-x-big5 csbig5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j ms932 csshiftjis",
    "euc-jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "iso2022-jp": "iso-2022-jp csiso2022jp",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949 cseuckr iso-ir-149",
}

_LANGUAGES = {
    "cp1250": "bs cs hr hu pl ro sk sl sq",
    "cp1251 koi8-r": "be bg kk ky mk mn ru sr tg tt",
    "cp1251 koi8-u": "uk",
    "cp1253": "el",
    "cp1254": "az tr",
    "cp1255": "he iw yi",
    "cp1256": "ar fa ps ur",
    "cp1257": "et lt lv",
    "cp1258": "vi",
    "cp874": "th",
    "gb18030 big5hkscs": "zh zh-cn zh-sg zh-hans",
    "big5hkscs gb18030": "zh-tw zh-hk zh-mo zh-hant",
    "euc-jp cp932": "ja",
    "cp949": "ko",
}


def find_codec(label: str) -> str | None:
    """The codec of an encoding by any of its names, in any case; None for one that is not on the list."""
    return _codecs().get(label.strip().strip("\"'").lower())


def list_codecs(language: str) -> tuple[str, ...]:
    """The codecs that pages of a language (BCP 47) were written in before UTF-8, the likeliest first."""
    tag = language.strip().lower().replace("_", "-")
    return _codecs_by_language().get(tag) or _codecs_by_language().get(tag.split("-")[0], ())


@functools.cache
def _codecs() -> dict[str, str]:
    return {label: codec for codec, labels in _LABELS.items() for label in labels.split()}


@functools.cache
def _codecs_by_language() -> dict[str, tuple[str, ...]]:
    return {tag: tuple(codecs.split()) for codecs, tags in _LANGUAGES.items() for tag in tags.split()}
