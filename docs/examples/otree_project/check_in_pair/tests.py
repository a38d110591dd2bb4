"""What oTree's bots do: `otree test pairs` plays each case with two of them."""

import re

from otree.api import Bot, SubmissionMustFail, expect

from . import CATALOGUE, Ask, C, Share, Together

SHARED = {  # case: what the first and the second of a pair share
    "both": (["time", "support"], ["time", "support"]),
    "one": (["time", "support"], []),
    "some": (["time", "listening"], ["time", "support"]),
    "nobody": ([], []),
    "gaps": ([*C.SHARES], [*C.SHARES]),
}


class PlayerBot(Bot):
    """One of a pair."""

    cases = [*SHARED]

    def play_round(self):
        """Answer, share, and look at what both share."""
        wrong = [C.ITEMS["time.enjoy"], C.ITEMS["support.help"]]
        yield SubmissionMustFail(Ask, dict.fromkeys(wrong, "77391"), error_fields=wrong)
        expect("77391", "not in", self.html)
        yield Ask, self.answers()
        own = [self.player.field_maybe_none(name) for name in C.SCORES.values()]
        expect(any(score is None for score in own), self.case == "gaps")
        expect(self.html.count("<tbody>"), 1)
        shared = SHARED[self.case]
        yield Share, {C.SHARES[pillar]: True for pillar in shared[self.player.id_in_group - 1]}
        shown = [pillar.id for pillar in CATALOGUE.pillars.values() if pillar.title in self.html]
        expected = [id for id in CATALOGUE.pillars if all(id in each for each in shared) and id not in self.left_out()]
        expect(shown, expected)
        places = [int(place) for place in re.findall(r"<td>(\d+) ?<svg", self.html)]
        expect(places, self.places(expected))
        expect(self.player.payoff, 0)
        yield Together

    def answers(self):
        """Return what this bot answers: something else than its partner."""
        seat = self.player.id_in_group
        given = {
            name: "prefer-not-to-say" if (i + seat) % 9 == 0 else str((i * seat + seat) % 5)
            for i, name in enumerate(C.ITEMS.values())
        }
        return {name: each for name, each in given.items() if name.rpartition("_")[0] not in self.left_out()}

    def left_out(self):
        """Return the pillars that nobody answers in this case."""
        return ["appreciation", "support"] if self.case == "gaps" else []

    def places(self, pillars):
        """Return the places that a page should show, from the scores that oTree keeps."""
        [other] = self.player.get_others_in_group()
        scores = [(player.field_maybe_none(C.SCORES[id])) for id in pillars for player in (self.player, other)]
        return [min(max(int(score + 5) // 10 * 10, 10), 90) for score in scores]
