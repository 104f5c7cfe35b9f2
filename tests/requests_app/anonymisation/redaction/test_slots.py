"""Names made of ordinary words: what stands around them gives them away; the same words elsewhere stay."""

import pytest

from requests_app.anonymisation.known import NOTHING_KNOWN
from requests_app.anonymisation.redaction.engine import propose

from .samples import SMALL, shown

# The text, then what must not be left of it.
GONE = {
    "a quarter": ("Je loge au quartier des glycines depuis mai.", "glycines"),
    "a quarter with its article": ("Le quartier la fontaine se vide.", "fontaine"),
    "a centre of two words": ("Un stand au centre commercial grand soleil.", "soleil"),
    "a name opened by a number": ("Nous vivons résidence Quatre Saisons.", "Saisons"),
    "the number of a centre": ("Un stand au centre commercial Octogone 3, cher.", "3"),
    "where somebody lives": ("Je vis à grange rouge, loin de tout.", "grange"),
    "where somebody lives, without à": (SMALL + "jhabite les peupliers avec lui", "peupliers"),
    "a place told what it is": ("Une maison à combe douce, un hameau perdu.", "douce"),
    "after « à » where no capital tells": (SMALL + "je livre vers aubepine le samedi", "aubepine"),
    "a form filled in": (SMALL + "bailleur : horizon", "horizon"),
    "a place filled in": ("Commune : Sens", "Sens"),
    "a family": ("Je loue à la famille pigeon.", "pigeon"),
    "a house without article": ("Mon fournisseur horizon me relance.", "horizon"),
    "a house of care": ("Opéré à la clinique des tulipes.", "tulipes"),
    "after a legal form": ("Le bail de la SCI les tulipes.", "tulipes"),
    "chez": ("Une dette chez comptoir du bois.", "comptoir"),
    "chez, with an article": ("Une dette chez la cigogne, énorme.", "cigogne"),
    "the head of a longer name": ("Une dette chez immobilière des glycines.", "immobilière"),
    "the head of a name with an article": (SMALL + "bailleur : primeurs de l'ouest", "primeurs"),
    "the head of a place": (SMALL + "la maison de coteau des joncs est vide", "coteau"),
    "a house that ends like a person": ("Une dette chez huilerie, enfin.", "huilerie"),
    "who signed": ("Un plan a été signé avec horizon hier.", "horizon"),
    "an adverb of the dictionary": ("Opéré à la clinique du ter hier.", "ter"),
    "between commas": ("Mon client, la cigogne, ne paie pas.", "cigogne"),
    "whatever stands after a colon": ("Tiers saisi : Tapis Horizon", "Tapis"),
    "a debt without a link word": ("Créance cigogne : à voir.", "cigogne"),
    "a place somebody has": (SMALL + "on partage l'atelier de la cigogne", "cigogne"),
    "who is owed": ("Je dois 300 € à horizon pour mars.", "horizon"),
    "the head of a house": (SMALL + "le patron de la cigogne est dur", "cigogne"),
    "a town that is a word": ("Le notaire de vire a écrit.", "vire"),
    "a town that is a word, after « à »": (SMALL + "on va à sens, loin", "sens"),
    "a subject without article": (SMALL + ". horizon bleu m'a refusé le pret", "horizon"),
    "a subject of two capitals": ("Horizon Bleu m'a refusé.", "Horizon"),
    "a house headed by its kind": ("Agence du Port m'a refusé.", "Agence"),
    "a house with a word of offices": ("Le prêt du Crédit Horizon court encore.", "Crédit"),
    "a first name that acts": ("Reine redouble sa classe.", "Reine"),
    "who it is, said behind": ("Chapelle, l'ancien patron, insiste.", "Chapelle"),
    "two words before a role": ("J'ai vu aubépine page, psychologue.", "page"),
    "two words set apart": ("Je loue à modeste page, depuis mai.", "page"),
    "two words where no capital tells": (SMALL + "il est venu devant modeste page", "page"),
    "a rare word after a tie": ("Ma fille, alizarine, dort mal.", "alizarine"),
    "two letters after a first name": (SMALL + "il est venu avec dragan li hier", "li hier"),
    "a particle after a first name": ("Il est venu avec dragan dos anjos hier.", "anjos"),
    "an unknown word where a name is": (SMALL + "il vit avec perdal hier", "perdal"),
    "two unknown words": (SMALL + "hier matin perdal fratouve est venu", "perdal"),
    "a birth name": (SMALL + "ma mere, nee bouquet, est morte", "bouquet"),
    "an article inside a last name": (SMALL + "j'ai vu mme le pape hier", "pape"),
    "a last name of two letters": (SMALL + "j'ai vu mme ba hier", "ba hier"),
    "a first name that is a word, after a tie": ("Mon beau-frère pierre m'aide.", "pierre"),
    "letters hidden by signs": ("Avec Br*g*ndin hier.", "ndin"),
    "letters hidden by stops": ("Avec Br.gandec hier.", "gandec"),
    "letters in brackets": ("Avec Brigan(dec) hier.", "dec"),
    "one letter and stops": ("Avec Ç.l.k hier.", "k hier"),
    "a figure that ends a name": ("Avec Farid4 hier.", "4"),
    "a nickname said behind": ("Tintin, c'est mon surnom.", "Tintin"),
    "letters left out at the end": ("Avec Bri** hier.", "Bri"),
    "a figure that begins a name": ("Avec 4rmeline hier.", "4"),
    "a figure in a name that ends the sentence": ("Le dossier de Bren0r.", "0r"),
    "a Breton c'h": ("avec kerc'hoat hier", "hoat"),
    "an initial where no capital tells": (SMALL + "signé k. benzerga", "k."),
    "a head of the land": ("Le chalet du col des Brigandes.", "col"),
    "a name of the family": ("Avec tonton Zbigniew hier.", "tonton"),
    "what ends a place": ("Je vends à Loudéac plage.", "plage"),
    "the letter behind a number": ("Allocataire n° 8979430 B merci.", " B "),
    "a plate in small letters": ("le fourgon rh 988 kj est mort", "988"),
    "a plate whose letters are words": ("mon fourgon as 442 me est mort", "442"),
    "an old plate in small letters": ("mon fourgon 4192 vy 24 est mort", "4192"),
    "a street numbered in words": ("Je loge huit ter rue des tulipes.", "huit"),
    "a house numbered in words": ("Je loge au numéro cinquante-huit ici.", "cinquante"),
    "a street of the regions": ("Au 7 hent kergoz.", "7"),
    "a street with its year": ("Au 3 rue du 8 mai 1945, ici.", "1945"),
    "a street with a rank": ("Au 3 rue de la 2e DB, ici.", "DB"),
    "a street with « aux »": ("Au 34 sente aux ânes.", "34"),
    "a day and a month in figures": ("Le chèque du 07/11. Rejeté.", "07/11"),
    "a day after its weekday": ("On se voit jeudi 12.", "12"),
    "a day in a letter": ("Votre courrier du 26 et sa suite.", "26"),
    "two ages": ("Mes parents ont 71 et 44 ans.", "71"),
    "a second age": ("Mon père a 46 ans et ma mère 34. Ils vont bien.", "34"),
    "a telephone with its country in brackets": ("Au (+33)642065039 le soir.", "33"),
    "an age in short": ("J'ai débuté jeune, j'en ai 26.", "26"),
    "an age to come": ("J'ai bientôt 47 ans.", "47"),
    "a birth year in short": ("Elle est née en 80.", "80"),
    "the last figures of a number": ("Un compte finissant par 0189.", "0189"),
    "mail with « pt »": ("brigan arobas gmail pt com", "pt"),
    "mail with a blank": ("brigan@icloud com", "com"),
    "a handle after its network": ("insta : brigandine", "brigandine"),
}
STAYS = [
    "Je vis dans un quartier populaire, une cité ouvrière, une zone rurale.",
    "Une société de nettoyage, une agence immobilière, un cabinet comptable.",
    "Je mange chez le boulanger, chez des amis, chez mes parents.",
    "La famille nombreuse vit à la campagne, à l'étage, à deux pas.",
    "Le parc est loin, la résidence principale est vendue.",
    "Chacun vit à crédit. Personne n'a répondu. Rien ne va.",
    "Aujourd'hui ma banque refuse. Madame est venue. Maman est malade.",
    "Bénéficiaire : oui. Enfants : aucun. Logement : insalubre.",
    "Monsieur est marié, madame la directrice a répondu.",
    "Je dois 300 € à la cantine, 200 € à payer avant juin.",
    "Je travaille avec un boucher, artisan lui aussi.",
    "Il vit chez lui, dans un quartier où rien ne pousse, une société qui refuse.",
    "Les prochains mois : Deux commandes arrivent.",
    "Un moteur de 120 kw, une charge de 300 kg.",
    "La moitié du temps, 3 fois sur 10, depuis 26 mois.",
    "Je n'ai plus rien.Je suis à bout.",
    SMALL + "je vais a pied au travail, a temps, a la maison.",
]


