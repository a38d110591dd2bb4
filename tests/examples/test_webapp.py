"""The web app in docs/examples, asked page by page; tests/browser walks through it in Chromium."""

import ast
import html
import io
import json
import re
import socket
import string
import subprocess
import sys
import time
import tokenize
import tomllib
import urllib.request
from datetime import timedelta
from types import SimpleNamespace

import pytest

import intimacy_kit as ik
from intimacy_kit.plan import programmes
from tests.support.catalogues import built_in
from tests.support.paths import EXAMPLES
from tests.support.right_to_left import mirrored, mirrored_catalogue
from tests.support.webapp_world import CALM, DAY, World, asked, path, places

APP = EXAMPLES / "webapp"
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("examples_on_the_path")]
OPENING = built_in().phrase("opening-note")


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "world")


def cards(page):
    """Return the titles of the practices of a page."""
    return re.findall(
        r'class="card practice[^>]*>\s*(?:<p[^>]*>[^<]*</p>\s*)?<h[23]>(.*?)</h', html.unescape(page.text)
    )


# Two people --------------------------------------------------------------------


def test_a_page_of_one_is_the_same_whatever_the_other_keeps_private(tmp_path):
    quiet, busy = World(tmp_path / "quiet"), World(tmp_path / "busy")
    busy.check_in(busy.a, "pulse", lambda i: i % 5)
    busy.check_in(busy.a, "standard", lambda i: (i * 3) % 5)
    busy.post(busy.a + "sharing", pillar=["time", "support"])
    busy.post(busy.a + "next", gate="conflict", **CALM)
    busy.post(busy.a + "step", what="did", practice="appreciation.three-part-thanks")
    busy.post(busy.a + "invite/withdraw")
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    for each in (quiet, busy):
        each.check_in(each.b, "standard", lambda i: (i * 2) % 5)
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    for each in (quiet, busy):
        each.check_in(each.b, "pulse", lambda i: 4 - i % 5)
        each.post(each.b + "sharing", pillar=["listening", "vulnerability"])
    assert quiet.pages(quiet.b) == busy.pages(busy.b)
    busy.post(busy.a + "sharing", pillar=["listening"])
    assert quiet.pages(quiet.b) != busy.pages(busy.b)  # now both share it
    busy.post(busy.a + "data/erase")
    assert quiet.pages(quiet.b) == busy.pages(busy.b)


def test_a_shared_pillar_is_shown_to_the_nearest_ten_and_only_while_both_share_it(world):
    world.check_in(world.a, "standard", lambda i: 3)
    world.check_in(world.b, "standard", lambda i: 2)
    rows = lambda link: places(world.get(link + "together").text)  # noqa: E731  # one thing
    world.post(world.a + "sharing", pillar=["time", "support"])
    assert ([], []) == (rows(world.a), rows(world.b))
    world.post(world.b + "sharing", pillar=["time"])
    # three forward answers of 3 and a reversed one: (3 + 3 + 3 + 1) / 16 = 62.5, to the nearest ten
    assert (["60", "50"], ["50", "60"]) == (rows(world.a), rows(world.b))
    world.post(world.a + "sharing")
    assert ([], []) == (rows(world.a), rows(world.b))


def test_a_place_moves_with_the_next_check_in_and_goes_when_it_is_too_old(world):
    for link in (world.a, world.b):
        world.check_in(link, "standard", lambda i: 2)
        world.post(link + "sharing", pillar=["time"])
    world.day = DAY + timedelta(days=14)
    world.check_in(world.a, "standard", lambda i: 4)
    assert ["80", "50"] == places(world.get(world.a + "together").text)
    world.day = DAY + timedelta(days=181)
    assert [] == places(world.get(world.a + "together").text)


def test_what_both_share_stands_on_one_line_closest_first_and_no_gap_is_named(world):
    world.check_in(world.a, "standard", lambda i: 4 if i % 4 < 3 else 0)
    world.check_in(world.b, "standard", lambda i: 4 if i % 4 < 3 and i >= 12 else 0)
    for link in (world.a, world.b):
        world.post(link + "sharing", pillar=["listening", "appreciation"])
    page = world.get(world.a + "together").text
    assert ["90", "90", "90", "30"] == places(page)
    assert page.index("You both say: very often") < page.index("You: very often. Your partner: now and then.")
    assert 2 == page.count('class="marks"')


