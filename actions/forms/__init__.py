"""The forms of an action's verbs: one for each gesture."""

from actions.forms.ask import AnswerForm
from actions.forms.evidence import EvidenceForm, EvidenceWithdrawForm
from actions.forms.extension import AskExtensionForm, GrantForm, RefuseForm
from actions.forms.fact import FactChangeForm, FactEndForm, FactForm
from actions.forms.leaving import (
    AcceptMoveForm,
    AcceptOutsideForm,
    AgreeMoveForm,
    ProposeMoveForm,
    RefuseMoveForm,
    RefuseMoveInForm,
    SupersedeForm,
    WithdrawForm,
)
from actions.forms.mark import MarkForm
from actions.forms.milestone import MilestoneAddForm, MilestoneDropForm, MilestoneReachForm, MilestoneRedateForm
from actions.forms.sign_off import (
    CheckForm,
    RefuseVerificationForm,
    ReopenForm,
    ReportCompleteForm,
    ReturnReportForm,
    SignOffForm,
    TakeBackForm,
    VerifyForm,
    WaiveVerificationForm,
)
from actions.forms.structure import ActionAddForm, ActionEditForm, ActionRemoveForm
from actions.forms.update import UpdateForm
from actions.forms.whole_return import WholeReturn
from actions.forms.wording import CorrectForm, ReassignForm, RewordForm, RhythmForm

__all__ = [
    "AcceptMoveForm",
    "AcceptOutsideForm",
    "ActionAddForm",
    "ActionEditForm",
    "ActionRemoveForm",
    "AgreeMoveForm",
    "AnswerForm",
    "AskExtensionForm",
    "CheckForm",
    "CorrectForm",
    "EvidenceForm",
    "EvidenceWithdrawForm",
    "FactChangeForm",
    "FactEndForm",
    "FactForm",
    "GrantForm",
    "MarkForm",
    "MilestoneAddForm",
    "MilestoneDropForm",
    "MilestoneReachForm",
    "MilestoneRedateForm",
    "ProposeMoveForm",
    "ReassignForm",
    "RefuseForm",
    "RefuseMoveForm",
    "RefuseMoveInForm",
    "RefuseVerificationForm",
    "ReopenForm",
    "ReportCompleteForm",
    "ReturnReportForm",
    "RewordForm",
    "RhythmForm",
    "SignOffForm",
    "SupersedeForm",
    "TakeBackForm",
    "UpdateForm",
    "VerifyForm",
    "WaiveVerificationForm",
    "WholeReturn",
    "WithdrawForm",
]
