"""Layouts of the exports of common systems, to begin with, and layouts that are kept in files.

A preset says what is the same in every export of a system. Columns, and what
their cells mean, differ from one study to the next.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import attrs

from intimacy_kit._outside_text import did_you_mean
from intimacy_kit._regular_file import content_of
from intimacy_kit._values.leaves import Scalar
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.packs.yaml_tree import LIMITS, read
from intimacy_kit.tables.layout import TableLayout

_REDCAP_GAPS = (
    *("NI", "INV", "UNK", "ASKU", "NAV", "MSK", "NA", "NAVU", "NP", "QS", "QI", "TRC", "UNC", "DER", "PINF", "NINF"),
    *("OTH", "NASK"),
)
"""Missing data codes that REDCap proposes. Each counts as asked, so that none gives a score of fewer answers; say
`NASK: not-asked` where items that were not asked are to leave the denominator."""

PRESETS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "qualtrics": {
            # Under the names stand the questions, and then ids as JSON. -99 was seen and left out.
            "ids": ["ResponseId"],
            "skip": 2,
            "codes": {"-99": "left-blank"},
            "without": {"Status?": ["1", "2", "8", "9", "17", "Survey Preview", "Survey Test", "Spam", "Spam Preview"]},
        },
        "redcap": {
            "ids": ["record_id"],
            "codes": dict.fromkeys(_REDCAP_GAPS, "left-blank"),
        },
        "redcap-events": {
            "ids": ["record_id", "redcap_event_name", "redcap_repeat_instance?"],
            "codes": dict.fromkeys(_REDCAP_GAPS, "left-blank"),
        },
        "limesurvey": {"ids": ["id"], "codes": {"N/A": "left-blank", "-oth-": "left-blank"}},
        "kobo": {"ids": ["_uuid"]},
        "google-forms": {"ids": ["Timestamp"]},
        "surveyjs": {"codes": {"other": "left-blank", "none": "left-blank"}},
        "spss": {"codes": {".": "left-blank"}},
    }
)
"""Each preset as plain data. A column whose name ends in `?` need not be there."""


def layout_of(data: Any) -> TableLayout:
    """Return a layout from plain data that may begin with a preset.

    What the data say stands beside what the preset says of codes, conditions and the dialect, and in place of
    everything else.

    Args:
        data: A mapping as `TableLayout.from_dict` takes it, in which `preset` may name one.

    Raises:
        InvalidValue: Listing every problem at once.

    >>> layout_of({"preset": "qualtrics", "ids": ["person"]}).skip
    2
    """
    if not isinstance(data, Mapping) or "preset" not in data:
        return TableLayout.from_dict(cast(Mapping[str, Any], data))
    mapping = cast(Mapping[str, Any], data)
    own: dict[Any, Any] = {key: value for key, value in mapping.items() if key != "preset"}
    name: Any = mapping["preset"]
    if not isinstance(name, str) or name not in PRESETS:
        near = did_you_mean(name, PRESETS) if isinstance(name, str) else ""
        remedy = near or f"it is one of {', '.join(PRESETS)}"
        problems = [Problem("bad-choice", "there is no such preset", remedy, ("preset",))]
        try:
            TableLayout.from_dict(own)
        except InvalidValue as error:
            problems += error.problems
        raise InvalidValue(problems)
    base = dict(PRESETS[name])
    for key, value in own.items():
        both = isinstance(value, Mapping) and isinstance(base.get(key), Mapping)
        base[key] = {**base[key], **value} if both else value
    return TableLayout.from_dict(base)


def read_layout(path: str | Path) -> TableLayout:
    """Return the layout in a YAML or JSON file.

    Args:
        path: The file.

    Raises:
        InvalidValue: When it cannot be read or is not a layout, listing every problem at once.
    """
    path = Path(path)
    try:
        content = content_of(path, LIMITS.bytes)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have this name"
        message = f"the file cannot be read ({reason})"
        raise InvalidValue([Problem("unreadable", message, file=str(path))]) from None
    tree, problems = read(content)
    if problems:
        raise InvalidValue(attrs.evolve(problem, file=str(path)) for problem in problems)
    try:
        return layout_of(_plain(tree))
    except InvalidValue as error:
        problems = tuple(attrs.evolve(problem, file=str(path)) for problem in error.problems)
    raise InvalidValue(problems)


def _plain(node: Any) -> Any:
    """Return a YAML tree as plain data: what looks like a whole number is one, and everything else is text."""
    if isinstance(node, Mapping):
        return {key: _plain(child) for key, child in cast(Mapping[str, Any], node).items()}
    if isinstance(node, list):
        return [_plain(child) for child in cast(Sequence[Any], node)]
    text = node.text if isinstance(node, Scalar) else node
    if not isinstance(node, Scalar) or node.quoted:
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    try:
        return int(text) if str(int(text)) == text else text
    except ValueError:
        return text
