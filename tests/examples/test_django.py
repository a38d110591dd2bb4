"""Two people use the Django app of the how-to; what staff, partners and errors are shown holds no answer.

On SQLite, or on a PostgreSQL that `.ci/run apps` has these tests start by setting INTIMACY_KIT_POSTGRESQL=1.
"""

import html
import importlib
import os
import random
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

import intimacy_kit as ik
from tests.support.catalogues import built_in
from tests.support.paths import EXAMPLES, ROOT
from tests.support.postgresql import OWNER, postgresql

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clean")]
ON_POSTGRESQL = os.environ.get("INTIMACY_KIT_POSTGRESQL") == "1"
PLACE = re.compile(r"<td>(\d+) <svg|<td[^>]*>(\d\d)</td>")
names = count()


@pytest.fixture(scope="module")
def site(examples_on_the_path, tmp_path_factory):  # noqa: ARG001  # it has to come first
    """The site of the how-to with an empty database, whose tables its migrations have made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", "django_site.settings")
        if not ON_POSTGRESQL:
            patch.setenv("SQLITE", str(tmp_path_factory.mktemp("site") / "db.sqlite3"))
            yield from _started()
            return
        with postgresql() as folder:
            for name, value in {"PGHOST": folder, "PGUSER": OWNER, "PGDATABASE": "postgres"}.items():
                patch.setenv(name, value)
            yield from _started()


def _started():
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment, teardown_test_environment

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good one is slow by design
    setup_test_environment()
    call_command("migrate", verbosity=0)
    yield importlib.import_module("django_app.together")
    teardown_test_environment()
    connections.close_all()


@pytest.fixture
def clean(site):  # noqa: ARG001  # its tables
    """Leaves an empty database behind."""
    yield
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


class Visitor:
    """Somebody at a browser, who sends the token of the last page with each form."""

    def __init__(self, name=None):
        from django.contrib.auth import get_user_model
        from django.test import Client

        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if name is not None:
            self.user = get_user_model().objects.create(username=name)
            self.client.force_login(self.user)

    def get(self, path, **more):
        return self.client.get(path, **more)

    def post(self, path, data=(), *, look=None):
        self.client.get(look or path)
        token = self.client.cookies["csrftoken"].value
        return self.client.post(path, {**dict(data), "csrfmiddlewaretoken": token}, follow=True)

    def answer(self, form, value):
        asked = fields(self.get(f"/check-in/{form}/"))
        return self.post(f"/check-in/{form}/", dict.fromkeys(asked, value))

    def invitation(self):
        return re.search(r"/join/[^/]+/", self.post("/invite/", look="/together/").text)[0]


def fields(page):
    return sorted(set(re.findall(r'name="([a-z-]+\.[a-z-]+)"', page.text)))


def pair(*, sharing=("time", "support")):
    """Return two visitors who both answered and who both share some pillars."""
    one, other = Visitor(f"robin{next(names)}"), Visitor(f"sasha{next(names)}")
    assert 200 == other.post(one.invitation()).status_code
    for visitor, value in ((one, "3"), (other, "1")):
        visitor.answer("standard", value)
        visitor.post("/sharing/", {"pillars": list(sharing)})
    return one, other


def today():
    from django.utils import timezone

    return timezone.localdate()


def models():
    return importlib.import_module("django_app.models")


def places(visitor):
    return [int(one or other) for one, other in PLACE.findall(visitor.get("/together/").text)]


# The way of two ---------------------------------------------------------------


@pytest.mark.apps
def test_two_people_sign_up_answer_score_and_share_on_postgresql(saw):
    from django.db import connection

    if not ON_POSTGRESQL:
        pytest.fail("`.ci/run apps` installs PostgreSQL, sets INTIMACY_KIT_POSTGRESQL=1 and runs these tests")
    assert "postgresql" == connection.vendor
    equal, of = _the_whole_way()
    saw("PyPI:django", "Django on PostgreSQL", "keeps the scores of two, and shows what both share", equal=equal, of=of)


def test_two_people_sign_up_answer_score_and_share():
    equal, of = _the_whole_way()
    assert equal == of == 14 + 12 + 2


def _the_whole_way():
    """Return how many scores and places are those of the library, and how many there are."""
    visitors, equal, of = [Visitor(), Visitor()], 0, 0
    for visitor, name in zip(visitors, ("robin", "sasha"), strict=True):
        account = {"username": name, "password1": "a long enough one", "password2": "a long enough one"}
        assert [("/login/", 302)] == visitor.post("/sign-up/", account).redirect_chain
        entered = {"username": name, "password": "a long enough one"}
        assert [("/", 302)] == visitor.post("/login/", entered).redirect_chain
    robin, sasha = visitors
    assert [("/sharing/", 302)] == sasha.post(robin.invitation()).redirect_chain
    seed, results = models().Couple.objects.get().seed, []
    for visitor, pattern in ((robin, "33214"), (sasha, "01243")):
        asked = fields(visitor.get("/check-in/standard/"))
        answers = {id: pattern[i % 5] for i, id in enumerate(asked)}
        assert [("/", 302)] == visitor.post("/check-in/standard/", answers).redirect_chain
        checkin = ik.draw(built_in(), form="standard", seed=seed)
        results.append(ik.score(checkin.answer_form(answers, on=models().CheckIn.objects.latest("id").on)))
    for result, name in zip(results, ("robin", "sasha"), strict=True):
        kept = models().CheckIn.objects.get(person__user__username=name)
        same = [score == result[score.id] for score in kept.scores]
        equal, of = equal + sum(same), of + len(result.scores)
    for visitor, result in zip(visitors, results, strict=True):
        assert ik.report(built_in(), result).to_html() in visitor.get("/").text
        visitor.post("/sharing/", {"pillars": ["time", "support", "listening"]})
    sides = [ik.Side(result, ik.Sharing(own=["time", "support", "listening"])) for result in results]
    for visitor, (own, partner) in zip(visitors, (sides, sides[::-1]), strict=True):
        view = ik.viewpoint(own=own, partner=partner).shared
        shown = places(visitor)
        expected = [place for each in sorted(view.pillars, key=lambda each: each.pillar) for place in (each.a, each.b)]
        equal, of = equal + sum(map(int.__eq__, expected, shown)), of + len(expected)
        equal, of = equal + (len(shown) == len(expected)), of + 1
    return equal, of


def test_a_language_of_the_site_and_the_catalogue_is_spoken():
    robin = Visitor("robin")
    page = robin.get("/check-in/pulse/", headers={"Accept-Language": "es"})
    assert "Repaso rápido" in page.text
    assert 'lang="es"' in page.text


def test_questions_of_the_pulse_take_turns_and_a_form_that_is_sent_twice_is_refused():
    robin = Visitor("robin")
    first = fields(robin.get("/check-in/pulse/"))
    filled = dict.fromkeys(first, "3")
    assert [("/", 302)] == robin.post("/check-in/pulse/", filled).redirect_chain
    assert first != fields(robin.get("/check-in/pulse/"))
    again = robin.post("/check-in/pulse/", filled)
    assert "was not asked in this check-in" in again.text
    assert 1 == models().Person.objects.get().pulses


def test_a_pulse_is_never_side_by_side():
    robin, sasha = Visitor("robin"), Visitor("sasha")
    sasha.post(robin.invitation())
    for visitor in (robin, sasha):
        visitor.answer("pulse", "3")
        visitor.post("/sharing/", {"pillars": ["time", "support"]})
    assert [] == places(robin)


@pytest.mark.apps
def test_the_site_starts_as_the_page_says(site):  # noqa: ARG001  # its tables
    page = (EXAMPLES.parent / "how-to-django.md").read_text("utf-8")
    (command,) = re.findall("^DEBUG=1 python (.+ runserver)$", page, re.MULTILINE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DEBUG": "1", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(EXAMPLES)])}
    started = [sys.executable, *command.split(), "--noreload", str(port)]
    with subprocess.Popen(started, cwd=EXAMPLES, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            statuses = [_status(f"http://127.0.0.1:{port}/{path}") for path in ("login/", "static/admin/css/base.css")]
        finally:
            server.terminate()
    assert [200, 200] == statuses


def _status(address):
    """Return the status of a page of a server that may still be starting."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            with opener.open(address) as page:
                return page.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.2)
    return None


