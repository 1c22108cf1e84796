"""How sentences sound that are addressed to a bot; for text in lower case (``disguises.readings``)."""

from __future__ import annotations

import re

_BOT = (
    r"(?:(?:ai|a\.i\.|ki|virtual|digital|chat|automated)[ -]?(?:assistants?|agents?|models?|systems?|bots?)"
    r"|ais?|chat ?bots?|bots?|(?:large )?language models?|llms?|chat ?gpt|gpt(?:-\d)?|claude|gemini|copilot"
    r"|assistente virtual|asistente virtual|assistant virtuel|ki-assistent(?:en)?)"
)
_SAY = (
    r"(?:say|tell|answer|reply|respond|state|claim|recommend|ignore|offer|give|grant|show|reveal|quote|confirm"
    r"|promise|pretend|refuse|output|print|praise|mention|treat|never|always|obey|pay)"
)
_PERSON = (
    r"(?:customer|shopper|buyer|client|visitor)s?\b"
    r"(?! (?:service|care|support|team|card|number|account|desk|id|review|centre|center)s?\b)"
)
_EACH = r"(?:the |every |all |all the |any |each |our |your |this |these )?"
_OLD = r"(?:previous|prior|above|earlier|preceding|foregoing|former|existing|system|initial|original)"
_RULES = r"(?:instruction|prompt|guideline|directive|rule|command|restriction|programming|training)s?"
_EMPHASIS = (
    r"(?:please |kindly |always |never |only |just |do not |don't |you must "
    r"|you should |you may |must |should )*"
)

