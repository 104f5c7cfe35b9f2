"""What a name that was found tells of the words beside it; ages; nicknames; letters read as figures."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN, Known, LeakKind
from requests_app.anonymisation.redaction.findings import Layer

from .samples import SMALL, shown

# The text, then what must not be left of it.
BESIDE = {
    "the rest of a house": (SMALL + "le cabinet brigantia conseil a compté", "conseil"),
    "a noun behind a house, in capitals": (SMALL.upper() + "L'ASSOCIATION BRIGANTIA SOLEIL AIDE", "SOLEIL"),
    "a point of the compass": ("Le fournisseur Brigantia Est, à bout, attend.", "Est"),
    "the number of its département": ("Une dette chez Brigantia 59 1 576 €.", "59"),
    "two offices and a number": ("Un litige avec Eau Services 45 dure.", "Services"),
    "France behind a house": ("Un contrat avec Brigantia France est promis.", "France"),
    "a noun without article before a name": (SMALL + "la concurrence de pneus brigantia", "pneus"),
    "a town beside a town": (SMALL + "je fais les marchés de crest et tulle", "tulle"),
    "a town before a town": (SMALL + "la route est coupée entre vire et avallon", "vire"),
    "a first name beside a person": (SMALL + "mon fils kevin et olive dorment", "olive"),
    "a last name that is a noun": (SMALL + "kevin grenier, bénévole, est venu", "grenier"),
    "a last name that is a participle": (SMALL + "mon voisin (kevin perdu) est venu", "perdu"),
    "who a friend is": (SMALL + "une amie, prune, me dépanne", "prune"),
    "father and sons": ("J'avais un contrat avec gros et fils, rompu.", "gros"),
    "a brand glued to its letter": ("Je dois tout à Brigan.P depuis mai.", "Brigan"),
    "a civility cut short": ("Vu hier avec m. pluie, du service.", "pluie"),
    "a particle of another land": ("Vu hier avec mme ar page, du service.", "page"),
    "a verb that is a first name": ("Aimé chante faux.", "Aimé"),
}
NICKNAMES = {
    "given by others": "les voisins m'ont rebaptisée cerise",
    "called after a thing": "on me donne du cerise",
    "by its noun": "j'ai hérité du sobriquet de cerise",
    "that remains": "mon pseudo reste cerise",
    "signed": "je signe mes toiles cerise",
    "known under a name": "on me connaît sous le nom de cerise",
    "in quotes": "« cerise », comme on me nomme",
}
PLACES = {
    "a fair": ("Un stand à la foire aux navets.", "navets"),
    "a beach": ("Un vol à la plage du grand filet.", "filet"),
    "a garage": (SMALL + "le garage des alpes a mon camion", "alpes"),
    "a floor": ("Au 12 rue des Tulipes, escalier A, 3e étage.", "étage"),
    "a number behind a hamlet": ("Lotissement Les Alizés, n° 7 à droite.", "7"),
}
AGES = {
    "a child in brackets": ("Emma (4 ans) dort.", "4"),
    "a child between commas": ("Notre fille Emma, 13 ans, dort.", "13"),
    "a child without the word": ("Enfants : Emma (14), Noé (6).", "6"),
    "several children": ("Ils ont 4, 6 et 9 ans.", "9"),
    "no more than": ("Il n'a que 2 ans.", "2"),
    "today": ("Elle a aujourd'hui 6 ans.", "6"),
    "in words": ("La petite a cinq ans et de l'eczéma.", "cinq"),
    "a badly read figure": ("Emma (l7 ans) dort.", "7"),
}
LETTERS = {
    "a first name": ("J'avais une apprentie, 4lice, partie.", "lice"),
    "a short one": ("Au foyer : N0é (6 ans).", "N0é"),
    "a town": ("La banque de 8ergerac refuse.", "ergerac"),
    "a plate": ("Le camion (GH 305 K8) est saisi.", "305"),
    "a day": ("On s'est vus le l1 juin.", "l1"),
}
STAYS = [
    "Marié depuis 2 ans, j'ai un bail de 9 ans et 3 ans de retard.",
    "Il y a 5 ans, pendant 4 ans, tous les 2 ans, dans 3 ans.",
    "Trois ans après, rien. Ça fait huit ans.",
    "Je paie le gaz, les services et l'eau ; le café des voisins est fermé.",
    "Mon frère et ma sœur, ma mère et son voisin m'aident.",
    "La plage est loin, la fête des mères aussi.",
    "Une amie, malade, me dépanne. Le garage du coin est fermé.",
    "La résidence alternée dure. Une dette de 12 450 €.",
]


@pytest.mark.parametrize(("text", "word"), BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_a_name_goes_with_it(text, word):
    assert word in text
    assert word not in shown(text, NOTHING_KNOWN)


@pytest.mark.parametrize("turn", NICKNAMES.values(), ids=NICKNAMES)
def test_a_nickname_goes_by_the_turn_that_gives_it(turn):
    assert "cerise" not in shown(SMALL + turn, NOTHING_KNOWN)


@pytest.mark.parametrize(
    ("text", "word"),
    [*PLACES.values(), *AGES.values(), *LETTERS.values()],
    ids=[*PLACES, *AGES, *LETTERS],
)
def test_places_ages_and_misread_letters_go(text, word):
    assert word in text
    assert word not in shown(text, NOTHING_KNOWN)


@pytest.mark.parametrize("text", STAYS)
def test_what_names_nobody_stays(text):
    assert shown(text, NOTHING_KNOWN) == text


def test_a_name_of_the_file_that_is_a_noun_goes_where_a_noun_would_have_its_article():
    known = Known(values=((LeakKind.PERSON, "Pluie"),))
    assert "pluie" not in shown("le dossier de pluie virgule déposé en mai", known)
    assert "pluie" in shown("on aspire à la pluie", known)


def test_the_ordinary_words_of_a_house_go_beside_the_misread_one():
    known = Known(values=((LeakKind.BUSINESS, "Soleil Services"),))
    assert "Services" not in shown("Le maintien de S0leil Services est incertain.", known)


def test_two_numbers_said_one_after_the_other_are_two():
    said = "la ligne zéro deux quatre-vingts quatre-vingt-douze zéro trois soixante-six est coupée"
    known = Known(values=((LeakKind.PHONE, "0280920366"),))
    assert "six" not in shown(said, known)


def test_a_number_of_the_tax_is_one_beside_an_amount_too():
    text = "TVA FR 32 555 123 400 612,40 € restent dus."
    assert "555" not in shown(text, NOTHING_KNOWN)


def test_a_number_that_ends_with_k_is_no_amount_behind_a_letter():
    assert "204711" not in shown("Dossier B204711K transmis.", NOTHING_KNOWN)
    assert shown("Une perte de 45k cette année.", NOTHING_KNOWN) == "Une perte de 45k cette année."


def test_what_is_found_beside_a_name_is_of_the_lists():
    without_lists = frozenset(Layer) - {Layer.LIST}
    text = "Un contrat avec Brigantia France est promis."
    assert "France" in shown(text, NOTHING_KNOWN, layers=without_lists)
