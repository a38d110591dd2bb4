"""What a person opens for themselves alone, and where to find help."""

from intimacy_kit.safety.help import HelpResolver, HelpRow, help_rows, help_text
from intimacy_kit.safety.questions import (
    AFRAID,
    FREE_TO_SAY_NO,
    MADE_TO_TAKE_PART,
    PRIVATE_DEVICE,
    SAFETY_QUESTIONS,
    SafetyAnswer,
    SafetyCheck,
    SafetyQuestion,
    device_note,
    opening_note,
    private_note,
    safety_check,
)
from intimacy_kit.safety.state import NOT_ASKED, SafetyState, Standing, assess

__all__ = [
    "AFRAID",
    "FREE_TO_SAY_NO",
    "MADE_TO_TAKE_PART",
    "NOT_ASKED",
    "PRIVATE_DEVICE",
    "SAFETY_QUESTIONS",
    "HelpResolver",
    "HelpRow",
    "SafetyAnswer",
    "SafetyCheck",
    "SafetyQuestion",
    "SafetyState",
    "Standing",
    "assess",
    "device_note",
    "help_rows",
    "help_text",
    "opening_note",
    "private_note",
    "safety_check",
]