@pytest.mark.parametrize(("text", "word"), GONE.values(), ids=GONE)
def test_a_name_of_ordinary_words_goes(text, word):
    assert word in text
    assert word not in shown(text, NOTHING_KNOWN)


@pytest.mark.parametrize("text", STAYS)
def test_the_same_turns_of_speech_stay_where_they_name_nobody(text):
    assert shown(text, NOTHING_KNOWN) == text


def test_the_kind_of_a_place_stays():
    assert shown("La rue des Tulipes est barrée.", NOTHING_KNOWN).startswith("La rue des [")
    assert shown("Le quartier des Tulipes se vide.", NOTHING_KNOWN).startswith("Le quartier des [")


def test_the_kind_of_a_house_stays_before_its_capital():
    text = "Mon fournisseur, le garage Lagarrigue, a fermé."
    assert shown(text, NOTHING_KNOWN) == "Mon fournisseur, le garage [autre entreprise], a fermé."


def test_a_field_that_opens_a_line_is_no_name():
    text = "Le couple vit à l'étroit dans un deux-pièces humide et sombre\nDouleurs au dos depuis mai"
    assert shown(text, NOTHING_KNOWN) == text


def test_a_street_ends_with_its_sentence():
    assert "Total des dettes" in shown("Au 27 rue des Tulipes. Total des dettes : 300 €.", NOTHING_KNOWN)


def test_a_place_of_two_words_and_a_link_of_its_language_is_one_name():
    assert len(propose("La zone d'activités de pen ar roz.", NOTHING_KNOWN).findings) == 1
