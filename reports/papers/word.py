"""The board paper as Word: a document set in the house template by docxtpl.

A template is trusted no further than it must be: it runs in a sandbox, and whatever people typed is escaped. Without that,
docxtpl cuts a cell at its first ``<`` and says nothing.
"""

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from people.models import british
from people.rating import (
    COMPLETE,
    IN_FILE,
    NOT_RATED,
    WORST_FIRST,
    Rating,
    Shown,
    extended_words,
    late_words,
    shown,
    slips_words,
)
from reports.document import PlanDocument
from reports.entries import ActionEntry, CriterionEntry, ExtensionEntry, ObjectiveEntry, counts_of, gone_of, slips_since
from reports.papers.columns import (
    OF_ACTION,
    Column,
    Imprint,
    Line,
    Row,
    Value,
    fact_words,
    milestone_words,
    printable,
    rating_words,
    reading_words,
    where_it_went,
    whole_reading_words,
)
from reports.papers.house_styles import SHAPES
from reports.papers.house_template import AUTHOR, HOUSE_TEMPLATE

SAMPLE_WORDS = "This is a sample. People are named by their posts; ratings and dates are invented."

# The ratings an action may have, by the names that a template uses; always counted, also when none has them.
RATED = {
    "red": Rating.RED.value,
    "amber": Rating.AMBER.value,
    "unrated": NOT_RATED,
    "green": Rating.GREEN.value,
    "blue": COMPLETE,
}

# What the template reads of one action or of the paper: text by name, and lists of the same.
Told = Mapping[str, Any]


def board_paper(
    document: PlanDocument, imprint: Imprint, columns: Sequence[Column] = OF_ACTION, template: Path = HOUSE_TEMPLATE
) -> bytes:
    """The paper as a .docx file. ``columns`` are the words that the template may use of an action."""
    told = words_of_paper(document, imprint, columns)
    reading = reading_words(document, imprint)
    return set_in(
        template, told, title=f"{document.short_title}: board paper", subject=reading, made_at=imprint.kept_at
    )


def set_in(template: Path | IO[bytes], told: Told, *, title: str, subject: str, made_at: dt.datetime) -> bytes:
    """``told`` set in a template, as a .docx file that says of itself what it is."""
    paper = DocxTemplate(template)
    paper.render(dict(told), SandboxedEnvironment(autoescape=True, finalize=set_whole, undefined=StrictUndefined))
    about = paper.docx.core_properties
    # Not left to the template: docxtpl would escape a title's & twice.
    about.title, about.subject = printable(title), printable(subject)
    about.author = about.last_modified_by = AUTHOR
    about.language = "en-GB"
    about.created = about.modified = made_at.astimezone(dt.UTC).replace(tzinfo=None)
    saved = io.BytesIO()
    paper.save(saved)
    return saved.getvalue()


def set_whole(value: Any) -> Any:
    """Text as the paper can hold it. docxtpl reads ``{_{`` and ``%_}`` as its own way to write braces; here they are text."""
    if isinstance(value, Markup):
        return value
    text = printable(str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return Markup(str(escape(text)).replace("{_", "{&#95;").replace("_}", "&#95;}"))


# --- the words of a paper ------------------------------------------------------------------------


def words_of_paper(document: PlanDocument, imprint: Imprint, columns: Sequence[Column] = OF_ACTION) -> Told:
    """Everything a template may set, by name."""
    actions = document.actions
    themes: list[dict[str, Any]] = [
        {
            "number": theme.number,
            "title": theme.title,
            "outcome": theme.outcome,
            "objectives": [
                {
                    **_objective(objective),
                    "actions": [
                        _action(Row(document, imprint, theme, objective, action), columns)
                        for action in objective.actions
                    ],
                }
                for objective in theme.objectives
            ],
        }
        for theme in document.themes
    ]
    objectives = [objective for theme in themes for objective in theme["objectives"]]
    told = [action for objective in objectives for action in objective["actions"]]
    return {
        "title": document.title,
        "short_title": document.short_title,
        "reading": whole_reading_words(document, imprint),
        "as_at": british(document.as_on),
        "digest": imprint.digest,
        "sample": SAMPLE_WORDS if imprint.sample else "",
        "grounds": [{"words": one.words, "text": one.text} for one in imprint.grounds],
        "withheld": document.withheld,
        "marks": {name: mark_of(shown(rating)) for name, rating in RATED.items()},
        "figures": _figures(actions),
        "counts": _counts(actions),
        "key": key_of(document),
        "asks": [{**ask, "action": action} for action in told for ask in action["asks"]],
        "extensions_asked": [
            {**extension, "action": action}
            for action in told
            for extension in action["extensions"]
            if extension["waits"]
        ],
        "objectives": objectives,
        "themes": themes,
    }


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(_line, value))
    return f"{value:,}" if isinstance(value, int) else _line(value)


def _line(value: Line) -> str:
    if value is None:
        return ""
    return british(value) if isinstance(value, dt.date) else value


