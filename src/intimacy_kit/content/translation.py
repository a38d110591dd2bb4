"""Translations: texts laid over a catalogue, each of which remembers its language.

A translation has texts only, keyed by id. Structure, keying and values stay
those of the pack, so answers given in any language score under the same key.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import attrs

from intimacy_kit._values.fields import LOCALE
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record, structure
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.pack import Phrase, differing_placeholders
from intimacy_kit.content.questionnaire import Choice, ResponseScale
from intimacy_kit.content.text import Text
from intimacy_kit.content.vocabulary import Access
from intimacy_kit.errors import InvalidValue, Problem, did_you_mean

__all__ = ["TRANSLATIONS", "Texts", "chain", "lay_over", "shortcomings", "text_names", "texts"]


@attrs.frozen
class _Wording(Record):
    self_: str | None = None
    partner: str | None = None


@attrs.frozen
class _Pack(Record):
    title: str | None = None
    about: str | None = None
    pass_line: str | None = None


@attrs.frozen
class _Pillar(Record):
    title: str | None = None
    summary: str | None = None


@attrs.frozen
class _Form(Record):
    title: str | None = None
    stem: _Wording | None = None


@attrs.frozen
class _Item(Record):
    revision: int
    text: _Wording | None = None
    question: _Wording | None = None


@attrs.frozen
class _Practice(Record):
    revision: int
    title: str | None = None
    summary: str | None = None
    steps: tuple[str, ...] | None = None
    distance_how: str | None = None
    access: Mapping[Access, str] | None = None
    not_for: str | None = None
    if_it_goes_badly: str | None = None


@attrs.frozen
class _Prompt(Record):
    revision: int
    text: str | None = None
    pass_line: str | None = None


@attrs.frozen
class _Phrase(Record):
    text: str

    @staticmethod
    def from_shorthand(node: Any) -> Any:
        """Return the long form of a text by itself."""
        return node if isinstance(node, Mapping) else {"text": node}


TRANSLATIONS: Mapping[str, Any] = FrozenMap(
    {
        "pack": _Pack,
        "pillars": _Pillar,
        "scales": Mapping[str, str],
        "forms": _Form,
        "items": _Item,
        "practices": _Practice,
        "prompts": _Prompt,
        "phrases": _Phrase,
    }
)
"""What a translation of each shelf holds for each id; a scale maps its values and codes to labels."""

Texts = Mapping[str, Mapping[str, Any]]
"""Shelf to id to texts; the pack's own texts stand under `pack` and its id."""


def chain(locale: str) -> tuple[str, ...]:
    """Return the languages to lay over the pack's own, the most general first; none for what is no language tag.

    A tag names a folder, so nothing else may.

    >>> chain("es-MX")
    ('es', 'es-MX')
    """
    parts = locale.split("-") if LOCALE.fullmatch(locale) else ()
    return tuple("-".join(parts[: i + 1]) for i in range(len(parts)))


def texts(plain: Mapping[str, Mapping[str, Any]]) -> Texts:
    """Return a translation that is at hand as plain data.

    Args:
        plain: Shelf to id to texts.
    """
    return {
        shelf: {id: structure(TRANSLATIONS[shelf], each, (), []) for id, each in given.items()}
        for shelf, given in plain.items()
    }


def lay_over(catalogue: Catalogue, translation: Texts, locale: str) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Return the catalogue with a translation over it; a text that the translation lacks stays as it was.

    Args:
        catalogue: The catalogue, perhaps with more general languages over it already.
        translation: The texts.
        locale: Its language tag.

    Returns:
        The catalogue, and what made a text unfit to stand in its place; the
        path of each problem begins with the shelf and the id.
    """
    problems: list[Problem] = []
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
                problems += (attrs.evolve(each, path=(shelf, value.id, *each.path)) for each in error.problems)
                values.append(value)
        shelves[shelf] = values
    pack = _laid(catalogue.pack, translation.get("pack", {}).get(catalogue.pack.id), locale)
    return attrs.evolve(catalogue, pack=pack, locale=locale, **shelves), tuple(problems)


def shortcomings(catalogue: Catalogue, translation: Texts) -> Iterator[Problem]:
    """Yield what a translation lacks, what has moved on since, and what it has too much.

    Args:
        catalogue: The catalogue in the pack's own language.
        translation: The texts.

    Yields:
        Problems whose path begins with the shelf and the id.
    """
    for shelf in TRANSLATIONS:
        given = translation.get(shelf, {})
        values = {catalogue.pack.id: catalogue.pack} if shelf == "pack" else getattr(catalogue, shelf)
        for id, value in values.items():
            yield from _shortcomings((shelf, id), TRANSLATIONS[shelf], value, given.get(id))
        for id in given:
            if id not in values:
                remedy = did_you_mean(id, values) or "take it out"
                yield Problem("left-over-translation", f"nothing in the pack is called {id!a}", remedy, (shelf, id))


def _shortcomings(path: tuple[str, ...], record: Any, value: Any, given: Any) -> Iterator[Problem]:
    missing = [".".join(step) for step, there in _compared(record, value, given) if not there]
    if missing:
        yield Problem("missing-translation", f"not translated: {', '.join(missing)}", "translate it", path)
    if isinstance(value, Phrase) and given is not None:
        try:
            problem = differing_placeholders(Phrase(value.id, given.text), value)
        except InvalidValue as error:
            yield from (attrs.evolve(each, path=(*path, *each.path)) for each in error.problems)
        else:
            if problem:
                yield problem
    revision = getattr(given, "revision", None)
    if revision is not None and revision != value.revision:
        message = f"the translation is of revision {revision}, and the text is at {value.revision}"
        yield Problem("stale-translation", message, "translate it again, and raise the number", (*path, "revision"))


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
        return attrs.evolve(value, choices=tuple(choices))
    if isinstance(value, tuple):
        steps = cast(tuple[str, ...], value)
        same = len(given) == len(steps)
        return tuple(_laid(one, other, locale) for one, other in zip(steps, given, strict=True)) if same else steps
    if isinstance(value, FrozenMap):
        variants = cast(Mapping[Access, str], value)
        return FrozenMap({access: _laid(each, given.get(access), locale) for access, each in variants.items()})
    laid = {name: _laid(getattr(value, name), getattr(given, name), locale) for name in text_names(type(given))}
    return attrs.evolve(value, **laid)


def _label_key(choice: Choice) -> str:
    return str(choice.value) if choice.code is None else choice.code.value


def text_names(record: Any) -> tuple[str, ...]:
    """Return the names of the texts in a record of `TRANSLATIONS`."""
    return tuple(field.name for field in attrs.fields(record) if field.name != "revision")


def _compared(record: Any, value: Any, given: Any) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the path of each text that a value has, and whether the translation, a record of texts, has it too."""
    if isinstance(value, str):
        yield (), isinstance(given, str)
    elif isinstance(value, ResponseScale):
        for choice in value.choices:
            yield ("choices", _label_key(choice)), given is not None and _label_key(choice) in given
    elif isinstance(value, tuple):
        yield (), given is not None and len(given) == len(cast(tuple[str, ...], value))
    elif isinstance(value, FrozenMap):
        for access in cast(Mapping[Access, str], value):
            yield (access.value,), given is not None and access in given
    elif value is not None:
        for name in text_names(record):
            for path, there in _compared(_Wording, getattr(value, name), getattr(given, name, None)):
                yield (name.rstrip("_"), *path), there
