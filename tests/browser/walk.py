"""Somebody who uses the app in a browser, and what is looked at on each of their pages."""

import os
from pathlib import Path

PICTURES = os.environ.get("WEBAPP_PICTURES")
SERIOUS = {"serious", "critical"}


def barriers(page, axe):
    """Return what of a page seriously keeps people from using it, as axe-core finds it: rule, help and elements."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
    return [
        (each["id"], each["help"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in SERIOUS
    ]


class Walk:
    """One person's browser.

    Args:
        browser: The browser.
        site: The address of the app.
        axe: The source of axe-core; None where a page's accessibility is not looked at.
        locale: The language.
        width: The width of the window, in pixels.
        scheme: `light` or `dark`.
    """

    def __init__(self, browser, site, axe=None, *, locale="en", width=1280, scheme="light", scripts=True):
        self.site, self.locale, self.axe = site, locale, axe
        self.name = f"{locale}-{width}-{scheme}"
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",  # a page that fades in is pale for a moment
            locale=locale,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        self.page = context.new_page()
        self.said = []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.own = ""

    def open(self, path):
        """Open one of the person's own pages."""
        self.page.goto(self.own + path)

    def named(self, name):
        """Return the button or link in the main part of the page that has this name."""
        main = self.page.locator("main")
        return main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))

    def press(self, name):
        """Press the button, or follow the link, that has this name, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            self.named(name).click()

    def look(self, name):
        """Look at the page as it stands: nothing in the console, nothing wider than the window, nothing in the way."""
        assert [] == self.said, name
        too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(too_wide), f"{name} is wider than the window"
        assert self.locale == self.page.locator("html").get_attribute("lang")
        if PICTURES:
            folder = Path(PICTURES, self.name)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        if self.axe:
            assert [] == barriers(self.page, self.axe), name

    def choose(self, pick):
        """Answer the questions of the screen, each with the choice that `pick` gives for its place; return how many."""
        questions = self.page.locator("fieldset.question")
        picks = [pick(i) for i in range(questions.count())]
        questions.evaluate_all(
            "(all, picks) => all.forEach((each, i) => each.querySelectorAll('input')[picks[i]].click())", picks
        )
        return len(picks)

    def html(self, path):
        """Return one of the person's own pages as the server sent it."""
        return self.page.request.get(self.own + path).body()
