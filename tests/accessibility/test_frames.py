"""axe finds nothing by night, with text twice as large, in any component: what the walk by role does not see."""

import pytest

from requests_app.aids import registry
from tests.accessibility.axe import listen, violations

EACH_FRAME = ["/", "/compte/login/", f"/aides/{next(iter(registry.AIDS.values())).slug}/", "/nulle-part/"]
BAD_MOMENTS = ["/compte/confirm-email/cassé/", "/compte/inactive/", "/compte/confirm-email/"]
SHOWCASE = [
    "/composants/?erreurs=1",
    "/composants/?cadre=demandeur",
    "/composants/?cadre=instruction&erreurs=1",
    "/composants/?cadre=commission",
]
PHONE_AND_DESK, NIGHT, LARGE = {320: "light", 1280: "light"}, {320: "dark", 1280: "dark"}, {640: "light"}


@pytest.fixture
def look(browser, live_server):
    """Everything wrong with these pages on these screens."""

    def faults(paths, screens, *, text_size=100) -> list[str]:
        found: list[str] = []
        page = listen(browser.new_page(), found)
        for path in paths:
            page.goto(live_server.url + path)
            found += violations(page, path, screens, text_size=text_size)
        page.close()
        return found

    return faults


def test_nothing_stands_in_the_way_by_night(look):
    assert look(EACH_FRAME, NIGHT) == []


def test_nor_with_text_twice_as_large(look):
    assert look(EACH_FRAME, LARGE, text_size=200) == []


def test_nor_when_something_went_wrong_with_an_address(look):
    assert look(BAD_MOMENTS, PHONE_AND_DESK) == []


@pytest.mark.parametrize("screens", [PHONE_AND_DESK, NIGHT], ids=["day", "night"])
def test_nor_in_any_component(look, screens):
    assert look(SHOWCASE, screens) == []
