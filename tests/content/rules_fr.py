"""The rules of the French texts: what is never said in them, and how they are set."""

from .rules import NUMBERS

TAG = "fr"

SAID_TO = "accordé|apporté|confié|demandé|dit|donné|exprimé|fait|laissé|montré|parlé|rendu|écrit"
"""Participles after "t’a" that agree with nothing, whoever reads."""

RULES = {
    "nobody_is_labelled": (
        "a label",
        r"(?i)\b(abus\w*|toxiques?|narciss\w*|pervers\w*|victimes?|diagnosti\w*|troubles?|patholog\w*|codépend\w*)\b",
    ),
    "nobody_is_gendered_or_married_off": (
        "a gendered or spouse-only word",
        r"(?i)\b(maris?|femmes?|hommes?|épou(x|ses?)|copains?|copines?|petite?s? amie?s?|conjointe?s?|compagn(on|e)s?|"
        r"mariage|mariée?s?|chérie?s?|chacune?|tous les deux|toutes les deux|l’une? (et|ou|comme) l’autre)\b",
    ),
    "the_partner_is_not_he_or_she": (
        "he or she",
        r"(?i)(?<!-)\b(il|elle)\b(?! (y|n’y|en faut|faut|s’inspire|va plus loin)\b)|\b(celui|celle)-ci\b",
    ),
    "no_participle_shows_who_reads": (
        "a participle or an adjective that agrees with the reader",
        rf"(?i)\bt’(a|avait) (?!({SAID_TO})\b)\w+(é|i|u|is|it)\b|\bt’es \w+(é|i|u|is|it)\b|\btu (es|étais) \w+[éiu]\b|"
        r"\b(tu es|tu étais|te sens-tu|toi) (seul|content|prêt|sûr|heureux|inquiet|fâché|triste et seul)e?\b",
    ),
    "no_ending_is_doubled_or_made_up": (
        "two genders at once, or a made-up one",
        r"(?i)\w[·•.]e?s?e\b|\w\(e\)|\w/e\b|\w-e-s\b|\b(iels?|celleux|toustes|ton ou ta|ta ou ton|ton/ta)\b",
    ),
    "the_reader_is_called_tu": (
        "vous for one reader",
        r"(?i)\b(votre|vos|veuillez|vous-mêmes?|s’il vous plaît)\b|(?:^|[.!?»]\s)(?-i:[A-ZÀ-Ý]\w+ez)\b",
    ),
    "no_words_of_a_contract": (
        "two people are not two parties",
        r"(?i)\b((les deux|chaque|l’une des) parties?|les deux personnes|ledit|ladite|susdite?|le cas échéant|"
        r"au sein du couple|afin de|dans le cadre de)\b",
    ),
    "no_false_friends_and_calques": (
        "English in French words",
        r"(?i)\b(réaliser que|opportunités?|éventuellement|définitivement|digital\w*|supporter|adresser|fai(t|re) sens|"
        r"basée?s? sur|pris pour acquis|prendre pour acquis|impact\w*|focus\w*|en charge de|connecter)\b",
    ),
    "no_english_is_left_over": (
        "English",
        r"(?i)\b(the|your|you|partner|check-in|feedback|week|feel|quality time|coach\w*|challenge)\b",
    ),
    "one_word_for_one_idea": (
        "a second word for l’autre, bilan or exercice",
        r"(?i)\b(partenaires?|ta moitié|check-up|questionnaires?|pratiques?|activités?)\b",
    ),
    "spaces_and_quotes_are_french": (
        "a space, quote or apostrophe that French does not set",
        "(?<!\u202f)[?!;]|(?<!\u00a0):|«(?!\u202f)|(?<!\u202f)»|(?<!\u00a0)%|[\"“”'`]|\\.\\.\\.|  ",
    ),
    "the_first_of_a_month_is_an_ordinal": (
        "1 where French has 1er",
        r"(?i)(?<!\d)1 (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    ),
    "there_are_no_telephone_numbers": ("a long number", NUMBERS.pattern),
    "nothing_is_promised": (
        "a promise",
        r"(?i)\b(garanti\w*|guéri\w*|prouvée?s?|à coup sûr|infaillible|marche toujours|sauver (ton|votre|le|la) \w+|"
        r"(aidera|améliorera|rapprochera|réparera)\w*)\b",
    ),
}

PLANTED = {
    "nobody_is_labelled": ["Regarde si l’autre est toxique.", "un pervers narcissique"],
    "nobody_is_gendered_or_married_off": ["ton mari", "ta copine", "vous plaît à tous les deux", "chacun dit"],
    "the_partner_is_not_he_or_she": ["ce qu’il ressentait", "quand elle parlait"],
    "no_participle_shows_who_reads": ["l’autre t’a encouragé", "tu t’es senti bien", "tu étais fatigué", "tu es prête"],
    "no_ending_is_doubled_or_made_up": ["fatigué·e", "prêt(e)", "ton ou ta partenaire", "iel"],
    "the_reader_is_called_tu": ["votre couple", "Bien. Écoutez ceci.", "Partagez ce que tu veux."],
    "no_words_of_a_contract": ["Les deux parties", "afin de parler", "le cas échéant"],
    "no_false_friends_and_calques": ["tu as réalisé, ou réaliser que", "une opportunité", "ça fait sens"],
    "no_english_is_left_over": ["un check-in", "ton feedback"],
    "one_word_for_one_idea": ["avec ta partenaire", "cette pratique"],
    "spaces_and_quotes_are_french": ["Quoi ?", "l'autre", "«Toi»", "Note : ça", "95 %", "Attends..."],
    "the_first_of_a_month_is_an_ordinal": ["depuis le 1 mai"],
    "there_are_no_telephone_numbers": ["Appelle le 01 23 45 67 89."],
    "nothing_is_promised": ["C’est garanti.", "Cela vous rapprochera.", "sauver ton couple"],
}

PLAIN = (
    "Tu as dit à l’autre que tu l’écoutais\u202f; il y a de la place pour vous deux. L’autre t’a donné du temps\u00a0: "
    "95\u00a0% de «\u202foui\u202f», du 1er au 11 mai. Te sens-tu libre de dire non\u202f? Partage ce que tu veux."
)
