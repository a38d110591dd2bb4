"""What comes from outside is printable in a message, and a search for the nearest word takes a bounded effort."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit._outside_text import Hints, did_you_mean, printable
from intimacy_kit.safety import assess
from intimacy_kit.tables import TableLayout
from tests.support.catalogues import built_in
from tests.support.hostile_packs import calls_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("año · 日本", "año · 日本"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\n0 problems", "a\\n0 problems"),
        ("\u202egpj", "\\u202egpj"),
        ("\x9b1m", "\\x9b1m"),
        ("\U000e0041", "\\U000e0041"),
        ("\u200b", "\\u200b"),
    ],
)
def test_what_is_not_printable_is_escaped(text, expected):
    assert expected == printable(text)


@given(st.text())
def test_any_text_becomes_printable_once_and_for_all(text):
    assert printable(text).isprintable()
    assert printable(text) == printable(printable(text))


def test_the_nearest_word_is_named_only_when_one_is_near():
    assert "did you mean 'frequency'?" == did_you_mean("freqency", ["agree", "frequency"])
    assert "" == did_you_mean("xyzzy", ["agree", "frequency"])


words = st.text("abcdé.-", max_size=8)


@given(words, st.lists(words, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_known_words_decides_no_hint(wanted, known, chance):
    assert did_you_mean(wanted, known) == did_you_mean(wanted, chance.sample(known, len(known)))


@given(st.text(max_size=120), st.lists(st.text(max_size=12), max_size=6))
def test_a_hint_names_a_word_that_exists_or_nothing(wanted, known):
    assert did_you_mean(wanted, known) in {"", *(f"did you mean {word!r}?" for word in known)}


@given(st.lists(st.text("abcdé", min_size=4, max_size=12), min_size=1), st.data())
def test_one_letter_too_many_is_always_hinted_at(known, data):
    word = data.draw(st.sampled_from(known))
    assert did_you_mean(f"{word}x", known)


def test_hints_end_when_their_effort_is_spent():
    hints = Hints(effort=1000)
    assert "did you mean 'frequency'?" == hints.nearest("freqency", ["frequency"])
    for _ in range(6):
        hints.nearest("freqency", ["frequency"])
    assert "" == hints.nearest("freqency", ["frequency"])


def test_no_more_words_are_looked_at_than_the_effort_allows():
    looked_at = []
    Hints(effort=1000).nearest("x", (looked_at.append(i) or f"y{i}" for i in range(10_000)))
    assert 10 >= len(looked_at)


CHECKIN = ik.draw(built_in(), form="standard", seed="s")
KEY = ik.ScoringKey.from_form(built_in(), "standard")
ALIKE = [f"{CHECKIN.item_ids[0]}{i}" for i in range(3000)]
ROADS = {
    "answers": lambda: CHECKIN.answer(dict.fromkeys(ALIKE, 1), on=date(2026, 11, 23)),
    "safety": lambda: assess(dict.fromkeys((f"afraid{i}" for i in range(3000)), "no")),
    "layout": lambda: TableLayout.from_dict({f"codes{i}": 1 for i in range(3000)}),
    "columns": lambda: TableLayout(columns=dict(zip(ALIKE, ALIKE, strict=True))).problems(KEY),
    "values": lambda: TableLayout(values={key: {"a": 1} for key in ALIKE}).problems(KEY),
    "key": lambda: ik.Sharing.from_dict({f"frozen{i}": 1 for i in range(3000)}),
}


@pytest.mark.parametrize("name", ROADS)
def test_of_many_words_that_are_not_known_few_get_a_hint(name):
    def read():
        with suppress(ik.IntimacyKitError):
            ROADS[name]()

    assert 1_500_000 > calls_of(read)[1]


def test_one_effort_is_made_for_all_words_of_a_document():
    texts = {path.name: path.read_text(encoding="utf-8") for path in Path(ik.__file__).parent.rglob("*.py")}
    alone = {name for name, text in texts.items() if re.search(r"import .*\bdid_you_mean\b", text)}
    assert {"errors.py", "presets.py"} == alone, "only where one word is looked for; else share one `Hints`"
