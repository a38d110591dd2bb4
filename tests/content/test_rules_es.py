"""The Spanish texts keep every rule, and every rule finds the faults that were planted for it."""

import pytest

from .rules_es import RULES, faults, spanish_texts

PLANTED = {
    "no_words_of_a_contract": ["Si ambas partes quieren.", "La lista de las dos personas.", "A una de las dos partes."],
    "no_verb_is_in_the_plural_of_ustedes": ["Una broma que solo tu pareja y tú entienden.", "Vuelve cuando quieran."],
    "no_leismo": ["pareció sentir que le escuchabas", "sintió que le valoras", "Si le ves llegar tarde", "Le acepta."],
    "whom_one_tells_is_doubled": ["dijiste a tu pareja algo", "Cuenta una cosa a tu pareja."],
    "no_word_of_one_shore": [
        "Lo que cada quien dice.",
        "una manía tuya",
        "¿Qué echas de menos?",
        "en lengua de signos.",
    ],
    "s5_nobody_is_labelled": ["Mira si tu pareja es tóxica."],
    "s6_no_ending_is_doubled_or_made_up": ["Si estás list@ ya", "cansado/a", "juntos(as)", "todxs", "todes"],
    "s6_nobody_is_gendered_or_married_off": ["tu novia", "El marido", "los dos quieren", "vuelve si estás cansado"],
    "s12_there_are_no_telephone_numbers": ["Llama al 900 123 456."],
    "s14_nothing_is_promised": ["Seguro que sirve.", "Garantiza la paz.", "Esto cura.", "El tiempo sana.", "Les unirá"],
    "the_reader_is_called_tu": ["Si usted quiere", "cuando podáis", "vuestra mesa", "Bien. Escriba dos.", "Elijan."],
}
PLAIN = (
    "A las dos o a las dieciséis, elige un sitio seguro. Que tu pareja diga «ya» o no. Vale a los dos lados. "
    "Le dijiste a tu pareja que le quieres contar algo, en lengua de señas o de signos."
)


@pytest.mark.parametrize("rule", RULES)
def test_the_spanish_texts_keep_the_rule(rule):
    assert [] == [f"{fault.id}: {fault.message}" for fault in faults(rule, spanish_texts())]


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_its_planted_faults_and_no_others(rule):
    assert [] == list(faults(rule, [("plain", PLAIN)]))
    assert [] == [text for text in PLANTED[rule] if not list(faults(rule, [("planted", text)]))]
