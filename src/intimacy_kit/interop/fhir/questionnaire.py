"""A check-in as a FHIR Questionnaire: questions, translations, and scores as FHIRPath over the option weights."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.interop._expressions import inexact_sums
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, LocalText, Question, form_of
from intimacy_kit.interop._names import name_of, score_name
from intimacy_kit.interop.fhir.conditions import calculated, enable_when
from intimacy_kit.interop.fhir.names import (
    BASE_URL,
    Release,
    answer_system,
    canonical_url,
    check_base,
    check_release,
    no_answer_system,
    score_code,
)
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import Asked
from intimacy_kit.scoring_key.subscale import Term

_EXTENSION = "http://hl7.org/fhir/StructureDefinition"
_ENABLED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def export_form(
    checkin: CheckIn, *, translations: Iterable[CheckIn] = (), release: Release = "R4", base_url: str = BASE_URL
) -> Export:
    """Return a check-in as a Questionnaire with its scores.

    Args:
        checkin: The check-in; its language is that of the Questionnaire.
        translations: The same check-in, drawn from catalogues in other languages.
        release: The release of FHIR.
        base_url: Where canonical URLs and code systems begin.

    Returns:
        An export whose document is the Questionnaire, with what it could not hold.

    Raises:
        InvalidValue: When a translation is of another check-in, two are in one
            language, or the release or the base URL cannot be used.
    """
    check_release(release)
    base = check_base(base_url)
    form = form_of(checkin, translations)
    plain = not losses_of(checkin, Feature.SCORES, Feature.ASKED)
    terms = {term.item: term for score in form.scores for term in score.terms if plain}
    variables = {} if plain else calculated(form, base)
    names = {name: f"v{i}" for i, name in enumerate(variables, 1)}
    scores = [score for score in form.scores if score.terms]
    document = {
        "resourceType": "Questionnaire",
        "language": checkin.locale,
        "url": canonical_url(checkin, base),
        "version": checkin.key.version,
        **_text("title", form.title),
        "status": "active",
        **({} if plain else {"extension": [_variable(names, *each) for each in variables.items()]}),
        "item": [
            *_instructions(form),
            *(
                item
                for question in form.questions
                for item in _items(form, question, terms.get(question.item.id), release=release, base=base, names=names)
            ),
            *(_score(score, base) for score in scores if plain),
            *(item for score in scores if not plain for item in _readings(score, names)),
        ],
    }
    return Export(document, _losses(form))


def coding(catalogue: str, item: str, answer: Answer, label: str, base: str) -> dict[str, Any]:
    """Return an answer as a Coding.

    Args:
        catalogue: The id of the pack.
        item: The id of the item that was asked.
        answer: A value of its scale, or a missing code.
        label: What the answer is called.
        base: What `check_base` gave.
    """
    if isinstance(answer, Missing):
        return {"system": no_answer_system(base), "code": answer.value, "display": label}
    return {"system": answer_system(base, catalogue, item), "code": str(answer), "display": label}


def _losses(form: Form) -> tuple[str, ...]:
    """Return what a Questionnaire does not hold of this form."""
    absent = [
        f"{score.subscale.id} has no {score.subscale.role.value} question this time, and so no score"
        for score in form.scores
        if not score.terms
    ]
    complex_ = any(
        question.item.show_if is not None
        and (enable_when(form, question.item, "") is None or (question.item.range is not None and question.options))
        for question in form.questions
    )
    expressions = ["some conditions are expressions of SDC, since enableWhen cannot say them"] if complex_ else []
    return (*absent, *inexact_sums(form), *expressions, *losses_of(form.checkin, Feature.LEVELS))


def _instructions(form: Form) -> list[dict[str, Any]]:
    """Return what a person reads first, in a list, which is empty where there is nothing."""
    if form.instructions is None:
        return []
    return [{"linkId": "instructions", **_text("text", form.instructions), "type": "display"}]


def _items(
    form: Form, question: Question, term: Term | None, *, release: Release, base: str, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the item of a question; beside a range, the kinds of missing are an item of their own."""
    item = question.item
    shown = _shown(form, item, base, names)
    if item.range is None:
        yield {**shown, **_question(form, question, term, release, base)}
        return
    kind = "integer" if item.whole else "decimal"
    ends = [
        _extension(name, **{f"value{kind.title()}": number})
        for name, number in (("minValue", item.low), ("maxValue", item.high))
    ]
    extension = [*shown.pop("extension", []), *ends]
    labels = [
        {
            "extension": [_control(side)],
            "linkId": f"{side}_{item.id}",
            **_text("text", end),
            "type": "display",
        }
        for side, end in zip(("lower", "upper"), question.ends, strict=True)
        if end is not None
    ]
    number = {"linkId": item.id, **_text("text", question.text), "type": kind}
    yield {**shown, "extension": extension, **number, **({"item": labels} if labels else {})}
    if question.options:
        reasons = _question(form, question, None, release, base) | {"linkId": f"code_{item.id}"}
        if item.show_if is None:
            yield reasons | {"enableWhen": [{"question": item.id, "operator": "exists", "answerBoolean": False}]}
        else:
            asked_of, there = names[name_of("q", item.id)], names[name_of("shown", item.id)]
            yield reasons | {"extension": [_expression(_ENABLED, f"%{there} = 1 and %{asked_of}.empty()")]}


