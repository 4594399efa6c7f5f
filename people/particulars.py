"""What looks like a person's particulars in free text. It warns the writer once and never blocks."""

import re
from collections.abc import Iterator

NAME_AND_AGE = "a name beside an age"
BIRTH = "a date of birth"
NHS = "an NHS number"
INSURANCE = "a National Insurance number"
POSTCODE = "a postcode"


def found_in(text: str) -> list[tuple[str, str]]:
    """``[(what it looks like, as it was written)]``, in the order in which they stand; nothing where nothing looks so."""
    found = [
        (place, what, said)
        for look in (_names, _births, _nhs, _insurance, _postcodes)
        for place, what, said in look(text)
    ]
    return [(what, " ".join(said.split())) for _, what, said in sorted(found)]


Found = Iterator[tuple[int, str, str]]

# --- numbers ---------------------------------------------------------------------------------------------

_TEN = re.compile(r"(?<![\d.,/-])(\d{3})([ \u00a0-]?)(\d{3})\2(\d{4})(?![\d/-]|[.,]\d)")


def _nhs(text: str) -> Found:
    for match in _TEN.finditer(text):
        figures = [int(one) for one in match[1] + match[3] + match[4]]
        rest = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
        if len(set(figures)) > 1 and rest % 11 == figures[9]:
            yield match.start(), NHS, match[0]


_NI = re.compile(
    r"(?<![^\W_])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ \u00a0-]?)\d\d\1\d\d\1\d\d\1[A-D](?![^\W_])",
    re.IGNORECASE,
)


def _insurance(text: str) -> Found:
    for match in _NI.finditer(text):
        yield match.start(), INSURANCE, match[0]


_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|GY|"
    "HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|"
    "PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|"
    "B|E|G|L|M|N|S|W"
)
_POSTCODE = re.compile(
    rf"(?<![^\W_])(?:{_AREAS})\d[A-Z\d]?[ \u00a0]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}(?![^\W_])", re.IGNORECASE
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")


def _postcodes(text: str) -> Found:
    """In capitals, or all in small letters; "E1 2nd" is the second part of something."""
    for match in _POSTCODE.finditer(text):
        said = match[0]
        if said.isupper() or (said.islower() and not _ORDINAL.search(said)):
            yield match.start(), POSTCODE, said


# --- days and ages -----------------------------------------------------------------------------------------

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-]+(?:of\s+)?(?:\d{{1,2}}|{_MONTH})[\s./,-]+\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_BORN = re.compile(
    rf"(?<![^\W_])(?:born(?:\s+on)?(?:\s+the)?|d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?day)(?![^\W_])[\s:=,(–-]*"
    rf"(?:is\s+|was\s+)?{_DAY}(?!\d)",
    re.IGNORECASE,
)


def _births(text: str) -> Found:
    for match in _BORN.finditer(text):
        yield match.start(), BIRTH, match[0]


# Words with a capital that are nobody's name: what stands beside a figure in plans like these.
_NOBODYS = """
a about above action actions after age aged ages all also an and annex any appendix april area areas as at august authority
before below between board boys british but by cabinet chapter children clause cohort college commission committee
community conference council councillor councillors court criterion cse day december delivery director each early
edition england every executive families family february figure for forum friday from full girls grade group groups
health help hospital house however in item january july june key learners level local mainly march may meeting members
milestone milestones minute minutes monday most national no north november objective october of office on one only or
overall page panel paper paragraph parents part partners partnership people period persons phase plan point police policy
population priority programme project prevent protect provide pupils pursue quarter question recommendation red report
residents review road room round saturday school schools schedule section select september service services session since
sites south stage standard step still strategy street students sub sunday table target team teenagers ten the their theme
there these they this those thursday to total tuesday until unit update users version victims volume ward wards we
wednesday week west when where which while with women work workers workstream year years young youth amber green blue
"""
_NO_NAMES = frozenset(_NOBODYS.split())
# No name is longer; without an end each of many words joined by hyphens would be read to the end of them all.
_WORD = r"[A-ZÀ-ÖØ-ÞŠŽŁŚ](?:[-'’]?[^\W\d_]){1,60}"
_NAME = rf"(?<![^\W_])(?P<name>{_WORD}(?:[ \u00a0]+{_WORD}){{0,3}})"
_AGE = r"(?P<age>\d{1,2})"
_NO_RANGE = r"(?!\d|\s*(?:to|or|and|until|plus)\b|\s*[-–/+]\s*\d|\s*\+|%)"
_YEARS_OLD = r"[\s-]?(?:years?|yrs?)?[\s-]?(?:old|yo|y/o)"
_BESIDE = (
    # Jane Smith, aged 14 · Jane Smith (age 14)
    re.compile(rf"{_NAME}[\s,(–-]+(?:(?:is|was)\s+)?(?:now\s+)?(?:aged?)\s+{_AGE}{_NO_RANGE}"),
    # Jane Smith, 14, … · Jane Smith (14)
    re.compile(rf"{_NAME},?[ \u00a0]*\({_AGE}\)"),
    re.compile(rf"{_NAME},[ \u00a0]+{_AGE}(?=\s*(?:$|[,;)\n]|\.(?!\d)))"),
    # Jane Smith, a 14-year-old · Jane is 14 years old
    re.compile(rf"{_NAME}(?:,|\s+is|\s+was)?\s+(?:an?\s+|the\s+)?{_AGE}{_YEARS_OLD}(?![^\W_])"),
    # 14-year-old Jane Smith · aged 14, Jane
    re.compile(rf"(?<![\d.]){_AGE}{_YEARS_OLD}[\s,]+(?:[a-z]+\s+)?{_NAME}"),
)


def _names(text: str) -> Found:
    taken = bytearray(len(text))
    for pattern in _BESIDE:
        for match in pattern.finditer(text):
            name = [word for word in match["name"].split() if word.casefold() not in _NO_NAMES]
            whole = slice(*match.span())
            last = match["name"].split()[-1].casefold()
            if name and last not in _NO_NAMES and not any(taken[whole]):
                taken[whole] = b"\1" * len(match[0])
                yield match.start(), NAME_AND_AGE, match[0]
