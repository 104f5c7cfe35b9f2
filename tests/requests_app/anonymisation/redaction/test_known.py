"""Layer K: what the file knows goes, however it is written; ordinary words that look like it stay."""

import pytest

from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import Layer

from .samples import PERSON, SMALL, shown, without

GONE = {
    "a word": ("Le dossier de Kerguelen avance.", "Kerguelen"),
    "small letters": ("le dossier de kerguelen avance", "kerguelen"),
    "capitals": ("LE DOSSIER DE KERGUELEN AVANCE", "KERGUELEN"),
    "a plural": ("Les kerguelens sont partis.", "kerguelens"),
    "another accent": ("Je suis Maelys depuis toujours.", "Maelys"),
    "a letter doubled": ("je parle de kerguellen ici", "kerguellen"),
    "two letters wrong": ("je parle de kergelenn ici", "kergelenn"),
    "said alike": ("mon ami tibo est venu", "tibo"),
    "spelled out": ("cela s'écrit k-e-r-g-u-e-l-e-n ici", "k-e-r"),
    "cut in two": ("le dossier de ker guelen avance", "guelen"),
    "an invisible sign": ("le dossier de Ker\u200bguelen avance", "guelen"),
    "another alphabet": ("le dossier de Kеrguеlеn avance", "guеlеn"),
    "an entity": ("le dossier de Ker&shy;guelen avance", "guelen"),
    "a tag": ("le dossier de <b>Ker</b>guelen avance", "guelen"),
    "inside a longer word": ("ma page lesamiskerguelen marche", "kerguelen"),
    "two names as one word": ("mon compte maelyskerguelen marche", "maelys"),
    "the caseworker": ("j'ai vu solene hier", "solene"),
    "the shop in small letters": ("j'ai ouvert au petit oeillet en mars", "oeillet"),
    "a shop with a number": ("je tiens le studio 54 depuis mars", "54"),
    "the commune with a saint cut short": ("j'habite St Malo", "Malo"),
    "the commune in small letters": ("j'habite saint malo", "malo"),
    "the street without its number": ("les travaux rue des tamaris durent", "tamaris"),
    "the number of the house": ("la facture est pour le 12 bis", "12 bis"),
    "a postcode": ("je vis dans le 35400 depuis", "35400"),
    "a NIR in pieces": ("n° 2 80 07 76 123 456", "123 456"),
    "a SIREN": ("numéro 732 829 320", "829"),
    "an account": ("compte 30006 00001 12345678901 89", "12345678901"),
    "a telephone in words": ("le zéro six douze trente-quatre cinquante-six soixante-dix-huit", "douze"),
    "a telephone with letters": ("au O6 l2 34 56 78", "34 56"),
    "a telephone without its zero": ("au 612345678", "612345678"),
    "an address of mail in words": ("maelys point k35 arobase exemple point fr", "k35"),
    "its beginning alone": ("mon pseudo est maelys.k35 partout", "k35"),
    "the number of the request": ("dossier 48213 en cours", "48213"),
    "a plate": ("le fourgon fk 482 zr est mort", "482"),
    "the day of birth": ("venue au monde le 14 juillet 1980", "1980"),
    "the year of birth": ("de la classe 1980", "1980"),
    "an ordinary word with a capital": ("Le dossier de Boucher avance.", "Boucher"),
    "an ordinary word after a civility": ("le dossier de mme boucher avance", "boucher"),
    "an ordinary word beside a name": ("le dossier de maelys boucher avance", "boucher"),
    "an ordinary word that signs": ("Merci d'avance.\nBoucher", "Boucher"),
    "an ordinary word that acts": ("Rose a perdu son emploi.", "Rose"),
    "an ordinary word where no capital tells": (SMALL + "rose est malade", "rose"),
}
STAYS = {
    "a trade": ("Je suis boucher depuis dix ans.", "boucher"),
    "a flower": ("J'ai acheté une rose pour ma mère.", "rose"),
    "an adjective": ("Un petit commerce comme le mien.", "petit"),
    "a word a letter away": ("Il faut toucher le fond, se coucher tard.", "toucher"),
    "an opening word": ("Petit à petit, on remonte.", "Petit"),
    "the territory of the board": ("Je vis en Bretagne.", "Bretagne"),
    "an amount that holds the postcode": ("Je dois 35400 €.", "35400"),
}


