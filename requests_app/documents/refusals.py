"""Why a paper is refused: a code for programs, one or two sentences for the person."""

from cpsti_portal.kernel.errors import DomainError

MESSAGES = {
    "empty": "Ce fichier est vide. Choisissez-le de nouveau sur votre appareil.",
    "unknown_type": "Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG. "
    "Enregistrez-le dans l’un de ces formats, ou prenez le document en photo.",
    "heic": "Cette photo est au format HEIC, que nous ne savons pas lire. "
    "Sur votre téléphone, choisissez le format « Le plus compatible », ou faites une capture d’écran.",
    "office": "Ce fichier vient d’un logiciel de bureautique ou d’une archive. "
    "Enregistrez-le au format PDF, puis ajoutez-le de nouveau.",
    "encrypted": "Ce PDF est protégé par un mot de passe. Enlevez le mot de passe, puis ajoutez-le de nouveau.",
    "too_many_pages": "Ce PDF a plus de 200 pages. Gardez seulement les pages utiles.",
    "no_page": "Ce PDF n’a aucune page.",
    "no_such_page": "Cette page n’existe pas dans ce fichier.",
    "dynamic_form": "Ce formulaire PDF ne s’affiche que dans un logiciel particulier. "
    "Ouvrez-le, imprimez-le au format PDF, puis ajoutez cette copie.",
    "unreadable": "Ce fichier est abîmé ou incomplet. Ouvrez-le sur votre appareil pour le vérifier, "
    "puis ajoutez-le de nouveau.",
    "too_many_pixels": "Cette image est trop grande : plus de 40 millions de points. Réduisez-la, ou prenez une photo.",
    "too_heavy": "Ce fichier est trop complexe pour être lu. Imprimez-le au format PDF, ou prenez-le en photo.",
    "busy": "Le service est très sollicité en ce moment. Votre fichier n’a pas été ajouté : réessayez dans une minute.",
}


class Refused(DomainError):
    """The paper cannot be kept; ``code`` is ``document.`` and a key of ``MESSAGES``."""

    def __init__(self, reason: str):
        super().__init__(f"document.{reason}", MESSAGES[reason])
