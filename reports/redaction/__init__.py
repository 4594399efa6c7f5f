"""Redaction: words are taken out of everything of a plan. The only writer of the past.

Asked by one, done by information governance. ``places`` is the one table of where text is kept; ``needle`` finds the words,
``finding`` walks the rows, ``rewriting`` writes them anew, ``survey`` shows beforehand what would go, and ``verbs`` are what
people do.
"""

from reports.redaction.verbs import ask_redaction, redact, refuse_redaction

__all__ = ["ask_redaction", "redact", "refuse_redaction"]
