"""How many people a measurement study takes. Needs no extra."""

import math
from collections.abc import Mapping
from statistics import NormalDist

from intimacy_kit._values.arguments import whole_number
from intimacy_kit.errors import InvalidValue, Problem
from intimacy_kit.scoring.reliability import CONFIDENCE


def people_for_alpha(alpha: float, *, items: int, width: float, confidence: float = CONFIDENCE) -> int:
    """Return how many people give Cronbach's alpha an interval of a width.

    Formula: Bonett (2002, doi:10.3102/10769986027004335): n = 8 · k / (k - 1) · (1 - alpha)² · (z / width)² + 2.

    Args:
        alpha: The alpha that is expected, from 0, below 1.
        items: How many items the scale has, from 2.
        width: How wide the interval may be from end to end, between 0 and 1.
        confidence: The confidence of the interval, between 0 and 1.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> people_for_alpha(0.8, items=7, width=0.1)
    146
    """
    _check({"alpha": alpha}, {"items": items}, {"width": width, "confidence": confidence})
    return math.ceil(8 * items / (items - 1) * (1 - alpha) ** 2 * (_point(confidence) / width) ** 2 + 2)


def people_for_icc(icc: float, *, ratings: int, width: float, confidence: float = CONFIDENCE) -> int:
    """Return how many people, or couples, give an intraclass correlation an interval of a width.

    Formula: Bonett (2002, doi:10.1002/sim.1108):
    n = 8 · z² · (1 - icc)² · (1 + (k - 1) · icc)² / (k · (k - 1) · width²) + 1,
    and 5 · icc more where there are two ratings and the correlation is 0.7 or above.

    Args:
        icc: The correlation that is expected, from 0, below 1.
        ratings: How many ratings each has: occasions of a person, or 2 for the partners of a couple.
        width: How wide the interval may be from end to end, between 0 and 1.
        confidence: The confidence of the interval, between 0 and 1.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> people_for_icc(0.7, ratings=2, width=0.2)
    105
    """
    _check({"icc": icc}, {"ratings": ratings}, {"width": width, "confidence": confidence})
    k, z = ratings, _point(confidence)
    n = 8 * z**2 * (1 - icc) ** 2 * (1 + (k - 1) * icc) ** 2 / (k * (k - 1) * width**2) + 1
    return math.ceil(n + (5 * icc if k == 2 and icc >= 0.7 else 0))


def people_in_couples(people: int, *, likeness: float) -> int:
    """Return how many people it takes where both partners of couples answer, for as much as some tell by themselves.

    Formula: the design effect of clusters of two, 1 + likeness (Kish, 1965, Survey Sampling). It is exact for a mean,
    and a rule of thumb for a reliability.

    Args:
        people: How many people it would take who are no couples, from 1.
        likeness: The correlation between partners, from 0 to 1.

    Returns:
        An even number of people.

    Raises:
        InvalidValue: Listing every argument that makes no sense.

    >>> people_in_couples(146, likeness=0.4)
    206
    """
    problems: list[Problem] = []
    whole_number(people, "people", problems, low=1)
    if not 0 <= likeness <= 1:
        problems.append(Problem("bad-number", "likeness lies between 0 and 1", "", ("likeness",)))
    if problems:
        raise InvalidValue(problems)
    return 2 * math.ceil(people * (1 + likeness) / 2)


def _check(coefficients: Mapping[str, float], counts: Mapping[str, int], parts: Mapping[str, float]) -> None:
    """Refuse arguments that make no sense, each by its name."""
    problems: list[Problem] = []
    for name, value in coefficients.items():
        if not 0 <= value < 1:
            problems.append(Problem("bad-number", f"{name} is a number from 0, below 1", "", (name,)))
    for name, count in counts.items():
        whole_number(count, name, problems, low=2)
    for name, part in parts.items():
        if not 0 < part < 1:
            problems.append(Problem("bad-number", f"{name} lies between 0 and 1", "", (name,)))
    if problems:
        raise InvalidValue(problems)


def _point(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
