"""What may be shared, what never is, and how a person goes on showing what was shown."""

from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.couple import NEVER_OF_PARTNER
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, same_answers

DAY = date(2026, 11, 23)
ALL = ik.Sharing(own=PILLARS, of_partner=PILLARS)
OPEN = SafetyState(Standing.CLEAR, frozenset([ik.Gate.CONFLICT]))


def result(value, *, perspective="self"):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7", perspective=perspective)
    asked = {question.item_id for question in drawn.questions}
    answers = {id: each for id, each in same_answers(value).items() if id in asked}
    return ik.score(drawn.answer(answers, on=DAY))


def built_in(catalogue, value=3, form="standard"):
    drawn = ik.draw(catalogue, form=form, seed="s")
    return ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, value), on=DAY))


def seen(a, b):
    return {each.pillar: each.a for each in ik.couple_view(a=a, b=b).pillars}


# Never, and only while it is open ---------------------------------------------------


@pytest.mark.parametrize("pillar", ["conflict", "vulnerability"])
def test_nobody_is_shown_how_their_partner_rated_them_there(pillar):
    assert pillar in NEVER_OF_PARTNER
    for make in (
        lambda: ik.Sharing(of_partner=[pillar]),
        lambda: ik.Sharing().share(pillar, perspective="partner"),
        lambda: ik.Sharing.from_dict({"of_partner": [pillar]}),
    ):
        with pytest.raises(ik.InvalidValue) as caught:
            make()
        said = f"what a person says of their partner in '{pillar}' is never shared; leave it out"
        assert [f"of_partner.0 never-shared  {said}"] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("perspective", ["self", "partner"])
@pytest.mark.parametrize("pillar", [None, 3, ["time"]])
def test_what_is_no_text_is_not_shared(pillar, perspective):
    with pytest.raises(ik.InvalidValue) as caught:
        ik.Sharing().share(pillar, perspective=perspective)
    assert ["pillar bad-id  the pillar is not text; give its id"] == [str(each) for each in caught.value.problems]


@pytest.mark.parametrize(
    ("state", "shown"), [(OPEN, True), (NOT_ASKED, False), (SafetyState(Standing.APART), False), (None, False)]
)
def test_ones_own_conflict_is_shown_only_while_its_gate_is_open(catalogue, state, shown):
    mine, sharing = built_in(catalogue), ik.Sharing(own=catalogue.pillars)
    side = ik.Side(mine, sharing) if state is None else ik.Side(mine, sharing, safety=state)
    others = [id for id in catalogue.pillars if id != "conflict"]
    assert (list(catalogue.pillars) if shown else others) == list(seen(side, ik.Side(mine, sharing, safety=OPEN)))
    assert (list(catalogue.pillars) if shown else others) == list(seen(ik.Side(mine, sharing, safety=OPEN), side))


# Freezing -------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [result(HIGH), None, result(LOW, perspective="partner")])
def test_what_is_frozen_stays_whatever_is_answered_later(later):
    other = ik.Side(result(HIGH), ALL)
    frozen = ALL.freeze(result(LOW + 1))
    before = ik.couple_view(a=ik.Side(result(LOW + 1), ALL), b=other)
    assert before == ik.couple_view(a=ik.Side(later, frozen), b=other)
    assert before != ik.couple_view(a=ik.Side(later, ALL), b=other)


def test_each_perspective_is_frozen_by_itself():
    frozen = ALL.freeze(result(LOW + 1)).freeze(result(LOW + 2, perspective="partner"))
    assert {"hearing": 40} == seen(ik.Side(None, frozen), ik.Side(result(HIGH), ik.Sharing(own=["hearing"])))
    other = ik.Side(result(HIGH, perspective="partner"), ik.Sharing(of_partner=["hearing"]))
    assert {"hearing": 50} == seen(ik.Side(None, frozen), other)


def test_two_who_both_froze_go_on_seeing_each_other():
    one, other = ik.Sharing(own=["hearing"]).freeze(result(LOW)), ALL.freeze(result(HIGH))
    assert {"hearing": 20} == seen(ik.Side(None, one), ik.Side(None, other))


def test_only_what_is_shown_is_kept_when_it_is_frozen(catalogue):
    mine = built_in(catalogue, form="full")
    assert "time" in mine.felt
    frozen = ik.Sharing(own=["conflict", "time"]).freeze(mine).frozen[ik.Perspective.SELF]
    assert (["time"], []) == (list(frozen.scores), list(frozen.felt))


def test_an_answer_of_a_pulse_is_not_kept_when_it_is_frozen(catalogue):
    pulse = built_in(catalogue, form="pulse")
    assert 75.0 == pulse["time"].percent
    sharing = ik.Sharing(own=["time"])
    assert [{}, {}] == [
        dict(each.scores)
        for each in (
            sharing.freeze(pulse).frozen[ik.Perspective.SELF],
            ik.Side(pulse, sharing).shown(ik.Perspective.SELF),
        )
    ]


def test_a_sharing_of_one_form_shows_and_freezes_no_other(catalogue):
    standard, full = built_in(catalogue), built_in(catalogue, form="full")
    sharing, partner = ik.Sharing(form="standard").share("time"), ik.Sharing(own=["time"])
    assert ["time"] == list(seen(ik.Side(standard, sharing), ik.Side(standard, partner)))
    assert {} == seen(ik.Side(full, sharing), ik.Side(full, partner))
    assert {} == seen(ik.Side(full, sharing.freeze(full)), ik.Side(full, partner))
    assert ["time"] == list(seen(ik.Side(full, sharing.freeze(standard)), ik.Side(standard, partner)))