def _objective(objective: ObjectiveEntry) -> Told:
    counts = objective.counts
    return {
        "reference": objective.reference,
        "wording": objective.wording,
        "accountable_post": objective.accountable,
        "told": _told_of(objective),
        "number": len(objective.here),
        **{name: counts.get(rating, 0) for name, rating in RATED.items()},
        # Of those not argued there is a column in no plan but one from a file; they stand below those not yet rated.
        "in_file": counts.get(IN_FILE, 0),
        "late": objective.late,
        "extended": _known(objective.extended, objective.slips_since),
        "slips_since": slips_words(objective.slips_since),
    }


def _told_of(objective: ObjectiveEntry) -> str:
    """Who answers for an objective, and through what strands of work, in one line."""
    strands = [
        f"{strand.name} ({strand.lead})" if strand.lead else strand.name
        for strand in objective.workstreams
        if strand.ended_on is None
    ]
    told = [
        f"Accountable: {objective.accountable or 'nobody named'}",
        f"Responsible: {objective.responsible_body}" if objective.responsible_body else "",
        f"Workstreams: {'; '.join(strands)}" if strands else "",
        f"Actions: {_spread(objective.actions)}" if objective.actions else "",
        f"{objective.withheld} withheld" if objective.withheld else "",
    ]
    return " · ".join(filter(None, told))


def _action(row: Row, columns: Sequence[Column]) -> Told:
    action = row.action
    return {
        **{column.name: _written(column.value(row)) for column in columns},
        "partners": ", ".join(action.partners),
        "success_criteria": "; ".join(action.success_criteria),
        "rating_mark": _heading(rating_words(action)) if action.is_gone else mark_of(shown(action.rating)),
        "late": late_words(action.days_late),
        "extended": extended_words(action.times_extended),
        "extension_asked": action.extension_asked is not None,
        "lead_lost": action.lead_is != "held",
        "slip": _slip(action),
        "notes": list(_notes(action, row.document)),
        "extensions": [_extension(extension, row.document) for extension in action.extensions],
        "asks": [
            {
                "needed": ask.help_needed,
                "from_whom": ask.from_whom,
                "asked_by": ask.asked_by,
                "asked_on": british(ask.asked_on),
            }
            for ask in action.asks_open
        ],
    }


def _slip(action: ActionEntry) -> str:
    if action.due_on is None:
        return "no date to slip"
    days = f"{action.days_slipped:,} day{'' if action.days_slipped == 1 else 's'}" if action.days_slipped else ""
    return "; ".join(filter(None, (days, slips_words(action.file_as_at)))) or "none"


def _known(number: int, since: dt.date | None) -> str:
    """A number of slips: none is said only where all of them are known."""
    return f"{number:,}" if number or since is None else "–"


def _notes(action: ActionEntry, document: PlanDocument) -> Iterator[Told]:
    """What an action rests on and how it ended, a line each: a bold beginning, and the rest."""
    report = action.report
    if action.is_in_file and action.words_in_file:
        yield _note("In the file, not yet argued", action.words_in_file)
    if report is not None:
        yield _note(
            "Reported complete", f"{british(report.reported_on)} by {report.reported_by}: {report.reported_because}"
        )
        if report.waived_because:
            yield _note("Not verified, waived by this plan", report.waived_because)
        elif report.verified_on is not None:
            yield _note("Verified", f"{british(report.verified_on)} by {report.verified_by}: {report.verified_because}")
        if report.decided_on is not None:
            yield _note(
                "Signed off", f"{british(report.decided_on)} by {report.decided_by_said}: {report.decided_because}"
            )
        else:
            yield _note("Not signed off yet", f"{document.signs_off} decides")
    if action.no_longer_shown:
        yield _note("No longer shown, evidence was withdrawn", "; ".join(action.no_longer_shown))
    for one in action.checks:
        yield _note("Checked again", f"{british(one.checked_on)} by {one.checked_by}: {one.finding}")
    if went := where_it_went(action):
        yield _note("Where it went", went)
    if action.move_open is not None:
        yield _note("Move proposed", f"to {action.move_open.destination}: {action.move_open.proposed_because}")
    if action.came_from:
        yield _note("Carries on", action.came_from)
    for milestone in action.milestones:
        missed = milestone in action.milestones_missed
        yield _note("Milestone missed" if missed else "Milestone", milestone_words(milestone))
    for fact in action.facts_standing:
        yield _note("At risk", fact_words(fact))
    if action.evidence_standing:
        yield _note("Evidence", "; ".join(one.what for one in action.evidence_standing))


def _note(words: str, rest: str) -> Told:
    return {"words": words, "rest": rest}


def _extension(extension: ExtensionEntry, document: PlanDocument) -> Told:
    asked = f"Asked by {extension.asked_by}, {british(extension.asked_on)}."
    if not extension.outcome:
        what, who = (
            "Extension asked",
            f"{asked} {document.deciding_body} or a chief officer decides." if document.deciding_body else asked,
        )
    else:
        what, done = {
            "granted": ("Extended", "Agreed"),
            "refused": ("Extension refused", "Refused"),
            "lapsed": ("Extension asked, lapsed", "Ended"),
        }[extension.outcome]
        day = british(extension.decided_on) if extension.decided_on else ""
        who = f"{done} by {extension.decided_by_said}, {day}: {extension.decided_because}"
    return {
        "what": what,
        "who": who,
        "waits": not extension.outcome,
        "from_on": _line(extension.from_on),
        "to_on": british(extension.to_on),
        "category": extension.category_words,
        "because": extension.because,
        "asked_by": extension.asked_by,
        "asked_on": british(extension.asked_on),
    }