def test_a_quick_check_in_is_never_shown_to_the_partner(world):
    for link in (world.a, world.b):
        world.check_in(link, "pulse", lambda i: 3)
        world.post(link + "sharing", pillar=["time", "support"])
    assert [] == places(world.get(world.b + "together").text)


def test_an_invitation_works_once_and_looking_at_it_does_not_use_it_up(world):
    assert 404 == world.post(world.invitation).status_code
    own, invitation = world.begin()
    assert [200, 200] == [world.get(invitation).status_code for _ in range(2)]
    joined = world.post(invitation).text
    assert 'id="other"' not in joined
    assert own != path(joined, "own")


def test_the_page_with_the_links_can_be_loaded_again_and_makes_no_second_couple(world):
    begun = world.client.post("/en/")
    assert "GET" == begun.request.method
    again = world.get(begun.url.path)
    assert begun.text == again.text
    assert "my-link.txt" in world.get(path(begun.text, "own") + "key/file").headers["content-disposition"]


def test_both_have_the_same_cards_to_talk_about_and_another_one_is_a_link_away(world):
    shown = lambda link, n: re.search(r'class="card-text">(.*?)<', world.get(f"{link}talk?card={n}").text)[1]  # noqa: E731
    assert [shown(world.a, n) for n in range(5)] == [shown(world.b, n) for n in range(5)]
    assert 5 == len({shown(world.a, n) for n in range(5)})
    assert 200 == world.get(f"{world.a}talk?card=x&pillar=nowhere").status_code


# A check-in --------------------------------------------------------------------


def test_a_check_in_asks_one_pillar_a_screen_and_says_the_stem_once(world):
    page = world.get(world.a + "check-in/standard").text
    assert 4 == len(asked(page))
    assert 1 == page.count("In the last two weeks, how often did you …")
    assert 7 == len(re.findall(r'<li class="of-[a-z-]+(?: past)?"', page))
    assert "<nav" not in page  # a link of a menu would drop the answers


def test_each_screen_carries_the_answers_of_the_others_to_another_language_too(world):
    address = world.a + "check-in/pulse"
    ids = world.asked(world.a, "pulse")
    screen = world.client.post(address, data={"occasion": "0", "to": "3", ids[0]: "4", ids[1]: "2"}).text
    assert f'<input type="hidden" name="{ids[0]}" value="4">' in screen
    spanish = re.search(r'lang="es" formaction="([^"]+)" name="to" value="(\d)"', screen)
    there = world.client.post(spanish[1], data={"occasion": "0", "to": spanish[2], ids[0]: "4", ids[1]: "2"}).text
    assert '<html lang="es"' in there
    assert f'<input type="hidden" name="{ids[1]}" value="2">' in there
    back = world.client.post(address, data={"occasion": "0", "to": "0", ids[0]: "4"}).text
    assert f'name="{ids[0]}" value="4" checked' in back


def test_the_first_button_of_a_screen_which_the_enter_key_presses_stays_on_it(world):
    page = world.post(world.a + "check-in/pulse", occasion="0", to="3").text
    assert "3" == re.search(r'<form[^>]*>\s*<button class="unseen" name="to" value="(\d)"', page)[1]
    private = world.post(world.a + "next/private", afraid="no").text
    assert re.search(r'<form[^>]*>\s*<button class="unseen" formaction="[^"]+/next/private"', private)
    assert 'name="afraid" value="no" checked' in private


def test_what_was_left_out_is_asked_about_once_without_an_alarm(world):
    address, ids = world.a + "check-in/pulse", world.asked(world.a, "pulse")
    form = {"occasion": "0", **dict.fromkeys(ids[:5], "3")}
    page = world.client.post(address, data={**form, "to": "end"})
    assert "You left 2 out." in page.text
    assert 'name="to" value="5"' in page.text  # the first of the two
    assert "alert" not in page.text
    assert "Thank you" in world.client.post(address, data=form).text


def test_a_check_in_without_an_answer_asks_for_one_and_keeps_nothing(world):
    for sent in ({"occasion": "0", "to": "end"}, {"occasion": "0"}):
        assert "One answer is enough" in world.client.post(world.a + "check-in/pulse", data=sent).text
    assert 404 == world.get(world.a + "results/pulse").status_code


