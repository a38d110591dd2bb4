"""State machines: one person who checks in, weeks of plans, and what two people share.

Each has a model that is simpler than the library and knows nothing of its
arithmetic; after every step both have to say the same.
"""

import itertools
import json
from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import intimacy_kit as ik
from intimacy_kit import testing
from intimacy_kit.content.questionnaire import Wording
from intimacy_kit.history import change, history, trend
from intimacy_kit.safety import SafetyState, Standing
from tests.support.small_catalogue import CATALOGUE, GAPS, PILLARS, VALUES, practice, scored_ids
from tests.support.two_lives import CheckedIn, nearest_ten

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 23)
LONG = settings(stateful_step_count=12, suppress_health_check=[HealthCheck.too_slow])
sides = st.sampled_from(["self", "partner"])


# One person ------------------------------------------------------------------------


class OnePerson(RuleBasedStateMachine):
    """Somebody who checks in time and again with a form that asks in turn, and keeps what they answered as JSON."""

    @initialize(catalogue=testing.catalogues(rotating=True), seed=st.text("ab", min_size=1, max_size=2))
    def begin(self, catalogue, seed):
        self.catalogue, self.seed, self.occasion, self.day = catalogue, seed, 0, DAY
        self.kept = []  # JSON, and the result as it was on the day
        items = catalogue.form_items("form")
        self.pools = {pillar: {each.id for each in items if each.pillar == pillar} for pillar in catalogue.pillars}
        self.seen = {pillar: set() for pillar in self.pools}

    @rule(data=st.data(), side=sides, later=st.integers(1, 40))
    def check_in(self, data, side, later):
        asked = {}
        for view in ("self", "partner"):
            asked[view] = ik.draw(self.catalogue, form="form", seed=self.seed, occasion=self.occasion, perspective=view)
        assert asked["self"].item_ids == asked["partner"].item_ids
        self.rotates(asked[side])
        self.occasion += 1
        self.day += timedelta(days=later)
        response = asked[side].answer(data.draw(testing.answers(asked[side])), on=self.day)
        self.kept.append((json.dumps(response.to_dict()), ik.score(response)))

    def rotates(self, checkin):
        """Nothing comes twice before all came."""
        for pillar, pool in self.pools.items():
            here = {each.item_id for each in checkin.questions if each.pillar == pillar}
            before = self.seen[pillar]
            most = self.catalogue.forms["form"].items.per_pillar
            assert len(here) == min(most, len(pool - before))
            assert not before & here
            self.seen[pillar] = before | here if before | here != pool else set()

    @rule(data=st.data())
    @precondition(lambda self: self.kept)
    def forget_one(self, data):
        self.kept.pop(data.draw(st.integers(0, len(self.kept) - 1)))

    @rule(words=st.sampled_from(["say", "sing"]))
    def the_wording_changes(self, words):
        items = [
            attrs.evolve(each, text=Wording(words, each.text.partner and words))
            for each in self.catalogue.items.values()
        ]
        self.catalogue = attrs.evolve(self.catalogue, items=items)

    @rule(data=st.data())
    @precondition(lambda self: self.kept)
    def an_item_turns_round_and_back(self, data):
        """Answers to a form that is scored otherwise now are refused, never scored otherwise."""
        id = data.draw(st.sampled_from([each.id for each in self.catalogue.form_items("form")]))
        turned = ik.Keying.REVERSE if self.catalogue.items[id].keying is ik.Keying.FORWARD else ik.Keying.FORWARD
        items = {**self.catalogue.items, id: attrs.evolve(self.catalogue.items[id], keying=turned)}
        other = attrs.evolve(self.catalogue, items=items.values())
        text, _ = data.draw(st.sampled_from(self.kept))
        try:
            ik.Response.from_dict(other, json.loads(text))
        except ik.FormChanged:
            return
        raise AssertionError("scored by another key")

    @invariant()
    def what_was_kept_scores_as_it_did(self):
        for text, result in self.kept:
            response = ik.Response.from_dict(self.catalogue, json.loads(text))
            assert text == json.dumps(response.to_dict())
            assert result == ik.score(response)
            assert result == ik.Result.from_dict(json.loads(json.dumps(result.to_dict())))

    @invariant()
    @precondition(lambda self: self.kept)
    def the_history_is_in_order_and_whole(self):
        results = [result for _, result in self.kept]
        view = results[-1].perspective
        course = history(reversed(results), perspective=view)
        assert course == history(results, perspective=view)
        assert () == course.left_out
        alike = [each for each in results if each.perspective is course.perspective]
        for pillar, points in course.pillars.items():
            self.points_are_whole_rounds(pillar, points, course, [each[pillar] for each in alike])
            known = [each.percent for each in points if each.percent is not None]
            found = trend(points)
            assert (found is None) == (len(known) < 3)
            if found is not None:
                assert (len(known), len(points)) == (found.n, found.n + found.missing)
                assert found.low <= found.slope <= found.high
            for one, other in itertools.pairwise(points):
                assert change(one, other).points == _minus(other.percent, one.percent)

    def points_are_whole_rounds(self, pillar, points, course, scores):
        if scores[-1].turn is None:
            assert [each.percent for each in scores] == [each.percent for each in points]
            return
        times = Counter(id for each in scores for id in each.turn.items)
        never = len(times) < scores[-1].turn.of
        assert len(points) <= (0 if never else min(times.values()))
        assert never or pillar in course.rounds or len(points) > 0
        assert list(points) == sorted(points, key=lambda each: each.on)


