"""The labels of a pack as the meaning of cells: what a person ticked, in each language that the pack has."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.text import versions
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import folded
from intimacy_kit.tables.vocabulary import EVERY

_AFTER = (" - ", " = ", ": ", ". ", ") ", " ")
"""What stands between a value and its label where a file has both."""


def with_labels(
    layout: TableLayout, catalogue: Catalogue, form: str, *, translations: Iterable[Catalogue] = ()
) -> TableLayout:
    """Return a layout that knows the labels of a form, and in which scales may be named where items are.

    A label that stands for two answers, in one language or another, is left out, and so is one that is a number.
    What the layout says of a cell itself goes before.

    Args:
        layout: What the table means.
        catalogue: The catalogue that has the form.
        form: The form's id.
        translations: The catalogue in other languages.

    Raises:
        UnknownId: When there is no such form.

    >>> import intimacy_kit as ik
    >>> with_labels(TableLayout(), ik.load(), "standard").values["listening.attention"]["Never"]
    0
    """
    pool = catalogue.form_items(form)
    scales = {item.id: item.scale for item in pool}
    pillars = {item.id: item.pillar for item in pool}
    by_item: dict[str, dict[str, Any]] = {}
    own: dict[str, Mapping[str, Any]] = {}
    for item in pool:
        if item.scale not in own:
            own[item.scale] = _labels(item.scale, [catalogue, *translations])
        explicit: dict[str, Any] = {}
        for name in (EVERY, pillars[item.id], scales[item.id], item.id):
            explicit |= layout.values.get(name, {})
        lower = {folded(cell) for cell in explicit}
        labels = {label: answer for label, answer in own[item.scale].items() if folded(label) not in lower}
        by_item[item.id] = {**labels, **explicit}
    named = set(scales.values())
    only_scales = named - set(catalogue.pillars)
    others = {name: cells for name, cells in layout.values.items() if name not in named and name not in by_item}
    return attrs.evolve(
        layout,
        values={**others, **by_item},
        offset=_by_item(layout.offset, scales, only_scales),
        not_shown=_by_item(layout.not_shown, scales, only_scales),
    )


def _by_item(entries: Mapping[str, Any], scales: Mapping[str, str], named: set[str]) -> dict[str, Any]:
    """Return what is said of a scale as said of its items."""
    others = {name: entry for name, entry in entries.items() if name not in named}
    return {**{id: entries[scale] for id, scale in scales.items() if scale in named and scale in entries}, **others}


def _spellings(text: str) -> Iterator[str]:
    """Yield a text as programs write it: with straight or curved apostrophes, and accents by themselves or not.

    Args:
        text: The text.
    """
    if text.isascii() and "'" not in text:
        yield text
        return
    for apostrophe in ("'", "\u2019"):
        spelled = text.replace("'", apostrophe).replace("\u2019", apostrophe)
        for joined in dict.fromkeys((spelled, spelled.replace("\u00a0", " "))):
            yield from (unicodedata.normalize(form, joined) for form in ("NFC", "NFD"))


def _labels(scale: str, catalogues: Iterable[Catalogue]) -> dict[str, int | Missing]:
    """Return the labels of a scale in every language, each with its answer."""
    answers_of: dict[str, set[int | Missing]] = {}
    spelled: dict[str, str] = {}
    for catalogue in catalogues:
        for choice in catalogue.scales[scale].choices:
            for _, label in versions(choice.label) if choice.label is not None else ():
                texts = [label]
                if choice.value is not None:
                    texts += [f"{choice.value}{sign}{label}" for sign in _AFTER] + [f"{label} ({choice.value})"]
                    texts += [f"({choice.value}) {label}"]
                for spelling in (spelling for text in texts for spelling in _spellings(text)):
                    answers_of.setdefault(spelling.lower(), set()).add(choice.answer)
                    spelled.setdefault(spelling.lower(), spelling)
    return {
        spelled[text]: next(iter(answers))
        for text, answers in answers_of.items()
        if len(answers) == 1 and not text.replace(".", "").replace(",", "").lstrip("+-").isdigit()
    }
