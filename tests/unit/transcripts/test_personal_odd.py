"""Passwords and names of users that nothing tells but that they are no words."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("why is GreenKettle no good as password", "why is [password_1] no good as password"),
        ("cant log in, typed Marmot5! four times", "cant log in, typed [password_1] four times"),
        ("hab Passwort kiwi77 und kiwi78 probiert", "hab Passwort [password_1] und [password_2] probiert"),
        ("locked out, entered tulip83 twice", "locked out, entered [password_1] twice"),
        ("the security answer is Rumpelkammer - my cat", "the security answer is [password_1] - my cat"),
        ("my customer area key was qT4-vB8-mm", "my customer area key was [password_1]"),
        ("Mein Benutzername lautet Talwächterin", "Mein Benutzername lautet [account_1]"),
        ("ik log in als zeemeeuwtje", "ik log in als [account_1]"),
        ("please delete my account moorlass", "please delete my account [account_1]"),
        ("meu usuário é marta.silva6", "meu usuário é [account_1]"),
        ("I am RidgeRunner on your site", "I am [account_1] on your site"),
        ("my account old-goat shows nothing", "my account [account_1] shows nothing"),
        ("my login 7peaks does not work", "my login [account_1] does not work"),
        ("the nickname Zottel is taken", "the nickname [account_1] is taken"),
        ("my profile k.moor_trails was closed", "my profile [account_1] was closed"),
    ],
)
def test_odd_tokens_are_masked_where_the_talk_is_of_logging_in(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    ("before", "asked", "text", "masked"),
    [
        ("cant sign in", "Which screen name?", "Tarn_Tom, then tarn.tom84", "[account_1], then [account_2]"),
        ("hoi", "Met welk account logt u in?", "zeilmees , ik ben lid", "[account_1] , ik ben lid"),
        ("cant log in", "Right?", "yes, red cow 7 with spaces works", "yes, [password_1] with spaces works"),
        ("my review", "Under which name?", "Steinbock55", "[account_1]"),
        ("cant log in", "We sent a code.", "by text, H-771204", "by text, [password_1]"),
        ("forgot my password", "Try again.", "did, Skylark9? worked", "did, [password_1]? worked"),
    ],
)  # fmt: skip
def test_odd_answers_are_masked(before: str, asked: str, text: str, masked: str) -> None:
    assert texts(before, asked, text)[2] == masked


@pytest.mark.parametrize(
    "said",
    [
        ("my password is refused on the iPhone with iOS17.4 and Firefox128",),
        ("does login work with PayPal or WhatsApp",),
        ("the login page says Error500",),
        ("my account has order FW-204518, size 42EU, from 2024",),
        ("sign up gave me the code WELCOME10 and HELLO5",),
        ("cant log in with Safari17 on MacOS14",),
        ("is it in euro or do you handle conversion", "We do."),
        ("they say my account expired", "It is active."),
        ("cant log in", "Which account do you mean?", "Google"),
        ("password rejected", "It needs 12 characters.", "it needs a capital and a digit too"),
        ("the TrailRunner shoes in 44 please", "They are here."),
        ("on my account I see a 2-person tent for 89.95", "Yes."),
        ("which backpack has a space for a laptop", "The Skarvik."),
        ("hi", "Which account holder?", "the bank one"),
    ],
)
def test_devices_firms_and_products_stay(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)
