"""What is refused, in which words: place, code, what is wrong, what to do. Nothing of an answer is in any of it."""

from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from tests.support.catalogues import built_in
from tests.support.paths import GOOD

CATALOGUE = built_in()
DAY = date(2026, 11, 23)
CHECKIN = ik.draw(CATALOGUE, form="standard", seed="s")
RESPONSE = CHECKIN.answer({}, on=DAY)
RESULT = ik.score(RESPONSE)
STORED = RESPONSE.to_dict()
FULL = ik.score(CHECKIN.answer(dict.fromkeys(CHECKIN.item_ids, 2), on=DAY))
PULSE = ik.draw(CATALOGUE, form="pulse", seed="s")
NOT_THIS_TIME = next(id for id in PULSE.key.by_id if id not in PULSE.item_ids)
MINIMAL = ik.load_path(GOOD / "minimal")
BARE = ik.draw(
    attrs.evolve(MINIMAL, scales=[attrs.evolve(each, choices=each.choices[:2]) for each in MINIMAL.scales.values()]),
    form="all",
    seed="s",
)
SHARED = ik.Sharing().share("time").share("support")
ONE_SIDED = attrs.evolve(
    MINIMAL, items=[attrs.evolve(each, text=ik.Wording(each.text.self_)) for each in MINIMAL.items.values()]
)


def answer(answers, **others):
    return CHECKIN.answer(answers, **{"on": DAY} | others)


def stored(**changed):
    return ik.Response.from_dict(CATALOGUE, STORED | changed)


def recommend(result=RESULT, **others):
    return ik.recommend(CATALOGUE, result, **others)


def conversation_prompts(**others):
    return ik.conversation_prompts(CATALOGUE, ik.CoupleView(), **{"seed": "s"} | others)


