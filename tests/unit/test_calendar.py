"""A calendar file holds a plan's time and nothing of what it is for."""

import runpy
import sys
from datetime import date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit import calendar
from intimacy_kit.calendar import plan_calendar, programme_calendar
from tests.support.catalogues import built_in
from tests.support.small_catalogue import CATALOGUE, HIGH, LOW, PILLARS, same_answers

START = date(2026, 11, 23)


def plan_of(value, minutes=60):
    drawn = ik.draw(CATALOGUE, form="long", seed="pair-7")
    answers = same_answers(value, hearing_s0=LOW, opening_s1=HIGH)
    return ik.recommend(CATALOGUE, ik.score(drawn.answer(answers, on=START)), minutes_per_week=minutes)


EMPTY = ik.Plan(going_well=(), suggestions=(), not_enough_answers=PILLARS, minutes_per_week=60)


def events(data):
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def test_a_week_has_its_minutes_shared_out_evenly():
    found = events(plan_calendar(plan_of(LOW + 1), start=START, seed="robin", at=time(19, 30), weeks=4))
    assert [datetime(2026, 11, day, 19, 30) for day in (23, 25, 27)] == [each["dtstart"].dt for each in found]  # noqa: DTZ001  # floating on purpose
    assert {timedelta(minutes=20)} == {each["duration"].dt for each in found}
    assert [[4], ["WEEKLY"]] == [found[0]["rrule"]["count"], found[0]["rrule"]["freq"]]


def test_without_a_time_events_last_all_day():
    found = events(plan_calendar(EMPTY, start=START, seed="robin", times_a_week=7))
    assert [START + timedelta(days=i) for i in range(7)] == [each["dtstart"].dt for each in found]
    assert {"TRANSPARENT"} == {each["transp"] for each in found}


def test_titles_are_neutral_and_events_private():
    found = events(plan_calendar(plan_of(LOW + 1), start=START, seed="robin"))
    assert {("Time set aside", "PRIVATE")} == {(str(each["summary"]), str(each["class"])) for each in found}


def test_a_calendar_does_not_hang_on_what_the_plan_holds():
    assert plan_of(LOW + 1).suggestions
    assert plan_calendar(EMPTY, start=START, seed="robin") == plan_calendar(plan_of(LOW + 1), start=START, seed="robin")


def test_no_word_of_the_plan_is_in_the_file():
    plan = plan_of(LOW + 1)
    folded = plan_calendar(plan, start=START, seed="robin").decode()
    text = folded.replace("\r\n ", "").replace("\\", "")
    for step in plan.suggestions:
        assert not any(word in text for word in (step.practice, step.title, step.pillar, step.reason))
    assert "robin" not in text


def test_a_second_export_has_the_same_ids_and_another_seed_has_others():
    one, again, other = (events(plan_calendar(EMPTY, start=START, seed=seed)) for seed in ("a", "a", "b"))
    uids = [[str(each["uid"]) for each in found] for found in (one, again, other)]
    assert uids[0] == uids[1]
    assert set(uids[0]).isdisjoint(uids[2])
    assert 3 == len(set(uids[0]))


@given(st.integers(1, 20_000), st.integers(1, 7))
def test_an_event_lasts_a_minute_to_a_day(minutes, times):
    plan = ik.Plan(going_well=(), suggestions=(), not_enough_answers=(), minutes_per_week=minutes)
    found = events(plan_calendar(plan, start=START, seed="robin", at=time(8), times_a_week=times))
    assert times == len(found)
    assert all(timedelta(minutes=1) <= each["duration"].dt <= timedelta(days=1) for each in found)


def test_every_argument_that_makes_no_sense_is_named_at_once():
    with pytest.raises(ik.InvalidValue) as caught:
        plan_calendar(EMPTY, start=datetime(2026, 1, 1), seed=7, at="19:00", times_a_week=8, weeks=0, title=" ")  # noqa: DTZ001  # refused
    assert ["start", "at", "times_a_week", "weeks", "seed", "title"] == [each.path[0] for each in caught.value.problems]


