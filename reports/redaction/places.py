"""Every place in which text is kept, and how words are taken out of it.

One line for each column that holds text, of every model of ours and of the libraries. A copy in a model's history goes by the
line of the model itself. ``tests/reports/test_redaction_places.py`` fails for a column that has no line.
"""

from dataclasses import dataclass
from enum import Enum, auto


class How(Enum):
    """How words are taken out of a column."""

    WORDS = auto()  # replaced in the text
    ADDRESS = auto()  # replaced in an address, in a form that an address can hold
    STRINGS = auto()  # replaced inside a JSON value: in its strings, and in its keys
    TOLD = auto()  # what a step tells of fields, each as its own column
    OF_AN_ACCOUNT = auto()  # the same of an account: all but its e-mail address
    DOCUMENT = auto()  # inside a kept document, which gets a new digest beside the old one
    STATEMENT = auto()  # inside a closure statement, of which confirmations hold a digest
    ASKED = auto()  # the words that were asked to go: emptied


@dataclass(frozen=True)
class Stays:
    """Nobody's free words: a choice, a digest, a name that the program gives. Why it is left alone."""

    because: str


@dataclass(frozen=True)
class Wired:
    """Other things hang on it (an address, an account), so a person changes it: where it has the words, the page says so."""

    because: str


Way = How | Stays | Wired

WORDS = How.WORDS
CHOICE = Stays("one of a list of ours")
PROGRAM = Stays("given by the program")
DIGEST = Stays("a digest: no words")
COUNTED = Stays("references and counts, worked out from the text beside it")
REFERENCE = Wired("a reference, once used, never changes: addresses, papers and minutes name it")
SLUG = Wired("an address")
LIBRARY = Stays("a library’s own, which no page of ours writes")

