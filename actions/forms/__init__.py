"""The forms of an action's verbs: one for each gesture."""

from actions.forms.ask import AnswerForm
from actions.forms.extension import AskExtensionForm, GrantForm, RefuseForm
from actions.forms.structure import ActionAddForm, ActionEditForm, ActionRemoveForm
from actions.forms.update import UpdateForm
from actions.forms.wording import CorrectForm, ReassignForm, RewordForm

__all__ = [
    "ActionAddForm",
    "ActionEditForm",
    "ActionRemoveForm",
    "AnswerForm",
    "AskExtensionForm",
    "CorrectForm",
    "GrantForm",
    "ReassignForm",
    "RefuseForm",
    "RewordForm",
    "UpdateForm",
]
