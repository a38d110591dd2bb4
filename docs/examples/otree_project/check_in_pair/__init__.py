"""Pairs: each answers a check-in alone, chooses what to share, and sees what both chose to share."""

from datetime import UTC, date, datetime

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, WaitPage, models, widgets

import intimacy_kit as ik
from intimacy_kit.reports import STYLE, couple_report

CATALOGUE = ik.load()
CHECK_IN = ik.draw(CATALOGUE, form="standard", seed="pairs")  # this form asks everybody the same questions
SHAREABLE = [each for each in CATALOGUE.pillars.values() if each.id != ik.Gate.CONFLICT]  # its gate is not opened here


def column(id):
    """Return what the column of an item or a pillar is called: time.enjoy is time_enjoy."""
    return id.replace(".", "_").replace("-", "_")


def choices(question):
    """Return what can be chosen, as oTree takes it: what is kept, and what is shown."""
    return [[str(each.value) if each.code is None else each.code.value, each.label] for each in question.choices]


class C(BaseConstants):
    """What oTree asks of an app."""

    NAME_IN_URL = "check_in"
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1
    ITEMS = {question.item_id: column(question.item_id) for question in CHECK_IN.questions}
    SCORES = {pillar: f"score_{column(pillar)}" for pillar in CATALOGUE.pillars}
    SHARES = {pillar.id: f"share_{column(pillar.id)}" for pillar in SHAREABLE}


class Subsession(BaseSubsession):
    """What oTree asks of an app."""


class Group(BaseGroup):
    """A pair."""


class Player(BasePlayer):
    """One of the two: the answers, the scores, what is shared, and the day."""

    day = models.StringField()
    locals().update(
        {
            column(question.item_id): models.StringField(
                label=question.text, choices=choices(question), widget=widgets.RadioSelect, blank=True
            )
            for question in CHECK_IN.questions
        }
    )
    locals().update({f"score_{column(pillar)}": models.FloatField() for pillar in CATALOGUE.pillars})
    locals().update(
        {
            f"share_{column(pillar.id)}": models.BooleanField(
                label=pillar.title, widget=widgets.CheckboxInput, blank=True, initial=False
            )
            for pillar in SHAREABLE
        }
    )


def result_of(player):
    """Return the scores of a player who has answered; any answer may be missing."""
    answers = {item: player.field_maybe_none(name) for item, name in C.ITEMS.items()}
    return ik.score(CHECK_IN.answer_form(answers, on=date.fromisoformat(player.day)))


def side_of(player):
    """Return what a player brings to the page for both."""
    shared = [pillar for pillar, name in C.SHARES.items() if player.field_maybe_none(name)]
    return ik.Side(result_of(player), ik.Sharing(own=shared))


class Ask(Page):
    """The questions. Each can be left out."""

    form_model = "player"
    form_fields = [*C.ITEMS.values()]

    @staticmethod
    def vars_for_template(player):  # noqa: ARG004  # as oTree calls it
        """Return what the page shows beside the questions."""
        return {"instructions": CHECK_IN.instructions}

    @staticmethod
    def before_next_page(player, timeout_happened):  # noqa: ARG004  # as oTree calls it
        """Keep the day and the scores."""
        player.day = datetime.now(UTC).date().isoformat()
        for score in result_of(player):
            setattr(player, C.SCORES[score.pillar], score.percent)


class Share(Page):
    """A player's own scores, and a box for each pillar, empty until it is ticked."""

    form_model = "player"
    form_fields = [*C.SHARES.values()]

    @staticmethod
    def vars_for_template(player):
        """Return the player's own scores."""
        return {"report": ik.report(CATALOGUE, result_of(player)).to_html(), "style": STYLE}


class Wait(WaitPage):
    """Until both have answered."""


class Together(Page):
    """What both share, and nothing else of the other."""

    @staticmethod
    def vars_for_template(player):
        """Return what both share."""
        [other] = player.get_others_in_group()
        view = ik.viewpoint(own=side_of(player), partner=side_of(other)).shared
        return {"report": couple_report(CATALOGUE, view).to_html(), "style": STYLE}


page_sequence = [Ask, Share, Wait, Together]
