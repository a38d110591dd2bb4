"""The built docs, in a browser: every link inside them leads somewhere, and nothing keeps anybody from reading them."""

import functools
import http.server
import inspect
import json
import os
import subprocess
import sys
import threading
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from intimacy_kit.interop import page as pages
from tests.browser.walk import barriers
from tests.support.catalogues import built_in
from tests.tools.surface import modules

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """The folder of the built docs: that which DOCS_HTML names, or one that is built here."""
    if built := os.environ.get("DOCS_HTML"):
        return Path(built)
    target = tmp_path_factory.mktemp("html")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-b", "html", ROOT / "docs", target], check=True)
    return target


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Hands out the files, has no icon, and keeps no log."""

    def do_GET(self):
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(docs):
    """The docs, served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=docs)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Page(HTMLParser):
    """What a page links to, what can be linked to in it, and which of its pictures say nothing."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors, self.silent = [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors.add(given.get("id"))
        self.links += [given[name] for name in ("href", "src", "srcset") if given.get(name)]
        if tag == "img" and not given.get("alt"):
            self.silent.append(given.get("src"))


def test_every_link_inside_the_docs_leads_somewhere_and_every_picture_has_a_text(docs):
    pages = {path: Page(path) for path in docs.rglob("*.html")}
    assert len(pages) > 30
    lost = []
    for path, page in pages.items():
        lost += [f"{path.name}: a picture without a text, {source}" for source in page.silent]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                lost += [] if parts.scheme in ("https", "data") else [f"{path.name}: {link}"]
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.exists()
            if there and parts.fragment and target in pages:
                there = unquote(parts.fragment) in pages[target].anchors
            lost += [] if there else [f"{path.name}: {link}"]
    assert [] == lost


@pytest.mark.parametrize("link", ["English", "español", "for two on one device"])
def test_try_it_opens_a_whole_check_in_that_asks_for_nothing_more(browser, docs, address, link):
    page = browser.new_context().new_page()
    page.goto(address)
    page.get_by_role("link", name=link, exact=True).click()
    page.wait_for_selector("#page h1")
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.locator(".actions button").click()
    for _ in range(7):
        choose = "all => all.forEach(each => each.querySelector('input').click())"
        page.locator("fieldset.question").evaluate_all(choose)
        page.locator(".foot button").last.click()
    assert 7 == page.locator(".scores li").count()
    assert ([], []) == (asked, said)
    name = page.url.removeprefix(f"{address}try/")
    two, locale = name.startswith("two."), name.removeprefix("two.").removesuffix(".html")
    (html,) = pages.export_form(built_in(locale), "standard", for_two=two).document.values()
    assert html == (docs / "try" / name).read_text(encoding="utf-8")


def test_nothing_keeps_anybody_from_reading_a_page(browser, axe, docs, address):
    page = browser.new_context().new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    found = {}
    names = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.html"))
    # all have the same colours, so each is looked at in one of two looks, in turn; pages to try have their own tests
    for number, name in enumerate(name for name in names if not name.startswith("try/")):
        page.goto(address + name)
        for width, scheme in ((1280, "light"), (360, "dark"))[:: 1 if number % 2 else -1]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found[name, width] = [f"{wide} px too wide"] if wide > 0 else []
        found[name, width] += barriers(page, axe)
    assert {} == {place: wrong for place, wrong in found.items() if wrong}
    assert [] == said


# Finding --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(docs):
    """What the search of the docs looks into."""
    text = (docs / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))


@pytest.mark.parametrize("word", ["flask", "license", "install", "privacy", "javascript", "django", "notebook", "spss"])
def test_a_newcomers_word_is_found(index, word):
    from sphinx.search.en import SearchEnglish  # only the environment of the docs has it

    stem = SearchEnglish({}).stem(word)
    assert stem in index["terms"] or stem in index["titleterms"]


def test_every_public_function_and_class_is_in_the_reference(index):
    told = {f"{module}.{entry[-1]}" for module, entries in index["objects"].items() for entry in entries}
    public = [(name, each, getattr(module, each)) for name, module in modules().items() for each in module.__all__]
    names = {f"{name}.{each}" for name, each, value in public if inspect.isroutine(value) or inspect.isclass(value)}
    assert set() == names - told
