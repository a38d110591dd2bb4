"""Next steps: what is already going well, then a few practices that fit, each with its reason."""

from intimacy_kit.plan.plan import GOING_WELL_FROM, MOST_SUGGESTIONS, NEVER_PRAISED, Wishes

__all__ = ["GOING_WELL_FROM", "MOST_SUGGESTIONS", "NEVER_PRAISED", "Wishes"]
