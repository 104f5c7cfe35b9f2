"""axe-core over a list of pages, in a browser of its own."""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# What axe does not look at: a page wider than the screen, a description that points nowhere.
_OWN_CHECKS = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the screen");
  for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
    for (const name of ["aria-describedby", "aria-labelledby"])
      for (const id of (one.getAttribute(name) || "").split(/\\s+/).filter(Boolean))
        if (!document.getElementById(id)) faults.push(`${name} points to nothing: ${id}`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("not exactly one h1");
  return faults;
}"""


@dataclass(frozen=True)
class Screen:
    width: int
    scheme: str = "light"
    zoom: int = 100  # percent of the reader's own text size
    script: bool = True


def faults(server: str, paths: Iterable[str], screen: Screen, *, session: str = "") -> dict[str, list[str]]:
    """Path → what is wrong with it on this screen, ``session`` being the cookie of who looks.

    The browser lives in a thread of its own: the test's thread may already hold one, or the database.
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_walk, server, list(paths), screen, session).result()


def _walk(server: str, paths: list[str], screen: Screen, session: str) -> dict[str, list[str]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(
            viewport={"width": screen.width, "height": 800},
            color_scheme=screen.scheme,
            java_script_enabled=screen.script,
        )
        if session:
            context.add_cookies([{"name": "session", "value": session, "url": server}])
        page = context.new_page()
        found = {path: _look(page, server + path, screen) for path in paths}
        browser.close()
    return {path: what for path, what in found.items() if what}


def _look(page: Page, address: str, screen: Screen) -> list[str]:
    complaints: list[str] = []
    listen: Callable = lambda message: complaints.append(message.text) if message.type == "error" else None  # noqa: E731
    page.on("console", listen)
    page.goto(address)
    if screen.zoom != 100:
        page.evaluate(f"document.documentElement.style.fontSize = '{screen.zoom}%'")
    result = Axe().run(page, options=_OPTIONS)
    page.remove_listener("console", listen)
    broken = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result.response["violations"]]
    return broken + page.evaluate(_OWN_CHECKS) + [c for c in complaints if "Failed to load resource" not in c]
