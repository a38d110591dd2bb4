"""All that a lab needs to pilot a form: survey, codebook, texts, analysis, couples who are made up, and norms."""

from intimacy_kit.pilot.folder import simulate_pilot, write_pilot
from intimacy_kit.pilot.norms import write_norms
from intimacy_kit.pilot.plan import PilotPlan, System

__all__ = ["PilotPlan", "System", "simulate_pilot", "write_norms", "write_pilot"]
