"""Every letter, rendered and read back: each legal mention is found, tagged and in French."""

import hashlib
import io
import re

import pypdf
import pytest

from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.pdf import Renderer
from requests_app.letters import pdf, render
from requests_app.letters.catalogue import AIDS, CATALOGUE, NOTICES, OUTCOMES, Kind, spec_for
from requests_app.letters.errors import LetterError
from tests.requests_app.letters.samples import mentions

EVERY_LETTER = sorted(CATALOGUE)
CONTESTABLE = [kind for kind in Kind if kind not in (Kind.PAPERS, Kind.WITHDRAWN)]
CRPA = "code des relations entre le public et l’administration"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def sheet(kind: Kind, aid_code: str = "afe", **changes) -> str:
    return render.sheet(spec_for(kind, aid_code), mentions(kind, aid_code, **changes))


def words(html: str) -> str:
    """What a reader sees of a letter, with plain spaces."""
    body = re.sub(r"<head>.*?</head>", "", html, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", body)
    for entity, character in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        text = text.replace(entity, character)
    return plain(text)


@pytest.fixture(scope="module")
def printed():
    """The PDF of each letter, rendered once."""
    cache: dict[tuple[Kind, str], pypdf.PdfReader] = {}

    def read(kind: Kind, aid_code: str) -> pypdf.PdfReader:
        if (kind, aid_code) not in cache:
            cache[kind, aid_code] = pypdf.PdfReader(io.BytesIO(pdf.renderer().pdf(sheet(kind, aid_code))))
        return cache[kind, aid_code]

    return read


def text_of(document: pypdf.PdfReader) -> str:
    return plain(" ".join(page.extract_text() for page in document.pages))


@pytest.mark.parametrize(("kind", "aid_code"), EVERY_LETTER)
def test_every_printed_letter_names_service_addressee_reference_and_date(printed, kind, aid_code):
    text = text_of(printed(kind, aid_code))
    expected = [
        "Urssaf Bretagne",
        "Service de l’action sociale des travailleurs indépendants",
        "TSA 20010, 35043 Rennes Cedex",
        "Téléphone : 3698",
        "action-sociale@urssaf-bretagne.example",
        "Madame Maëlys Łukaszewska-Le Goff",
        "12 bis, rue de l’Abbé-Grégoire",
        "AS-7KQ4-93XM",
        AIDS[aid_code].name,
        "30 septembre 2026",
        "Ce que vous devez faire",
        "délégué à la protection des données",
        "Commission nationale de l’informatique et des libertés",
        "Défenseur des droits",
        "Page 1 sur",
    ]
    assert [item for item in expected if item not in text] == []


@pytest.mark.parametrize(("kind", "aid_code"), EVERY_LETTER)
def test_every_printed_letter_is_tagged_french_and_titled(printed, kind, aid_code):
    document = printed(kind, aid_code)
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert plain(document.metadata.title) == plain(spec_for(kind, aid_code).title)
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()


@pytest.mark.parametrize(("kind", "aid_code"), EVERY_LETTER)
def test_every_printed_letter_carries_its_own_fonts_and_no_attachment(printed, kind, aid_code):
    document = printed(kind, aid_code)
    fonts = {font["/BaseFont"] for page in document.pages for font in _fonts(page)}
    assert fonts and all("Source-Sans-3" in name for name in fonts)
    assert document.attachments == {}


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_headings_go_from_one_to_two_to_three(printed):
    tags = _tags(printed(Kind.REFUSED, "afe").trailer["/Root"]["/StructTreeRoot"])
    assert [tag for tag in tags if re.fullmatch("/H[1-6]", tag)] == [
        "/H1",
        "/H2",
        "/H2",
        "/H2",
        "/H2",
        "/H3",
        "/H3",
        "/H3",
    ]


def _tags(node) -> list[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return [tag for kid in node for tag in _tags(kid)] if isinstance(node, list) else []
    own = [node["/S"]] if "/S" in node else []
    return own + (_tags(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("aid_code", AIDS)
@pytest.mark.parametrize("kind", CONTESTABLE)
def test_a_letter_that_can_be_contested_says_how(kind, aid_code):
    text = words(sheet(kind, aid_code))
    for item in ("Vos recours", "dans les deux mois", "tribunal judiciaire", "Le médiateur"):
        assert item in text


@pytest.mark.parametrize("aid_code", AIDS)
@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_ruling_names_its_author_function_service_board_and_sitting(kind, aid_code):
    text = words(sheet(kind, aid_code))
    for item in (
        "Claire Morel Présidente de la commission CASS Bretagne",
        "étudiée sans votre nom le 27 novembre 2026",
        "(CASS Bretagne)",
        f"sans signature manuscrite (article L. 212-2 du {CRPA})",
    ):
        assert item in text


@pytest.mark.parametrize("aid_code", AIDS)
@pytest.mark.parametrize("kind", OUTCOMES)
def test_the_calculation_is_mentioned_if_and_only_if_a_rule_ran(kind, aid_code):
    mention = f"article L. 311-3-1 du {CRPA}"
    assert mention in words(sheet(kind, aid_code))
    assert mention not in words(sheet(kind, aid_code, automated_check=None))


@pytest.mark.parametrize("aid_code", AIDS)
@pytest.mark.parametrize("kind", [Kind.PARTIAL, Kind.REFUSED, Kind.OUT_OF_COMPETENCE])
def test_a_refusal_even_partial_gives_the_rule_and_the_fact(kind, aid_code):
    text = words(sheet(kind, aid_code))
    for item in (
        "article L. 612-4 du code de la sécurité sociale",
        "La difficulté décrite est durable, alors que l’aide répond à une difficulté passagère.",
        "Dans votre situation : Votre chiffre d’affaires baisse depuis trois ans.",
    ):
        assert item in text


FIRST_SENTENCES = {
    ("aced", Kind.GRANTED): "La commission vous accorde 1 500,00 € pour payer vos cotisations personnelles.",
    (
        "aced",
        Kind.PARTIAL,
    ): "La commission vous accorde 800,00 € pour payer une partie de vos cotisations personnelles.",
    (
        "aced",
        Kind.REFUSED,
    ): "La commission n’accorde pas l’aide aux cotisants en difficulté que vous avez demandée.",
    (
        "aced",
        Kind.ADJOURNED,
    ): "La commission reporte sa décision sur votre demande d’aide aux cotisants en difficulté.",
    (
        "aced",
        Kind.OUT_OF_COMPETENCE,
    ): "La commission ne peut pas décider sur votre demande d’aide aux cotisants en "
    "difficulté : un autre organisme en est chargé.",
    ("afe", Kind.GRANTED): "La commission vous accorde une aide financière exceptionnelle de 1 500,00 €.",
    ("afe", Kind.PARTIAL): "La commission vous accorde une aide financière exceptionnelle de 800,00 €.",
    (
        "afe",
        Kind.REFUSED,
    ): "La commission n’accorde pas l’aide financière exceptionnelle que vous avez demandée.",
    (
        "afe",
        Kind.ADJOURNED,
    ): "La commission reporte sa décision sur votre demande d’aide financière exceptionnelle.",
    ("afe", Kind.OUT_OF_COMPETENCE): "La commission ne peut pas décider sur votre demande d’aide financière "
    "exceptionnelle : un autre organisme en est chargé.",
    (
        "adr",
        Kind.GRANTED,
    ): "La commission vous accorde 1 500,00 € pour accompagner votre départ à la retraite.",
    ("adr", Kind.PARTIAL): "La commission vous accorde 800,00 € pour accompagner votre départ à la retraite.",
    (
        "adr",
        Kind.REFUSED,
    ): "La commission n’accorde pas l’aide au départ à la retraite que vous avez demandée.",
    (
        "adr",
        Kind.ADJOURNED,
    ): "La commission reporte sa décision sur votre demande d’accompagnement au départ à la retraite.",
    (
        "adr",
        Kind.OUT_OF_COMPETENCE,
    ): "La commission ne peut pas décider sur votre demande d’accompagnement au départ à "
    "la retraite : un autre organisme en est chargé.",
    (
        "urgence",
        Kind.GRANTED,
    ): "La commission vous accorde une aide d’urgence de 1 500,00 € après le sinistre que vous avez déclaré.",
    (
        "urgence",
        Kind.PARTIAL,
    ): "La commission vous accorde une aide d’urgence de 800,00 € après le sinistre que vous avez déclaré.",
    (
        "urgence",
        Kind.REFUSED,
    ): "La commission n’accorde pas l’aide d’urgence que vous avez demandée après un sinistre.",
    ("urgence", Kind.ADJOURNED): "La commission reporte sa décision sur votre demande d’aide d’urgence.",
    (
        "urgence",
        Kind.OUT_OF_COMPETENCE,
    ): "La commission ne peut pas décider sur votre demande d’aide d’urgence : un "
    "autre organisme en est chargé.",
}


@pytest.mark.parametrize(("aid_code", "kind"), FIRST_SENTENCES)
def test_the_decision_is_the_first_sentence_in_bold(aid_code, kind):
    bold = re.search(r'<p class="decision"><strong>(.*?)</strong>', sheet(kind, aid_code), re.S)
    assert plain(bold[1]) == FIRST_SENTENCES[aid_code, kind]


def test_every_aid_has_its_own_first_sentence_for_every_outcome():
    assert set(FIRST_SENTENCES) == {(code, kind) for code in AIDS for kind in OUTCOMES}
    assert len(set(FIRST_SENTENCES.values())) == len(FIRST_SENTENCES)


def test_contributions_are_credited_and_money_is_transferred_to_a_masked_account():
    credited, transferred = words(sheet(Kind.GRANTED, "aced")), words(sheet(Kind.GRANTED, "afe"))
    assert "porté directement sur votre compte de cotisations" in credited
    assert "Le compte connu se termine par" not in credited
    assert "versée par virement sur votre compte bancaire personnel" in transferred
    assert "Le compte connu se termine par 0189" in transferred


def test_a_partial_grant_says_what_was_asked_and_what_is_refused():
    text = words(sheet(Kind.PARTIAL, "afe"))
    assert "Vous aviez demandé 1 500,00 €. Le reste, 700,00 €, n’est pas accordé." in text


def test_the_receipt_carries_every_mention_of_the_code():
    """CRPA L112-11 and R112-11-1."""
    text = words(sheet(Kind.RECEIPT, "urgence"))
    for item in (
        f"articles L. 112-11 et R. 112-11-1 du {CRPA}",
        "Nous avons reçu votre demande d’aide d’urgence le 30 septembre 2026. Elle porte le numéro AS-7KQ4-93XM.",
        "Vous demandez 1 500,00 €.",
        "Urssaf Bretagne, Service de l’action sociale des travailleurs indépendants TSA 20010 35043 Rennes Cedex "
        "Téléphone : 3698 Courriel : action-sociale@urssaf-bretagne.example",
        "Si vous n’avez reçu aucune réponse le 30 novembre 2026, votre demande est refusée.",
        "Le silence gardé pendant deux mois vaut refus",
        f"article L. 231-4 du {CRPA}",
        "Cette date vaut si votre dossier est complet.",
        "Vos recours",
        "Avis d’impôt empreinte 9f3a 9f3a 9f3a",
        "RIB empreinte 77de 77de 77de",
    ):
        assert item in text


def test_a_receipt_without_papers_says_so():
    assert "Vous n’avez joint aucune pièce." in words(sheet(Kind.RECEIPT, files=()))


def test_a_request_for_papers_gives_list_deadline_and_suspended_clock():
    """CRPA L114-5."""
    text = words(sheet(Kind.PAPERS))
    for item in (
        "Envoyez-nous les 2 pièces ci-dessous au plus tard le 31 décembre 2026.",
        "Avis d’impôt 2025 : les deux pages sont nécessaires",
        "Relevé d’identité bancaire",
        "Il me manque surtout l’avis 2025.",
        f"est suspendu jusqu’à la réception de ces pièces (article L. 114-5 du {CRPA})",
        "classée sans suite le 15 janvier 2027",
        "Votre gestionnaire, Yann Le Bihan Gestionnaire Urssaf Bretagne",
    ):
        assert item in text


def test_a_closing_for_want_of_papers_says_until_when_it_can_be_reopened():
    text = words(sheet(Kind.LAPSED))
    assert "appelez-nous avant le 1er février 2027 au 3698" in text
    assert "demandé ces pièces le 15 octobre 2026, pour le 14 novembre 2026 au plus tard" in text


def test_an_adjournment_is_not_a_refusal_and_gives_the_date_of_silence():
    text = words(sheet(Kind.ADJOURNED))
    assert "Ce n’est pas un refus" in text
    assert "aucune décision le 15 janvier 2027, votre demande est refusée" in text
    overdue = words(sheet(Kind.ADJOURNED, refused_on=mentions(Kind.ADJOURNED).dated_on))
    assert "Le délai pour vous répondre est dépassé depuis le 1er décembre 2026." in overdue


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ m.reference }}{% now 'Y' %}", '"><img src=x>']
)
def test_what_a_person_typed_is_printed_as_it_is(hostile):
    author = mentions(Kind.PAPERS).author
    html = sheet(Kind.PAPERS, message=hostile, author=author)
    assert plain(hostile) in words(html)
    assert "<script" not in html and "<img" not in html


@pytest.mark.parametrize(("kind", "aid_code"), EVERY_LETTER)
def test_sentences_are_short(kind, aid_code):
    """Eighteen words a sentence at most on average, none above thirty, small print included."""
    main = sheet(kind, aid_code).partition("<main>")[2].partition("</main>")[0]
    blocks = re.split(r"</(?:p|li|h1|h2|h3)>|<br>", main)
    sentences = [s for block in blocks for s in re.split(r"(?<=[.?]) (?=[A-ZÀÉ])", _spoken(block)) if s]
    lengths = [len([word for word in s.split() if any(c.isalnum() for c in word)]) for s in sentences]
    assert sum(lengths) / len(lengths) <= 18
    assert [s for s, length in zip(sentences, lengths, strict=True) if length > 30] == []


def _spoken(block: str) -> str:
    """A sentence as it is read: the reference of an article in brackets is not counted."""
    return re.sub(r"\([^)]*article[^)]*\)", "", words(block)).strip()


@pytest.mark.parametrize(("kind", "aid_code"), EVERY_LETTER)
def test_words_are_adult_and_typography_is_french(kind, aid_code):
    html = sheet(kind, aid_code)
    text = re.sub(r"<[^>]+>", " ", html.partition("<main>")[2])
    assert not re.search(r"veuillez|usager|merci de|SVP", text, re.I)
    assert typography_faults(text) == []


def typography_faults(text: str) -> list[str]:
    """Double punctuation, quotes and amounts that a line may break, and straight apostrophes."""
    text = re.sub(r"&[#\w]+;", "", text)
    return re.findall(r"(?<!\u00a0)[;!?»€]|(?<!\u00a0):(?=\s)|«(?!\u00a0)|'", text)


def test_faults_of_typography_are_seen():
    assert typography_faults("Oui ! « non » 3 € l'aide : quoi?") == ["!", "«", "»", "€", "'", ":", "?"]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("aid_code", AIDS)
def test_a_page_says_the_same_as_the_sheet(kind, aid_code):
    said = mentions(kind, aid_code)
    article = words(render.article(spec_for(kind, aid_code), said))
    content = render.sheet(spec_for(kind, aid_code), said).partition("</h1>")[2].partition("</main>")[0]
    assert words(content).strip() in article


def test_a_page_is_a_part_with_no_head_of_its_own():
    html = render.article(spec_for(Kind.GRANTED, "afe"), mentions(Kind.GRANTED))
    assert html.startswith('<div class="letter letter--success">')
    assert "<h1" not in html and "<html" not in html


def test_mentions_of_another_kind_are_refused():
    with pytest.raises(LetterError) as refusal:
        render.sheet(spec_for(Kind.GRANTED, "afe"), mentions(Kind.REFUSED))
    assert refusal.value.code == "letter.mentions"


def test_a_template_that_asks_for_an_unknown_field_is_stopped(monkeypatch, tmp_path):
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "withdrawn.html").write_text("{{ m.income_cents }}")
    monkeypatch.setattr(render, "TEMPLATES", tmp_path)
    render._engine.cache_clear()
    try:
        with pytest.raises(DomainError) as refusal:
            render.sheet(spec_for(Kind.WITHDRAWN, "afe"), mentions(Kind.WITHDRAWN))
    finally:
        render._engine.cache_clear()
    assert refusal.value.code == "sheet.variable"


