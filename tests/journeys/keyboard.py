"""A person without a mouse: Tab until the wanted thing has the focus, then Enter or Space."""

from time import monotonic

from playwright.sync_api import Page

_FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return "";
    const label = one.labels && one.labels[0] || document.getElementById(one.getAttribute("aria-labelledby"));
    return (label || one).innerText.replace(/[\\s\\u00a0\\u202f]+/g, " ").trim();
}"""
_MOST = 250


class Keyboard:
    """``presses``: how many keys were struck. ``seconds``: since the first one."""

    def __init__(self, page: Page):
        self.page = page
        self.presses = 0
        self._began = monotonic()

    @property
    def seconds(self) -> float:
        return monotonic() - self._began

    def reach(self, words: str) -> None:
        """Tab, forwards, until what has the focus begins with ``words``."""
        for _ in range(_MOST):
            if self.page.evaluate(_FOCUSED).startswith(words):
                return
            self._strike("Tab")
        raise AssertionError(f"« {words} » is not reached by Tab on {self.page.url}")

    def enter(self, words: str) -> None:
        """Reach a link, a button or a disclosure and press it."""
        self.reach(words)
        with self.page.expect_navigation():
            self._strike("Enter")

    def unfold(self, words: str) -> None:
        self.reach(words)
        self._strike("Enter")

    def tick(self, words: str) -> None:
        self.reach(words)
        self._strike("Space")

    def choose(self, words: str) -> None:
        """In the group of choices that has the focus: Space takes the first, the arrow goes to the next."""
        self._strike("Space")
        for _ in range(_MOST):
            if self.page.evaluate(_FOCUSED).startswith(words):
                return
            self._strike("ArrowDown")
        raise AssertionError(f"« {words} » is none of the choices on {self.page.url}")

    def confirm(self) -> None:
        """Enter, in the field that has the focus."""
        with self.page.expect_navigation():
            self._strike("Enter")

    def write(self, words: str) -> None:
        """In the field that has the focus, sent by Enter."""
        self.page.keyboard.type(words)
        self.presses += len(words)
        self.confirm()

    def _strike(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1
