"""Addresses: what a refusal makes of one, and the country that it tells of."""

from __future__ import annotations

import pytest

from bot.actions.address import corrected_address
from bot.actions.countries import ELSEWHERE, country_elsewhere

REFUSED = "Nora Feldmann, Prinsengracht 12, 1015 Amsterdam"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("16 Prinsengracht, 1015 Amsterdam", "16 Prinsengracht, 1015 Amsterdam"),
        ("no, number 16", "Nora Feldmann, Prinsengracht 16, 1015 Amsterdam"),
        ("no sorry, it's 16a", "Nora Feldmann, Prinsengracht 16a, 1015 Amsterdam"),
        ("wait no, the house number is 16", "Nora Feldmann, Prinsengracht 16, 1015 Amsterdam"),
        ("16, not 12", "Nora Feldmann, Prinsengracht 16, 1015 Amsterdam"),
        ("no, 1016", "Nora Feldmann, Prinsengracht 12, 1016 Amsterdam"),
        ("no, keizersgracht 3", "Nora Feldmann, keizersgracht 3, 1015 Amsterdam"),
        ("no, keizersgracht 3, 1016 amsterdam", "keizersgracht 3, 1016 amsterdam"),
        ("no, the house number is wrong", ""),
        ("no thanks", ""),
        ("no", ""),
    ],
)
def test_a_refusal_says_what_is_right(said: str, meant: str) -> None:
    assert corrected_address(REFUSED, said) == meant


@pytest.mark.parametrize(
    ("address", "home", "elsewhere"),
    [
        ("Rosenweg 5, 80469 Munich", "Netherlands", "Germany"),
        ("Rosenweg 5 80999 Kleindorf", "Netherlands", ELSEWHERE),
        ("Dorpsstraat 3, 1234 AB Kleindorp", "Germany", "Netherlands"),
        ("Hauptstr. 5, 6850 Kleinort, Austria", "Netherlands", "Austria"),
        ("Marktstraße 12, A-6850 Kleinort", "Germany", "Austria"),
        ("Anna Moser, Rue de Berlin 5, 75008 Paris", "Germany", "France"),
        ("12 High Street, London SW1A 1AA", "Ireland", "United Kingdom"),
        ("Nora Paris, Lindwurmstr. 8, 80337 Kleinort", "Germany", ""),
        ("Hauptstr. 5, 6850 Kleinort", "Netherlands", ""),
        ("Hauptstr. 1234, 10115 Berlin", "DE", ""),
        ("Lindwurmstr. 88, 80337", "Germany", ""),
        ("Hauptstr. 5, 1010 Wien", "Atlantis", ""),
    ],
)
def test_the_country_of_an_address(address: str, home: str, elsewhere: str) -> None:
    assert country_elsewhere(address, home) == elsewhere
