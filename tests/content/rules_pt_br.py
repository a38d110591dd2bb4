"""The rules of the Brazilian Portuguese texts: what is never said in them, and how they are set."""

from .rules import NUMBERS

TAG = "pt-BR"

RULES = {
    "nobody_is_labelled": (
        "a label",
        r"(?i)\b(abus\w*|tóxic\w*|narcis\w*|vítimas?|diagn[oó]s\w*|transtornos?|patol[oó]g\w*|disfunci\w*|codepend\w*)\b",
    ),
    "nobody_is_gendered_or_married_off": (
        "a gendered or spouse-only word",
        r"(?i)\b(maridos?|espos[oa]s?|namorad[oa]s?|parceir[oa]s?|companheir[oa]s?|cônjuges?|casad[oa]s?|casamento|"
        r"mulher(es)?|homens?|homem|amb[oa]s|junt[oa]s|sozinh[oa]s?|vocês (dois|duas)|(os|as) (dois|duas)|"
        r"o outro|cada um|(está|estava|ficou|se sente|sentiu) "
        r"(cansad|preocupad|magoad|pront|segur|tranquil|ocupad)[oa])\b",
    ),
    "the_partner_is_not_he_or_she": ("he or she", r"(?i)\b([dn]?el[ea]|aquel[ea])\b"),
    "no_ending_is_doubled_or_made_up": (
        "two genders at once, or a made-up one",
        r"(?i)\w\([oa]s?\)|\w/[oa]s?\b|\w@|\b(tod|amig|cansad|pront|outr|alun|menin)[xe]s?\b|\b(elu|delu|amigues)\b",
    ),
    "the_reader_is_called_voce": (
        "tu, o senhor, or a pronoun that goes with them",
        r"(?i)\b(tu|te|ti|contigo|teus?|tuas?|lhes?|vós|vosso|o senhor|a senhora)\b|-lhes?\b",
    ),
    "the_portuguese_is_that_of_brazil": (
        "Portuguese of Portugal",
        r"(?i)\b(utilizador\w*|telemóve\w*|ecrãs?|equipas?|partilh\w*|factos?|contacto\w*|connosco|fixe|"
        r"est(á|ás|ão|ava|avam|ive|eve) a \w+[aei]r)\b",
    ),
    "no_words_of_a_contract": (
        "two people are not two parties",
        r"(?i)\b((ambas as|as duas|cada uma das) (partes|pessoas)|cada (parte|qual)|referid[oa]s?|mediante|"
        r"no que diz respeito|outrossim|a fim de)\b",
    ),
    "no_false_friends_and_calques": (
        "English in Portuguese words",
        r"(?i)\b(realizar que|eventualmente|assumir que|endereçar|suportar|aplicar para|desafiador\w*|"
        r"no final do dia|tomar por garantid\w+|ter um bom tempo|compartilhar um (momento|tempo))\b",
    ),
    "no_english_is_left_over": (
        "English",
        r"(?i)\b(the|your|you|partner|check-in|feedback|date night|feel|week|score|coach\w*|insights?)\b",
    ),
    "one_word_for_one_idea": (
        "a second word for seu par, balanço or prática",
        r"(?i)\b(seu amor|cara-metade|pessoa amada|exercícios?|atividades?|questionários?|check-up)\b",
    ),
    "spaces_and_quotes_are_brazilian": (
        "a space, quote or apostrophe that Brazil does not set",
        "[\"'`„«»‘]|“[^”]*$|^[^“]*”|\\s[?!;:%]|\\.\\.\\.|  ",
    ),
    "the_first_of_a_month_is_an_ordinal": (
        "1 where Brazil has 1º",
        r"(?i)(?<!\d)1 de (janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)\b",
    ),
    "there_are_no_telephone_numbers": ("a long number", NUMBERS.pattern),
    "nothing_is_promised": (
        "a promise",
        r"(?i)\b(garant\w+|cura\w*|comprovad\w*|infalível|sempre funciona|salvar (a|sua|o) (relação|casamento)|"
        r"com certeza|(ajudará|melhorará|aproximará|unirá)\w*)\b",
    ),
}

PLANTED = {
    "nobody_is_labelled": ["Veja se é tóxica.", "uma vítima"],
    "nobody_is_gendered_or_married_off": [
        "sua namorada",
        "seu parceiro",
        "vocês dois",
        "se sentiu seguro",
        "juntos",
    ],
    "the_partner_is_not_he_or_she": ["um esforço dele", "o que ela sente."],
    "no_ending_is_doubled_or_made_up": ["cansado(a)", "amig@", "todxs", "pronto/a"],
    "the_reader_is_called_voce": ["te disse", "contou-lhe", "o teu dia"],
    "the_portuguese_is_that_of_brazil": ["no ecrã", "partilhar", "está a falar"],
    "no_words_of_a_contract": ["ambas as partes", "cada qual", "a fim de conversar"],
    "no_false_friends_and_calques": ["eventualmente", "assumir que", "compartilhar um momento"],
    "no_english_is_left_over": ["um check-in", "seu feedback"],
    "one_word_for_one_idea": ["este exercício", "seu amor"],
    "spaces_and_quotes_are_brazilian": ['"Sim"', "«Sim»", "O quê ?", "95 %", "Espere..."],
    "the_first_of_a_month_is_an_ordinal": ["desde 1 de maio"],
    "there_are_no_telephone_numbers": ["Ligue 11 1234 5678."],
    "nothing_is_promised": ["É garantido.", "Isso unirá vocês.", "Sempre funciona."],
}

PLAIN = (
    "Você disse ao seu par que percebeu um esforço: “sim”, 95% das vezes, de 1º a 11 de maio. "
    "Esta semana vocês falaram disso; que bom! "
    "Elas decidem aquilo que aparece. Você se sente livre para dizer não?"
)