# Sharing ----------------------------------------------------------------------


def test_a_pillar_stands_side_by_side_while_both_share_it():
    robin, sasha = pair()
    assert 4 == len(places(robin)) == len(places(sasha))
    swapped = zip(places(sasha)[1::2], places(sasha)[::2], strict=True)
    assert places(robin) == [place for pillar in swapped for place in pillar]
    sasha.post("/sharing/", {"pillars": ["time"]})
    assert 2 == len(places(robin)) == len(places(sasha))
    sasha.post("/sharing/", {})
    assert [] == places(robin) == places(sasha)


def test_what_is_shown_is_what_the_library_shows_whoever_answers_what_and_shares_what(site):
    chance, people = random.Random(7), [site.person_of(each.user) for each in pair()]
    checkin, shown = ik.draw(built_in(), form="standard", seed="us"), 0
    pillars = [id for id in built_in().pillars if id not in site.NOT_SHARED]
    for _ in range(15):
        sides = []
        for person in people:
            answers = {id: chance.choice(["0", "1", "3", "4", "4", "prefer-not-to-say"]) for id in checkin.item_ids}
            result = ik.score(checkin.answer_form(answers, on=today()))
            sides.append(ik.Side(result, ik.Sharing(own=chance.sample(pillars, chance.randint(0, 6)))))
            steps = [partial(site.keep, person, result), partial(site.share, person, sides[-1].sharing.own)]
            for step in chance.sample(steps, 2):  # in either order
                step()
        for person, own, partner in zip(people, sides, sides[::-1], strict=True):
            expected = ik.viewpoint(own=own, partner=partner).shared
            found = site.view_of(person)
            assert expected.perspective == found.perspective
            assert {*expected.pillars} == {*found.pillars}
            shown += len(found.pillars)
    assert shown > 10


