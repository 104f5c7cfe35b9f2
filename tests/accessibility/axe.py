"""What stands in a reader's way on a page: what axe-core finds, and what it does not look at."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# On a phone in dark colours, at a desk in light ones: each rule meets both.
WIDTHS = {320: "dark", 1280: "light"}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Nothing is fetched again for the rule on sounds that play by themselves: no page may hold any (below).
_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(results =>
    results.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`)))"""
_OURS = """() => {
    const faults = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push("the page scrolls sideways");
    for (const one of document.querySelectorAll(".table-wrap:has(> .table--cards)"))
        if (one.scrollWidth > one.clientWidth) faults.push("a table of cards scrolls sideways");
    if (document.querySelector(".table--cards tbody td:not([data-label])")) faults.push("a cell without its name");
    for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
        for (const name of ["aria-describedby", "aria-labelledby"])
            for (const id of (one.getAttribute(name) || "").split(/\\s+/).filter(Boolean))
                if (!document.getElementById(id)) faults.push(`${name} points to nothing: ${id}`);
    if (document.querySelector("audio, video")) faults.push("something that plays");
    if (document.querySelectorAll("h1").length !== 1) faults.push("not exactly one h1");
    return faults;
}"""
_ZOOM = "size => { document.documentElement.style.fontSize = `${size}%` }"


def violations(
    page: Page, what: str, screens: Mapping[int, str] = WIDTHS, *, text_size: int = 100
) -> list[str]:
    """``screens``: width in pixels → colours. ``text_size``: the reader's own, in percent."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    if text_size != 100:
        page.evaluate(_ZOOM, text_size)
    found = []
    for width, scheme in screens.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        faults = page.evaluate(_AXE, _RULES) + page.evaluate(_OURS)
        found += [f"{what} at {width}: {fault}" for fault in faults]
    return found


def listen(page: Page, faults: list[str]) -> Page:
    """Add to ``faults`` what breaks the content policy or a script."""
    page.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page
