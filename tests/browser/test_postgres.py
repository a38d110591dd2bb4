"""The web app on Debian's PostgreSQL, started for these tests: like a browser, it is no Python package."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import intimacy_kit as ik
from tests.support.paths import EXAMPLES
from tests.support.postgresql import OWNER, postgresql
from tests.support.webapp_world import World, a_result, places


@pytest.fixture(scope="module")
def server():
    """The address of a server that begins empty."""
    with postgresql() as folder:
        yield f"postgresql:///postgres?host={folder}&user={OWNER}"


@pytest.fixture
def world(server, tmp_path, monkeypatch):
    """The app on that server, without any tables yet."""
    import psycopg

    with psycopg.connect(server) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    monkeypatch.syspath_prepend(EXAMPLES)
    made = World(tmp_path / "world", database=server)
    yield made
    made.app.state.store.database.close()
    for name in [each for each in sys.modules if each.partition(".")[0] == "webapp"]:
        del sys.modules[name]


def test_two_people_go_the_whole_way_on_postgresql(world):
    for link, value in ((world.a, 3), (world.b, 2)):
        assert 200 == world.check_in(link, "standard", lambda i, value=value: value).status_code
        world.check_in(link, "pulse", lambda i: 1)
        world.post(link + "sharing", pillar="time")
        world.post(link + "step", what="take", practice="appreciation.three-part-thanks")
    assert ["60", "50"] == places(world.get(world.a + "together").text)
    assert all(
        200 == world.get(world.a + page).status_code for page in ("", "next", "history", "data/export", "invite")
    )
    new = world.client.post(world.a + "key/change").url.path.removesuffix("key")
    assert 404 == world.get(world.a).status_code
    assert 200 == world.get(new + "results/standard").status_code
    world.post(new + "data/erase")
    assert 404 == world.get(new).status_code
    assert [] == places(world.get(world.b + "together").text)


def test_postgresql_holds_no_score_and_after_erasing_nothing(world, server):
    import psycopg

    world.check_in(world.a, "standard", lambda i: i % 5)
    world.post(world.a + "data/erase")
    world.post(world.b + "data/erase")
    with psycopg.connect(server) as connection:
        tables = ("couple", "person", "result", "shown")
        assert [(0,)] * 4 == [connection.execute(f"SELECT count(*) FROM {each}").fetchone() for each in tables]


def test_late_forms_on_postgresql_hand_nothing_to_a_stranger(world, monkeypatch):
    monkeypatch.setattr("webapp.database.WAIT", 60.0)  # sixteen writers take turns here, on a busy machine slowly
    store = world.app.state.store

    def one(_):
        link, _ = store.begin()
        person = store.person(link)
        late = (
            lambda: store.keep(person, a_result(), pulses=0),
            lambda: store.share(person, ik.Sharing(own=["time"])),
            lambda: store.change_link(person),
            lambda: store.erase(person),
        )
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda act: act(), late))
        other, _ = store.begin()
        return store.person(other)

    with ThreadPoolExecutor(4) as pool:
        assert all(stranger and not stranger.history for stranger in pool.map(one, range(10)))


@pytest.mark.usefixtures("world")
def test_a_migration_is_applied_once(server, tmp_path):
    from webapp.database import MIGRATIONS, Database

    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    folder.joinpath("002.sql").write_text("ALTER TABLE couple ADD COLUMN note TEXT; -- another one\n", encoding="utf-8")
    for _ in range(2):
        database = Database(server, folder)
        with database.read() as db:
            assert ["001.sql", "002.sql"] == [row["name"] for row in db.run("SELECT name FROM migration ORDER BY name")]
            assert [] == db.run("SELECT note FROM couple WHERE note IS NOT NULL")
        database.close()
