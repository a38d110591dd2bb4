"""Renews the overlays of Spanish, `es-ES` and `es-MX`, from the neutral texts and the words that differ.

    python -m tests.tools.spanish

An overlay is never written by hand: change the table here, or the neutral text, and run this.
"""

import re
import textwrap
from pathlib import Path

import yaml

LOCALES = Path(__file__).parents[2] / "data" / "locales"
KINDS = ("practices", "prompts")
_WIDTH = 120

WORDS = {
    "es-ES": {
        r"lengua de señas o de signos": "lengua de signos",
        r"\brompecabezas\b": "puzle",
        r"\benojo\b": "enfado",
        r"\blavar los platos\b": "fregar los platos",
        r"\blavan los platos\b": "friegan los platos",
        r"\blavabas los platos\b": "fregabas los platos",
        r"\bteléfono(?= |,|\.|\?)": "móvil",
        r"\bteléfonos\b": "móviles",
        r"\buna nota de voz compartida\b": "un audio compartido",
        r"\buna nota de voz corta\b": "un audio corto",
    },
    "es-MX": {
        r"lengua de señas o de signos": "lengua de señas",
        r"\bvídeo": "video",
        r"\bla nevera\b": "el refrigerador",
        r"\bteléfono(?= |,|\.|\?)": "celular",
        r"\bteléfonos\b": "celulares",
        r"\bcharla\b": "plática",
        r"\bautobús\b": "camión",
        r"\bmanta\b": "cobija",
        r"\bel coche\b": "el carro",
        r"\bla lista de la compra\b": "la lista del súper",
        r"\bhacer una compra\b": "ir al súper",
        r"\botra habitación\b": "otro cuarto",
        r"\bla habitación de al lado\b": "el cuarto de al lado",
        r"\bla misma habitación\b": "el mismo cuarto",
        r"\bhabitación por habitación\b": "cuarto por cuarto",
        r"\buna sola habitación\b": "un solo cuarto",
        r"\bla habitación\b": "el cuarto",
        r"\bdisparatad([oa]s?)\b": r"descabellad\1",
    },
}
"""What neutral Spanish says, as a regular expression, and what is said in Spain and in Mexico."""

_CONTRACTIONS = {r"\b([Dd])e el (?=refri|cuarto|carro)": r"\1el ", r"\b([Aa]) el (?=refri|cuarto|carro)": r"\1l "}


def said_in(tag, text):
    """Return a neutral text as it is said in a country."""
    for pattern, words in [*WORDS[tag].items(), *_CONTRACTIONS.items()]:
        text = re.sub(pattern, words, text)
    return text


def overlay(tag, texts):
    """Return of the texts of a record, or of many, those that a country says otherwise; None without any."""
    if isinstance(texts, str):
        said = said_in(tag, texts)
        return None if said == texts else said
    if isinstance(texts, list):
        return [said_in(tag, each) for each in texts] if any(overlay(tag, each) for each in texts) else None
    if not isinstance(texts, dict):
        return None
    changed = {key: said for key, each in texts.items() if (said := overlay(tag, each)) is not None}
    if changed and "revision" in texts:
        changed = {"revision": texts["revision"], **changed}
    return changed or None


def files(tag):
    """Yield the name and the text of each file of an overlay."""
    for kind in KINDS:
        for path in sorted((LOCALES / "es" / kind).glob("*.yaml")):
            changed = overlay(tag, yaml.safe_load(path.read_text(encoding="utf-8")))
            if changed:
                yield f"{kind}/{path.name}", "".join(f"{line}\n" for line in _lines(changed, 0))


def _lines(value, indent):
    blank = " " * indent
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for key, each in pairs:
        start = f"{blank}- " if key is None else f"{blank}{key}:"
        if isinstance(each, dict | list):
            yield start
            yield from _lines(each, indent + 2)
            continue
        text = str(each)
        line = start + ("" if key is None else " ") + text
        if len(line) <= _WIDTH and not re.search(r": |:$| #|^[\[\]{}&*!|>'\"%@`#?-]", text):
            yield line
        else:
            yield f"{start.rstrip()} >-"
            yield from textwrap.wrap(
                text, _WIDTH, initial_indent=f"{blank}  ", subsequent_indent=f"{blank}  ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip


def main():
    """Write both overlays."""
    for tag in WORDS:
        for name, text in files(tag):
            path = LOCALES / tag / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