@pytest.mark.parametrize(("text", "word"), GONE.values(), ids=GONE)
def test_what_the_file_knows_goes(text, word):
    assert word not in shown(text)


def test_a_shop_of_trade_words_goes_as_it_is_called():
    known = Known(values=((LeakKind.BUSINESS, "Chez Marée"),))
    assert "arée" not in shown("Merci. Chez Marée ne survivra pas.", known)
    assert "marée" in shown("La marée monte, le poisson manque.", known)


@pytest.mark.parametrize(("text", "word"), STAYS.values(), ids=STAYS)
def test_ordinary_words_stay(text, word):
    assert word in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "cela s'appelle au petit oeillet",
        "je vis à côté, rue des tamaris",
        "le zéro six 12 34 56 78",
        "avec mme boucher",
        "je parle de k3rgu3l3n ici",
    ],
)
def test_the_layer_knows_by_itself(text):
    findings = propose(text, PERSON, layers=frozenset({Layer.KNOWN})).findings
    assert [one.layer for one in findings] == [Layer.KNOWN]


def test_an_ordinary_word_is_a_name_only_to_the_file():
    text = "le studio rose de la boutique, j'ai ouvert au petit oeillet"
    assert "oeillet" in shown(text, layers=without(Layer.KNOWN))
    assert "oeillet" not in shown(text)


WRITINGS = {
    "six figures of a telephone": ("il reste 34|56|78 sur le papier", "34|56"),
    "a telephone left unfinished": ("appelez le 06 12 34 56 xx", "xx"),
    "a SIREN left unfinished": ("au registre 732 829", "829"),
    "a NIR whose key is said": ("n° 2800776123456 (clef 79)", "79"),
    "the birth with bars": ("le 14|07|1980 exactement", "14|07"),
    "the birth without its year": ("comme chaque 14 juillet", "juillet"),
    "the birth in words": ("le quatorze juillet mil neuf cent quatre-vingt", "quatre-vingt"),
    "the year of birth in two figures": ("je suis de 80 comme vous", "80"),
    "the house behind its street": ("rue des Tamaris, 12 bis", "12 bis"),
    "an ordinary word without article": ("la situation de boucher est difficile", "boucher"),
    "an ordinary word in the plural": (
        "LES BOUCHERS SONT PARTIS, TOUT LE MONDE LE SAIT DANS LE VILLAGE VOISIN ICI",
        "BOUCHERS",
    ),
}


@pytest.mark.parametrize(("text", "word"), WRITINGS.values(), ids=WRITINGS)
def test_a_disguise_hides_nothing(text, word):
    assert word not in shown(text)


def test_a_shop_of_one_ordinary_word_goes_where_it_is_announced():
    known = Known(values=((LeakKind.BUSINESS, "Racines"),))
    assert "racines" not in shown("Ma boutique racines marchait bien.", known)
    assert "racines" in shown("Je coupe les racines des arbres.", known)


def test_a_trade_of_the_name_of_the_person_stays():
    assert "boucher" in shown("J'ai un diplôme de boucher et je cherche.")


def test_the_number_of_the_house_stays_where_it_counts_something_else():
    assert "12" in shown("Il y a 12 clients par jour.")


def test_a_torn_word_of_a_shop_goes_with_the_one_beside_it():
    known = Known(values=((LeakKind.BUSINESS, "Bois & Compagnie"),))
    assert "compangie" not in shown("ma boutique bois & compangie va fermer", known)


def test_a_name_cut_in_two_ordinary_words_goes():
    known = Known(values=((LeakKind.PERSON, "Fournier"),))
    assert "nier" not in shown("merci de rappeler four\nnier demain", known)
    assert "nier" not in shown("merci de rappeler four- nier demain", known)
