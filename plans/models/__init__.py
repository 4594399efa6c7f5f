"""The plan and its parts, the Step, the Draft."""

from plans.models.confirmation import Confirmation, Dispute
from plans.models.draft import Draft
from plans.models.plan import Plan, PlanRole, RatingCriterion, Rhythm, Role, Theme
from plans.models.round import Consideration, NoReturn, Round, RouteStop
from plans.models.step import Step

__all__ = [
    "Confirmation",
    "Consideration",
    "Dispute",
    "Draft",
    "NoReturn",
    "Plan",
    "PlanRole",
    "RatingCriterion",
    "Rhythm",
    "Role",
    "Round",
    "RouteStop",
    "Step",
    "Theme",
]
