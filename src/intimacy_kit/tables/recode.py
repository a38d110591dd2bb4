"""Columns of any kind as whole numbers: values of the scale, and numbers beyond any scale for gaps and for faults.

The meaning of each cell is looked up once, in one dictionary for each item, so
that scoring afterwards meets nothing but numbers.
"""

from typing import Any

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.errors import MissingExtra
from intimacy_kit.tables.balanced import look_up
from intimacy_kit.tables.meaning import BLANKS, NUMBER, Meaning

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

GAP_NUMBERS = {2_000_001 + i: code for i, code in enumerate(Missing)}
"""What stands for each kind of gap; no scale reaches so far."""

FAULT_NUMBER = 3_000_000
"""What stands for a cell that means nothing."""

_AROUND = f"^[{BLANKS}]+|[{BLANKS}]+$"
_NUMBERS = {code: number for number, code in GAP_NUMBERS.items()}


def is_plain(meaning: Meaning, kind: str) -> bool:
    """Whether a column of numbers can be scored as it is.

    Args:
        meaning: How its cells are read.
        kind: What it holds: `int`, `float`, `text` or `none`.
    """
    return kind == "none" or (kind != "text" and meaning.numbers)


def trimmed(texts: Any, engine: nw.Implementation) -> Any:
    """Return texts without the blanks around them, which are not the same to every engine by itself.

    Args:
        texts: A column of text, as narwhals has it.
        engine: What the table is of.
    """
    if engine.is_polars():  # to which they are, and it finds them sooner
        return texts.str.strip_chars()
    return texts.str.replace_all(_AROUND, "") if engine.is_ibis() else texts.str.strip_chars(BLANKS)


def lowered(texts: Any, engine: nw.Implementation) -> Any:
    """Return texts in small letters.

    Python and Polars have two for a capital I with a dot, an i and the dot; others have one.

    Args:
        texts: A column of text, as narwhals has it.
        engine: What the table is of.
    """
    dotted = texts if engine.is_polars() else texts.str.replace_all("İ", "i̇", literal=True)
    return dotted.str.to_lowercase()


def recode(raw: Any, meaning: Meaning, kind: str, decimal: str, by: Any = nw) -> Any:
    """Return a column as numbers, in none of which a cell is empty; whole ones, except where the item has a range.

    Args:
        raw: The column; of text in small letters without blanks around it where `kind` is.
        meaning: How its cells are read.
        kind: What it holds: `int`, `float` or `text`.
        decimal: What else may stand before the fraction of a number besides a point.
        by: The module that makes expressions; text takes narwhals.
    """
    empty = number_of(meaning.cells[""])
    if kind == "text":
        plain = raw.fill_null("")
        known = {text: number_of(answer) for text, answer in meaning.spellings(decimal).items()}
        if any("σ" in text for text in known):  # which engines write in two ways at the end of a word
            plain = plain.str.replace_all("ς", "σ", literal=True)
        looked_up = plain.replace_strict(known, default=FAULT_NUMBER, return_dtype=nw.Int64)
        if not meaning.ranged:
            return looked_up
        dotted = plain.str.replace_all(decimal, ".", literal=True)
        figures = nw.when(dotted.str.contains(NUMBER)).then(dotted).otherwise(nw.lit(None)).cast(nw.Float64)
        number = figures + float(meaning.offset)
        unknown = (looked_up == FAULT_NUMBER) & ~number.is_null()
        return nw.when(unknown).then(number).otherwise(looked_up.cast(nw.Float64))
    known_numbers: dict[int, int | Missing] = {**meaning.number_values, **meaning.number_codes}
    gap = raw.is_null() | raw.is_nan() if kind == "float" else raw.is_null()
    numbers: Any = (raw.cast(by.Float64) + float(meaning.offset)) if meaning.ranged else by.lit(FAULT_NUMBER)
    kind_of = float if meaning.ranged else int
    numbers = look_up(
        raw, {number: kind_of(number_of(answer)) for number, answer in known_numbers.items()}, numbers, by
    )
    return by.when(gap).then(by.lit(float(empty) if meaning.ranged else empty)).otherwise(numbers)


def number_of(meaning: int | Missing) -> int:
    """Return the number that stands for an answer or a kind of gap."""
    return _NUMBERS[meaning] if isinstance(meaning, Missing) else meaning
