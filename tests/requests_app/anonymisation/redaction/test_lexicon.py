"""The lexicon: small, opened late, and able to tell a word from a name."""

import subprocess
import sys

import pytest

from requests_app.anonymisation.lexicon import FILE, entry, is_misspelt_word, is_torn_word
from requests_app.anonymisation.lexicon.build import build
from requests_app.anonymisation.lexicon.spelling import cuts, edits, sound

LAZY = """
import sys
import requests_app.anonymisation.redaction.engine as engine, requests_app.anonymisation.lexicon as lexicon
from requests_app.anonymisation.known import NOTHING_KNOWN
heavy = {"marisa_trie", "spacy", "numpy"} & set(sys.modules)
opened = lexicon._trie.cache_info().currsize
engine.propose("Bonjour à tous.", NOTHING_KNOWN)
print(heavy or "nothing", opened, "spacy" in sys.modules, lexicon._trie.cache_info().currsize)
"""


def test_a_process_that_only_imports_pays_nothing():
    done = subprocess.run([sys.executable, "-c", LAZY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["nothing", "0", "False", "1"]


def test_a_web_process_does_not_load_the_engine():
    """It shows findings and asks for readings; only the worker reads."""
    script = (
        "import django; django.setup(); import cpsti_portal.urls, sys;"
        "print('requests_app.services.proposals' in sys.modules,"
        " 'requests_app.anonymisation.redaction.engine' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_the_file_is_small_and_its_sources_are_told():
    assert FILE.stat().st_size < 4_000_000
    notice = (FILE.parent / "NOTICE.md").read_text()
    assert [
        name
        for name in ("Lexique", "CC BY-SA", "INSEE", "Licence Ouverte", "etalab", "MIT")
        if name not in notice
    ] == []


@pytest.mark.parametrize(
    ("word", "is_word", "is_name", "is_town"),
    [
        ("loyer", True, True, False),
        ("petit", True, True, False),
        ("tresorerie", True, False, False),
        ("urssaf", True, False, False),
        ("hoarau", False, True, False),
        ("saint malo", False, False, True),
        ("finistere", False, False, True),
        ("zbrigniou", False, False, False),
    ],
)
def test_what_is_known_of_a_word(word, is_word, is_name, is_town):
    found = entry(word)
    assert (found.is_word, found.name > 0, found.is_town) == (is_word, is_name, is_town)


def test_a_name_is_borne_more_than_it_is_said():
    assert entry("olivier").name - entry("olivier").frequency > 20
    assert entry("maison").name < entry("maison").frequency
    assert entry("le").is_function
    assert entry("avance").is_verb or entry("payer").is_verb
    assert entry("olivier").is_first_name
    assert entry("directeur").is_office


@pytest.mark.parametrize("word", ["salere", "chifre", "beaucoups", "payement", "difficultees", "entreprize"])
def test_a_badly_written_frequent_word_is_recognised(word):
    assert is_misspelt_word(word)


def test_a_torn_word_is_recognised_and_a_name_is_not():
    assert is_torn_word("tresorie")
    assert not any(
        is_torn_word(name) or is_misspelt_word(name) for name in ("kerbrat", "zbrigniou", "etcheverry")
    )


def test_spelling():
    assert sound("salere") == sound("salaire")
    assert sound("paye") == sound("payer") == sound("payez")
    assert "loer" in set(cuts("loyer"))
    assert (edits("abc", "acb", 2), edits("abc", "abc", 1), edits("abcdef", "xyz", 1)) == (1, 0, 2)


def test_the_builder_reads_its_sources(tmp_path):
    import gzip

    (tmp_path / "Lexique383.txt").write_text(
        "1_ortho\t4_cgram\t9_freqfilms2\t10_freqlivres\nétang\tNOM\t2,5\t12,1\nnager\tVER\t30\t40\n",
        encoding="cp1252",
    )
    (tmp_path / "french-words.json").write_text('["zéphyr"]')
    (tmp_path / "prenoms.csv.gz").write_bytes(gzip.compress(b"prenom,genre,count\nZOE,F,5000\nRARE,F,1\n"))
    (tmp_path / "noms.csv.gz").write_bytes(gzip.compress(b"patronyme,count\nKERBRAT,170\n"))
    (tmp_path / "communes.json").write_text('[{"nom": "L\'Étang-Bleu", "population": 900}]')
    (tmp_path / "departements.json").write_text('[{"nom": "Ain", "chefLieu": "01053"}]')
    target = tmp_path / "words.trie"
    build(tmp_path, target)

    import marisa_trie

    made = marisa_trie.RecordTrie("<BBBB").mmap(str(target))
    assert {"etang", "nager", "zephyr", "zoe", "kerbrat", "l etang bleu", "etang bleu", "ain"} <= set(
        made.keys()
    )
    assert "rare" not in made


def test_a_noun_is_told_from_an_adjective():
    assert entry("grenier").is_noun
    assert entry("rouge").is_adjective
    assert not entry("rose").is_noun
    assert entry("rose").is_adjective
