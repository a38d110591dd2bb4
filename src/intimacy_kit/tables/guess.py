"""A first layout for a file, with its reasons, to be read, mended and kept. It never scores."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from intimacy_kit.tables.column_names import is_pattern
from intimacy_kit.tables.engine_errors import without_engine_errors
from intimacy_kit.tables.guess_cells import guess_cells
from intimacy_kit.tables.guess_columns import item_columns, note_long, partner_columns
from intimacy_kit.tables.labels import with_labels
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.presets import PRESETS, layout_of
from intimacy_kit.tables.rows import ROW, answer_columns
from intimacy_kit.tables.streams import collect, format_of, open_table
from intimacy_kit.tables.workbook import sheet_names

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_LOOKED_AT = 1000
"""How many rows are looked at."""

_ENCODINGS = ("utf-16-le", "utf-16-be", "cp1252")
"""Encodings without a mark that programs write besides UTF-8."""

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
@without_engine_errors
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
    rows, decimal = _rows(path, items, plain, reasons)
    if {"trial_type", "trial_index"} <= set(rows.columns):
        reasons.append(
            "each row is a trial of jsPsych; say under `person` whose, and under `item` which column names it"
        )
        reasons.append(
            "an item is then called by that name, a dot and the key in the answer: `columns: {item: block.key}`"
        )
        return Guess({"shape": "long", "value": "response", "unpack": True}, tuple(reasons))
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
    if plain.get("shape") == "long" and plain["person"] in (ids := layout_of(plain).ids):
        plain["ids"] = [name for name in ids if name != plain["person"]]
    _cells((rows[skip:], decimal), (catalogue, form, [*translations]), key, plain, reasons)
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


def _rows(path: Path, items: Mapping[str, Item], plain: dict[str, Any], reasons: list[str]) -> tuple[pl.DataFrame, str]:
    """Return the first rows of a file and its decimal sign.

    Where the names stand further down, in two rows or in another sheet, or the text is not UTF-8, that is noted.
    """
    rows, decimal = pl.DataFrame(), "."
    problems: Sequence[Problem] = ()
    try:
        rows, decimal = _first_rows(path, {})
    except TableError as error:
        problems = error.problems
    most = _found(rows, items)
    if _is_qualtrics(rows) or 2 * most[0] > len(items) or note_long(rows, items, {}, []):
        return rows, decimal
    for dialect in _places(path, [problem.code for problem in problems]):
        try:
            others, sign = _first_rows(path, dialect)
        except TableError:
            continue
        here = _found(others, items)
        if here > most and 2 * here[0] > len(items):
            rows, decimal, most, plain["dialect"] = others, sign, here, dialect
    if "dialect" in plain:
        place = "the names do not stand in the first row, or not in the first sheet; `dialect` says where"
        encoding = plain["dialect"].get("encoding")
        read = f"the text is not UTF-8; it is read as {encoding}, so look at letters with accents"
        reasons.append(place if encoding is None else read)
    elif problems:
        raise TableError(problems)
    return rows, decimal


def _first_rows(path: Path, dialect: Mapping[str, Any]) -> tuple[pl.DataFrame, str]:
    file = open_table(path, TableLayout(dialect=dialect))
    (rows,) = collect([file.table.head(_LOOKED_AT)], source=path)
    rows = rows.drop(ROW, strict=False)
    readable = [i for i, name in enumerate(rows.columns) if not is_pattern(name)]
    return rows.select(pl.nth(*readable)), file.layout.dialect.decimal


def _found(rows: pl.DataFrame, items: Mapping[str, Item]) -> tuple[int, int]:
    """Return how many items the names of columns are of, which may be the texts of questions, and how many have one."""
    names = [name for name in rows.columns if name.strip()]
    return len(item_columns(items, {name: name for name in names})), len(names)


def _places(path: Path, problems: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield how else a file may be read: in another encoding, or with the names elsewhere or in two rows."""
    if "not-utf8" in problems:
        yield from ({"encoding": encoding} for encoding in _ENCODINGS)
        return
    form = format_of(path)
    sheets: list[dict[str, Any]] = [{"sheet": name} for name in sheet_names(path)] if form == "workbook" else [{}]
    for sheet in sheets[:_SHEETS] if form in ("csv", "workbook") else []:
        yield from ({**sheet, "names_in": row} for row in range(1, _BELOW + 1))
        yield from ({**sheet, "names_in": [row, row + 1]} for row in range(1, _BELOW))


def _is_qualtrics(rows: pl.DataFrame) -> bool:
    """Return whether the second row below the names has ids as JSON, as Qualtrics writes them."""
    second = [str(cell) for cell in rows.row(1)] if len(rows) > 1 else []
    return "ResponseId" in rows.columns and any("ImportId" in cell for cell in second)


def _preset(path: Path, rows: pl.DataFrame, plain: dict[str, Any], reasons: list[str]) -> None:
    """Note which system the file seems to come from."""
    names = set(rows.columns)
    first = [str(cell) for cell in rows.row(0)] if len(rows) else []
    signs = [
        ("qualtrics", _is_qualtrics(rows), "three rows at its head"),
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
    if plain.get("preset") == "redcap-events" and "record_id" not in names:
        others = [name for name in (id.removesuffix("?") for id in PRESETS["redcap-events"]["ids"]) if name in names]
        plain["ids"] = [rows.columns[0], *others]
        reasons.append(f"it has no column 'record_id', so the first one, {rows.columns[0]!r}, is taken for it")
    if plain.get("preset") == "kobo" and any(cell.startswith("#") for cell in first):
        plain["skip"] = 1
        reasons.append("the first row holds tags, and is no person")


def _cells(
    sample: tuple[pl.DataFrame, str],
    known: tuple[Catalogue, str, Sequence[Catalogue]],
    key: ScoringKey,
    plain: dict[str, Any],
    reasons: list[str],
) -> None:
    """Note what cells seem to mean that the layout does not know, by scale, and what is left to decide."""
    rows, decimal = sample
    catalogue, form, translations = known
    layout = with_labels(layout_of(plain), catalogue, form, translations=translations)
    labels = with_labels(TableLayout(), catalogue, form, translations=translations).values
    by_scale: dict[str, list[tuple[Meaning, Sequence[Any]]]] = {}
    for item, cells in _by_item(rows, layout, key):
        by_scale.setdefault(catalogue.items[item.id].scale, []).append((Meaning.of(item, layout), cells))
    for scale, items in by_scale.items():
        choices = [choice.answer for choice in catalogue.scales[scale].choices]
        guess = guess_cells(scale, items, labels.get(items[0][0].item.id, {}), choices, decimal)
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
    for id, name in answer_columns(key, layout):
        yield key.by_id[id], rows[name].unique().to_list()


def _ids(rows: pl.DataFrame, taken: set[str], plain: dict[str, Any], reasons: list[str]) -> None:
    """Note the first column in which no cell stands twice."""
    for name in rows.columns:
        if name not in taken and len(rows) and rows[name].n_unique() == len(rows):
            plain["ids"] = [name]
            reasons.append(f"no cell stands twice in {name!r}, so it is taken for the id")
            return
