"""A first layout for a file, with its reasons, to be read, mended and kept. It never scores."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import attrs

from intimacy_kit._outside_text import printable
from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem, TableError
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.guess_cells import guess_cells
from intimacy_kit.tables.guess_columns import item_columns, note_long, partner_columns
from intimacy_kit.tables.labels import with_labels
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.presets import layout_of
from intimacy_kit.tables.rows import columns_of
from intimacy_kit.tables.streams import collect, format_of, open_table
from intimacy_kit.tables.workbook import sheet_names

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_LOOKED_AT = 1000
"""How many rows are looked at."""

_BELOW, _SHEETS = 6, 5
"""In how many rows, and in how many sheets, the names are looked for."""

_TIMESTAMPS = frozenset(
    {"Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "Carimbo de data/hora", "Informazioni cronologiche"}
)
"""What Google Forms calls the column of the time, in some languages."""


_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def _escaped(match: re.Match[str]) -> str:
    """Return a character of a quoted text, or as YAML has it where no terminal may get it."""
    return match[0] if match[0].isprintable() else f"\\U{ord(match[0]):08x}"


@attrs.frozen
class Guess:
    """A layout that a file seems to have.

    Args:
        plain: The layout as plain data, as a file may hold it.
        reasons: Why, a sentence each, and what is left to decide.
    """

    plain: Mapping[str, Any]
    reasons: tuple[str, ...]

    @property
    def layout(self) -> TableLayout:
        """The layout."""
        return layout_of(self.plain)

    def to_yaml(self) -> str:
        """Return a file to be kept: the reasons as comments, and the layout in YAML."""
        lines = [f"# {printable(reason)}" for reason in self.reasons]
        for key, value in self.plain.items():
            if isinstance(value, Mapping) and len(json.dumps(value)) > 80:
                lines.append(f"{key}:")
                lines += [
                    f"  {_quoted(cell)}: {_quoted(meaning)}" for cell, meaning in cast(Mapping[str, Any], value).items()
                ]
            else:
                lines.append(f"{key}: {_quoted(value)}")
        return "\n".join(lines) + "\n"


@sealed
def guess_layout(path: str | Path, catalogue: Catalogue, form: str, *, translations: Iterable[Catalogue] = ()) -> Guess:
    """Return a first layout for a file.

    It looks at names, at texts of questions and at the kinds of cells, and knows the exports of common systems.

    Args:
        path: The file.
        catalogue: The catalogue that has the form.
        form: The form's id.
        translations: The catalogue in other languages, the labels of which are then known.

    Raises:
        TableError: When the file cannot be read.
        InvalidValue: When nothing in it looks like an item of the form, and it is not of a known system.
    """
    path = Path(path)
    key = ScoringKey.from_form(catalogue, form)
    items = {item.id: item for item in catalogue.form_items(form) if item.id in key.scored}
    plain: dict[str, Any] = {}
    reasons: list[str] = [f"a guess for the form {form!r}; read it, mend it, and keep it"]
    rows = _rows(path, items, plain, reasons)
    _preset(path, rows, plain, reasons)
    skip = int(plain.get("skip", 0)) or (2 if plain.get("preset") == "qualtrics" else 0)
    texts = {name: f"{name} {rows[name][0] if skip and len(rows) else ''}" for name in rows.columns}
    columns = item_columns(items, texts)
    partners = {} if len(columns) == len(items) else partner_columns(items, rows.columns)
    if partners:
        plain.update(partners)
        reasons.append("names come in pairs that begin or end alike, so a row is taken for a couple")
    elif columns:
        plain["columns"] = columns
        missing = [id for id in items if id not in columns]
        reasons.append(f"{len(columns)} of {len(items)} items were found by their names or texts")
        if missing:
            reasons.append(f"no column was found for {', '.join(missing[:10])}; they count as asked of nobody")
    elif not note_long(rows, items, plain, reasons):
        if "preset" not in plain:
            message = "nothing in the file looks like an item of the form"
            raise InvalidValue([Problem("missing-column", message, "write the columns down in a layout", ("form",))])
        reasons.append("no column was found for any item; write them down: `columns: {item: name}`")
        return Guess(plain, tuple(reasons))
    _cells(rows[skip:], (catalogue, form, [*translations]), key, plain, reasons)
    if "ids" not in plain and "preset" not in plain and plain.get("shape") != "long":
        _ids(rows[skip:], set(columns.values()), plain, reasons)
    return Guess(plain, tuple(reasons))


def other_form(names: Iterable[str], catalogue: Catalogue, form: str) -> str | None:
    """Return the form of a catalogue whose items a table has as columns, where that is another than was asked for.

    Args:
        names: The names of the table's columns.
        catalogue: The catalogue.
        form: The form that was asked for.
    """
    present = set(names)

    def part(name: str) -> float:
        ids = [*ScoringKey.from_form(catalogue, name).scored]
        return sum(id in present for id in ids) / len(ids) if ids else 0.0

    best = max(catalogue.forms, key=lambda name: (part(name), len(catalogue.form_items(name))))
    return best if best != form and part(best) > 0.9 and part(form) < 1 else None


def _quoted(value: Any) -> str:
    """Return a value in YAML's flow style, which JSON is."""
    if isinstance(value, str):
        bare = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", value) and value not in ("true", "false", "null")
        return value if bare else _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, Any], value).items()
        return "{" + ", ".join(f"{_quoted(name)}: {_quoted(entry)}" for name, entry in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_quoted, cast(Sequence[Any], value))) + "]"
    return json.dumps(value)


