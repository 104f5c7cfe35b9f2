from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from cpsti_portal.templatetags import portal


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (123450, "1\u202f234,50\u00a0€"),
        (200000, "2\u202f000\u00a0€"),
        (5, "0,05\u00a0€"),
        (0, "0\u00a0€"),
        (-99990, "−999,90\u00a0€"),
        (123456789012, "1\u202f234\u202f567\u202f890,12\u00a0€"),
        (None, ""),
        ("", ""),
    ],
)
def test_an_amount_in_cents_reads_as_french_euros(cents, shown):
    assert portal.euros(cents) == shown


@pytest.mark.parametrize(
    ("cents", "shown"), [(200000, "2\u202f000,00\u00a0€"), (5, "0,05\u00a0€"), (None, "")]
)
def test_a_column_of_amounts_always_has_two_decimals(cents, shown):
    assert portal.euros_exact(cents) == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("long", "1er\u00a0mars 2026"),
        ("weekday", "dimanche 1er\u00a0mars 2026"),
        ("short", "01/03/2026"),
    ],
)
def test_a_date_is_written_in_full(style, shown):
    assert portal.fr_date(date(2026, 3, 1), style) == shown


def test_a_moment_is_told_in_the_current_time_zone(settings):
    noon = datetime(2026, 7, 14, 12, 5, tzinfo=UTC)
    assert portal.fr_date(noon, "time") == "14\u00a0juillet 2026 à 14:05"
    settings.TIME_ZONE = "Indian/Reunion"
    assert portal.fr_date(noon, "time") == "14\u00a0juillet 2026 à 16:05"


def test_no_date_is_nothing():
    assert portal.fr_date(None) == ""


def test_french_punctuation_never_starts_a_line():
    assert portal.nbsp("Vraiment ? Oui : « 12 500 € » ; merci !") == (
        "Vraiment\u202f? Oui\u00a0: «\u00a012\u202f500\u00a0€\u00a0»\u202f; merci\u202f!"
    )


def test_setting_spaces_does_not_make_a_text_safe():
    assert not isinstance(portal.nbsp("<b> ?"), SafeString)
    assert (
        Template("{% load portal %}{{ text|nbsp }}").render(Context({"text": "<b> ?"})) == "&lt;b&gt;\u202f?"
    )


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(3, 8, "37.50%"), (9, 8, "100.00%"), (-1, 8, "0.00%"), (1, 0, "0.00%")]
)
def test_a_bar_never_leaves_its_frame(part, whole, shown):
    assert portal.share_of(part, whole) == shown


def test_a_drawing_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in portal.icon("info")
    assert 'role="img" aria-label="A &lt;b&gt;"' in portal.icon("info", label="A <b>")


def test_the_navigation_knows_where_it_is(rf):
    request = rf.get("/comment-ca-marche/")
    template = Template(
        '{% load portal %}{% nav_link "pages:how" "Comment" %}{% nav_link "pages:legal" "Loi" %}'
    )

    class Match:
        view_name, namespace = "pages:how", "pages"

    request.resolver_match = Match
    assert template.render(Context({"request": request})) == (
        '<li><a href="/comment-ca-marche/" aria-current="page">Comment</a></li>'
        '<li><a href="/mentions-legales/">Loi</a></li>'
    )