def test_each_quick_check_in_asks_something_else(world):
    first = world.asked(world.a, "pulse")
    world.check_in(world.a, "pulse", lambda i: 3)
    second = world.asked(world.a, "pulse", 1)
    assert not set(first) & set(second)
    sent = {"occasion": "0", **dict.fromkeys(first, "1")}
    assert 200 == world.client.post(world.a + "check-in/pulse", data=sent).status_code
    page = world.get(world.a + "check-in/pulse").text  # an old form, sent again, moves nothing on
    assert asked(page) == second[:1]


@pytest.mark.parametrize(
    "form",
    [
        {"occasion": "1"},
        {"occasion": "-1"},
        {"occasion": "9" * 5000},
        {"occasion": "0", "to": "7"},
        {"occasion": "0", "to": "-1"},
        {"occasion": "0", "{first}": "990073"},
        {"occasion": "0", "to": "2", "{first}": "990073"},
        {"occasion": "0", "{first}": "9" * 5000},
        {"occasion": "0", "{first}": "<script>"},
        {},
    ],
)
def test_a_form_that_nobody_filled_in_is_refused_without_an_echo(world, form):
    first = asked(world.get(world.a + "check-in/pulse").text)[0]
    sent = {key.replace("{first}", first): value for key, value in form.items()}
    refused = world.client.post(world.a + "check-in/pulse", data=sent)
    assert refused.status_code in {400, 404}
    assert not any(value in refused.text for key, value in sent.items() if key == first)


# Results, and what they were before -----------------------------------------------


def test_results_stand_in_words_with_one_thing_to_try(world):
    page = world.check_in(world.a, "standard", lambda i: 1 if i > 23 else 4 if i % 4 < 3 else 0)
    assert "Thank you for taking the time" in page.text
    assert "Going well by your answers" in page.text
    assert 6 == page.text.count('<p class="word">very often</p>')
    assert 1 == len(cards(page))


