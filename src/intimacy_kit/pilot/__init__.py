"""All that a lab needs to pilot a form: survey, codebook, texts, analysis, and couples who are made up."""

from intimacy_kit.pilot.folder import simulate_pilot, write_pilot
from intimacy_kit.pilot.plan import PilotPlan, System

__all__ = ["PilotPlan", "System", "simulate_pilot", "write_pilot"]