def _question(form: Form, question: Question, term: Term | None, release: Release, base: str) -> dict[str, Any]:
    """Return the item of a question; the term says what its answers add to a score, where they add anything."""
    catalogue, id = form.checkin.key.catalogue, question.item.id
    return {
        "linkId": id,
        **_text("text", question.text),
        "type": "choice" if release == "R4" else "coding",
        "answerOption": [
            {
                "valueCoding": coding(catalogue, id, option.answer, option.label.first.text, base)
                | _text("display", option.label),
                **_weight(term, option.answer, release),
            }
            for option in question.options
        ],
    }


def _shown(form: Form, item: KeyedItem, base: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what says when a question is shown: enableWhen, or an expression where that cannot say it."""
    if item.show_if is None:
        return {}
    simple = enable_when(form, item, base)
    if simple is not None:
        return simple
    return {"extension": [_expression(_ENABLED, f"%{names[name_of('shown', item.id)]} = 1")]}


def _variable(names: Mapping[str, str], name: str, expression: str) -> dict[str, Any]:
    """Return a variable of the whole form; no name of ours with an underscore can name one."""
    return _expression(_EXTENSION + "/variable", _renamed(expression, names), name=names[name])


def _renamed(expression: str, names: Mapping[str, str]) -> str:
    return re.sub(r"%([a-z0-9_]+)", lambda match: f"%{names.get(match[1], match[1])}", expression)


def _readings(score: Asked, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the hidden items that hold the percent of a score and what its rule reads off it."""
    subscale = score.subscale
    name, code = score_name(subscale.role, subscale.id), score_code(subscale.role, subscale.id)
    unit = _extension("questionnaire-unit", valueCoding={"system": "http://unitsofmeasure.org", "code": "%"})
    for kind, link, extensions in ((name, code, [unit]), (f"value_{name}", f"value_{code}", [])):
        if kind in names:
            yield {
                "extension": [
                    _extension("questionnaire-hidden", valueBoolean=True),
                    *extensions,
                    _expression(_CALCULATED, f"%{names[kind]}"),
                ],
                "linkId": link,
                "text": f"{subscale.id} ({subscale.role.value})",
                "type": "decimal",
                "readOnly": True,
            }


def _control(code: str) -> dict[str, Any]:
    """Return what says at which end of a range a label stands."""
    coded = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}]}
    return _extension("questionnaire-itemControl", valueCodeableConcept=coded)


def _weight(term: Term | None, answer: Answer, release: Release) -> dict[str, Any]:
    """Return what an answer adds to its score, as extensions of its option; nothing where it adds nothing.

    On the option and not in its Coding: there, engines ask a terminology server for it.
    """
    if term is None or isinstance(answer, Missing):
        return {}
    kinds = ("itemWeight", "ordinalValue") if release == "R4" else ("itemWeight",)
    return {"extension": [_extension(kind, valueDecimal=term.share(answer)) for kind in kinds]}


def _score(score: Asked, base: str) -> dict[str, Any]:
    """Return the hidden item that holds the percent of a score.

    FHIRPath adds up the weights of the options that were picked. Options
    without a value are left out first, by their code system, since an engine
    looks for the weight of an option that has none in the code system itself.
    One list of weights is made for each way in which items count: once, twice, …
    """
    groups: dict[int, list[str]] = {}
    for term in score.terms:
        groups.setdefault(term.weight, []).append(term.item)
    names = {weight: f"given{weight}" for weight in groups}
    variables = [
        _expression(
            _EXTENSION + "/variable",
            f"%resource.item.where(linkId in ({' | '.join(map(_quote, ids))})).answer.value"
            f".where(system != {_quote(no_answer_system(base))}).weight()",
            name=names[weight],
        )
        for weight, ids in groups.items()
    ]
    first, *others = (f"%{name}" for name in names.values())
    weighed = first + "".join(f".combine({name})" for name in others)
    weights = " + ".join(f"%{name}.count() * {weight * score.subscale.unit}" for weight, name in names.items())
    percent = f"100 * {weighed}.aggregate($total + $this, 0) / ({weights})"
    return {
        "extension": [
            _extension("questionnaire-hidden", valueBoolean=True),  # seeing it while one answers could move the answers
            _extension("questionnaire-unit", valueCoding={"system": "http://unitsofmeasure.org", "code": "%"}),
            *variables,
            _expression(_CALCULATED, f"iif({weighed}.count() >= {score.needed}, {percent})"),
        ],
        "linkId": score_code(score.subscale.role, score.subscale.id),
        "text": f"{score.subscale.id} ({score.subscale.role.value})",
        "type": "decimal",
        "readOnly": True,
    }


def _extension(kind: str, **value: Any) -> dict[str, Any]:
    """Return an extension of FHIR's own."""
    return {"url": f"{_EXTENSION}/{kind}", **value}


def _expression(url: str, expression: str, *, name: str | None = None) -> dict[str, Any]:
    named = {} if name is None else {"name": name}
    return {"url": url, "valueExpression": {**named, "language": "text/fhirpath", "expression": expression}}


def _quote(text: str) -> str:
    """Return a text as FHIRPath writes it; none of ours has a quote or a backslash in it."""
    return f"'{text}'"


def _text(key: str, local: LocalText) -> dict[str, Any]:
    """Return a text under its key, and beside it its language, if it fell back, and its translations."""
    own = local.first
    extensions: list[dict[str, Any]] = []
    if own.fell_back:
        extensions.append(_extension("language", valueCode=own.language))
    for language, text in local.by_language.items():
        if language != own.language and text != own.text:
            inner = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
            extensions.append({"url": f"{_EXTENSION}/translation", "extension": inner})
    return {key: own.text, **({f"_{key}": {"extension": extensions}} if extensions else {})}
