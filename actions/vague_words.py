"""Words that sound like progress and do not say how much. They prompt the writer and never block."""

import re

# Longest first, so that the prompt repeats as much of the writer's own words as it can.
PHRASES = tuple(
    sorted(
        (
            "some good progress",
            "good progress",
            "some progress",
            "significant progress",
            "steady progress",
            "making progress",
            "progress continues",
            "progress is being made",
            "progressing well",
            "progressing as planned",
            "going well",
            "moving forward",
            "ongoing",
            "on-going",
            "in hand",
            "underway",
            "under way",
            "work continues",
            "work is continuing",
            "as planned",
            "on schedule",
            "nearly complete",
            "nearly there",
            "almost finished",
            "largely complete",
            "in due course",
            "as appropriate",
            "where possible",
            "in the near future",
            "a number of",
            "a range of",
            "a variety of",
            "raising awareness",
            "awareness has been raised",
            "positive feedback",
            "good feedback",
            "well received",
            "well attended",
            "fully embedded",
            "being embedded",
            "being explored",
            "being considered",
            "being developed",
            "being progressed",
            "robust",
            "strengthened",
        ),
        key=len,
        reverse=True,
    )
)
_ANY = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in PHRASES) + r")(?!\w)", re.IGNORECASE)


def found_in(*texts: str) -> str:
    """The first such phrase as it was written; nothing where there is none, or where a figure stands beside it.

    The hint while typing (static/js/forms.js) goes by the same rule.
    """
    for text in texts:
        phrase = _ANY.search(text)
        if phrase and not any(character.isdigit() for character in text):
            return phrase.group()
    return ""
