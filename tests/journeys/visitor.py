"""Somebody at a screen: opens pages, fills what the aid asks, presses the buttons a person would press."""

import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib import error, request

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from cpsti_portal.kernel.accounts.models import User
from requests_app.aids.base import Aid
from requests_app.aids.fields import FieldSpec, Kind
from requests_app.aids.steps import Step
from requests_app.intake.typing import as_typed
from tests.factories.accounts import PASSWORD

_NOWHERE = "about:blank"
_CHOSEN_FILE = re.compile(rb'filename="[^"]')
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 720}
TABLET = {"width": 820, "height": 1180}
_MOMENT = 2_000  # milliseconds
PATIENCE = 20  # seconds, on a machine that has much else to do
expect.set_options(timeout=PATIENCE * 1_000)


class Visitor:
    """``twice``: whatever is sent reaches the portal twice at the same time, as by a nervous hand or a bad network.

    ``faults`` collects what the console of the browser complained about: a policy broken, a script that failed.
    """

    def __init__(
        self,
        browser: Browser,
        server: str,
        *,
        size: Mapping[str, int] = DESK,
        script: bool = True,
        touch: bool = False,
        twice: bool = False,
    ):
        self.server, self.twice = server, twice
        self.context = browser.new_context(
            viewport=dict(size), locale="fr-FR", java_script_enabled=script, has_touch=touch
        )
        self.context.set_default_timeout(PATIENCE * 1_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.doubles: list[int] = []
        if twice:
            self.context.route("**/*", self._send_twice)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, message) -> None:
        refused = "Failed to load resource" in message.text  # a 409 or a 422 is an answer, not a fault
        if message.type == "error" and not refused:
            self.faults.append(message.text)

    def _send_twice(self, route: Route) -> None:
        """The same bytes and cookies from two connections; ``doubles`` keeps what the other one was answered."""
        body = route.request.post_data_buffer or b""
        if route.request.method != "POST" or _CHOSEN_FILE.search(
            body
        ):  # a file is not in what the browser shows us
            return route.continue_()
        headers = {
            name: value for name, value in route.request.all_headers().items() if not name.startswith(":")
        }
        copy = request.Request(route.request.url, body, headers, method="POST")
        with ThreadPoolExecutor(1) as hand:
            other = hand.submit(_status_of, copy)
            answer = route.fetch(max_redirects=0)
            self.doubles.append(other.result())
        return route.fulfill(response=answer)

    def leave(self) -> None:
        """By an empty page: Chromium never ends the closing of one that is just about to be replaced."""
        faults = list(self.faults)  # what leaving interrupts is no fault of the page
        if not self.page.is_closed():
            self.rest()
        self.context.close()
        assert faults == []

    def rest(self) -> None:
        """An empty page. Asked for again when the page was just loading itself again: one of the two is then lost."""
        until = time.monotonic() + PATIENCE
        while self.page.url != _NOWHERE:
            try:
                self.page.goto(_NOWHERE, timeout=_MOMENT)
            except PlaywrightError:
                if time.monotonic() > until:
                    raise

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.server + path)
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.server)

    def sign_in(self, user: User) -> None:
        self.open("/compte/login/")
        self.page.locator("input[name=login]").fill(user.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").click()
        expect(self.page).not_to_have_url(re.compile("/compte/login/"))

    def keep_session(self, session: str) -> None:
        """Signed in already, for a story that is not about signing in."""
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.server}]
        )

    def press(self, name: str | re.Pattern, *, within: str = "main") -> None:
        """A button or a link that looks like one, by the words on it; then the page it leads to is there, whole."""
        named = re.compile(re.escape(name).replace(r"\ ", r"\s+")) if isinstance(name, str) else name
        place = self.page.locator(within)
        button = place.get_by_role("button", name=named).or_(place.get_by_role("link", name=named)).first
        button.click()  # waits for the answer to begin, if there is one to come
        self.page.wait_for_load_state("domcontentloaded")

    def boxes(self, selector: str) -> list[Locator]:
        """Every box so selected: at least one."""
        found = self.page.locator(f"main {selector}")
        found.first.wait_for(state="attached")
        return found.all()

    def tick_all(self, selector: str) -> None:
        for box in self.boxes(selector):
            box.check()

    def reads(self, *texts: str) -> None:
        """Each text is on the page, whatever its spaces. Of two equal sendings, which one says it is chance."""
        if self.twice:
            return
        until = time.monotonic() + PATIENCE
        while missing := self._missing(texts):
            if time.monotonic() > until:
                break
            self.page.wait_for_timeout(50)
        assert missing == [], self.page.url

    def _missing(self, texts: tuple[str, ...]) -> list[str]:
        shown = spaced(self.page.locator("body").inner_text())
        return [text for text in texts if spaced(text) not in shown]

    def does_not_read(self, *texts: str) -> None:
        shown = spaced(self.page.content())
        assert [text for text in texts if spaced(text) in shown] == [], self.page.url

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]")

    def fill(self, **values: object) -> None:
        for name, value in values.items():
            self._answer(self.field(name), value)

    def fill_step(self, step: Step, values: Mapping[str, object]) -> None:
        for spec in step.fields:
            if values.get(spec.name) is not None:
                self._answer(self.field(spec.name), _typed(spec, values[spec.name]))

    def _answer(self, field: Locator, value: object) -> None:
        kind = field.first.get_attribute("type") or field.first.evaluate("one => one.tagName.toLowerCase()")
        chosen = value if isinstance(value, list) else [value]
        if kind == "checkbox" and value in (True, False):
            field.first.set_checked(bool(value))
        elif kind in ("radio", "checkbox"):
            for one in chosen:
                self._choose(field.and_(self.page.locator(f'[value="{one}"]')))
        elif kind == "select":
            field.select_option(str(value))
        else:
            field.fill(str(value))

    def _choose(self, option: Locator) -> None:
        """By its label, which covers the box of a card, once the page no longer moves."""
        if not option.is_checked():
            self.page.locator(f'label[for="{option.get_attribute("id")}"]').first.click()
        expect(option).to_be_checked()

    def fill_request(self, aid: Aid, answers: Mapping[str, Mapping[str, object]]) -> None:
        """Every step in the order of the aid, each sent by its own button."""
        for step in aid.steps:
            expect(self.page).to_have_url(re.compile(f"/etapes/{step.slug}/"))
            self.fill_step(step, answers[step.slug])
            self.press("Enregistrer et continuer")

    def join(self, kind: str, *files: Path) -> None:
        self.page.locator(f"main input[type=file][name={kind}]").set_input_files(
            [str(file) for file in files]
        )


class _Stay(request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def _status_of(sent: request.Request) -> int:
    try:
        with request.build_opener(_Stay).open(sent, timeout=30) as got:
            return got.status
    except error.HTTPError as refused:
        return refused.code


def _typed(spec: FieldSpec, value: object) -> object:
    return True if spec.kind is Kind.CONSENT else as_typed(spec, value)


def spaced(text: str) -> str:
    """Every run of spaces, narrow and no-break ones too, as one space."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)
