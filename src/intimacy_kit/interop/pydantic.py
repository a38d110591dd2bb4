"""Types for Pydantic and FastAPI: an API description then says what is asked, what may be answered, what comes back.

`Plain` describes a value of the library by the shape of its `to_dict`, and
writes it as that. `AnswersTo` describes the answers to a form, question by
question. It checks nothing: `CheckIn.answer` does, which takes no `true` for 1,
lists every problem at once and repeats no answer. A model's own error quotes
what it was given; `Refusal` says the same without that.
"""

import enum
import functools
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit._values.json_schema import descriptions_of
from intimacy_kit._values.leaves import LEAVES
from intimacy_kit._values.record import hints_of, key_of
from intimacy_kit.checkin.answers import plain_answer
from intimacy_kit.checkin.draw import question_text
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Form
from intimacy_kit.content.scale import Choice
from intimacy_kit.content.vocabulary import Perspective, Role
from intimacy_kit.errors import CODES, MissingExtra, Problem, UnknownId
from intimacy_kit.interop._names import component_name
from intimacy_kit.interop.json_schema import answers_schema
from intimacy_kit.scoring.result import Score
from intimacy_kit.scoring_key.key import ScoringKey

try:
    from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
    from pydantic_core import CoreSchema, core_schema
    from typing_extensions import TypedDict
except ModuleNotFoundError as error:
    raise MissingExtra("pydantic") from error

__all__ = ["AnswersTo", "Plain", "Refusal"]

_TYPED_DICT: Any = TypedDict
"""It is called with fields that are known at run time."""


class Plain:
    """Says that a value of the library is written as its `to_dict`, as in `Annotated[ik.Result, Plain()]`.

    Args:
        key: For a result, the key of its form, whose pillars the shape then names.

    >>> from typing import Annotated
    >>> import intimacy_kit as ik
    >>> from pydantic import TypeAdapter
    >>> band = TypeAdapter(Annotated[ik.Band, Plain()])
    >>> sorted(band.json_schema()["properties"])
    ['high', 'low', 'reliability']
    """

    def __init__(self, key: ScoringKey | None = None) -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shape = handler.generate_schema(_shape(source) if self.key is None else _shape_of_result(source, self.key))
        writes = core_schema.plain_serializer_function_ser_schema(_plain, return_schema=shape)
        return core_schema.json_or_python_schema(shape, core_schema.is_instance_schema(source), serialization=writes)


class AnswersTo:
    """Describes the answers to a form, as in `Annotated[dict[str, Any], AnswersTo(catalogue, "pulse")]`.

    The description has each question with its text, its labels and what may be answered. Anything at all is let
    through, for `CheckIn.answer` to check.

    Args:
        catalogue: Where the form comes from, in the language of the description.
        form: The form, or its id.
        perspective: `self` or `partner`: whose behaviour is asked about.

    Raises:
        UnknownId: When there is no such form.
    """

    def __init__(
        self, catalogue: Catalogue, form: str | Form, *, perspective: str | Perspective = Perspective.SELF
    ) -> None:
        self.schema = _described(catalogue, form.id if isinstance(form, Form) else form, Perspective(perspective))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.schema


def _plain(value: Any) -> Any:
    return value.to_dict()


@functools.cache
def _shape(kind: Any) -> Any:
    """Return the shape of the plain form of a value class, as a type that Pydantic knows."""
    return _typed_dict(kind.__name__, kind, _fields(kind))


def _shape_of_result(kind: Any, key: ScoringKey) -> Any:
    """Return the shape of the results of a form, which names its pillars."""
    name, fields = component_name(key.form), _fields(kind)
    for role, field in ((Role.SCORED, "scores"), (Role.FELT, "felt")):
        ids = [subscale.id for subscale in key.subscales if subscale.role is role]
        fields[field] = _TYPED_DICT(f"{name}{field.capitalize()}", dict.fromkeys(ids, _shape(Score)))
    return _typed_dict(f"{name}Result", kind, fields)


