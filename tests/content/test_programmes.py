"""The built-in programmes: what each is made of, what it may say, and that each rule finds a planted fault."""

import re
from datetime import date, timedelta

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit.content import versions
from intimacy_kit.plan import gates_of, programmes
from intimacy_kit.safety import NOT_ASKED, SafetyState, Standing
from tests.support.catalogues import built_in

from .readability import grade
from .rules import words

TRIALS = {
    "exciting-weeks": "coulter2013",
    "films-in-a-month": "rogge2013",
    "three-letters": "slatcher2006",
    "year-of-outsiders": "finkel2013",
    "month-of-thanks": "algoezhaoyang2016",
}
"""Programmes that follow a trial, and the trial."""

EVERY_GATE = SafetyState(Standing.CLEAR, frozenset(ik.Gate))
START = date(2026, 1, 5)


def texts_of(programme):
    """Every text of a programme that a person reads."""
    weeks = [text for week in programme.weeks for text in (week.title, week.text)]
    return [programme.title, programme.summary, programme.stop, *weeks]


# Rules ------------------------------------------------------------------------


def stops_freely(programme):
    """Whoever follows it may stop, and is told that first."""
    if not re.match(r"(Skip a week, or s|S)top\b", programme.stop):
        return "does not begin its stop text with stopping"
    return None


def shames_nobody(programme):
    """No streaks, no missed days, no falling behind."""
    found = re.search(
        r"\b(streak|miss(ed)?|behind schedule|fail\w*|catch up|must|should|streaks)\b", _joined(programme)
    )
    return found and f"says {found.group()!r}"


def is_short(programme):
    """A summary has at most 20 words, and what a week is about at most 20."""
    for text in (programme.summary, *(week.text for week in programme.weeks)):
        if len(words(text)) > 20:
            return f"takes {len(words(text))} words to say {text!r}"
    return None


def reads_easily(programme):
    """All of it together is at grade 6 or below."""
    level = grade(_joined(programme))
    return f"reads at grade {level:.1f}" if level > 6 else None


def says_what_it_rests_on(programme):
    """It has evidence, or says that it is our own idea."""
    return None if programme.evidence else "has no evidence"


def names_its_weeks_apart(programme):
    """No two weeks have the same name."""
    titles = [week.title for week in programme.weeks]
    return None if len(titles) == len(set(titles)) else "has two weeks of one name"


def _joined(programme):
    return " ".join(text if text[-1] in ".?!" else f"{text}." for text in texts_of(programme))


RULES = [is_short, names_its_weeks_apart, reads_easily, says_what_it_rests_on, shames_nobody, stops_freely]
WEEK = ik.Week("Sit", "Sit down.", practices=["conflict.what-calms-you"])
SOUND = ik.Programme("sitting", "Sitting", "Sit down.", [WEEK], "Stop whenever you like.", evidence=[ik.Evidence()])
LONG = "Communicate authentically regarding interpersonal expectations, vulnerabilities, and disappointments."
PLANTED = {
    is_short: {"summary": "so " * 20 + "so."},
    names_its_weeks_apart: {"weeks": [WEEK, WEEK]},
    reads_easily: {"summary": LONG},
    says_what_it_rests_on: {"evidence": []},
    shames_nobody: {"summary": "You must not fall behind."},
    stops_freely: {"stop": "Go on to the end."},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_programme_keeps_the_rule(catalogue, rule):
    assert {} == {each.id: fault for each in catalogue.programmes.values() if (fault := rule(each))}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_its_planted_fault_and_no_other(rule):
    assert rule(SOUND) is None
    assert rule(attrs.evolve(SOUND, **PLANTED[rule]))


# What there is ----------------------------------------------------------------


def test_five_programmes_follow_the_trials_that_they_name(catalogue):
    for id, trial in TRIALS.items():
        (fit,) = [each.fit for each in catalogue.programmes[id].evidence if each.source == trial]
        assert fit in (ik.Fit.TESTED, ik.Fit.ADAPTED)
        assert "RCT" in (design := catalogue.sources[trial].design) or "experiment" in design


def test_eight_weeks_walk_through_every_pillar_and_ask_the_same_questions_first_and_last(catalogue):
    weeks = catalogue.programmes["eight-week-walk"].weeks
    assert 8 == len(weeks)
    pillars = [{catalogue.practices[id].pillar for id in week.practices} for week in weeks]
    assert [1] * 8 == [len(each) for each in pillars]
    assert set(catalogue.pillars) == set().union(*pillars[:7])
    assert {"standard"} == {weeks[0].form, weeks[-1].form}
    assert all(week.prompts for week in weeks)


def test_one_problem_has_three_phases_and_comes_only_where_conflict_was_opened(catalogue):
    programme = catalogue.programmes["one-problem"]
    assert 3 == len(programme.weeks)
    assert (ik.Gate.CONFLICT,) == gates_of(catalogue, programme)


def test_a_person_alone_has_a_programme_and_one_who_may_not_be_safe_has_one_that_reaches_nobody(catalogue):
    alone = [each.id for each in programmes(catalogue, alone=True, safety=NOT_ASKED)]
    assert ["on-your-own", "your-side"] == alone
    apart = programmes(catalogue, safety=SafetyState(Standing.APART))
    assert ["on-your-own"] == [each.id for each in apart]


def test_no_programme_needs_touch_or_what_hurt_in_the_past(catalogue):
    gates = {gate for each in catalogue.programmes.values() for gate in gates_of(catalogue, each)}
    assert {ik.Gate.CONFLICT, ik.Gate.VULNERABILITY} == gates


@pytest.mark.parametrize("distance", [False, True])
def test_each_programme_can_be_followed_to_its_end_a_week_at_a_time(catalogue, distance):
    for programme in catalogue.programmes.values():
        done, day, titles = {}, START, []
        while (now := _on(catalogue, programme, day, done, distance=distance)).week or now.opens:
            if now.week is None:
                day = now.opens
                continue
            titles.append(now.week.title)
            done |= {step.key: day for step in now.week.steps}
        assert [week.title for week in programme.weeks] == titles
        assert START + timedelta(7 * sum(week.weeks_after for week in programme.weeks[1:])) == day


def _on(catalogue, programme, day, done, **wishes):
    return ik.programme(catalogue, programme.id, start=START, on=day, done=done, safety=EVERY_GATE, **wishes)


def test_programmes_are_whole_in_spanish_and_fall_back_visibly_elsewhere(catalogue):
    for tag, spoken in (("es", "es"), ("es-MX", "es"), ("fr", None), ("de", None), ("pt-BR", None)):
        translated = built_in(tag).programmes
        assert list(catalogue.programmes) == list(translated)
        texts = [text for each in translated.values() for text in texts_of(each)]
        assert {spoken} == {next(versions(text))[0] for text in texts}