def test_places_of_two_versions_of_a_form_are_not_side_by_side():
    robin, _ = pair()
    models().Place.objects.filter(person__user=robin.user, pillar="time").update(digest="another")
    assert 2 == len(places(robin))


def test_a_stranger_is_never_side_by_side():
    pair()
    alone = Visitor("alone")
    alone.answer("standard", "2")
    alone.post("/sharing/", {"pillars": ["time", "support"]})
    assert [] == places(alone)


def test_conflict_cannot_be_shared():
    robin, _ = pair()
    before = models().Person.objects.values_list("sharing", flat=True)
    refused = robin.post("/sharing/", {"pillars": ["time", "conflict"]})
    assert 1 == refused.text.count("One of these cannot be shared.")
    assert "conflict" not in refused.text.partition("errorlist")[2].partition("</ul>")[0]
    assert [*before] == [*models().Person.objects.values_list("sharing", flat=True)]


def test_whoever_joins_finds_nothing_shared_on_either_side():
    robin, sasha = pair()
    invitation = sasha.invitation()  # it switches sharing off
    assert [] == places(robin)
    robin.post("/erase/")
    other = Visitor("kim")
    other.answer("standard", "2")
    other.post("/sharing/", {"pillars": ["time"]})
    assert [("/sharing/", 302)] == other.post(invitation).redirect_chain
    assert [] == places(other) == places(sasha)
    assert [[], []] == [[*each.shares.own] for each in models().Person.objects.all()]


def test_what_a_partner_sees_and_what_is_read_for_it_are_the_same_whatever_is_kept_private():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    robin, sasha = pair()
    sasha.post("/sharing/", {})
    seen = set()

    def look():
        robin.get("/together/")
        with CaptureQueriesContext(
            connection,
        ) as statements:
            page = robin.get("/together/")
        token = re.compile(r'csrfmiddlewaretoken" value="\w+"')
        seen.add((token.sub("", page.text), tuple(re.sub(r"'20\d\d-[^']*'", "", each["sql"]) for each in statements)))

    look()  # answered, shares nothing
    sasha.answer("standard", "4")
    sasha.answer("pulse", "0")
    look()  # answered again
    sasha.post("/sharing/", {"pillars": ["listening", "appreciation"]})
    look()  # shares what Robin does not
    sasha.post("/erase/")
    look()  # is gone
    assert 1 == len(seen)


# Invitations ------------------------------------------------------------------


