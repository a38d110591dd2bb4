"""A state machine that lives two lives at once, alike but for what one person keeps private.

Robin keeps things private; Sasha looks on. After each step, all that Sasha can
see of both lives has to be the same, byte for byte. What Robin has let out on
purpose (the nearest ten of a pillar that both share) is kept alike by an
oracle that knows nothing of the library's own arithmetic.
"""

import functools
import io
import json
import logging
import pickle
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from rich.pretty import pretty_repr

import intimacy_kit as ik
from intimacy_kit.calendar import plan_calendar
from intimacy_kit.reports import couple_report, figure, report
from intimacy_kit.safety import SAFETY_QUESTIONS, SafetyAnswer, assess, device_note, private_note
from tests.support.small_catalogue import CATALOGUE, EACH, GAPS, HIGH, LOW, PILLARS, VALUES, scored_ids

PERSPECTIVES = ("self", "partner")
DAY = date(2026, 11, 23)
QUESTIONS = SAFETY_QUESTIONS

SCORED = tuple(id for pillar in PILLARS for id in scored_ids(pillar))
CALM = {
    "free-to-say-no": SafetyAnswer.YES,
    "afraid": SafetyAnswer.NO,
    "made-to-take-part": SafetyAnswer.NO,
}

pillars = st.sampled_from(PILLARS)
perspectives = st.sampled_from(PERSPECTIVES)
values = st.sampled_from(VALUES)
gaps = st.sampled_from(GAPS)
sometimes = st.booleans()
forms = st.sampled_from(["long", "twin"])
safety_answers = st.just(CALM) | st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(SafetyAnswer))
gates = st.just(frozenset(ik.Gate)) | st.frozensets(st.sampled_from(ik.Gate))
shared = st.just(ik.Sharing(own=PILLARS)) | st.builds(ik.Sharing, own=st.sets(pillars), of_partner=st.sets(pillars))
edits = st.dictionaries(st.sampled_from(SCORED), values | gaps, min_size=1, max_size=6).flatmap(
    lambda changed: st.fixed_dictionaries({f"{pillar}.felt": values for pillar in PILLARS}).map(changed.__or__)
)


@st.composite
def answers(draw, whole=sometimes):
    """Return answers to everything; pillars are answered whole, in part, or not at all."""
    given = {f"{pillar}.felt": draw(values) for pillar in PILLARS}
    given |= {"opening.choice": draw(values), "opening.watch": draw(values)}
    for pillar in PILLARS:
        count = EACH if draw(whole) else draw(st.integers(0, EACH))
        for i, id in enumerate(scored_ids(pillar)):
            given[id] = draw(values) if i < count else draw(gaps)
    return given


@attrs.define
class CheckedIn:
    """What one person answered once."""

    form: str
    answers: dict
    on: date


@attrs.define
class Life:
    """All that Robin keeps private, in one of the two lives."""

    answered: dict = attrs.Factory(lambda: dict.fromkeys(PERSPECTIVES))
    sharing: ik.Sharing = attrs.Factory(ik.Sharing)
    safety: dict = attrs.Factory(dict)
    chosen: frozenset = frozenset()
    done: tuple = ()


@functools.cache
def drawn_for(form, perspective):
    return ik.draw(CATALOGUE, form=form, seed="pair-7", perspective=perspective)


def response(perspective, checked_in):
    drawn = drawn_for(checked_in.form, perspective)
    asked = {question.item_id for question in drawn.questions}
    return drawn.answer({id: each for id, each in checked_in.answers.items() if id in asked}, on=checked_in.on)


