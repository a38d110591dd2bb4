"""The few fixed words of figures, reports and plans, by language. All else that they say comes from the catalogue."""

from collections.abc import Mapping
from types import MappingProxyType

from intimacy_kit.content.vocabulary import Access, Cadence
from intimacy_kit.scoring.scores import Score

__all__ = ["PHRASES", "phrases", "why"]

_ENGLISH = {
    "answer-range": "Position on the answer range",
    "of-oneself": "What you say you do",
    "of-the-partner": "What you see your partner do",
    "both-of-oneself": "What each says they do",
    "both-of-the-partner": "What each sees the other do",
    "felt": "How it felt (one question each, scored apart)",
    "you": "You",
    "your-partner": "Your partner",
    "not-asked": "Not asked this time.",
    "too-few-answers": "Not enough answers: {answered} of {asked} given, {needed} needed.",
    "compares-nobody": "It shows where your answers lie. It compares you with nobody.",
    "band": "Shaded: where the position lies with 95 % confidence, by the reliability that was supplied.",
    "pillar": "Pillar",
    "answered": "Answered",
    "bars": "The bars show where your answers lie on the answer range. They compare you with nobody.",
    "couple-of-oneself": "Side by side: what each says they do",
    "couple-of-the-partner": "Side by side: what each sees the other do",
    "on-sharing": (
        "Places are to the nearest ten of 100. A pillar stands here when both of you share it and both of you gave "
        "{fewest} answers or more; either of you can stop sharing at any time."
    ),
    "talk-about": "To talk about",
    "side-by-side": "Side by side",
    "nothing-shared": (
        "There is nothing to show side by side. What each of you answers is your own, and so is whether to share it."
    ),
    "over-time": "Position on the answer range over time",
    "up": "Up by {points}, first to last score.",
    "down": "Down by {points}, first to last score.",
    "cannot-tell": "Cannot tell whether it changed.",
    "no-reliability": "Where no reliability was supplied, no change can be told from measurement error.",
    "told-beyond": "A change counts as up or down beyond measurement error (Jacobson and Truax, 1991).",
    "trend": "Trend by week: {slope} (95 %: {low} to {high}).",
    "point": ".",
    "trend-line": "Dashed: the trend by least squares.",
    "missing-wave": "Cross: a check-in without a score for this pillar.",
    "left-out": "Left out, since it is of another form or version: {days}.",
    "radar": "Each spoke is a pillar; the rings are the positions 50 and 100 on the answer range.",
    "alt-pillars": "A dot on the answer range, 0 to 100, for each pillar.",
    "alt-couple": "Two marks on the answer range, 0 to 100, for each pillar that both share.",
    "alt-history": "A line over time on the answer range, 0 to 100, for each pillar.",
    "alt-radar": "A radar chart of the answer range, 0 to 100, with a spoke for each pillar.",
    "alt-place": "{title}: {percent} of 100.",
    "alt-band": "{title}: {percent} of 100, range {low} to {high}.",
    "alt-gap": "{title}: no score. {why}",
    "alt-sides": "{title}: {one} {a}, {other} {b}.",
    "alt-course": "{title}: {points}. {outcome}",
    "alt-point": "{percent} on {day}",
    "alt-missing": "no score on {day}",
    "going-well": "Going well by your answers: {pillars}.",
    "not-enough": "Not enough answers to say: {pillars}.",
    "next-steps": "Next steps",
    "nothing-fits": "No practice fits just now. Fewer limits, or more minutes, may find some.",
    "step": "{title} ({minutes} a week, {mode})",
    "minute": "1 minute",
    "minutes": "{count} minutes",
    "another-way": "Another way",
    "why": "Why",
    "reason": "{pillar} stands at {percent} of 100 by your answers; this practice {because}.",
    "and": " and ",
    "also": ", and ",
    "aims": "aims at {aims}",
    "aims-again": ", and at ",
    "aims-forward": "more of {items}",
    "aims-reverse": "less of {items}",
    "item": "“{text}”",
    "source-tested": "was tested, or something very close to it, by {source}",
    "source-adapted": "is adapted from what {source} studied",
    "source-extrapolated": "goes beyond what {source} studied",
    "source-craft": "is our own idea, on which no study was found",
    "belongs": "belongs to it",
    "distance": "Apart",
    "not-for": "Not for",
    "if-it-goes-badly": "If it goes badly",
    "fit-tested": "Evidence, tested",
    "fit-adapted": "Evidence, adapted",
    "fit-extrapolated": "Evidence, extrapolated",
    "fit-craft": "Evidence, none",
    "craft": "Our own idea; no study found.",
    "mode-solo": "solo",
    "mode-together": "together",
    "mode-async": "each in their own time",
    **{f"cadence-{each.value}": each.spoken for each in Cadence},
    **{f"access-{each.value}": each.value.replace("-", " ").capitalize() for each in Access},
}

