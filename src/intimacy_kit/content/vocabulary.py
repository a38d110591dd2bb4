"""The closed vocabularies of content and answers; each member's value is its spelling in files."""

import enum
import functools


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

    @functools.cached_property
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
    HIGHEST = "highest"
    LOWEST = "lowest"

    @functools.cached_property
    def is_extreme(self) -> bool:
        """Whether one answer alone gives it."""
        return self in (Reading.HIGHEST, Reading.LOWEST)


class Rounding(enum.StrEnum):
    """To which of the two multiples beside it a value is rounded: the nearer one, the upper or the lower."""

    HALF_UP = "half-up"
    UP = "up"
    DOWN = "down"


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
        """How many times the practice is done in a week that includes it, which is 7, 3 or 1."""
        return {Cadence.DAILY: 7, Cadence.THREE_WEEKLY: 3}.get(self, 1)


class Mode(enum.StrEnum):
    """Who does a practice, and whether at the same time."""

    SOLO = "solo"
    TOGETHER = "together"
    ASYNC = "async"


class CardKind(enum.StrEnum):
    """What sort of card a practice is."""

    EXERCISE = "exercise"
    RITUAL = "ritual"
    DATE = "date"
    PHRASE = "phrase"


class Anchor(enum.StrEnum):
    """The moment of ordinary life that a ritual is tied to."""

    WAKING = "waking"
    LEAVING = "leaving"
    MEETING = "meeting"
    MEAL = "meal"
    BED = "bed"
    WEEKEND = "weekend"
    PAYDAY = "payday"
    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    FEAST = "feast"
    SEASON = "season"
    GOOD_NEWS = "good-news"
    HARD_DAY = "hard-day"
    SICK_DAY = "sick-day"
    LOSS = "loss"


class Budget(enum.StrEnum):
    """What a date costs."""

    FREE = "free"
    LOW = "low"
    MEDIUM = "medium"


class Place(enum.StrEnum):
    """Where a date takes place."""

    HOME = "home"
    OUT = "out"
    NATURE = "nature"
    ONLINE = "online"


class Season(enum.StrEnum):
    """A season of the year."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Weather(enum.StrEnum):
    """The weather that a date needs, or makes the best of."""

    DRY = "dry"
    RAIN = "rain"
    SNOW = "snow"
    HOT = "hot"
    COLD = "cold"


class Energy(enum.StrEnum):
    """How much strength a date takes."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Job(enum.StrEnum):
    """What a phrase does in a hard conversation."""

    PAUSE = "pause"
    SOFTEN = "soften"
    OWN = "own"
    HEAR = "hear"
    ASK = "ask"
    AGREE = "agree"
    REACH = "reach"
    THANK = "thank"
    RESTART = "restart"


class PromptKind(enum.StrEnum):
    """How a prompt is answered: in one's own words, or by a choice that can also be guessed."""

    OPEN = "open"
    CHOICE = "choice"
    FINISH = "finish-the-sentence"
    RATHER = "would-you-rather"


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


class ReliabilityKind(enum.StrEnum):
    """Which error a reliability coefficient knows of.

    `internal-consistency` (alpha, omega) comes from one occasion: how far the
    questions of a scale disagree. Ordinary ups and downs from one time to another
    are not in it. `retest` (a correlation or an intraclass correlation of two
    occasions between which nothing changed) holds both.
    """

    INTERNAL_CONSISTENCY = "internal-consistency"
    RETEST = "retest"
