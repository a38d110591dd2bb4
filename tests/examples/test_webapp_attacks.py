"""What somebody may try against the web app, and what is kept on its disk."""

import asyncio
import base64
import logging
import re
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

import intimacy_kit as ik
from tests.support.webapp_world import DAY, World, a_result, path

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("examples_on_the_path")]


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "world")


# Somebody else's place --------------------------------------------------------------


LATE = {
    "an answer": lambda store, gone: store.keep(gone, a_result(), pulses=0),
    "sharing": lambda store, gone: store.share(gone, ik.Sharing(own=["time"])),
    "a note": lambda store, gone: store.note(gone, {"practice": "x"}),
    "an invitation": lambda store, gone: store.invite(gone),
    "another link": lambda store, gone: store.change_link(gone),
    "a second erasure": lambda store, gone: store.erase(gone),
    "a withdrawal": lambda store, gone: store.withdraw(gone),
}


@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("how", ["erased", "changed"])
def test_a_late_form_of_somebody_who_is_gone_changes_nothing(world, late, how):
    store = world.app.state.store
    link, _ = store.begin()
    gone = store.person(link)
    mine = store.change_link(gone) if how == "changed" else store.erase(gone)
    other, invitation = store.begin()
    assert not LATE[late](store, gone)
    stranger = store.person(other)
    assert ((), ik.Sharing(), {}) == (stranger.history, stranger.sharing, stranger.notes)
    assert store.join(invitation)
    if mine:
        assert ((), ik.Sharing(), {}) == (
            store.person(mine).history,
            store.person(mine).sharing,
            store.person(mine).notes,
        )


def shown_to_a(world):
    """Return what the second person lets the first one see."""
    store = world.app.state.store
    view = store.shared(store.person(world.a.rstrip("/").rpartition("/")[2]))
    return {each.pillar: each.b for each in view.pillars}


@pytest.fixture
def sharing(world):
    """Return the store and the second one's link, after both have answered and shared one pillar."""
    store = world.app.state.store
    links = [each.rstrip("/").rpartition("/")[2] for each in (world.a, world.b)]
    for link in links:
        store.keep(store.person(link), a_result(), pulses=0)
        store.share(store.person(link), ik.Sharing(own=["time"]))
    return store, links[1]


def test_answers_that_arrive_after_sharing_was_taken_back_bring_nothing_back(world, sharing):
    store, link = sharing
    late = store.person(link)
    store.share(store.person(link), ik.Sharing())
    store.keep(late, a_result(), pulses=0)
    assert {} == shown_to_a(world)


def test_sharing_that_arrives_after_new_answers_shows_the_new_ones(world, sharing):
    store, link = sharing
    late = store.person(link)
    store.keep(store.person(link), a_result(3), pulses=0)
    new = shown_to_a(world)
    store.share(late, ik.Sharing(own=["time"]))
    assert new == shown_to_a(world)


def test_a_link_of_characters_that_nothing_can_encode_is_an_unknown_one(world):
    assert world.app.state.store.person("\udcff") is None


def test_a_late_form_ends_in_the_page_of_an_unknown_link(world, monkeypatch):
    store = world.app.state.store
    gone = store.person(world.a.rstrip("/").rpartition("/")[2])
    world.post(world.a + "data/erase")
    monkeypatch.setattr(store, "person", lambda link: gone)  # the request was on its way
    ids = world.asked(world.a, "standard")
    for address, form in [
        ("check-in/standard", {"occasion": "0", **dict.fromkeys(ids, "3")}),
        ("sharing", {"pillar": "time"}),
        ("step", {"what": "did", "practice": "appreciation.three-part-thanks"}),
        ("invite", {}),
        ("key/change", {}),
    ]:
        assert 404 == world.client.post(world.a + address, data=form).status_code, address


def test_many_at_once_who_erase_hand_nothing_to_a_stranger(world):
    store = world.app.state.store

    def one(_):
        link, _ = store.begin()
        person = store.person(link)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda late: late(store, person), list(LATE.values())[:2] + [LATE["a second erasure"]] * 2))
        other, _ = store.begin()
        return store.person(other)

    with ThreadPoolExecutor(4) as pool:
        strangers = list(pool.map(one, range(20)))
    assert all(stranger and not stranger.history and stranger.sharing == ik.Sharing() for stranger in strangers)


# A link, and an invitation ------------------------------------------------------------


