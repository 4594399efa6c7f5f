"""The plan and its parts, the Step, the Draft, the mails."""

from plans.models.confirmation import Confirmation
from plans.models.draft import Draft
from plans.models.mail import MailKind, MailsOff, Reminder, SentMail
from plans.models.plan import Plan, PlanRole, RatingCriterion, Rhythm, Role, Theme
from plans.models.round import Consideration, NoReturn, Round, RouteStop
from plans.models.step import Step

__all__ = [
    "Confirmation",
    "Consideration",
    "Draft",
    "MailKind",
    "MailsOff",
    "NoReturn",
    "Plan",
    "PlanRole",
    "RatingCriterion",
    "Reminder",
    "Rhythm",
    "Role",
    "Round",
    "RouteStop",
    "SentMail",
    "Step",
    "Theme",
]
