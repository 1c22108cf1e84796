"""What papers, numbers and names of a person are called in the languages of Europe: the same words call a number,
ask for one and say what a talk is of (codes.py, questions.py, spoken.py). English, German and what else stands in
those modules is not repeated here."""

from __future__ import annotations

import re
import unicodedata

_CLASS = re.compile(r"\[[^\]]*\]|[^\W\d_a-zA-Z]")


def _without_accents(pattern: str) -> str:
    """The same pattern for those who type without accents; what stands in brackets stays."""

    def either(match: re.Match[str]) -> str:
        letter = match[0]
        bare = unicodedata.normalize("NFKD", letter)[0] if len(letter) == 1 else letter
        return f"[{letter}{bare}]" if bare != letter and bare.isascii() else letter

    return _CLASS.sub(either, pattern)


IDENTITY = _without_accents(
    r"(?-i:CNI|BI|CI)(?= n[r°º.o])|(?-i:CNI)|carte nationale d['’]identité|titre de (?:séjour|voyage)|permis de (?:conduire|séjour)|carta (?:d['’]|di )?identità|legitymacj\w+|visa(?=,? (?:no\b|nr\b|number))|visum\w*|documento d['’]identità|patente(?: di guida)?|permesso di soggiorno|"
    r"(?:carné|carnet|permiso) de conducir|documento de identidad|cartão de cidadão|bilhete de identidade|carta de condução|título de residência|"
    r"dow(?:ód|od)\w*(?: osobist\w+)?(?! (?:zakupu|wpłaty|dostawy|nadania))|paszport\w*|praw\w jazdy|(?:občansk|řidičsk|vodičsk)\w+(?: (?:průkaz|preukaz)\w*)?|cestovn\w+ (?:pas|doklad)\w*|osobn[aeoiu] iskaznic\w|osebn[aeio] izkaznic\w|"
    r"lična karta|putovnic\w|pasoš\w*|vozačk\w+ dozvol\w|személyi(?: ?igazolvány\w*)?|igazolvány\w*|útlevél\w*|jogosítvány\w*|cart(?:e|ea) de identitate|buletin\w*|pașaport\w*|permis de conducere|"
    r"legitimation(?:snr|snummer)?|körkort\w*|førerkort\w*|kørekort\w*|ajokort\w*|henkilökort\w*|passi(?:n(?:umero)?|ni)?|pas(?:nummer|snummer)|passnummer|id-?ka(?:art|rte|rt)\w*|identiteitskaart|verblijfs(?:vergunning|document|kaart)|rijbewijs(?:nummer)?|"
    r"isikutunnistus\w*|asmens tapatyb\w+|pasas|kimlik|pasaport\w*|ehliyet|ταυτότητα\w*|διαβατήρι\w+|паспорт\w*|лична карта|aufenthaltstitel|aufenthaltskarte|personalausweis\w*|perso|"
    r"(?:residence|work|travel|military|service|student|pensioner|senior|disability|blue badge|press|health|insurance)(?: id)? (?:cards?|permits?|documents?)(?! (?:gives?|gets?|discounts?))|(?:green|bus|rail|season|library|union|club|ski|lift|youth|disabled|european health insurance) ?(?:card|pass|permit)s?|military id|ehic|krankenkassenkarte|schwerbehindertenausweis"
)
"""Papers that prove who somebody is."""
NATIONAL = _without_accents(
    r"(?-i:SIN)|(?:health )?insurance number|fødselsn\w*|personn(?:ummer|r)|cpr(?:-?(?:nummer|nr))?|henkilötunnus\w*|hetu|kennitala|isikukood|asmens kodas|personas kods|rodn\w+ čísl\w|cédula(?: de (?:identidad|ciudadanía))?|cuil|cuit|dui|rč|osobn[íe] čísl\w|"
    r"num[eé]ro fiscal(?:e)?|numéro de sécurité sociale|numer pesel|nip|osobni identifikacijski broj|davčna|matična|taj(?: ?szám)?|adóazonosító\w*|személyi szám|cod numeric personal|codice fiscale|tessera sanitaria|"
    r"rijksregister(?:nummer)?|registre national|burgerservicenummer|ahv(?:-?(?:nummer|nr))?|avs|afm|αφμ|αμκα|tc kimlik(?: no)?|егн|инн|снилс"
)
"""Numbers by which a state, its taxes or its insurance know somebody."""
USER = _without_accents(
    r"screen ?names?|display names?|forum names?|user ?names?|nick(?: ?names?)?|handles?|log-?ins?|identifiants?|pseudos?|nom d['’]utilisateur|nombre de usuario|usu[aá]ri[oa]|nome utente|nome de utilizador|utilizador|"
    r"gebruikersna\w+|inlognaam|benutzernamen?|nutzernamen?|anmeldenamen?|kontonamen?|brukernavn|brugernavn|användarnamn|käyttäjä\w+|tunnus\w*|nazw\w użytkownika|uživatelsk\w+ (?:jméno|účet)|felhasználón\w+|nume de utilizator|korisničk\w+ im\w|kullanıcı adı"
)
"""The name under which somebody is known on a site."""
UNLOCKING = _without_accents(
    r"pass ?words?|pass ?phrases?|pass ?codes?|passw(?:ö|oe)rter|passw(?:ort|ord)|kennw(?:ort|örter)|losung\w*|mots? de passe|mdp|contrase(?:ñ|n)as?|clave|senhas?|palavra-passe|parola d['’]ordine|wachtwoord\w*|lösenord\w*|passord\w*|adgangskode\w*|kodeord\w*|salasana\w*|"
    r"hasł[oaeu]m?|hesl[oaeu]m?|jelsz\w+|parol[aeăuė]\w?|lozink\w+|gesl[oa]|şifre\w*|κωδικ\w+|парол\w+|security answers?|memorable (?:words?|phrases?)"
)
"""Words for a password."""
REQUESTS = _without_accents(
    r"poprosz\w+|prosz\w+|podaj\w*|prosím|uveďte|zadejte|kérem|kérjük|adja meg|vänligen|vennligst|venligst|ange|oppgi|oplys|skriv|indiquez|envoyez|donnez|communiquez|il (?:me|nous) faut|veuillez|indi(?:que|chi|ca)|"
    r"facilite|envíe|mándeme|necesit\w+|fornisca|ci (?:serve|servono)|mi (?:dia|dica)|informe|envie|preciso|precisamos|geef|stuur|vul|nodig|brauch(?:e|en)|benötig\w+|schicken|teilen|antakaa|ilmoittakaa|vă rog|molim|asks? (?:us |me )?for|requires?|verlangt|chied\w+|richied\w+|demande|exige|pide|vraagt|wymaga\w*|kräver|kræver|krever"
)
"""How a shop asks for something in further languages."""
