"""The survey of a pilot as the files of a survey system, and how these name items and answers."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import attrs

from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.checkin.checkin import CheckIn, draw
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.kinds import SHELVES
from intimacy_kit.content.questionnaire import Selection
from intimacy_kit.content.vocabulary import Missing, Order, Perspective, Role
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.interop import limesurvey, qualtrics, redcap, xlsform
from intimacy_kit.interop._form import Export
from intimacy_kit.interop._names import name_of
from intimacy_kit.pilot.plan import Coding, PilotPlan, System

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


_Codings: TypeAlias = dict[str, Coding]


def surveys_of(catalogues: Sequence[Catalogue], plan: PilotPlan) -> tuple[dict[str, bytes], _Codings]:
    """Return the files of every version of a survey, and how its answers are stored.

    Args:
        catalogues: The catalogue in each language of the plan.
        plan: The plan.

    Returns:
        The files by name, and for each item its coding.

    Raises:
        InvalidValue: When the versions do not name an item alike, which long ids can bring about.
    """
    files: dict[str, bytes] = {}
    codings: _Codings = {}
    unlike: set[str] = set()
    write = _WRITERS[plan.system]
    for view in plan.perspectives:
        for letter, left_out in zip(_LETTERS, plan.blocks, strict=False):
            version = f"-{letter}" if len(plan.blocks) > 1 else ""
            drawn = [_drawn(catalogue, plan, view, left_out, version) for catalogue in catalogues]
            written, found = write(drawn, f"{plan.system}-{view}{version}")
            files |= written
            unlike |= {id for id in found.keys() & codings.keys() if found[id] != codings[id]}
            codings |= found
    if unlike:
        message = f"versions of the survey name {len(unlike)} items differently"
        raise InvalidValue([Problem("duplicate-id", message, "take one block, or shorter ids", ("blocks",))])
    return files, codings


def _drawn(catalogue: Catalogue, plan: PilotPlan, view: Perspective, left_out: Sequence[str], version: str) -> CheckIn:
    """Return a version of the form, the items of each pillar in an order that depends on the seed."""
    form = catalogue.forms[plan.form]
    asked = [item for item in catalogue.form_items(plan.form) if item.role is not Role.SENTINEL]
    ids = tuple(item.id for item in asked if item.id not in left_out)
    shown = attrs.evolve(form, id=f"{form.id}{version}", items=Selection(ids=ids), order=Order.DRAWN)
    forms = [each for each in catalogue.forms.values() if each.id not in (form.id, shown.id)]
    whole = attrs.evolve(catalogue, forms=SHELVES["forms"].shelve([*forms, shown]))
    return draw(whole, form=shown.id, seed=plan.seed, perspective=view)


def _redcap(drawn: Sequence[CheckIn], name: str) -> tuple[dict[str, bytes], _Codings]:
    files: dict[str, bytes] = {}
    codings: _Codings = {}
    for checkin in drawn:
        export = redcap.export_form(checkin)
        files[f"{name}-{checkin.locale}.csv"] = redcap.data_dictionary(export).encode()
        for row in export.document["fields"]:
            note = row["Field Annotation"]
            if found := re.match(r"item=(\S+)", note):
                cells = {code: number for number, code in re.findall(r" (\d+)=(\S+)", note)}
                codings[found[1]] = Coding(row["Variable / Field Name"], FrozenMap(cells))
    return files, codings


def _qualtrics(drawn: Sequence[CheckIn], name: str) -> tuple[dict[str, bytes], _Codings]:
    files: dict[str, bytes] = {}
    codings: _Codings = {}
    for checkin in drawn:
        text = str(qualtrics.export_form(checkin).document["text"])
        files[f"{name}-{checkin.locale}.txt"] = text.encode()
        numbers = {
            block.partition("[[ID:")[2].partition("]]")[0]: re.findall(r"\[\[Choice:(\d+)\]\]", block)
            for block in text.split("\n\n")
        }
        for question in checkin.questions:
            column = name_of("q", question.item_id)
            answers = [_plain(choice.answer) for choice in question.choices]
            cells = dict(zip(answers, numbers[column], strict=False))
            codings[question.item_id] = Coding(column, FrozenMap(cells))
    return files, codings


def _limesurvey(drawn: Sequence[CheckIn], name: str) -> tuple[dict[str, bytes], _Codings]:
    first, *others = drawn
    export = limesurvey.export_form(first, translations=others)
    codings: _Codings = {}
    for question in first.questions:
        cells = export.document["answers"].get(question.item_id, {})
        codings[question.item_id] = Coding(export.document["codes"][question.item_id], FrozenMap(cells))
    return {f"{name}.txt": limesurvey.tab_separated(export).encode("utf-8-sig")}, codings


def _kobo(drawn: Sequence[CheckIn], name: str) -> tuple[dict[str, bytes], _Codings]:
    first, *others = drawn
    export: Export = xlsform.export_form(first, translations=others)
    codings = {question.item_id: Coding(name_of("q", question.item_id)) for question in first.questions}
    return {f"{name}.xlsx": xlsform.workbook(export)}, codings


def _plain(answer: object) -> str:
    return str(answer.value if isinstance(answer, Missing) else answer)


_Writer: TypeAlias = "Callable[[Sequence[CheckIn], str], tuple[dict[str, bytes], _Codings]]"

_WRITERS: Mapping[System, _Writer] = FrozenMap(
    {
        System.REDCAP: _redcap,
        System.QUALTRICS: _qualtrics,
        System.LIMESURVEY: _limesurvey,
        System.KOBO: _kobo,
    }
)
