"""Packs: the built-in content, packs of others, and both together.

A pack is a folder of YAML files, or a zip archive of one. The built-in content
is one, and is read in the same way as any other; the wheel carries it compiled as
well, and then no YAML is read. Packs are data: nothing in them is ever run.
"""

import os
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

import attrs

from intimacy_kit._values.arguments import texts as texts_of
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.kinds import KINDS
from intimacy_kit.content.pack import Phrase
from intimacy_kit.content.shelf import Shelf
from intimacy_kit.errors import InvalidValue, PackError, Problem, UnknownId
from intimacy_kit.packs.compiled import Compiled, read

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from intimacy_kit.packs.reader import Reading

_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # `pathlib` takes 2 ms to be imported
"""The folder of this library."""

GROUP = "intimacy_kit.packs"
"""The entry-point group of installed packs. A value names a top-level package and a folder in it: `my_pack:data`."""


@attrs.frozen
class InstalledPack:
    """A pack of another distribution.

    Args:
        name: Its name in the entry-point group, which `load(packs=[name])` takes.
        path: Its folder.
        problems: What is wrong with it, on top of the built-in pack; empty when it can be loaded.
    """

    name: str
    path: "Path"
    problems: tuple[Problem, ...]


def load(
    *, packs: "Iterable[str | Path | Traversable]" = (), locale: str | None = None, strict: bool = False
) -> Catalogue:
    """Return the built-in catalogue, with other packs on top of it.

    Args:
        packs: Names of installed packs, or paths of folders and zip archives, each on top of
            those before it. An id that is taken is a problem, unless the pack lists it
            under `replaces`.
        locale: A language tag such as `es-MX`, `es_MX` or `ES-mx`. Texts fall back from it to `es`, and
            from there to the pack's own language; the catalogue's `locale` says which it got, and
            `locales` lists those that there are.
        strict: Whether a language that is not there at all is an error; it falls back otherwise.

    Raises:
        InvalidValue: When `packs` is a single text, or holds what is neither a name nor a path.
        PackError: Listing every problem of the first pack that has any.
        UnknownId: When no installed pack has that name, or `strict` finds nothing in that language.

    >>> load(locale="es_MX").locale
    'es-MX'
    """
    problems: list[Problem] = []
    listed = texts_of(packs, "packs", problems)
    if problems:
        raise InvalidValue(problems)
    compiled = read(_PACKAGE)
    catalogue = _load(_built_in_reading(), locale) if compiled is None else _load_compiled(compiled, locale)
    for pack in listed:
        path = _folder(pack) if isinstance(pack, str) else pack
        catalogue = _load(_reading(path, catalogue), locale)
    return _in_that_language(catalogue, locale, locales) if strict else catalogue


def load_path(path: "str | Path | Traversable", *, locale: str | None = None, strict: bool = False) -> Catalogue:
    """Return the catalogue of one pack by itself.

    Args:
        path: The pack's folder or zip archive, or anything that `importlib.resources` can walk; or the file that
            `compile_pack` made of it, of which a shelf is decoded when it is first used.
        locale: As for `load`.
        strict: As for `load`.

    Raises:
        PackError: Listing every problem of every file, or that a compiled file is stale.
        UnknownId: When `strict` finds nothing in that language.
    """
    if _is_compiled(path):
        from intimacy_kit.packs.compiled_pack import read_compiled_pack  # noqa: PLC0415  # the built-in pack does without

        compiled = read_compiled_pack(path)
        catalogue = _load_compiled(compiled, locale, _kit_shelf(compiled.locale, locale))
    else:
        catalogue = _load(_reading(path, locale=locale), locale)
    return _in_that_language(catalogue, locale, partial(locales, path)) if strict else catalogue


def locales(path: "str | Path | Traversable | None" = None) -> tuple[str, ...]:
    """Return the languages that a pack can be loaded in, its own first.

    Args:
        path: The pack's folder or zip archive; None for the built-in one.

    Raises:
        PackError: When the pack cannot be loaded.

    >>> locales()
    ('en', 'de', 'es', 'es-ES', 'es-MX', 'fr', 'pt-BR')
    """
    catalogue = load() if path is None else load_path(path)
    return (catalogue.pack.locale, *translated_in(path))


def translated_in(path: "str | Path | Traversable | None" = None) -> tuple[str, ...]:
    """Return the languages that a pack has translations in, sorted; its own is not among them.

    Args:
        path: The pack's folder or zip archive; None for the built-in one.
    """
    from intimacy_kit.packs.files import Files, built_in  # noqa: PLC0415  # as in _reading

    if path is not None and _is_compiled(path):
        from intimacy_kit.packs.compiled_pack import read_compiled_pack  # noqa: PLC0415  # as in load_path

        return tuple(sorted(read_compiled_pack(path).locales))
    return tuple(Files(built_in() if path is None else path).list_locales())