def test_an_invitation_works_once_and_for_two_and_for_fourteen_days(site):
    robin, sasha = pair()
    used = robin.invitation()
    third = Visitor("kim")
    for closed in (used, "/join/nothing/"):  # the seats are taken; there is no such invitation
        answer = third.post(closed)
        assert "not open" in answer.text
    assert "not open" in robin.post(robin.invitation()).text  # one's own
    sasha.post("/erase/")
    code = robin.invitation().split("/")[2]
    person = site.person_of(third.user)
    assert site.accept(person, code, on=today() + timedelta(days=15)) is False
    assert site.accept(person, code, on=today() + timedelta(days=14)) is True
    assert site.accept(site.person_of(Visitor("lou").user), code, on=today()) is False


def test_an_invitation_of_who_is_gone_brings_nobody_to_the_one_who_stayed():
    robin, sasha = pair()
    of_who_erased = robin.invitation()
    robin.post("/erase/")
    assert "not open" in Visitor("friend").post(of_who_erased).text
    kim = Visitor("kim")
    kim.post(sasha.invitation())
    of_who_moved = kim.invitation()
    kim.post(Visitor("lou").invitation())
    assert "not open" in Visitor("another").post(of_who_moved).text
    assert 1 == models().Person.objects.get(user=sasha.user).couple.people.count()


def test_the_page_of_an_invitation_is_the_same_whether_it_is_open():
    robin, kim = Visitor("robin"), Visitor("kim")
    pages = {re.sub(r'value="\w+"', "", kim.get(path).text) for path in (robin.invitation(), "/join/nothing/")}
    assert 1 == len(pages)


@pytest.mark.apps
def test_of_many_who_accept_at_once_one_comes_in(site):
    from django.db import connection

    robin = Visitor("robin")
    code = robin.invitation().split("/")[2]
    people = [site.person_of(Visitor(f"late{i}").user) for i in range(6)]

    def accept(person):
        try:
            return site.accept(person, code, on=today())
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert 1 == sum(pool.map(accept, people))
    assert 6 == models().Couple.objects.count()  # Robin's, and one for each of those who stayed outside


@pytest.mark.apps
def test_two_who_accept_each_other_at_once_end_together(site):
    from django.db import connection

    def accept(person, code):
        try:
            return site.accept(person, code, on=today())
        finally:
            connection.close()

    for i in range(5):
        one, other = Visitor(f"one{i}"), Visitor(f"other{i}")
        codes = [each.invitation().split("/")[2] for each in (other, one)]
        people = [site.person_of(each.user) for each in (one, other)]
        with ThreadPoolExecutor(2) as pool:
            assert [False, True] == sorted(pool.map(accept, people, codes))
        assert 1 == len({site.person_of(each.user).couple_id for each in (one, other)})


# Erasing ----------------------------------------------------------------------


def test_who_erases_leaves_nothing_behind():
    from django.contrib.auth import get_user_model

    robin, sasha = pair()
    robin.answer("pulse", "2")
    sasha.post("/erase/")
    everything = (models().Couple, models().Person, models().CheckIn, models().Place, get_user_model())
    assert [1, 1, 2, 2, 1] == [each.objects.count() for each in everything]
    assert [("/login/?next=/", 302)] == sasha.client.get("/", follow=True).redirect_chain
    assert [] == places(robin)
    robin.post("/erase/")
    assert [0] * 5 == [each.objects.count() for each in everything]


def test_a_late_form_of_whoever_is_gone_changes_nothing(site):
    from django.http import Http404

    robin, sasha = pair()
    late = site.person_of(sasha.user)
    result = models().CheckIn.objects.get(person=late).scores
    sasha.post("/erase/")
    for act in (
        lambda: site.keep(late, result),
        lambda: site.share(late, ["time"]),
        lambda: site.accept(late, robin.invitation().split("/")[2], on=today()),
    ):
        with pytest.raises(Http404):
            act()
    assert 1 == models().Person.objects.count() == models().CheckIn.objects.count()


# Bad input --------------------------------------------------------------------


def test_each_problem_stands_once_at_its_question_and_no_answer_is_repeated():
    robin = Visitor("robin")
    first, second, third, fourth, *_ = fields(robin.get("/check-in/standard/"))
    wrong = {first: "77391", second: ["3", "4"], third: "'; DROP TABLE--", fourth: "2", "no.such": "41873"}
    page = robin.post("/check-in/standard/", wrong).text
    errors = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page, re.DOTALL)
    assert [1] * 4 == [each.count("<li>") for each in errors]
    assert "this form has no item" in errors[0]  # at the head: it has no question
    for name in (first, second, third):
        assert f'id="id_{name}_error"' in page
    assert f'id="id_{fourth}_error"' not in page
    assert not any(word in page for word in ("77391", "41873", "DROP TABLE"))
    assert 0 == models().CheckIn.objects.count()


