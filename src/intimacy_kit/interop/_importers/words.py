"""Texts of other systems: languages, markup, and choices that say that there is no value."""

import html
import re
import unicodedata
from collections.abc import Mapping

from intimacy_kit._values.appearance import is_seen
from intimacy_kit._values.fields import LOCALE
from intimacy_kit._values.frozen_map import FrozenMap
from intimacy_kit._values.leaves import UNSAFE
from intimacy_kit.content.vocabulary import Missing
from intimacy_kit.interop._importers.draft import Words

LONGEST_TEXT = 10_000
"""Characters that a text has at most; more is cut off before anything is looked for in it."""

_MARKUP = re.compile(
    r"<(script|style)\b[^<>]{0,200}>.{0,10000}?</\1>|<!--.{0,10000}?-->|</?(?:a|abbr|audio|b|big|blockquote|br|center|code"
    r"|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|label|li|mark|o:p|ol|p|pre|s|section|small|span|strike|strong|sub"
    r"|sup|table|tbody|td|th|thead|tr|tt|u|ul|video)\b[^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_BRACKETED = re.compile(r"(.*?)\s*\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*")

_LANGUAGES: Mapping[str, str] = FrozenMap(
    {
        "arabic": "ar",
        "chinese": "zh",
        "deutsch": "de",
        "dutch": "nl",
        "english": "en",
        "español": "es",
        "francais": "fr",
        "français": "fr",
        "french": "fr",
        "german": "de",
        "italian": "it",
        "italiano": "it",
        "nederlands": "nl",
        "portuguese": "pt",
        "português": "pt",
        "russian": "ru",
        "spanish": "es",
        "العربية": "ar",
    }
)
"""Names of languages, as forms have them without a tag."""

_GAPS: tuple[tuple[Missing, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (
            Missing.DOES_NOT_APPLY,
            r"(this |it )?(does not|doesn't|doesnt) apply( to (me|us))?|not applicable|n/a|na|no aplica|no corresponde"
            r"|trifft nicht zu \(entfällt\)|nicht zutreffend|entfällt|sans objet|non applicable|ne s'applique pas"
            r"|não se aplica",
        ),
        (
            Missing.DECLINED,
            r"(i |i would |i'd )?(prefer|rather) not( to)?( (say|answer|tell|respond|disclose))?"
            r"|(choose|wish) not to (answer|say)|(no|without) answer|no response|refused( to answer)?"
            r"|refuse to answer|declined?( to (answer|say))?|skip(ped)? this question"
            r"|prefiero no (decirlo|contestar|responder)|sin respuesta|no contesta|ns/nc|keine angabe"
            r"|möchte ich nicht (sagen|beantworten)|je préfère ne pas (le dire|répondre)|sans réponse"
            r"|prefiro não (dizer|responder)|sem resposta",
        ),
        (
            Missing.DID_NOT_COME_UP,
            r"(it )?did(n't| not) (come up|happen|arise|occur)( .{1,40})?|no (occasion|opportunity)( .{1,40})?"
            r"|no se dio el caso|kam nicht vor",
        ),
    )
)
"""Our own list of what choices are called that are no value."""

_UNSURE = re.compile(
    r"(i )?(don't|do not|dont) (know|remember|recall)|unknown|unsure|not sure|no sé|no sabe|weiß (ich )?nicht"
    r"|(je )?ne sa(is|it) pas|não sei"
)


def clean(text: object) -> str:
    r"""Return a text in one line, without markup or characters that no text of ours may hold.

    Args:
        text: A cell or a value of a document; None is empty.

    >>> clean("<p>How <b>often</b> &amp;\n when?</p>")
    'How often & when?'
    """
    plain = unicodedata.normalize("NFC", str("" if text is None else text)[:LONGEST_TEXT])
    if "<" in plain or "&" in plain:
        plain = html.unescape(_MARKUP.sub("", _BREAK.sub(" ", plain)))
    plain = _BLANKS.sub(" ", UNSAFE.sub(" ", plain)).strip()
    return plain if is_seen(plain) else ""


def has_markup(text: object) -> bool:
    """Whether a text has markup, which `clean` takes out."""
    return isinstance(text, str) and bool(_MARKUP.search(text[:LONGEST_TEXT]))


def words(text: object, locale: str = "") -> dict[str, str]:
    """Return a text as words of one language; nothing where it is empty."""
    plain = clean(text)
    return {locale: plain} if plain else {}


def joined(first: Words, second: Words, between: str = " ") -> dict[str, str]:
    """Return two texts as one in each language that both have; either, where one is empty."""
    if not first or not second:
        return dict(first or second)
    return {tag: f"{first[tag]}{between}{second[tag]}" for tag in second if tag in first} or dict(second)


def leads_in(text: str) -> bool:
    """Whether a heading is the beginning of each question beneath it: `In the last week, how often …`.

    Args:
        text: The heading.
    """
    return text.endswith((":", "…", "...", "?", ","))


def language_of(name: str) -> str | None:
    """Return the tag of a language that is named as forms name it, or None where that cannot be known.

    >>> [language_of(each) for each in ("Español (es)", "pt-BR (pt)", "German", "es_MX", "Klingon")]
    ['es', 'pt-BR', 'de', 'es-MX', None]
    """
    name = name.strip()
    match = _BRACKETED.fullmatch(name)
    if match is None:
        return _LANGUAGES.get(name.lower()) or _tag(name)
    own = _tag(match[1])
    return own if own is not None and own.startswith(f"{match[2].lower()}-") else _tag(match[2])


def _tag(text: str) -> str | None:
    first, *rest = text.replace("_", "-").split("-")
    tag = "-".join([first.lower(), *rest])
    return tag if len(tag) <= 40 and LOCALE.fullmatch(tag) else None


def gap_of(text: str) -> Missing | None:
    """Return the kind of missing that a choice means by its words, or None where it is a value.

    >>> gap_of("Prefer not to say."), gap_of("Does not apply"), gap_of("Never")
    (<Missing.DECLINED: 'prefer-not-to-say'>, <Missing.DOES_NOT_APPLY: 'does-not-apply'>, None)
    """
    plain = _plain(text)
    return next((code for code, pattern in _GAPS if pattern.fullmatch(plain)), None)


def is_unsure(text: str) -> bool:
    """Whether a choice says that the person does not know."""
    return _UNSURE.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").strip(" .!?-–—()[]")
