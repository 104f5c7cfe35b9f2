"""Sample data of the page of components: believable, invented, one of each state."""

from datetime import date

from django import forms
from django.utils.html import format_html

FRAMES = {
    "public": ("Visiteur", "base_public.html"),
    "demandeur": ("Demandeur", "base_applicant.html"),
    "instruction": ("Gestionnaire", "base_casework.html"),
    "commission": ("Commission", "base_board.html"),
}
SHEETS = tuple(f"css/{name}.css" for name in ("applicant", "agent", "casework", "board", "agenda", "ballot"))
PALETTE = (
    "ink",
    "muted",
    "primary",
    "tint-strong",
    "tint",
    "accent",
    "success",
    "warning",
    "line",
    "sunk",
    "focus",
)
ICONS = [
    "info",
    "success",
    "warning",
    "error",
    "check",
    "close",
    "plus",
    "question",
    "search",
    "edit",
    "trash",
    "eye",
    "arrow",
    "next",
    "back",
    "chevron",
    "download",
    "upload",
    "file",
    "image",
    "mail",
    "send",
    "phone",
    "user",
    "people",
    "lock",
    "logout",
    "home",
    "inbox",
    "scale",
    "settings",
    "clock",
    "calendar",
]
PICTOGRAMS = [
    "aced",
    "afe",
    "urgence",
    "adr",
    "requests",
    "queue",
    "sitting",
    "search",
    "letter",
    "lost",
    "lock",
    "pause",
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Nom de famille", widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    siret = forms.CharField(
        label="Numéro SIRET",
        help_text="14 chiffres, sur votre attestation ou sur annuaire-entreprises.data.gouv.fr. "
        "Exemple : 732 829 320 00074",
        widget=forms.TextInput(attrs={"class": "input--siret", "inputmode": "numeric"}),
        error_messages={"required": "Ce SIRET n’a pas 14 chiffres : vérifiez-le sur votre attestation."},
    )
    amount = forms.CharField(
        label="Montant demandé",
        help_text="Exemple : 1 250,50",
        widget=forms.TextInput(attrs={"class": "input--money", "data-suffix": "€", "inputmode": "decimal"}),
    )
    event_on = forms.CharField(
        label="Date de l’événement",
        help_text="Jour, mois, année. Exemple : 14/10/2026",
        widget=forms.TextInput(attrs={"class": "input--date", "inputmode": "numeric"}),
    )
    cause = forms.ChoiceField(
        label="D’où vient votre difficulté\N{NARROW NO-BREAK SPACE}?",
        choices=[
            ("health", "D’un problème de santé"),
            ("event", "D’un sinistre"),
            ("client", "De la perte d’un client"),
        ],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="De quoi avez-vous besoin\N{NARROW NO-BREAK SPACE}?",
        choices=[("contributions", "Payer mes cotisations"), ("money", "Recevoir une somme d’argent")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    aid = forms.ChoiceField(
        label="Quelle aide demandez-vous\N{NARROW NO-BREAK SPACE}?",
        choices=[("a", "Aide aux cotisants en difficulté"), ("b", "Aide financière exceptionnelle")],
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
    )
    region = forms.ChoiceField(
        label="Région", choices=[("", "Choisissez"), ("r", "La Réunion"), ("b", "Bretagne")]
    )
    story = forms.CharField(label="Racontez ce qui s’est passé", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Votre dernier avis d’impôt", help_text="PDF, JPEG ou PNG, 10 Mo au plus.")
    sworn = forms.BooleanField(label="Je certifie que ces réponses sont exactes.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["aid"].widget.option_hints = {
            "a": "Vos cotisations personnelles payées, en tout ou en partie.",
            "b": format_html("Une somme versée <span>{}</span>, après un événement grave.", "une fois"),
        }


BAD_ANSWERS: dict = {"siret": ""}

TASKS = [
    {"title": "Qui vous êtes", "url": "#taches", "status_label": "Terminé", "status_tone": "success"},
    {"title": "Votre entreprise", "url": "#taches", "status_label": "Terminé", "status_tone": "success"},
    {
        "title": "Vos ressources",
        "url": "#taches",
        "status_label": "À compléter",
        "status_tone": "warning",
        "hint": "Il manque le loyer.",
    },
    {"title": "Vos pièces", "url": "#taches", "status_label": "À faire", "status_tone": "info"},
    {"title": "Vérifier et envoyer", "url": "", "status_label": "Pas encore possible", "status_tone": ""},
]
ROWS = [
    {
        "label": "Activité",
        "value": "Boulangerie artisanale, depuis le 1er mars 2014",
        "change_url": "#resume",
    },
    {"label": "Adresse", "value": "12 rue des Lilas\n35400 Saint-Malo", "change_url": "#resume"},
    {"label": "Revenus du foyer", "value": "1 840 € par mois", "change_url": "#resume"},
    {"label": "Autres aides", "value": "", "change_url": "#resume"},
]
EVENTS = [
    {"at": date(2026, 10, 5), "title": "Vous avez envoyé votre demande", "tone": "done"},
    {"at": date(2026, 10, 9), "title": "Un gestionnaire étudie votre demande", "tone": "done"},
    {
        "at": date(2026, 10, 21),
        "title": "Nous attendons une pièce de votre part",
        "text": "Votre dernier avis d’impôt, avant le 20 novembre 2026.",
        "tone": "current",
    },
    {"at": "Ensuite", "title": "La commission décide", "tone": "next"},
]
TABLE = [
    ("2026-004512", "Aide d’urgence", "Bretagne", "Déposée", "info", "J-9", "soon", 200000),
    ("2026-004498", "ACED", "Bretagne", "En instruction", "info", "J-21", "", 312050),
    ("2026-004377", "AFE", "Bretagne", "Incomplète", "warning", "suspendu", "stopped", 145000),
    ("2026-004102", "ADR", "Bretagne", "Notifiée", "success", "J-38", "", 750000),
]
FILTERS = [
    {"label": "Toutes", "url": "#filtres", "active": True, "count": 48},
    {"label": "À prendre", "url": "#filtres", "count": 12},
    {"label": "Les miennes", "url": "#filtres", "count": 9},
    {"label": "En attente de pièces", "url": "#filtres", "count": 0},
]
FILES = [
    {
        "name": "avis-impot-2025.pdf",
        "url": "#fichiers",
        "meta": "PDF, 1,2 Mo, ajouté le 3 octobre 2026",
        "delete_url": "#fichiers",
    },
    {
        "name": "photo-de-la-vitrine-apres-la-tempete-vue-depuis-la-rue-du-port.jpg",
        "url": "#fichiers",
        "meta": "JPEG, 4,8 Mo, ajouté le 3 octobre 2026",
        "delete_url": "#fichiers",
    },
]
NEXT = [
    "Un gestionnaire de votre Urssaf lit votre demande.",
    "S’il manque une pièce, vous recevez un courriel avec la liste.",
    "La commission décide, sans connaître votre nom.",
]


def context() -> dict:
    return {
        "sheets": SHEETS,
        "palette": PALETTE,
        "icons": ICONS,
        "pictograms": PICTOGRAMS,
        "tasks": TASKS,
        "rows": ROWS,
        "events": EVENTS,
        "table": TABLE,
        "filters": FILTERS,
        "files": FILES,
        "next_steps": NEXT,
        "trail": [("Demandes", "#fil"), ("2026-004512", "")],
        "pager": {"newer_url": "#pages", "older_url": "#pages", "summary": "25 demandes affichées"},
    }