def check_path(
    path: "str | Path | Traversable",
    *,
    base: Catalogue | None = None,
    on_file: Callable[[str], object] | None = None,
) -> tuple[Problem, ...]:
    """Return every problem of a pack, sorted by place; empty when it is valid.

    Args:
        path: The pack's folder or zip archive.
        base: The catalogue below the pack.
        on_file: Called with the name of each file before it is read, to show progress.
    """
    return _reading(path, base, on_file=on_file).finish()[1]


def check_translation(path: "str | Path | Traversable", locale: str) -> tuple[Problem, ...]:
    """Return what a translation lacks, what is stale, and what is left over, sorted by place.

    Args:
        path: The pack's folder or zip archive.
        locale: The language tag, as its folder under `locales/` is called.
    """
    reading = _reading(path)
    catalogue, problems = reading.finish()
    return problems if catalogue is None else reading.review(catalogue, locale)


def discover() -> tuple[InstalledPack, ...]:
    """Return the packs of installed distributions, valid or not, by name.

    They are found by their metadata; no code of theirs is imported or run.
    """
    from intimacy_kit.packs.installed import folders  # noqa: PLC0415  # metadata takes as long to import as attrs

    base = load()
    return tuple(InstalledPack(name, path, check_path(path, base=base)) for name, path in folders(GROUP).items())


def _in_that_language(catalogue: Catalogue, locale: str | None, known: Callable[[], tuple[str, ...]]) -> Catalogue:
    """Return a catalogue that has texts in the language that was asked for, or raise."""
    from intimacy_kit.content.translation import chain  # noqa: PLC0415  # as in _in_language

    if locale is None or chain(locale)[:1] == chain(catalogue.locale)[:1]:
        return catalogue
    raise UnknownId("locale", locale, known())


def _is_compiled(path: "str | Path | Traversable") -> "TypeGuard[str | Path]":
    return isinstance(path, str | os.PathLike) and os.fspath(path).endswith(".jsonl")


def _load_compiled(compiled: Compiled, locale: str | None, kit_phrases: Shelf[Phrase] | None = None) -> Catalogue:
    """Return the compiled catalogue, with its translation into a language."""
    catalogue = compiled.catalogue(kit_phrases)
    return catalogue if locale is None else _in_language(catalogue, compiled, locale)


def _in_language(
    catalogue: Catalogue, compiled: Compiled, locale: str, *, shelves: Collection[str] = KINDS
) -> Catalogue:
    """Return a compiled catalogue with the translations of some shelves."""
    from intimacy_kit.content.translation import chain, lay_over, texts  # noqa: PLC0415  # most apps start in one language

    for tag in chain(locale):
        if tag in compiled.locales:
            plain = {shelf: given for shelf, given in compiled.texts(tag).items() if shelf in shelves}
            catalogue, _ = lay_over(catalogue, texts(plain), tag)
    return catalogue


def _load(reading: "Reading", locale: str | None) -> Catalogue:
    catalogue, problems = reading.finish()
    if catalogue is not None and locale is not None:
        catalogue, problems = reading.translate(catalogue, locale)
    if catalogue is None or problems:
        raise PackError(problems)
    return catalogue


def _reading(
    path: "str | Path | Traversable",
    base: Catalogue | None = None,
    *,
    locale: str | None = None,
    on_file: Callable[[str], object] | None = None,
) -> "Reading":
    """Return a reading of a pack's YAML, with the kit's phrases in a language, or else in that of the pack."""
    from intimacy_kit.packs.reader import Reading  # noqa: PLC0415  # YAML and archives, which the built-in pack does without

    return Reading(path, base, kit_phrases=partial(_kit_shelf, locale=locale), on_file=on_file)


def _kit_shelf(own: str, locale: str | None) -> Shelf[Phrase]:
    """Return the kit's phrases in a language, or else in that of a pack."""
    return Shelf("phrase", partial(_kit_phrases, (own,) if locale is None else (locale, own)))


def _built_in_reading() -> "Reading":
    """Return a reading of the built-in pack's YAML."""
    from intimacy_kit.packs.files import built_in  # noqa: PLC0415  # as in _reading
    from intimacy_kit.packs.reader import Reading  # noqa: PLC0415

    return Reading(built_in())


def _kit_phrases(locales: Iterable[str]) -> Iterable[Phrase]:
    """Return the kit's phrases in the first language that it has, or in its own."""
    from intimacy_kit.content.translation import chain  # noqa: PLC0415  # as in _in_language

    compiled = read(_PACKAGE)
    reading = _built_in_reading()
    own = reading.phrases() if compiled is None else compiled.phrases()
    for locale in locales:
        if chain(locale)[:1] == chain(own.locale)[:1]:
            break
        if compiled is None:
            translated, _ = reading.translate(own, locale, shelves=["phrases"])
        else:
            translated = _in_language(own, compiled, locale, shelves=["phrases"])
        if translated.locale != own.locale:
            return translated.phrases.values()
    return own.phrases.values()


def _folder(name: str) -> "Path":
    """Return the folder of one installed pack."""
    from intimacy_kit.packs.installed import folders  # noqa: PLC0415  # as in discover

    there = folders(GROUP)
    if name not in there:
        raise UnknownId("installed pack", name, there)
    return there[name]