_OVERRULING = (
    rf"\b(?:ignor(?:e|ing)|disregard|forget|overrid(?:e|ing)|bypass|overrule|discard|neglect)"
    rf" (?:all |any |every |of |the |these |those |my |and )*(?:your |{_OLD} )(?:(?:and|or|{_OLD}|own"
    rf"|safety) )*{_RULES}",
    r"ignore(?:all|your|previous|the)+(?:previous)?instructions",
    r"\bforget (?:everything|all|anything)(?: that)? (?:you (?:were|have been|are) told|above|before this"
    r"|said so far)",
    r"\bignorier(?:e|en sie|t)? (?:alle |bitte )*(?:vorherigen|bisherigen|früheren|vorigen|obigen|deine"
    r"|ihre)\b"
    r".{0,20}(?:anweisung|instruktion|befehl|regel|vorgabe)",
    r"\b(?:ignore[zr]?|oublie[zr]?) (?:toutes? )?(?:(?:les |vos |tes )?(?:instructions|consignes|règles"
    r"|directives)"
    r" (?:précédentes|antérieures|ci-dessus)|(?:tes|vos) (?:instructions|consignes))",
    r"\b(?:ignor[ae]r?d?|olvid[ae]) (?:todas )?(?:las |tus |sus )?(?:instrucciones|órdenes|reglas)"
    r" (?:anteriores|previas)",
    r"\bignor[ai]r?(?:te)? (?:tutte )?(?:le )?(?:tue )?(?:istruzioni|regole) (?:precedenti|di prima)",
    r"\bignor[ea]r? (?:todas )?(?:as )?(?:suas )?instruções (?:anteriores|prévias)",
    r"\b(?:negeer|vergeet) (?:alle )?(?:vorige|eerdere|bovenstaande|je) (?:instructies|aanwijzingen"
    r"|opdrachten)",
    r"\b(?:zignoruj|ignoruj) (?:wszystkie )?(?:poprzednie|wcześniejsze|swoje) (?:instrukcje|polecenia)",
    r"\b(?:и|за)?гнорируй(?:те)? (?:все )?(?:предыдущие|прежние|свои) (?:инструкции|указания)",
    r"\bönceki (?:tüm )?(?:talimatları|komutları|yönergeleri) (?:yok say|unut|görmezden gel)",
    r"\b(?:ignorera|glöm|ignorer|glem) (?:alla |alle )?(?:tidigare|dina|tidligere) (?:instruktioner"
    r"|instrukser)",
    r"忽略.{0,8}(?:指令|指示|说明|提示)",
    r"(?:以前|上記|これまで|前)の.{0,6}(?:指示|命令).{0,6}(?:無視|忘れ)",
    r"이전.{0,8}(?:지시|명령).{0,4}무시",
    r"تجاهل.{0,12}(?:التعليمات|الأوامر)",
    r"पिछले.{0,12}निर्देश.{0,12}(?:अनदेखा|नज़रअंदाज़)",
)
_ADDRESSED = (
    rf"^(?:hey |hello |hi |dear |attention |to |an den |note to |note for |message to |message for |notice"
    rf" to "
    rf"|orders? (?:to|for) |(?:new |special |important )?(?:instructions?|rules?|notes?) (?:to|for) )+"
    rf"(?:the |an? |any |all |our |your |this |you )*(?:{_BOT}|chat systems?|assistants?)\b(?! (?:users"
    rf"|team))",
    rf"^(?:{_BOT})\s*[:>,]",
    rf"\b(?:{_BOT}|chat systems?)(?: reading this)? (?:must|should|shall|has to|have to|needs? to|is to"
    rf"|are to"
    rf"|may now) (?:now |always |never |not |only |please )*{_SAY}\b",
    rf"^assistants? (?:must|should|shall|has to|is to) (?:always |never |only )*{_SAY}\b",
    rf"\b(?:what|how) the {_BOT} (?:must|should|has to|is to) {_SAY}\b",
    rf"\b(?:the |this |our |your )(?:{_BOT}|assistant|system) (?:must|has to|is to|have to):",
    rf"\b(?:authori[sz]e|instruct|command|order|permit|allow)s? (?:the |you,? the |our |this )?"
    rf"(?:{_BOT}|assistant|system|chat system) to\b",
    r"\bthe assistant is to\b",
    r"\b(?:begin|end|start of|end of|new|hidden|your) (?:the )?system prompt\b|^system (?:prompt|message"
    r"|override)\b",
    r"<\|?(?:im_start|im_end|system|assistant|endoftext|eot_id)\|?>|\[/?inst\]|<</?sys>>|^#+ ?system:",
    r"^(?:system|assistant|response):$",
    r"\byou are (?:now|no longer)\b.{0,40}\b(?:bot|ai|assistant|chatbot|model|dan|unrestricted|developer"
    r" mode|admin mode)\b",
    r"\byou are \w+, an? (?:bot|ai|assistant|chatbot|language model)\b",
    r"^(?:please )?(?:act as|pretend to be|pretend that you|pretend you)\b.{0,40}"
    r"\b(?:ai|bot|assistant|chatbot|model|manager|owner|admin\w*|rules|restrictions|unrestricted|human)\b",
    r"\b(?:your|these are your) (?:new|real|true|secret) (?:instructions?|system prompt|orders|directives)\b",
    rf"\bfrom now on,? you (?:will |must |should |shall )?(?:only |always |never )*{_SAY}\b",
    r"\b(?:decode|decrypt|base64|rot13)\b.{0,40}\b(?:follow|obey|execute|run|do what|carry out)\b",
    r"\b(?:obey|execute) (?:these|this|the following|all|my|every)\b.{0,20}\b(?:instruction|command|order"
    r"|directive)s?\b",
)
_THIRD_PERSON = (
    rf"(?:^|[.:;,] |\band )(?:{_EMPHASIS})(?:tell|inform|assure|convince|promise|offer|give|grant|show"
    rf"|remind|advise|ask)"
    rf" {_EACH}{_PERSON}",
    rf"(?:^|[.:;,] )(?:{_EMPHASIS})(?:tell|assure|promise) (?:the |every |all |any )?users?\b(?!"
    rf" (?:account|name)s?\b)",
    rf"\b(?:if|when|whenever|once) (?:a |the |any |some )?(?:{_PERSON}|users?|somebody|someone)\b[^.]{{0,60}}"
    rf"(?:asks?|wants?|says?|mentions?)\b[^.,]{{0,60}}, (?:{_EMPHASIS})"
    rf"(?:say|answer|reply|respond|claim|quote|recommend|state|confirm)\b",
    r"^(?:please )?(?:sagen sie|sage?) (?:allen |jedem |den |dem )?kund|^(?:dites|dis) (?:aux|à tous les)"
    r" clients"
    r"|^(?:diga|di) (?:a todos los|al|a los) clientes?",
    r"^(?:please )?(?:always |only )?(?:answer|reply|respond)(?: to)? (?:every|all|any|each)\b.{0,20}"
    r"\b(?:question|message|request|quer|customer|shopper|user)",
    r"^(?:please )?(?:only |always |just )?(?:answer|reply|respond) (?:only |always |just )?(?:with|that)\b"
    r".{0,60}\b(?:whenever|when (?:some|any)|if (?:some|any)|link)\b",
    r"\b(?:always|only) (?:answer|reply|respond) (?:that|with|in|as)\b",
    r"^(?:never|do not|don't) (?:mention|cite)\b(?!.*\byour\b)",
    r"^(?:please )?append\b.{0,40}\bto (?:your|every|each) (?:answer|reply|message|response)",
    r"\b(?:under|in|to|before|after) (?:every|each|your|all) (?:answer|repl|response)",
    r"\bbefore you answer\b",
    r"^(?:send|forward|post|upload) (?:the |this )?(?:whole |entire |full )?(?:conversation|chat history"
    r"|chat log|transcript)",
    r"(?:^|[:;,] |\bthen |\bplease )(?:reveal|print|show|output|display|repeat|leak|disclose|list"
    r"|send)(?: me| them)?"
    r" (?:your (?:system )?(?:prompt|instructions)|(?:the )?(?:hidden|system) prompt"
    r"|(?:all|other|every|the)? ?(?:other )?(?:customers?|shoppers?|users?)'?s?'? (?:orders?|data"
    r"|addresses|e-?mails|names))",
    r"\b(?:shopper|customer|user|visitor|person)s?(?: in (?:this|the) chat)? (?:is|are|has been)"
    r" (?:already|hereby|now|always)"
    r" (?:verified|authenticated|identified|authori[sz]ed|logged in|trusted)\b",
    rf"^(?:{_EMPHASIS})treat {_EACH}(?:{_PERSON}|users?|person) as\b",
    r"^(?:skip|bypass|disable|switch off) (?:the |all |any )?(?:identity|verification|security"
    r"|authentication|order number)"
    r" checks?\b",
    r"\b(?:as|i am|this is|(?:message|this) (?:comes )?from) (?:the )?(?:shop'?s? |store )?(?:owner"
    r"|founder|ceo|managing"
    r" director|developers?|administrators?|admin|operator)\b.{0,60}\b(?:authori[sz]e|instruct|order"
    r"|command|permit) "
    r"(?:you|the|everyone|access)\b",
    r"\b(?:overrides?|takes? precedence over|wins? over|has priority over) (?:all |any |every )?(?:other "
    r"|the )?"
    r"(?:sources?|answers?|search results?|passages?|context)\b",
    r"\b(?:answer|use) (?:only )?(?:from |with )?this (?:passage|source|chunk) (?:only|to answer|for"
    r" (?:all|every|any))\b",
)  # fmt: skip
ORDERS = [re.compile(pattern) for pattern in (*_OVERRULING, *_ADDRESSED, *_THIRD_PERSON)]
ENTRY = [re.compile(r"\bid:.{0,60}\bquestions?:.*\banswer:")]
"""A curated answer as answers.yml holds it."""
LEADING = [re.compile(pattern) for pattern in (*_OVERRULING, *_ADDRESSED)]
"""After one of these, the rest of its paragraph belongs to it."""
