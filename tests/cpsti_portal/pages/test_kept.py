"""What a process keeps of a page, and what it never keeps."""

from threading import Thread

import pytest
from django.template import Context, Template, TemplateSyntaxError, engines
from django.test import override_settings

from cpsti_portal.templatetags import kept

LOADERS = "django.template.loaders.locmem.Loader"


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.forget()
    yield
    kept.forget()


class Counted:
    """How often a template asked for it."""

    def __init__(self, text: str = "x") -> None:
        self.text, self.times = text, 0

    def __str__(self) -> str:
        self.times += 1
        return self.text


def drawn(template: Template, **context) -> str:
    return template.render(Context(context))


def of(text: str) -> Template:
    return Template("{% load kept %}" + text)


def test_what_is_around_the_holes_is_written_once_for_each_name():
    page, dear = of("{% kept name %}{{ name }}{{ dear }}{% endkept %}"), Counted()
    assert [drawn(page, name=name, dear=dear) for name in "aaba"] == ["ax", "ax", "bx", "ax"]
    assert dear.times == 2


def test_what_is_in_a_hole_is_written_each_time_and_kept_nowhere():
    page = of("{% kept name %}<b>{% hole %}{{ reader }}{% endhole %}</b>{% endkept %}")
    assert [drawn(page, name="n", reader=reader) for reader in ("anne@x", "bob@x")] == [
        "<b>anne@x</b>",
        "<b>bob@x</b>",
    ]
    (node,) = page.nodelist.get_nodes_by_type(kept.KeptNode)
    assert "anne" not in repr(node.known)


def test_a_hole_is_escaped_and_what_is_kept_is_not_escaped_twice():
    page = of("{% kept name %}<i>{{ name }}</i>{% hole %}{{ reader }}{% endhole %}{% endkept %}")
    for _ in range(2):
        assert drawn(page, name="a<b", reader="c<d") == "<i>a&lt;b</i>c&lt;d"


@pytest.mark.parametrize("names", [{}, {"name": None}])
def test_without_a_name_nothing_is_kept(names):
    page, dear = of("{% kept name %}{{ dear }}{% hole %}!{% endhole %}{% endkept %}"), Counted()
    assert [drawn(page, dear=dear, **names) for _ in range(2)] == ["x!", "x!"]
    assert dear.times == 2


def test_a_name_that_is_false_is_a_name():
    page, dear = of("{% kept name %}{{ dear }}{% endkept %}"), Counted()
    assert [drawn(page, dear=dear, name=False) for _ in range(2)] == ["x", "x"]
    assert dear.times == 1


def test_a_hole_outside_is_what_it_holds():
    assert drawn(of("{% hole %}{{ reader }}{% endhole %}"), reader="anne") == "anne"


@pytest.mark.parametrize("first", ["inner", "whole"])
def test_a_piece_in_a_piece_hands_its_holes_on(first):
    """Whichever was kept first, the whole never holds what was in the hole of the inner one."""
    inner = "{% kept 'inner' %}({% hole %}{{ reader }}{% endhole %}){% endkept %}"
    page = of(
        "{% if whole %}{% kept 'whole' %}["
        + "{% include piece %}"
        + "]{% endkept %}{% else %}{% include piece %}{% endif %}"
    )
    piece = of(inner)
    told = {"inner": "({})", "whole": "[({})]"}
    order = [first, *(one for one in told if one != first)] * 2
    for reader, one in zip(("anne", "bob", "chloé", "dora"), order, strict=True):
        assert drawn(page, piece=piece, whole=one == "whole", reader=reader) == told[one].format(reader)


def test_blocks_are_those_of_the_page_that_extends():
    pages = {
        "base": "{% load kept %}{% kept True %}<{% block title %}{% endblock %}>"
        "{% hole %}{% block who %}{% endblock %}{% endhole %}{% endkept %}",
        "one": '{% extends "base" %}{% block title %}un{% endblock %}{% block who %}{{ reader }}{% endblock %}',
        "two": '{% extends "base" %}{% block title %}deux{% endblock %}{% block who %}{{ reader }} !{% endblock %}',
    }
    engine = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.cached.Loader", [(LOADERS, pages)])],
            },
        }
    ]
    with override_settings(TEMPLATES=engine):
        made = [
            engines.all()[0].get_template(name).render({"reader": reader})
            for name in ("one", "two")
            for reader in "ab"
        ]
    assert made == ["<un>a", "<un>b", "<deux>a !", "<deux>b !"]


def test_what_fails_is_not_kept():
    class Failing:
        def __str__(self):
            raise ValueError

    page = of("{% kept 'n' %}{{ dear }}{% endkept %}")
    with pytest.raises(ValueError):
        drawn(page, dear=Failing())
    assert drawn(page, dear="x") == "x"


def test_the_oldest_gives_its_place(monkeypatch):
    monkeypatch.setattr(kept, "_MOST", 3)
    page, dear = of("{% kept name %}{{ dear }}{% endkept %}"), Counted()
    for name in "abcd":
        drawn(page, name=name, dear=dear)
    (node,) = page.nodelist.get_nodes_by_type(kept.KeptNode)
    assert [key[1] for key in node.known] == ["b", "c", "d"]


def test_readers_at_once_read_their_own():
    page = of("{% kept name %}<{{ name }}>{% hole %}{{ reader }}{% endhole %}{% endkept %}")
    wrong = []

    def read(reader: str) -> None:
        drawn_by = (drawn(page, name=turn % 7, reader=reader) for turn in range(300))
        wrong.extend(text for turn, text in enumerate(drawn_by) if text != f"<{turn % 7}>{reader}")

    readers = [Thread(target=read, args=[f"r{n}"]) for n in range(4)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert wrong == []


def test_it_says_what_it_varies_on():
    with pytest.raises(TemplateSyntaxError, match="varies"):
        of("{% kept %}x{% endkept %}")
