"""The parts of a bundle: texts by language, questions, scales, conditions, and scores as sums of whole numbers."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import attrs

from intimacy_kit.checkin.draw import question_text
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.translation import text_names
from intimacy_kit.content.vocabulary import Access, Perspective, Rounding
from intimacy_kit.interop._features import is_plain
from intimacy_kit.interop._form import local_text
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term


def shelf_of(catalogue: Catalogue, name: str) -> Mapping[str, Any]:
    """Return a shelf; of phrases those of the kit too that the pack has none for."""
    own: Mapping[str, Any] = getattr(catalogue, name)
    return {**catalogue.kit_phrases, **own} if name == "phrases" else own


def texts_of(catalogues: Iterable[Catalogue], texts: Iterable[str | None]) -> dict[str, str] | None:
    """Return a text by language; a language that lacks it is not there."""
    spoken = [(each.pack.locale, text) for each, text in zip(catalogues, texts, strict=True) if text is not None]
    return local_text(spoken).by_language if spoken else None


def question_of(catalogues: Iterable[Catalogue], form: str, item: str, view: Perspective) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for catalogue in catalogues:
        question = question_text(catalogue.forms[form], catalogue.items[item], view)
        if question is not None:
            words, locale = question
            found[locale or catalogue.pack.locale] = words
    return found or None


def by_language(catalogues: tuple[Catalogue, ...], records: list[Any]) -> Any:
    """Return a text, or the texts of a record, a list or a mapping, each by language; None without one."""
    first = records[0]
    kind: Any = first.__class__
    if attrs.has(kind):
        texts = {name: [getattr(each, name) for each in records] for name in text_names(kind)}
        return first.to_dict() | {name: by_language(catalogues, each) for name, each in texts.items()}
    if isinstance(first, tuple):
        return [by_language(catalogues, list(each)) for each in zip(*records, strict=True)]
    if isinstance(first, Mapping):
        keys = cast(Mapping[Access, str], first)
        return {key.value: by_language(catalogues, [each[key] for each in records]) for key in keys}
    return texts_of(catalogues, records)


def choices_of(catalogues: tuple[Catalogue, ...], scale: str) -> list[dict[str, Any]]:
    return [
        {
            **({"value": records[0].value} if records[0].code is None else {"code": records[0].code.value}),
            **(
                {}
                if records[0].label is None
                else {"label": texts_of(catalogues, [choice.label for choice in records])}
            ),
            **({} if records[0].points is None else {"points": records[0].points.plain}),
        }
        for records in zip(*(each.scales[scale].choices for each in catalogues), strict=True)
    ]


def range_of(catalogues: tuple[Catalogue, ...], scale: str) -> dict[str, Any]:
    """Return the range of a scale under its key; nothing where it has none."""
    same = [each.scales[scale].range for each in catalogues]
    first = same[0]
    if first is None:
        return {}
    ends = {name: getattr(first, name).plain for name in ("low", "high", "step")}
    labels = {
        name: texts_of(catalogues, [getattr(each, name) for each in same]) for name in ("low_label", "high_label")
    }
    return {"range": ends | labels}


def condition_of(condition: Condition) -> dict[str, Any]:
    """Return a condition with its numbers as answers have them."""
    if condition.parts is not None:
        name = "any" if condition.all_ is None else "all"
        return {name: [condition_of(part) for part in condition.parts]}
    subject = {"item": condition.item} if condition.score is None else {"score": condition.score}
    numbers = [number.number for number in condition.numbers]
    for name in ("equals", "not_equals", "at_least", "at_most"):
        if getattr(condition, name) is not None:
            return {**subject, name: numbers[0]}
    return {**subject, "one_of": numbers}


def subscale_of(catalogues: tuple[Catalogue, ...], subscale: Subscale) -> dict[str, Any]:
    needed = [subscale.needed(asked) for asked in range(len(subscale.members) + 1)]
    if not is_plain(subscale):
        return _ruled(catalogues, subscale, needed)
    return {
        "pillar": subscale.id,
        "role": subscale.role.value,
        "unit": subscale.unit,
        "low": subscale.low,
        "needed": needed,
        "terms": [
            {"item": term.item, "base": term.base, "sign": term.sign, "weight": term.weight} for term in subscale.terms
        ],
    }


def _ruled(catalogues: tuple[Catalogue, ...], subscale: Subscale, needed: list[int]) -> dict[str, Any]:
    """Return a score that is more than the percent of a pillar over labelled values."""
    rules = [each.scores[subscale.id] for each in catalogues] if subscale.id in catalogues[0].scores else []
    return {
        "id": subscale.id,
        **({"title": texts_of(catalogues, [rule.title for rule in rules])} if rules else {}),
        "pillar": subscale.pillar,
        "role": subscale.role.value,
        "per_point": subscale.per_point,
        "needed": needed,
        "terms": [_term(term) for term in subscale.terms],
        **({"parts": [_term(term) for term in subscale.parts]} if subscale.parts else {}),
        **({"ends": list(subscale.ends)} if subscale.reading.is_extreme else {}),
        "size": subscale.size,
        "reading": subscale.reading.value,
        "has_sum": subscale.has_sum,
        "in_proportion": subscale.in_proportion,
        "factor": list(subscale.factor.as_integer_ratio()),
        "plus": list(subscale.plus.as_integer_ratio()),
        "round_to": None if subscale.round_to is None else list(subscale.round_to.as_integer_ratio()),
        **_rare(subscale),
        "table": None if subscale.table is None else [list(pair) for pair in subscale.values.items()],
        **({"norms": [_norm(catalogues, norm) for norm in subscale.norms]} if subscale.norms else {}),
        "levels": [
            {
                "label": texts_of(catalogues, [rule.levels[i].label for rule in rules]),
                "low": level.low.number,
                "high": level.high.number,
                "group": level.group,
            }
            for i, level in enumerate(subscale.levels)
        ],
        "levels_source": subscale.levels_source,
    }


def _rare(subscale: Subscale) -> dict[str, Any]:
    """Return what most scores do not have."""
    other = subscale.operand
    found: dict[str, Any] = {}
    if other is not None:
        name = None if other.score is None else other.score.id
        found["operand"] = {"score": name, "per_unit": other.steps.per_unit, "divides": other.divides}
    if subscale.cycle is not None:
        found["cycle"] = list(subscale.cycle.as_integer_ratio())
    if subscale.rounding is not Rounding.HALF_UP:
        found["rounding"] = subscale.rounding.value
    if subscale.bands is not None:
        found["bands"] = [list(pair) for pair in subscale.values.items()]
    return found


def _term(term: Term) -> dict[str, Any]:
    """Return a term whose shares may lie on no line, or be parts of a unit."""
    plain = {name: getattr(term, name) for name in ("item", "base", "sign", "weight", "span", "low", "per_unit")}
    table = None if term.table is None else [list(pair) for pair in term.table.items()]
    return {**plain, "table": table, "not_shown": term.not_shown, **({} if term.cut is None else {"cut": term.cut})}


def _norm(catalogues: tuple[Catalogue, ...], norm: Norm) -> dict[str, Any]:
    """Return what a value is read as in a group, with whose answers that rests on."""
    plain = {"group": norm.group, "source": norm.source, "n": norm.n, "year": norm.on.year, "language": norm.locale}
    population = texts_of(catalogues, [catalogue.norms[norm.id].population for catalogue in catalogues])
    return {**plain, "population": population, "table": [list(pair) for pair in norm.values.items()]}
