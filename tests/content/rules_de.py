"""The rules of the German texts: what is never said in them, and how they are set."""

from .rules import NUMBERS

TAG = "de"

RULES = {
    "nobody_is_labelled": (
        "a label",
        r"(?i)\b(toxisch\w*|missbr[aä]uch\w*|narziss\w*|opfer\w*|täter\w*|diagnos\w*|störung\w*|patholog\w*|"
        r"dysfunktional\w*|co-?abhängig\w*|gestört\w*|krankhaft\w*)\b",
    ),
    "nobody_is_gendered_or_married_off": (
        "a gendered or spouse-only word",
        r"\b(Partner(in(nen)?|s|n)?|Freund(in)?|Ehe\w*|Gatt(e|in)|Mann|Männer\w*|Frau(en)?|verheiratet\w*|"
        r"(die|der|dem|den) Liebste[nr]?|jede[rmn]|keiner|einer von euch|(der|dem|den|des) anderen?)\b",
    ),
    "the_partner_is_not_he": ("he or his", r"\b([Ee]r|[Ii]hm|[Ii]hn|[Ss]eine[mnrs]?)\b"),
    "no_ending_is_doubled_or_made_up": (
        "two genders at once, or a made-up one",
        r"\b\w+[*:_/]-?in(nen)?\b|\b[A-ZÄÖÜ][a-zäöüß]+In(nen)?\b|\b(xier|dey|hen)\b",
    ),
    "the_reader_is_called_du": (
        "Sie for the reader, or du with a capital",
        r"(?<!^)(?<![.:!?] )\b(Sie|Ihnen|Ihr(e[mnrs]?)?|Du|Dir|Dich|Dein(e[mnrs]?)?|Euch|Eure?[mnrs]?)\b",
    ),
    "no_words_of_a_contract": (
        "two people are not two parties",
        r"(?i)\b((beide|die) (parteien|beteiligten|personen)|beiderseit\w*|seitens|jeweilige\w*|gegebenenfalls|"
        r"bezüglich|erfolgt|durchführ\w*|sowie|mittels)\b",
    ),
    "no_false_friends_and_calques": (
        "English in German words",
        r"(?i)\b(mach(t|en)? sinn|sinn (macht|machen)|eventuell|realisier\w*|adressier\w*|kommunizier\w*|fokus\w*|"
        r"(witz|moment|lachen) geteilt|am ende des tages|nicht wirklich|in 20\d\d|für dich da zu sein)\b",
    ),
    "no_english_is_left_over": (
        "English",
        r"\b([Tt]he|your|you|[Cc]heck-?in\w*|Feedback|Date|Commitment|Sharing|Score|Quality Time|Coach\w*|Tools?)\b",
    ),
    "one_word_for_one_idea": (
        "a second word for Partnerperson, Rückblick or Übung",
        r"\b(Gegenüber|Lieblingsmensch\w*|Schatz|bessere Hälfte|Praktik(en)?|Aufgaben?|Umfragen?)\b",
    ),
    "spaces_and_quotes_are_german": (
        "a space, quote or apostrophe that German does not set",
        "[\"'`”«»‘]|„[^“]*$|^[^„]*“|\\s[?!;:]|\\d ?%|\\.\\.\\.|  ",
    ),
    "there_are_no_telephone_numbers": ("a long number", NUMBERS.pattern),
    "nothing_is_promised": (
        "a promise",
        r"(?i)\b(garantier\w*|heil(t|en|ung)|bewiesen\w*|hilft immer|rette[nt]?|wird (euch|dir)|"
        r"werdet ihr|mit sicherheit)\b",
    ),
}

PLANTED = {
    "nobody_is_labelled": ["Ist sie toxisch?", "für Opfer", "eine Störung"],
    "nobody_is_gendered_or_married_off": [
        "dein Partner",
        "deine Freundin",
        "die Ehe",
        "dem anderen",
        "Jeder sagt, jeder",
    ],
    "the_partner_is_not_he": ["was er fühlt", "dankst du ihm", "seine Mühe"],
    "no_ending_is_doubled_or_made_up": ["Partner*in", "Freund:innen", "PartnerIn"],
    "the_reader_is_called_du": ["Wenn Sie möchten", "dass Du fragst", "mit Ihrer Antwort"],
    "no_words_of_a_contract": ["Beide Parteien", "gegebenenfalls", "seitens der Partnerperson"],
    "no_false_friends_and_calques": ["das macht Sinn", "einen Witz geteilt", "eventuell"],
    "no_english_is_left_over": ["ein Check-in", "Feedback geben"],
    "one_word_for_one_idea": ["dein Gegenüber", "diese Praktik"],
    "spaces_and_quotes_are_german": ['"Ja"', "„Ja”", "Was ?", "95 %", "Warte..."],
    "there_are_no_telephone_numbers": ["Ruf 030 123 456 an."],
    "nothing_is_promised": ["Das wird euch guttun.", "garantiert", "Es heilt."],
}

PLAIN = (
    "Du hast deiner Partnerperson gesagt, wofür du ihr dankbar bist. Sie ist gern mit dir zusammen: „Ja“, zu 95\u00a0%."
    " Es kann ein guter Schritt sein. Ihr habt Zeit; niemand muss etwas sagen."
)