def _rows(path: Path, items: Mapping[str, Item], plain: dict[str, Any], reasons: list[str]) -> pl.DataFrame:
    """Return the first rows of a file; of a table that begins further down or in another sheet, with a note of it."""
    try:
        rows = _first_rows(path, {})
        problems: Sequence[Problem] = ()
    except TableError as error:
        rows, problems = pl.DataFrame(), error.problems
    if item_columns(items, dict.fromkeys(rows.columns, "")) or note_long(rows, items, {}, []):
        return rows
    most = 0
    for dialect in _places(path):
        try:
            others = _first_rows(path, dialect)
        except TableError:
            continue
        found = len(item_columns(items, dict.fromkeys(others.columns, "")))
        if found > most and 2 * found > len(items):
            rows, most, plain["dialect"] = others, found, dialect
    if most:
        reasons.append("the names do not stand in the first row, or not in the first sheet; `dialect` says where")
    elif problems:
        raise TableError(problems)
    return rows


def _first_rows(path: Path, dialect: Mapping[str, Any]) -> pl.DataFrame:
    (rows,) = collect([open_table(path, TableLayout(dialect=dialect)).table.head(_LOOKED_AT)], source=path)
    return rows


def _places(path: Path) -> Iterator[dict[str, Any]]:
    """Yield where else the names of a file may stand."""
    form = format_of(path)
    sheets: list[dict[str, Any]] = [{"sheet": name} for name in sheet_names(path)] if form == "workbook" else [{}]
    for sheet in sheets[:_SHEETS] if form in ("csv", "workbook") else []:
        yield from ({**sheet, "names_in": row} for row in range(1, _BELOW + 1))


def _preset(path: Path, rows: pl.DataFrame, plain: dict[str, Any], reasons: list[str]) -> None:
    """Note which system the file seems to come from."""
    names = set(rows.columns)
    second = [str(cell) for cell in rows.row(1)] if len(rows) > 1 else []
    first = [str(cell) for cell in rows.row(0)] if len(rows) else []
    signs = [
        ("qualtrics", "ResponseId" in names and any("ImportId" in cell for cell in second), "three rows at its head"),
        ("redcap-events", "redcap_event_name" in names, "a column redcap_event_name"),
        ("redcap", any(name.endswith("_complete") for name in names) and "record_id" in names, "columns of REDCap"),
        ("kobo", {"_uuid", "_submission_time"} <= names, "columns _uuid and _submission_time"),
        ("limesurvey", {"submitdate", "lastpage"} <= names, "columns submitdate and lastpage"),
        ("google-forms", not names.isdisjoint(_TIMESTAMPS), "a column of the time in its words"),
        ("spss", path.suffix.lower() in (".sav", ".zsav"), "its ending"),
        ("surveyjs", path.suffix.lower() in (".jsonl", ".ndjson", ".json"), "its ending"),
    ]
    for name, applies, sign in signs:
        if applies:
            plain["preset"] = name
            if name == "google-forms" and "Timestamp" not in names:
                plain["ids"] = sorted(names & _TIMESTAMPS)
            reasons.append(f"it looks like an export of the kind {name!r}: {sign}")
            break
    if plain.get("preset") == "kobo" and any(cell.startswith("#") for cell in first):
        plain["skip"] = 1
        reasons.append("the first row holds tags, and is no person")


def _cells(
    rows: pl.DataFrame,
    known: tuple[Catalogue, str, Sequence[Catalogue]],
    key: ScoringKey,
    plain: dict[str, Any],
    reasons: list[str],
) -> None:
    """Note what cells seem to mean that the layout does not know, by scale, and what is left to decide."""
    catalogue, form, translations = known
    layout = with_labels(layout_of(plain), catalogue, form, translations=translations)
    labels = with_labels(TableLayout(), catalogue, form, translations=translations).values
    by_scale: dict[str, list[tuple[Meaning, Sequence[Any]]]] = {}
    for item, cells in _by_item(rows, layout, key):
        by_scale.setdefault(catalogue.items[item.id].scale, []).append((Meaning.of(item, layout), cells))
    for scale, items in by_scale.items():
        choices = [choice.answer for choice in catalogue.scales[scale].choices]
        guess = guess_cells(scale, items, labels.get(items[0][0].item.id, {}), choices)
        for field, entries in (("values", {scale: guess.values} if guess.values else {}), ("codes", guess.codes)):
            if entries:
                plain[field] = {**plain.get(field, {}), **entries}
        if guess.offset:
            plain["offset"] = {**plain.get("offset", {}), scale: guess.offset}
        reasons += [reason for reason in guess.reasons if reason not in reasons]


def _by_item(rows: pl.DataFrame, layout: TableLayout, key: ScoringKey) -> Iterator[tuple[KeyedItem, list[Any]]]:
    """Yield each item with the different cells that it has."""
    if layout.shape == "long":
        for id, name in layout.item_columns(key).items():
            yield key.by_id[id], rows.filter(pl.col(layout.item) == name)[layout.value].unique().to_list()
        return
    own = [columns_of(layout, key, partner) for partner in layout.partners] or [layout.item_columns(key)]
    for id, name in (pair for columns in own for pair in columns.items()):
        yield key.by_id[id], rows[name].unique().to_list()


def _ids(rows: pl.DataFrame, taken: set[str], plain: dict[str, Any], reasons: list[str]) -> None:
    """Note the first column in which no cell stands twice."""
    for name in rows.columns:
        if name not in taken and len(rows) and rows[name].n_unique() == len(rows):
            plain["ids"] = [name]
            reasons.append(f"no cell stands twice in {name!r}, so it is taken for the id")
            return
