"""The words of sample statistics."""

import enum


class Correlation(enum.StrEnum):
    """Which correlation of two items' answers is taken.

    `pearson` takes the answers as numbers. `polychoric` takes them as normal variables that were cut into a few
    answers, which factor analyses of short scales need.
    """

    PEARSON = "pearson"
    POLYCHORIC = "polychoric"


class ReliabilityCoefficient(enum.StrEnum):
    """Which internal consistency is taken: Cronbach's alpha, or McDonald's omega of one factor."""

    ALPHA = "alpha"
    OMEGA = "omega"