def test_a_sharing_of_one_form_stays_that_when_it_changes_and_is_stored():
    sharing = ik.Sharing(form="standard")
    changed = sharing.share("time").share("support").revoke("time").thaw()
    assert ik.Sharing(own=["support"], form="standard") == changed == ik.Sharing.from_dict(changed.to_dict())
    with pytest.raises(ik.InvalidValue, match="form bad-id"):
        ik.Sharing(form="Not an id")


def test_a_frozen_conflict_stays_when_its_gate_is_shut(catalogue):
    mine, other = built_in(catalogue), ik.Side(built_in(catalogue), ik.Sharing(own=["conflict"]), safety=OPEN)
    frozen = ik.Sharing(own=["conflict"]).freeze(mine, safety=OPEN)
    assert ["conflict"] == list(seen(ik.Side(mine, frozen, safety=SafetyState(Standing.APART)), other))


def test_revoking_takes_a_frozen_place_away_without_a_trace():
    frozen = ik.Sharing(own=["hearing", "resting"]).freeze(result(LOW))
    assert ["resting"] == list(seen(ik.Side(None, frozen.revoke("hearing")), ik.Side(result(HIGH), ALL)))
    assert ik.Sharing(own=["resting"]).freeze(result(LOW)) == frozen.revoke("hearing")
    assert ik.Sharing() == frozen.revoke("hearing").revoke("resting")


@pytest.mark.parametrize(
    ("sharing", "frozen"),
    [
        ({}, {"self": result(LOW)}),
        ({}, {"partner": result(LOW, perspective="partner")}),
        ({"own": PILLARS[:1]}, {"self": result(LOW)}),
        ({"own": PILLARS, "of_partner": PILLARS}, {"self": result(LOW, perspective="partner")}),
        ({"own": PILLARS, "form": "short"}, {"self": result(LOW)}),
    ],
)
def test_a_frozen_result_that_is_not_what_is_shared_is_refused(sharing, frozen):
    plain = {perspective: each.to_dict() for perspective, each in frozen.items()}
    for make in (
        lambda: ik.Sharing(**sharing, frozen=frozen),
        lambda: ik.Sharing.from_dict(sharing | {"frozen": plain}),
    ):
        with pytest.raises(ik.InvalidValue) as caught:
            make()
        said = "what is frozen is not shared, or is of another form or perspective; thaw it first, and freeze it again"
        assert [f"frozen.{next(iter(frozen))} not-shared  {said}"] == [
            str(problem) for problem in caught.value.problems
        ]


def test_a_frozen_sharing_does_not_come_to_name_another_form():
    with pytest.raises(ik.InvalidValue, match="frozen.self not-shared"):
        attrs.evolve(ALL.freeze(result(LOW)), form="short")


def test_thawing_shows_the_latest_again():
    frozen = ALL.freeze(result(LOW))
    assert ALL == frozen.thaw()
    assert 80 == seen(ik.Side(result(HIGH), frozen.thaw()), ik.Side(result(HIGH), ALL))["hearing"]


def test_a_frozen_sharing_is_stored_and_read_back_and_shows_nothing():
    frozen = ALL.freeze(result(LOW))
    assert frozen == ik.Sharing.from_dict(frozen.to_dict())
    assert "Sharing()" == repr(frozen)


@pytest.mark.parametrize("field", ["own", "of_partner"])
def test_a_single_text_is_not_shared_letter_by_letter(field):
    with pytest.raises(ik.InvalidValue, match=f"{field} wrong-kind  this should be a list, not a single value"):
        ik.Sharing(**{field: "listening"})


@pytest.mark.parametrize("field", ["own", "of_partner"])
def test_what_stands_in_place_of_ids_is_said(field):
    for ids, kind in (("time", "a single value"), ({"time": False}, "a mapping")):
        with pytest.raises(ik.InvalidValue, match=f"{field} wrong-kind  this should be a list, not {kind}"):
            ik.Sharing(**{field: ids})


def test_what_is_said_of_oneself_and_of_the_partner_is_shared_apart():
    sharing = ik.Sharing(own=["time", "support", "time"], of_partner=["time"])
    assert ("support", "time") == sharing.own
    assert [True, True] == [sharing.shares("time", perspective=each) for each in ("self", "partner")]
    assert [True, False] == [sharing.shares("support", perspective=each) for each in ("self", "partner")]
    assert [False, True] == [sharing.revoke("time").shares("time", perspective=each) for each in ("self", "partner")]


def test_there_are_two_perspectives_to_share():
    with pytest.raises(ik.InvalidValue) as caught:
        ik.Sharing().shares("time", perspective="both")
    said = "there is no such perspective; it is one of self, partner"
    assert [f"perspective bad-choice  {said}"] == [str(each) for each in caught.value.problems]


@pytest.mark.parametrize("field", ["own", "of_partner"])
@pytest.mark.parametrize("ids", [None, 3, 1.5, [3], [["time"]], [{"time": 1}], ["time", None], {"time": False}])
def test_what_is_no_list_of_ids_in_a_stored_sharing_is_refused(field, ids):
    with pytest.raises(ik.InvalidValue) as caught:
        ik.Sharing.from_dict({field: ids})
    assert {"wrong-kind"} == {problem.code for problem in caught.value.problems}


def test_ids_from_outside_are_checked_against_the_pillars_of_a_catalogue():
    assert ALL == ALL.checked(CATALOGUE)
    for wrong in (ik.Sharing(own=["lisening"]), ik.Sharing(of_partner=["lisening"])):
        with pytest.raises(ik.UnknownId, match="there is no pillar 'lisening'; did you mean 'opening'"):
            wrong.checked(CATALOGUE)
