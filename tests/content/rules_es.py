"""The rules of the Spanish texts: what is never said in them. The numbers S5 to S14 are those of `rules.py`."""

from .rules import NUMBERS

TAG = "es"

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
CONTRACT = r"\b(ambas (partes|personas)|(una de |alguna de )?las dos (partes|personas)|cada parte)\b"
PLURAL = (
    r"\btu pareja y tú (se )?\w+[aeo]n\b|"
    r"\b(si|cuando|donde|como) (quieran|puedan|elijan|tengan|decidan|prefieran|estén|gusten)\b"
)
LEISMO = (
    r"\bles? (escuch|valor|acept|abrac|abraz|cuid|respet|entiend|entend|conoc|conozc|ayud|anim|consol)\w*\b|"
    r"\bles? llam\w+(?! la atención)|"
    r"\bles? (ves?|veía[ns]?|mira[ns]?|miras)\b|\bles? (quiere[ns]?|querías?)\b(?! \w+[aei]r(l[aeo]s?)?\b)"
)
TOLD = (
    "preguntaste dijiste contaste diste ocultaste echaste mostraste prestaste dedicaste restaste quitaste escribiste "
    "pregunta cuenta manda escribe muestra pide"
)
CLITIC = rf"(?<!le )(?<!una )(?<!la )\b({TOLD.replace(' ', '|')})( \w+){{0,5}}? a (tu pareja|la otra persona)\b"
ONE_SHORE = (
    r"\b(cada quien|sintonía|manías?|caprichos?|(echa\w*|eches) de menos|te va(ya)? bien|torcido|recados?|enfad\w+|"
    r"friega\w*|ordenador(es)?|móvil(es)?|coge\w*|celular(es)?|computadora|lengua de (señas|signos)(?! o de))\b"
)
_PATTERNS = {
    "no_words_of_a_contract": ("two people are not two parties", CONTRACT),
    "no_verb_is_in_the_plural_of_ustedes": ("a plural verb that says ustedes", PLURAL),
    "no_leismo": ("le, where neutral Spanish has lo, la or another turn", LEISMO),
    "whom_one_tells_is_doubled": ("no le before the one who is told", CLITIC),
    "no_word_of_one_shore": ("a word that only Spain or only America says, or a second word for one idea", ONE_SHORE),
    "s5_nobody_is_labelled": ("a label", LABELS),
    "s6_no_ending_is_doubled_or_made_up": ("two genders at once, or a made-up one", ENDINGS),
    "s6_nobody_is_gendered_or_married_off": ("a gendered or spouse-only word", GENDERED),
    "s12_there_are_no_telephone_numbers": ("a long number", NUMBERS.pattern),
    "s14_nothing_is_promised": ("a promise", PROMISES),
    "the_reader_is_called_tu": ("usted, ustedes or vosotros", FORMAL),
}
RULES = {name: (message, f"(?i){pattern}") for name, (message, pattern) in _PATTERNS.items()}

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