def _minus(later, earlier):
    return None if later is None or earlier is None else later - earlier


TestOnePerson = OnePerson.TestCase
TestOnePerson.settings = LONG


# Weeks of plans --------------------------------------------------------------------


class Weeks(RuleBasedStateMachine):
    """Somebody who gets a plan a week, does some of it, and opens and shuts gates."""

    @initialize(more=st.lists(st.tuples(st.sampled_from(PILLARS), st.integers(1, 40)), min_size=3, max_size=8))
    def begin(self, more):
        made = [practice(f"{pillar}.more-{i}", pillar, minutes=minutes) for i, (pillar, minutes) in enumerate(more)]
        self.catalogue = attrs.evolve(CATALOGUE, practices=[*CATALOGUE.practices.values(), *made])
        self.done, self.opened, self.exclude, self.minutes = [], set(), set(), 60
        self.answers = {}

    @rule(data=st.data())
    def answer_anew(self, data):
        values = st.sampled_from([*VALUES, None])
        self.answers = {id: data.draw(values) for pillar in PILLARS for id in scored_ids(pillar)}

    @rule(gate=st.sampled_from(ik.Gate))
    def open_or_shut(self, gate):
        self.opened ^= {gate}

    @rule(what=st.sampled_from([*PILLARS, "hearing.walk", "resting.list", "conflict", "no.such"]))
    def leave_out_or_take_in(self, what):
        self.exclude ^= {what}

    @rule(minutes=st.integers(1, 120))
    def have_time(self, minutes):
        self.minutes = minutes

    @rule(which=st.integers(0, 2))
    def do_a_step(self, which):
        steps = self.plan().suggestions
        if which < len(steps):
            self.done.append(steps[which].practice)

    @rule()
    def do_one_thing_again_and_again(self):
        """Doing what is there first each week goes through all that fits before anything comes back."""
        plan, done, came = self.plan(minutes=10_000), list(self.done), []
        if not plan.suggestions:
            return
        pillar = plan.suggestions[0].pillar
        fitting = {each.id for each in self.catalogue.practices.values() if each.pillar == pillar and self.fits(each)}
        for _ in fitting:
            step = next(each for each in self.plan(minutes=10_000, done=done).suggestions if each.pillar == pillar)
            came.append(step.practice)
            done.append(step.practice)
        assert fitting == set(came)

    def fits(self, each):
        return (
            self.state().offers(each)
            and ik.Gate.TRAUMA not in each.gates
            and self.exclude.isdisjoint({each.id, each.pillar, *(gate.value for gate in each.gates)})
        )

    def state(self):
        return SafetyState(Standing.CLEAR, frozenset(self.opened))

    def plan(self, *, minutes=None, done=None):
        checkin = ik.draw(CATALOGUE, form="long", seed="one")
        return ik.recommend(
            self.catalogue,
            checkin.answer(self.answers, on=DAY),
            minutes_per_week=self.minutes if minutes is None else minutes,
            safety=self.state(),
            exclude=self.exclude,
            done=self.done if done is None else done,
        )

    @invariant()
    def a_plan_keeps_to_what_was_said(self):
        plan = self.plan()
        assert plan == ik.Plan.from_dict(json.loads(json.dumps(plan.to_dict())))
        assert len(plan.suggestions) <= 3
        assert sum(step.minutes for step in plan.suggestions) <= self.minutes
        assert all(self.fits(self.catalogue.practices[step.practice]) for step in plan.suggestions)
        assert set(plan.going_well).isdisjoint(plan.not_enough_answers)
        assert len({step.practice for step in plan.suggestions}) == len(plan.suggestions)
        for step in plan.suggestions:
            easier = [
                each.id
                for each in self.catalogue.practices.values()
                if each.pillar == step.pillar
                and self.fits(each)
                and each.id not in self.done
                and each.minutes * each.cadence.times_a_week <= step.minutes
            ]
            assert step.practice not in self.done or not easier


