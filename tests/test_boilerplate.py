"""What names of classes tell about a part of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.boilerplate import holds_body, holds_lead, judge


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("comment-respond id=respond", "comments"),
        ("comments-area", "comments"),
        ("sharedaddy sd-sharing-enabled", "share buttons"),
        ("socialLinks", "share buttons"),
        ("elementor-widget-share-buttons", "share buttons"),
        ("ecl-social-media-share", "share buttons"),
        ("jp-relatedposts", "related pages"),
        ("post-navigation", "related pages"),
        ("gem-c-breadcrumbs", "navigation"),
        ("region-breadcrumb", "navigation"),
        ("cookie-banner", "cookie or consent notice"),
        ("sr-only", "hidden"),
        ("hidden=style", "hidden"),
        ("role=search", "search or sign-in form"),
        ("newsletterSignup", "subscription box"),
        ("entry-meta", "byline or page data"),
        ("wp-caption-text", "caption or credit"),
        ("icaption_nonfloating", "caption or credit"),
        ("field-name-field-press-contact", "contact box"),
        ("role=complementary", "side column"),
        ("siteFooter", "page header or footer"),
    ],
)
def test_a_name_gives_its_part_away(label: str, reason: str) -> None:
    verdict = judge("div", label)
    assert verdict is not None
    assert verdict.reason == reason


@pytest.mark.parametrize(
    "label",
    [
        "entry-content",
        "post-123 post type-post category-newsletter tag-related comments-open",
        "has-sidebar",
        "field--name-body",
        "clearfix text-formatted",
        "govspeak",
        "fl-module-rich-text",
        "field-label-hidden",
        "commander",
        "",
    ],
)
def test_other_names_say_nothing(label: str) -> None:
    assert judge("div", label) is None


def test_what_is_hidden_on_narrow_screens_only_is_shown() -> None:
    assert judge("div", "d-none") is not None
    assert judge("div", "d-none d-md-block") is None


def test_what_a_click_opens_is_no_hidden_part() -> None:
    assert judge("div", "tab-panel hidden=style") is None


def test_tags_speak_where_names_are_silent() -> None:
    assert judge("nav", "main") is not None
    assert judge("figcaption", "") is not None
    assert judge("div", "") is None
    assert judge("body", "search-results") is None


@pytest.mark.parametrize(
    "label", ["entry-content", "articleBody", "field--name-body", "post_content", "wysiwyg"]
)
def test_a_name_tells_the_body(label: str) -> None:
    assert holds_body(label)


def test_no_other_name_tells_the_body() -> None:
    assert not holds_body("content-header body-class")
    assert not holds_body("entry-title")


def test_a_name_tells_the_lead() -> None:
    assert holds_lead("news-header__lead")
    assert not holds_lead("leaderboard")


@given(st.text())
def test_any_label_is_judged(label: str) -> None:
    judge("div", label)
    holds_body(label)
