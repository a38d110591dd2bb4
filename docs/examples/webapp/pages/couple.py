"""What is for two: sharing, side by side, and cards to talk about."""

from fastapi.responses import HTMLResponse, RedirectResponse

import intimacy_kit as ik
from intimacy_kit.safety import NOT_ASKED
from webapp.locked import hashed
from webapp.visit import Member, Own, Sent, routes

router, look = routes()
DEEPEST = 2  # of five: cards for any evening


@look("/{locale}/me/{link}/sharing")
def sharing(member: Member) -> HTMLResponse:
    """Show what a person shares: nothing, until they say so."""
    return member.page("sharing", saved="saved" in member.request.query_params, shareable=_shareable(member))


@router.post("/{locale}/me/{link}/sharing")
def share(member: Member, sent: Sent) -> RedirectResponse:
    """Keep what a person shares from now on. Nobody is told."""
    chosen = [pillar for pillar in _shareable(member) if pillar in sent.getlist("pillar")]
    return member.to("sharing?saved", member.store.share(member.person, ik.Sharing(own=chosen)))


@look("/{locale}/me/{link}/together")
def together(member: Member) -> HTMLResponse:
    """Show what both chose to share. Of the partner, this page is given a couple view and nothing else."""
    view = member.store.shared(member.person)
    nearest = sorted(view.pillars, key=lambda pillar: abs(pillar.a - pillar.b))
    prompts = ik.conversation_prompts(member.catalogue, view, seed=member.person.seed, occasion=member.week)
    return member.page("together", view=view, nearest=nearest, prompts={prompt.pillar: prompt for prompt in prompts})


@look("/{locale}/me/{link}/talk")
def talk(member: Member) -> HTMLResponse:
    """Show one card to talk about; the next one is a link away."""
    wanted = member.request.query_params
    pool = [card for card in cards(member) if wanted.get("pillar") in (None, card.pillar)] or cards(member)
    number = wanted.get("card", "")
    number = int(number[:4]) if number.isdecimal() else 0
    values = {"card": pool[number % len(pool)], "number": number, "pillar": wanted.get("pillar")}
    return member.page("talk", **values, first="partner" if wanted.get("first") == "partner" else "me")


def tonight(member: Own) -> ik.Prompt | None:
    """Return the question of the day, which both have alike."""
    return ik.today(member.catalogue, seed=member.person.seed, start=member.person.start, on=member.today)


def cards(member: Own) -> list[ik.Prompt]:
    """Return the question of the day, then the cards that need no choice, in an order that both have alike."""
    first, order = tonight(member), lambda card: hashed(f"{member.person.seed} {card.id}")
    light = [each for each in member.catalogue.prompts.values() if each.depth <= DEEPEST and NOT_ASKED.offers(each)]
    return [*filter(None, [first]), *sorted((each for each in light if each != first), key=order)]


def _shareable(member: Own) -> list[str]:
    """Return the pillars that can be shared: not conflict, whose gate is never kept open from one visit to the next."""
    return [pillar for pillar in member.catalogue.pillars if pillar != ik.Gate.CONFLICT.value]
