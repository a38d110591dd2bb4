"""What a person opens for themselves alone, and where to find help."""

from intimacy_kit.safety.help import HelpResolver, HelpRow, help_rows, help_text
from intimacy_kit.safety.questions import (
    AFRAID,
    FREE_TO_SAY_NO,
    PRIVATE_DEVICE,
    SAFETY_QUESTIONS,
    SafetyAnswer,
    SafetyCheck,
    SafetyQuestion,
    assess,
    device_note,
    not_now,
    open_practices,
    private_note,
    safety_check,
)

__all__ = [
    "AFRAID",
    "FREE_TO_SAY_NO",
    "PRIVATE_DEVICE",
    "SAFETY_QUESTIONS",
    "HelpResolver",
    "HelpRow",
    "SafetyAnswer",
    "SafetyCheck",
    "SafetyQuestion",
    "assess",
    "device_note",
    "help_rows",
    "help_text",
    "not_now",
    "open_practices",
    "private_note",
    "safety_check",
]
