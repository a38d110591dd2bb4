"""What is asked this time, and what a person answered."""

from intimacy_kit.checkin.checkin import Answer, Asked, identity, rotation

__all__ = ["Answer", "Asked", "identity", "rotation"]
