"""Translations: texts that replace those of a catalogue, each with its language.

A translation has texts only, keyed by id. Structure, keying and values stay
those of the pack, so answers given in any language score under the same key.
"""

import functools
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._outside_text import LONGEST, Hints
from intimacy_kit._values.fields import LOCALE, TRANSLATED
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record, hints_of, structure
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.condition import Condition
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.pack import Phrase, differing_placeholders
from intimacy_kit.content.scale import Choice, ResponseScale
from intimacy_kit.content.score_rule import Level
from intimacy_kit.content.text import Text, own_text
from intimacy_kit.errors import InvalidValue, Problem, Problems


@functools.cache
def text_names(record: Any) -> tuple[str, ...]:
    """Return the names of the fields of a class that a translation replaces.

    Args:
        record: The class, such as `Practice`.
    """
    return tuple(name for name, hint in hints_of(record).items() if _translated_type(hint) is not None)


@functools.cache
def _translated_type(hint: Any) -> Any:
    """Return the type of a field's translation, or None where it has no text."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return str if TRANSLATED in hint.__metadata__ else _translated_type(arguments[0])
    if origin in (types.UnionType, typing.Union):
        return _translated_type(next(each for each in arguments if each is not types.NoneType))
    if origin is tuple:
        if arguments[0] is Level:
            return Mapping[str, str]  # the labels, by label
        inner = _translated_type(arguments[0])
        return None if inner is None else cast(Any, tuple)[inner, ...]
    if origin is Mapping:
        inner = _translated_type(arguments[1])
        return None if inner is None else cast(Any, Mapping)[arguments[0], inner]
    return _texts_of(hint) if attrs.has(hint) and hint is not Condition else None


@functools.cache
def _texts_of(record: Any) -> Any:
    """Return what a translation of a class holds: its texts, all optional, and the revision that was translated."""
    if record is ResponseScale:
        return Mapping[str, str]  # the labels, by value or code
    names = text_names(record)
    if not names:
        return None
    fields: dict[str, Any] = {}
    if "revision" in hints_of(record):
        fields["revision"] = attrs.field(type=int)
    for name in names:
        fields[name] = attrs.field(type=_translated_type(hints_of(record)[name]) | None, default=None)
    body = {"_from_shorthand": staticmethod(_text_alone)} if list(fields) == ["text"] else {}
    return attrs.make_class(f"{record.__name__}Texts", fields, bases=(Record,), class_body=body, frozen=True)


def _text_alone(node: Any) -> Any:
    """Return the long form of a record whose only text is written alone."""
    return cast(Any, node) if isinstance(node, Mapping) else {"text": node}


TRANSLATIONS: Mapping[str, Any] = FrozenMap(
    {shelf: _texts_of(kind.record) for shelf, kind in KINDS.items() if _texts_of(kind.record) is not None}
)
"""What a translation of each shelf holds for each id; a scale maps its values and codes to labels."""

Texts = Mapping[str, Mapping[str, Any]]
"""Shelf to id to texts; the pack's own texts are under `pack` and its id."""


def chain(locale: str) -> tuple[str, ...]:
    """Return the languages to overlay on the pack's own, the most general first; none for an invalid tag.

    A tag is used as the name of a folder, so anything else is refused. Browsers, frameworks and
    operating systems write tags in their own ways, and all of these are understood.

    >>> chain("es-MX")
    ('es', 'es-MX')
    >>> chain("ES_mx.UTF-8")
    ('es', 'es-MX')
    """
    language, *others = locale.partition(".")[0].partition("@")[0].replace("_", "-").split("-")
    tag = "-".join([language.lower(), *map(_subtag, others)])
    parts = tag.split("-") if LOCALE.fullmatch(tag) else ()
    return tuple("-".join(parts[: i + 1]) for i in range(len(parts)))


def _subtag(given: str) -> str:
    """Return a script or a region as RFC 5646 recommends to write it: `Hant`, `MX`."""
    return given.title() if len(given) == 4 else given.upper() if len(given) == 2 else given


def texts(plain: Mapping[str, Mapping[str, Any]]) -> Texts:
    """Return a translation from plain data.

    Args:
        plain: Shelf to id to texts.
    """
    return {
        shelf: {id: structure(TRANSLATIONS[shelf], each, Problems()) for id, each in given.items()}
        for shelf, given in plain.items()
    }


