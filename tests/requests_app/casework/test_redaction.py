"""The redaction bench: nothing the applicant wrote leaves unread, what a person masked stays masked."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from commission.enums import Choice
from commission.models import BoardFile, Recusal
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.outbox.models import Message
from requests_app.anonymisation.redaction.findings import Label
from requests_app.enums import FreeText, KeepReason
from requests_app.models import AidRequest, MaskingChoice, Opinion, Redaction
from requests_app.queries.casefile import opinion_of
from requests_app.queries.redactions import BoardText, board_texts
from requests_app.services import board_versions, gateway, proposals, redactions
from requests_app.services.board_versions import TextsUnread
from requests_app.tasks import follow_texts
from tests.factories.accounts import caseworker, member
from tests.factories.casework import machine_reads
from tests.requests_app.casework.case import (
    LATER,
    OPINION,
    SUMMARY,
    actor,
    drain,
    held,
    holder,
    ruled,
    signed,
    with_opinion,
)

pytestmark = pytest.mark.django_db

STORY = (
    "Je m’appelle Claude Martin. Mon fournisseur, le garage Lagarrigue, a fermé au printemps et la moitié "
    "de mes ventes avec. "
    "La seule cliente qui reste me doit 2 400 €."
)
NEVER = ("Martin", "Lagarrigue")


def told(story: str = STORY, aid_code: str = "afe", **filing) -> AidRequest:
    """Held, its account read by the engine."""
    changes = {"difficulte": {"story": story, "measures": "", "outlook": "Deux commandes arrivent."}}
    aid_request = held(aid_code, changes=changes, **filing)
    machine_reads(aid_request, at=LATER)
    return aid_request


def text_of(aid_request: AidRequest, name: FreeText = FreeText.ACCOUNT) -> BoardText:
    return board_texts(aid_request, opinion_of(aid_request))[name]


def mask(aid_request: AidRequest, words: str, name: FreeText = FreeText.ACCOUNT, label=Label.DOUBT) -> str:
    return redactions.mask(
        aid_request=aid_request, actor=holder(aid_request), name=name, words=words, label=label, at=LATER
    )


def restore(aid_request: AidRequest, term: str, name: FreeText = FreeText.ACCOUNT) -> None:
    redactions.restore(
        aid_request=aid_request,
        actor=holder(aid_request),
        name=name,
        term=term,
        reason=KeepReason.COMMON_WORD,
        at=LATER,
    )


def read(aid_request: AidRequest, name: FreeText = FreeText.ACCOUNT, digest: str | None = None) -> None:
    digest = text_of(aid_request, name).digest if digest is None else digest
    redactions.read(aid_request=aid_request, actor=holder(aid_request), name=name, digest=digest, at=LATER)


# What the engine proposes


def test_taken_in_charge_a_request_has_its_account_read_by_the_worker():
    aid_request = held("afe")
    assert text_of(aid_request).waits
    drain()
    assert not text_of(aid_request).waits


def test_the_engine_reads_a_text_once_for_each_of_its_states():
    aid_request = told()
    with_opinion(aid_request)
    with_opinion(aid_request, summary=f"{SUMMARY} Un échéancier est accordé.")
    with_opinion(aid_request)
    drain()
    row = Redaction.objects.get(aid_request=aid_request, name=FreeText.SUMMARY)
    assert (row.source, row.revision, row.proposed_at is None) == (SUMMARY, 3, False)
    assert Message.objects.filter(topic="redactions.propose", key__startswith=f"{row.pk}:").count() == 3


def test_the_messages_to_the_worker_hold_no_word_of_the_person():
    told()
    assert [set(one.payload) for one in Message.objects.filter(topic="redactions.propose")] == [{"redaction"}]


def test_names_the_request_knows_and_names_of_others_are_proposed():
    text = text_of(told())
    assert [word for word in NEVER if word in text.shown] == []
    assert "La seule cliente qui reste me doit 2 400 €" in text.shown


def test_a_later_proposal_of_the_same_text_changes_nothing():
    aid_request = told()
    row = Redaction.objects.get(aid_request=aid_request, name=FreeText.ACCOUNT)
    proposals.propose(redaction=row.pk, at=LATER + timedelta(days=1))
    assert Redaction.objects.get(pk=row.pk).proposed_at == LATER


def test_requests_in_hand_before_the_engine_existed_are_read_too():
    aid_request = told()
    with_opinion(aid_request)
    other = held("afe")
    Redaction.objects.filter(aid_request=aid_request).delete()
    assert (follow_texts(), follow_texts()) == (1, 0)
    drain()
    assert [text.waits for text in board_texts(aid_request, opinion_of(aid_request)).values()] == [False] * 3
    assert not text_of(other).waits


# What leaves


def test_a_text_kept_by_a_version_that_cleaned_less_is_read_again_as_it_is_now():
    aid_request = told()
    with_opinion(aid_request)
    Redaction.objects.filter(aid_request=aid_request).update(source="Mon  garage.")
    Opinion.objects.filter(aid_request=aid_request).update(summary="Deux  blancs, un garage fermé.")
    assert text_of(aid_request, FreeText.SUMMARY).waits
    call_command("follow_texts", stdout=StringIO())
    machine_reads(aid_request, at=LATER)
    rows = dict(Redaction.objects.filter(aid_request=aid_request).values_list("name", "source"))
    assert rows[FreeText.SUMMARY] == "Deux blancs, un garage fermé."
    assert not text_of(aid_request, FreeText.SUMMARY).waits


def test_an_old_text_that_waits_for_the_worker_is_asked_for_again_not_read_askew():
    aid_request = held("afe")
    row = Redaction.objects.get(aid_request=aid_request, name=FreeText.ACCOUNT)
    Redaction.objects.filter(pk=row.pk).update(source=f"Deux  blancs. {row.source}")
    machine_reads(aid_request, at=LATER)
    assert Redaction.objects.get(pk=row.pk).proposed_at is None
    machine_reads(aid_request, at=LATER)
    read = Redaction.objects.get(pk=row.pk)
    assert (read.source, read.revision, read.proposed_at is not None) == (row.source, row.revision + 1, True)


def test_the_applicant_s_own_words_never_leave_unread():
    aid_request = told()
    with_opinion(aid_request)
    link = signed(aid_request)
    assert BoardFile.objects.get(token=link.token).account == ""


def test_read_they_leave_masked():
    aid_request = told()
    with_opinion(aid_request)
    read(aid_request)
    masked = text_of(aid_request).shown
    link = signed(aid_request)
    board_file = BoardFile.objects.get(token=link.token)
    assert board_file.account == masked
    assert [word for word in NEVER if word in str(board_file.readable())] == []


def test_a_reading_is_of_these_very_words():
    aid_request = told()
    read(aid_request)
    mask(aid_request, "au printemps")
    assert (text_of(aid_request).is_read, text_of(aid_request).leaves) == (False, False)


def test_another_text_than_the_one_of_the_page_is_not_read():
    aid_request = told()
    seen = text_of(aid_request).digest
    mask(aid_request, "au printemps")
    with pytest.raises(Conflict, match="a changé"):
        read(aid_request, digest=seen)
    assert not text_of(aid_request).is_read


def test_read_twice_it_is_read_once():
    aid_request = told()
    read(aid_request)
    read(aid_request)
    row = Redaction.objects.get(aid_request=aid_request, name=FreeText.ACCOUNT)
    assert (row.read_at, row.read_by.user_id) == (LATER, holder(aid_request).user_id)


def test_set_aside_it_leaves_no_more():
    aid_request = told()
    read(aid_request)
    for _ in range(2):
        redactions.set_aside(aid_request=aid_request, actor=holder(aid_request), name=FreeText.ACCOUNT)
    assert not text_of(aid_request).leaves


def test_a_text_of_the_caseworker_with_a_finding_waits_for_its_reader():
    aid_request = told()
    with_opinion(aid_request, summary=f"{SUMMARY} Le cabinet Kerzonic suit les comptes.")
    machine_reads(aid_request, at=LATER)
    with pytest.raises(TextsUnread) as refusal:
        board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=LATER)
    assert refusal.value.texts == (FreeText.SUMMARY,)
    read(aid_request, FreeText.SUMMARY)
    assert "Kerzonic" not in signed(aid_request).version.facts["summary"]


def test_a_text_the_engine_has_not_read_is_not_frozen():
    aid_request = told()
    with_opinion(aid_request)
    with pytest.raises(TextsUnread) as refusal:
        board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=LATER)
    assert refusal.value.texts == (FreeText.SUMMARY, FreeText.OPINION)


def test_without_a_finding_the_caseworker_s_own_text_needs_no_reading():
    aid_request = told()
    with_opinion(aid_request)
    machine_reads(aid_request, at=LATER)
    assert board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=LATER).number == 1


def test_a_word_restored_in_one_text_leaves_the_others_to_their_reader():
    """Restored for the account, it is read nowhere else before somebody has read it there."""
    aid_request = told("Le cabinet Kerzonic suit mes comptes.")
    with_opinion(aid_request, summary=f"{SUMMARY} Le cabinet Kerzonic suit les comptes.")
    machine_reads(aid_request, at=LATER)
    for mask_ in text_of(aid_request).masks:
        restore(aid_request, mask_.term)
    text = text_of(aid_request, FreeText.SUMMARY)
    assert ("Kerzonic" in text.shown, text.is_settled) == (True, False)
    with pytest.raises(TextsUnread):
        board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=LATER)
    read(aid_request, FreeText.SUMMARY)
    assert text_of(aid_request, FreeText.SUMMARY).is_settled


# What a person decides


def test_masked_by_hand_words_are_masked_in_every_text_and_after_any_edit():
    aid_request = told("Le marché du samedi s’est arrêté. Mes produits restent.")
    with_opinion(aid_request, summary=f"{SUMMARY} Le marché du samedi a cessé.")
    machine_reads(aid_request, at=LATER)
    mask(aid_request, "MARCHÉ du Samedi", label=Label.PLACE)
    assert text_of(aid_request, FreeText.SUMMARY).shown.endswith("Le [lieu] a cessé.")
    with_opinion(aid_request, summary=f"Réécrit. {SUMMARY} Sans le marché du samedi, rien.")
    machine_reads(aid_request, at=LATER)
    assert text_of(aid_request, FreeText.SUMMARY).shown.endswith("Sans le [lieu], rien.")


def test_masked_twice_words_are_masked_once():
    aid_request = told()
    assert {mask(aid_request, "au printemps") for _ in range(2)} == {"au printemps"}
    assert MaskingChoice.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "redaction.words"),
        (" « » ", "redaction.absent"),
        ("x" * 601, "redaction.words"),
        ("des mots d’ailleurs", "redaction.absent"),
        ("rintemp", "redaction.absent"),
        ("au printem", "redaction.absent"),
    ],
)
def test_what_is_not_in_the_text_cannot_be_masked(words, code):
    aid_request = told()
    with pytest.raises(DomainError) as refusal:
        mask(aid_request, words)
    assert (refusal.value.code, MaskingChoice.objects.count()) == (code, 0)


def test_a_word_masked_in_excess_is_restored_for_a_reason():
    aid_request = told()
    restore(aid_request, next(one.term for one in text_of(aid_request).masks if "lagarrigue" in one.term))
    text = text_of(aid_request)
    assert "Lagarrigue" in text.shown
    choice = MaskingChoice.objects.get()
    assert (choice.masks, choice.reason) == (False, "common_word")


def test_words_the_request_gives_for_the_person_s_are_never_restored():
    aid_request = told()
    term = next(one.term for one in text_of(aid_request).masks if "martin" in one.term)
    with pytest.raises(DomainError, match="restent masqués"):
        restore(aid_request, term)
    assert "Martin" not in text_of(aid_request).shown
    assert MaskingChoice.objects.count() == 0


def test_half_a_word_is_told_to_be_taken_whole():
    with pytest.raises(DomainError, match="mots entiers"):
        mask(told(), "au printem")


def test_overlapping_words_masked_by_hand_are_restored_together():
    aid_request = told()
    mask(aid_request, "la seule cliente")
    mask(aid_request, "seule cliente qui reste")
    (union,) = (one for one in text_of(aid_request).masks if one.by_hand)
    restore(aid_request, union.term)
    assert "La seule cliente qui reste me doit" in text_of(aid_request).shown


def test_a_restored_part_of_a_word_can_be_masked_as_it_was():
    aid_request = told("J’ai 45ans et une dette. Rien d’autre à dire de plus.")
    (found,) = text_of(aid_request).masks
    before = text_of(aid_request).shown
    restore(aid_request, found.term)
    assert text_of(aid_request).shown == text_of(aid_request).source
    for _ in range(2):
        redactions.mask_again(aid_request=aid_request, actor=holder(aid_request), term=found.term, at=LATER)
    assert text_of(aid_request).shown == before


def test_what_is_masked_again_keeps_its_kind():
    aid_request = told()
    mask(aid_request, "au printemps", label=Label.DATE)
    restore(aid_request, "au printemps")
    redactions.mask_again(aid_request=aid_request, actor=holder(aid_request), term="au printemps", at=LATER)
    assert "a fermé [jour] et" in text_of(aid_request).shown


def test_suggestions_that_were_taken_are_no_longer_offered_however_their_sentence_writes_them(desk):
    aid_request = told("Le mur de Mme Kerzonic est tombé. Mme Kerzonic ne répond plus. Rien d’autre.")
    browser, act = desk(aid_request), "Prendre les formulations proposées"
    assert f"{act} (1)" in browser.get(url(aid_request)).content.decode()
    page = browser.post(url(aid_request, "suggestions"), follow=True).content.decode()
    assert act not in page
    assert "Le mur d’un tiers est tombé. Un tiers ne répond plus." in text_of(aid_request).shown
    assert 'value="un tiers" aria-pressed="true"' in page


def test_a_suggestion_never_replaces_the_word_a_person_chose():
    aid_request = told()
    mask(aid_request, "Lagarrigue", label=Label.THIRD_COMPANY)
    found = next(one for one in text_of(aid_request).masks if "lagarrigue" in one.term)
    _reword(aid_request, found.term, "la banque")
    redactions.take_suggestions(
        aid_request=aid_request, actor=holder(aid_request), name=FreeText.ACCOUNT, at=LATER
    )
    assert "la banque" in text_of(aid_request).shown


def test_words_that_are_no_longer_masked_there_are_told_to_an_older_page():
    aid_request = told()
    with pytest.raises(Conflict, match="a changé"):
        restore(aid_request, "autrefois")
    with pytest.raises(Conflict, match="a changé"):
        _reword(aid_request, "autrefois", "un client")
    mask(aid_request, "au printemps")
    restore(aid_request, "au printemps")
    restore(aid_request, "au printemps")
    assert MaskingChoice.objects.get().masks is False


def test_restored_words_may_be_masked_again():
    aid_request = told()
    mask(aid_request, "au printemps")
    restore(aid_request, "au printemps")
    assert "au printemps" in text_of(aid_request).shown
    mask(aid_request, "au printemps")
    assert "au printemps" not in text_of(aid_request).shown


def test_a_text_with_a_leak_left_is_not_read():
    """The gate is another reader than the engine: here it learns a name after it was restored."""
    aid_request = told("Le salon Kerzonic me devait tout. Il a fermé.")
    restore(aid_request, next(one.term for one in text_of(aid_request).masks))
    other = caseworker(display_name="Anna Kerzonic")
    AidRequest.objects.filter(pk=aid_request.pk).update(caseworker=other)
    aid_request.refresh_from_db()
    with pytest.raises(DomainError, match="reste de quoi"):
        read(aid_request)


def test_the_word_written_instead_is_of_a_closed_list():
    aid_request = told()
    mask(aid_request, "Lagarrigue", label=Label.THIRD_COMPANY)
    found = next(one for one in text_of(aid_request).masks if "lagarrigue" in one.term)
    for word, kept in (("un fournisseur", True), ("Lagarrigue", False), ("[commune]", False)):
        if kept:
            _reword(aid_request, found.term, word)
        else:
            with pytest.raises(DomainError, match="formulations"):
                _reword(aid_request, found.term, word)
    assert "un fournisseur" in text_of(aid_request).shown


def _reword(aid_request: AidRequest, term: str, word: str) -> None:
    redactions.reword(
        aid_request=aid_request,
        actor=holder(aid_request),
        name=FreeText.ACCOUNT,
        term=term,
        word=word,
        at=LATER,
    )


def test_every_suggestion_is_taken_at_once():
    aid_request = told()
    suggested = {one.suggestion for one in text_of(aid_request).masks if one.suggestion}
    number = redactions.take_suggestions(
        aid_request=aid_request, actor=holder(aid_request), name=FreeText.ACCOUNT, at=LATER
    )
    assert number == len(suggested) > 0
    assert {one.word for one in text_of(aid_request).masks} >= suggested


def test_only_the_holder_masks_and_only_while_the_request_is_examined():
    aid_request = told()
    stranger = actor(caseworker())
    with pytest.raises(NotAllowed):
        redactions.mask(
            aid_request=aid_request, actor=stranger, name=FreeText.ACCOUNT, words="Lagarrigue",
            label=Label.DOUBT, at=LATER,
        )  # fmt: skip
    with_opinion(aid_request)
    signed(aid_request)
    aid_request.refresh_from_db()
    with pytest.raises(Conflict, match="ne peut plus changer"):
        mask(aid_request, "au printemps")


# Without the worker


def test_with_the_worker_down_a_person_goes_on_with_what_the_request_knows_masked():
    aid_request = held("afe", changes={"difficulte": {"story": STORY, "measures": "", "outlook": "Rien."}})
    redactions.go_on_by_hand(aid_request=aid_request, actor=holder(aid_request), name=FreeText.ACCOUNT)
    text = text_of(aid_request)
    assert (text.waits, "Martin" in text.shown, "Lagarrigue" in text.shown) == (False, False, True)
    mask(aid_request, "le garage Lagarrigue", label=Label.THIRD_PERSON)
    read(aid_request)
    assert "[tiers]" in text_of(aid_request).shown


def test_what_the_engine_finds_afterwards_asks_for_another_reading():
    aid_request = held("afe", changes={"difficulte": {"story": STORY, "measures": "", "outlook": "Rien."}})
    redactions.go_on_by_hand(aid_request=aid_request, actor=holder(aid_request), name=FreeText.ACCOUNT)
    read(aid_request)
    drain()
    text = text_of(aid_request)
    assert (text.is_read, "Lagarrigue" in text.shown, text.row.by_hand) == (False, False, False)


def test_a_text_that_waits_for_the_engine_is_not_read():
    aid_request = held("afe")
    with pytest.raises(Conflict, match="moteur"):
        read(aid_request)


# The page


@pytest.fixture
def desk(client):
    """The holder's browser."""

    def open_desk(aid_request: AidRequest):
        client.force_login(aid_request.caseworker.user)
        return client

    return open_desk


