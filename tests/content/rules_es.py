"""The rules of the Spanish texts: what is never said in them. The numbers S5 to S14 are those of `rules.py`."""

import re
from pathlib import Path

import yaml

from .rules import NUMBERS, Fault

SPANISH = Path(__file__).parents[2] / "data" / "locales" / "es"

LABELS = r"\b(abus\w*|tóxic\w*|narcis\w*|víctimas?|diagn[oó]s\w*|trastornos?|patol[oó]g\w*|disfunci\w*|codepend\w*)\b"
ENDINGS = (
    r"\w+[oae]s?(/-?|\()[oae]s?\b|\b\w+r(/-?|\()as?\b|\w@|\b\w+[^aeiou\W]xs?\b|"
    r"\b(elles?|todes|unes|otres|algunes|nosotres|vosotres|(amigu|novi|chiqu|hij|cansad|tranquil)es?)\b"
)
GENDERED = (
    r"\b(maridos?|espos[oa]s?|novi[oa]s?|c[oó]nyuges?|matrimonios?|casad[oa]s?|mujer(es)?|hombres?|señor(as?|es)?|"
    r"chic[oa]s?|compañer[oa]s?|ambos|junt[oa]s|[nv]osotr[oa]s|los dos(?! que\b| \w+[oe]s\b)|"
    r"(te sientas|te sientes|est[áé]s?|estuvieras?) (muy |tan |más )?(cansad|preocupad|ocupad|enfadad|enojad|"
    r"dispuest|list|sol|segur|tranquil|nervios|content|despiert|liad)[oa]s?)\b"
)
PROMISES = (
    r"\b(segur[oa] que|garanti\w*|garantí\w*|cura\w*|san(a|an|ar|ará|arán|ado|ada|ación)|demostrado|infalible|"
    r"siempre funciona|nunca falla|salvar (la|tu|su) (relación|pareja)|(mejor|ayud|acerc|funcion)ará[ns]?|unirá[ns]?)\b"
)
FORMAL = (
    r"\b(usted(es)?|vuestr[oa]s?|os|(?!dieciséis|veintiséis)\w+[áé]is)\b|"
    r"(?:^|[.!?»] )(?-i:Elija|Escriba|Piense|Diga|Haga|Lea|Comparta|Pregunte|Envíe|Escuche|Busque|Cuente|Deje)n?\b"
)
RULES = {
    "s5_nobody_is_labelled": ("a label", LABELS),
    "s6_no_ending_is_doubled_or_made_up": ("two genders at once, or a made-up one", ENDINGS),
    "s6_nobody_is_gendered_or_married_off": ("a gendered or spouse-only word", GENDERED),
    "s12_there_are_no_telephone_numbers": ("a long number", NUMBERS.pattern),
    "s14_nothing_is_promised": ("a promise", PROMISES),
    "the_reader_is_called_tu": ("usted, ustedes or vosotros", FORMAL),
}
"""Every rule, with its message and what it looks for; each has planted faults in the tests that it must find."""


def faults(rule, texts):
    """Yield what a rule finds in texts, which are pairs of where they stand and what they say."""
    message, pattern = RULES[rule]
    for where, text in texts:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield Fault(where, f"{message}: {match.group()!r}")


def spanish_texts():
    """Yield every Spanish text that there is."""
    for path in sorted(SPANISH.rglob("*.yaml")):
        yield from _texts_in(yaml.safe_load(path.read_text(encoding="utf-8")), str(path.relative_to(SPANISH)))


def _texts_in(value, where):
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value, 1):
            yield from _texts_in(each, f"{where} {key}")