def test_an_invitation_looks_the_same_open_used_withdrawn_over_and_made_up(world):
    token = lambda address: address.rpartition("/")[2]  # noqa: E731  # one thing
    used = {world.get(world.invitation).text}
    own, invitation = world.begin()
    same = lambda: world.get(invitation).text.replace(token(invitation), token(world.invitation))  # noqa: E731  # one thing
    pages = [same()]
    world.post(own + "invite/withdraw")
    pages.append(same())
    assert 404 == world.post(invitation).status_code
    assert used == set(pages)
    assert 200 == world.get("/en/join/nothing").status_code


def test_an_invitation_ends_by_itself(world):
    _, invitation = world.begin()
    world.day = DAY + timedelta(days=15)
    assert 404 == world.post(invitation).status_code


def test_a_new_invitation_ends_the_last_one_and_its_page_does_not_tell_who_came(world):
    own, first = world.begin()
    second = "/en/join/" + re.search(r"/en/join/([\w-]+)", world.client.post(own + "invite").text)[1]
    assert first != second
    assert 404 == world.post(first).status_code
    before = world.get(own + "invite").text
    assert 200 == world.post(second).status_code
    assert before == world.get(own + "invite").text


def test_a_third_person_is_never_taken_in(world):
    invitation = "/en/join/" + re.search(r"/en/join/([\w-]+)", world.client.post(world.b + "invite").text)[1]
    assert 404 == world.post(invitation).status_code
    world.post(world.a + "data/erase")
    assert 200 == world.post(invitation).status_code  # whoever erased can come back


def test_what_was_shared_with_one_partner_is_not_shared_with_the_next(world):
    for each in (world.a, world.b):
        world.check_in(each, "standard", lambda i: 3)
        world.post(each + "sharing", pillar=["time"])
    assert ["time"] == [*shown_to_a(world)]
    world.post(world.a + "data/erase")
    invitation = "/en/join/" + re.search(r"/en/join/([\w-]+)", world.client.post(world.b + "invite").text)[1]
    next_one = path(world.client.post(invitation).text, "own")
    world.check_in(next_one, "standard", lambda i: 3)
    world.post(next_one + "sharing", pillar=["time"])
    store = world.app.state.store
    assert ik.CoupleView() == store.shared(store.person(next_one.rstrip("/").rpartition("/")[2]))
    assert "switches your sharing off" in world.get(world.b + "invite").text


def test_an_invitation_of_who_erased_brings_nobody_to_the_one_who_stayed(world):
    invitation = "/en/join/" + re.search(r"/en/join/([\w-]+)", world.client.post(world.a + "invite").text)[1]
    world.post(world.a + "data/erase")
    assert 404 == world.post(invitation).status_code


def test_a_link_that_somebody_else_has_can_be_changed_and_all_comes_along(world):
    world.check_in(world.b, "standard", lambda i: 3)
    world.post(world.b + "sharing", pillar=["time"])
    world.post(world.b + "step", what="take", practice="appreciation.three-part-thanks")
    before = world.get(world.b + "data/export").json()
    new = path(world.client.post(world.b + "key/change").text, "own")
    assert 404 == world.get(world.b).status_code
    assert before == world.get(new + "data/export").json()
    world.check_in(new, "standard", lambda i: 2)
    assert [] == world.get(new + "data/export").json()["earlier"]  # of the same day: in its place
    assert "Did somebody else send you this link?" in world.get(new).text
    assert "private window" in world.get(new + "key").text


def test_whoever_had_the_old_link_cannot_make_its_invitation_count(world):
    own, invitation = world.begin()
    world.client.post(own + "key/change")
    assert 404 == world.post(invitation).status_code


def test_one_address_makes_so_many_places_and_tries_so_many_links(tmp_path):
    world = World(tmp_path / "world", places_an_hour=3, guesses_an_hour=3)
    assert [200, 429] == [world.client.post("/en/").status_code for _ in range(2)]  # two are gone already
    assert [404, 404, 404, 429] == [world.get(f"/en/me/guess-{i}/").status_code for i in range(4)]
    assert "That was a lot at once" in world.get(world.a).text


def test_a_limit_comes_back_with_time():
    from webapp.limits import Limit

    now = [0.0]
    limit = Limit(2, clock=lambda: now[0])
    assert [True, True, False] == [limit.allows("a") for _ in range(3)]
    assert limit.allows("b")
    now[0] = 1800.0
    assert [True, False] == [limit.allows("a") for _ in range(2)]
    for each in range(10_050):
        limit.allows(str(each))
    assert len(limit._left) <= 10_002


# What is on the disk -------------------------------------------------------------------


