"""A check-in as a FHIR Questionnaire: questions, translations, and scores as FHIRPath that counts codes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.interop._expressions import inexact_sums
from intimacy_kit.interop._features import Feature, losses_of
from intimacy_kit.interop._form import Export, Form, LocalText, Question, form_of
from intimacy_kit.interop._names import name_of, score_name
from intimacy_kit.interop.fhir.conditions import calculated, enable_when
from intimacy_kit.interop.fhir.extraction import Extraction, check_extraction, with_extraction
from intimacy_kit.interop.fhir.names import (
    BASE_URL,
    CHECK_IN,
    Release,
    answer_system,
    answered_where,
    canonical_url,
    check_base,
    check_release,
    groups_of,
    no_answer_system,
    score_code,
)
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.item import KeyedItem, Steps
from intimacy_kit.scoring_key.term import Term

_EXTENSION = "http://hl7.org/fhir/StructureDefinition"
_ENABLED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def export_form(
    checkin: CheckIn,
    *,
    translations: Iterable[CheckIn] = (),
    release: Release = "R4",
    base_url: str = BASE_URL,
    show_scores: bool = False,
    extract: Extraction | None = None,
) -> Export:
    """Return a check-in as a Questionnaire with its scores.

    Args:
        checkin: The check-in; its language is that of the Questionnaire.
        translations: The same check-in, drawn from catalogues in other languages.
        release: The release of FHIR.
        base_url: Where canonical URLs and code systems begin.
        show_scores: Show the items that hold the scores, read-only. Seeing them while one answers could move the
            answers, so they are hidden otherwise; but Medplum's form gives back nothing that is hidden.
        extract: Have a server that knows `$extract` make Observations of the scores: by `observation`, which says
            their codes, or by `template`, which holds them as `observations` makes them. None for neither.

    Returns:
        An export whose document is the Questionnaire, with what it could not hold.

    Raises:
        InvalidValue: When a translation is of another check-in, two are in one
            language, or the release, the base URL or the way of extracting cannot be used.
    """
    check_release(release)
    check_extraction(extract)
    base = check_base(base_url)
    form = form_of(checkin, translations)
    plain = not losses_of(checkin, Feature.SCORES, Feature.ASKED)
    terms = {term.item: term for score in form.scores for term in score.terms if plain}
    variables = {} if plain else calculated(form, base)
    names = {name: f"v{i}" for i, name in enumerate(variables, 1)}
    scores = [score for score in form.scores if score.members]
    asked = {
        question.item.id: [
            *_items(form, question, terms.get(question.item.id), release=release, base=base, names=names)
        ]
        for question in form.questions
    }
    groups = groups_of(checkin)
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
            *_grouped(groups, asked),
            *(_score(score, base, shown=show_scores, grouped=bool(groups)) for score in scores if plain),
            *(item for score in scores if not plain for item in _readings(score, names, shown=show_scores)),
            _identity(checkin, base),
        ],
    }
    extracted = document if extract is None else with_extraction(document, form, base, extract)
    return Export(extracted, _losses(form))


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
        if not score.members
    ]
    complex_ = any(
        (condition := question.item.show_if) is not None
        and (enable_when(form, condition, "") is None or (question.item.range is not None and question.options))
        for question in form.questions
    )
    expressions = ["some conditions are expressions of SDC, since enableWhen cannot say them"] if complex_ else []
    between = any(
        item.range is not None and item.range.step != 1 and not _places(item)
        for item in (question.item for question in form.questions)
    )
    steps = ["the steps of a range are not enforced; an answer between them is refused when it is read"]
    return (*absent, *inexact_sums(form), *expressions, *(steps if between else []))


def _identity(checkin: CheckIn, base: str) -> dict[str, Any]:
    """Return the hidden item that says which check-in it is, for what does not write the URL into a response."""
    url = [{"valueString": canonical_url(checkin, base)}]
    hidden = {"extension": _hidden(unless=False), "linkId": CHECK_IN, "text": "check-in", "type": "string"}
    return {**hidden, "readOnly": True, "initial": url}


def _instructions(form: Form) -> list[dict[str, Any]]:
    """Return what a person reads first, in a list, which is empty where there is nothing."""
    if form.instructions is None:
        return []
    return [{"linkId": "instructions", **_text("text", form.instructions), "type": "display"}]


def _grouped(groups: Mapping[str, Iterable[str]], asked: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the items of all questions in order, in their groups if there are any."""
    if not groups:
        return [item for items in asked.values() for item in items]
    return [
        {"linkId": group, "type": "group", "item": [item for id in ids for item in asked[id]]}
        for group, ids in groups.items()
    ]


