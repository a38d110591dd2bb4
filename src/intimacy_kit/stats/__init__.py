"""Reliability and agreement in a sample of responses."""

from intimacy_kit.stats.sample import (
    Analysis,
    Coefficient,
    ItemAnalysis,
    analyse,
    icc,
    keyed_matrix,
    reliability,
    retest,
)

__all__ = ["Analysis", "Coefficient", "ItemAnalysis", "analyse", "icc", "keyed_matrix", "reliability", "retest"]
