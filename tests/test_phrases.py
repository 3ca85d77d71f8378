"""Lines of page furniture in fourteen languages, and sentences that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.phrases import LANGUAGES, fold, recognise

FORMS = {
    "en": "Your email address will not be published. Required fields are marked *",
    "de": "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
    "fr": "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *",
    "es": "Tu dirección de correo electrónico no será publicada. Los campos obligatorios están marcados *",
    "it": "Il tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *",
    "pt": "O seu endereço de e-mail não será publicado. Campos obrigatórios são marcados com *",
    "nl": "Je e-mailadres wordt niet gepubliceerd. Vereiste velden zijn gemarkeerd met *",
    "pl": "Twój adres e-mail nie zostanie opublikowany. Wymagane pola są oznaczone *",
    "ru": "Ваш адрес email не будет опубликован. Обязательные поля помечены *",
    "uk": "Ваша e-mail адреса не оприлюднюватиметься. Обов’язкові поля позначені *",
    "tr": "E-posta adresiniz yayınlanmayacak. Gerekli alanlar * ile işaretlenmişlerdir",
    "ar": "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
    "zh": "您的邮箱地址不会被公开。 必填项已用 * 标注",
    "ja": "メールアドレスが公開されることはありません。 ※ が付いている欄は必須項目です",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comment_form_is_known(language: str) -> None:
    sign = recognise(FORMS[language])
    assert sign is not None
    assert sign.kind == "form"
    assert sign.strong


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Leave a Reply", "form"),
        ("Share this:", "share"),
        ("Das könnte Sie auch interessieren:", "related"),
        ("Lire aussi :", "related"),
        ("FOR IMMEDIATE RELEASE", "release"),
        ("For information media • Not an official record", "release"),
        ("Notes to editors", "notes"),
        ("Pressekontakt:", "contact"),
        ("Seite nicht gefunden", "error"),
        ("Contacts presse", "contact"),
        ("↑ Back to top", "navigation"),
    ],
)
def test_furniture_is_recognised(line: str, kind: str) -> None:
    sign = recognise(line)
    assert sign is not None
    assert sign.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "By working together, the two countries can bring the negotiations to a good end.",
        "Published by the ministry in 2020, the report found that half of the bridges need repair.",
        "Por todo ello, el Gobierno reitera su compromiso con la paz y la seguridad de la región.",
        "The Minister met the press.",
        "Sharelle Smith spoke first.",
        "Check against delivery",
        "WASHINGTON, D.C. – Today the committee voted.",
    ],
)
def test_sentences_are_not(line: str) -> None:
    assert recognise(line) is None


def test_running_text_is_never_furniture() -> None:
    assert recognise("Leave a reply " * 100) is None


def test_punctuation_and_case_do_not_matter() -> None:
    assert recognise("— LEAVE A REPLY: —") == recognise("leave a reply")
    assert fold("Teilen & Drucken…") == "teilen drucken"


@given(st.text(max_size=300))
def test_any_line_is_looked_at(line: str) -> None:
    recognise(line)
