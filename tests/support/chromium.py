"""A real Chromium for tests: where it is, how it is started, and what must never happen on a page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).resolve().parents[1] / "assets" / "axe" / "axe.min.js"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """([kind, values]) => axe
    .run(document, {runOnly: {type: kind, values}, resultTypes: ['violations']})
    .then(found => found.violations.map(v => [v.id, v.help, v.nodes.slice(0, 5).map(n => n.target.join(' ')
        + '\\n      ' + (n.any.concat(n.all, n.none)[0] || {message: ''}).message)]))"""
#: Two frames later a page has taken a new width or appearance, unless something still moves.
SETTLE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    .then(() => Promise.all(document.getAnimations().map(each => each.finished.catch(() => null))))"""
#: Chromium notes every page that says no (404, a field with an error 422, not now 409); those are meant.
MEANT = re.compile(r"the server responded with a status of 4(04|09|22)")


def find_chromium() -> str | None:
    """The browser that the machine has, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def running_chromium(program: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What a page complained about: its console (with the content security policy), scripts, broken answers."""

    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url", ""))
        if "/static/" in place or not MEANT.search(message.text):
            self.complaints.append(f"console ({message.type}): {message.text} [{place}]")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


def violations(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe finds against WCAG 2.2 A/AA and best practice, or `only` these rules; with the places."""
    page.evaluate(SETTLE)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[Any] = page.evaluate(RUN_AXE, ["rule", list(only)] if only else ["tag", list(AXE_TAGS)])
    return [f"{rule}: {text}\n    " + "\n    ".join(places) for rule, text, places in found]


def overflow(page: Page) -> list[str]:
    """Which elements make a page wider than its window; empty where nothing does."""
    page.evaluate(SETTLE)
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= window.innerWidth) return [];
            const wide = [...document.querySelectorAll('body *')].filter(e => {
                const box = e.getBoundingClientRect();
                if (!box.width || box.right <= width + 0.5) return false;
                for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                    if (getComputedStyle(p).overflowX !== 'visible') return false;
                return true;
            });
            const all = document.scrollingElement.scrollWidth;
            return ['page is ' + all + ' wide in a window of ' + window.innerWidth,
                ...wide.slice(0, 6).map(e => e.tagName.toLowerCase() + '.' + e.className + ' to '
                    + Math.round(e.getBoundingClientRect().right))];
        }"""
    )
    return found