def _items(
    form: Form, question: Question, term: Term | None, *, release: Release, base: str, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the item of a question; beside a range, the kinds of missing are an item of their own."""
    item = question.item
    shown = _shown(form, item, base, names)
    if item.range is None:
        asked = _question(form, question, term, release, base)
        yield {**shown, **asked, "extension": [*shown.get("extension", []), *asked["extension"]]}
        return
    kind = "integer" if item.whole else "decimal"
    ends = [
        _extension(name, **{f"value{kind.title()}": number})
        for name, number in (("minValue", item.low), ("maxValue", item.high))
    ]
    ends += _steps(item)
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
            yield reasons | {
                "extension": [*reasons["extension"], _expression(_ENABLED, f"%{there} = 1 and %{asked_of}.empty()")]
            }


def _steps(item: KeyedItem) -> list[dict[str, Any]]:
    """Return what can be said of the steps of a range: a whole step, or how many decimals there are."""
    step = cast(Steps, item.range).step
    if step.denominator == 1:
        return [] if step == 1 else [_extension("questionnaire-sliderStepValue", valueInteger=int(step))]
    return [_extension("maxDecimalPlaces", valueInteger=places)] if (places := _places(item)) else []


def _places(item: KeyedItem) -> int | None:
    """Return how many decimals the numbers of a range have, or None where not all such numbers are in it."""
    steps = cast(Steps, item.range)
    places = len(str(steps.step.denominator)) - 1
    return places if steps.step == Fraction(1, 10**places) and steps.low % steps.step == 0 else None


def _question(form: Form, question: Question, term: Term | None, release: Release, base: str) -> dict[str, Any]:
    """Return the item of a question; the term says what its answers add to a score, where they add anything."""
    catalogue, id = form.checkin.key.catalogue, question.item.id
    return {
        "extension": [_control("radio-button")],
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
    simple = enable_when(form, item.show_if, base)
    if simple is not None:
        return simple
    return {"extension": [_expression(_ENABLED, f"%{names[name_of('shown', item.id)]} = 1")]}


def _variable(names: Mapping[str, str], name: str, expression: str) -> dict[str, Any]:
    """Return a variable of the whole form; no name of ours with an underscore can name one."""
    return _expression(_EXTENSION + "/variable", _renamed(expression, names), name=names[name])


def _renamed(expression: str, names: Mapping[str, str]) -> str:
    return re.sub(r"%([a-z0-9_]+)", lambda match: f"%{names.get(match[1], match[1])}", expression)


def _readings(score: Asked, names: Mapping[str, str], *, shown: bool) -> Iterator[dict[str, Any]]:
    """Yield the items that hold the percent of a score, what its rule reads off it, and its levels."""
    subscale = score.subscale
    name, code = score_name(subscale.role, subscale.id), score_code(subscale.role, subscale.id)
    unit = _extension("questionnaire-unit", valueCoding={"system": "http://unitsofmeasure.org", "code": "%"})
    for kind in (each for each in names if each == name or each.endswith(f"_{name}")):
        read = kind.removesuffix(name)
        if read and not read.startswith(("value_", "level_")):
            continue
        yield {
            "extension": [
                *_hidden(unless=shown),
                *([] if read else [unit]),
                _expression(_CALCULATED, f"%{names[kind]}"),
            ],
            "linkId": f"{read}{code}",
            "text": f"{subscale.id} ({subscale.role.value})",
            "type": "string" if read.startswith("level_") else "decimal",
            "readOnly": True,
        }


def _control(code: str) -> dict[str, Any]:
    """Return how an item is shown: at which end of a range, or with radio buttons rather than a list to open."""
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


def _score(score: Asked, base: str, *, shown: bool, grouped: bool) -> dict[str, Any]:
    """Return the item that holds the percent of a score.

    It counts codes: no weights, no variables and no functions but where and count, which every engine of FHIRPath has.
    What an answer adds times how often it was given is added up, for all items that count alike at once.
    """
    alike: dict[tuple[int, tuple[tuple[str, int], ...]], list[str]] = {}
    for term in score.terms:
        values = score.subscale.items[term.item].values
        shares = tuple((str(value), term.share(value)) for value in values)
        alike.setdefault((term.weight, shares), []).append(term.item)
    counted: dict[int, list[str]] = {}
    added: list[str] = []
    for (weight, shares), ids in alike.items():
        linked = " or ".join(f"linkId = {_quote(id)}" for id in ids)
        answers = answered_where(linked, grouped=grouped)
        counted.setdefault(weight, []).append(f"{answers}.where(system != {_quote(no_answer_system(base))}).count()")
        added += [f"{share} * {answers}.where(code = {_quote(code)}).count()" for code, share in shares if share]
    answered = " + ".join(each for counts in counted.values() for each in counts)
    spans = " + ".join(
        f"{weight} * {score.subscale.unit} * ({' + '.join(counts)})" for weight, counts in counted.items()
    )
    percent = f"100 * ({' + '.join(added)}) / ({spans})"
    return {
        "extension": [
            *_hidden(unless=shown),
            _extension("questionnaire-unit", valueCoding={"system": "http://unitsofmeasure.org", "code": "%"}),
            _expression(_CALCULATED, f"iif(({answered}) >= {score.needed}, {percent})"),
        ],
        "linkId": score_code(score.subscale.role, score.subscale.id),
        "text": f"{score.subscale.id} ({score.subscale.role.value})",
        "type": "decimal",
        "readOnly": True,
    }


def _hidden(*, unless: bool) -> list[dict[str, Any]]:
    """Return what hides an item, in a list, which is empty where it is to be seen."""
    return [] if unless else [_extension("questionnaire-hidden", valueBoolean=True)]


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