def test_every_full_check_in_is_kept_and_told_in_words(world):
    assert "Once you have done a full check-in" in world.get(world.a + "history").text
    for days in (0, 14, 28):
        world.day = DAY + timedelta(days=days)
        world.check_in(world.a, "standard", lambda i, value=days // 14 + 1: value)
    page = world.get(world.a + "history").text
    assert 21 == page.count('class="day"')
    assert "From 23 November 2026 to 21 December 2026" in page
    assert 1 == page.count(built_in().phrase("chance-not-known"))  # not seven times the same


def test_home_knows_when_a_check_in_is_due(world):
    due = lambda: "Your check-in is due" in world.get(world.a).text  # noqa: E731  # one thing
    assert "Begin with a check-in" in world.get(world.a).text
    world.check_in(world.a, "standard", lambda i: 2)
    assert "The next one from 7 December 2026." in world.get(world.a).text
    assert not due()
    world.day = DAY + timedelta(days=14)
    assert due()


def test_this_weeks_practice_can_be_done_put_off_and_swapped(world):
    world.check_in(world.a, "standard", lambda i: 2)
    step = lambda: re.search(r'name="practice" value="([^"]+)"', world.get(world.a).text)[1]  # noqa: E731  # one thing
    first = step()
    world.post(world.a + "step", what="swap", practice=first)
    second = step()
    assert first != second
    assert "Done. That is all for this week." in world.post(world.a + "step", what="did", practice=second).text
    world.day += timedelta(days=7)
    assert second != step()  # what was done lately gives way
    assert "Next week brings another one" in world.post(world.a + "step", what="not", practice=step()).text


def test_a_word_that_no_button_sends_changes_nothing_of_the_weeks_practice(world):
    world.check_in(world.a, "standard", lambda i: 2)
    before = world.get(world.a).text
    assert before == world.post(world.a + "step", what="nothing", practice="appreciation.three-part-thanks").text


def test_which_gate_somebody_opens_cannot_be_kept_with_a_practice(world):
    gated = next(id for id, practice in built_in().practices.items() if practice.gates)
    assert 400 == world.post(world.a + "step", what="take", practice=gated).status_code
    assert 400 == world.post(world.a + "step", what="take", practice="nowhere").status_code


def test_the_calendar_file_says_nothing_of_what_the_time_is_for(world):
    assert 404 == world.get(world.a + "next/calendar").status_code
    world.check_in(world.a, "standard", lambda i: 2)
    file = world.get(world.a + "next/calendar").text
    assert "SUMMARY:Time set aside" in file
    assert not re.search("intimacy|pause|check-in", file, re.IGNORECASE)


# Next steps ----------------------------------------------------------------------


def test_no_answer_of_the_private_questions_leaves_a_trace(world):
    world.check_in(world.a, "standard", lambda i: 2)
    before = world.on_disk()
    world.post(world.a + "next/private", gate="conflict", minutes="120")
    world.post(world.a + "next", gate="conflict", **CALM | {"afraid": "yes"})
    world.post(world.a + "next", gate=["conflict"], minutes="120", **CALM)
    assert before == world.on_disk()


def test_the_private_questions_are_asked_alone_and_last(world):
    page = world.post(world.a + "next/private", gate="conflict", minutes="120").text
    assert {"free-to-say-no", "afraid", "made-to-take-part", "private-device"} == {
        *re.findall(r'type="radio" name="([^"]+)"', page)
    }
    assert '<input type="hidden" name="gate" value="conflict">' in page
    assert '<input type="hidden" name="minutes" value="120">' in page


def test_the_words_around_the_cards_are_the_same_whatever_was_answered(world):
    world.check_in(world.a, "standard", lambda i: 2)
    pages = [world.get(world.a + "next").text]
    for given in (CALM, CALM | {"afraid": "yes"}, CALM | {"made-to-take-part": "unsure"}, {}):
        pages += [world.post(world.a + "next", gate=gates, **given).text for gates in ([], ["conflict"])]
    area = re.compile(r'<div class="cards-area">.*?</div>', re.DOTALL)
    assert 1 == len({area.sub("", page) for page in pages})
    assert all(OPENING in html.unescape(page) for page in pages)


@pytest.mark.parametrize("unsafe", [{"afraid": "yes"}, {"free-to-say-no": "no"}, {"made-to-take-part": "skip"}])
def test_whoever_may_not_be_safe_gets_no_card_that_reaches_the_partner(world, unsafe):
    world.check_in(world.a, "standard", lambda i: 0)
    named = cards(world.post(world.a + "next", gate="conflict", **CALM | unsafe))
    practices = {each.title: each for each in built_in().practices.values()}
    assert named
    assert [] == [title for title in named if practices[title].shares or practices[title].gates]


@pytest.mark.parametrize("gate", ["conflict", "vulnerability", "forgiveness"])
def test_opening_a_gate_shows_its_practices_under_a_heading_of_their_own(world, gate):
    of_gate = {each.title for each in built_in().practices.values() if gate in each.gates}
    world.check_in(world.a, "standard", lambda i: 2)
    shut = [
        world.get(world.a + "next"),
        world.post(world.a + "next", gate=gate, afraid="no", free_to_say_no="unsure"),
        world.post(world.a + "next", **CALM),
    ]
    assert [set()] * 3 == [set(cards(page)) & of_gate for page in shut]
    opened = world.post(world.a + "next", gate=gate, **CALM)
    assert set(cards(opened)) & of_gate
    assert "open for this page" in opened.text
    assert not any("open for this page" in page.text for page in shut)


def test_an_answer_of_the_private_questions_that_is_not_on_offer_is_refused(world):
    world.check_in(world.a, "pulse", lambda i: 3)
    assert 400 == world.post(world.a + "next", afraid="<b>").status_code


def test_minutes_that_nobody_has_are_passed_over(world):
    world.check_in(world.a, "pulse", lambda i: 3)
    assert 200 == world.post(world.a + "next", minutes="9" * 5000, **CALM).status_code


# Erasing and taking along ------------------------------------------------------------


def test_erasing_takes_a_second_step(world):
    page = world.get(world.a + "data").text
    assert 'action="' + world.a + 'data/erase"' not in page
    sure = world.get(world.a + "data/erase").text
    assert "Take your data with you first" in sure
    assert 'action="' + world.a + 'data/erase"' in sure


def test_an_export_can_be_read_back(world):
    world.check_in(world.a, "pulse", lambda i: i % 5)
    world.check_in(world.a, "standard", lambda i: 1)
    world.day += timedelta(days=14)
    world.check_in(world.a, "standard", lambda i: 2)
    world.post(world.a + "sharing", pillar=["time"])
    kept = json.loads(world.get(world.a + "data/export").text)
    assert ik.Sharing(own=["time"]) == ik.Sharing.from_dict(kept["sharing"])
    assert 7 == len(ik.Result.from_dict(kept["results"]["pulse"]).scores)
    assert DAY == ik.Result.from_dict(kept["earlier"][0]).on


# A programme -----------------------------------------------------------------------

STEPS = r'name="key" value="([^"]+)"'


def test_a_programme_shows_its_open_week_until_all_of_it_is_done_or_left_out(world):
    offered = re.findall(STEPS, world.get(f"{world.a}programme").text)
    assert [each.id for each in programmes(built_in())] == offered
    world.post(f"{world.a}programme", what="begin", key="eight-week-walk")
    now = ik.programme(built_in(), "eight-week-walk", start=DAY, on=DAY)
    page = world.get(f"{world.a}programme").text
    assert [step.key for step in now.week.steps] == re.findall(STEPS, page)
    assert now.week.title in world.get(world.a).text
    for step, what in zip(now.week.steps, ("done", "skipped", "done", "skipped"), strict=True):
        assert (
            303
            == world.client.post(
                f"{world.a}programme", data={"what": what, "key": step.key}, follow_redirects=False
            ).status_code
        )
    page = world.get(f"{world.a}programme").text
    assert [] == re.findall(STEPS, page)
    assert built_in().phrase("week-opens", date="30 November 2026") in page
    world.day = DAY + timedelta(days=7)
    assert "Appreciation" in world.get(world.a).text
    kept = json.loads(world.get(f"{world.a}data/export").text)["practices"]["programme"]
    assert {step.key: str(DAY) for step in now.week.steps[::2]} == kept["done"]
    world.post(f"{world.a}programme", what="stop")
    assert offered == re.findall(STEPS, world.get(f"{world.a}programme").text)


@pytest.mark.parametrize("form", [{"what": "begin", "key": "nothing"}, {"what": "done", "key": "1.form.standard"}, {}])
def test_a_form_for_a_programme_that_makes_no_sense_changes_nothing(world, form):
    assert 400 == world.client.post(f"{world.a}programme", data=form).status_code
    assert "programme" not in json.loads(world.get(f"{world.a}data/export").text)["practices"]


def test_a_programme_stays_when_a_practice_is_chosen_in_a_new_week(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    world.post(f"{world.a}programme", what="begin", key="eight-week-walk")
    world.day = DAY + timedelta(days=8)
    practice = re.search(r'name="practice" value="([^"]+)"', world.get(world.a).text)[1]
    world.post(f"{world.a}step", what="did", practice=practice)
    assert 4 == len(re.findall(STEPS, world.get(f"{world.a}programme").text))


def test_both_have_the_question_of_the_day_and_the_cards_in_one_order(world):
    asked = ik.today(built_in(), seed=world.app.state.store.person(world.a.split("/")[3]).seed, start=DAY, on=DAY)
    for link in (world.a, world.b):
        assert asked.text in html.unescape(world.get(link).text)
        assert asked.text in html.unescape(world.get(f"{link}talk").text)
    later = [re.search(r'card-text">(.*?)<', world.get(f"{link}talk?card=7").text)[1] for link in (world.a, world.b)]
    assert later[0] == later[1]


# Every page ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/en/", "/pt-BR/help", "me", "me/together", "/nowhere", "/static/style.css", "/static/check-in.css"],
)
def test_every_page_has_its_headers_and_no_cookie(world, address):
    found = world.get(address.replace("me/", world.a).replace("me", world.a))
    assert "no-referrer" == found.headers["referrer-policy"]
    assert found.headers["content-security-policy"].startswith("default-src 'none'")
    assert ("max-age=3600" if "static" in address else "no-store") == found.headers["cache-control"]
    assert "set-cookie" not in found.headers


def test_no_browser_fills_in_again_what_somebody_chose_on_a_page(world):
    answer = {re.search(r'name="([a-z-]+\.[a-z-]+)"', world.get(world.a + "check-in/standard").text)[1]: "3"}
    pages = [
        *(world.get(world.a + page) for page in ("check-in/standard", "check-in/pulse", "sharing", "next/more")),
        world.post(world.a + "next/private", gate=["conflict"]),
        world.post(world.a + "check-in/standard", occasion="0", to="end", **answer),
    ]
    forms = [each for page in pages for each in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if "name=" in each]
    assert 6 == len(forms)
    assert all('autocomplete="off"' in each.partition(">")[0] for each in forms)


def test_a_page_can_be_asked_for_its_head_alone(world):
    for address in ("/en/", world.a, world.a + "together"):
        found = world.client.head(address)
        assert (200, b"") == (found.status_code, found.content)


@pytest.mark.parametrize("address", ["/xx/", "/en/nowhere", "/en/me/nobody/"])
def test_a_page_that_is_not_there_leads_on(world, address):
    found = world.get(address)
    assert 404 == found.status_code
    assert 'class="button" href="/en/"' in found.text


def test_a_form_of_another_site_is_refused(world):
    before = world.pages(world.a)
    for sender in ("cross-site", "same-site", "none"):
        refused = world.client.post(world.a + "data/erase", headers={"Sec-Fetch-Site": sender})
        assert 403 == refused.status_code
    assert before == world.pages(world.a)


def test_the_browser_says_which_language(world):
    for header, locale in [
        ("es-MX,en;q=0.5", "es-MX"),
        ("es-AR", "es"),
        ("pt-PT", "pt-BR"),
        ("it,de", "de"),
        ("", "en"),
    ]:
        assert f"/{locale}/" == world.get("/", headers={"Accept-Language": header}).url.path


def test_rows_for_help_stand_before_the_directories(tmp_path):
    from intimacy_kit.safety import HelpRow

    row = HelpRow(
        name="The Line", kind="listening", country="XX", languages=("en",), contact="call us", last_verified=DAY,
        verified_by="us", expires=DAY + timedelta(days=30),
    )  # fmt: skip

    rows = SimpleNamespace(rows=lambda **_: [row])
    page = World(tmp_path / "world", help_rows=rows, country="XX").get("/en/help").text
    assert "findahelpline.com" in page
    assert "The Line" in page


# The words ---------------------------------------------------------------------


def test_each_language_has_every_word_with_the_same_places_to_fill():
    from webapp.words import LOCALES, words

    english = words("en")
    fields = lambda text: {name for _, name, _, _ in string.Formatter().parse(text) if name}  # noqa: E731  # one thing
    for locale in LOCALES:
        here = words(locale)
        assert english.keys() == here.keys()
        assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in here.items()}
        assert all(here.values())
    assert not english.keys() & {*dir(english)}  # templates would show the method of that name


