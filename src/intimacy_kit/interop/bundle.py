"""A form with its content and its scoring key as one JSON document, for programs in other languages.

With nothing but this document a program can redo every draw, show the
questions in each language, check answers and score them to the last bit. The
docs page "Scoring reference" says how. Practices, prompts, programmes,
sources and phrases come along unless they are left out; the folder `javascript` beside this module has a package that
plans next steps from them as `recommend` does.
What a form's own numbers make impossible is listed in ``losses``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit._values.record import structure
from intimacy_kit.checkin.checkin import Response, draw
from intimacy_kit.checkin.draw import question_text
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.norm import Norm
from intimacy_kit.content.translation import text_names
from intimacy_kit.content.vocabulary import Access, Order, Perspective, Rounding
from intimacy_kit.errors import InvalidResponse, Problem, Problems
from intimacy_kit.interop._bundle_schema import BUNDLE_VERSION, CONTENT_SHELVES, bundle_schema
from intimacy_kit.interop._features import is_plain
from intimacy_kit.interop._form import Export, local_text, refuse_other_check_ins
from intimacy_kit.interop._json import Document, read, repeated_keys
from intimacy_kit.interop._response import rebuild
from intimacy_kit.scoring.result import SCORING_VERSION
from intimacy_kit.scoring_key.subscale import Subscale
from intimacy_kit.scoring_key.term import Term
from intimacy_kit.scoring_key.value_range import largest_of

__all__ = ["BUNDLE_VERSION", "bundle_schema", "export_form", "import_response"]

_MOST_KEYS = 32


def export_form(
    catalogue: Catalogue, form: str, *, translations: Iterable[Catalogue] = (), whole: bool = True
) -> Export:
    """Return the bundle of a form, for every draw of it.

    Args:
        catalogue: The catalogue that has the form.
        form: The form's id.
        translations: The same catalogue in other languages.
        whole: Whether practices, prompts, programmes, sources and phrases come along.

    Raises:
        UnknownId: When there is no such form.
        InvalidValue: When a translation asks other questions, or two are in one language.

    >>> import json
    >>> from intimacy_kit import load
    >>> bundle = export_form(load(), "pulse", translations=[load(locale="es")], whole=False).document
    >>> bundle["items"][0]["question"]["partner"]["es"]
    'En las últimas dos semanas, ¿con qué frecuencia tu pareja te dejó terminar antes de hablar?'
    >>> text = json.dumps(bundle, ensure_ascii=False)
    """
    catalogues = (catalogue, *translations)
    first, *others = (draw(each, form=form, seed="-") for each in catalogues)
    refuse_other_check_ins((first, *others))
    key = first.key
    shape = catalogue.forms[form]
    items = catalogue.form_items(form)
    scales = dict.fromkeys(item.scale for item in items)
    document: dict[str, Any] = {
        "bundle_version": BUNDLE_VERSION,
        "scoring_version": SCORING_VERSION,
        "pack": {
            "id": key.catalogue,
            "version": key.version,
            "licence": catalogue.pack.licence,
            "locale": catalogue.pack.locale,
            "title": _texts(catalogues, [each.pack.title for each in catalogues]),
            "about": _texts(catalogues, [each.pack.about for each in catalogues]),
        },
        "locales": [each.locale for each in catalogues],
        "form": {
            "id": form,
            "title": _texts(catalogues, [each.forms[form].title for each in catalogues]),
            "digest": key.digest,
            "min_answered": str(key.min_answered),
            "per_pillar": shape.items.per_pillar,
            "rotate": shape.items.rotate,
            "anchors": list(shape.items.anchors),
            **({} if shape.order is Order.LISTED else {"order": shape.order.value}),
            **({} if shape.instructions is None else {"instructions": _instructions(catalogues, form)}),
        },
        "pillars": [
            {
                "id": id,
                "title": _texts(catalogues, [each.pillars[id].title for each in catalogues]),
                "summary": _texts(catalogues, [each.pillars[id].summary for each in catalogues]),
            }
            for id in key.pillars
        ],
        "scales": [{"id": id, "choices": _choices(catalogues, id), **_range(catalogues, id)} for id in scales],
        "items": [
            {
                "id": item.id,
                "pillar": item.pillar,
                "role": item.role.value,
                "scale": item.scale,
                "text": {
                    view.value: _texts(catalogues, [each.items[item.id].text.seen_from(view) for each in catalogues])
                    for view in Perspective
                },
                "question": {view.value: _question(catalogues, form, item.id, view) for view in Perspective},
                **({} if item.show_if is None else {"show_if": _condition(item.show_if)}),
            }
            for item in items
        ],
        "subscales": [_subscale(catalogues, subscale) for subscale in key.subscales],
        "key": key.to_dict(),
    }
    if whole:
        for shelf in CONTENT_SHELVES:
            shelves = [_shelf(each, shelf) for each in catalogues]
            document[shelf] = [_by_language(catalogues, [each[id] for each in shelves]) for id in shelves[0]]
    variants = sorted({name for item in items for name in item.variants})
    losses = [] if whole else ["Practices, prompts, programmes, sources and phrases are not in the bundle."]
    losses += [
        f"The sums of the {subscale.role.value} items of {subscale.id} may exceed 2^53; "
        "add them up, and divide, with integers of any size."
        for subscale in key.subscales
        if largest_of(subscale) > LARGEST_EXACT
    ]
    losses += [f"The wordings of the variants {', '.join(variants)} are not in the bundle."] if variants else []
    return Export(document, tuple(losses))


@sealed
def import_response(catalogue: Catalogue, document: Document) -> Response:
    """Return the response that a program made with a bundle: what `Response.to_dict` gives, or its JSON.

    Args:
        catalogue: The catalogue that the bundle was made from.
        document: The response as text, as bytes, or read already. It needs the form's digest. A null is no answer,
            also to a question that was not asked.

    Raises:
        FormChanged: When the form has changed since it was exported.
        InvalidResponse: Listing every problem at once, each with its path. No message holds an answer.
    """
    tree = read(document)
    if not isinstance(tree, Mapping):
        raise InvalidResponse([Problem("not-this-format", "the document is not an object", "send one response")])
    found = cast(Mapping[str, Any], tree)
    problems = repeated_keys(found)
    if "digest" not in found:
        remedy = "take it from the bundle's form"
        problems.append(Problem("missing-key", "the key 'digest' is missing", remedy, ("digest",)))
    for name, most in ((None, _MOST_KEYS), ("answers", len(catalogue.items)), ("seconds", len(catalogue.items))):
        part: Any = found if name is None else found.get(name)
        if isinstance(part, Mapping) and len(cast(Mapping[str, Any], part)) > most:
            path = () if name is None else (name,)
            message = f"there are more than {most} keys here"
            raise InvalidResponse([*problems, Problem("too-large", message, "send one response", path)])
    stored = {key: each for key, each in found.items() if key != "answers"}
    for name, kind, instead in (("on", date, str(date.min)), ("seconds", Mapping[str, float] | None, None)):
        unread = Problems()
        structure(kind, stored.get(name), unread.at(name))
        problems.extend(unread)
        if unread:
            stored[name] = instead  # any form, so that the answers are checked as well
    answers = _without_nulls(catalogue, stored.get("form"), found.get("answers"))
    return rebuild(catalogue, stored, answers, places={}, problems=problems)


def _without_nulls(catalogue: Catalogue, form: Any, answers: Any) -> Any:
    """Return answers without the nulls of a form's items, which mean the same as no entry.

    Some clients that are generated from a description write a null for every item of the form that was not asked.
    """
    if not isinstance(answers, Mapping) or not isinstance(form, str) or form not in catalogue.forms:
        return cast(Any, answers)
    items = {item.id for item in catalogue.form_items(form)}
    tree = cast("Mapping[Any, Any]", cast(Any, answers))
    return {id: answer for id, answer in tree.items() if answer is not None or id not in items}


# Parts of a bundle --------------------------------------------------------------


def _shelf(catalogue: Catalogue, name: str) -> Mapping[str, Any]:
    """Return a shelf; of phrases those of the kit too that the pack has none for."""
    own: Mapping[str, Any] = getattr(catalogue, name)
    return {**catalogue.kit_phrases, **own} if name == "phrases" else own


def _texts(catalogues: Iterable[Catalogue], texts: Iterable[str | None]) -> dict[str, str] | None:
    """Return a text by language; a language that lacks it is not there."""
    spoken = [(each.pack.locale, text) for each, text in zip(catalogues, texts, strict=True) if text is not None]
    return local_text(spoken).by_language if spoken else None


def _question(catalogues: Iterable[Catalogue], form: str, item: str, view: Perspective) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for catalogue in catalogues:
        question = question_text(catalogue.forms[form], catalogue.items[item], view)
        if question is not None:
            words, locale = question
            found[locale or catalogue.pack.locale] = words
    return found or None


def _by_language(catalogues: tuple[Catalogue, ...], records: list[Any]) -> Any:
    """Return a text, or the texts of a record, a list or a mapping, each by language; None without one."""
    first = records[0]
    kind: Any = first.__class__
    if attrs.has(kind):
        texts = {name: [getattr(each, name) for each in records] for name in text_names(kind)}
        return first.to_dict() | {name: _by_language(catalogues, each) for name, each in texts.items()}
    if isinstance(first, tuple):
        return [_by_language(catalogues, list(each)) for each in zip(*records, strict=True)]
    if isinstance(first, Mapping):
        keys = cast(Mapping[Access, str], first)
        return {key.value: _by_language(catalogues, [each[key] for each in records]) for key in keys}
    return _texts(catalogues, records)


def _choices(catalogues: tuple[Catalogue, ...], scale: str) -> list[dict[str, Any]]:
    return [
        {
            **({"value": records[0].value} if records[0].code is None else {"code": records[0].code.value}),
            **({} if records[0].label is None else {"label": _texts(catalogues, [choice.label for choice in records])}),
            **({} if records[0].points is None else {"points": records[0].points.plain}),
        }
        for records in zip(*(each.scales[scale].choices for each in catalogues), strict=True)
    ]


def _range(catalogues: tuple[Catalogue, ...], scale: str) -> dict[str, Any]:
    """Return the range of a scale under its key; nothing where it has none."""
    same = [each.scales[scale].range for each in catalogues]
    first = same[0]
    if first is None:
        return {}
    ends = {name: getattr(first, name).plain for name in ("low", "high", "step")}
    labels = {name: _texts(catalogues, [getattr(each, name) for each in same]) for name in ("low_label", "high_label")}
    return {"range": ends | labels}


def _instructions(catalogues: Iterable[Catalogue], form: str) -> dict[str, str] | None:
    return _texts(catalogues, [each.forms[form].instructions for each in catalogues])


def _condition(condition: Condition) -> dict[str, Any]:
    """Return a condition with its numbers as answers have them."""
    if condition.parts is not None:
        name = "any" if condition.all_ is None else "all"
        return {name: [_condition(part) for part in condition.parts]}
    subject = {"item": condition.item} if condition.score is None else {"score": condition.score}
    numbers = [number.number for number in condition.numbers]
    for name in ("equals", "not_equals", "at_least", "at_most"):
        if getattr(condition, name) is not None:
            return {**subject, name: numbers[0]}
    return {**subject, "one_of": numbers}


def _subscale(catalogues: tuple[Catalogue, ...], subscale: Subscale) -> dict[str, Any]:
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
        **({"title": _texts(catalogues, [rule.title for rule in rules])} if rules else {}),
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
                "label": _texts(catalogues, [rule.levels[i].label for rule in rules]),
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
    population = _texts(catalogues, [catalogue.norms[norm.id].population for catalogue in catalogues])
    return {**plain, "population": population, "table": [list(pair) for pair in norm.values.items()]}
