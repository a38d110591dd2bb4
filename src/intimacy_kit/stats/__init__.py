"""Reliability and agreement in a sample of responses, and samples that are made up. Needs the extra `stats`."""

from intimacy_kit.stats.agreement import Coefficient, icc, retest
from intimacy_kit.stats.bootstrap import bootstrap_reliability
from intimacy_kit.stats.dyads import Likeness, likeness
from intimacy_kit.stats.kinds import Correlation, ReliabilityCoefficient
from intimacy_kit.stats.norms import norm_of
from intimacy_kit.stats.occasions import OccasionReliability, VarianceComponents, occasion_reliability
from intimacy_kit.stats.options import ItemUse, item_use
from intimacy_kit.stats.ordinal import ParallelAnalysis, parallel_analysis, polychoric
from intimacy_kit.stats.planning import people_for_alpha, people_for_icc, people_in_couples
from intimacy_kit.stats.sample import Analysis, ItemAnalysis, analyse, keyed_matrix, reliability
from intimacy_kit.stats.simulation import simulate
from intimacy_kit.stats.truth import ItemTruth, Simulation, Truth

__all__ = [
    "Analysis",
    "Coefficient",
    "Correlation",
    "ItemAnalysis",
    "ItemTruth",
    "ItemUse",
    "Likeness",
    "OccasionReliability",
    "ParallelAnalysis",
    "ReliabilityCoefficient",
    "Simulation",
    "Truth",
    "VarianceComponents",
    "analyse",
    "bootstrap_reliability",
    "icc",
    "item_use",
    "keyed_matrix",
    "likeness",
    "norm_of",
    "occasion_reliability",
    "parallel_analysis",
    "people_for_alpha",
    "people_for_icc",
    "people_in_couples",
    "polychoric",
    "reliability",
    "retest",
    "simulate",
]
