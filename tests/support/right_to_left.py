"""A made-up language that runs from right to left: the built-in pack in Hebrew letters, its cards untranslated."""

import re

from intimacy_kit._values.record import structure
from intimacy_kit.content.translation import TRANSLATIONS, lay_over
from intimacy_kit.errors import Problems

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "אבגדהוזחטיכלמנסעפצקרשתםןףץ" * 2)
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def mirrored(text):
    """Return a text in letters from right to left, its placeholders as they were."""
    return "".join(each if each.startswith("{") else each.translate(LETTERS) for each in re.split(r"(\{\w+\})", text))


def mirrored_catalogue(base, tag="qps"):
    """Return the built-in catalogue in those letters, under a language tag, but for its practices and prompts."""
    plain = {
        "phrases": {each.id: {"text": mirrored(each.text)} for each in base.phrases.values()},
        "pillars": {
            each.id: {"title": mirrored(each.title), "summary": mirrored(each.summary)}
            for each in base.pillars.values()
        },
        "forms": {
            each.id: {
                "title": mirrored(each.title),
                "instructions": mirrored(each.instructions),
                "stem": _wording(each.stem),
            }
            for each in base.forms.values()
        },
        "scales": {
            each.id: {
                str(choice.value if choice.code is None else choice.code.value): mirrored(choice.label)
                for choice in each.choices
            }
            for each in base.scales.values()
        },
        "items": {
            each.id: {
                "revision": each.revision,
                "text": _wording(each.text),
                **({} if each.question is None else {"question": _wording(each.question)}),
            }
            for each in base.items.values()
        },
    }
    given = {
        shelf: {id: structure(TRANSLATIONS[shelf], each, Problems()) for id, each in texts.items()}
        for shelf, texts in plain.items()
    }
    catalogue, problems = lay_over(base, given, tag)
    assert () == problems
    return catalogue


def _wording(wording):
    both = {"self": wording.self_, "partner": wording.partner}
    return {perspective: mirrored(text) for perspective, text in both.items() if text}
