"""The plan and its parts, the Step, the Draft, the mails."""

from plans.models.confirmation import Confirmation, Dispute
from plans.models.draft import Draft
from plans.models.mail import MailKind, MailsOff, Reminder, SentMail
from plans.models.mark import PARAGRAPHS, Mark, MarkGrant, Opening
from plans.models.plan import Plan, PlanRole, RatingCriterion, Rhythm, Role, Theme
from plans.models.release import Release
from plans.models.round import Consideration, NoReturn, Round, RouteStop
from plans.models.step import Step

__all__ = [
    "PARAGRAPHS",
    "Confirmation",
    "Consideration",
    "Dispute",
    "Draft",
    "MailKind",
    "MailsOff",
    "Mark",
    "MarkGrant",
    "NoReturn",
    "Opening",
    "Plan",
    "PlanRole",
    "RatingCriterion",
    "Release",
    "Reminder",
    "Rhythm",
    "Role",
    "Round",
    "RouteStop",
    "SentMail",
    "Step",
    "Theme",
]
