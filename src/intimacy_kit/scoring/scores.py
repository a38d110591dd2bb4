"""Scores from a response: integers all the way, and one division at the end.

For the answered items of a pillar, with keyed values *x* on a scale from *low*
to *high* and integer weights *w*,

    percent = 100 · Σ w·(x − low) / (high − low) / Σ w

is brought to one integer numerator and one integer denominator before the
only division. So every engine that has integers and IEEE doubles gets the same
bits. Reverse-keyed values are low + high − value. The percent is a place on
the answer range; it says nothing of how other people answer.
"""

from collections.abc import Mapping
from typing import Any

from intimacy_kit._sealed import sealed
from intimacy_kit._values.arguments import expect, expect_each
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit.checkin.checkin import Response
from intimacy_kit.content.vocabulary import Missing, ReliabilityKind, Role
from intimacy_kit.errors import UnknownId
from intimacy_kit.scoring.placement import Placement, placements, reliability_of
from intimacy_kit.scoring.reliability import Reliability, band
from intimacy_kit.scoring.result import Reason, Result, Score, Turn
from intimacy_kit.scoring_key.asked import Asked
from intimacy_kit.scoring_key.tally import Tally


@sealed
def score(response: Response, *, reliability: Mapping[str, Reliability] | None = None) -> Result:
    """Score a response.

    Args:
        response: What one person answered.
        reliability: Score or pillar to the reliability that was found for its percent, to put a band around it.
            It must have been found for this form and perspective. Without it the first that a norm of the pack
            brings for just this score is taken, and otherwise nothing is assumed.

    Returns:
        A score for each pillar of the form, and apart from these a score for
        each pillar that the form has felt items of. Choice and sentinel items
        are never scored.

    Raises:
        InvalidValue: When it is not a response, or a reliability is not one.
        UnknownId: When a reliability is given for a pillar that the catalogue does not have.

    >>> from datetime import date
    >>> import intimacy_kit as ik
    >>> checkin = ik.draw(ik.load(), form="pulse", seed="couple-42")
    >>> answers = {question.item_id: 3 for question in checkin.questions}
    >>> result = ik.score(checkin.answer(answers, on=date(2026, 11, 23)))
    >>> result.scores["listening"].percent
    75.0
    """
    expect(Response, response, "response", "CheckIn.answer makes one; Response.from_dict reads a stored one")
    checkin = response.checkin
    key = checkin.key
    if reliability is not None:
        expect(Mapping, reliability, "reliability", "map scores or pillars to reliabilities")
        known_ids = (*key.pillars, *(rule.id for rule in key.scores))
        for id in reliability:
            if id not in known_ids:
                raise UnknownId("pillar", id, known_ids)
        expect_each(Reliability, reliability.items(), "reliability", "give a Reliability, with its source")
    scores: dict[str, Score] = {}
    felt: dict[str, Score] = {}
    values: dict[str, float | Missing] = {}
    answers, scored, apart, needed = response.answers, Role.SCORED, key.stand_apart, key.needed
    for asked in checkin.asked:
        subscale = asked.subscale
        id = subscale.id
        tally = subscale.tally(answers, values)
        if subscale.role is scored:
            known = reliability.get(id) if reliability else None
            scores[id] = _score(response, asked, tally, known, apart=id in apart)
            if id in needed:
                values[id] = subscale.part(tally)
        else:
            felt[id] = _score(response, asked, tally, None, apart=False)
    return Result(
        catalogue=key.catalogue,
        version=key.version,
        form=key.form,
        digest=key.digest,
        perspective=checkin.perspective,
        on=response.on,
        scores=FrozenMap(scores),
        felt=FrozenMap(felt),
    )


def _score(response: Response, asking: Asked, tally: Tally, reliability: Reliability | None, *, apart: bool) -> Score:
    subscale, sizes = asking.subscale, tally.sizes
    asked, gaps = tally.asked, tally.gaps
    needed = subscale.needed(asked)
    reason = percent = mean = total = value = step = None
    if not asked:
        reason = Reason.NOT_ASKED
    elif tally.answered < needed:
        reason = Reason.TOO_FEW_ANSWERS
    else:
        percent = subscale.percent(tally.share, sizes.span)
        value = percent if subscale.is_percent else subscale.value(tally)
        mean, total = subscale.mean(tally), subscale.sum(tally)
        step = sizes.percent_step
    level: str | None = None
    levels: Mapping[str, str] = _NOTHING
    group_values: Mapping[str, float] = _NOTHING
    norms: tuple[Placement, ...] = ()
    declined = did_not_come_up = does_not_apply = blank = not_shown = not_asked = 0
    if gaps:
        count = gaps.get
        declined, did_not_come_up, does_not_apply = (
            count(_DECLINED, 0),
            count(_DID_NOT_COME_UP, 0),
            count(_DOES_NOT_APPLY, 0),
        )
        blank, not_shown, not_asked = count(_BLANK, 0), count(_NOT_SHOWN, 0), count(_NOT_ASKED, 0)
    if subscale.levels or subscale.norms:
        level = subscale.level(value, asked)
        by_group = {group: subscale.level(value, asked, group) for group in subscale.groups}
        levels = FrozenMap({group: each for group, each in by_group.items() if each is not None})
        group_values = subscale.normed_values(value, asked)
    if response.checkin.key.norms and subscale.role is Role.SCORED:
        norms = placements(asking, response, value, whole=subscale.is_whole(asked), group_values=group_values)
        held = {one.group for one in norms if one.value is not None}
        group_values = FrozenMap({group: each for group, each in group_values.items() if group in held})
        levels = FrozenMap(
            {group: each for group, each in levels.items() if group in held or group not in subscale.normed}
        )
        reliability = reliability or reliability_of(norms, ReliabilityKind.INTERNAL_CONSISTENCY)
    return Score(
        subscale.id,
        subscale.pillar,
        percent,
        mean,
        total,
        value,
        level,
        subscale.levels_source,
        levels,
        tally.answered,
        asked,
        needed,
        declined,
        did_not_come_up,
        does_not_apply,
        blank,
        not_shown,
        not_asked,
        reason,
        asking.digest,
        step,
        Turn(asking.in_turn, asking.turns, tally.share, sizes.span, subscale.least) if asking.turns else None,
        band(percent, reliability) if reliability and percent is not None else None,
        sizes.blurs and apart,
        group_values,
        norms,
    )


_DECLINED, _DID_NOT_COME_UP, _DOES_NOT_APPLY = Missing.DECLINED, Missing.DID_NOT_COME_UP, Missing.DOES_NOT_APPLY
_BLANK, _NOT_SHOWN, _NOT_ASKED = Missing.BLANK, Missing.NOT_SHOWN, Missing.NOT_ASKED
_NOTHING: Mapping[str, Any] = FrozenMap[str, Any]({})