def lay_over(catalogue: Catalogue, translation: Texts, locale: str) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Return the catalogue with the texts of a translation; a text that the translation lacks is unchanged.

    Args:
        catalogue: The catalogue, perhaps translated into a more general language already.
        translation: The texts.
        locale: Its language tag.

    Returns:
        The catalogue, and why a text cannot replace the original; the
        path of each problem begins with the shelf and the id.
    """
    problems = Problems()
    shelves: dict[str, Any] = {}
    for shelf, given in translation.items():
        if shelf == "pack" or not given:
            continue
        values: list[Any] = []
        for value in getattr(catalogue, shelf).values():
            try:
                laid = _laid(value, given.get(value.id), locale)
                values.append(laid)
                if isinstance(value, Phrase) and (problem := differing_placeholders(laid, value)):
                    problems.append(problem)
            except InvalidValue as error:
                problems.at(shelf, value.id).extend(error.problems)
                values.append(value)
        shelves[shelf] = values
    pack = _laid(catalogue.pack, translation.get("pack", {}).get(catalogue.pack.id), locale)
    return attrs.evolve(catalogue, pack=pack, locale=locale, **shelves), tuple(problems)


def shortcomings(catalogue: Catalogue, translation: Texts) -> Iterator[Problem]:
    """Yield what a translation lacks, what is out of date, and what does not belong to the pack.

    Args:
        catalogue: The catalogue in the pack's own language.
        translation: The texts.

    Yields:
        Problems whose path begins with the shelf and the id.
    """
    hints = Hints()
    for shelf in TRANSLATIONS:
        given = translation.get(shelf, {})
        values = {catalogue.pack.id: catalogue.pack} if shelf == "pack" else getattr(catalogue, shelf)
        for id, value in values.items():
            yield from _shortcomings((shelf, id), value, given.get(id))
        for id in given:
            if id not in values:
                remedy = hints.nearest(id, values) or "take it out"
                yield Problem(
                    "left-over-translation", f"nothing in the pack is called {id[:LONGEST]!a}", remedy, (shelf, id)
                )


def _shortcomings(path: tuple[str, ...], value: Any, given: Any) -> Iterator[Problem]:
    missing = [".".join(step) for step, there in _compared(value, given) if not there]
    if missing:
        yield Problem("missing-translation", f"not translated: {', '.join(missing)}", "translate it", path)
    if path[0] == "phrases" and given is not None and given.text is not None:
        for problem in _phrase_problems(value, given.text):
            yield attrs.evolve(problem, path=(*path, "text"))
    revision = getattr(given, "revision", None)
    if revision is not None and revision != value.revision:
        message = f"the translation is of revision {revision}, and the text is at {value.revision}"
        yield Problem("stale-translation", message, "translate it again, and raise the number", (*path, "revision"))


def _phrase_problems(original: Phrase, text: str) -> Iterable[Problem]:
    """Return why a translation cannot replace a phrase."""
    try:
        problem = differing_placeholders(Phrase(original.id, text), original)
    except InvalidValue as error:
        return error.problems
    return () if problem is None else (problem,)


def _laid(value: Any, given: Any, locale: str) -> Any:
    """Return a value with the given texts in place of its own."""
    if given is None or value is None:
        return value
    if isinstance(value, str):
        return Text(given, locale, value)
    if isinstance(value, ResponseScale):
        choices = (
            attrs.evolve(each, label=_laid(each.label, given.get(_label_key(each)), locale)) for each in value.choices
        )
        ends = {f"{end}_label": _laid(text, given.get(end), locale) for end, text in _ends(value)}
        range_ = value.range and attrs.evolve(value.range, **ends)
        return attrs.evolve(value, choices=tuple(choices), range=range_)
    if isinstance(value, tuple) and isinstance(given, Mapping):
        levels, labels = cast(tuple[Level, ...], value), cast(Mapping[str, str], given)
        return tuple(
            attrs.evolve(level, label=_laid(level.label, labels.get(own_text(level.label)), locale)) for level in levels
        )
    if isinstance(value, tuple):
        steps = cast(tuple[str, ...], value)
        same = len(given) == len(steps)
        return tuple(_laid(one, other, locale) for one, other in zip(steps, given, strict=True)) if same else steps
    if isinstance(value, FrozenMap):
        variants = cast(Mapping[str, Any], value)
        return FrozenMap({name: _laid(each, given.get(name), locale) for name, each in variants.items()})
    laid = {
        name: _laid(getattr(value, name), getattr(given, name), locale) for name in text_names(cast(Any, type(value)))
    }
    return attrs.evolve(value, **laid)


def _ends(scale: ResponseScale) -> Iterator[tuple[str, str]]:
    """Yield the words of a range with the end that each belongs to."""
    if scale.range is not None:
        for end, text in (("low", scale.range.low_label), ("high", scale.range.high_label)):
            if text is not None:
                yield end, text


def _label_key(choice: Choice) -> str:
    return str(choice.value) if choice.code is None else choice.code.value


def _compared(value: Any, given: Any) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the path of each text that a value has, and whether the translation, a record of texts, has it too."""
    if isinstance(value, str):
        yield (), isinstance(given, str)
    elif isinstance(value, ResponseScale) or _are_levels(value):
        for path in _labels(value):
            yield path, given is not None and path[-1] in given
    elif isinstance(value, tuple):
        yield from _compared_parts(value, given or ())  # pyright: ignore[reportUnknownArgumentType]  # texts and records of texts
    elif isinstance(value, FrozenMap):
        for name, each in cast(Mapping[str, Any], value).items():
            for path, there in _compared(each, given.get(name) if given is not None else None):
                yield (str(name), *path), there
    elif value is not None:
        for name in text_names(cast(Any, type(value))):
            for path, there in _compared(getattr(value, name), getattr(given, name, None)):
                yield (name.rstrip("_"), *path), there


def _compared_parts(value: tuple[Any, ...], given: tuple[Any, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the same for a list, which is translated as a whole."""
    if len(given) != len(value):
        yield (), False
        return
    for i, (each, other) in enumerate(zip(value, given, strict=True)):
        for path, there in _compared(each, other):
            yield (str(i), *path), there


def _are_levels(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(each, Level) for each in cast(tuple[object, ...], value))


def _labels(value: Any) -> Iterator[tuple[str, ...]]:
    """Yield the path of each label of a scale or of levels; its last step is the key in a translation."""
    if not isinstance(value, ResponseScale):
        yield from dict.fromkeys((level.label,) for level in cast(tuple[Level, ...], value))
        return
    for choice in value.choices:
        if choice.label is not None:
            yield "choices", _label_key(choice)
    for end, _ in _ends(value):
        yield "range", end
