"""A check-in as one HTML file that asks, scores and suggests on the device, and can send nothing anywhere.

The file holds the bundle of the form in one language, the package of the
folder `javascript` beside this module, and the page's own script and style. Its
content security policy lets these two run, by their digests, and nothing else: no
connection, no picture, no frame, no form that is sent. What a person answers
stays in the memory of the page, unless they save it as a file, which
`bundle.import_response` reads.

A page for two asks two people, one after the other. Of each it keeps, past
their turn, the places that they chose to show, to the nearest ten, and nothing
else. What it then shows of both is what `couple_view` shows.

What is lost, always:

*   The page asks about the person who answers; nobody is asked about a partner.
*   How long an answer took is not taken.
*   Cards about touch are not offered, since these are for two to open.
*   A page for two never shows `conflict`, whose gate is not kept open past a screen, and has nothing to talk about:
    somebody who is afraid could not turn that down without showing it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from intimacy_kit._html import Markup, element
from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit.checkin.checkin import CheckIn, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import STEM_SLOT
from intimacy_kit.content.vocabulary import Cadence, Fit, Mode, Role
from intimacy_kit.couple.sharing import WHILE_OPEN
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop import bundle
from intimacy_kit.interop._form import Export
from intimacy_kit.safety.questions import SAFETY_QUESTIONS, SafetyAnswer
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.scoring_key.value_range import largest_of

__all__ = ["export_form", "style_sheet"]

_ENGINE = ("exact.js", "sha256.js", "texts.js", "score.js", "draw.js", "plan.js", "couple.js")
_OWN = ("elements.js", "visit.js", "keep.js", "ask.js", "results.js", "steps.js", "two.js", "page.js")
"""Modules, each after those that it imports from."""

_OF_PRACTICE = (
    "id", "pillar", "title", "summary", "minutes", "cadence", "mode", "distance", "if_it_goes_badly", "steps", "gates",
    "evidence", "targets", "not_for", "shares", "stages",
)  # fmt: skip
_OTHER_KINDS = ("ritual", "date", "phrase")
"""What a practice is that a plan does not have unless it is asked for."""
_OF_SOURCE = ("id", "authors", "title", "year")

_PHRASES = (
    "answer-range", "answered", "answers-given", "cited-more", "cited-one", "cited-title", "cited-two",
    "compares-nobody", "counts-in-reverse", "date", "device-note", "felt", "first-of-month", "going-well", "help-text",
    "if-it-goes-badly", "list-last", "list-more", "minute", "minutes", "months", "next-steps", "no-steps", "not-asked",
    "not-for", "nothing-shared", "opening-note", "pillar", "private-note", "reason-answer", "reason-pillar",
    "safety-notice", "too-few-answers", "value", "value-level", "why",
    *(f"cadence-{cadence.value}" for cadence in Cadence),
    *(f"mode-{mode.value}" for mode in Mode),
    *(f"source-{fit.value}" for fit in Fit),
    *(f"safety-{id}" for id in SAFETY_QUESTIONS),
    *(f"safety-answer-{answer.value}" for answer in SafetyAnswer),
)  # fmt: skip
"""Ids of the phrases that the script says besides those of the page itself."""

_OF_PAGE = "page-"
"""What the ids of the page's own phrases begin with."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def export_form(catalogue: Catalogue, form: str, *, for_two: bool = False) -> Export:
    """Return a form as a page that never leaves the device.

    Args:
        catalogue: The catalogue that has the form; the page is in its language.
        form: The form's id.
        for_two: Whether two people answer, one after the other, who then look at what both chose to share.

    Returns:
        An export whose document maps the name of the one file to its content.

    Raises:
        UnknownId: When there is no such form, or no phrase that the page says.
        InvalidValue: When the form asks nothing of the person themselves, its sums grow too large for
            JavaScript to be exact, or the page is for two and the form has no pillar that a partner may see.

    >>> from intimacy_kit import load
    >>> page = export_form(load(locale="es"), "standard").document["standard.html"]
    >>> page.startswith("<!doctype html>"), len(page.encode()) < 600 * 1024
    (True, True)
    """
    checkin = draw(catalogue, form=form, seed="-")
    if any(largest_of(subscale) > LARGEST_EXACT for subscale in checkin.key.subscales):
        message = "the sums of the form may exceed 2^53, where JavaScript is not exact"
        raise InvalidValue([Problem("too-large", message, "choose a form with smaller numbers", ("form",))])
    shareable = _shareable(checkin) if for_two else None
    if shareable == []:
        message = "there is no pillar in it of which a partner may ever see the place"
        raise InvalidValue([Problem("bad-choice", message, "choose a longer form for two", ("form",))])
    whole = bundle.export_form(catalogue, form)
    stem = catalogue.forms[form].stem
    content = {
        "bundle": _shortened(whole.document, catalogue.locale),
        "stem": "" if stem is None else stem.self_.partition(STEM_SLOT)[0],
        "shareable": shareable,
    }
    return Export({f"{form}.html": _page(catalogue, checkin.title, content)}, whole.losses)


