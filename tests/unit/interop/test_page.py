"""A page is one well-formed file with a policy that fits it, and nothing in it comes from elsewhere."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib.resources import files

import attrs
import pytest

from intimacy_kit.interop import page
from tests.support import odd_catalogue, small_catalogue
from tests.support.catalogues import built_in
from tests.support.problems import problems_of

FOLDER = files("intimacy_kit.interop")
VOID = {"meta"}
HOSTILE = "</script><script>alert(1)</script><!--<script><img src=x onerror=alert(1)>"


def html_of(catalogue, form="standard"):
    (html,) = page.export_form(catalogue, form).document.values()
    return html


class Parsed(HTMLParser):
    """The tags of a page with their attributes, its texts by tag, and what is not closed."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.open, self.wrong = [], {}, [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        where = self.open[-1] if self.open else ""
        self.texts.setdefault(where, []).append(data)


def policy_of(parsed):
    (found,) = [given["content"] for tag, given in parsed.tags if given.get("http-equiv") == "Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in found.split(";"))


def sha256(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "fr", "de", "pt-BR"])
def test_a_page_is_well_formed_and_small_and_says_its_language(locale):
    html = html_of(built_in(locale))
    parsed = Parsed(html)
    assert ([], []) == (parsed.open, parsed.wrong)
    assert ("html", {"lang": locale, "dir": "ltr"}) == parsed.tags[0]
    assert len(html.encode()) <= 600 * 1024


def test_its_policy_lets_its_own_script_and_style_run_and_nothing_else():
    parsed = Parsed(html_of(built_in()))
    data, script = parsed.texts["script"]
    (style,) = parsed.texts["style"]
    expected = {
        "default-src": "'none'",
        "script-src": sha256(script),
        "style-src": sha256(style),
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert expected == policy_of(parsed)
    assert "standard" == json.loads(data)["bundle"]["form"]["id"]


def test_nothing_in_it_comes_from_elsewhere_and_its_script_connects_to_nothing():
    parsed = Parsed(html_of(built_in()))
    given = {name: value for _, attributes in parsed.tags for name, value in attributes.items()}
    assert set() == {"src", "srcset", "action", "style", "onclick", "onload"} & set(given)
    assert ["#page"] == [attributes["href"] for _, attributes in parsed.tags if "href" in attributes]
    script, (style,) = parsed.texts["script"][1], parsed.texts["style"]
    assert None is re.search(r"url\((?!data:font/woff2;base64,[A-Za-z0-9+/=]+\))|@import", style)
    assert style.startswith(page.style_sheet())
    reaches = r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|eval|Function|localStorage|cookie)\b"
    assert None is re.search(reaches, script)
    assert ["http://www.w3.org/2000/svg"] == re.findall(r"https?://[^\"]*", script)


def test_no_text_of_a_pack_becomes_a_tag():
    catalogue = small_catalogue.CATALOGUE
    pillars = [attrs.evolve(each, title=HOSTILE, summary=HOSTILE) for each in catalogue.pillars.values()]
    forms = [attrs.evolve(each, title=HOSTILE) for each in catalogue.forms.values()]
    hostile = attrs.evolve(catalogue, pillars=pillars, forms=forms)
    parsed, plain = Parsed(html_of(hostile, "long")), Parsed(html_of(catalogue, "long"))
    assert [tag for tag, _ in plain.tags] == [tag for tag, _ in parsed.tags]
    content = json.loads(parsed.texts["script"][0])
    assert HOSTILE == content["bundle"]["pillars"][0]["title"]["en"]
    assert HOSTILE == "".join(parsed.texts["title"])


def test_every_phrase_that_the_script_says_is_in_it_and_no_other():
    parsed = Parsed(html_of(built_in()))
    script = parsed.texts["script"][1]
    there = {each["id"] for each in json.loads(parsed.texts["script"][0])["bundle"]["phrases"]}
    without_script = {"page-leave", "page-no-script", "page-skip-link"}
    assert there >= without_script
    there -= without_script
    said = set(re.findall(r'"([a-z][a-z-]+)"', script))
    families = ("cadence-", "mode-", "source-", "safety-", "page-gate-", "cited-")
    assert set() == {id for id in there if id not in said and not id.startswith(families)}
    asked = re.findall(r'(?:say|button|keep)\((?:visit, )?"([a-z-]+)"', script)
    assert set() == set(asked) - there
    assert len(asked) > 40


def test_its_modules_are_all_there_and_no_two_have_a_name_in_common():
    names = [each for part in (page._ENGINE, page._OWN) for each in part]
    there = {each.name for folder in ("javascript", "_page") for each in (FOLDER / folder).iterdir()}
    assert {each for each in there if each.endswith(".js")} - {"index.js"} == set(names)
    defined = re.findall(r"^(?:async )?(?:const|let|class|function) ([A-Za-z_0-9]+)", page._script(), re.MULTILINE)
    assert sorted(set(defined)) == sorted(defined)


def test_a_page_in_a_language_that_is_written_from_the_right_says_so():
    hebrew = attrs.evolve(small_catalogue.CATALOGUE, locale="he")
    assert ("html", {"lang": "he", "dir": "rtl"}) == Parsed(html_of(hebrew, "long")).tags[0]


def test_a_page_for_two_knows_which_pillars_can_be_shown():
    (html,) = page.export_form(built_in(), "standard", for_two=True).document.values()
    shareable = json.loads(Parsed(html).texts["script"][0])["shareable"]
    assert [id for id in built_in().pillars if id != "conflict"] == shareable
    assert None is json.loads(Parsed(html_of(built_in())).texts["script"][0])["shareable"]


def test_a_form_of_which_nothing_is_ever_shown_to_a_partner_makes_no_page_for_two():
    assert [("bad-choice", "form")] == problems_of(page.export_form, built_in(), "pulse", for_two=True)


def test_a_form_whose_sums_are_too_large_for_javascript_is_refused():
    plain = odd_catalogue.mixed(smallest=-999_998, largest=999_983)
    weighed = [attrs.evolve(item, weight=1000) for item in plain.items.values()]
    assert [("too-large", "form")] == problems_of(page.export_form, attrs.evolve(plain, items=weighed), "mixed")
