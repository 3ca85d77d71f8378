"""Quotations with their speakers, and who delivers a statement."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.names import find_names
from corpus.people import find_quotes, find_speakers, speaker_line
from corpus.quotation import find_paragraphs, find_spans


def said(text: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    return [(quote.speaker, quote.verb) for quote in find_quotes(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "speaker", "verb"),
    [
        ("“We will not give in,” said Secretary General Ada Lindqvist.", "en", "Ada Lindqvist", "said"),
        ("“We will not give in,” Ada Lindqvist, the minister, said.", "en", "Ada Lindqvist", "said"),
        ("Prime Minister Ada Lindqvist said: “We will not give in.”", "en", "Ada Lindqvist", "said"),
        ('According to Ada Lindqvist, "we will not give in to this".', "en", "Ada Lindqvist", "According to"),
        (
            "‘We can’t give in to this,’ the Prime Minister, Ada Lindqvist, said.",
            "en",
            "Ada Lindqvist",
            "said",
        ),
        ("„Wir geben nicht nach“, sagte Ministerin Svea Brandt.", "de", "Svea Brandt", "sagte"),
        ("»Wir geben nicht nach«, so BKM-Präsident Udo Harms.", "de", "Udo Harms", "so"),
        ("Dazu Svea Brandt: „Wir geben jetzt nicht nach, niemals.“", "de", "Svea Brandt", None),
        ("« Nous ne céderons pas », a déclaré le ministre Luc Le Gall.", "fr", "Luc Le Gall", "a déclaré"),
        ("«No vamos a ceder», afirmó el presidente del Gobierno, Pablo Ríos.", "es", "Pablo Ríos", "afirmó"),
        ("“Non cederemo mai”, ha detto il ministro Carlo Bassi.", "it", "Carlo Bassi", "ha detto"),
        ("„Nie ustąpimy nigdy” – powiedział premier Jan Zalewski.", "pl", "Jan Zalewski", "powiedział"),
        ("«Мы не уступим», — заявил министр иностранных дел Пётр Орлов.", "ru", "Пётр Орлов", "заявил"),
        ("«Ми не поступимося», — наголосив президент Олег Бондар.", "uk", "Олег Бондар", "наголосив"),
        ("“Vi ger inte upp nu”, säger statsminister Ada Lindqvist.", "sv", "Ada Lindqvist", "säger"),
    ],
)
def test_the_name_nearest_to_the_verb_speaks(
    text: str, language: str, speaker: str, verb: str | None
) -> None:
    (quote,) = find_quotes(text, language)
    assert (quote.speaker, quote.verb) == (speaker, verb)
    assert quote.confidence > 0.8
    assert text[quote.start : quote.end] == quote.text


def test_a_pronoun_is_the_last_speaker_with_less_confidence() -> None:
    text = "“We hold the line,” said Ada Lindqvist.\n\n“It is late,” she added. “It is not too late for us.”"
    quotes = find_quotes(text, "en")
    assert [quote.speaker for quote in quotes] == ["Ada Lindqvist"] * 3
    assert quotes[1].confidence < quotes[0].confidence


def test_an_article_is_no_pronoun() -> None:
    text = "Habló Ana Gil. «Seguimos aquí», dijo Ana Gil. «No nos vamos», afirmó el ministro Luis Mora."
    assert [speaker for speaker, _ in said(text, "es")] == ["Ana Gil", "Luis Mora"]


def test_a_family_name_gets_its_first_name_from_the_text() -> None:
    text = "Ada Lindqvist arrived today. “We will not give in,” said Minister Lindqvist."
    assert said(text) == [("Ada Lindqvist", "said")]


def test_a_family_name_alone_without_title_or_text_is_nobody() -> None:
    assert said("“We will not give in to them,” said Frozen.") == [(None, "said")]


def test_a_body_is_no_person() -> None:
    (speaker, _), *_ = said("“We will not give in to them,” the Justice Department said.")
    assert speaker is None


def test_a_quotation_over_several_paragraphs() -> None:
    text = "“The first part goes on.\n\n“The second part ends here,” said Attorney General Ada Lindqvist."
    quotes = find_quotes(text, "en")
    assert [quote.speaker for quote in quotes] == ["Ada Lindqvist"] * 2
    assert quotes[0].text == "The first part goes on."


def test_the_paragraph_before_may_introduce() -> None:
    text = (
        "Congresswoman Ada Lindqvist issued the following statement:\n\n“Today is a sad day for all schools.”"
    )
    assert said(text) == [("Ada Lindqvist", "issued")]


@pytest.mark.parametrize(
    "text",
    [
        "The “so-called” deal is dead.",
        'They passed the "Clean Air Act" in 1970.',
        "See “Inflation Targeting in Brazil: Shocks, Prices and Loans,” Journal of Money.",
        "It's the ministers' own plan, and it's theirs.",
        'A 12" pipe and a 14" pipe.',
        "",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert find_quotes(text, "en") == ()


def test_a_new_sentence_behind_a_quotation_does_not_claim_it() -> None:
    text = "“We will not give in to anyone here.” Ada Lindqvist later said that she was tired."
    assert find_quotes(text, "en")[0].speaker is None


@pytest.mark.parametrize(
    ("title", "kind", "speaker"),
    [
        ("Remarks by President Lindqvist at a Briefing", "remarks", "Ada Lindqvist"),
        ("Statement of Attorney General Ada B. Lindqvist on Air Defence", "statement", "Ada B. Lindqvist"),
        (
            "Attorney General Ada Lindqvist Statement on the Passing of Civil Leader Jo Marsh",
            "condolence",
            "Ada Lindqvist",
        ),
        ("CONGRESSWOMAN ADA LINDQVIST STATEMENT REGARDING HR 759", "statement", "Ada Lindqvist"),
        ("Rede von Bundesministerin Ada Lindqvist zur Lage", "speech", "Ada Lindqvist"),
        ("Conferencia de prensa del presidente Ada Lindqvist", "transcript", "Ada Lindqvist"),
    ],
)
def test_the_headline_names_who_delivers(title: str, kind: str, speaker: str) -> None:
    assert find_speakers(title, "Text.", kind, names=["President Ada Lindqvist"]) == (speaker,)


def test_joint_statement_has_several_speakers() -> None:
    title = "Joint Statement by President Ada Lindqvist and Prime Minister Jo Marsh"
    assert find_speakers(title, "Text.", "joint statement") == ("Ada Lindqvist", "Jo Marsh")


def test_turns_give_the_speakers_in_order_of_appearance() -> None:
    text = "MS. LINDQVIST: Good day.\nQ: Why?\nMINISTER JO MARSH: Because.\nMS. LINDQVIST: Yes.\nA: No."
    title = "Press Briefing by Press Secretary Ada Lindqvist"
    assert find_speakers(title, text, "transcript") == ("Ada Lindqvist", "Jo Marsh")


def test_headings_with_a_colon_are_no_turns() -> None:
    text = "Cell Phones: 1\nMain Phone: 2\nFront Desk: 3\nGreen Street: 4"
    assert find_speakers("Hurricane", text, None) == ()


def test_who_is_quoted_in_a_speech_does_not_deliver_it() -> None:
    text = "“Ask not what you can get,” said Jo Marsh once."
    quotes = find_quotes(text, "en")
    assert find_speakers("Speech by Ada Lindqvist", text, "speech", quotes) == ("Ada Lindqvist",)
    assert find_speakers("A new law", text, "press release", quotes) == ("Jo Marsh",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Governor Ada B. Lindqvist", "Ada B. Lindqvist"),
        ("Remarks by Vice Chair Ada M. Lindqvist\nAt the dinner", "Ada M. Lindqvist"),
        ("By Ada Lindqvist", None),
        ("San Francisco", None),
        ("January 10, 2024", None),
        ("Office of Public Affairs", None),
    ],
)
def test_speaker_lines(line: str, name: str | None) -> None:
    assert speaker_line(line) == name


def test_titles_and_countries_are_not_part_of_a_name() -> None:
    text = (
        "U.S. Ambassador to the U.N. Ada Lindqvist met President of Serbia Jovan Petrov and Dr. Jo de la Cruz"
    )
    assert [name.text for name in find_names(text)] == ["Ada Lindqvist", "Jovan Petrov", "Jo de la Cruz"]


@settings(max_examples=200)
@given(
    st.text(alphabet="aA.“”„«»\"‘’'「」:,\n Qsaid", max_size=200), st.sampled_from([None, "en", "de", "zh"])
)
def test_spans_index_the_text_and_do_not_overlap(text: str, language: str | None) -> None:
    last = 0
    for quote in find_quotes(text, language):
        assert text[quote.start : quote.end] == quote.text
        assert last <= quote.start < quote.end <= len(text)
        assert 0 <= quote.confidence <= 1
        last = quote.end
    find_speakers(text[:50], text, "speech", language=language)


@given(st.text())
def test_any_text_has_no_error(text: str) -> None:
    find_quotes(text)
    find_speakers(text, text, "transcript")
    speaker_line(text)
    for start, end in find_paragraphs(text):
        assert all(start <= span.start < span.end <= end for span in find_spans(text, start, end))


@pytest.mark.parametrize(
    "text",
    [
        "“a " * 100_000,
        "A" * 300_000,
        "De " * 100_000,
        "A: \n" * 100_000,
        "Aa " * 100_000 + ":",
        "‘a’ " * 80_000,
    ],
)
def test_long_hostile_texts_end(text: str) -> None:
    assert find_quotes(text, "en") == ()
    assert find_speakers(text[:300], text, "speech") == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "وقال وزير الخارجية سالم بن ناصر المرواني: «لم نطلب من أحد أن ينسى شيئا اليوم».",
            "سالم بن ناصر المرواني",
        ),
        ("وأكد رئيس جمهورية مصر العربية عبد الله منصور أن «الأمن كل لا يتجزأ أبدا».", "عبد الله منصور"),
        ("«الأمن كل لا يتجزأ أبدا»، قال الأمين العام سالم منصور في المدينة.", "سالم منصور"),
        ("وقال المتحدث باسم الوزارة إن «الأمن كل لا يتجزأ أبدا».", None),
        ("وقال: «الأمن كل لا يتجزأ أبدا».", None),
        ("وأضاف أنه يعمل مع الشركاء «الأمن كل لا يتجزأ أبدا».", None),
    ],
)
def test_arabic_names_are_found_by_their_place(text: str, speaker: str | None) -> None:
    (quote,) = find_quotes(text, "ar")
    assert quote.speaker == speaker


def test_a_member_with_a_party_in_brackets_may_speak_once() -> None:
    text = "Ada Lind (A List): Why?\n\nOle Berg (Minister): It is so.\n\nPer Holm (Harbour Party): No."
    assert find_speakers("Debate", text, "transcript") == ("Ada Lind", "Ole Berg", "Per Holm")
    text = "The President (in the chair): Order.\n\nThe President (in the chair): Yes.\n\nAn Answer: No."
    assert find_speakers("Debate", text, "transcript") == ()
