"""What is asked this time, and what a person answered."""

from intimacy_kit.checkin.checkin import Answer, Asked, CheckIn, Question, Response, draw, identity, rotation

__all__ = ["Answer", "Asked", "CheckIn", "Question", "Response", "draw", "identity", "rotation"]
