"""A real browser, and the app as somebody would start it, on a free port."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from tests.support.paths import EXAMPLES

CHROMIUM = shutil.which("chromium")
AXE = Path(os.environ.get("NPM_FOLDER", "/nowhere")) / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --force-color-profile=srgb --font-render-hinting=none""".split()
PAGES = Path(__file__).parent / "pages"
ADDRESS = "http://form.test/"
PAGE = """<!doctype html><meta charset="utf-8"><title>Form</title><link rel="stylesheet" href="{renderer}.css">
<div id="form"></div><script>window.form={form}</script><script type="module" src="{renderer}.js"></script>"""
FONTS = [f"--loader:.{kind}=empty" for kind in ("woff", "woff2", "png", "svg", "ttf")]
NOT_THERE = "--external:libxslt"  # Enketo transforms a form with the browser, or with this in Node
SURVEY_CORE = "node_modules/@jspsych/plugin-survey/node_modules/survey-core"  # jsPsych wants a version of its own


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


def _lacks(what):
    pytest.fail(f"{what}; `.ci/run browser` installs it and runs these tests")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without a window."""
    if CHROMIUM is None:
        _lacks("there is no chromium on the path")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        _lacks("playwright is not installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def browser(chromium):
    """Chromium, in which nothing is left open afterwards."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, which looks for what keeps people from using a page."""
    if not AXE.is_file():
        _lacks("NPM_FOLDER names no folder with axe-core in its node_modules")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The address of the app with an empty database, on a day and with secrets that do not change from run to run."""
    import uvicorn

    monkeypatch.syspath_prepend(EXAMPLES)
    from webapp.app import create_app

    count = itertools.count()
    app = create_app(
        tmp_path / "app.sqlite3", today=lambda: date(2026, 11, 23), secret=lambda: f"secret-{next(count):015d}"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, access_log=False, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    for name in [each for each in sys.modules if each.partition(".")[0] == "webapp"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def npm():
    """The folder with the packages of Node."""
    folder = Path(os.environ.get("NPM_FOLDER", "/nowhere"))
    return folder if folder.is_dir() else pytest.fail("`.ci/run browser` installs the packages and names their folder")


@pytest.fixture(scope="session")
def pages(npm, tmp_path_factory):
    """The folder of our pages, each with the renderer that it shows a form with."""
    folder = tmp_path_factory.mktemp("pages")
    command = [npm / "node_modules" / ".bin" / "esbuild", *PAGES.glob("*.jsx"), f"--outdir={folder}", *FONTS, NOT_THERE]
    command.append(f"--alias:survey-core={npm / SURVEY_CORE}")
    more = "--bundle --format=esm --jsx=automatic --minify-syntax --log-level=warning".split()
    define = '--define:process.env.NODE_ENV="production"'
    env = {**os.environ, "NODE_PATH": str(npm / "node_modules")}
    subprocess.run([*command, *more, define], check=True, env=env, timeout=110)
    return folder


@pytest.fixture
def show(browser, pages):
    """Opens a form with a renderer, on a page that gets nothing from anywhere else."""
    opened = []

    def open_form(renderer, form):
        html = PAGE.format(renderer=renderer, form=json.dumps(form))
        page = browser.new_page()
        asked, errors = [], []

        def serve(route):
            name = route.request.url.removeprefix(ADDRESS)
            if name == "":
                route.fulfill(body=html, content_type="text/html")
            elif (pages / name).is_file():
                route.fulfill(path=pages / name)
            else:
                asked.append(route.request.url)
                route.abort()

        page.route("**/*", serve)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(ADDRESS)
        opened.append((page, asked, errors))
        return page

    yield open_form
    for page, asked, errors in opened:
        assert ([], []) == ([each for each in asked if not each.startswith(ADDRESS)], errors)
        page.close()
