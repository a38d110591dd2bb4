"""Reliability and agreement in a sample of responses."""

from intimacy_kit.stats.agreement import Coefficient, icc, retest
from intimacy_kit.stats.sample import Analysis, ItemAnalysis, analyse, keyed_matrix, reliability

__all__ = ["Analysis", "Coefficient", "ItemAnalysis", "analyse", "icc", "keyed_matrix", "reliability", "retest"]