# --- ratings and figures -------------------------------------------------------------------------

# The rating's shapes as characters: paper has the same mark as the page.
_SHAPES = {
    "red": "■", "amber": "▲", "green": "●", "blue": "✓", "grey": "○",
    "hollow": "◇", "hollow red": "□", "hollow amber": "△", "hollow green": "○",
}  # fmt: skip
_SIDES = ("top", "left", "bottom", "right")


def mark_of(rating: Shown) -> Markup:
    """The rating as a paragraph of its own: shape, letter, word and shading; in grey the first three still say it."""
    fill, ink = rating.fill.lstrip("#").upper(), rating.ink.lstrip("#").upper()
    words = " ".join(filter(None, (rating.letter, rating.word)))
    shape = _SHAPES[f"{rating.name} {rating.hue}".strip()]
    line = rating.edge.lstrip("#").upper()
    drawn = "single" if rating.value == NOT_RATED else "dashed"
    sides = (f'<w:{side} w:val="{drawn}" w:sz="6" w:space="0" w:color="{line}"/>' for side in _SIDES)
    edge = f"<w:pBdr>{''.join(sides)}</w:pBdr>" if line else ""
    return Markup(
        '<w:p><w:pPr><w:pStyle w:val="Rating"/>'
        f'{edge}<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:ascii="{SHAPES}" w:hAnsi="{SHAPES}" w:eastAsia="{SHAPES}" w:cs="{SHAPES}"/>'
        f'<w:color w:val="{ink}"/></w:rPr><w:t xml:space="preserve">\u00a0{shape} </w:t></w:r>'
        f'<w:r><w:rPr><w:color w:val="{ink}"/></w:rPr><w:t>{words}</w:t></w:r></w:p>'
    )


def _heading(words: str) -> Markup:
    """A paragraph that stands beside marks in the same row."""
    return Markup('<w:p><w:pPr><w:pStyle w:val="Rating"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>').format(words)


def _figures(actions: Sequence[ActionEntry]) -> list[Told]:
    """The strip of numbers on the first page: every rating that may be chosen, and every other that is there."""
    counts = counts_of(list(actions))
    return [
        {"mark": _heading("Actions"), "number": sum(1 for action in actions if not action.is_gone)},
        *(
            {"mark": mark_of(shown(rating)), "number": counts.get(rating, 0)}
            for rating in WORST_FIRST
            if rating in RATED.values() or rating in counts
        ),
        {"mark": _heading("Late"), "number": sum(1 for action in actions if action.days_late)},
        {
            "mark": _heading("Extended"),
            "number": _known(
                sum(1 for action in actions if action.times_extended and not action.is_gone), slips_since(list(actions))
            ),
        },
    ]


def _counts(actions: Sequence[ActionEntry]) -> str:
    """The same in one sentence: "25 actions: 4 red, 9 amber, 12 green. 6 are late and 3 have been extended."""
    if not actions:
        return "This plan has no actions yet."
    late = sum(1 for action in actions if action.days_late)
    here = [action for action in actions if not action.is_gone]
    extended = sum(1 for action in here if action.times_extended)
    actions_words = "1 action" if len(here) == 1 else f"{len(here):,} actions"
    gone = "; ".join(f"{number:,} {status}" for status, number in gone_of(list(actions)).items())
    since = slips_since(here)
    known = f"; {slips_words(since)}" if since else ""
    moved = f", {extended:,} {'has' if extended == 1 else 'have'} been extended" if extended or not since else ""
    return (
        f"{actions_words}: {_spread(here)}. {late:,} {'is' if late == 1 else 'are'} late{moved}{known}."
        f"{f' Counted apart: {gone}.' if gone else ''}"
    )


def _spread(actions: Sequence[ActionEntry]) -> str:
    return ", ".join(f"{number:,} {shown(rating).counted}" for rating, number in counts_of(list(actions)).items())


def key_of(document: PlanDocument) -> list[Told]:
    """The criteria, worst first: those that may be chosen, and those on which a rating in this paper still rests."""
    relied_on = {(action.rating, action.criterion) for action in document.actions}
    printed = [
        criterion
        for criterion in document.criteria
        if criterion.retired_on is None or (criterion.rating, criterion.words) in relied_on
    ]
    worst_first = sorted(
        printed, key=lambda criterion: (WORST_FIRST.index(criterion.rating), criterion.retired_on is not None)
    )
    return [_criterion(criterion) for criterion in worst_first]


def _criterion(criterion: CriterionEntry) -> Told:
    return {
        "rating_mark": mark_of(shown(criterion.rating)),
        "words": criterion.words,
        "retired_on": _line(criterion.retired_on),
    }