def test_the_disk_holds_no_link_no_invitation_no_answer_and_no_score(world):
    world.check_in(world.a, "pulse", lambda i: i % 5)
    world.check_in(world.a, "standard", lambda i: i % 5)
    world.post(world.a + "step", what="take", practice="appreciation.three-part-thanks")
    content = world.on_disk()
    assert world.app.state.store.person(world.a.rstrip("/").rpartition("/")[2]).results
    for secret in (world.a, world.b, world.invitation):
        assert secret.strip("/").rpartition("/")[2].encode() not in content
    for word in (b"listening.attention", b"did_not_come_up", b"percent", b'"pulse"', b"three-part-thanks"):
        assert word not in content


def test_a_copy_of_the_database_reads_no_answer_of_a_quick_check_in(world):
    world.check_in(world.a, "pulse", lambda i: i % 5)
    with sqlite3.connect(world.database) as db:
        rows = db.execute("SELECT form, scores FROM result").fetchall()
    db.close()
    assert 1 == len(rows)
    assert [("pulse", None)] != rows
    assert not any("pulse" in text or "{" in text for text in rows[0])


def test_what_another_link_locked_is_passed_over(world):
    from webapp.locked import Lock

    link = world.b.rstrip("/").rpartition("/")[2]
    world.check_in(world.b, "standard", lambda i: 3)
    with sqlite3.connect(world.database) as db:
        db.execute("UPDATE result SET scores = ?", [Lock("another").lock({})])
    db.close()
    assert () == world.app.state.store.person(link).history


def test_erased_is_erased_on_the_disk(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    world.post(world.a + "sharing", pillar=["time", "support"])
    with sqlite3.connect(world.database) as db:
        kept = [
            value[:99] for row in db.execute("SELECT scores, person FROM result") for value in row
        ]  # a page may end
        kept += [row[0] for row in db.execute("SELECT digest FROM shown")]
    db.close()
    assert all(each.encode() in world.on_disk() for each in kept)  # their beginnings, as they go over several pages
    assert 200 == world.post(world.a + "data/erase").status_code
    assert not any(each.encode() in world.on_disk() for each in kept)
    assert 404 == world.get(world.a).status_code
    world.post(world.b + "data/erase")
    with sqlite3.connect(world.database) as db:
        tables = ("couple", "person", "result", "shown")
        assert [0] * 4 == [db.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables]
    db.close()


def test_what_was_shared_is_gone_from_the_disk_when_it_is_taken_back(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    world.post(world.a + "sharing", pillar=["little-things"])
    assert b"little-things" in world.on_disk()
    world.post(world.a + "sharing")
    assert b"little-things" not in world.on_disk()


def test_what_is_too_old_is_gone_from_the_disk(world):
    world.check_in(world.a, "standard", lambda i: i % 5)
    with sqlite3.connect(world.database) as db:
        kept = db.execute("SELECT substr(scores, 1, 99) FROM result").fetchone()[0].encode()
    db.close()
    world.day = DAY + timedelta(days=181)
    assert kept in world.on_disk()
    world.check_in(world.b, "pulse", lambda i: 2)
    assert kept not in world.on_disk()


def test_the_length_of_what_is_locked_says_nothing_of_what_was_answered():
    from webapp.locked import Lock

    catalogue, lengths = ik.load(), set()
    for form in ("pulse", "standard"):
        drawn = ik.draw(catalogue, form=form, seed="s")
        for answer in (0, 4, "prefer-not-to-say"):
            result = ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, answer), on=DAY))
            lengths.add(len(Lock("x" * 22).lock(result.to_dict())))
    assert 1 == len(lengths)


def test_what_is_locked_does_not_say_at_what_time_of_the_day_somebody_was_there(world):
    world.check_in(world.a, "pulse", lambda i: 2)
    world.post(world.a + "step", what="take", practice="appreciation.three-part-thanks")
    with sqlite3.connect(world.database) as db:
        rows = db.execute("SELECT scores FROM result UNION SELECT notes FROM person WHERE notes IS NOT NULL").fetchall()
    db.close()
    assert [bytes(8)] * 2 == [base64.urlsafe_b64decode(row[0])[1:9] for row in rows]


def test_scores_are_not_shown_and_then_forgotten_in_time(world):
    world.check_in(world.a, "standard", lambda i: 2)
    world.day = DAY + timedelta(days=180)
    assert 200 == world.get(world.a + "results/standard").status_code
    world.day = DAY + timedelta(days=181)
    assert 404 == world.get(world.a + "results/standard").status_code
    world.check_in(world.b, "pulse", lambda i: 2)  # whatever is written next tidies up
    with sqlite3.connect(world.database) as db:
        assert [("2027-05-23",)] == db.execute("SELECT day FROM result").fetchall()
    db.close()


