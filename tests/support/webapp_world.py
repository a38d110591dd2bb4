"""The app of docs/examples with its database, its day, and two people who have their links."""

import itertools
import re
from datetime import date

import intimacy_kit as ik
from tests.support.catalogues import built_in

DAY = date(2026, 11, 23)
CALM = {"free-to-say-no": "yes", "afraid": "no", "made-to-take-part": "no", "private-device": "yes"}
OWN_PAGES = """ key invite check-in/pulse check-in/standard sharing together talk next next/more programme history data
    data/erase data/export""".split(" ")


class World:
    """The app, and two people who have their links."""

    def __init__(self, folder, **options):
        from fastapi.testclient import TestClient
        from webapp.app import create_app

        folder.mkdir()
        count = itertools.count()
        self.database, self.day = folder / "app.sqlite3", DAY
        options = {"database": self.database} | options
        self.app = create_app(today=lambda: self.day, secret=lambda: f"secret-{next(count):015d}", **options)
        self.client = TestClient(self.app)
        self.a, self.invitation = self.begin()
        self.b = path(self.client.post(self.invitation).text, "own")

    def begin(self):
        """Begin a place for two, and return the first one's link and the other's invitation."""
        begun = self.client.post("/en/").text
        return path(begun, "own"), path(begun, "other")

    def get(self, address, **more):
        """Look at a page."""
        return self.client.get(address, **more)

    def post(self, address, **form):
        """Send a form; an underscore in a name stands for a hyphen."""
        return self.client.post(address, data={key.replace("_", "-"): value for key, value in form.items()})

    def asked(self, link, form, occasion=0):
        """Return the ids of all questions of a check-in, screen by screen."""
        ids = []
        for screen in range(7):
            page = self.post(f"{link}check-in/{form}", occasion=str(occasion), to=str(screen))
            ids += asked(page.text)
        return ids

    def check_in(self, link, form, pick, occasion=0):
        """Answer a whole check-in."""
        answers = {name: str(pick(i)) for i, name in enumerate(self.asked(link, form, occasion))}
        return self.client.post(f"{link}check-in/{form}", data={"occasion": str(occasion), **answers})

    def pages(self, link):
        """Return each of a person's pages as it was sent."""
        return [self.get(link + page.strip()).content for page in OWN_PAGES]

    def on_disk(self):
        """Return all that the database has on the disk, its log of changes included."""
        return b"".join(each.read_bytes() for each in sorted(self.database.parent.iterdir()))


def path(text, id):
    """Return the address without its host that a page shows under an id."""
    return re.search(rf'id="{id}">https?://[^/]+(/[^<]+)<', text)[1]


def asked(text):
    """Return the ids of the questions of a page, in order."""
    return list(dict.fromkeys(re.findall(r'type="radio" name="([a-z-]+\.[a-z-]+)"', text)))


def places(text):
    """Return the numbers in a page's table."""
    return re.findall(r'<td class="number">(\d+)<', text)


def a_result(value=1, seed="s"):
    """Return the result of a full check-in in which every answer was the same."""
    drawn = ik.draw(built_in(), form="standard", seed=seed)
    return ik.score(drawn.answer(dict.fromkeys(drawn.item_ids, value), on=DAY))
