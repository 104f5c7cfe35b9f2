"""What agents and the applicant write freely: marks too."""

# Words that are in no French text; each is written in one place only.
WRITTEN = {
    "message": "Bonjour madame Papelardouille, il nous manque une pièce.",
    "comment": "La page que Farfouillette devait signer.",
    "answer": "Releve-de-Cornemusardine.pdf",
    "draft summary": "La cliente Barguignolette, de Zinzolinard, paie en retard.",
    "masked words": "Barguignolette",
    "draft opinion": "Le gérant Turlupinade est connu de nos services.",
    "draft fact": "Votre associée Escarbillarde a quitté l’atelier.",
    "returned": "Retirez le nom de Calembredaine.",
    "recalled": "La commune de Trifouillis-Canarzac est reconnaissable.",
    "decision fact": "Les ressources de votre foyer, rue du Carambolard, dépassent vos charges.",
    "journal": "Galimatiasse",
}
