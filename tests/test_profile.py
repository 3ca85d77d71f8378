"""Profiles of sites: read and checked, and what they make of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Page, Profile, ProfileError, Statement, clean, find_profile, read_page, read_profiles
from corpus.profile import Rule, read_shipped
from corpus.template import find_site

ROOT = Path(__file__).parent.parent
GOOD = """hosts = ["www.ministry.example"]
why = "A table of one cell."
[[body]]
select = "td.speech"
why = "The speech lies in it."
"""
PAGE = b"""<html lang=en><title>Ministry of Bridges</title><body>
<table><tr><td class=headline><b>A bridge</b></td></tr>
<tr><td class=speech><p>The minister opened the bridge on Friday, two years after the flood.</p>
<p class=hotline>The press office answers from nine to noon, and never on the day of a bridge.</p>
<p>It will carry us for a hundred years, she said to a crowd of several hundred people.</p></td></tr>
<tr><td><p>The ministry was founded in 1904 and has built bridges ever since.</p></td></tr>
</table></body></html>"""


def test_a_profile_is_found_by_its_host_and_those_below(tmp_path: Path) -> None:
    (tmp_path / "ministry.toml").write_text(GOOD)
    profiles = read_profiles(tmp_path)
    profile = Profile(
        "ministry",
        ("ministry.example",),
        "A table of one cell.",
        (Rule("td.speech", "The speech lies in it."),),
    )
    assert profiles == {"ministry.example": profile}
    assert find_profile("press.ministry.example", profiles) == profile
    assert find_profile("ministry.example.org", profiles) is None
    assert find_profile(None, profiles) is None
    assert read_profiles(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("hosts = [", "bad.toml", "nvalid value"),
        ('why = "x"', "bad.toml", "hosts"),
        ('hosts = ["a.example"]\nwhy = "x"', "bad.toml", "no rule"),
        (GOOD.replace('why = "The speech lies in it."', ""), "[[body]] 1", "why is missing"),
        (GOOD.replace("td.speech", "td..speech"), "[[body]] 1", "no selector"),
        (GOOD + "[[keep]]\nselect = 'p'\nwhy = 'x'\n", "bad.toml", "'keep'"),
        (GOOD.replace("[[body]]", "[body]"), "body", "[[body]]"),
        (GOOD + 'colour = "red"\n', "[[body]] 1", "nothing else"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named_with_its_place(
    tmp_path: Path, text: str, place: str, reason: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(ProfileError) as caught:
        read_profiles(tmp_path)
    assert place in caught.value.place
    assert reason in caught.value.reason


def test_two_profiles_of_one_host_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD)
    with pytest.raises(ProfileError, match=r"ministry\.example has a profile already, in a\.toml"):
        read_profiles(tmp_path)


def test_a_profile_names_body_cuts_and_title_and_says_why() -> None:
    profile = Profile(
        "ministry",
        ("ministry.example",),
        "A table of one cell.",
        body=(Rule("td.gone", "It was there once."), Rule("td.speech", "The speech lies in it.")),
        cut=(Rule(".hotline", "The hours of the press office stand in each text."),),
        title=(Rule("td.headline b", "The title of the page is that of the site."),),
    )
    found = clean(Page(PAGE), profile=profile)
    assert isinstance(found, Statement)
    assert found.title == "A bridge"
    assert found.text.startswith("The minister opened")
    assert found.text.endswith("several hundred people.")
    assert "press office" not in found.text
    why = {removal.reason: removal.text for removal in found.removed}
    assert "nine to noon" in why["profile ministry: The hours of the press office stand in each text."]
    assert "founded in 1904" in why["profile ministry: outside the body"]
    assert found.provenance["title"].source == "profile ministry"
    assert "profile ministry: The speech lies in it." in found.provenance["text"].source


def test_a_body_rule_that_finds_nothing_leaves_the_page_as_it_is() -> None:
    profile = Profile("other", ("other.example",), "x", body=(Rule("td.gone", "It was there once."),))
    with_it, without = clean(Page(PAGE), profile=profile), clean(Page(PAGE))
    assert isinstance(with_it, Statement)
    assert isinstance(without, Statement)
    assert with_it.text == without.text
    assert "no rule found its body" in with_it.provenance["text"].source


def test_the_shipped_profile_fits_its_pages() -> None:
    pages = sorted((ROOT / "corpus" / "sample").glob("straits-alliance-news-*.html"))
    assert pages
    for path in pages:
        page = read_page(path)
        assert isinstance(page, Page)
        found = clean(page, profile=find_profile(find_site(page), read_shipped()))
        assert isinstance(found, Statement)
        assert found.provenance["text"].confidence == 1.0
        assert "Last updated" not in found.text