def test_a_title_with_a_hidden_character_is_refused():
    with pytest.raises(ik.InvalidValue, match="bad-character"):
        plan_calendar(EMPTY, start=START, seed="robin", title="Time\x00")


def test_without_its_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(ik.MissingExtra, match=r"pip install 'intimacy_kit\[calendar\]'"):
        runpy.run_path(calendar.__file__)


# What the file hangs on ----------------------------------------------------------


days = st.dates(date(1900, 1, 1), date(8999, 12, 31))
times = st.none() | st.times().map(lambda at: at.replace(microsecond=0, fold=0))
titles = st.text(st.characters(exclude_categories=["C"], exclude_characters="\u2028\u2029"), min_size=1).filter(
    lambda title: title.strip()
)


@given(titles)
def test_any_title_comes_back_as_it_went(title):
    assert {title} == {
        str(each["summary"]) for each in events(plan_calendar(EMPTY, start=START, seed="s", title=title))
    }


@given(titles, titles)
def test_no_line_is_longer_than_the_standard_allows(title, seed):
    data = plan_calendar(EMPTY, start=START, seed=seed, title=title)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@given(days, times, st.integers(1, 7))
def test_the_events_of_a_week_are_on_days_of_their_own_within_it(start, at, count):
    found = [
        each["dtstart"].dt for each in events(plan_calendar(EMPTY, start=start, seed="s", at=at, times_a_week=count))
    ]
    first = [each.date() if isinstance(each, datetime) else each for each in found]
    assert (start, count) == (first[0], len(set(first)))
    assert all(0 <= (day - start).days < 7 for day in first)


@given(titles, times, st.integers(1, 52), st.integers(1, 9999))
def test_an_event_keeps_its_id_whatever_becomes_of_it(title, at, weeks, minutes):
    other = plan_calendar(plan_of(LOW + 1, minutes), start=START, seed="s", at=at, weeks=weeks, title=title)
    before = events(plan_calendar(EMPTY, start=START, seed="s"))
    assert [str(each["uid"]) for each in before] == [str(each["uid"]) for each in events(other)]


# A programme ----------------------------------------------------------------------

YEAR = built_in().programmes["year-of-outsiders"]


def test_a_programme_has_an_event_for_each_week_on_the_day_it_opens():
    found = events(programme_calendar(YEAR, start=START, seed="robin", minutes=20, at=time(8)))
    assert [START + timedelta(weeks=weeks) for weeks in (0, 17, 34)] == [each["dtstart"].dt.date() for each in found]
    assert {(timedelta(minutes=20), "OPAQUE")} == {(each["duration"].dt, each["transp"]) for each in found}
    assert 3 == len({str(each["uid"]) for each in found})


def test_a_programme_has_days_without_a_time():
    found = events(programme_calendar(YEAR, start=START, seed="robin", minutes=20))
    assert {(timedelta(days=1), "TRANSPARENT")} == {(each["duration"].dt, each["transp"]) for each in found}
    assert START == found[0]["dtstart"].dt


def test_of_a_programme_nothing_can_be_seen_but_when_its_weeks_open():
    thanks, films = (built_in().programmes[id] for id in ("month-of-thanks", "exciting-weeks"))
    of_thanks, of_films = (programme_calendar(each, start=START, seed="robin", minutes=9) for each in (thanks, films))
    assert of_thanks == of_films
    assert {("Time set aside", "PRIVATE")} == {(str(e["summary"]), str(e["class"])) for e in events(of_thanks)}


def test_a_plan_and_a_programme_refuse_the_same_nonsense():
    with pytest.raises(ik.InvalidValue) as caught:
        programme_calendar(YEAR, start=datetime(2026, 11, 23), seed=7, minutes=0, at="now", title=" ", product="")  # noqa: DTZ001  # no day
    assert ["start", "at", "minutes", "seed", "title", "product"] == [each.path[0] for each in caught.value.problems]