TestWeeks = Weeks.TestCase
TestWeeks.settings = LONG


# Two people ------------------------------------------------------------------------

shown_answers = st.fixed_dictionaries(
    {id: st.sampled_from([*VALUES, *VALUES, *GAPS]) for pillar in PILLARS for id in scored_ids(pillar)}
)


class TwoShare(RuleBasedStateMachine):
    """Two people who answer, share and stop, each when they like."""

    def __init__(self):
        super().__init__()
        self.answered = {}
        self.sharing = [ik.Sharing(), ik.Sharing()]
        self.said = [set(), set()]

    @initialize(answers=st.tuples(shown_answers, shown_answers), begun=st.booleans())
    def both_answer(self, answers, begun):
        for who in (0, 1) if begun else ():
            self.answer(who, "self", "long", answers[who])
            for pillar in PILLARS:
                self.share(who, pillar, "self")

    @rule(who=st.integers(0, 1), side=sides, form=st.sampled_from(["long", "long", "twin"]), answers=shown_answers)
    def answer(self, who, side, form, answers):
        drawn = ik.draw(CATALOGUE, form=form, seed="pair-7", perspective=side)
        result = ik.score(drawn.answer(answers, on=DAY))
        self.answered[who, side] = CheckedIn(form, answers, DAY), result

    @rule(who=st.integers(0, 1), side=sides)
    def erase(self, who, side):
        self.answered.pop((who, side), None)

    @rule(who=st.integers(0, 1), pillar=st.sampled_from([*PILLARS, "elsewhere"]), side=sides)
    def share(self, who, pillar, side):
        self.sharing[who] = self.sharing[who].share(pillar, perspective=side)
        self.said[who].add((pillar, side))

    @rule(who=st.integers(0, 1), pillar=st.sampled_from([*PILLARS, "elsewhere"]), side=sides)
    def stop(self, who, pillar, side):
        self.sharing[who] = self.sharing[who].revoke(pillar, perspective=side)
        self.said[who].discard((pillar, side))

    @rule(who=st.integers(0, 1))
    def keep_and_read(self, who):
        self.sharing[who] = ik.Sharing.from_dict(json.loads(json.dumps(self.sharing[who].to_dict())))

    @invariant()
    def sharing_is_what_was_said_last(self):
        for sharing, said in zip(self.sharing, self.said, strict=True):
            for side in ("self", "partner"):
                own = {pillar for pillar in (*PILLARS, "elsewhere") if sharing.shares(pillar, perspective=side)}
                assert {pillar for pillar, of in said if of == side} == own

    def places(self, who, side):
        """What a person lets out of a check-in, by the model: nearest tens of three answers or more."""
        found = self.answered.get((who, side))
        every = {} if found is None else {pillar: nearest_ten(found[0], pillar) for pillar in PILLARS}
        return {pillar: each for pillar, each in every.items() if each is not None and (pillar, side) in self.said[who]}

    @invariant()
    def a_view_shows_what_both_share_and_nothing_else(self):
        for mine in ("self", "partner"):
            for theirs in ("self", "partner"):
                self.looks(mine, theirs)

    def looks(self, mine, theirs):
        one, other = self.answered.get((0, mine)), self.answered.get((1, theirs))
        ours, yours = self.places(0, mine), self.places(1, theirs)
        common = [pillar for pillar in PILLARS if mine == theirs and pillar in ours and pillar in yours]
        both = [(pillar, ours[pillar], yours[pillar]) for pillar in common]
        first, second = (
            ik.Side(each and each[1], sharing) for each, sharing in zip((one, other), self.sharing, strict=True)
        )
        alike = one and other and one[0].form == other[0].form
        try:
            view = ik.couple_view(a=first, b=second)
        except ik.InvalidResponse:
            assert both
            assert not alike
            return
        assert alike or not both
        assert both == [(each.pillar, each.a, each.b) for each in view.pillars]
        assert (view.perspective is None) == (not both)
        turned = ik.couple_view(a=second, b=first)
        assert [(pillar, b, a) for pillar, a, b in both] == [(each.pillar, each.a, each.b) for each in turned.pillars]
        assert view == ik.viewpoint(own=first, partner=second).shared
        assert view == ik.CoupleView.from_dict(json.loads(json.dumps(view.to_dict())))
        prompts = ik.conversation_prompts(CATALOGUE, view, seed="pair-7")
        assert [pillar for pillar, *_ in both] == [prompt.pillar for prompt in prompts]


TestTwoShare = TwoShare.TestCase
TestTwoShare.settings = LONG