_SPANISH = {
    "answer-range": "Posición en el rango de respuestas",
    "of-oneself": "Lo que dices que haces",
    "of-the-partner": "Lo que ves que hace tu pareja",
    "both-of-oneself": "Lo que cada cual dice que hace",
    "both-of-the-partner": "Lo que cada cual ve que hace la otra persona",
    "felt": "Cómo se sintió (una pregunta por pilar, puntuada aparte)",
    "you": "Tú",
    "your-partner": "Tu pareja",
    "not-asked": "Esta vez no se preguntó.",
    "too-few-answers": "Faltan respuestas: {answered} de {asked} dadas; se necesitan {needed}.",
    "compares-nobody": "Muestra dónde están tus respuestas. No te compara con nadie.",
    "band": "Sombreado: dónde está la posición con un 95 % de confianza, según la fiabilidad indicada.",
    "pillar": "Pilar",
    "answered": "Respondidas",
    "bars": "Las barras muestran dónde están tus respuestas en el rango de respuestas. No te comparan con nadie.",
    "couple-of-oneself": "En paralelo: lo que cada cual dice que hace",
    "couple-of-the-partner": "En paralelo: lo que cada cual ve que hace la otra persona",
    "on-sharing": (
        "Las posiciones se dan redondeadas a decenas, de 0 a 100. Un pilar aparece aquí cuando se comparte por los dos "
        "lados y hay {fewest} respuestas o más en cada uno. Puedes dejar de compartir cuando quieras."
    ),
    "talk-about": "Para hablar",
    "side-by-side": "En paralelo",
    "nothing-shared": (
        "No hay nada que mostrar en paralelo. Lo que responde cada cual es suyo, y también lo es compartirlo o no."
    ),
    "over-time": "Posición en el rango de respuestas a lo largo del tiempo",
    "up": "Sube {points}, de la primera a la última puntuación.",
    "down": "Baja {points}, de la primera a la última puntuación.",
    "cannot-tell": "No se puede saber si cambió.",
    "no-reliability": "Donde no se indicó ninguna fiabilidad, ningún cambio se distingue del error de medida.",
    "told-beyond": "Un cambio cuenta como subida o bajada más allá del error de medida (Jacobson y Truax, 1991).",
    "trend": "Tendencia por semana: {slope} (95 %: de {low} a {high}).",
    "point": ",",
    "trend-line": "Línea discontinua: la tendencia por mínimos cuadrados.",
    "missing-wave": "Cruz: un repaso sin puntuación en este pilar.",
    "left-out": "Queda fuera, por ser de otro formulario u otra versión: {days}.",
    "radar": "Cada radio es un pilar; los anillos son las posiciones 50 y 100 en el rango de respuestas.",
    "alt-pillars": "Un punto en el rango de respuestas, de 0 a 100, por cada pilar.",
    "alt-couple": "Dos marcas en el rango de respuestas, de 0 a 100, por cada pilar que se comparte por los dos lados.",
    "alt-history": "Una línea a lo largo del tiempo en el rango de respuestas, de 0 a 100, por cada pilar.",
    "alt-radar": "Un gráfico de radar del rango de respuestas, de 0 a 100, con un radio por cada pilar.",
    "alt-place": "{title}: {percent} de 100.",
    "alt-band": "{title}: {percent} de 100, entre {low} y {high}.",
    "alt-gap": "{title}: sin puntuación. {why}",
    "alt-sides": "{title}: {one} {a}, {other} {b}.",
    "alt-course": "{title}: {points}. {outcome}",
    "alt-point": "{percent} el {day}",
    "alt-missing": "sin puntuación el {day}",
    "going-well": "Va bien según tus respuestas: {pillars}.",
    "not-enough": "Sin respuestas suficientes: {pillars}.",
    "next-steps": "Próximos pasos",
    "nothing-fits": "Ahora mismo no encaja ninguna práctica. Con menos límites, o más minutos, quizá aparezca alguna.",
    "step": "{title} ({minutes} por semana, {mode})",
    "minute": "1 minuto",
    "minutes": "{count} minutos",
    "another-way": "Otra manera",
    "why": "Por qué",
    "reason": "{pillar}: {percent} de 100 según tus respuestas. Esta práctica {because}.",
    "and": " y ",
    "also": ", y ",
    "aims": "busca {aims}",
    "aims-again": ", y ",
    "aims-forward": "más de {items}",
    "aims-reverse": "menos de {items}",
    "item": "«{text}»",
    "source-tested": "la probaron, o probaron algo muy parecido, {source}",
    "source-adapted": "adapta lo que estudiaron {source}",
    "source-extrapolated": "va más allá de lo que estudiaron {source}",
    "source-craft": "es una idea nuestra, sobre la que no se encontró ningún estudio",
    "belongs": "forma parte de ese pilar",
    "distance": "A distancia",
    "not-for": "No es para",
    "if-it-goes-badly": "Si sale mal",
    "fit-tested": "Base, puesta a prueba",
    "fit-adapted": "Base, adaptada",
    "fit-extrapolated": "Base, extrapolada",
    "fit-craft": "Base, ninguna",
    "craft": "Una idea nuestra; no se encontró ningún estudio.",
    "mode-solo": "a solas",
    "mode-together": "en pareja",
    "mode-async": "cada cual a su hora",
    "cadence-daily": "cada día",
    "cadence-three-weekly": "tres veces por semana",
    "cadence-weekly": "cada semana",
    "cadence-twice-monthly": "dos veces al mes",
    "cadence-monthly": "cada mes",
    "cadence-quarterly": "cada trimestre",
    "cadence-three-a-year": "tres veces al año",
    "cadence-yearly": "cada año",
    "cadence-once": "una vez",
    "cadence-as-needed": "cuando haga falta",
    "access-no-eye-contact": "Sin mirarse a los ojos",
    "access-no-speech": "Sin hablar",
    "access-low-energy": "Con poca energía",
    "access-no-touch": "Sin contacto",
    "access-no-sight": "Sin ver",
    "access-no-hearing": "Sin oír",
    "access-no-writing": "Sin escribir",
}

PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"en": MappingProxyType(_ENGLISH), "es": MappingProxyType(_SPANISH)}
)
"""Language to name to words."""


def phrases(locale: str) -> Mapping[str, str]:
    """Return the words of a language, or the English ones where there are none.

    Args:
        locale: A language tag, such as `es-MX`.
    """
    return PHRASES.get(locale.partition("-")[0], PHRASES["en"])


def why(score: Score, words: Mapping[str, str]) -> str:
    """Return why a score has no percent, or nothing where it has one.

    Args:
        score: The score.
        words: What `phrases` returned.
    """
    if score.reason is None:
        return ""
    return words[score.reason.value].format(answered=score.answered, asked=score.asked, needed=score.needed)