def nearest_ten(checked_in, pillar):
    """The oracle: what a person lets out by sharing a pillar, from the definition and in fractions."""
    given = [(id, checked_in.answers[id]) for id in scored_ids(pillar)]
    keyed = [LOW + HIGH - x if id.endswith(f"s{EACH - 1}") else x for id, x in given if not isinstance(x, ik.Missing)]
    if len(keyed) < 3:
        return None
    percent = Fraction(100 * sum(x - LOW for x in keyed), len(keyed) * (HIGH - LOW))
    return min(max(10 * ((percent + 5) // 10), 10), 90)


def couple_calls(robin, sasha):
    """Every call about both of them whose outcome Sasha may see, by name."""
    return {
        "both": lambda: ik.couple_view(a=robin, b=sasha),
        "both, the other way round": lambda: ik.couple_view(a=sasha, b=robin),
        "Sasha's side": lambda: ik.viewpoint(own=sasha, partner=robin),
    }


@functools.cache
def told_of(view):
    """Return what can be seen of a view in prompts, reports and a figure, which are made of the view alone."""
    told = []
    for occasion in (0, 1, 7):
        prompts = ik.conversation_prompts(CATALOGUE, view, seed="pair-7", occasion=occasion)
        told += [repr(prompts), *written(couple_report(CATALOGUE, view, prompts=prompts))]
    drawn = figure(CATALOGUE, view, names=("Robin", "Sasha"), width=360)
    return *told, repr(drawn), drawn.alt, drawn.chart.to_json()  # pictures are made of the chart alone


def written(document):
    """Return a report in every form."""
    return document.to_text(), document.to_markdown(), document.to_html()


def display(value):
    """Every way in which a value can come to somebody's eyes."""
    shown = [repr(value), str(value), f"{value}", pretty_repr(value), pickle.dumps(value).hex()]
    if hasattr(value, "to_dict"):
        shown.append(json.dumps(value.to_dict()))
    view = getattr(value, "shared", value)
    if isinstance(view, ik.CoupleView):
        shown += told_of(view)
    return shown


def watch(call):
    """Return all that comes of a call: its value or error, what it printed, what it logged."""
    logged, printed = io.StringIO(), io.StringIO()
    handler, root = logging.StreamHandler(logged), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            try:
                shown = display(call())
            except ik.IntimacyKitError as error:
                shown = [type(error).__name__, str(error), repr(error), repr(vars(error))]
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return [*shown, logged.getvalue(), printed.getvalue()]


class TwoLives(RuleBasedStateMachine):
    """Drives both lives. A planted leak replaces one of the methods below that make what Sasha sees."""

    def __init__(self):
        super().__init__()
        self.lives = (Life(), Life())
        self.sasha = dict.fromkeys(PERSPECTIVES)
        self.sasha_sharing = ik.Sharing()
        self.touch = {"robin": False, "sasha": False}
        self.sasha_safety = CALM

    # What Sasha can see ---------------------------------------------------------

    def couple_outcomes(self, life):
        robins = {side: self.result(side, each) for side, each in life.answered.items()}
        sashas = {side: self.result(side, each) for side, each in self.sasha.items()}
        for robin_side, sasha_side in (("self", "self"), ("partner", "partner"), ("self", "partner")):
            robin, sasha = robins[robin_side], sashas[sasha_side]
            calls = couple_calls(
                ik.Side(robin, life.sharing, self.state(life)),
                ik.Side(sasha, self.sasha_sharing, assess(self.sasha_safety)),
            )
            for name, call in calls.items():
                yield f"{name}, {robin_side} and {sasha_side}", watch(call)

    def shared_calendar(self, life):
        if life.answered["self"] is None:
            return "no plan"
        robin = response("self", life.answered["self"])
        wishes = {"done": life.done, "minutes_per_week": 45, "safety": self.state(life)}
        plans = ik.plan_weeks(CATALOGUE, robin, weeks=2, seed="robin", **wishes)
        return [self.calendar_of(plan) for plan in plans]

    def state(self, life):
        """Return what Robin's private questions came to."""
        return assess(life.safety, chosen=life.chosen, partner_chose_touch=self.touch["sasha"])

    def calendar_of(self, plan):
        return plan_calendar(plan, start=DAY, seed="robin").decode()

    def sashas_own(self, life):  # noqa: ARG002  # a planted leak looks at it
        return self.own_things(partner_chose_touch=self.touch["robin"])

    def own_things(self, *, partner_chose_touch):
        state = assess(self.sasha_safety, chosen=list(ik.Gate), partner_chose_touch=partner_chose_touch)
        shown = [repr(sorted(gate.value for gate in state.opened)), repr(device_note(CATALOGUE, self.sasha_safety))]
        if self.sasha["self"] is not None:
            given = response("self", self.sasha["self"])
            plan = ik.recommend(CATALOGUE, given, safety=state, seed="sasha")
            shown += [
                report(CATALOGUE, ik.score(given)).to_text(),
                report(CATALOGUE, plan).to_text(),
                repr(private_note(CATALOGUE, given)),
            ]
        return shown

    def seen_by_sasha(self, life):
        has_a_calendar = {"calendar": watch(lambda: self.shared_calendar(life))} if self.robin_exports() else {}
        return {**dict(self.couple_outcomes(life)), **has_a_calendar, "own": self.sashas_own(life)}

    def robin_exports(self):
        """Whether Robin shares a calendar; Robin does only where there is a plan in both lives."""
        return all(life.answered["self"] is not None for life in self.lives)

    def result(self, perspective, checked_in):
        return None if checked_in is None else ik.score(response(perspective, checked_in))

    # What they do ---------------------------------------------------------------

    @initialize(
        met=st.sampled_from(
            ["shared", "frozen", "shared of self", "shared alone", "one answered", "answered", "otherwise", "strangers"]
        ),
        perspective=perspectives,
        given=answers(st.just(True)),
        one=answers(),
        edits=edits,
    )
    def they_have_met(self, met, perspective, given, one, edits):
        """Begin, mostly, where there is something to see."""
        if met != "strangers":
            self.sasha_answers(perspective, "long", given)
            self.robin_answers(perspective, "long", one, edits, 1)
        if met in ("shared", "frozen"):
            self.share_all()
        if met == "frozen":
            self.robin_freezes(perspective)
            self.robin_answers_otherwise(perspective, one, one | edits)
        if met == "shared of self":
            self.all_share(ik.Sharing(own=PILLARS))
        if met == "shared alone":
            self.robin_shares_otherwise(ik.Sharing(), ik.Sharing(own=PILLARS, of_partner=PILLARS))
        if met == "otherwise":
            self.robin_answers_otherwise(perspective, one, one | edits)
        if met == "one answered":
            self.robin_erases(perspective, 1, both=False)

    @rule(perspective=perspectives, form=forms, one=answers(), edits=edits, later=st.integers(0, 400))
    def robin_answers(self, perspective, form, one, edits, later):
        """Answer in both lives, a little otherwise in one."""
        self.lives[0].answered[perspective] = CheckedIn(form, dict(one), DAY)
        self.lives[1].answered[perspective] = CheckedIn(form, one | edits, DAY + timedelta(days=later))

    @rule(perspective=perspectives, one=answers(), other=answers())
    def robin_answers_otherwise(self, perspective, one, other):
        """Answer in both lives, quite otherwise in one, and another form."""
        self.lives[0].answered[perspective] = CheckedIn("long", dict(one), DAY)
        self.lives[1].answered[perspective] = CheckedIn("twin", dict(other), DAY)

    @rule(perspective=perspectives, life=st.sampled_from([0, 1]), both=st.booleans())
    def robin_erases(self, perspective, life, both):
        for i in (0, 1) if both else (life,):
            self.lives[i].answered[perspective] = None

    @rule(
        one=safety_answers,
        other=safety_answers,
        chosen_one=gates,
        chosen_other=gates,
        done=st.lists(st.sampled_from(list(CATALOGUE.practices)), max_size=4),
    )
    def robin_does_things_alone(self, one, other, chosen_one, chosen_other, done):
        """The safety check, the gates that are chosen, and the practices done, each otherwise in one life."""
        self.lives[0].safety, self.lives[1].safety = one, other
        self.lives[0].chosen, self.lives[1].chosen = chosen_one, chosen_other
        self.lives[0].done = tuple(done)

    @rule(perspective=perspectives, form=forms, given=answers())
    def sasha_answers(self, perspective, form, given):
        self.sasha[perspective] = CheckedIn(form, dict(given), DAY)

    @rule(perspective=perspectives)
    def sasha_erases(self, perspective):
        self.sasha[perspective] = None

    @rule(given=safety_answers)
    def sasha_answers_the_safety_check(self, given):
        self.sasha_safety = given

    @rule(one=shared, other=shared)
    def robin_shares_otherwise(self, one, other):
        """Share in both lives, otherwise in one; what Sasha does not share as well stays Robin's own business."""
        self.lives[0].sharing, self.lives[1].sharing = one, other

    @rule(pillar=pillars, perspective=perspectives)
    def sasha_shares(self, pillar, perspective):
        self.sasha_sharing = self.sasha_sharing.share(pillar, perspective=perspective)

    @rule()
    def share_all(self):
        self.all_share(ik.Sharing(own=PILLARS, of_partner=PILLARS))

    def all_share(self, sharing):
        self.sasha_sharing = self.lives[0].sharing = self.lives[1].sharing = sharing

    @rule(pillar=pillars, perspective=perspectives)
    def sasha_revokes(self, pillar, perspective):
        self.sasha_sharing = self.revoked(self.sasha_sharing, pillar, perspective)

    @rule(pillar=pillars, perspective=perspectives)
    def robin_revokes(self, pillar, perspective):
        for life in self.lives:
            life.sharing = self.revoked(life.sharing, pillar, perspective)

    @rule(perspective=perspectives)
    def robin_freezes(self, perspective):
        """Go on showing what is shown now, alike in both lives; from then on no answer of Robin's lets anything out."""
        one, other = (life.answered[perspective] for life in self.lives)
        if one is None or other is None:
            return
        for pillar in PILLARS:
            self.make_alike(pillar, perspective)
        other.form = one.form
        for life in self.lives:
            life.sharing = life.sharing.freeze(self.result(perspective, life.answered[perspective]))

    @rule()
    def robin_thaws(self):
        for life in self.lives:
            life.sharing = life.sharing.thaw()

    def revoked(self, sharing, pillar, perspective):
        """Return a sharing without a pillar, which is as if it had never been shared."""
        left = sharing.revoke(pillar, perspective=perspective)
        never = ik.Sharing(
            own=[p for p in PILLARS if left.shares(p)],
            of_partner=[p for p in PILLARS if left.shares(p, perspective="partner")],
            frozen=left.frozen,
        )
        assert (left, pickle.dumps(left)) == (never, pickle.dumps(never))
        return left

    @rule(who=st.sampled_from(["robin", "sasha"]), touch=st.booleans())
    def choose_touch(self, who, touch):
        self.touch[who] = touch

    # What must hold -------------------------------------------------------------

    @invariant()
    def sasha_sees_the_same(self):
        self.let_out()
        one, other = (self.seen_by_sasha(life) for life in self.lives)
        assert one == other

    def let_out(self):
        """Make the lives alike in what Robin lets out, and only in that."""
        for perspective in PERSPECTIVES:
            one, other = self.lives
            here, there = (self.shown(life, perspective) for life in self.lives)
            if here != there and None in (one.answered[perspective], other.answered[perspective]):
                other.answered[perspective] = deepcopy(one.answered[perspective])
                there = self.shown(other, perspective)
            for pillar in PILLARS:
                if here.get(pillar) != there.get(pillar):
                    self.make_alike(pillar, perspective)
            if here:
                other.answered[perspective].form = one.answered[perspective].form

    def make_alike(self, pillar, perspective):
        one, other = self.lives
        change = other.sharing.share if one.sharing.shares(pillar, perspective=perspective) else other.sharing.revoke
        other.sharing = change(pillar, perspective=perspective)
        given = one.answered[perspective].answers
        other.answered[perspective].answers |= {id: given[id] for id in scored_ids(pillar)}

    def shown(self, life, perspective):
        """Return the nearest tens that any couple view may show of Robin, whichever check-in Sasha's is."""
        checked_in, places = life.answered[perspective], {}
        if perspective in life.sharing.frozen:
            return {}  # what is shown was made alike when it was frozen
        for pillar in PILLARS if checked_in else ():
            robin_shares = life.sharing.shares(pillar, perspective=perspective)
            sasha_shares = any(
                self.sasha_sharing.shares(pillar, perspective=side)
                and self.sasha[side] is not None
                and nearest_ten(self.sasha[side], pillar) is not None
                for side in PERSPECTIVES
            )
            place = nearest_ten(checked_in, pillar)
            if robin_shares and sasha_shares and place is not None:
                places[pillar] = place
        return places
