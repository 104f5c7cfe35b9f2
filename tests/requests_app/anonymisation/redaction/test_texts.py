"""The engine on whole texts: those written by hand here, a part of the public corpus, and its way in."""

import json
import subprocess
import sys

import pytest

from benchmarks.anonymisation.__main__ import CORPUS, main, read
from benchmarks.anonymisation.leakage import judge, tokens_of
from benchmarks.anonymisation.scores import score
from requests_app.anonymisation.__main__ import redacted
from requests_app.anonymisation.corpus import known_of_record
from requests_app.anonymisation.known import LeakKind

from .samples import records


def test_the_texts_written_by_hand_keep_their_secrets():
    scores = score(records(), {record["id"]: redacted(record, model=False) for record in records()})
    assert scores.file_share("direct") == 0
    assert scores.token_recall("quasi") > 0.975
    assert scores.over_redaction < 0.045
    assert scores.amounts_share == 1


def test_a_part_of_the_public_corpus_does_too():
    some = read(CORPUS)[::8]
    scores = score(some, {record["id"]: redacted(record, model=False) for record in some})
    assert scores.file_share("direct") == 0
    assert scores.token_recall("quasi") > 0.99
    assert scores.over_redaction < 0.005
    assert scores.amounts_share == 1


def test_the_measure_sees_a_word_a_piece_of_one_and_a_number_closed_up():
    record = {"text": "Anne Kerguelen, 06 12 34", "spans": [[0, 14, "NOM"], [16, 24, "TEL"]]}
    assert [token.text for token in tokens_of(record["text"], record["spans"])] == [
        "anne",
        "kerguelen",
        "06",
        "12",
        "34",
    ]
    for redacted_text, kept in (
        ("[x] [y], [z]", [False] * 5),
        ("[x] Kerguelen, [z]", [False, True, False, False, False]),
        ("[x] Kergue[y], [z]", [False, True, False, False, False]),
        ("[x] [y], 061234", [False, False, True, True, True]),
    ):
        assert judge(record, redacted_text, frozenset({"[x]", "[y]", "[z]"})).kept == kept


def test_the_bench_fails_under_its_bars(tmp_path, capsys):
    corpus = tmp_path / "one.jsonl"
    spans = [[0, 4, "PERS_TIERS"]]
    corpus.write_text(
        json.dumps({"id": "a", "file": {}, "text": "pain et beurre", "spans": spans, "kinds": []})
    )
    assert main([str(corpus), "--no-model", "--labels", "--show", "1"]) == 1
    assert "sous la barre : rappel quasi 0.00%" in capsys.readouterr().out


def test_the_way_in_reads_and_writes_json_lines():
    record = {
        "id": "a",
        "file": {"prenom": "Zuleika", "date_naissance": "1980-07-14"},
        "text": "Je suis zuleika, née en 1980.",
    }
    done = subprocess.run(
        [sys.executable, "-m", "requests_app.anonymisation", "--no-model"],
        input=json.dumps(record) + "\n\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {"id": "a", "text": "Je suis [prénom ou nom], née en [âge]."}


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("surnom", "Zozo", LeakKind.PERSON),
        ("enfants", ["Léo"], LeakKind.RELATIVE),
        ("conjoint", {"prenom": "Ana", "nom": None}, LeakKind.RELATIVE),
        ("travailleur_social", {"prenom": "Eva", "nom": "Roi"}, LeakKind.CASEWORKER),
        ("tva", "FR44732829320", LeakKind.SIRET),
    ],
)
def test_a_record_becomes_what_a_file_knows(field, value, kind):
    assert {found for found, _ in known_of_record({field: value, "nom": None}).values} == {kind}


def test_a_region_that_is_a_departement_may_not_be_said():
    assert known_of_record({"region": "Bretagne", "departement": "Finistère"}).allowed == ("Bretagne",)
    assert known_of_record({"region": "Guyane", "departement": "Guyane"}).allowed == ()
