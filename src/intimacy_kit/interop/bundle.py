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

from intimacy_kit._sealed import sealed
from intimacy_kit._values.leaves import LARGEST_EXACT
from intimacy_kit._values.record import structure
from intimacy_kit.checkin.checkin import Response, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.vocabulary import Order, Perspective
from intimacy_kit.errors import InvalidResponse, Problem, Problems
from intimacy_kit.interop._bundle_parts import (
    by_language,
    choices_of,
    condition_of,
    question_of,
    range_of,
    shelf_of,
    subscale_of,
    texts_of,
)
from intimacy_kit.interop._bundle_schema import BUNDLE_VERSION, CONTENT_SHELVES, bundle_schema
from intimacy_kit.interop._form import Export, refuse_other_check_ins
from intimacy_kit.interop._json import Document, read, repeated_keys
from intimacy_kit.interop._response import rebuild
from intimacy_kit.scoring.result import SCORING_VERSION
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
    instructions = texts_of(catalogues, [each.forms[form].instructions for each in catalogues])
    document: dict[str, Any] = {
        "bundle_version": BUNDLE_VERSION,
        "scoring_version": SCORING_VERSION,
        "pack": {
            "id": key.catalogue,
            "version": key.version,
            "licence": catalogue.pack.licence,
            "locale": catalogue.pack.locale,
            "title": texts_of(catalogues, [each.pack.title for each in catalogues]),
            "about": texts_of(catalogues, [each.pack.about for each in catalogues]),
        },
        "locales": [each.locale for each in catalogues],
        "form": {
            "id": form,
            "title": texts_of(catalogues, [each.forms[form].title for each in catalogues]),
            "digest": key.digest,
            "min_answered": str(key.min_answered),
            "per_pillar": shape.items.per_pillar,
            "rotate": shape.items.rotate,
            "anchors": list(shape.items.anchors),
            **({} if shape.order is Order.LISTED else {"order": shape.order.value}),
            **({} if shape.instructions is None else {"instructions": instructions}),
        },
        "pillars": [
            {
                "id": id,
                "title": texts_of(catalogues, [each.pillars[id].title for each in catalogues]),
                "summary": texts_of(catalogues, [each.pillars[id].summary for each in catalogues]),
            }
            for id in key.pillars
        ],
        "scales": [{"id": id, "choices": choices_of(catalogues, id), **range_of(catalogues, id)} for id in scales],
        "items": [
            {
                "id": item.id,
                "pillar": item.pillar,
                "role": item.role.value,
                "scale": item.scale,
                "text": {
                    view.value: texts_of(catalogues, [each.items[item.id].text.seen_from(view) for each in catalogues])
                    for view in Perspective
                },
                "question": {view.value: question_of(catalogues, form, item.id, view) for view in Perspective},
                **({} if item.show_if is None else {"show_if": condition_of(item.show_if)}),
            }
            for item in items
        ],
        "subscales": [subscale_of(catalogues, subscale) for subscale in key.subscales],
        "key": key.to_dict(),
    }
    if whole:
        for shelf in CONTENT_SHELVES:
            shelves = [shelf_of(each, shelf) for each in catalogues]
            document[shelf] = [by_language(catalogues, [each[id] for each in shelves]) for id in shelves[0]]
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
