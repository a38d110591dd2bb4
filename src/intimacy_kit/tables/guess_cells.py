"""What the cells of a file seem to mean: names of choices, codes of choices, numbers that are shifted, and gaps.

A cell is only named where it resembles a label, a code of a system or a number; other text may be a person's own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.tables.inspection import shift_of
from intimacy_kit.tables.meaning import Fault, Meaning, is_whole, plain_text

_CODES = re.compile(r"-[1-9][0-9]*|7{2,3}|8{2,3}|9{2,3}")
"""Numbers that people take for a gap."""

_GAPS = frozenset({"na", "n/a", "#n/a", "nan", "null", "none", ".", "-", "missing"})
"""Texts that programs write for a gap."""

_IN_ORDER = re.compile(r"a0*([1-9][0-9]?)")
_LISTED = 12


@attrs.frozen
class CellGuess:
    """What the cells of items of one scale seem to mean.

    Args:
        values: Cell to a value or the word of a missing code.
        codes: Cell to the word of a missing code.
        offset: What seems to have been taken off each number.
        reasons: Why, a sentence each, and what is left to decide.
    """

    values: Mapping[str, int | str]
    codes: Mapping[str, str]
    offset: int
    reasons: tuple[str, ...]


def guess_cells(
    scale: str,
    items: Sequence[tuple[Meaning, Iterable[Any]]],
    labels: Mapping[str, int | Missing],
    choices: Sequence[int | Missing],
    decimal: str = ".",
) -> CellGuess:
    """Return what the cells of some items seem to mean.

    Args:
        scale: The scale that the items share.
        items: How each item is read so far, and the different cells that it has.
        labels: The labels of the scale in every language, each with its answer.
        choices: The answers of the scale in order.
        decimal: What stands before the fraction of a number in the file.
    """
    texts: dict[str, None] = {}
    numbers: set[int] = set()
    faults: dict[Fault, dict[str, None]] = {}
    for meaning, cells in items:
        for cell in cells:
            text = plain_text(cell, decimal)
            found = meaning.read(cell, decimal)
            if _is_number(text) and not isinstance(found, Missing):
                numbers.add(int(text))
            if found is Fault.LABEL:
                texts[text] = None
            if isinstance(found, Fault):
                faults.setdefault(found, {})[meaning.item.id] = None
    item = items[0][0].item
    values, reasons = _texts(scale, texts, labels, choices)
    codes = dict.fromkeys((text for text in texts if text in _GAPS), Missing.BLANK.value)
    left = [text for text in texts if text not in values and text not in codes]
    gaps, offset, strange = _numbers(item, numbers)
    codes |= dict.fromkeys(gaps, Missing.BLANK.value)
    if codes:
        reasons.append("what is often a gap is named under `codes`; say which kind each is")
    if offset:
        reasons.append(f"the numbers of {scale!r} look shifted, so `offset` adds {offset}")
    if strange:
        listed = ", ".join(map(str, strange[:_LISTED]))
        reasons.append(f"say under `values` what these numbers stand for, of {scale!r}: {listed}")
    if left:
        listed = ", ".join(faults[Fault.LABEL])
        reasons.append(f"{len(left)} different texts are left to decide ({Fault.LABEL.value}) in {listed}")
    reasons += [
        f"cells are left to decide ({kind.value}) in {', '.join(ids)}"
        for kind, ids in faults.items()
        if kind in (Fault.FRACTION, Fault.COMMA)
    ]
    return CellGuess(values, codes, offset, tuple(reasons))


def _is_number(text: str) -> bool:
    return is_whole(text) and len(text) < 10


def _texts(
    scale: str, texts: Iterable[str], labels: Mapping[str, int | Missing], choices: Sequence[int | Missing]
) -> tuple[dict[str, int | str], list[str]]:
    """Return what texts stand for: codes that count the choices, or words of one label alone; and why."""
    unknown = [text for text in texts if text not in _GAPS]
    order = {text: int(match[1]) for text in unknown if (match := _IN_ORDER.fullmatch(text))}
    if unknown and len(order) == len(unknown) and max(order.values()) <= len(choices):
        values = {f"A{n}": _word(answer) for n, answer in enumerate(choices, 1)}
        return values, [f"A1 and so on are taken for the choices of {scale!r} in order; a question may have another"]
    values = {text: _word(answer) for text in unknown if (answer := _resembled(text, labels)) is not None}
    reasons = [f"cells that resemble one label of {scale!r} alone stand under `values`; check each"] if values else []
    return values, reasons


def _word(answer: int | Missing) -> int | str:
    return answer.value if isinstance(answer, Missing) else answer


def _resembled(text: str, labels: Mapping[str, int | Missing]) -> int | Missing | None:
    """Return the answer of the one label that a text resembles: the same words in any order, or a part of its words."""
    words = _words(text)
    same = {answer for label, answer in labels.items() if _words(label) == words}
    part = {answer for label, answer in labels.items() if words < _words(label)}
    found = same or part
    return next(iter(found)) if words and len(found) == 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower()))


def _numbers(item: KeyedItem, numbers: Iterable[int]) -> tuple[list[str], int, list[int]]:
    """Return numbers that seem to be gaps, the offset that the others seem to need, and those that are left."""
    off = [number for number in sorted(numbers) if item.stored(number) is None]
    low, high = int(item.low), int(item.high)
    single = {number for number in (7, 8, 9) if number > high + 1}
    gaps = [number for number in off if _CODES.fullmatch(str(number)) or number in single]
    rest = {number for number in numbers if number not in gaps}
    shift = shift_of(set(numbers), low, high) or shift_of(rest, low, high)
    if shift:
        gaps = [number for number in gaps if not low + shift <= number <= high + shift]
        return [str(number) for number in gaps], -shift, []
    return [str(number) for number in gaps], 0, [number for number in off if number in rest]
