"""What looks like a person's particulars, and what only seems to."""

import pytest

from people.particulars import BIRTH, INSURANCE, NAME_AND_AGE, NHS, POSTCODE, found_in

LOOKS_SO = [
    # an NHS number has a check digit
    ("Her NHS number is 943 476 5919.", NHS, "943 476 5919"),
    ("9434765919", NHS, "9434765919"),
    ("(943-476-5919)", NHS, "943-476-5919"),
    ("NHS:943\u00a0476\u00a05919, seen on Monday", NHS, "943 476 5919"),
    # a National Insurance number has its form
    ("AB123456C", INSURANCE, "AB123456C"),
    ("NI AB 12 34 56 C on file", INSURANCE, "AB 12 34 56 C"),
    ("ni number ab123456d", INSURANCE, "ab123456d"),
    ("AB-12-34-56-A.", INSURANCE, "AB-12-34-56-A"),
    # a full postcode, an organisation's too
    ("lives at 12 High Street, S60 1AE", POSTCODE, "S60 1AE"),
    ("S601AE", POSTCODE, "S601AE"),
    ("Riverside House, Main Street, Rotherham S60 1AE.", POSTCODE, "S60 1AE"),
    ("SW1A 2AA", POSTCODE, "SW1A 2AA"),
    ("near s65 2bb", POSTCODE, "s65 2bb"),
    ("M1 1AA and elsewhere", POSTCODE, "M1 1AA"),
    # a day of birth
    ("born 12/03/2001", BIRTH, "born 12/03/2001"),
    ("She was born on the 12th March 2001 in Leeds", BIRTH, "born on the 12th March 2001"),
    ("DOB: 12.3.01", BIRTH, "DOB: 12.3.01"),
    ("d.o.b. 12 Mar 2001", BIRTH, "d.o.b. 12 Mar 2001"),
    ("Date of birth 2001-03-12", BIRTH, "Date of birth 2001-03-12"),
    ("(D.O.B – 12-03-2001)", BIRTH, "D.O.B – 12-03-2001"),
    # a name beside an age
    ("Jane Smith, 14, was seen twice.", NAME_AND_AGE, "Jane Smith, 14"),
    ("We saw Jane Smith, 14.", NAME_AND_AGE, "Jane Smith, 14"),
    ("Jane Smith (14) did not come", NAME_AND_AGE, "Jane Smith (14)"),
    ("Jane Smith, aged 14, moved", NAME_AND_AGE, "Jane Smith, aged 14"),
    ("Jane (age 14) moved", NAME_AND_AGE, "Jane (age 14"),
    ("Jane Smith is 14 years old", NAME_AND_AGE, "Jane Smith is 14 years old"),
    ("Jane, a 14-year-old, was moved", NAME_AND_AGE, "Jane, a 14-year-old"),
    ("the 14-year-old Jane Smith", NAME_AND_AGE, "14-year-old Jane Smith"),
    ("a 14 year old called Jane", NAME_AND_AGE, "14 year old called Jane"),
    ("Siobhán O’Neill, 15, and her mother", NAME_AND_AGE, "Siobhán O’Neill, 15"),
    ("Anne-Marie Jones, aged 9", NAME_AND_AGE, "Anne-Marie Jones, aged 9"),
    ("The worker of Jane Smith, 14, said so", NAME_AND_AGE, "Jane Smith, 14"),
]  # fmt: skip

FALSE_FRIENDS = [
    "",
    "1.4.3 is on track",
    "See 1.4.10 and 1.10.",
    "Section 11 audit done",
    "The Section 11, 17 and 47 duties",
    "Year 9 pupils in 14 schools",
    "Years 9, 10 and 11",
    "Children aged 14 to 16",
    "Young people aged 14",
    "ages 14 to 16",
    "Girls, aged 14, are most at risk",
    "pupils aged 11-16",
    "a 14-year-old girl",
    "On 14 April 2016 the board met",
    "Rotherham Council, 14 April 2016",
    "CSE Sub-Group, 8 March 2016, minute 14",
    "Early Help, 14 schools answered",
    "the Select Commission, 14 members",
    "In March, 14 of 17 schools",
    "Stage 2 (14)",
    "Barnardo’s, 12 sessions",
    "Telephone 01709 382121",
    "07700 900123",
    "0114 273 4567",
    "943 476 5918",
    "000 000 0000",
    "£1,234,567,890",
    "12345678901",
    "version 1234567890.5",
    "born out of the review of 12 March 2015",
    "an idea born in Leeds",
    "the newborn programme, 12 March 2016",
    "S60 and S65 are the wards",
    "E1 2nd phase",
    "Q1 2nd meeting",
    "Operation Clover (2015)",
    "GB123456A",
    "AB12345C",
    "Form AB123456E",
    "The rate rose by 14% in Q3 2016",
    "The plan runs 2015–2018.",
    "[removed 12 May 2016, personal data]",
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "said"), LOOKS_SO, ids=[text for text, *_ in LOOKS_SO])
def test_r48_what_looks_like_a_persons_particulars_is_found(text, what, said):
    assert found_in(text) == [(what, said)]


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_what_only_seems_so_is_let_pass(text):
    assert found_in(text) == []


def test_all_of_a_text_are_found_in_their_order():
    text = "Jane Smith, 14, of S60 1AE, born 12/03/2001, NHS 943 476 5919, NI AB123456C"
    assert [what for what, _ in found_in(text)] == [NAME_AND_AGE, POSTCODE, BIRTH, NHS, INSURANCE]


def test_a_long_text_is_looked_through_in_no_time():
    import time

    text = "Aa " * 3_000 + "A" * 3_000 + "1" * 2_000 + "Jane Smith " * 500
    begun = time.perf_counter()
    found_in(text)
    assert time.perf_counter() - begun < 1


HOSTILE = ["Aa-", "Aa'Aa", "Aa", "Aa ", "Aa\u00a0", "born ", "14 yo ", "Jane, 14; ", "1 ", "AB1 ", "Aa-Aa, ", "born 1/"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_holds_the_warning_up(piece):
    """Twice as long takes about twice as long; were it four times, this would take minutes."""
    import time

    begun = time.perf_counter()
    found_in(piece * (100_000 // len(piece)))
    assert time.perf_counter() - begun < 20


def test_names_beside_ages_do_not_hold_each_other_up():
    assert len(found_in("Jane Smith, 14; " * 2_000)) == 2_000


def test_a_name_that_a_hyphen_joins_to_its_age_is_found_as_before():
    assert found_in("It was Jane-aged 14, who came") == [(NAME_AND_AGE, "Jane-aged 14")]
