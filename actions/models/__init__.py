"""The action, and what has more to say than a step can hold."""

from actions.models.action import Action
from actions.models.ask import Ask
from actions.models.extension import Extension
from actions.models.update import ProgressUpdate

__all__ = ["Action", "Ask", "Extension", "ProgressUpdate"]
