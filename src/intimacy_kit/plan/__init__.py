"""Next steps: what is already going well, then a few practices that fit, each with its reason."""

from intimacy_kit.plan.plan import MOST_SUGGESTIONS

__all__ = ["MOST_SUGGESTIONS"]
