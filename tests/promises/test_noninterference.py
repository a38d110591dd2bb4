"""What one person keeps private changes nothing that the other can see, and the test of it catches those who leak."""

import logging

import attrs
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

import intimacy_kit as ik
from intimacy_kit.couple.view import CoupleView, SharedPillar
from intimacy_kit.reports import couple_report, figure
from intimacy_kit.safety import assess
from tests.support import two_lives
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.two_lives import TwoLives, display, watch

pytestmark = pytest.mark.slow

LIVES = {
    "stateful_step_count": 8,
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    **ANY_HEALTH,
}
QUICK = settings(max_examples=5000, derandomize=True, **LIVES)
"""A search for a planted leak ends at the first, within fifty lives mostly."""


def test_nothing_private_reaches_the_partner():
    run_state_machine_as_test(TwoLives, settings=at_least(50, share=10, derandomize=False, **LIVES))


def test_every_way_to_show_a_couple_is_watched():
    view = CoupleView((SharedPillar("hearing", 40, 80),), ik.Perspective.SELF)
    prompts = ik.conversation_prompts(two_lives.CATALOGUE, view, seed="pair-7")
    drawn = figure(two_lives.CATALOGUE, view, names=("Robin", "Sasha"), width=360)
    told = two_lives.written(couple_report(two_lives.CATALOGUE, view, prompts=prompts))
    assert {*told, drawn.alt, drawn.chart.to_json()} <= set(display(view))


def leaky(make):
    """Return the lives with each view passed through `make(view, robin's result, robin's sharing, sasha's)`."""

    class Leaky(TwoLives):
        def couple_outcomes(self, life):
            for side in two_lives.PERSPECTIVES:
                robin, sasha = self.result(side, life.answered[side]), self.result(side, self.sasha[side])
                ours, theirs = life.sharing, self.sasha_sharing
                sides_ = {"a": ik.Side(robin, ours), "b": ik.Side(sasha, theirs)}
                yield side, watch(lambda: make(ik.couple_view(**sides_), robin, ours, theirs))  # noqa: B023  # run at once

    return Leaky


def shows_counts(view, robin, *_):
    """Tells how many questions of a shared pillar were declined."""
    return view, [robin.scores[each.pillar].declined for each in view.pillars if robin]


def shows_exact_percents(view, robin, *_):
    """Tells the percent whole; its denominator tells how many questions were left out."""
    return view, [robin.scores[each.pillar].percent for each in view.pillars if robin]


def shows_felt(view, robin, *_):
    """Tells felt scores, each of which is one answer."""
    return view, [robin.felt[each.pillar].percent for each in view.pillars if robin]


def shows_missing_scores(view, robin, sharing, _):
    """Tells shared pillars without a score from pillars that are not shared."""
    return view, [each.pillar for each in robin or () if sharing.shares(each.pillar) and each.percent is None]


def shows_dates(view, robin, *_):
    """Tells when the partner answered, and with it that they did."""
    return view, robin and robin.on


def shows_who_answered(view, robin, *_):
    """Tells that the partner has answered, whatever they share."""
    return view, robin is None


def shows_all_pillars(view, robin, *_):
    """Tells scores that are not shared."""
    return view, robin and [each.percent and round(each.percent, -1) for each in robin]


def shows_thin_pillars(view, robin, sharing, sashas):
    """Shows the nearest ten of pillars that both share, those with one or two answers, too."""
    return view, [
        int(each.percent + 5) // 10
        for each in robin or ()
        if sharing.shares(each.pillar) and sashas.shares(each.pillar) and each.percent is not None
    ]


def shows_sharing(view, _, sharing, __):
    """Tells what the partner shares, whether or not it is shared by both."""
    return view, sharing.own


def orders_by_number_of_answers(view, robin, *_):
    """Shows nothing new, in an order that does."""
    return CoupleView(
        tuple(sorted(view.pillars, key=lambda each: robin.scores[each.pillar].answered if robin else 0)),
        view.perspective,
    )


