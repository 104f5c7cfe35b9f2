"""Law 8. An aid is one file: what differs between aids is data of that file, never a branch elsewhere."""

import ast
import re

from requests_app.aids.registry import AIDS
from requests_app.enums import AidCode
from tests.architecture.source import ROOT, Module, SourceTree

CODES = {code.value for code in AidCode}
# The seed of the dated parameters: rows an administrator edits afterwards.
FREE = ("requests_app/aids/", "cpsti_portal/demo/")  # the demonstration invents people, it rules on nothing
TABLES = {"requests_app/parameters.py", "requests_app/reference.py"}


def _is_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in CODES
    if isinstance(node, ast.Attribute):
        base = node.value
        if isinstance(base, ast.Attribute) and node.attr == "value":
            return _is_code(base)
        return isinstance(base, ast.Name) and base.id == "AidCode"
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(_is_code(one) for one in node.elts)
    return False


def _branches(module: Module) -> list[str]:
    found = []
    for node in module.walk():
        if isinstance(node, ast.Compare) and any(_is_code(side) for side in [node.left, *node.comparators]):
            found.append(module.at(node, "compares with the code of an aid"))
        if isinstance(node, ast.MatchValue) and _is_code(node.value):
            found.append(module.at(node, "matches the code of an aid"))
        if isinstance(node, ast.Dict) and sum(_is_code(key) for key in node.keys if key) > 1:
            found.append(module.at(node, "a table by aid"))
    return found


_IN_TEMPLATE = re.compile(r"{%[^%]*[\"'](?:" + "|".join(sorted(CODES)) + r")[\"'][^%]*%}")


def branches_by_aid(tree: SourceTree) -> list[str]:
    code = [
        breach
        for module in tree.modules
        if not module.path.startswith(FREE) and module.path not in TABLES
        for breach in _branches(module)
    ]
    pages = [
        page.at(match.start(), "a template branches on the code of an aid")
        for page in tree.pages
        for match in _IN_TEMPLATE.finditer(page.text)
        if re.search(r"==|!=| in ", match.group())
    ]
    return sorted(code + pages)


def test_no_branch_on_an_aid_outside_its_file(source):
    assert branches_by_aid(source) == []


def test_a_branch_on_an_aid_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/services/money.py": """
                def cap(aid_request, aid):
                    if aid.code == "aced":
                        return 1
                    if aid_request.aid_code in (AidCode.AFE, AidCode.ADR):
                        return 2
                    match aid.code:
                        case AidCode.URGENCE:
                            return 3
                    return {"afe": 1, "adr": 2}[aid.code]
            """,
            "requests_app/aids/aced.py": "X = AidCode.ACED == code",
            "templates/applicant/detail.html": "{% if aid.code == 'urgence' %}vite{% endif %}",
        }
    )
    assert branches_by_aid(tree) == [
        "requests_app/services/money.py:2: compares with the code of an aid",
        "requests_app/services/money.py:4: compares with the code of an aid",
        "requests_app/services/money.py:7: matches the code of an aid",
        "requests_app/services/money.py:9: a table by aid",
        "templates/applicant/detail.html:1: a template branches on the code of an aid",
    ]


def test_each_aid_is_exactly_one_file_and_the_registry_holds_them_all():
    files = {path.stem for path in (ROOT / "requests_app" / "aids").glob("*.py")}
    assert {aid.code for aid in AIDS.values()} == set(AidCode)
    assert {code.value for code in AidCode} <= files
