"""Which columns of a file seem to hold the items of a form: by name or text, in pairs for two partners, or in rows."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from intimacy_kit.content.questionnaire import Item
from intimacy_kit.content.text import versions
from intimacy_kit.errors import MissingExtra

try:
    import polars as pl
except ImportError as error:
    raise MissingExtra("tables") from error


_GROUPS = re.compile(r"[/.:\-\[]")
"""What stands between a group and the question in it, in names of columns."""


def item_columns(items: Mapping[str, Item], texts: Mapping[str, str]) -> dict[str, str]:
    """Return item to the column that seems to hold it, by name or by the text of the question.

    Args:
        items: The items by id.
        texts: The name of each column, to its name with the text that stands below it.
    """
    columns: dict[str, str] = {}
    backwards = [*texts][::-1]  # the first of two that look alike is kept
    names = {_plain(name): name for name in backwards}
    read = {column: _plain(text) for column, text in texts.items()}
    parts = {name: _plain(_GROUPS.split(name)[-1]) for name in backwards}
    often = Counter(parts.values())
    lasts = {part: name for name, part in parts.items() if often[part] == 1}
    ends = Counter(id.rpartition(".")[2] for id in items)
    for id, item in items.items():
        end = id.rpartition(".")[2]
        own = [_plain(id), *([_plain(end)] if ends[end] == 1 else [])]
        tries = (among.get(f"{before}{end_}") for end_ in own for among in (names, lasts) for before in ("", "q"))
        name = next((candidate for candidate in tries if candidate is not None), None)
        if name is None:
            wordings = [_plain(text) for text in _wordings(item)]
            fit = [column for column, text in read.items() if any(wording in text for wording in wordings)]
            name = fit[0] if len(fit) == 1 else None
        if name is not None and name not in columns.values():
            columns[id] = name
    return columns


def partner_columns(items: Mapping[str, Item], names: Sequence[str]) -> dict[str, Any]:
    """Return what a layout says of two partners who share a row, where most items stand twice; else nothing.

    Args:
        items: The items by id.
        names: The names of the columns.
    """
    ids, read = {id: _plain(id) for id in items}, {name: _plain(name) for name in names}
    for place in ("suffix", "prefix"):
        found: dict[str, dict[str, str]] = {}
        for (id, own), (name, plain) in product(ids.items(), read.items()):
            if place == "suffix":
                extra = plain.removeprefix(own) if plain.startswith(own) else ""
            else:
                extra = plain.removesuffix(own) if plain.endswith(own) else ""
            if extra:
                found.setdefault(extra, {}).setdefault(id, name)
        common = {extra: columns for extra, columns in found.items() if 2 * len(columns) > len(items)}
        if len(common) == 2:
            return _partners(place, common)
    return {}


def _partners(place: str, found: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return what a layout says of partners, from what their names have more than those of the items."""
    (first, one), (second, other) = found.items()
    both = [id for id in one if id in other]
    columns = {id: _without(one[id], place, first)[0] for id in both}
    partners: dict[str, Any] = {}
    for extra, own in ((first, one), (second, other)):
        ends = Counter(_without(own[id], place, extra)[1] for id in both)
        end = ends.most_common(1)[0][0]
        whole = {id: f"{name}{end}" if place == "suffix" else f"{end}{name}" for id, name in columns.items()}
        odd = {id: own[id] for id in both if own[id] != whole[id]}
        simple = place == "suffix" and not odd
        partners[end.strip("_. ")] = end if simple else {place: end, **({"columns": odd} if odd else {})}
    return {"columns": columns, "partners": partners}


def _without(name: str, place: str, extra: str) -> tuple[str, str]:
    """Return a name without what it has more than the item's, and that, with the signs between them."""
    cuts = range(len(name) - 1, 0, -1) if place == "prefix" else range(1, len(name))
    ends = ((name[:cut], name[cut:]) if place == "suffix" else (name[cut:], name[:cut]) for cut in cuts)
    return next((rest, end) for rest, end in ends if _plain(end) == extra)


def note_long(rows: pl.DataFrame, items: Mapping[str, Item], plain: dict[str, Any], reasons: list[str]) -> bool:
    """Note that each row seems to be an answer, and return whether it does.

    Args:
        rows: The first rows of the file.
        items: The items by id.
        plain: The layout, as plain data, to which it is added.
        reasons: Sentences, to which those why are added.
    """
    own = {_plain(id): id for id in items}
    ends = Counter(id.rpartition(".")[2] for id in items)
    by_end = {_plain(end): id for id in items if ends[end := id.rpartition(".")[2]] == 1}
    for name in rows.columns:
        cells = {str(cell) for cell in rows[name].unique().to_list() if cell is not None}
        called = {own[_plain(cell)]: cell for cell in sorted(cells) if _plain(cell) in own}
        called = called or {by_end[_plain(cell)]: cell for cell in sorted(cells) if _plain(cell) in by_end}
        if 2 * len(called) > len(items) or (called and len(called) == len(cells)):
            value = _value_column(rows, name)
            own_rows = rows.filter(pl.col(name).is_in([*called.values()])).drop(value)
            plain |= {"shape": "long", "item": name, "person": _person_column(own_rows, name)}
            if others := sorted(cells - set(called.values())):
                plain["only"] = {name: [*called.values()]}
                listed = ", ".join(ascii(other[:40]) for other in others[:10])
                reasons.append(f"rows with other names in {name!r} are left out; look whether one is an item: {listed}")
            if value != "value":
                plain["value"] = value
            if any(id != cell for id, cell in called.items()):
                plain["columns"] = called
            reasons.append(f"the column {name!r} holds names of items, so each row is taken for an answer")
            reasons.append("say under `ids` what else tells check-ins apart, such as a day")
            return True
    return False


def _value_column(rows: pl.DataFrame, item: str) -> str:
    """Return the column that seems to hold the answers of a long table, the one behind its items unless it is named."""
    behind = rows.columns[rows.columns.index(item) + 1 :]
    return "value" if "value" in rows.columns else (behind or rows.columns[-1:])[0]


def _person_column(rows: pl.DataFrame, item: str) -> str:
    """Return the first column of whose cells each has several items, and none twice; else the first of all."""
    for name in rows.columns:
        several = name != item and rows[name].n_unique() < len(rows)
        if several and not rows.select(name, item).is_duplicated().any():
            return name
    return rows.columns[0]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _wordings(item: Item) -> Iterable[str]:
    """Yield the texts of an item that are long enough to be known by, in every language."""
    for wording in (item.text, item.question):
        if wording is not None:
            yield from (text for _, text in versions(wording.self_) if len(_plain(text)) > 10)
