"""The identity keeps its promises: contrasts, weight, own files only."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
PAGE_WEIGHT = 45_000  # bytes of style a page of any reader loads, before compression
SHARED = ("tokens", "base", "components", "forms")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))


LIGHT = colours(TOKENS.split("@media")[0])
DARK = LIGHT | colours(TOKENS.split("prefers-color-scheme: dark")[1].split("@media")[0])


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *((ink, ground, 7.0) for ink in ("ink", "ink-soft", "muted") for ground in ("paper", "surface")),
    *(("muted", ground, 4.5) for ground in ("sunk", "tint", "neutral-tint")),
    *(("primary", ground, 4.5) for ground in ("paper", "surface", "tint")),
    ("on-primary", "primary", 4.5),
    ("on-primary", "primary-hover", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-bar", "bar", 7.0),
    ("on-bar-soft", "bar", 7.0),
    *((tone, f"{tone}-tint", 4.5) for tone in ("success", "warning", "accent")),
    *((tone, "surface", 4.5) for tone in ("success", "warning", "accent")),
]
SHAPES = [("line-strong", ground, 3.0) for ground in ("paper", "surface")]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_colours_has_the_contrast_it_needs(scheme):
    weak = {
        f"{ink} on {ground}": round(contrast(scheme[ink], scheme[ground]), 2)
        for ink, ground, least in TEXT + SHAPES
        if contrast(scheme[ink], scheme[ground]) < least
    }
    assert weak == {}


def test_the_focus_ring_shows_on_every_ground():
    for scheme in (LIGHT, DARK):
        for ground in ("paper", "surface", "bar", "primary"):
            seen = max(contrast(scheme[ring], scheme[ground]) for ring in ("focus", "focus-line"))
            assert seen >= 3, ground


@pytest.mark.parametrize(
    "own",
    [
        ["public"],
        ["applicant"],
        ["agent", "casework"],
        ["agent", "board", "agenda"],
        ["agent", "board", "ballot"],
    ],
    ids="-".join,
)
def test_the_style_of_a_page_stays_light(own):
    assert sum((STATIC / "css" / f"{name}.css").stat().st_size for name in (*SHARED, *own)) <= PAGE_WEIGHT


def test_the_script_stays_small():
    assert (STATIC / "js" / "portal.js").stat().st_size <= 6_000


def test_style_and_script_name_only_our_own_files():
    for path in [*STATIC.rglob("*.css"), *(STATIC / "js").rglob("*.js")]:
        text = path.read_text()
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            assert (path.parent / address).resolve().is_relative_to(STATIC), f"{path}: {address}"
            assert (path.parent / address).is_file(), f"{path}: {address}"
        assert not re.search(r"https?://(?!www\.w3\.org)", text), path


def test_colours_are_written_in_the_tokens_only():
    """Elsewhere a colour is named, so that one file changes them all; administration maps Django's own names."""
    strays = {
        path.name: found
        for path in (STATIC / "css").glob("*.css")
        if path.name not in {"tokens.css", "admin.css", "print.css"}
        if (found := re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;])", path.read_text()))
    }
    assert strays == {}