def test_every_language_of_the_catalogue_has_words_of_the_app():
    from webapp.words import LOCALES

    shipped = {each.name.partition("-")[0] for each in (EXAMPLES.parents[1] / "data" / "locales").iterdir()}
    assert shipped | {"en"} == {each.partition("-")[0] for each in LOCALES}


def test_every_word_is_used():
    files = [*(APP / "templates").iterdir(), *(APP / "pages").glob("*.py")]
    texts = " ".join(each.read_text(encoding="utf-8") for each in files)
    made_up = {f"nav_{each}" for each in ("today", "steps", "both", "yours")}
    made_up |= {f"three_{each}{end}" for each in ("alone", "choose", "talk") for end in ("", "_what")}
    messages = ("erased", "not_found", "bad_form", "too_many", "busy", "broken")
    made_up |= {f"{each}{end}" for each in messages for end in ("", "_title")}
    made_up |= {f"often_{each}" for each in range(5)} | {"directory_listen", "directory_violence"}
    made_up |= {"step_did", "step_not", "first_me", "first_partner", "direction"}
    made_up |= {each.value for each in ik.Gate}
    table = tomllib.loads((APP / "words" / "en.toml").read_text(encoding="utf-8"))
    used = lambda key: f"w.{key}" in texts or f'["{key}"]' in texts  # noqa: E731  # one thing
    assert [] == [key for key in table if key not in made_up and not used(key)]


