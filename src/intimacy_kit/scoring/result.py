"""What scoring gives: scores, and the result that holds those of one check-in."""

import enum
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from intimacy_kit._html import Markup, card, table
from intimacy_kit._sealed import sealed
from intimacy_kit._values.equality import compared_whole
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.record import Record
from intimacy_kit.content.vocabulary import Perspective
from intimacy_kit.content.wording import spoken_number
from intimacy_kit.errors import Problem, UnknownId
from intimacy_kit.scoring.placement import Placement
from intimacy_kit.scoring.reliability import Band

SCORING_VERSION = 1
"""Raised whenever the same answers could give another score."""


class Reason(enum.StrEnum):
    """Why a score has no percent."""

    TOO_FEW_ANSWERS = "too-few-answers"
    NOT_ASKED = "not-asked"


@attrs.frozen
class Turn(Record):
    """What a form that asks its questions in turn asked of a pillar on one occasion, so that a round can be added up.

    The percent of several occasions together is 100 times their totals over
    their mosts. It holds no more than a percent and a count do.

    Args:
        items: Ids of the items asked this time of those that take turns.
        of: How many take turns; a round asks each of them once.
        total: What the answered items add up to, in whole units.
        most: What they could add up to at most.
        min_answered: The part of the items asked that has to be answered.
    """

    items: tuple[str, ...]
    of: int
    total: int = attrs.field(repr=False)
    most: int = attrs.field(repr=False)
    min_answered: Fraction


@attrs.frozen(slots=False)  # a frozen value fills a dict twice as fast as slots, and each check-in makes many of these
class Score(Record):
    """One score from one check-in. Its repr shows nothing that depends on the answers.

    Args:
        id: The score's id; the pillar's where the score is that of a pillar.
        pillar: The pillar that it stands for, or None.
        percent: The place on the answer range, 0 to 100, or None with a reason.
        mean: The mean keyed answer in points, or None where there is
            no percent or the items do not share one range.
        sum: The sum of the points, in proportion where its rule says so, or None where its rule has no points.
        value: The score as its authors read it: percent, mean or sum after factor, rounding and table.
        level: The named part of its range that the value belongs to, or None.
        level_source: The id of the source that gives the levels, or None; no level is shown without it.
        group_levels: Group to level, where the source gives levels by group.
        group_values: Group to what the value is read as there, by the table of a norm that holds for this score.
        answered: How many of its items have a value.
        asked: How many of its items were asked.
        needed: How many answers a score takes.
        declined: How many were answered with "prefer not to say".
        did_not_come_up: How many were answered with "did not come up".
        does_not_apply: How many were answered with "does not apply", and so do not count as asked.
        blank: How many were left blank.
        not_shown: How many were not shown after the answers before them.
        not_asked: How many items of the form were not asked this time.
        reason: Why there is no percent, or None.
        digest: What the score depends on besides the answers: its items with revision, keying, scale and
            weight, the missing rule and the perspective. Scores of one pillar and one digest can be compared.
        step: By how much the percent moves when one answer moves by the least that it can, in percent points, or None
            where there is no percent.
        turn: What this occasion adds to a round, or None where the form asks the same of the pillar each time.
        band: The range of the percent, or None; there is one only with a reliability that was supplied, or that a norm
            of the pack brings for just this score.
        blurs: Whether its percent to the nearest ten leaves each answer open, as the notes of `couple_view` prove; only
            then can it be shown to a partner.
        norms: Where it stands by each norm of the pack for it, and which of them do not hold for it.
    """

    id: str
    pillar: str | None
    percent: float | None = attrs.field(repr=False)  # a score of one question is its answer
    mean: float | None = attrs.field(repr=False)
    sum: float | None = attrs.field(repr=False)
    value: float | None = attrs.field(repr=False)
    level: str | None = attrs.field(repr=False)
    level_source: str | None
    group_levels: Mapping[str, str] = attrs.field(repr=False)
    answered: int = attrs.field(repr=False)
    asked: int = attrs.field(repr=False)
    needed: int = attrs.field(repr=False)
    declined: int = attrs.field(repr=False)
    did_not_come_up: int = attrs.field(repr=False)
    does_not_apply: int = attrs.field(repr=False)
    blank: int = attrs.field(repr=False)
    not_shown: int = attrs.field(repr=False)
    not_asked: int
    reason: Reason | None = attrs.field(repr=False)
    digest: str
    step: float | None = attrs.field(default=None, repr=False)
    turn: Turn | None = None
    band: Band | None = attrs.field(default=None, repr=False)
    blurs: bool = attrs.field(default=False, repr=False)
    group_values: Mapping[str, float] = attrs.field(default=FrozenMap({}), repr=False)
    norms: tuple[Placement, ...] = attrs.field(default=(), repr=False)

    @sealed
    def level_of(self, group: str | None = None) -> str | None:
        """Return the level for a group, or the one that is for everybody; name its source wherever it is shown.

        Args:
            group: A group for which the source gives levels of its own.
        """
        return self.level if group is None else self.group_levels.get(group)