PLACES: dict[str, dict[str, Way]] = {
    # --- people: belong to no plan, and are taken along only where that is chosen
    "people.Organisation": {"name": WORDS, "short_name": WORDS},
    "people.User": {
        "password": DIGEST,
        "email": Wired("by it somebody signs in: the administrator gives the account another"),
        "name": WORDS,
        "ended_because": WORDS,
    },
    "people.AccountChange": {
        "what": CHOICE,
        "because": WORDS,
        "was": How.OF_AN_ACCOUNT,
        "now": How.OF_AN_ACCOUNT,
    },
    "people.Post": {"title": WORDS, "ended_because": WORDS},
    "people.GovernanceBody": {"name": WORDS, "kind": CHOICE},
    "people.Membership": {"capacity": CHOICE},
    "people.Meeting": {"title": WORDS, "how": CHOICE},
    # --- plans
    "plans.Plan": {
        "slug": SLUG,
        "title": WORDS,
        "short_title": WORDS,
        "purpose": WORDS,
        "manager_label": WORDS,
        "waiver_because": WORDS,
        "quarters": CHOICE,
        "status": CHOICE,
    },
    "plans.Theme": {"title": WORDS, "outcome": WORDS},
    "plans.RatingCriterion": {"rating": CHOICE, "words": WORDS},
    "plans.PlanRole": {"role": CHOICE},
    "plans.Step": {
        "kind": PROGRAM,
        "reference": WORDS,
        "verb": PROGRAM,
        "by_words": WORDS,
        "role": CHOICE,
        "recorded_words": WORDS,
        "received_by": CHOICE,
        "because": WORDS,
        "minute": WORDS,
        "was": How.TOLD,
        "now": How.TOLD,
        "form_token": DIGEST,
    },
    "plans.Confirmation": {"by_words": WORDS, "minute": WORDS},
    "plans.Draft": {"form": PROGRAM, "about": PROGRAM, "words": WORDS, "path": SLUG, "fields": How.STRINGS},
    "plans.Dispute": {"by_words": WORDS, "because": WORDS},
    "plans.Mark": {
        "kind": CHOICE,
        "thing": CHOICE,
        "reference": REFERENCE,
        "along": Stays("keys of rows"),
        "text": WORDS,
        "ground": WORDS,
        "paragraphs": CHOICE,
        "marked_words": WORDS,
        "confirmed_words": WORDS,
        "lifting_because": WORDS,
        "lifted_words": WORDS,
    },
    "plans.MarkGrant": {"given_words": WORDS},
    "plans.Opening": {"opened_words": WORDS, "through": CHOICE},
    "plans.SentMail": {
        "address": Wired("where a mail went; the account may have another by now"),
        "kind": CHOICE,
        "subject": WORDS,
        "body": WORDS,
        "message_id": PROGRAM,
        "outcome": CHOICE,
        "server_said": WORDS,
        "bounce_words": WORDS,
    },
    "plans.Reminder": {"kind": CHOICE},
    "plans.MailsOff": {"kind": CHOICE},
    "plans.Release": {"title": WORDS, "names_known": How.STRINGS, "status": CHOICE},
    "plans.RouteStop": {},  # no text but the reasons in its history
    "plans.Round": {"label": WORDS, "status": CHOICE, "corrects_words": WORDS, "asked": Stays("keys of rows")},
    "plans.NoReturn": {"kind": CHOICE, "because": WORDS, "said_words": WORDS},
    "plans.Consideration": {"why_not": WORDS},
    # --- objectives
    "objectives.StrategicObjective": {"reference": REFERENCE, "slug": SLUG, "wording": WORDS},
    "objectives.Workstream": {"name": WORDS, "ended_because": WORDS},
    # --- actions
    "actions.Action": {
        "reference": REFERENCE,
        "slug": SLUG,
        "wording": WORDS,
        "success_criteria": WORDS,
        "partners": WORDS,
        "start_words": WORDS,
        "original_due_words": WORDS,
        "due_words": WORDS,
        "colour_in_file": CHOICE,
        "words_in_file": WORDS,
        "status": CHOICE,
        "signed_off_words": WORDS,
    },
    "actions.Ask": {"asked_words": WORDS, "help_needed": WORDS, "from_whom": WORDS, "answer": WORDS},
    "actions.ProgressUpdate": {
        "by_words": WORDS,
        "rating": CHOICE,
        "rationale": WORDS,
        "shows_it": WORDS,
        "figure_what": WORDS,
        "figure_from": WORDS,
        "figure_to": WORDS,
        "figure_source": WORDS,
        "narrative": WORDS,
        "brings_back": WORDS,
    },
    "actions.Evidence": {
        "criterion": WORDS,
        "kind": CHOICE,
        "what": WORDS,
        "shows": WORDS,
        "url": How.ADDRESS,
        "held_where": WORDS,
        "seen_by": WORDS,
        "file_name": WORDS,
        "media_type": PROGRAM,
        "sha256": DIGEST,
        "added_words": WORDS,
        "withdrawn_words": WORDS,
        "withdrawn_because": WORDS,
    },
    "actions.Extension": {
        "asked_words": WORDS,
        "category": CHOICE,
        "because": WORDS,
        "outcome": CHOICE,
        "decided_words": WORDS,
        "decided_because": WORDS,
    },
    "actions.DatedFact": {
        "kind": CHOICE,
        "what": WORDS,
        "day_words": WORDS,
        "raised_to": WORDS,
        "done_about_it": WORDS,
        "done_by": WORDS,
        "until_words": WORDS,
        "fallback": WORDS,
        "noted_words": WORDS,
        "ended_because": WORDS,
    },
    "actions.Move": {
        "to_outside": WORDS,
        "outside_owner": WORDS,
        "proposed_words": WORDS,
        "proposed_because": WORDS,
        "agreed_words": WORDS,
        "agreed_because": WORDS,
        "outcome": CHOICE,
        "decided_words": WORDS,
        "decided_because": WORDS,
        "accepted_evidence": WORDS,
    },
    "actions.Succession": {},  # the same
    "actions.Withdrawal": {
        "withdrawn_words": WORDS,
        "because": WORDS,
        "risk": WORDS,
        "accepted_by": WORDS,
        "alternative": WORDS,
        "reopened_words": WORDS,
        "reopened_because": WORDS,
    },
    "actions.Milestone": {"what": WORDS, "due_words": WORDS, "shown_by": WORDS, "dropped_because": WORDS},
    "actions.PlanImport": {"file_name": WORDS, "sha256": DIGEST, "sheets": How.STRINGS, "others": How.STRINGS},
    "actions.SignOff": {
        "reported_words": WORDS,
        "reported_because": WORDS,
        "verified_words": WORDS,
        "verified_because": WORDS,
        "waived_because": WORDS,
        "outcome": CHOICE,
        "decided_words": WORDS,
        "decided_because": WORDS,
        "reopened_words": WORDS,
        "reopened_because": WORDS,
    },
    "actions.AssuranceCheck": {"checked_words": WORDS, "finding": WORDS},
    "actions.Verdict": {"kind": CHOICE, "because": WORDS, "decided_words": WORDS},
    # --- scrutiny
    "scrutiny.Closing": {"begun_because": WORDS, "outcome": CHOICE, "statement": How.STATEMENT},
    "scrutiny.NamedOfficer": {"words": WORDS, "confirmed_list": Stays("a digest, which follows its list")},
    "scrutiny.Account": {"carried_words": WORDS, "because": WORDS},
    # --- reports
    "reports.KeptDocument": {
        "label": WORDS,
        "corrects_words": WORDS,
        "text": How.DOCUMENT,
        "digest": Stays("a digest, which follows the text; the one before stays in EarlierDigest"),
        "ratings": COUNTED,
        "counts": COUNTED,
        "gone": COUNTED,
        "delay": COUNTED,
        "kept_by_words": WORDS,
    },
    "reports.Redaction": {
        "words": How.ASKED,
        "kind": CHOICE,
        "seen_where": WORDS,
        "because": WORDS,
        "asked_words": WORDS,
        "outcome": CHOICE,
        "decided_words": WORDS,
        "decided_because": WORDS,
    },
    "reports.EarlierDigest": {"before": DIGEST, "after": DIGEST},
    # --- the libraries
    "account.EmailAddress": {"email": Wired("by it somebody signs in: the administrator gives the account another")},
    "account.EmailConfirmation": {"key": PROGRAM},
    "admin.LogEntry": {"object_id": PROGRAM, "object_repr": WORDS, "change_message": WORDS},
    "auth.Permission": {"name": PROGRAM, "codename": PROGRAM},
    "auth.Group": {"name": LIBRARY},
    "contenttypes.ContentType": {"app_label": PROGRAM, "model": PROGRAM},
    "sessions.Session": {
        "session_key": PROGRAM,
        "session_data": Stays(
            "signed, of one browser, and gone when its sign-in ends; it may hold the last message shown"
        ),
    },
}

# What a history adds to the columns of its model.
OF_A_HISTORY: dict[str, Way] = {"history_change_reason": WORDS, "history_type": PROGRAM}


@dataclass(frozen=True)
class Shared:
    """Rows that belong to no plan: what the page calls them, and their models."""

    words: str
    models: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a step calls those rows."""
        return tuple(label.split(".")[1].lower() for label in self.models)


# Taken along only where information governance chooses them: other plans name them too.
SHARED: dict[str, Shared] = {
    "people": Shared("People and what was done to their accounts", ("people.User", "people.AccountChange")),
    "organisations": Shared("Organisations", ("people.Organisation",)),
    "posts": Shared("Posts", ("people.Post",)),
    "bodies": Shared("Bodies and their meetings", ("people.GovernanceBody", "people.Membership", "people.Meeting")),
    "drafts": Shared("Forms begun and not sent, of no plan", ("plans.Draft",)),
    "files": Shared("Plans sent in a file and not brought in", ("actions.PlanImport",)),
    "log": Shared("The log of the administration", ("admin.LogEntry",)),
}
