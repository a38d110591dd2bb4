"""A first layout for a file, with its reasons, to be read, mended and kept. It never scores."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import attrs

from intimacy_kit._sealed import sealed
from intimacy_kit.content.catalogue import Catalogue
from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.text import versions
from intimacy_kit.errors import InvalidValue, MissingExtra, Problem
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.key import ScoringKey
from intimacy_kit.tables.guess_cells import guess_cells
from intimacy_kit.tables.labels import with_labels
from intimacy_kit.tables.layout import TableLayout
from intimacy_kit.tables.meaning import Meaning
from intimacy_kit.tables.presets import layout_of
from intimacy_kit.tables.streams import collect, open_table

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error

_LOOKED_AT = 1000
"""How many rows are looked at."""

_SUFFIXES = (("_a", "_b"), ("_1", "_2"), (".a", ".b"), (".1", ".2"), ("a", "b"), ("1", "2"))


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
        lines = [f"# {reason}" for reason in self.reasons]
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
    (rows,) = collect([open_table(path, TableLayout()).table.head(_LOOKED_AT)], source=path)
    plain: dict[str, Any] = {}
    reasons: list[str] = [f"a guess for the form {form!r}; read it, mend it, and keep it"]
    _preset(path, rows, plain, reasons)
    skip = int(plain.get("skip", 0)) or (2 if plain.get("preset") == "qualtrics" else 0)
    texts = {name: f"{name} {rows[name][0] if skip and len(rows) else ''}" for name in rows.columns}
    items = {item.id: item for item in catalogue.form_items(form) if item.id in key.scored}
    columns = _columns(items, texts)
    partners = {} if len(columns) == len(items) else _partners(items, rows.columns)
    if partners:
        plain.update(partners)
        reasons.append("names come in pairs with two endings, so a row is taken for a couple")
    elif columns:
        plain["columns"] = columns
        missing = [id for id in items if id not in columns]
        reasons.append(f"{len(columns)} of {len(items)} items were found by their names or texts")
        if missing:
            reasons.append(f"no column was found for {', '.join(missing[:10])}; they count as asked of nobody")
    elif not _long(rows, items, plain, reasons):
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
        return value if bare else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, Any], value).items()
        return "{" + ", ".join(f"{_quoted(name)}: {_quoted(entry)}" for name, entry in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_quoted, cast(Sequence[Any], value))) + "]"
    return json.dumps(value, ensure_ascii=False)


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
        ("google-forms", "Timestamp" in names, "a column Timestamp"),
        ("spss", path.suffix.lower() in (".sav", ".zsav"), "its ending"),
        ("surveyjs", path.suffix.lower() in (".jsonl", ".ndjson", ".json"), "its ending"),
    ]
    for name, applies, sign in signs:
        if applies:
            plain["preset"] = name
            reasons.append(f"it looks like an export of the kind {name!r}: {sign}")
            break
    if plain.get("preset") == "kobo" and any(cell.startswith("#") for cell in first):
        plain["skip"] = 1
        reasons.append("the first row holds tags, and is no person")


def _columns(items: Mapping[str, Item], texts: Mapping[str, str]) -> dict[str, str]:
    """Return item to the column that seems to hold it, by name or by the text of the question."""
    columns: dict[str, str] = {}
    backwards = [*texts][::-1]  # the first of two that look alike is kept
    names = {_plain(name): name for name in backwards}
    lasts = {_plain(re.split(r"[/.:]", name)[-1]): name for name in backwards}
    ends = Counter(id.rpartition(".")[2] for id in items)
    for id, item in items.items():
        end = id.rpartition(".")[2]
        own = [_plain(id), *([_plain(end)] if ends[end] == 1 else [])]
        tries = (among.get(f"{before}{end_}") for end_ in own for among in (names, lasts) for before in ("", "q"))
        name = next((candidate for candidate in tries if candidate is not None), None)
        if name is None:
            wordings = [_plain(text) for text in _wordings(item)]
            fit = [column for column, text in texts.items() if any(wording in _plain(text) for wording in wordings)]
            name = fit[0] if len(fit) == 1 else None
        if name is not None and name not in columns.values():
            columns[id] = name
    return columns


def _partners(items: Mapping[str, Item], names: Sequence[str]) -> dict[str, Any]:
    """Return what a layout says of two partners who share a row, where two endings are there for most items."""
    plain = {_plain(name): name for name in names}
    for first, second in _SUFFIXES:
        pairs = {
            id: (plain.get(_plain(id + first)), plain.get(_plain(id + second)))
            for id in items
            if _plain(id + first) in plain and _plain(id + second) in plain
        }
        if 2 * len(pairs) > len(items):
            left = next(iter(pairs.values()))
            ends = [str(name)[-len(first) :] for name in left]
            base = {id: str(one)[: -len(first)] for id, (one, _) in pairs.items()}
            named = {end.strip("_."): end for end in ends}
            odd = {
                id: str(other)
                for id, (_, other) in pairs.items()
                if not str(other).endswith(ends[1]) or str(other)[: -len(first)] != base[id]
            }
            if odd:
                name = ends[1].strip("_.")
                named[name] = {"suffix": ends[1], "columns": odd}  # type: ignore[assignment]  # plain data
            return {"columns": base, "partners": named}
    return {}


def _long(rows: pl.DataFrame, items: Mapping[str, Item], plain: dict[str, Any], reasons: list[str]) -> bool:
    """Note that each row seems to be an answer, and return whether it does."""
    own = {_plain(id): id for id in items}
    for name in rows.columns:
        cells = {str(cell) for cell in rows[name].unique().to_list() if cell is not None}
        called = {own[_plain(cell)]: cell for cell in sorted(cells) if _plain(cell) in own}
        if 2 * len(called) > len(items) or (called and len(called) == len(cells)):
            plain |= {"shape": "long", "item": name, "person": rows.columns[0]}
            if "value" not in rows.columns:
                plain["value"] = rows.columns[rows.columns.index(name) + 1 :][:1] or rows.columns[-1:]
                plain["value"] = plain["value"][0]
            if any(id != cell for id, cell in called.items()):
                plain["columns"] = called
            reasons.append(f"the column {name!r} holds names of items, so each row is taken for an answer")
            reasons.append("say under `ids` what else tells check-ins apart, such as a day")
            return True
    return False


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
    for id, name in layout.item_columns(key).items():
        if layout.shape == "long":
            cells = rows.filter(pl.col(layout.item) == name)[layout.value]
            yield key.by_id[id], cells.unique().to_list()
        for suffix in [partner.suffix for partner in layout.partners.values()] or [""]:
            if f"{name}{suffix}" in rows.columns and layout.shape == "wide":
                yield key.by_id[id], rows[f"{name}{suffix}"].unique().to_list()


def _ids(rows: pl.DataFrame, taken: set[str], plain: dict[str, Any], reasons: list[str]) -> None:
    """Note the first column in which no cell stands twice."""
    for name in rows.columns:
        if name not in taken and len(rows) and rows[name].n_unique() == len(rows):
            plain["ids"] = [name]
            reasons.append(f"no cell stands twice in {name!r}, so it is taken for the id")
            return


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _wordings(item: Item) -> Iterable[str]:
    """Yield the texts of an item that are long enough to be known by, in every language."""
    for wording in (item.text, item.question):
        if wording is not None:
            yield from (text for _, text in versions(wording.self_) if len(_plain(text)) > 10)