@compared_whole
@attrs.frozen(slots=False)
class Result(Record):
    """The scores of one check-in.

    Args:
        catalogue: The id of the pack.
        version: The version of its content.
        form: The form's id.
        digest: The digest of the scoring key.
        perspective: Whose behaviour was asked about.
        on: The day of the answers.
        scores: Score id, which is the pillar's where no rule says otherwise, to score, from the scored items.
        felt: Pillar to score, from the felt items; apart, because how it felt is an outcome.
        scoring_version: Which rules gave the scores.

    It holds no answers, so it can be stored and cached without them; `explain` takes the response.
    ``result["listening"]`` is short for ``result.scores["listening"]``.
    """

    catalogue: str
    version: str
    form: str
    digest: str
    perspective: Perspective
    on: date
    scores: Mapping[str, Score]
    felt: Mapping[str, Score]
    scoring_version: int = SCORING_VERSION

    def __getitem__(self, id: str) -> Score:
        try:
            return self.scores[id]
        except KeyError:
            raise UnknownId("score in this result", id, self.scores) from None

    def __iter__(self) -> Iterator[Score]:
        return iter(self.scores.values())

    @property
    def is_unanswered(self) -> bool:
        """Whether no question that counts has an answer, since all were skipped, declined or did not come up."""
        return not any(score.answered for score in (*self, *self.felt.values()))

    @property
    def by_pillar(self) -> Mapping[str, Score]:
        """Pillar to the score that stands for it; of several the first."""
        first: dict[str, Score] = {}
        for score in self:
            if score.pillar is not None:
                first.setdefault(score.pillar, score)
        return first

    @sealed
    def comparable_with(self, other: "Result") -> list[Problem]:
        """Return every reason why two results cannot be compared; none where they can.

        Args:
            other: Another result, of the same or of another person.
        """
        remedy = "give two results of the same kind, such as the same form from the same perspective"
        differing = {field for field, _, _ in _OF_ONE_KIND if getattr(self, field) != getattr(other, field)}
        if differing & {"catalogue", "form"}:
            differing.discard("digest")  # another form has another key, and was not changed
        return [Problem(code, message, remedy, (field,)) for field, message, code in _OF_ONE_KIND if field in differing]

    @sealed
    def show(self) -> Markup:
        """Return the scores as a table of HTML, for a cell of a notebook that nobody else is given."""
        scores = [*self, *self.felt.values()]
        rows = [[each.id, _in_digits(each.percent), f"{each.answered} of {each.asked}"] for each in scores]
        return table(["Score", "Of 100", "Answers"], rows)

    def _repr_html_(self) -> str:
        """Return for a notebook what was asked, without any score: notebooks are kept and passed on."""
        rows = [[score.id, str(score.asked + score.does_not_apply + score.not_shown)] for score in self]
        facts = f"{self.form}, {self.perspective.value}, {self.on.isoformat()}"
        how = "Nothing of the answers is shown here; show(), and intimacy_kit.report and figure, show the scores."
        return card("Result", facts, table(["Score", "Questions"], rows), how)


def _in_digits(percent: float | None) -> str:
    return "–" if percent is None else spoken_number(percent)


_OF_ONE_KIND = (
    ("catalogue", "the check-ins belong to different catalogues", "wrong-catalogue"),
    ("perspective", "the check-ins ask about different people", "mixed-check-ins"),
    ("form", "the check-ins are of different forms", "mixed-check-ins"),
    ("digest", "the form was changed between the check-ins", "form-changed"),
    ("scoring_version", "the check-ins were scored by different rules", "mixed-check-ins"),
)
"""What two results have to share to be compared, with what to say and the code where they don't."""
