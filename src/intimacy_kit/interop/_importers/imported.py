"""A form of another system as a pack: its records, its files, and what has to be decided."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
import yaml

from intimacy_kit._atomic_file import whole_folder
from intimacy_kit._values.record import key_of, unstructure
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.kinds import KINDS, SHELVES
from intimacy_kit.content.questionnaire import Selection
from intimacy_kit.errors import InvalidValue, Problem

_WIDTH = 118


@attrs.frozen
class ImportedForm:
    """A questionnaire of another system as a pack, which loads as it is.

    Args:
        catalogue: The pack's records, in its own language.
        texts: Its translations: language to shelf to id to texts, as its files hold them.
        decisions: What was lost, assumed, and has to be decided by a person, each with its place in the document.
    """

    catalogue: Catalogue
    texts: Mapping[str, Mapping[str, Any]]
    decisions: tuple[Problem, ...]

    @property
    def files(self) -> dict[str, str]:
        """The pack's files, by their paths in its folder."""
        return dict(self._files)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        shelves: dict[str, Any] = {"pack": _plain(self.catalogue.pack)}
        for shelf in SHELVES:
            shelves[shelf] = [_plain(each) for each in getattr(self.catalogue, shelf).values()]
        files = {_file_of(shelf): _yaml(plain) for shelf, plain in shelves.items() if plain}
        for tag, given in self.texts.items():
            files |= {f"locales/{tag}/{_file_of(shelf)}": _yaml(plain) for shelf, plain in given.items() if plain}
        return files

    def write(self, folder: str | Path) -> Path:
        """Write the pack into a new folder, atomically.

        Args:
            folder: The folder, which must not exist yet, in one that does.

        Returns:
            The folder.

        Raises:
            InvalidValue: When something is there already, or nothing can be written there.
        """
        path = Path(folder)
        try:
            with whole_folder(path) as part:
                for name, text in self._files.items():
                    file = part / name
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(text.encode())
        except FileExistsError:
            problem = Problem(
                "file-exists", "something is there already, and was left alone", "name a new folder", ("into",)
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "that is not a name of a folder"
            problem = Problem("unwritable", f"the folder cannot be written ({reason})", "name another", ("into",))
        else:
            return path
        raise InvalidValue([problem])


def _file_of(shelf: str) -> str:
    kind = KINDS[shelf]
    return f"{kind.file}/all.yaml" if kind.is_folder else kind.file


class _Flow(dict[str, Any]):
    """A mapping that is written in one line."""


class _Dumper(yaml.SafeDumper):
    """Writes what packs may hold: nothing is marked for reuse."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the name is PyYAML's
        """Return that every value is written out."""
        return True


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)


def _yaml(plain: Any) -> str:
    text: Any = yaml.dump(  # pyright: ignore[reportUnknownMemberType]  # it takes any dumper
        plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=False
    )
    return str(text)


def _plain(value: Any) -> Any:
    """Return a record as a file holds it: without what need not be said."""
    kind: Any = value.__class__
    if kind is Selection:
        return "all" if value.ids is None else list(value.ids)
    if kind is tuple:
        return [_in_line(_plain(each)) for each in value]
    if attrs.has(kind):
        return {
            key_of(field): _in_line(_plain(own))
            for field in attrs.fields(kind)
            if (own := getattr(value, field.name)) is not None and own != _default(field)
        }
    return unstructure(value)


def _in_line(plain: Any) -> Any:
    """Return a short mapping of plain values as one that is written in one line, the value of a choice first."""
    if plain.__class__ is not dict or len(repr(plain)) > _WIDTH:
        return plain
    found: dict[str, Any] = plain
    if not all(isinstance(each, str | int | float) for each in found.values()):
        return found
    first = [key for key in ("value", "code") if key in found]
    return _Flow({key: found[key] for key in (*first, *(key for key in found if key not in first))})


def _default(field: "attrs.Attribute[Any]") -> Any:
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]  # a class