REFUSED = [
    (
        lambda: answer(None),
        [
            "wrong-type  the answers are missing; map item ids to values or codes",
        ],
    ),
    (
        lambda: answer([]),
        [
            "wrong-type  the answers are not a mapping; map item ids to values or codes",
        ],
    ),
    (
        lambda: answer({1: 2, "time.tatses": 2, "time.tastes": "did not", "time.enjoy": 9, "time.protected": 1.5}),
        [
            "time.protected wrong-type  the answer is neither a whole number nor a missing code; "
            "a code is prefer-not-to-say; answer_form reads posted text",
            "time.enjoy out-of-range  the value is not on the scale from 0 to 4",
            "time.tastes wrong-type  the answer is neither a whole number nor a missing code; "
            "a code is prefer-not-to-say; answer_form reads posted text",
            "answers wrong-type  an item id is not text; map item ids to answers",
            "time.tatses unknown-item  this form has no item 'time.tatses'; did you mean 'time.tastes'?",
        ],
    ),
    (
        lambda: answer({"private.care": 1, "x" * 200: 2}),
        [
            "private.care unknown-item  this form has no item 'private.care'; leave it out",
            f"{'x' * 100} unknown-item  this form has no item '{'x' * 100}'; leave it out",
        ],
    ),
    (
        lambda: answer({"appreciation.felt": 3, "time.tastes": "not-asked"}),
        [
            ("time.tastes not-offered  the scale does not offer this code; it offers prefer-not-to-say"),
            (
                "appreciation.felt unknown-item  this form has no item 'appreciation.felt'; did you mean "
                "'appreciation.effort'?"
            ),
        ],
    ),
    (
        lambda: ik.draw(ONE_SIDED, form="all", seed="s", perspective="partner"),
        ["perspective empty-form  the form 'all' asks nothing from the partner perspective; draw another form"],
    ),
    (
        lambda: attrs.evolve(BARE, questions=(BARE.questions[0], BARE.questions[0])),
        ["questions.1.item_id duplicate-id  the item is asked twice; ask it once"],
    ),
    (
        lambda: attrs.evolve(BARE, questions=(attrs.evolve(BARE.questions[0], item_id="calm.lie"),)),
        ["questions.0.item_id unknown-item  the key has no item of this id; draw the check-in"],
    ),
    (
        lambda: PULSE.answer({NOT_THIS_TIME: 2}, on=DAY),
        [f"{NOT_THIS_TIME} not-asked  the item '{NOT_THIS_TIME}' was not asked in this check-in; leave it out"],
    ),
    (
        lambda: BARE.answer({BARE.item_ids[0]: "prefer-not-to-say"}, on=DAY),
        [f"{BARE.item_ids[0]} not-offered  the scale does not offer this code; it offers no missing codes"],
    ),
    (
        lambda: answer({"time.tatses": 2}),
        ["time.tatses unknown-item  this form has no item 'time.tatses'; did you mean 'time.tastes'?"],
    ),
    (
        lambda: answer({"time.tastes": 2, "time.tatses": 2}),
        ["time.tatses unknown-item  this form has no item 'time.tatses'; did you mean 'time.tastes'?"],
    ),
    (
        lambda: answer({"time.tastes": True, "time.enjoy": "2"}),
        [
            "time.enjoy wrong-type  the answer is neither a whole number nor a missing code; "
            "a code is prefer-not-to-say; answer_form reads posted text",
            "time.tastes wrong-type  the answer is neither a whole number nor a missing code; "
            "a code is prefer-not-to-say; answer_form reads posted text",
        ],
    ),
    (
        lambda: answer({}, on="2026-11-23"),
        [
            "on bad-date  the day is not a date; give a datetime.date",
        ],
    ),
    (
        lambda: answer({}, seconds={"time.tastes": -1, "time.tatses": 2, 3: 4, "y" * 101: 5}),
        [
            "seconds.time.tastes bad-number  the time is not a number of seconds from 0",
            "seconds not-asked  there is a time for 'time.tatses'; leave it out",
            "seconds not-asked  there is a time whose item id is not text; leave it out",
            f"seconds not-asked  there is a time for '{'y' * 100}'; leave it out",
        ],
    ),
    (
        lambda: stored(catalogue="other"),
        [
            "catalogue wrong-catalogue  the answers were given to 'other', not to 'intimacy-kit'; load that pack",
        ],
    ),
    (
        lambda: stored(form="standrad"),
        [
            "form unknown-form  there is no form 'standrad'; did you mean 'standard'?",
        ],
    ),
    (
        lambda: stored(digest="0" * 16),
        [
            (
                "digest form-changed  what was answered is not the form 'standard' of version 2026.11.0; "
                "load the pack that was answered"
            ),
        ],
    ),
    (
        lambda: stored(form="pulse"),
        ["form form-changed  the answers are to the form 'standard', not to 'pulse'; give 'standard' as their form"],
    ),
    (
        lambda: stored(digest="0" * 16, version=None),
        [
            (
                "digest form-changed  the form 'standard' was answered as of version (not given), and version "
                "2026.11.0 differs; load the version that was answered"
            ),
        ],
    ),
    (
        lambda: stored(answers=None),
        [
            "answers wrong-type  the answers are missing; map item ids to values or codes",
        ],
    ),
    (
        lambda: stored(answers={"time.tastes": 9}, seconds={"time.tastes": -1}),
        [
            "answers.time.tastes out-of-range  the value is not on the scale from 0 to 4",
            "seconds.time.tastes bad-number  the time is not a number of seconds from 0",
        ],
    ),
    (
        lambda: stored(perspective="theirs", occasion=-1),
        [
            "perspective bad-choice  'theirs' is not allowed here; it is one of self, partner",
        ],
    ),
    (
        lambda: stored(seed="\x00"),
        [
            "seed bad-character  the text holds U+0000; take the character out",
        ],
    ),
    (
        lambda: ik.Response.from_dict(CATALOGUE, []),
        [
            "wrong-kind  this should be a mapping, not a list",
        ],
    ),
    (
        lambda: ik.draw(CATALOGUE, form="standrad", seed="s"),
        [
            "there is no form 'standrad'; did you mean 'standard'?",
        ],
    ),
    (
        lambda: ik.draw(CATALOGUE, form="standard", seed="\x00"),
        [
            "seed bad-character  seed is not text that can be stored",
        ],
    ),
    (
        lambda: ik.draw(CATALOGUE, form="standard", seed="s", occasion=-1),
        [
            "occasion bad-number  occasion is a whole number from 0",
        ],
    ),
    (
        lambda: ik.draw(CATALOGUE, form="standard", seed="s", perspective="theirs"),
        [
            "perspective bad-choice  there is no such perspective; it is one of self, partner",
        ],
    ),
    (
        lambda: recommend(
            minutes_per_week=0, mode="alone", access=["no-stairs"], safety=["conflict"], exclude="time", done="x"
        ),
        [
            "safety wrong-kind  safety is not a SafetyState; give what assess returns",
            "minutes_per_week bad-number  minutes_per_week is a whole number from 1",
            "exclude wrong-kind  exclude is a single text; give a list",
            "done wrong-kind  done is a single text; give a list",
            "mode bad-choice  there is no such mode; it is one of solo, together, async",
            (
                "access bad-choice  there is no such access; it is one of no-eye-contact, no-speech, low-energy, "
                "no-touch, no-sight, no-hearing, no-writing"
            ),
        ],
    ),
    (
        lambda: recommend(access="no-touch", topics="touch"),
        [
            "access wrong-kind  access is a single text; give a list",
            "topics wrong-kind  topics is a single text; give a list",
        ],
    ),
    (
        lambda: recommend(attrs.evolve(RESULT, catalogue="other", perspective=ik.Perspective.PARTNER)),
        [
            "answered.catalogue wrong-catalogue  it was answered to 'other', not to 'intimacy-kit'; load that pack",
            (
                "answered.perspective bad-choice  practices are suggested for what a person does, not for what they "
                "see their partner do; give a self check-in"
            ),
        ],
    ),
    (
        lambda: conversation_prompts(seed=1, occasion=-1, max_depth=6),
        [
            "seed bad-character  seed is not text that can be stored; give text, such as str(seed)",
            "occasion bad-number  occasion is a whole number from 0",
            "max_depth bad-number  max_depth is a whole number from 1 to 5",
        ],
    ),
    (
        lambda: ik.Sharing().share("time", perspective="theirs"),
        [
            "perspective bad-choice  there is no such perspective; it is one of self, partner",
        ],
    ),
    (
        lambda: ik.Sharing().share(["time"]),
        ["pillar bad-id  the pillar is not text; give its id"],
    ),
    (
        lambda: ik.draw(CATALOGUE, form=["pulse"], seed="s"),
        ["there is no form \"['pulse']\"; did you mean 'pulse'?"],
    ),
    (
        lambda: RESULT["tiem"],
        [
            "there is no score in this result 'tiem'; did you mean 'time'?",
        ],
    ),
    (
        lambda: ik.explain(RESPONSE, "time.tatses"),
        [
            "there is no scored item in this form 'time.tatses'; did you mean 'time.tastes'?",
        ],
    ),
    (
        lambda: ik.score(RESPONSE, reliability={"tiem": None}),
        [
            "there is no pillar 'tiem'; did you mean 'time'?",
        ],
    ),
    (
        lambda: ik.load(packs=["evenning"]),
        [
            "there is no installed pack 'evenning'",
        ],
    ),
    (
        lambda: ik.load_path("tests/nowhere"),
        [
            "unreadable  there is no such folder or zip archive; name the folder that holds pack.yaml",
        ],
    ),
    (
        lambda: ik.Reliability(coefficient=2, name="alpha", n=1, sd=0, source="s", population="p", on=DAY),
        [
            "n bad-number  the number is out of range; it lies between 2 and 1000000000",
        ],
    ),
    (
        lambda: ik.couple_view(a=ik.Side(FULL, SHARED), b=ik.Side(attrs.evolve(FULL, catalogue="other"), SHARED)),
        [
            (
                "catalogue wrong-catalogue  the check-ins belong to different catalogues; give two results of the "
                "same kind, such as the same form from the same perspective"
            ),
        ],
    ),
    (
        lambda: conversation_prompts(exclude="time"),
        [
            "exclude wrong-kind  exclude is a single text; give a list",
        ],
    ),
    (
        lambda: ik.viewpoint(own=ik.Side(FULL, SHARED), partner=ik.Side(attrs.evolve(FULL, digest="0" * 16), SHARED)),
        [
            (
                "digest form-changed  the form was changed between the check-ins; give two results of the same "
                "kind, such as the same form from the same perspective"
            ),
        ],
    ),
]


@pytest.mark.parametrize(("call", "said"), REFUSED)
def test_a_refusal_says_where_what_and_what_to_do(call, said):
    with pytest.raises(ik.IntimacyKitError) as refused:
        call()
    assert said == str(refused.value).splitlines()
    assert all(type(each.remedy) is str for each in getattr(refused.value, "problems", ()))