def _fields(kind: Any) -> dict[str, Any]:
    fields = {key_of(field): _type(kind, hints_of(kind)[field.name]) for field in attrs.fields(kind)}
    return fields | ({"location": str} if kind is Problem else {})  # its place in one text comes along


def _typed_dict(name: str, kind: Any, fields: Mapping[str, Any]) -> Any:
    told = descriptions_of(kind)
    described = {key: Annotated[of, Field(description=told.get(key))] for key, of in fields.items()}
    return _TYPED_DICT(name, described)


def _type(kind: Any, hint: Any) -> Any:
    """Return the type of the plain form of a field; that of a field which holds its own kind is not spelt out."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _type(kind, arguments[0])
    if origin in (types.UnionType, typing.Union):
        return typing.Union[tuple(_type(kind, each) for each in arguments)]  # noqa: UP007  # they are known at run time
    if origin is tuple:
        return list[_type(kind, arguments[0])]  # type: ignore[misc]
    if origin is Mapping:
        return dict[str, _type(kind, arguments[1])]  # type: ignore[misc]
    if hint is kind:
        return dict[str, Any]
    if inspect.isclass(hint) and attrs.has(hint):
        return _shape(hint)
    if inspect.isclass(hint) and issubclass(hint, enum.Enum):
        return typing.Literal[tuple(each.value for each in hint)]
    if hint not in LEAVES or LEAVES[hint].write is None:
        return hint
    return Annotated[Any, WithJsonSchema(dict(LEAVES[hint].plain_schema))]


def _described(catalogue: Catalogue, form: str, perspective: Perspective) -> dict[str, Any]:
    """Return the schema of the answers to a form, with the words of its questions and choices."""
    schema = answers_schema(ScoringKey.from_form(catalogue, form))
    shape, offered = catalogue.forms[form], catalogue.offered(form)
    for item in catalogue.form_items(form):
        answer, question = schema["properties"][item.id], question_text(shape, item, perspective)
        if question is None:
            del schema["properties"][item.id]
            continue
        answer["title"] = question[0]
        answer["description"] = ", ".join(_spoken(choice) for choice in offered[item.id])
    return {"title": shape.title, **schema}


def _spoken(choice: Choice) -> str:
    """Return an answer that can be chosen with its label."""
    return " ".join(filter(None, (str(plain_answer(choice.answer)), choice.label)))


class Refusal(BaseModel):
    """Why something was refused: every problem at once, and nothing of what was answered.

    Args:
        detail: The problems, each with a stable code, its place and a remedy.
    """

    detail: list[Annotated[Problem, Plain()]]

    @classmethod
    @sealed
    def of(cls, error: Exception) -> "Refusal":
        """Return what an application answers to an error of this library, of Pydantic or of FastAPI.

        Args:
            error: The error. Of one that has no problems and no `errors`, nothing is told.
        """
        if isinstance(error, UnknownId):
            code = f"unknown-{error.kind.rpartition(' ')[2]}"
            return cls(detail=[Problem(code if code in CODES else "bad-choice", str(error))])
        problems: tuple[Problem, ...] = getattr(error, "problems", ())
        found: list[Mapping[str, Any]] = getattr(error, "errors", list)()
        return cls(detail=[*problems, *map(_without_input, found)])


def _without_input(found: Mapping[str, Any]) -> Problem:
    """Return an error of Pydantic as a problem; its own words may quote what was given."""
    path = tuple(step for step in found["loc"] if isinstance(step, str | int))
    if found["type"] == "missing":
        return Problem("missing-key", "the field is missing", "add it", path)
    if found["type"] == "json_invalid":
        return Problem("not-json", "the body is not JSON", "", path[:1])
    remedy = "the description of the API says what it takes"
    return Problem("wrong-kind", "this is not what the field takes", remedy, path)
