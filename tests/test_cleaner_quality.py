"""Floors under the quality of the cleaner on the shared measuring data; they only rise.

Measured as its evaluation tool measures: bags of words per page, the first and last words of the body,
strings that must not be in it. Skipped where the data is absent.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from corpus import Page, Rejected, clean

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "pages"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared measuring data is absent")

_QUOTES = str.maketrans("‘’‚‛“”„«»–—", '\'\'\'\'"""""--')
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff]+"
)


def words(text: str) -> list[str]:
    return _WORDS.findall(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold())


@cache
def measure(gold: str) -> list[dict[str, Any]]:
    """For each page the text that was found, beside what the gold file says."""
    records = [json.loads(line) for line in (DATA / gold).read_text(encoding="utf-8").splitlines() if line]
    for record in records:
        found = clean(Page((DATA / record["page"]).read_bytes()))
        record["found"] = "" if isinstance(found, Rejected) else found.text
    return records


def score(record: dict[str, Any]) -> float:
    """F1 of the bag of words."""
    found, right = Counter(words(record["found"])), Counter(words(record["text"]))
    return 2 * (found & right).total() / ((found.total() + right.total()) or 1)


def mean_score(gold: str, below: int = 1_000_000) -> float:
    scored = [record for record in measure(gold) if record.get("text")]
    return fmean(score(record) for record in scored if len(record["text"].split()) < below)


def leaks(gold: str) -> list[str]:
    return [
        f"{record['id']}: {string}"
        for record in measure(gold)
        for string in record.get("forbid") or ()
        if f" {' '.join(words(string))} " in f" {' '.join(words(record['found']))} "
    ]


def test_the_body_of_saved_pages() -> None:
    assert mean_score("gold.jsonl") >= 0.989


def test_short_statements() -> None:
    assert mean_score("gold.jsonl", below=120) >= 0.97


def test_pages_saved_as_text() -> None:
    assert mean_score("gold_txt.jsonl") >= 0.999


def test_little_leaks() -> None:
    pages = {leak.partition(":")[0] for leak in leaks("gold.jsonl")}
    assert len(pages) <= 0.04 * len(measure("gold.jsonl"))


def test_no_comment_form_is_left() -> None:
    forms = (
        "email address will not be published",
        "cancel reply",
        "required fields are marked",
        "leave a reply",
    )
    assert [leak for leak in leaks("gold.jsonl") if any(form in leak.casefold() for form in forms)] == []


def test_bodies_begin_and_end_where_they_should() -> None:
    records = [record for record in measure("gold.jsonl") if record.get("start")]
    starts = [" ".join(words(record["start"])) in " ".join(words(record["found"])) for record in records]
    ends = [" ".join(words(record["end"])) in " ".join(words(record["found"])) for record in records]
    assert fmean(starts) >= 0.97
    assert fmean(ends) >= 0.96