def test_a_page_runs_the_way_of_its_language(world, monkeypatch):
    from webapp import visit

    assert '<html lang="es" dir="ltr">' in world.get("/es/").text
    monkeypatch.setattr(visit, "words", lambda locale, of=visit.words: of(locale) | {"direction": "rtl"})
    assert '<html lang="en" dir="rtl">' in world.get("/en/").text
    assert 1 == world.get(f"{world.a}check-in/pulse").text.count("<bdi>In the last two weeks")


def test_a_language_from_right_to_left_fills_its_pages(world, monkeypatch):
    from webapp import visit, words
    from webapp.pages import coming_in, own

    hebrew_words = {key: mirrored(text) for key, text in words.words("en").items()} | {"direction": "rtl"}
    monkeypatch.setitem(words.LOCALES, "he", "עברית")
    hebrew = mirrored_catalogue(built_in(), "he")
    of = lambda locale: hebrew_words if locale == "he" else words.words("en")  # noqa: E731  # one thing
    for module in (visit, coming_in, own):
        monkeypatch.setattr(module, "words", of)
    monkeypatch.setattr(visit, "catalogue", lambda locale: hebrew if locale == "he" else ik.load(locale=locale))
    link = world.a.replace("/en/", "/he/")
    page = world.get(f"{link}check-in/pulse").text
    assert '<html lang="he" dir="rtl">' in page
    assert hebrew.forms["pulse"].instructions in html.unescape(page)
    world.check_in(link, "standard", lambda i: 1)
    tags = re.compile(r"<(style|script|code)\b.*?</\1>|<bdi lang=\"en\">.*?</bdi>|<[^>]+>", re.DOTALL)
    languages = {word for name in words.LOCALES.values() for word in re.findall(r"\w{4,}", name)}
    for name in ("check-in/standard", "results/standard", "history", "sharing", "together", "data", "data/erase"):
        shown = tags.sub(" ", html.unescape(world.get(link + name).text))
        assert languages >= set(re.findall(r"(?:[A-Za-z]|[^\W\d_\u0590-\u05ff]){4,}", shown)), name
    practices = {each.title for each in built_in().practices.values()}
    page = html.unescape(world.get(f"{link}next").text)
    assert {"en"} == set(re.findall(r'<h3><bdi lang="(\w+)">', page))
    assert practices >= set(re.findall(r'<h3><bdi lang="en">(.*?)</bdi>', page))


