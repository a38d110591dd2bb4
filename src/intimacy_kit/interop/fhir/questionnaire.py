"""A check-in as a FHIR Questionnaire: questions, translations, and scores as FHIRPath over the option weights."""

from collections.abc import Iterable
from typing import Any

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.content.questionnaire import Choice
from intimacy_kit.content.text import versions
from intimacy_kit.interop._shared import inexact_sums
from intimacy_kit.interop.fhir.names import Release, answer_system, canonical, no_answer_system, score_name
from intimacy_kit.scoring_key import Asked

__all__ = ["coding", "losses", "questionnaire"]

_EXTENSION = "http://hl7.org/fhir/StructureDefinition"
_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


def questionnaire(every: tuple[CheckIn, ...], release: Release, base: str) -> dict[str, Any]:
    """Return the Questionnaire of a check-in.

    Args:
        every: The check-in and its translations.
        release: The release of FHIR.
        base: Where our URLs begin.
    """
    checkin = every[0]
    url, version = canonical(checkin, base)
    titles = [_language(each, each.title) for each in every]
    questions = [_question(every, place, release, base) for place in range(len(checkin.questions))]
    scores = [_score(asked, base) for asked in checkin.key.asked(checkin.item_ids) if asked.terms]
    return {
        "resourceType": "Questionnaire",
        "language": checkin.locale,
        "url": url,
        "version": version,
        **_said("title", titles),
        "status": "active",
        "item": questions + scores,
    }


def coding(checkin: CheckIn, item: str, choice: Choice, base: str) -> dict[str, Any]:
    """Return a choice as a Coding.

    Args:
        checkin: The check-in.
        item: The id of the item that offers it.
        choice: The choice.
        base: Where our URLs begin.
    """
    if choice.code is not None:
        return {"system": no_answer_system(base), "code": choice.code.value, "display": str(choice.label)}
    system = answer_system(base, checkin.key.catalogue, item)
    return {"system": system, "code": str(choice.value), "display": str(choice.label)}


def losses(checkin: CheckIn) -> tuple[str, ...]:
    """Return what a Questionnaire does not hold of this check-in.

    Args:
        checkin: The check-in.
    """
    found = [
        f"{asked.subscale.pillar} has no {asked.subscale.role.value} question this time, and so no score"
        for asked in checkin.key.asked(checkin.item_ids)
        if not asked.terms
    ]
    return (*found, *inexact_sums(checkin))


def _question(every: tuple[CheckIn, ...], place: int, release: Release, base: str) -> dict[str, Any]:
    """Return the item of the question at a place."""
    checkin = every[0]
    asked = [each.questions[place] for each in every]
    item = asked[0].item_id
    weights = _weights(checkin, item)
    options: list[dict[str, Any]] = []
    for i, choice in enumerate(asked[0].choices):
        label = _said(
            "display", [_language(each, question.choices[i].label) for each, question in zip(every, asked, strict=True)]
        )
        option: dict[str, Any] = {"valueCoding": coding(checkin, item, choice, base) | label}
        if choice.value in weights:
            # On the option and not in its Coding: there, engines ask a terminology server for it.
            kinds = ("itemWeight", "ordinalValue") if release == "R4" else ("itemWeight",)
            option["extension"] = [_extension(kind, valueDecimal=weights[choice.value]) for kind in kinds]
        options.append(option)
    return {
        "linkId": item,
        **_said("text", [(question.locale, question.text) for question in asked], of=checkin.locale),
        "type": "choice" if release == "R4" else "coding",
        "answerOption": options,
    }


def _weights(checkin: CheckIn, item: str) -> dict[int | None, int]:
    """Return what each value of an item adds to its score, in units of the subscale; nothing where it is not scored."""
    for subscale in checkin.key.subscales:
        for term in subscale.terms:
            if term.item == item:
                return {value: term.share(value) for value in checkin.key.by_id[item].values}
    return {}


def _score(asked: Asked, base: str) -> dict[str, Any]:
    """Return the hidden item that holds the percent of a subscale.

    FHIRPath adds up the weights of the options that were picked. Options
    without a value are left out first, by their code system, since an engine
    looks for the weight of an option that has none in the code system itself.
    One list of weights is made for each way in which items count: once, twice, …
    """
    subscale = asked.subscale
    groups: dict[int, list[str]] = {}
    for term in asked.terms:
        groups.setdefault(term.weight, []).append(term.item)
    given = {weight: f"given{weight}" for weight in groups}
    variables = [
        _expression(
            _EXTENSION + "/variable",
            f"%resource.item.where(linkId in ({' | '.join(map(_quoted, ids))})).answer.value"
            f".where(system != {_quoted(no_answer_system(base))}).weight()",
            name=given[weight],
        )
        for weight, ids in groups.items()
    ]
    first, *others = (f"%{name}" for name in given.values())
    every = first + "".join(f".combine({name})" for name in others)
    weights = " + ".join(f"%{name}.count() * {weight * subscale.unit}" for weight, name in given.items())
    percent = f"100 * {every}.aggregate($total + $this, 0) / ({weights})"
    name = score_name(subscale.role, subscale.pillar)
    return {
        "extension": [
            _extension("questionnaire-hidden", valueBoolean=True),  # seeing it while one answers could move the answers
            _extension("questionnaire-unit", valueCoding={"system": "http://unitsofmeasure.org", "code": "%"}),
            *variables,
            _expression(_CALCULATED, f"iif({every}.count() >= {asked.needed}, {percent})"),
        ],
        "linkId": name,
        "text": f"{subscale.pillar} ({subscale.role.value})",
        "type": "decimal",
        "readOnly": True,
    }


def _extension(kind: str, **value: Any) -> dict[str, Any]:
    """Return an extension of FHIR's own."""
    return {"url": f"{_EXTENSION}/{kind}", **value}


def _expression(url: str, expression: str, *, name: str | None = None) -> dict[str, Any]:
    named = {} if name is None else {"name": name}
    return {"url": url, "valueExpression": {**named, "language": "text/fhirpath", "expression": expression}}


def _quoted(text: str) -> str:
    """Return a text as FHIRPath writes it; none of ours has a quote or a backslash in it."""
    return f"'{text}'"


def _language(checkin: CheckIn, text: str) -> tuple[str, str]:
    """Return a text with the language that it is in."""
    locale, plain = next(versions(text))
    return locale or checkin.locale, plain


def _said(key: str, spoken: Iterable[tuple[str, str]], *, of: str | None = None) -> dict[str, Any]:
    """Return a text under its key, and its translations as extensions beside it.

    Args:
        key: The key.
        spoken: The text and its translations, each with its language.
        of: The language of the whole document, where the text may be in another.
    """
    (own, text), *others = spoken
    extensions: list[dict[str, Any]] = []
    if of not in (None, own):
        extensions.append(_extension("language", valueCode=own))
    for locale, translated in {locale: each for locale, each in others if locale != own and each != text}.items():
        inner = [{"url": "lang", "valueCode": locale}, {"url": "content", "valueString": translated}]
        extensions.append({"url": f"{_EXTENSION}/translation", "extension": inner})
    return {key: text, **({f"_{key}": {"extension": extensions}} if extensions else {})}