def refuses_thin_answers(view, robin, *_):
    """Fails where the partner gave few answers."""
    if any(each.reason for each in robin or ()):
        raise ik.UnknownId("score", "hearing")
    return view


def logs_answers(view, robin, *_):
    """Shows nothing, and writes it to the log."""
    logging.getLogger("leak").debug("scores %s", [each.percent for each in robin or ()])
    return view


def prints_answers(view, robin, *_):
    """Shows nothing, and prints it."""
    print([each.percent for each in robin or ()])
    return view


@attrs.frozen
class _WithMore(SharedPillar):
    source: object = attrs.field(default=None, repr=False)

    def to_dict(self):
        return {"pillar": self.pillar}


def carries_the_result_inside(view, robin, *_):
    """Shows nothing, and carries everything along, for whoever looks inside."""
    return CoupleView(tuple(_WithMore(each.pillar, each.a, each.b, robin) for each in view.pillars), view.perspective)


LEAKS = [
    shows_counts,
    shows_exact_percents,
    shows_felt,
    shows_missing_scores,
    shows_dates,
    shows_who_answered,
    shows_all_pillars,
    shows_thin_pillars,
    shows_sharing,
    orders_by_number_of_answers,
    refuses_thin_answers,
    logs_answers,
    prints_answers,
    carries_the_result_inside,
]


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leaky_view_is_caught(leak):
    with pytest.raises(AssertionError):
        run_state_machine_as_test(leaky(leak), settings=QUICK)


class RefusesBeforeLooking(TwoLives):
    """Compares the forms before it looks at what is shared."""

    def couple_outcomes(self, life):
        def compare():
            robin, sasha = life.answered["self"], self.sasha["self"]
            if robin and sasha and robin.form != sasha.form:
                raise ik.UnknownId("form", "long")

        yield "forms", watch(compare)


class BesideTheView(TwoLives):
    """Lives of which the views are not looked at, for leaks that are elsewhere."""

    def couple_outcomes(self, _):
        return ()


class CountsStepsInTheCalendar(BesideTheView):
    """Gives the shared calendar an event a step."""

    def calendar_of(self, plan):
        return f"{len(plan.suggestions)} events"


class PassesOnTheSafetyCheck(BesideTheView):
    """Takes the partner's open gates for the partner's choice."""

    def sashas_own(self, life):
        state = assess(life.safety, chosen=life.chosen, partner_chose_touch=True)
        return self.own_things(partner_chose_touch=ik.Gate.TOUCH in state.opened)


class TellsTheStateInThePrompts(BesideTheView):
    """Gives the partner's prompts the state of the other one."""

    def sashas_own(self, life):
        view = CoupleView((SharedPillar("hearing", 40, 80),), ik.Perspective.SELF)
        prompts = ik.conversation_prompts(two_lives.CATALOGUE, view, seed="pair-7", safety=self.state(life))
        return [*super().sashas_own(life), repr(prompts)]


class ThawsByItself(TwoLives):
    """Shows the latest scores although others were frozen."""

    def couple_outcomes(self, life):
        robin = ik.Side(self.result("self", life.answered["self"]), life.sharing.thaw())
        sasha = ik.Side(self.result("self", self.sasha["self"]), self.sasha_sharing)
        yield "both", watch(lambda: ik.couple_view(a=robin, b=sasha))


class ForgetsWhatIsFrozenWhenNothingIsAnswered(TwoLives):
    """Shows nothing of somebody who erased their answers, although what was shown is frozen."""

    def couple_outcomes(self, life):
        erased = life.answered["self"] is None
        for name, shown in super().couple_outcomes(life):
            yield name, [] if erased else shown


LEAKS_BESIDE = [
    RefusesBeforeLooking,
    CountsStepsInTheCalendar,
    PassesOnTheSafetyCheck,
    TellsTheStateInThePrompts,
    ThawsByItself,
    ForgetsWhatIsFrozenWhenNothingIsAnswered,
]


@pytest.mark.parametrize("machine", LEAKS_BESIDE)
def test_a_leak_beside_the_view_is_caught(machine):
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=QUICK)