def test_the_style_sheet_names_no_side_of_the_page(world):
    style = world.get("/static/check-in.css").text + world.get("/static/style.css").text
    assert [] == re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", style)


def test_each_pillar_has_a_colour_and_an_icon(world):
    style = world.get("/static/check-in.css").text
    icons = (APP / "templates" / "icons.html").read_text(encoding="utf-8")
    for pillar in built_in().pillars:
        assert (2, 1) == (style.count(f"--{pillar}: #"), icons.count(f'id == "{pillar}"'))


def code_lines(source):
    """Return the numbers of the lines with code: neither blank, nor a comment, nor a docstring."""
    comments = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    tokens = [each for each in tokenize.generate_tokens(io.StringIO(source).readline) if each.type not in comments]
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and ast.get_docstring(node)
    }
    code = [each for each in tokens if each.type != tokenize.STRING or each.start[0] not in docstrings]
    return {line for each in code for line in range(each.start[0], each.end[0] + 1)}


def test_it_is_small_enough_to_copy():
    assert sum(each.stat().st_size for each in (APP / "static").iterdir()) < 20_000
    assert sum(len(code_lines(each.read_text(encoding="utf-8"))) for each in APP.rglob("*.py")) <= 800


# The one command ---------------------------------------------------------------


def start(folder, *options):
    """Start the app with options, in its own process."""
    command = [sys.executable, "-m", "webapp", *options]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "XDG_DATA_HOME": str(folder)}
    return subprocess.Popen(
        command, cwd=EXAMPLES, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_one_command_starts_it_and_nothing_is_logged(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = start(tmp_path, "--port", str(port))
    try:
        said = process.stdout.readline()
        address = f"http://127.0.0.1:{port}/en/"
        for _ in range(200):
            try:
                page = urllib.request.urlopen(address, timeout=5).read().decode()
                break
            except OSError:
                time.sleep(0.05)
        begun = urllib.request.urlopen(address, data=b"", timeout=5)
        begun.read()
        taken = start(tmp_path, "--port", str(port))
        assert "cannot be used" in taken.communicate(timeout=30)[0]
    finally:
        process.terminate()
        rest = process.communicate(timeout=10)[0]
    assert "A quiet moment" in page
    assert f"Open http://127.0.0.1:{port}/ in a browser." in said
    assert "" == rest
    assert 0o600 == (tmp_path / "pause" / "pause.sqlite3").stat().st_mode & 0o777  # and none in the checkout
