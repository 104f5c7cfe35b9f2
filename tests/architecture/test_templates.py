"""Law 9 and the content policy. Templates get plain values, run no query, and hold no inline script or style."""

import re
from collections.abc import Iterator

from tests.architecture.source import Page, SourceTree

_TAG = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
_STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")
_QUERY = re.compile(
    r"\.(?:all|count|exists|filter|exclude|order_by|get|values|iterator|latest|earliest|objects|_default_manager)\b"
    r"|\.[a-z_]+_set\b"
    r"|(?<!forloop)(?<!parentloop)\.(?:first|last)\b"
)


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _code_of(page: Page) -> str:
    return _COMMENT.sub(_blank, page.text)


def _expressions(page: Page) -> Iterator[re.Match]:
    return _TAG.finditer(_code_of(page))


# Components are given plain dictionaries; one documented key of theirs is a number called ``count``.
_PLAIN = "templates/components/"


def _runs_query(page: Page, tag: str) -> bool:
    code = _STRINGS.sub("''", tag)
    return bool(_QUERY.search(code.replace("item.count", "") if page.path.startswith(_PLAIN) else code))


def template_queries(tree: SourceTree) -> list[str]:
    return [
        page.at(tag.start(), f"runs a query: {tag.group()}")
        for page in tree.pages
        for tag in _expressions(page)
        if _runs_query(page, tag.group())
    ]


_INLINE = (
    (re.compile(r"<script(?![^>]*\bsrc=)", re.I), "inline script"),
    (re.compile(r"<style\b", re.I), "inline style sheet"),
    (re.compile(r"<[a-z][^>{]*\sstyle\s*=", re.I), "style attribute"),
    (re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=", re.I), "event handler attribute"),
    (re.compile(r"javascript:", re.I), "javascript: address"),
    (
        re.compile(
            r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^\"'>]+\.(?:js|css|woff2?|png|jpe?g|svg)\b", re.I
        ),
        "file from elsewhere",
    ),
)


def inline_code(tree: SourceTree) -> list[str]:
    return [
        page.at(match.start(), why)
        for page in tree.pages
        for pattern, why in _INLINE
        for match in pattern.finditer(_code_of(page))
    ]


_UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off")


def unescaped(tree: SourceTree) -> list[str]:
    """Values printed raw. Plain-text mails are not HTML: only they may turn escaping off."""
    return [
        page.at(match.start(), "prints a value unescaped")
        for page in tree.pages
        if not page.path.endswith(".txt")
        for match in _UNESCAPED.finditer(_code_of(page))
    ]


# The letters engine marks its own escaped output; the tag library marks the drawings of ``templates/components/icons``.
_TRUSTED = {"requests_app/letters/render.py", "cpsti_portal/templatetags/portal.py"}
_MARKING = {"mark_safe", "SafeString", "SafeText", "html_safe"}


def marked_safe(tree: SourceTree) -> list[str]:
    return [
        module.at(line, f"imports {name}")
        for module in tree.modules
        if module.path not in _TRUSTED
        for line, _, name in module.imports()
        if name in _MARKING
    ]


def test_templates_run_no_query(source):
    assert template_queries(source) == []


def test_templates_hold_no_inline_script_or_style(source):
    assert inline_code(source) == []


def test_every_value_is_escaped(source):
    assert unescaped(source) == []
    assert marked_safe(source) == []


def test_a_template_that_runs_a_query_is_seen():
    tree = SourceTree.of(
        {
            "templates/x.html": """
                {% for d in aid_request.documents.all %}{{ forloop.first }}{% endfor %}
                {{ changes.count }}{{ items.first.title }}{{ user.membership_set }}
                {# nothing.all #}{% include "a.all.html" %}
            """
        }
    )
    assert template_queries(tree) == [
        "templates/x.html:1: runs a query: {% for d in aid_request.documents.all %}",
        "templates/x.html:2: runs a query: {{ changes.count }}",
        "templates/x.html:2: runs a query: {{ items.first.title }}",
        "templates/x.html:2: runs a query: {{ user.membership_set }}",
    ]


def test_inline_code_is_seen():
    tree = SourceTree.of(
        {
            "templates/x.html": """
                <script>alert(1)</script><script src="/static/a.js"></script>
                <p style="color:red">a</p>
                <a onclick="b()">c</a>
                <a href="javascript:d">e</a>
                <style>f{}</style>
                <link href="https://cdn.example/x.css">
            """
        }
    )
    assert sorted(inline_code(tree)) == [
        "templates/x.html:1: inline script",
        "templates/x.html:2: style attribute",
        "templates/x.html:3: event handler attribute",
        "templates/x.html:4: javascript: address",
        "templates/x.html:5: inline style sheet",
        "templates/x.html:6: file from elsewhere",
    ]


def test_a_raw_value_is_seen():
    tree = SourceTree.of(
        {
            "templates/x.html": "{{ name|safe }}{% autoescape off %}{{ name }}{% endautoescape %}",
            "templates/emails/x.txt": "{% autoescape off %}{{ name }}{% endautoescape %}",
            "requests_app/views/x.py": "from django.utils.safestring import mark_safe",
        }
    )
    assert unescaped(tree) == [
        "templates/x.html:1: prints a value unescaped",
        "templates/x.html:1: prints a value unescaped",
    ]
    assert marked_safe(tree) == ["requests_app/views/x.py:1: imports mark_safe"]
