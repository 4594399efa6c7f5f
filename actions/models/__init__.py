"""The action, and what has more to say than a step can hold."""

from actions.models.action import Action
from actions.models.ask import Ask
from actions.models.evidence import Evidence
from actions.models.extension import Extension
from actions.models.fact import DatedFact
from actions.models.leaving import Move, Succession, Withdrawal
from actions.models.milestone import Milestone
from actions.models.plan_import import PlanImport
from actions.models.sign_off import AssuranceCheck, SignOff
from actions.models.update import ProgressUpdate
from actions.models.verdict import Verdict

__all__ = [
    "Action",
    "Ask",
    "AssuranceCheck",
    "DatedFact",
    "Evidence",
    "Extension",
    "Milestone",
    "Move",
    "PlanImport",
    "ProgressUpdate",
    "SignOff",
    "Succession",
    "Verdict",
    "Withdrawal",
]
