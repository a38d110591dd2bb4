"""The closed vocabularies of content and answers; each member's value is its spelling in files."""

import enum


class Perspective(enum.StrEnum):
    """Whose behaviour a check-in asks about; the person who answers is the same."""

    SELF = "self"
    PARTNER = "partner"


class Role(enum.StrEnum):
    """What an item is for. Only scored and felt items enter a score, each kind apart from the other."""

    SCORED = "scored"
    FELT = "felt"
    CHOICE = "choice"
    SENTINEL = "sentinel"


class Keying(enum.StrEnum):
    """Which end of the scale is the pillar's high end."""

    FORWARD = "forward"
    REVERSE = "reverse"


class Missing(enum.StrEnum):
    """Why there is no value. A code is never a number, so that no gap can enter a sum."""

    DECLINED = "prefer-not-to-say"
    DID_NOT_COME_UP = "did-not-come-up"
    DOES_NOT_APPLY = "does-not-apply"
    BLANK = "left-blank"
    NOT_SHOWN = "not-shown"
    NOT_ASKED = "not-asked"

    @property
    def counts_as_asked(self) -> bool:
        """Whether the question was put to the person, so that it counts among those that were asked."""
        return self not in (Missing.DOES_NOT_APPLY, Missing.NOT_SHOWN, Missing.NOT_ASKED)

    @property
    def can_be_chosen(self) -> bool:
        """Whether a scale can offer it."""
        return self in (Missing.DECLINED, Missing.DID_NOT_COME_UP, Missing.DOES_NOT_APPLY)


class Order(enum.StrEnum):
    """In which order a form asks its items."""

    LISTED = "listed"
    DRAWN = "drawn"


class Model(enum.StrEnum):
    """How the items of a pillar belong together: as signs of one thing, or as parts that make it up."""

    REFLECTIVE = "reflective"
    INDEX = "index"


class Reading(enum.StrEnum):
    """What the value of a score is."""

    PERCENT = "percent"
    MEAN = "mean"
    SUM = "sum"


class Weigh(enum.StrEnum):
    """What each answer adds to a score: its place on the range of its item, or its points."""

    POSITION = "position"
    POINTS = "points"


class ActionKind(enum.StrEnum):
    """What a numbered statement of the founding text is."""

    DO = "do"
    AVOID = "avoid"
    CLAIM = "claim"
    FRAME = "frame"


class Fit(enum.StrEnum):
    """How close the evidence is to the practice: this very activity, its mechanism, a wider finding, or none."""

    TESTED = "tested"
    ADAPTED = "adapted"
    EXTRAPOLATED = "extrapolated"
    CRAFT = "craft"


class StudyResult(enum.StrEnum):
    """Whether a study supports what the content takes from it."""

    SUPPORTS = "supports"
    MIXED = "mixed"
    NO_EFFECT = "no-effect"


class TranslationStatus(enum.StrEnum):
    """Whether somebody whose language it is has read a translation and signed for it."""

    REVIEWED = "reviewed"
    DRAFT = "draft"


class Cadence(enum.StrEnum):
    """How often a practice is meant to be done."""

    DAILY = "daily"
    THREE_WEEKLY = "three-weekly"
    WEEKLY = "weekly"
    TWICE_MONTHLY = "twice-monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    THREE_A_YEAR = "three-a-year"
    YEARLY = "yearly"
    ONCE = "once"
    AS_NEEDED = "as-needed"

    @property
    def times_a_week(self) -> int:
        """How many times the practice is done in a week that includes it: 7, 3 or 1."""
        return {Cadence.DAILY: 7, Cadence.THREE_WEEKLY: 3}.get(self, 1)


class Mode(enum.StrEnum):
    """Who does a practice, and whether at the same time."""

    SOLO = "solo"
    TOGETHER = "together"
    ASYNC = "async"


class Distance(enum.StrEnum):
    """Whether a practice works for partners who are apart."""

    YES = "yes"
    ADAPT = "adapt"
    NO = "no"


class Access(enum.StrEnum):
    """What a person may want to do without."""

    NO_EYE_CONTACT = "no-eye-contact"
    NO_SPEECH = "no-speech"
    LOW_ENERGY = "low-energy"
    NO_TOUCH = "no-touch"
    NO_SIGHT = "no-sight"
    NO_HEARING = "no-hearing"
    NO_WRITING = "no-writing"


class Gate(enum.StrEnum):
    """What withholds a practice until the person has opened it alone."""

    CONFLICT = "conflict"
    VULNERABILITY = "vulnerability"
    TRAUMA = "trauma"
    FORGIVENESS = "forgiveness"
    TOUCH = "touch"