def _shareable(checkin: CheckIn) -> list[str]:
    """Return the pillars of which a partner may ever see the place."""
    key, turning = checkin.key, frozenset(checkin.in_turn)
    first = {each.pillar: each for each in reversed(key.subscales) if each.role is Role.SCORED}
    return [
        pillar
        for pillar in key.pillars
        if pillar in first
        and pillar not in WHILE_OPEN
        and first[pillar].id in key.stand_apart
        and _can_blur(first[pillar].terms)
        and turning.isdisjoint(term.item for term in first[pillar].terms)
    ]


def _can_blur(terms: Sequence[Term]) -> bool:
    """Whether complete answers leave each one open, as those that are shown to a partner have to."""
    span = sum(term.span for term in terms)
    return all(3 * term.span <= span and 10 * term.gap <= span for term in terms)


def style_sheet() -> str:
    """Return how a check-in looks, as CSS for an app of your own; its two typefaces are in it.

    The typefaces, Figtree and Fraunces, are under the SIL Open Font License 1.1, which lies beside them in the
    package. They have the letters of Latin scripts; others come from the reader's device.

    >>> style_sheet().count("@font-face")
    2
    """
    folder = files("intimacy_kit.interop") / "style"

    def inlined(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{base64.b64encode((folder / found[1]).read_bytes()).decode()})"

    return re.sub(r'url\("(.*?)"\)', inlined, _text(folder / "check-in.css"))


def _page(catalogue: Catalogue, title: str, content: Mapping[str, Any]) -> str:
    say = catalogue.phrase
    script, style = _script(), style_sheet() + _text(_own() / "page.css")
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; font-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    # a text ends where its tag does, so none of its angle brackets may be read
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    direction = "rtl" if catalogue.locale.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        Markup('<meta name="referrer" content="no-referrer">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        element("title", title),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        element("a", say("page-skip-link"), class_="skip", href="#page"),
        element("header", element("button", say("page-leave"), type="button", class_="leave", id="leave")),
        element("main", element("p", say("page-no-script"), class_="no-script"), id="page", tabindex="-1"),
        element("script", Markup(data), type="application/json", id="content"),
        element("script", Markup(script), type="module"),
    )
    return f"<!doctype html>\n{element('html', head, body, lang=catalogue.locale, dir=direction)}\n"


# The content -----------------------------------------------------------------


def _shortened(document: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Return the parts of a bundle that the page shows or computes with; its own language is that of the page."""
    practices = [
        {name: practice[name] for name in _OF_PRACTICE}
        for practice in document["practices"]
        if not any(practice[kind] for kind in _OTHER_KINDS)
    ]
    cited = {each["source"] for practice in practices for each in practice["evidence"]}
    cited |= {subscale.get("levels_source") for subscale in document["subscales"]}
    parts = ("bundle_version", "scoring_version", "locales", "form", "pillars", "scales", "subscales", "key")
    return {
        **{name: document[name] for name in parts},
        "pack": {**document["pack"], "locale": locale},
        "items": [_about_oneself(item) for item in document["items"]],
        "practices": practices,
        "sources": _with(document["sources"], cited, _OF_SOURCE),
        "phrases": [
            {"id": phrase["id"], "text": phrase["text"]}
            for phrase in document["phrases"]
            if phrase["id"].startswith(_OF_PAGE) or phrase["id"] in _PHRASES
        ],
    }


def _about_oneself(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item without what is asked about a partner."""
    return {**item, **{name: {**item[name], "partner": None} for name in ("text", "question")}}


def _with(records: Iterable[Mapping[str, Any]], ids: Iterable[str], names: Iterable[str]) -> list[dict[str, Any]]:
    wanted = frozenset(ids)
    return [{name: record[name] for name in names} for record in records if record["id"] in wanted]


# The program -----------------------------------------------------------------


def _script() -> str:
    """Return all modules as one: in a page from a file, none can import another."""
    engine = files("intimacy_kit.interop") / "javascript"
    modules = [_text(engine / name) for name in _ENGINE] + [_text(_own() / name) for name in _OWN]
    return "\n" + "".join(map(_inlined, modules))


def _inlined(module: str) -> str:
    """Return a module without its imports and exports, each of which is on one line."""
    lines = [line for line in module.splitlines() if not re.match(r"import .*;|export \{.*\}.*;", line)]
    return "".join(f"{line.removeprefix('export ')}\n" for line in lines)


def _own() -> Traversable:
    return files("intimacy_kit.interop") / "_page"


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
