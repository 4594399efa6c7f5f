"""Every cell of *From status to status* that is a no, tried in the browser's way: no form is offered, and one sent is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import Ask
from tests.actions.life import Life, waive
from tests.actions.test_lifecycle import ROWS, STATUSES, everything_there

DAY = "6 April 2016"
WAY_OUT = {
    "doing": "The board is asked.",
    "who": "Finance Manager",
    "until_words": "May 2016",
    "fallback": "The work stops.",
}


class There:
    """What the forms below are filled in with."""

    def __init__(self, life: Life) -> None:
        self.life, self.cast = life, life.cast
        self.records = everything_there(life)
        self.ask = Ask.objects.get()
        self.place = life.place()

    @property
    def of_body(self) -> dict[str, Any]:
        return {"agreed_at": self.cast.meeting.pk, "minute": "14/16", "because": "So be it."}


Answers = Callable[[There], dict[str, Any]]


def because(words: str = "So it is.") -> Answers:
    return lambda there: {"because": words}


# verb → who sends it, the page of the action (or the address, by what is there), and the answers.
FORMS: dict[str, tuple[str, str | Callable[[There], str], Answers]] = {
    "submit_update": ("officer", "update", lambda there: {
        "criterion": there.cast.green.pk, "rationale": "It is shown.", "work_has_begun": "yes", "help_needed": "no",
    }),
    "ask_extension": ("officer", "extension", lambda there: {
        "to_on": "31 December 2016", "category": "capacity", "because": "Nobody is there.",
    }),
    "grant_extension": ("plan_manager", "extension/grant", lambda there: {
        **there.of_body, "decided_by": "body", "to_on": "31 December 2016",
    }),
    "refuse_extension": ("plan_manager", "extension/refuse", lambda there: {**there.of_body, "decided_by": "body"}),
    "reword": ("plan_manager", "reword", lambda there: {"wording": "Another wording.", **there.of_body}),
    "reassign": ("plan_manager", "reassign", lambda there: {
        "lead_post": there.cast.lead_elsewhere.pk, "because": "They do it.",
    }),
    "set_rhythm": ("plan_manager", "rhythm", lambda there: {"rhythm": "12", "because": "Once a year is enough."}),
    "return_update": ("plan_manager", lambda there: "rounds/1/entries/1.4.3/return/", lambda there: there.of_body),
    "re_rate": ("plan_manager", lambda there: "rounds/1/entries/1.4.3/rate/", lambda there: {
        "criterion": there.cast.red.pk, **there.of_body,
    }),
    "add_milestone": ("officer", "milestones/new", lambda there: {
        "what": "Another pack sent", "due": "31 December 2016", "because": "Schools wait.",
    }),
    "reach_milestone": ("officer", lambda there: f"milestones/{there.records['milestone'].pk}/reached/", lambda there: {
        "reached_on": DAY, "because": "The list.",
    }),
    "redate_milestone": ("officer", lambda there: f"milestones/{there.records['milestone'].pk}/date/", lambda there: {
        "due": "31 December 2016", "because": "Printing.",
    }),
    "drop_milestone": ("officer", lambda there: f"milestones/{there.records['milestone'].pk}/drop/", because()),
    "add_evidence": ("officer", "evidence/new", lambda there: {
        "of": "action", "what": "A list", "shows": "It was done.", "kind": "file",
        "file": SimpleUploadedFile("list.csv", b"School,Visited\nFirst,yes\n"),
    }),
    "note_fact": ("officer", "facts/new", lambda there: {
        "kind": "hard end", "what": "The grant", "day": "not beyond July 2016", "because": "It ends.",
    }),
    "change_fact": ("officer", lambda there: f"facts/{there.records['fact'].pk}/change/", lambda there: {
        **WAY_OUT, "because": "The board knows.",
    }),
    "end_fact": ("officer", lambda there: f"facts/{there.records['fact'].pk}/end/", because()),
    "report_complete": ("officer", "report-complete", lambda there: {"done_on": DAY, "because": "All is done."}),
    "propose_move": ("plan_manager", "move", lambda there: {"to_plan": there.cast.other_plan.pk, "because": "There."}),
    "agree_move": ("plan_manager", "move/agree", lambda there: there.of_body),
    "refuse_move": ("plan_manager", "move/refuse", lambda there: there.of_body),
    "refuse_move_in": ("outsider", lambda there: f"/moves-in/{there.records['move'].pk}/refuse/", because()),
    "accept_move": ("outsider", lambda there: f"/moves-in/{there.records['move'].pk}/accept/", lambda there: {
        "objective": there.place.pk, "reference": "9.9", "because": "Ours.",
    }),
    "accept_move_outside": ("plan_manager", "move/accepted-outside", lambda there: {
        "because": "We take it.", "shown_by": "A letter.",
    }),
    "supersede": ("plan_manager", "supersede", lambda there: {
        "successors": [there.cast.action_elsewhere.pk], **there.of_body,
    }),
    "withdraw": ("plan_manager", "withdraw", lambda there: {
        "risk": "Some are not reached.", "accepted_by": "The board", "alternative": "The national line.", **there.of_body,
    }),
    "verify": ("officer_elsewhere", "verify", lambda there: {"looked_on": DAY, "because": "Read it."}),
    "waive_verification": ("plan_manager", "waive-verification", because()),
    "refuse_verification": ("officer_elsewhere", "return-at-verification", because()),
    "take_back": ("officer", "take-back", because()),
    "return_report": ("plan_manager", "return", lambda there: there.of_body),
    "sign_off": ("plan_manager", "sign-off", lambda there: there.of_body),
    "assurance_check": ("scrutineer", "check", lambda there: {"checked_on": DAY, "because": "It still stands."}),
    "reopen": ("plan_manager", "reopen", lambda there: there.of_body),
    "correct": ("plan_manager", "correct", lambda there: {"wording": "Another wording.", "because": "A slip."}),
    "answer_ask": ("plan_manager", lambda there: f"asks/{there.ask.pk}/answer/", lambda there: {"answer": "Half of it."}),
    "withdraw_evidence": ("officer", "", because()),
}  # fmt: skip
NEVER_OUT_OF_TURN = {verb for verb, answers in ROWS if set(answers) == {"Y"}}
# The row that the address names went with the action, or waits no longer: there is no such page.
MAY_BE_GONE = {"refuse_move_in", "accept_move", "change_fact", "end_fact", "answer_ask"}


def address_of(page: str | Callable[[There], str], there: There) -> str:
    if isinstance(page, str):
        return f"1.4.3/{page}"
    tail = page(there)
    return f"/plans/another-plan{tail}" if tail.startswith("/") else f"/plans/the-plan/{tail}"


@pytest.mark.parametrize("status", STATUSES)
def test_a_form_out_of_turn_is_not_offered_and_what_is_sent_is_refused(cast, desk, everything, status):
    waive(cast)
    life = Life(cast)
    there = There(life)
    life.to(status)
    refused = []
    for verb, answers in ROWS:
        if answers[STATUSES.index(status)] == "Y":
            continue
        who, page, typed = FORMS[verb]
        address, sender = address_of(page, there), desk(getattr(cast, who))
        before = everything()
        read = sender.read(address)
        if read.status_code == 404:
            assert verb in MAY_BE_GONE, verb
            sent = sender.post(address, {"because": "So.", "version_seen": "1", "form_token": "x"})
            assert sent.status_code == 404
        else:
            assert 'name="form_token"' not in read.content.decode(), verb
            sent = sender.post(address, sender.typed(address, **typed(there)))
            told = " ".join(words for words in sent.context["form"].errors.get("__all__", []))
            assert told.startswith("This action "), (verb, dict(sent.context["form"].errors), sent.status_code)
            assert told in sent.content.decode().replace("&#x27;", "’"), verb
        assert everything() == before, verb
        refused.append(verb)
    assert len(refused) == sum(answers[STATUSES.index(status)] != "Y" for _, answers in ROWS)


def test_every_verb_that_can_be_out_of_turn_has_its_form_here():
    assert set(FORMS) == {verb for verb, _ in ROWS}
    assert {"correct", "withdraw_evidence"} == NEVER_OUT_OF_TURN