def url(aid_request: AidRequest, act: str = "", text: str = "recit") -> str:
    name = f"casework:redaction_{act}" if act else "casework:redaction"
    return reverse(name, kwargs={"pk": aid_request.pk, "text": text})


def test_the_page_shows_the_text_beside_what_the_board_will_read(desk):
    aid_request = told()
    page = desk(aid_request).get(url(aid_request)).content.decode()
    assert '<mark class="mark mark--person">' in page
    assert '<span class="mark mark--person">[' in page
    assert "désigner quelqu’un" in page, "the sentence about the only customer is a cue"


def test_what_a_person_wrote_is_never_markup(desk):
    aid_request = told("<script>alert(1)</script> J’ai tout perdu. <b>Lagarrigue</b> aussi.")
    page = desk(aid_request).get(url(aid_request)).content.decode()
    assert "<script>alert" not in page


def test_the_page_waits_for_the_worker_and_lets_go_on_by_hand(desk):
    aid_request = held("afe")
    browser = desk(aid_request)
    page = browser.get(url(aid_request)).content.decode()
    assert ("Le moteur lit ce texte" in page, "Continuer à la main" in page) == (True, True)
    assert "Sans le moteur" in browser.post(url(aid_request, "by_hand"), follow=True).content.decode()


def test_words_that_are_not_there_are_kept_in_the_field_beside_the_reason(desk):
    aid_request = told()
    answer = desk(aid_request).post(url(aid_request, "mask"), {"words": "Zanzibar", "label": "commune"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Zanzibar"' in page) == (422, True)
    assert "Ces mots ne se trouvent pas dans ce texte" in page


def test_each_place_of_masked_words_is_shown_with_what_stands_around(desk):
    aid_request = told("Mon voisin Kerzonic me doit tout. Le petit Kerzonic aussi.")
    with_opinion(aid_request, summary=f"{SUMMARY} Kerzonic ne paie plus.")
    machine_reads(aid_request, at=LATER)
    page = desk(aid_request).get(url(aid_request)).content.decode()
    assert "me doit tout. Le" in page
    assert "Aussi dans : Résumé pour la commission." in page


def test_a_colleague_is_not_shown_the_bench_by_a_form_that_does_not_read(client):
    aid_request = told()
    client.force_login(caseworker().user)
    answer = client.post(url(aid_request, "mask"), {"essai": "1"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("casework:detail", args=[aid_request.pk]),
    )


def test_a_text_that_does_not_exist_is_a_404(desk):
    aid_request = told()
    browser = desk(aid_request)
    assert browser.get(url(aid_request, text="autre")).status_code == 404
    assert browser.post(url(aid_request, "read", text="autre")).status_code == 404


def test_without_an_account_the_page_says_so(desk):
    aid_request = held("adr")
    assert "Aucun récit" in desk(aid_request).get(url(aid_request)).content.decode()


def test_a_text_in_capitals_is_told_to_the_reader(desk):
    aid_request = told((f"{STORY} " * 3).upper())
    assert "Les majuscules n’aident pas" in desk(aid_request).get(url(aid_request)).content.decode()


def test_the_freezing_leads_to_the_text_that_waits_for_its_reader(desk):
    aid_request = told()
    with_opinion(aid_request, summary=f"{SUMMARY} Le cabinet Kerzonic suit les comptes.")
    machine_reads(aid_request, at=LATER)
    answer = desk(aid_request).post(reverse("casework:freeze", args=[aid_request.pk]))
    assert answer["Location"] == url(aid_request, text="resume")


def test_each_act_comes_back_to_the_bench_and_the_last_reading_to_the_preview(desk):
    aid_request = told()
    browser = desk(aid_request)
    place = url(aid_request)
    term = next(one.term for one in text_of(aid_request).masks if "lagarrigue" in one.term)
    acts = (
        ("mask", {"words": "au printemps", "label": "date"}, f"{place}#id_words"),
        ("restore", {"term": "au printemps", "reason": "needed"}, f"{place}#masques"),
        ("restore", {"term": term}, place),
        ("reword", {"term": term, "word": "une entreprise"}, f"{place}#masques"),
        ("suggestions", {}, f"{place}#masques"),
        ("set_aside", {}, f"{place}#relire"),
        ("read", {"digest": "autre"}, place),
    )
    for act, sent, expected in acts:
        assert browser.post(url(aid_request, act), sent)["Location"] == expected, act
    answer = browser.post(url(aid_request, "read"), {"digest": text_of(aid_request).digest})
    assert answer["Location"] == reverse("casework:preview", args=[aid_request.pk])


@pytest.mark.parametrize("words", [3, 30])
def test_the_page_costs_the_same_with_many_masked_words(desk, django_assert_num_queries, words):
    names = ("Kerzonic", "Lagarrigue", "Quéméneur", "Etchegaray", "Zerbib", "Hoarau")
    story = " ".join(f"Puis M. {names[n % 6]}{'ski' * (n // 6)} a cessé." for n in range(words))
    aid_request = told(story)
    browser = desk(aid_request)
    browser.get(url(aid_request))
    with django_assert_num_queries(10):
        browser.get(url(aid_request))


# A correction is told


def test_a_corrected_file_says_so_and_a_first_one_does_not():
    aid_request = told()
    with_opinion(aid_request)
    first = signed(aid_request)
    gateway.correct(aid_request=aid_request, actor=holder(aid_request), reason="Montant erroné.", at=LATER)
    with_opinion(aid_request, text=f"{OPINION.text} Rectifié.")
    second = signed(aid_request, at=LATER + timedelta(hours=1))
    files = {one.token: one for one in BoardFile.objects.all()}
    assert files[second.token].replaces == first.token
    assert [files[link.token].readable()["corrected"] for link in (first, second)] == [False, True]
    assert first.token not in str(files[second.token].readable())


def test_who_stepped_aside_from_a_file_stays_aside_from_the_next_one_of_the_request():
    """Adjourned and sent again, it is another file under another name: the member is not convened on it either."""
    aid_request = told()
    with_opinion(aid_request)
    first = signed(aid_request)
    aside = member()
    Recusal.objects.create(board_file_id=first.token, member=aside, token="", stepped_aside_at=LATER)
    ruled(first, Choice.ADJOURN)
    aid_request.refresh_from_db()
    second = signed(aid_request, at=LATER + timedelta(days=30))
    board_file = BoardFile.objects.get(token=second.token)
    assert (board_file.follows, board_file.replaces) == (first.token, "")
    assert list(Recusal.objects.filter(board_file=board_file).values_list("member", "token")) == [
        (aside.pk, "")
    ]
