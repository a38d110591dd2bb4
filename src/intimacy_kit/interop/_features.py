"""What a check-in can have that not every format holds, and what an export says where its format does not."""

import enum
from collections.abc import Callable, Mapping

from intimacy_kit.checkin.checkin import CheckIn
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.scoring_key.item import KeyedItem
from intimacy_kit.scoring_key.subscale import Subscale


class Feature(enum.Enum):
    """A part of a check-in that a format may lack; its value is what an export says then."""

    CONDITIONS = "questions that are shown only after certain answers are always shown; leave out what does not apply"
    RANGES = "questions that take a number from a range have nothing to answer with"
    END_LABELS = "the labels at the ends of a range are not there"
    READINGS = "scores are percents alone; what their rules read off them is not there"
    SCORES = "scores by rules, points or ranges are not there; import the responses to have them"
    LEVELS = "the levels of scores are not there"
    ASKED = "what does not apply, or was not shown, counts as asked in the scores of the form; import the responses"
    INSTRUCTIONS = "the instructions before the questions are not there"


def losses_of(checkin: CheckIn, *missing: Feature) -> list[str]:
    """Return a sentence for each feature that a check-in has and its format lacks.

    Args:
        checkin: The check-in that is exported.
        missing: What the format lacks.
    """
    return [feature.value for feature in missing if _HAS[feature](checkin)]


def is_plain(subscale: Subscale) -> bool:
    """Return whether a score is the percent of a pillar over labelled values that stand for themselves.

    Args:
        subscale: The score.
    """
    even = all(term.table is None and term.span == term.weight * subscale.unit for term in subscale.terms)
    alike = even and (subscale.per_point is None or subscale.low is not None)
    return adds_up(subscale) and alike and not (subscale.has_sum or has_reading(subscale) or subscale.levels)


def adds_up(subscale: Subscale) -> bool:
    """Return whether a score is the percent, the mean or the sum of what its items add, times a number at most.

    Args:
        subscale: The score.
    """
    untouched = subscale.plus == 0 and subscale.operand is None and subscale.cycle is None
    return (
        untouched
        and subscale.round_to is None
        and subscale.entries is None
        and not (subscale.reading.is_extreme or subscale.parts or subscale.norms)
        and subscale.per_point in (None, 1)
        and all(term.cut is None and term.per_unit == 1 and term.not_shown is None for term in subscale.terms)
    )


def has_reading(subscale: Subscale) -> bool:
    """Return whether the value of a score is another number than its percent.

    Args:
        subscale: The score.
    """
    return subscale.reading.value != "percent" or not subscale.plain


def _items(checkin: CheckIn) -> list[KeyedItem]:
    return [checkin.key.by_id[id] for id in checkin.item_ids]


def _has_end_labels(checkin: CheckIn) -> bool:
    ranges = (question.range for question in checkin.questions)
    return any(each is not None and (each.low_label or each.high_label) for each in ranges)


def can_be_skipped(item: KeyedItem) -> bool:
    """Return whether a person may not be asked an item, or can say that it does not apply.

    Args:
        item: The item.
    """
    return item.show_if is not None or Missing.DOES_NOT_APPLY in item.codes


_HAS: Mapping[Feature, Callable[[CheckIn], bool]] = {
    Feature.CONDITIONS: lambda checkin: any(item.show_if is not None for item in _items(checkin)),
    Feature.RANGES: lambda checkin: any(item.range is not None for item in _items(checkin)),
    Feature.END_LABELS: _has_end_labels,
    Feature.READINGS: lambda checkin: any(map(has_reading, checkin.key.subscales)),
    Feature.SCORES: lambda checkin: not all(map(is_plain, checkin.key.subscales)),
    Feature.LEVELS: lambda checkin: any(subscale.levels for subscale in checkin.key.subscales),
    Feature.ASKED: lambda checkin: any(map(can_be_skipped, _items(checkin))),
    Feature.INSTRUCTIONS: lambda checkin: checkin.instructions is not None,
}
"""Whether a check-in has a feature."""
