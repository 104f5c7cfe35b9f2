"""From the value a file came with to wider and wider ones, attribute by attribute. Pure data and its reading.

Every label the identity side can make has its ladder here (a test walks them all); a label nobody knows has one
wider value only, the last. « Non communiqué » ends every ladder. The order of ``ATTRIBUTES`` is the order in which
values are widened: what helps least to decide comes first.
"""

from collections.abc import Mapping

HIDDEN = "non communiqué"
HOUSEHOLD, AGE, SENIORITY, SECTOR, TURNOVER = ATTRIBUTES = (
    "household",
    "age_band",
    "seniority_band",
    "sector_group",
    "turnover_band",
)
NAMES: Mapping[str, str] = {
    HOUSEHOLD: "foyer",
    AGE: "tranche d’âge",
    SENIORITY: "ancienneté",
    SECTOR: "groupe d’activités",
    TURNOVER: "chiffre d’affaires",
}
# A board with few open files starts from this line: three groups of activities, three age bands.
COARSE: Mapping[str, int] = {AGE: 1, SECTOR: 1}

Ladder = Mapping[str, tuple[str, ...]]


def _widened(*steps: Mapping[str, tuple[str, ...]]) -> Ladder:
    """Each value with those that contain it. A step: wider value → the values just under it."""
    above = {narrow: wide for step in steps for wide, under in step.items() for narrow in under}
    ladder = {}
    for label in above:
        path, wide = [], above.get(label)
        while wide:
            path.append(wide)
            wide = above.get(wide)
        ladder[label] = (*path, HIDDEN)
    return ladder


_TOP = "300\u202f000\u00a0€ et plus"
LADDERS: Mapping[str, Ladder] = {
    HOUSEHOLD: _widened(
        {
            "personne seule, avec ou sans personne à charge": (
                "personne seule",
                "personne seule avec enfants ou personnes à charge",
            ),
            "couple, avec ou sans personne à charge": (
                "couple sans personne à charge",
                "couple avec enfants ou personnes à charge",
            ),
        }
    ),
    AGE: _widened(
        {
            "moins de 40 ans": ("moins de 30 ans", "30 à 39 ans"),
            "40 à 59 ans": ("40 à 49 ans", "50 à 59 ans"),
            "60 ans et plus": ("60 à 69 ans", "70 ans et plus"),
        }
    ),
    SENIORITY: _widened(
        {
            "moins de 5 ans": ("moins d’un an", "de 1 à 4 ans"),
            "10 ans et plus": ("de 10 à 19 ans", "20 ans et plus"),
        },
        {"5 ans et plus": ("de 5 à 9 ans", "10 ans et plus")},
    ),
    SECTOR: _widened(
        {
            "Fabrication et bâtiment": ("Fabrication et alimentation", "Bâtiment et travaux publics"),
            "Commerce, transport et restauration": (
                "Commerce et réparation automobile",
                "Transport et livraison",
                "Hôtels, cafés et restaurants",
            ),
            "Services": (
                "Conseil et services aux entreprises",
                "Enseignement, santé, sport et culture",
                "Services aux particuliers",
            ),
        }
    ),
    TURNOVER: _widened(
        {
            "moins de 20\u202f000\u00a0€": ("moins de 10\u202f000\u00a0€", "de 10\u202f000 à 20\u202f000\u00a0€"),
            "de 20\u202f000 à 50\u202f000\u00a0€": (
                "de 20\u202f000 à 35\u202f000\u00a0€",
                "de 35\u202f000 à 50\u202f000\u00a0€",
            ),
            "de 50\u202f000 à 150\u202f000\u00a0€": (
                "de 50\u202f000 à 80\u202f000\u00a0€",
                "de 80\u202f000 à 150\u202f000\u00a0€",
            ),
            "150\u202f000\u00a0€ et plus": ("de 150\u202f000 à 300\u202f000\u00a0€", _TOP),
        },
        {
            "moins de 50\u202f000\u00a0€": ("moins de 20\u202f000\u00a0€", "de 20\u202f000 à 50\u202f000\u00a0€"),
            "50\u202f000\u00a0€ et plus": ("de 50\u202f000 à 150\u202f000\u00a0€", "150\u202f000\u00a0€ et plus"),
        },
    ),
}  # fmt: skip


def path(attribute: str, label: str) -> tuple[str, ...]:
    """The value and every wider one, « non communiqué » last. What was never said has nothing to widen."""
    if not label:
        return ("",)
    if label == HIDDEN:
        return (HIDDEN,)
    return (label, *LADDERS[attribute].get(label, (HIDDEN,)))


def at(attribute: str, label: str, level: int) -> str:
    """The value ``level`` steps above ``label``, the last one beyond the end."""
    steps = path(attribute, label)
    return steps[min(max(level, 0), len(steps) - 1)]


def level_of(attribute: str, label: str, shown: str) -> int:
    """How many steps above ``label`` the value ``shown`` stands."""
    steps = path(attribute, label)
    return steps.index(shown) if shown in steps else len(steps) - 1


def told(label: str) -> bool:
    """A value that says something: neither unknown nor hidden."""
    return label not in ("", HIDDEN)


def narrowest(attribute: str) -> tuple[str, ...]:
    """The values nothing stands under, in the order of the ladder: the rows of a table of counts."""
    ladder = LADDERS[attribute]
    wide = {step for steps in ladder.values() for step in steps}
    return tuple(label for label in ladder if label not in wide)
