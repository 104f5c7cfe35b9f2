"""The crispy pack: what a person with a screen reader hears on each kind of question."""

import re
from html.parser import HTMLParser

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from cpsti_portal.pages.showcase import BAD_ANSWERS, SampleForm


class Tree(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict]:
        return [attrs for tag, attrs in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def draw(form) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


@pytest.fixture
def wrong() -> Tree:
    return Tree(draw(SampleForm(BAD_ANSWERS)))


def test_every_control_has_a_label_or_a_legend():
    tree = Tree(draw(SampleForm()))
    labelled = {attrs["for"] for attrs in tree.of("label")}
    assert [c["id"] for c in tree.of("input", "select", "textarea") if c["id"] not in labelled] == []
    assert len(tree.of("legend")) == len(tree.of("fieldset")) == 3


def test_no_id_is_used_twice(wrong):
    assert sorted(wrong.ids) == sorted(set(wrong.ids))


def test_every_description_points_to_something_on_the_page(wrong):
    pointed = {one for _, attrs in wrong.tags for one in attrs.get("aria-describedby", "").split()}
    assert pointed - set(wrong.ids) == set()


def test_every_wrong_answer_says_so_and_is_described_by_its_error(wrong):
    form = SampleForm(BAD_ANSWERS)
    for name in form.errors:
        controls = [c for c in wrong.of("input", "select", "textarea") if c.get("name") == name]
        assert controls, name
        for control in controls:
            assert control["aria-invalid"] == "true", name
            assert f"id_{name}_error" in control["aria-describedby"].split(), name


def test_help_and_error_come_before_the_control():
    html = draw(SampleForm(BAD_ANSWERS))
    places = [
        html.index(mark)
        for mark in ('id="id_siret_helptext"', 'id="id_siret_error"', '<input type="text" name="siret"')
    ]
    assert places == sorted(places)


def test_the_summary_links_each_error_to_the_first_control_of_its_question(wrong):
    targets = [attrs["href"].removeprefix("#") for attrs in wrong.of("a")]
    assert len(targets) == len(SampleForm(BAD_ANSWERS).errors)
    assert set(targets) <= set(wrong.ids)
    assert "id_cause_0" in targets


def test_the_summary_is_shown_once_even_if_the_page_and_the_pack_both_ask():
    form = SampleForm(BAD_ANSWERS)
    template = Template(
        '{% load crispy_forms_tags %}{% include "components/error_summary.html" %}{{ form|crispy }}'
    )
    assert template.render(Context({"form": form})).count('role="alert"') == 1


def test_an_optional_question_says_so_and_a_required_one_has_no_star():
    html = draw(SampleForm())
    assert re.findall(r"<label[^>]*>\s*(\S.*?)\s*</label>", html)[0] == "Nom de famille"
    assert html.count("(facultatif)") == 2
    assert "*" not in html


def test_an_amount_says_its_unit_to_the_eye_and_to_the_ear():
    html = draw(SampleForm())
    assert '<span class="affix__end" aria-hidden="true">€</span>' in html
    assert '<span class="visually-hidden"> en euros</span>' in html


def test_a_label_and_an_error_are_escaped():
    class Odd(forms.Form):
        name = forms.CharField(
            label="<i>Nom</i>", help_text="<b>aide</b>", error_messages={"required": "<u>non</u>"}
        )

    html = draw(Odd({}))
    assert "&lt;i&gt;Nom" in html and "&lt;b&gt;aide" in html and "&lt;u&gt;non" in html
    assert "<i>" not in html and "<b>" not in html and "<u>" not in html


def test_a_layout_draws_groups_rows_and_buttons():
    from crispy_forms.helper import FormHelper
    from crispy_forms.layout import Column, Div, Fieldset, Layout, Row, Submit

    class Person(forms.Form):
        first = forms.CharField(label="Prénom")
        last = forms.CharField(label="Nom")

        @property
        def helper(self):
            helper = FormHelper()
            helper.layout = Layout(Fieldset("Vous", Row(Column("first"), Div("last"))))
            helper.add_input(Submit("", "Continuer"))
            return helper

    html = render_crispy_form(Person())
    assert '<legend class="form-group__legend">Vous</legend>' in html
    assert "novalidate" in html
    assert re.search(r'<button type="submit"[^>]*class="btn btn--primary[^>]*>Continuer</button>', html)
    assert html.index('name="first"') < html.index('name="last"') < html.index("Continuer")


def test_options_keep_what_was_chosen():
    class Choice(forms.Form):
        one = forms.ChoiceField(label="Une", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
        many = forms.MultipleChoiceField(
            label="Des", choices=[("c", "C"), ("d", "D")], widget=forms.CheckboxSelectMultiple
        )

    tree = Tree(draw(Choice({"one": "b", "many": ["c", "d"]})))
    assert [c["value"] for c in tree.of("input") if "checked" in c] == ["b", "c", "d"]
