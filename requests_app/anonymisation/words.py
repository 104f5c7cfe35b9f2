"""Words that tell nothing by themselves, and words that are also names. Folded forms (see ``cleaning.fold``). Pure."""


def words_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Inside a name, an address or a commune: never searched alone.
LINK_WORDS = words_of(
    """a au aux chez d da das de del della den der des di do dos du e el en entre et ez l la le les lez lès los of ou
    par pour s san santa saint sainte saints saintes st ste sous sur the van von y i ii iii iv bis ter"""
)

# Common French words that are also family names, first names, communes or départements. Alone, such a word is a name
# only with a capital inside a sentence or after a civility.
COMMON_WORDS = words_of(
    """
    accident achat actif age aide ancien ancienne an annee appel apport april arret art artisan associe atelier autre
    aval avance avenir averse avis avril bail bal banc banque bar barbier barre barriere bas basse bassin bateau
    batiment beau belle berger bergere beurre bien bienvenu bijou bilan blanc blanche ble bleu blond bois boisson
    boite bon bonne bord borne bouche boucher bouchon boulanger boule bourg bourse bout bouteille boutique bras
    brasseur bref brique brosse brule brun brune brut budget bureau but cadre caisse calais calme camion camp
    campagne canal canard cap car caracteres carre carreau carrier carriere cas case cause cave cent centre cerise
    chaine chambre champ champagne chance change chant chapeau charbon charge charges charite charpentier charron
    chasse chasseur chat chateau chaud chauffeur chef chemin chene cher cheval chevalier chien choix ciel cinq citron
    clair claire classe clef client clos club code coeur coffre coin col colis colle colline commerce commercial
    commercant commun compte comptable concept conjoint conseil constance constant coq cordier cordonnier corps
    correct cote coton couche coup coupe cour courant court cousin cout couture couturier couvreur creux credit creuse
    croix cuir cuisine cuisinier culture dame danger date debut decembre demande dent dentiste depart dernier desert
    desire deux devis dette difficile difficulte dieu dimanche dix docteur dommage dos double doux drap drapier droit
    droite dur duree eau eaux echelle ecole effort eglise elan element enfant entier entree epargne epicier epine epoux
    escale espoir essai est etang etat ete etoile etroit euro eure exact expert extra face facteur faible faille faim
    fait famille farine faute faux femme fer ferme fermier fete feu feuille fevrier fidele fil fille filleul fils fin
    fini fleur fleurs fleuriste foin fois fond fonds fontaine force foret forestier forgeron forme fort fortune four
    fournier fournil foyer frais franc france francais francaise frere froid fromage front fruit fruits gage gain
    garage garant garcon garde gardien gare gaz gendre gerant glace gloire gorge gout grace grain grand grande
    grange gras grave graveur grenier greve gris gros grosse guerre guide haie halle hardi haut haute havre herbe
    heritier heure heureux hier hiver homme honneur honore hotel huissier huit humble ile image indre innocent
    inspecteur instant isle jardin jardinier jaune jeudi jeune jeux joie joli jolie jour journal joyeux juge juillet
    juin jura juste justice laboureur lac laine lait lame landes langue large laverie lavoir legal leger legere lent
    lettre levant libre lien lieu ligne lille limite linge lion lit livre livreur local loge loi loin loire loisir
    long longue lot loup lourd loyal loyer lundi lune macon magasin mai main maire mairie mais maison maitre majeur
    major mal malade maladie manche marais marbre marchand marche mardi mari marie marin marine maraicher marne
    marque marquis mars marteau masse matelot materiel matin mauvais mecanicien medecin meilleur menage menuisier mer
    mercier mercredi mere messager mesure metal metier meuble meunier midi mieux mil milieu mille mince mine mineur
    miracle mise modele modeste moine mois moisson moitie moment monde monnaie mont montagne montant moral mort mot
    moto moulin mouton moyen mur musicien musique nantes nature naturel neige net neuf neuve neveu nice noble noel
    noir noire nom nord normal note nouveau nouvelle novembre noyer nuit objet octobre office oise oiseau olive ombre
    oncle or orange ordre orge orient origine orne ours ouest outil page pain paix palais panier papa paques paradis
    pardon parent parents parfait paris part partage pas passage pasteur patience patissier patron pause pauvre payer
    paysan paysagiste peau peche pecheur peine peintre pension perche perdu pere perle personne perte petit petite
    petits peu peuple pic piece pied pierre pilote pin piscine place plaine plan planche plant plante plat platrier
    plein plombier pluie plus poids poing point pointe poire poisson poissonnier poivre police pomme pompier pont port
    porte portier portrait poste pot potier poule poulet premier prendre present presse pret pretre preuve prevost
    prieur prime primeur prince principal printemps prise prix pro proche projet propre prudence prudent public puits
    pur quart quatre queue raison rang rapide recent reel regard regent reine relais renne repas reserve reste retard
    retour retraite reve reveil revenu rhin rhone riche rien rive riviere robe robin roc roche rocher roi roman rond
    ronde rose roue rouge route roux royal royer rue ruine ruisseau sable sac sage saison salaire salarie salle salon
    salut samedi sang sans sante sapin sauvage sauveur savon second secret seigle seigneur sel semaine sens septembre
    serein sergent serieux serre serrurier seul seule siege signe simple six social soin soir sol soldat soleil solide
    solution somme sommet son sort sortie sou souci source sourd stable stage stock sucre sud suite suisse sur table
    tailleur tambour tante tapis tapissier tard tarn taux taxe teinturier temoin temple temps tendre tenant terme
    terrain terrasse terre texte theatre tiers tisserand titre toile toit tort total tour tourneur tours tout train
    trait traiteur tranquille transport travail travers tresor trois trop troupe type union unique utile vacance
    vaillant vain vaisseau val valable valet valeur vallee valette vannier vapeur var vaste veau vendange vendee
    vendeur vendredi vent vente ver verger vernis verre vers vert verte vertu veuf veuve viande vicaire victime
    victoire vide vie vieil vieille vienne vierge vieux vif vigne vigneron vilain villa village ville vin vingt
    violet violette vire visage vise vital vite vivant vivier voie voile voisin voiture voix vol volontaire volume
    voyage vrai vue yonne zone
    """
)