def test_no_browser_fills_in_again_what_somebody_chose_on_a_page():
    robin = Visitor("robin")
    for page in ("/check-in/standard/", "/sharing/"):
        assert '<form autocomplete="off" method="post">' in robin.get(page).text


def test_a_form_without_answers_and_one_without_a_name_are_refused():
    robin = Visitor("robin")
    assert 1 == robin.post("/check-in/standard/", {}).text.count("Please answer at least one question.")
    assert 404 == robin.get("/check-in/private/").status_code
    first = fields(robin.get("/check-in/pulse/"))[0]
    assert 403 == robin.client.post("/check-in/pulse/", {first: "3"}).status_code  # another site knows no token


def test_a_stranger_is_asked_to_log_in():
    stranger = Visitor()
    for path in ("/", "/check-in/pulse/", "/sharing/", "/together/", "/invite/", "/join/x/", "/erase/"):
        assert 302 == stranger.get(path).status_code, path
    robin = Visitor("robin")
    assert "no-store" in robin.get("/")["Cache-Control"]
    assert 405 == robin.get("/invite/").status_code


def test_statements_that_are_slipped_in_are_values_to_the_database(site):
    robin, sasha = pair()
    before = _all_rows()
    for text in ("1'; DROP TABLE django_app_person; --", "x' OR '1'='1", '"; DELETE FROM django_app_place; --', "%s%%"):
        robin.post("/check-in/standard/", {"time.enjoy": text, text: "1"})
        robin.post("/sharing/", {"pillars": [text]})
        robin.get("/together/", query_params={"pillar": text})
        assert site.accept(site.person_of(sasha.user), text, on=today()) is False
    assert before == _all_rows()
    source = "".join(path.read_text("utf-8") for path in (EXAMPLES / "django_app").rglob("*.py"))
    assert not re.search(r"\braw\(|\.extra\(|RawSQL|cursor\(|RunSQL", source)


def _all_rows():
    return [[*each.objects.order_by("id").values()] for each in vars(models()).values() if hasattr(each, "objects")]


def test_an_error_report_holds_no_answer(monkeypatch):
    from django.core.signals import got_request_exception
    from django.views.debug import ExceptionReporter

    robin, reports = Visitor("robin"), []
    asked = fields(robin.get("/check-in/standard/"))

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    def report(request, **_):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_html(), reporter.get_traceback_text()])

    monkeypatch.setattr(models().Place.objects, "bulk_create", full)
    got_request_exception.connect(report)
    try:
        answers = {name: str(i % 5) for i, name in enumerate(asked)}
        assert 500 == robin.post("/check-in/standard/", answers).status_code
    finally:
        got_request_exception.disconnect(report)
    for text in reports:
        assert "No space left" in text
        assert "percent" not in text.replace("percentage", "")
        assert not re.search(r"(time|support)\.[a-z]+\W+\d", html.unescape(text))
    assert 2 == len(reports)
    assert 0 == models().CheckIn.objects.count()  # all or nothing


# Staff ------------------------------------------------------------------------


def test_no_page_of_the_admin_holds_an_answer_a_score_or_what_is_shared():
    robin, _ = pair(sharing=("time", "support", "little-things"))
    robin.answer("pulse", "4")
    staff = _staff()
    from django.contrib import admin
    from django.urls import reverse

    pages = {"/admin/": staff.get("/admin/"), "/admin/django_app/": staff.get("/admin/django_app/")}
    registered = [each for each in admin.site._registry if "django_app" == each._meta.app_label]
    assert {"Couple", "Person", "CheckIn"} == {each.__name__ for each in registered}
    for model in (*registered, type(staff.user)):
        at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        keys = [*model.objects.values_list("pk", flat=True)]
        paths = [
            reverse(f"{at}_changelist"),
            *(reverse(f"{at}_{what}", args=[key]) for key in keys for what in ("change", "delete", "history")),
        ]
        pages |= {path: staff.get(path) for path in paths}
        chosen = {"action": "delete_selected", "_selected_action": keys}
        pages[f"{at} action"] = staff.post(reverse(f"{at}_changelist"), chosen)
    assert {200} == {page.status_code for page in pages.values()}
    assert "robin" in pages["/admin/django_app/checkin/"].text  # that there was a check-in is no secret
    hidden = _stored_words()
    assert len(hidden) > 20
    for path, page in pages.items():
        text = re.sub(r"<script.*?</script>|<[^>]*token[^>]*>", "", page.text, flags=re.DOTALL)
        assert [] == [word for word in hidden if re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text)], path


