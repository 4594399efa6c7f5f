"""The plan and its parts, the Step, the Draft."""

from plans.models.confirmation import Confirmation
from plans.models.draft import Draft
from plans.models.plan import Plan, PlanRole, RatingCriterion, Role, Theme
from plans.models.step import Step

__all__ = ["Confirmation", "Draft", "Plan", "PlanRole", "RatingCriterion", "Role", "Step", "Theme"]