# Words of a business name that say what is done, not who does it.
TRADE_WORDS = words_of(
    """
    activite agence alimentaire alimentation ambulance ambulances ambulant architecte architecture art artisanal
    artisanale assistance atelier ateliers auberge auto automobile automobiles autoecole bar batiment beaute
    bijouterie bio bistro bistrot boucherie boulangerie boutique brasserie bricolage brocante bureau cabinet cafe
    camping carrelage carrosserie centre chalet charcuterie charpente chauffage chocolaterie coiffure coiffeur
    coiffeuse commerce compagnie concept confection conseil conseils construction constructions consulting cordonnerie
    couture couverture creation creations creperie cuisine cuisines cycles deco decoration depannage design digital
    distribution domaine drive ebenisterie eco ecole electricite electricien electro elagage energie energies
    entreprise entretien epicerie esthetique espace espaces etablissement etablissements ets eurl evenement
    exploitation ferme ferronnerie fils fleur fleurs fleuriste food formation formations frere freres fromagerie
    fruits garage gestion gite glacier goudron graphisme graphique gravure groupe habitat horlogerie hotel hygiene
    image immobilier immobiliere impression imprimerie industrie industrie informatique institut isolation jardin
    jardinage jardins jeux joaillerie laverie librairie limousine livraison location loisirs maconnerie magasin maison
    maraichage marbrerie maree marketing maroquinerie massage mecanique media menuiserie menuiseries meuble meubles
    micro mode montage moto motos motoculture multi multiservices musique nature negoce nettoyage numerique ongles
    ongle optique paysage paysages paysagiste patisserie peche peinture peintures pension photo photographie
    photographe piscine piscines pizza pizzeria plaisir platrerie plomberie plombier poissonnerie presse primeur
    primeurs production productions pressing prothese prothesiste proprete publicite quincaillerie ramonage
    rapide ravalement reception rehabilitation renovation renovations reparation reparations restaurant restauration
    retouche revetement revetements sandwich sandwicherie salon sante saveur saveurs sarl sas sasu sci sculpture
    secretariat securite sellerie serrurerie service services snack societe sociale soin soins solution solutions
    son spa spectacle sport sports studio stylisme tabac tapisserie taxi taxis technique techniques tendance terrasse
    textile the toiture toitures tourisme toilettage traiteur transport transports travaux vannerie vente ventes
    verrerie vetement vetements vin vins voyage voyages vtc web bois beton metal pierre sols sol sud nord est ouest
    """
)

# Legal forms and words that open or close a business name.
LEGAL_FORMS = words_of(
    "ei eirl eurl sarl sas sasu sci scp sel selarl snc sa ets etablissements societe ste cie compagnie"
)

# Bodies everybody may name.
PUBLIC_BODIES = words_of("urssaf cgss cssm cpsti caf cpam carsat msa cipav rsi ameli cci cma adie")


def is_common(word: str) -> bool:
    return word in COMMON_WORDS or word in TRADE_WORDS


def is_generic(word: str) -> bool:
    """Never searched alone: a link word, a trade, a legal form, a public body."""
    return word in LINK_WORDS or word in TRADE_WORDS or word in LEGAL_FORMS or word in PUBLIC_BODIES