def test_every_field_a_template_tests_or_loops_over_exists():
    """Django takes an unknown variable of an ``if`` or a ``for`` for nothing: they are checked here."""
    unknown = {
        (kind, name)
        for kind, aid_code in EVERY_LETTER
        for name in re.findall(r"{%[^%]*?\bm\.(\w+)", _source(spec_for(kind, aid_code).template))
        if not hasattr(mentions(kind, aid_code), name)
    }
    assert unknown == set()


def _source(template: str) -> str:
    """The text of a template, of what it extends and of what it includes."""
    text = (render.TEMPLATES / template).read_text()
    named = re.findall(r'{% (?:extends|include) "([^"]+)"', text)
    return text + "".join(_source(name) for name in named)


def test_equal_words_give_equal_bytes():
    html = sheet(Kind.REFUSED, "aced")
    digests = {hashlib.sha256(pdf.renderer().pdf(html)).hexdigest() for _ in range(3)}
    digests.add(hashlib.sha256(Renderer("letters").pdf(html)).hexdigest())
    assert len(digests) == 1


def test_another_word_gives_another_file():
    assert pdf.renderer().pdf(sheet(Kind.WITHDRAWN)) != pdf.renderer().pdf(
        sheet(Kind.WITHDRAWN, reference="AS-2222-2222")
    )


@pytest.mark.parametrize("kind", NOTICES)
def test_notices_keep_one_template_for_all_aids(kind):
    assert {spec_for(kind, code).template for code in AIDS} == {f"notices/{kind}.html"}
