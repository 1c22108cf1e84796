"""The same thing of a person said again in another form, and what the last turns make personal."""

from __future__ import annotations

import pytest
from masked_talk import texts

from training.transcripts.personal_data.dates import date_pattern, date_value


@pytest.mark.parametrize(
    "written", ["1971-03-09", "9.3.1971", "09/03/71", "9 March 1971", "the 9th of mar 1971", "March 9, 1971"]
)
def test_a_date_is_the_same_in_all_its_forms(written: str) -> None:
    assert date_value(written) == "19710309"
    pattern = date_pattern("19710309")
    assert pattern
    assert pattern.search(f"it is {written}, I think")


@pytest.mark.parametrize("written", ["9 March", "41.13.1971", "the ninth of march"])
def test_what_is_no_whole_date_stays_as_it_is_written(written: str) -> None:
    assert date_pattern(date_value(written)) is None


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        (("dob 1971-03-09", "That is 9 March 1971."), "That is [birth_date_1]."),
        (("my girl was born on 2 June 2019", "Saved: 02/06/2019."), "Saved: [birth_date_1]."),
        (("gift card TRK 4471 XB 93", "TRK4471XB93 is empty."), "[gift_code_1] is empty."),
        (("member no 5521 774 08", "552177408 has 30 points."), "[customer_number_1] has 30 points."),
        (("my login is @ridge.runa", "ridge.runa is blocked."), "[account_1] is blocked."),
        (("my user name is Fell_Walker9", "Is it Fell_Walker9?"), "Is it [account_1]?"),
        (("packstation 12, Postnummer 771 204 338", "Is 771204338 right?"), "Is [address_2] right?"),
        (("write to office@hofer-dach.at", "office@hofer-dach.at is noted."), "[email_1] is noted."),
    ],
)
def test_a_value_in_another_form_gets_the_same_mask(said: tuple[str, ...], masked: str) -> None:
    assert texts(*said)[1] == masked


def test_a_date_is_one_of_birth_where_the_last_turns_speak_of_birth() -> None:
    said = ("I was born in spring", "One moment.", "ok", "The profile has 7 May 2016.")
    assert texts(*said)[3] == "The profile has [birth_date_1]."
    said = ("I was born in spring", "You bought it on 7 May 2016, dated 8 May 2016.")
    assert texts(*said)[1] == said[1]


def test_a_mailbox_of_a_role_and_a_name_is_a_persons() -> None:
    said = ("and the invoice?", "It went to info.weissenbacher@bergpost.at, not to returns.team@bergpost.at.")
    assert texts(*said)[1] == "It went to [email_1], not to returns.team@bergpost.at."