def test_no_page_of_the_admin_tells_how_much_somebody_shares():
    from django.urls import reverse

    robin, _ = pair(sharing=("time", "support", "little-things"))
    person, staff = models().Person.objects.get(user=robin.user), _staff()
    addresses = [
        reverse("admin:django_app_person_delete", args=[person.pk]),
        reverse("admin:django_app_couple_delete", args=[person.couple_id]),
        reverse("admin:auth_user_delete", args=[robin.user.pk]),
    ]
    several = [_untokened(staff.get(each).text) for each in addresses]
    person.places.all().delete()
    assert several == [_untokened(staff.get(each).text) for each in addresses]


def _untokened(text):
    return re.sub(r"<[^>]*token[^>]*>", "", text)


def _stored_words():
    """Return each value that is stored of an answer, a score or of sharing, as a page would write it."""
    words = set()

    def collect(value):
        if isinstance(value, dict):
            words.update({*value} & {*built_in().pillars})
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)
        elif isinstance(value, float) or (isinstance(value, str) and value):
            words.add(str(value))

    for kept in models().CheckIn.objects.all():
        collect(kept.scores.to_dict()["scores"])
    for person in models().Person.objects.all():
        collect(person.shares.to_dict())
        words.update(filter(None, (person.couple.seed, person.invitation)))
    titles = {pillar.title for pillar in built_in().pillars.values()}
    return (words | titles) - {"id", "self", "standard", "pulse", "true", "false"}


def _staff():
    from django.contrib.auth import get_user_model

    staff = Visitor()
    staff.user = get_user_model().objects.create_superuser("staff", password="x")
    staff.client.force_login(staff.user)
    return staff


def test_staff_cannot_find_out_by_filters_in_the_address():
    pair()
    staff = _staff()
    for address in (
        "django_app/checkin/?result__contains=75",
        "django_app/checkin/?result__isnull=False",
        "django_app/checkin/?person__sharing__contains=time",
        "django_app/person/?sharing__contains=time",
        "django_app/person/?checkin__result__contains=75",
        "django_app/person/?places__place__gte=50",
        "django_app/person/?invitation__startswith=a",
        "django_app/couple/?people__invitation__startswith=a",
        "django_app/couple/?people__places__pillar=time",
        "auth/user/?person__places__place__gte=50",
        "auth/user/?person__sharing__contains=time",
    ):
        assert 400 == staff.get(f"/admin/{address}").status_code, address


def test_staff_can_delete_and_neither_add_nor_change():
    robin, _ = pair()
    staff = _staff()
    person = models().Person.objects.get(user=robin.user)
    assert 403 == staff.get("/admin/django_app/checkin/add/").status_code
    change = f"/admin/django_app/person/{person.pk}/change/"
    assert 403 == staff.post(change, {"seat": 2}, look="/admin/").status_code
    assert 200 == staff.post(f"/admin/django_app/person/{person.pk}/delete/", {"post": "yes"}).status_code
    assert [1, 1, 1] == [each.objects.count() for each in (models().Couple, models().Person, models().CheckIn)]


# Migrations -------------------------------------------------------------------


def test_migrations_are_complete_and_can_be_taken_back():
    from django.core.management import call_command
    from django.db import connection

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # exits with 1 where one is missing
    tables = {"django_app_couple", "django_app_person", "django_app_checkin", "django_app_place"}
    assert tables <= {*connection.introspection.table_names()}
    call_command("migrate", "django_app", "zero", verbosity=0)
    assert set() == tables & {*connection.introspection.table_names()}
    call_command("migrate", verbosity=0)
    assert tables <= {*connection.introspection.table_names()}


def test_the_site_has_nothing_that_django_warns_of():
    from django.core.management import call_command

    call_command("check", fail_level="WARNING", verbosity=0)
