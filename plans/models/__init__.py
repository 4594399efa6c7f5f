"""The plan and its parts, the Step, the Draft."""

from plans.models.confirmation import Confirmation
from plans.models.draft import Draft
from plans.models.plan import Plan, PlanRole, RatingCriterion, Rhythm, Role, Theme
from plans.models.release import Release
from plans.models.round import Consideration, NoReturn, Round, RouteStop
from plans.models.step import Step

__all__ = [
    "Confirmation",
    "Consideration",
    "Draft",
    "NoReturn",
    "Plan",
    "PlanRole",
    "RatingCriterion",
    "Release",
    "Rhythm",
    "Role",
    "Round",
    "RouteStop",
    "Step",
    "Theme",
]
