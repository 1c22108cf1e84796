"""What stands around the names of people, and how they are written: the patterns of names.py."""

from __future__ import annotations

import re

from training.transcripts.personal_data.words import PARTICLES

TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
TITLE = (
    r"(?:mr|messrs|mrs|ms|miss|mx|dr|prof|professor|sir|madam|herrn?|frau|hr|fr|mag(?=\.)|dipl(?=\.)|ing(?=\.)|madame|monsieur|mme|mlle|señora?|sra?|sr|signora?|sig|meneer|mevrouw|dhr|mevr|"
    r"pan(?:ie|i|a|u|ią|em)?|familie|fam|doktor|doctor|med|rer|nat|phil)\b\.?"
)
CAP = "[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ]"
SKIPPED = frozenset(" \t\"'“„‚«(:*")
"""Before a name."""
TITLES = re.compile(rf"(?:{TITLE}\s?)+", re.IGNORECASE)
GAP = re.compile(r"[ \t]")
BOUNDARY = re.compile(
    r"\s*(?:$|[.,;:!?)\n\"'“”&(/–-]|(?:and|from|here|again|speaking|btw|by|with|calling|writing|not|who|or|und|y|et|e|en|aus|but|the|is|has|from|at|on)\b)",
    re.IGNORECASE,
)
INTRO = re.compile(
    r"\b(?:names?(?:'s|’s)?\s?(?:is|was|:|=)|names?['’]s|name on (?:(?:the|my|your) \w+|(?:it|card|label|account|parcel|order|form|box|booking)\b)(?: is)?:?|i(?:'m| am) called|mein name ist|ich hei(?:ß|ss)e|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|"
    r"il mio nome è|mijn naam is|ik heet|nazywam się|jag heter|jeg heter|jeg hedder|meu nome é|chamo-me|holder is|surname is|nachname ist)(?=[\s:,\"'“])",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"\b(?:account holder|card ?holder|contact(?: person)?(?: is|:)|attn\.?:?|attention of|c/o|in the name of|(?:desk|behalf|estate|signature|birthday) of|recipient|receiver|signed for by|signed by|the name|last name|"
    r"first name|surname|full name|nachname|vorname|engraving(?: text)?|engraved with|gravur|gravure|nom|apellidos?|nombre)(?: is)?[\s:,]+",
    re.IGNORECASE,
)
SELF = re.compile(
    r"(?:\b(?:i['’]m|i am|im|this is|it['’]s|its|it is|we are|ich bin(?: der| die)?|hier ist|hier spricht|je suis|c['’]est|soy|sono|ik ben|jestem|here is|here['’]s|sou (?:o|a)))\s",
    re.IGNORECASE,
)
TITLED = re.compile(rf"\b{TITLE}\s", re.IGNORECASE)
GREETING = re.compile(
    r"\b(?:hi+|hello|hey+|hiya|yo|dear|hallo|moin|lieber?|sehr geehrter?|guten (?:tag|morgen|abend)|bonjour|bonsoir|hola|ciao|salve|buongiorno|hoi|beste|"
    r"welcome(?: back)?|good (?:morning|afternoon|evening|day)|bye|goodbye|thanks(?: again| a lot| so much)?|thank you(?: again| so much| very much)?|thx|ty|cheers|ta|"
    r"danke|merci|gracias|grazie|bedankt|obrigad[oa]|tack|sorry|ok|okay|great|perfect|congratulations|yes|no|sure|well|tell|ask(?: for)?|of course|all (?:set|done)|done|noted)"
    r"[,!.]?\s",
    re.IGNORECASE,
)
GREETING_ABROAD = re.compile(
    r"(?:^|[.!?,\n]\s?)(?i:(?:kiitos(?: paljon)?|dziękuję(?: bardzo)?|dzięki|díky|děkuji|ďakujem|köszönöm|köszi|mulțumesc|multumesc|hvala|paldies|ačiū|aitäh|teşekkürler|diolch(?: yn fawr)?|go raibh maith agat|"
    r"(?:tusen |mange )?tak[kt]?|tack så mycket|gràcies|muchas gracias|mille grazie|muito obrigad[oa]|merci (?:beaucoup|bien)|danke (?:schön|sehr)|(?:vielen|besten|herzlichen) dank|dank (?:je|u)(?: wel)?|"
    r"hei|hej|terve|cześć|witam|dzień dobry|ahoj|dobrý den|szia|olá|bom dia|boa (?:tarde|noite)|buen(?:os días|as (?:tardes|noches))|salut|servus|grü(?:ß|ss) gott|grüezi|goede(?:morgen|middag|navond)|god (?:dag|morgen)|shwmae))"
    r"[,!.]?\s(?=[A-ZÀ-ÖØ-Þ])"
)
"""Greetings and thanks in further languages, where a sentence begins."""
STOP = re.compile(r"[.!]\s$")
CLOSED = re.compile(r"['’]?\s*(?:$|[.,;:!?)\n])|\s[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][a-zà-ÿ]+[.,;!?\n]")
"""Behind a name that stands for itself."""
SIGN_OFF = re.compile(
    r"\b(?:regards|wishes|cheers|thanks|thank you|thx|ty|tia|sincerely|faithfully|truly|love|best|yours|ta|bye|mfg|lg|vg|grü(?:ß|ss)en?|grü(?:ß|ss)e|cordialement|bien à vous|"
    r"saludos?|abrazos?|besos|abraços?|beijos|bises|bisous|amitiés|kram|kramar|hälsning(?:ar)?|hilsen|hilsner|knus|vh|mvh|terveisin|terv|pozdrowienia|poważaniem|üdv|üdvözlettel|pozdravem|selamlar|atentamente|cordiali saluti|saluti|groet(?:en|jes)?|pozdrawiam|signed|xx+|rgds|br)\b(?: (?:from|in advance|again|and bye|& bye|von|de))?[\s,.!:–-]{1,5}|(?:--|—|–)\s*",
    re.IGNORECASE,
)
RELATION = re.compile(
    r"\b(?:wife|husband|partner|girlfriend|boyfriend|fianc[ée]e?|mum|mom|mother|dad|father|son|daughter|brother|sister|friend|colleague|flatmate|roommate|"
    r"neighbou?rs?|lad|lass|kid|boy|girl|mate|missus|hubby|ex|ex-(?:wife|husband|partner)|step(?:son|daughter|dad|mum|father|mother)|grandson|granddaughter|grandfather|grandmother|housemate|landlord|landlady|carer|aunt|auntie|uncle|grandma|granny|grandpa|nan|boss|assistant|nephew|niece|cousin|in-law|nachbarn?|nachbarin|mann|tochter|sohn|freundin?|kolleg(?:e|in)|"
    r"till|cashier|agent|by|called|named|under|marked|says|für|pour|para)[,:]?\s",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"\b(?:for|from|to|with|and|not|says|tell|ask|it['’]?s|is|von|mit|pour|con|à|voor|well),?\s",
    re.IGNORECASE,
)
HERE = re.compile(r"\s(?:here|hier|speaking|again|am apparat)\b", re.IGNORECASE)
SELF_BEFORE = re.compile(r"(?:^|\b(?:it['’]?s|this is|i['’]?m|i am|hey|hi|hello|hallo)\s)$", re.IGNORECASE)
VOCATIVE = re.compile(r",\s")
PLACES_AND_TIMES = frozenset(
    "april may june august summer winter autumn paris sydney florence georgia victoria charlotte chelsea jordan austin chad lincoln savannah virginia "
    "carolina jersey hermes".split()
)
BEFORE_PEOPLE = frozenset("for from to by with says tell ask".split())
ADDRESSED = re.compile(r"(?:^|[.!?\n]\s+)(?P<name>[A-Z][\w’'-]+)(?:,|\sat your|\s(?:promised|told|wrote))\s")
WHERE = frozenset("in at near around nach aus à en".split())
FIRST_GREETING = re.compile(r"\s*(?:hi|hello|hey|dear|hallo)(?: there)?\s", re.IGNORECASE)
PAIR = re.compile(r"\b(?P<one>[A-Z][\w’'-]+) (?:&|and|und|et|y|e|en|\+) (?P<other>[A-Z][\w’'-]+)")
FROM_TO = re.compile(rf"from\s{CAP}[\w-]+\s(?:to|via)\s", re.IGNORECASE)
CAPITAL_PAIR = re.compile(
    rf"(?P<line>(?:^|[:\n])[ \t]*)?(?<![\w.])(?P<one>[A-Z]\.|{CAP}[a-zà-ÿ]+) ?(?<=[. ])(?P<other>{CAP}[^\W\d_A-Z]+)(?![\w-])(?P<ends>(?=,|\s*(?:$|\n)))?"
)
I_AM = frozenset(("i'm", "i’m", "im", "i am", "this is"))
CODE_BEHIND = re.compile(r"-?\d|[_@/]\w")
PARTICIPLE = re.compile(r"(?:ing|ed|ly)$", re.IGNORECASE)
AFTER_INITIAL = re.compile(r"(?:\. ?|(?<!\b[AI])(?: [A-Z](?= ))* )(?=[A-ZÀ-ÞŁŚŽ][^\W\d_])")
BEHIND_PARTICLES = re.compile(rf"(?: (?:{'|'.join(PARTICLES)})\b)* (?P<name>[^\W\d_]{{2,}})")
LAST_WORD = re.compile(rf"[.!?)]\s+(?P<name>{CAP}[a-zà-ÿ]{{2,}})\s*$")
PARTICLED = re.compile(
    rf"\b(?P<first>{CAP}(?:[\w’'-]+|\.)) (?P<between>(?:(?:['’]t|['’]s|op|van|von|vom|den|der|de|del|della|di|da|do|dos|das|du|la|le|el|al|bin|bint|ibn|ter|ten|te|zu|zur|af|av|mac|ní|nic|ó|ui|st)\s){{1,3}})(?P<last>(?-i:{CAP})[a-zà-ÿ’'-]{{2,}}(?:-{CAP}[a-zà-ÿ]+)?)",
    re.IGNORECASE,
)
PERSONS_PARTICLE = frozenset("van von vom den der bin bint ibn ter ten zu zur af av ní nic ui".split())
"""Those that stand in hardly any other name."""
PARTICLED_END = re.compile(
    rf"(?:^|[\d.,;!?\n]\s+)(?P<name>(?:(?:van|von|vom|de|den|der|ter|ten|zu|del|della|di|da|dos|al|el|bin|ibn|af|av)\s){{1,3}}{CAP}[a-zà-ÿ]{{2,}})\s*$"
)
"""A surname alone at the end of what a shopper says: "0655501932 de Wit"."""
INITIALS = re.compile(
    r"\b(?:[Ii] am|[Ii]['’]?m|[Nn]ame is|[Nn]ame:|[Ii]t['’]s|[Tt]his is|[Ss]igned|[Rr]egards|[Ww]ishes|[Ii]nitials(?: are)?)[\s,:]{1,3}(?P<name>[A-Z]\.\s?[A-Z]\.)(?!\w)"
)
SIGNED_INITIAL = re.compile(
    r"\b(?:regards|rgds|wishes|cheers|thanks|thank you|thx|love|best|yours|gr(?:uß|üße|uss)|lg|mfg|br)[\s,.!–-]{1,4}(?P<name>[b-hj-z](?:\. ?| )[^\W\d_]{3,})\s*$"
)
""" "rgds k. winter" in small letters."""
LAST_SMALL = re.compile(r"[.!?\n]\s*(?P<name>[a-zà-ÿ]{4,})\s*$")
BELL = re.compile(
    rf"\b(?:[Bb]ell|[Dd]oorbell|[Bb]uzzer|[Kk]lingel|[Ii]nterphone|[Ss]onnette|[Cc]itofono|[Tt]elefonillo)(?: (?:is|says|reads|name|at|lautet|ist))*[\s:]+[\"'“„]?(?P<name>{CAP}[\w’'-]+(?:(?: |/| / |-){CAP}[\w’'-]+){{0,2}})"
)
SOUNDS = re.compile(
    r"\b(?:say|said|pronounced|pronounce it|sounds like|spoken)[\s:,]{1,2}(?:like )?[\"“„'](?P<name>[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){0,3})[\"”“'](?=\))",
    re.IGNORECASE,
)
"""How a name is spoken, in brackets behind it: '(say "shiv-awn")'."""
SPELLED = re.compile(r"\b[^\W\d_](?:-[^\W\d_]){2,}\b")
INITIAL_ENDS = re.compile(r"\.?\s*(?:$|[.,;:!?)\n])")
PARTICLE_JOINED = re.compile(r"(?:al|el|ap|ben|abu|bin|van|de|da|di|le|la|saint|st)-\w{2}|[od]['’]\w{3}")
"""Surnames in any case: "Al-Farsi", "o'shea"."""
SEGMENT = re.compile(
    r"(?:[^.,;!?\n()]|(?<=\b[A-Z])\.|(?<=\b[DMdm]r)\.|(?<=\b[Mm]rs)\.|(?<=\b[Mm]s)\.|(?<=\b[Pp]rof)\.)+"
)
LEAD = re.compile(
    r"\s*(?:(?:it['’]?s|its|it is|this is|yes|yep|sure|ok|okay|hi|i['’]?m|i am|my name is|name is|the name is|name|für|for|on|under|auf|pour|para|es|ist|ja|oui|sí|si|well|"
    r"ich bin|je suis|soy|sono|please|here|mrs?|ms|miss|dr|prof|herr|frau)[\s:,.]+)+",
    re.IGNORECASE,
)
AS_IN = re.compile(
    r"^\s*(?:(?:it['’]?s|its|my name is|name is)\s)?(?P<name>[^\W\d_]{3,}(?:[-'’][^\W\d_]+)?),? (?:like the|like in|as in|with (?:an?|one|two|double|the)|wie der|wie die|mit (?:zwei|einem|doppel\w*)|comme l[ea]|avec (?:un|deux)|come il|come la|con (?:una?|dos|due))\b",
    re.IGNORECASE,
)
"""An answer that says how a name is written: "lockwood like the village"."""
OF_WHOM = re.compile(
    rf"\b(?i:ach|oh|bei|mit|von|an|für|auch|doch|wohl|halt|nur|frag|fragt|ist|war) (?i:der|die|dem|den) (?P<name>{CAP}[a-zäöüß]{{2,}})(?=\s*(?:[,!?\n]|\.(?!\w)|$)|\s(?:aus|von|hat|war|ist|nebenan|gegenüber|oben|unten)\b)"
)
"""First names with an article, as German is spoken: "das war der Jürgen"."""
DETERMINERS = frozenset(
    "the a an this that these those your our every any one two der die das den dem ein eine einen le la el una un il lo les het de".split()
)
OTHER_SCRIPT = re.compile(
    r"[\u0590-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:[ ·・][\u0590-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+){0,3}"
)
CASED_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u052f]+(?:[ -][\u0370-\u03ff\u0400-\u052f]+){0,2}")
DATA = frozenset(("address", "email", "phone", "birth_date"))
AT_WORK = re.compile(
    rf"\b(?:[Ii]s|[Ww]as|[Ww]ill) (?P<asked>{CAP}[a-zà-ÿ]{{2,}}) (?:working|in (?:today|tomorrow)|on (?:shift|holiday|leave|duty)|at work|around today|off (?:today|sick))\b"
    rf"|\b(?P<owner>{CAP}[a-zà-ÿ]{{2,}})['’]s (?:phone|mobile|telephone|(?:phone |mobile )?number|extension|e-?mail|mailbox|address|birthday|surname|account|flat|house|doorbell|neighbou?r|wife|husband|mum|mother|dad|father|son|daughter|boss|colleague)\b"
    rf"|\b[Tt]he (?P<family>{CAP}[a-zà-ÿ]{{2,}}s) (?:next door|upstairs|downstairs|opposite|across the|from (?:number|no|flat))\b"
    rf"|\b(?:[Rr]ound to|[Nn]ext door to|[Nn]eighbou?rs,?) the (?P<visited>{CAP}[a-zà-ÿ]{{2,}}s)\b"
    rf"|\b(?:phone|number|e-?mail|mailbox|account|flat|house|mobile),? (?P<whose>{CAP}[a-zà-ÿ]{{2,}})['’]s(?=\s*(?:[.,;!?\n]|$))"
)
FAMILY = re.compile(
    rf"\b(?:[Tt]hat['’]?s|[Ii]t['’]?s|[Ii]t was|[Ww]ith|[Bb]y|[Aa]sk|[Tt]o|[Ff]rom) the (?P<family>(?P<surname>{CAP}[a-zà-ÿ]{{2,}})s)(?=\s*(?:[.,;!?\n]|$)|\s(?:i|who|and|at|in|opposite)\b)"
)
"""Neighbours by a surname that the lists have to know: "it is with the Winters"."""
FOR_WHOM = re.compile(
    rf"^\s*(?:(?i:ya|yes|yeah|yep|sure|ok|okay|please|ja|oui|sí|si)[,.!]?\s)?(?i:for|für|pour|para|per|voor|till)\s(?P<name>{CAP}[a-zà-ÿ]{{3,}})(?=\s*(?:[.,!?\n]|$))"
)
"""What somebody answers who is asked for whom it is."""
THANKED = re.compile(
    r"\b(?:thanks|thx|thank you|cheers|merci|danke|gracias|grazie|bedankt|tack|takk|tak|obrigad[oa]|dzięki|díky|kiitos|greetings|saludos|saluti|hilsen|hälsningar)\b(?:\s[a-zà-ÿ]{1,8}){0,2}[.!,\n]\s*(?P<name>[a-zà-ÿ]{4,12})[.!]?\s*$",
    re.IGNORECASE,
)