def test_a_migration_is_applied_once_and_what_was_there_stays(world, tmp_path):
    from webapp.database import MIGRATIONS, Database

    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    folder.joinpath("002.sql").write_text("ALTER TABLE couple ADD COLUMN note TEXT; -- another one\n", encoding="utf-8")
    for _ in range(2):
        database = Database(world.database, folder)
        with database.read() as db:
            assert ["001.sql", "002.sql"] == [row["name"] for row in db.run("SELECT name FROM migration ORDER BY name")]
            assert [None] == [row["note"] for row in db.run("SELECT note FROM couple")]
        database.close()
    assert 200 == world.get(world.a).status_code


# The clock, and a busy database ----------------------------------------------------------


def test_looking_at_what_both_share_reads_nothing_that_the_partner_keeps_private(world, monkeypatch):
    """The work for the page is the same, statement by statement and row by row, whatever the partner did."""
    from webapp.database import Statements

    done, run = [], Statements.run

    def counted(self, sql, *values):
        rows = run(self, sql, *values)
        done.append((sql, len(rows)))
        return rows

    monkeypatch.setattr(Statements, "run", counted)

    def work():
        done.clear()
        world.get(world.b + "together")
        return [*done]

    world.check_in(world.b, "standard", lambda i: 2)
    world.post(world.b + "sharing", pillar=["time"])
    silent = work()
    world.check_in(world.a, "standard", lambda i: 3)
    world.check_in(world.a, "pulse", lambda i: 3)
    world.post(world.a + "sharing", pillar=["support"])
    assert silent == work()
    world.post(world.a + "sharing", pillar=["time"])
    assert silent != work()


def test_looking_at_a_page_waits_for_nobody_who_writes(world):
    writer = sqlite3.connect(world.database, isolation_level=None)
    for begin in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
        writer.execute(begin)
        before = time.monotonic()
        assert {200} == {world.get(world.a + page).status_code for page in ("", "together", "sharing")}
        assert time.monotonic() - before < 4  # a writer would wait for five seconds
        writer.execute("ROLLBACK")
    writer.close()


def test_looking_at_a_page_writes_nothing(world):
    world.check_in(world.a, "standard", lambda i: 2)
    world.day += timedelta(days=200)
    before = world.on_disk()
    world.pages(world.a)
    assert before == world.on_disk()


def test_a_busy_database_ends_in_a_page_of_the_app_with_all_its_headers(world, monkeypatch):
    from webapp import database
    from webapp.app import HEADERS

    monkeypatch.setattr(database, "WAIT", 0.05)
    writer = sqlite3.connect(world.database, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    world.app.state.store.database.close()  # the next connection waits for as long as is set now
    answer = world.post(world.a + "sharing", pillar="time")
    writer.execute("ROLLBACK")
    writer.close()
    assert 503 == answer.status_code
    assert "One moment, please" in answer.text
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}


def test_a_writer_whose_turn_never_comes_is_told_so(world, monkeypatch):
    from webapp import database

    monkeypatch.setattr(database, "WAIT", 0.05)
    with world.app.state.store.database._turn:
        assert 503 == world.post(world.a + "sharing", pillar="time").status_code
    assert 200 == world.post(world.a + "sharing", pillar="time").status_code


def test_whatever_breaks_ends_in_a_page_of_the_app_and_no_address_in_the_log(world, monkeypatch, caplog):
    from webapp.app import HEADERS

    monkeypatch.setattr(world.app.state.store, "shared", None)
    with caplog.at_level(logging.ERROR):
        answer = world.get(world.a + "together")
    assert 500 == answer.status_code
    assert "Something broke" in answer.text
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}
    assert "a page broke" in caplog.text
    assert world.a.strip("/").rpartition("/")[2] not in caplog.text


def test_sixteen_at_once_read_and_write_without_an_error(world):
    import httpx2 as httpx

    links = [world.begin()[0] for _ in range(8)]

    async def everybody():
        transport = httpx.ASGITransport(world.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:

            async def somebody(i):
                statuses = []
                for turn in range(4):
                    link = links[i % 8]
                    statuses.append((await client.get(link)).status_code)
                    sent = {"pillar": "time" if turn % 2 else "support"}
                    statuses.append((await client.post(link + "sharing", data=sent)).status_code)
                return statuses

            return await asyncio.gather(*[somebody(i) for i in range(16)])

    statuses = asyncio.run(everybody())
    assert {200, 303} == {status for each in statuses for status in each}
