"""The house template of a board paper: made here, kept beside this file, and changed in Word by whoever looks after it.

``manage.py make_house_template`` writes it anew. Between its braces stand the words that ``word.words_of_paper`` gives. The
tags are docxtpl's: ``{%p … %}`` stands for its whole paragraph, ``{%tr … %}`` for its table row, ``{%tc … %}`` for its cell,
and ``{{p … }}`` for a paragraph that brings its own look (a rating).
"""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Footer, _Header
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.papers.house_styles import FONTS, SETTINGS, STYLES

HOUSE_TEMPLATE = Path(__file__).with_name("house_template.docx")
AUTHOR = "Followthrough"
BEFORE_ANY_PAPER = dt.datetime(2016, 1, 1)  # noqa: DTZ001  (python-docx writes it as UTC)
WIDTH_MM = 273  # of a landscape A4 between its margins

# A part of a paragraph is plain text, or text in a character style.
Words = str | tuple[str, str]
Paragraph = tuple[str, Sequence[Words]]
Cell = Sequence[Paragraph]


def make_house_template() -> bytes:
    """The template as a .docx file; the same bytes every time."""
    document = Document()
    _leave_out_what_the_library_brings(document)
    _style(document)
    _lay_out_pages(document, BOARD_PAPER)
    _first_page(document)
    _for_the_board(document)
    _at_a_glance(document)
    _themes(document)
    return _packed(document)


def make_closure_template() -> bytes:
    """The template of a closure statement, in the same styles."""
    document = Document()
    _leave_out_what_the_library_brings(document)
    _style(document)
    _lay_out_pages(document, CLOSURE)
    _write(
        document,
        only("if sample"),
        p("Sample Notice", "This is a sample. People are named by their posts; what is said of them is invented."),
        only("endif"),
        p("Title", "{{ title }}"),
        p("Subtitle", "Closure statement"),
        p("Reading", ("Strong", "Closed on {{ closed_on }}"), ". Closing began on {{ begun_on }}: {{ because }}"),
        only("if reopened_on"),
        p("Reading", "The plan was reopened on {{ reopened_on }}: this is what was said when it was closed."),
        only("endif"),
        p("Heading 1", "What came in, and where it went"),
    )
    _table(
        document,
        "How many of each kind came into the closing, and where they went",
        ["What", "In", "Out", "Where to"],
        [60, 20, 20, WIDTH_MM - 100],
        "for kind in sums",
        [
            [p("Cell", ("Strong", "{{ kind.words }}"))],
            [p("Cell", "{{ kind.number_in }}")],
            [p("Cell", "{{ kind.number_out }}")],
            [only("for place in kind.places"), p("Cell", "{{ place.number }} {{ place.where }}"), only("endfor")],
        ],
        "endfor",
    )
    _write(document, p("Heading 1", "Confirmed by"))
    _table(
        document,
        "The chief officers who confirmed the closing",
        ["Chief officer", "Confirmed on", "How"],
        [WIDTH_MM - 160, 50, 110],
        "for officer in officers",
        [
            [p("Cell", "{{ officer.words }}")],
            [p("Cell", "{{ officer.confirmed_on }}")],
            [p("Cell", "{{ officer.how or 'in person' }}")],
        ],
        "endfor",
    )
    _write(document, only("for kind in sums"), p("Heading 1", "{{ kind.words }}: {{ kind.number_in }}"))
    _table(
        document,
        "Each of them, and where it went",
        ["Ref", "What", "Where it went", "Particulars"],
        [20, 113, 60, 80],
        "for part in kind.parts",
        [
            [p("Cell", ("Strong", "{{ part.reference }}"))],
            [p("Cell", "{{ part.words }}")],
            [p("Cell", "{{ part.where }}")],
            [p("Cell", "{{ part.how }}")],
        ],
        "endfor",
    )
    _write(document, only("endfor"))
    return _packed(document)


def make_comparison_template() -> bytes:
    """The template of what changed between two readings, in the same styles."""
    document = Document()
    _leave_out_what_the_library_brings(document)
    _style(document)
    _lay_out_pages(document, COMPARISON)
    _write(
        document,
        only("if sample"),
        p("Sample Notice", "{{ sample }}"),
        only("endif"),
        p("Title", "{{ title }}"),
        p("Subtitle", "What changed"),
        p("Reading", "From ", ("Strong", "{{ before.words }}"), ", as it stood on {{ before.as_at }}."),
        p("Reading", "To ", ("Strong", "{{ after.words }}"), ", as it stood on {{ after.as_at }}."),
        p("Normal", "{{ counts }}"),
        only("if narrowed"),
        p("Normal", ("Strong", "Not everything: "), "{{ narrowed }}"),
        only("endif"),
        only("for group in groups"),
        p("Heading 1", "{{ group.heading }}: {{ group.changes | length }}"),
    )
    _table(
        document,
        "{{ group.heading }}: earlier and later, and who changed it, when and why",
        ["What", "Earlier", "Later", "Who, when and why"],
        [56, 64, 64, WIDTH_MM - 184],
        "for change in group.changes",
        [
            [
                p("Cell", ("Strong", "{{ change.reference }}"), " {{ change.words }}"),
                only("if change.lead"),
                p("Cell Note", "{{ change.lead }}"),
                only("endif"),
            ],
            _reading_of_change("was"),
            [
                *_reading_of_change("now"),
                only("if change.note"),
                p("Cell Note", ("Strong", "{{ change.note }}")),
                only("endif"),
            ],
            [
                only("for step in change.steps"),
                p("Cell", "{{ step.who }}", ("Strong", "{{ step.unconfirmed }}")),
                only("endfor"),
                only("if change.nobody"),
                p("Cell Note", "{{ change.nobody }}"),
                only("endif"),
            ],
        ],
        "endfor",
    )
    _write(document, only("endfor"))
    _key(document)
    _write(
        document,
        p(
            "Below A Table",
            "Words that went are struck through, words that came are bold and underlined. The digests at the foot of each "
            "page are those of the two documents that were compared, as Followthrough keeps them.",
        ),
    )
    return _packed(document)


def _reading_of_change(name: str) -> list[Paragraph]:
    """What stood there, or stands: the rating where it is about one, then the words with what changed in them marked."""
    return [
        only(f"if change.{name}_mark"),
        p("Rating", f"{{{{p change.{name}_mark }}}}"),
        only("endif"),
        only(f"if change.{name}"),
        only("if change.what"),
        p("Cell Note", "{{ change.what }}"),
        only("endif"),
        p("Cell", f"{{{{r change.{name} }}}}"),
        only("endif"),
    ]


def p(style: str, *words: Words) -> Paragraph:
    """A paragraph in a style; ``("Label", "Start")`` among its words is set in that character style."""
    return style, words


def only(tag: str) -> Paragraph:
    """A paragraph that is nothing but a tag, and is gone from the paper."""
    return p("Cell", f"{{%p {tag} %}}")


# --- the paper, from its first page to its last --------------------------------------------------


def _first_page(document: WordDocument) -> None:
    _write(
        document,
        only("if sample"),
        p("Sample Notice", "{{ sample }}"),
        only("endif"),
        p("Title", "{{ title }}"),
        p("Subtitle", "Board paper"),
        p("Reading", ("Strong", "{{ reading }}"), ". As at {{ as_at }}."),
        only("if grounds"),
        p("Heading 1", "Not for publication"),
        p("Normal", "This part holds only what is marked, and the actions that it belongs to. Do not pass it on."),
        only("for ground in grounds"),
        p("Normal", "{{ ground.words }}"),
        only("if ground.text"),
        p("Normal", ("Strong", "{{ ground.text }}")),
        only("endif"),
        only("endfor"),
        only("endif"),
        p("Heading 1", "Ratings and delay"),
    )
    _table(
        document,
        "How many actions have each rating, and how many are late or extended",
        ["{%tc for figure in figures %}", "{{p figure.mark }}", "{%tc endfor %}"],
        None,
        [
            [p("Cell", "{%tc for figure in figures %}")],
            [p("Figure", "{{ figure.number }}")],
            [p("Cell", "{%tc endfor %}")],
        ],
    )
    _write(document, p("Below A Table", "{{ counts }}{% if withheld %}; {{ withheld }} withheld{% endif %}"))
    _key(document)
    _write(
        document,
        p(
            "Below A Table",
            "Delay is a fact of its own beside the rating: an action may be green and late, and both are said.",
        ),
    )


def _key(document: WordDocument) -> None:
    """What each rating means, in the plan's own sentences."""
    _write(document, p("Heading 1", "What the ratings mean in this plan"))
    _table(
        document,
        "The rating criteria of this plan",
        ["Rating", "Criterion: what must be true"],
        [28, WIDTH_MM - 28],
        "for criterion in key",
        [
            [p("Rating", "{{p criterion.rating_mark }}")],
            [
                p("Cell", "{{ criterion.words }}"),
                only("if criterion.retired_on"),
                p(
                    "Cell Note",
                    "Not chosen any more since {{ criterion.retired_on }}; a rating in this paper rests on it.",
                ),
                only("endif"),
            ],
        ],
        "endfor",
    )


def _for_the_board(document: WordDocument) -> None:
    _heading_on_a_new_page(document, "For the board")
    _write(
        document,
        p("Heading 2", "Help asked and not yet answered: {{ asks | length }}"),
        only("if asks"),
    )
    _table(
        document,
        "Help that actions need, and from whom",
        ["Action", "Rating", "What is needed", "From whom", "Asked by, on"],
        [74, 28, 91, 40, 40],
        "for ask in asks",
        [
            [p("Cell", ("Strong", "{{ ask.action.reference }}"), " {{ ask.action.wording }}")],
            _rating_and_delay("ask.action"),
            [p("Cell", "{{ ask.needed }}")],
            [p("Cell", "{{ ask.from_whom }}")],
            [p("Cell", "{{ ask.asked_by }}"), p("Cell Note", "{{ ask.asked_on }}")],
        ],
        "endfor",
    )
    _write(
        document,
        only("else"),
        p("Normal", "No help is waiting for an answer."),
        only("endif"),
        p("Heading 2", "Extensions asked and not yet decided: {{ extensions_asked | length }}"),
        only("if extensions_asked"),
    )
    _table(
        document,
        "Later due dates that were asked for",
        ["Action", "Rating", "Due now", "Asked for", "Why", "Asked by, on"],
        [74, 28, 31, 31, 69, 40],
        "for extension in extensions_asked",
        [
            [p("Cell", ("Strong", "{{ extension.action.reference }}"), " {{ extension.action.wording }}")],
            _rating_and_delay("extension.action"),
            [p("Cell", "{{ extension.action.due_now }}")],
            [p("Cell", "{{ extension.to_on }}")],
            [p("Cell", "{{ extension.category }}: {{ extension.because }}")],
            [p("Cell", "{{ extension.asked_by }}"), p("Cell Note", "{{ extension.asked_on }}")],
        ],
        "endfor",
    )
    _write(
        document,
        only("else"),
        p("Normal", "No extension is waiting for a decision."),
        only("endif"),
    )


def _rating_and_delay(action: str) -> list[Paragraph]:
    """The rating with the facts beside it, the same wherever an action stands."""
    return [
        p("Rating", f"{{{{p {action}.rating_mark }}}}"),
        only(f"if {action}.late"),
        p("Fact", ("Late", f" {{{{ {action}.late }}}}\u00a0")),
        only("endif"),
        only(f"if {action}.extended"),
        p("Fact", f"{{{{ {action}.extended }}}}"),
        only("endif"),
        only(f"if {action}.extension_asked"),
        p("Fact", "extension asked"),
        only("endif"),
    ]


def _at_a_glance(document: WordDocument) -> None:
    ratings = ["red", "amber", "unrated", "green", "blue"]
    numbers = ["number", *ratings, "late", "extended"]
    _write(document, p("Heading 1", "The objectives at a glance"))
    _table(
        document,
        "How many actions of each strategic objective have each rating",
        [
            "Ref",
            "Strategic objective",
            "Actions",
            *[f"{{{{p marks.{name} }}}}" for name in ratings],
            "Late",
            "Extended",
        ],
        [12, 82, 17, 20, 26, 28, 26, 26, 14, 22],
        "for objective in objectives",
        [
            [p("Cell", ("Strong", "{{ objective.reference }}"))],
            [p("Cell", "{{ objective.wording }}"), p("Cell Note", "{{ objective.accountable_post }}")],
            *[_number(name) for name in numbers],
        ],
        "endfor",
    )


def _number(name: str) -> list[Paragraph]:
    """How many actions of an objective; below those not yet rated stand those of which only a file says a colour."""
    number = p("Cell", f"{{{{ objective.{name} }}}}")
    more = {
        "unrated": ("in_file", "{{ objective.in_file }} in the file, not yet argued"),
        "extended": ("slips_since", "{{ objective.slips_since }}"),
    }
    if name not in more:
        return [number]
    fact, words = more[name]
    return [number, only(f"if objective.{fact}"), p("Cell Note", words), only("endif")]


def _themes(document: WordDocument) -> None:
    _write(document, only("for theme in themes"))
    _heading_on_a_new_page(document, "Theme {{ theme.number }} · {{ theme.title }}")
    _write(
        document,
        only("if theme.outcome"),
        p("Normal", "{{ theme.outcome }}"),
        only("endif"),
        only("for objective in theme.objectives"),
        p("Heading 2", "{{ objective.reference }} {{ objective.wording }}"),
        p("Under A Heading", "{{ objective.told }}"),
        only("if objective.actions"),
    )
    _actions(document)
    _write(
        document,
        only("else"),
        p("Normal", "This objective has no actions."),
        only("endif"),
        only("endfor"),
        only("endfor"),
        p(
            "Below A Table",
            "The digest at the foot of each page is that of the document from which this paper was made, as Followthrough "
            "keeps it. Two papers with the same digest say the same.",
        ),
    )


def _actions(document: WordDocument) -> None:
    _table(
        document,
        "The actions of objective {{ objective.reference }}",
        ["Action", "Rating", "Dates and delay", "Why this rating?", "What brings it back; help asked"],
        [60, 28, 62, 72, 51],
        "for action in objective.actions",
        [ABOUT_THE_ACTION, _rating_and_delay("action"), DATES_AND_DELAY, WHY, BACK_AND_HELP],
        "endfor",
    )


ABOUT_THE_ACTION: Cell = [
    p("Cell", ("Strong", "{{ action.reference }}"), " {{ action.wording }}"),
    p(
        "Cell Note",
        "{{ action.lead_post }}, {{ action.lead_organisation }}",
        ("Strong", "{% if action.lead_lost %} ({{ action.lead_now }}){% endif %}"),
    ),
    p("Cell Note", "{{ action.status }}"),
    only("for note in action.notes"),
    p("Cell Note", ("Strong", "{{ note.words }}: "), "{{ note.rest }}"),
    only("endfor"),
    only("if action.partners"),
    p("Cell Note", ("Strong", "With: "), "{{ action.partners }}"),
    only("endif"),
    only("if action.success_criteria"),
    p("Cell Note", ("Strong", "Success: "), "{{ action.success_criteria }}"),
    only("endif"),
]

DATES_AND_DELAY: Cell = [
    only("if action.start"),
    p("Date", ("Label", "Start"), "\t{{ action.start }}"),
    only("endif"),
    p(
        "Date",
        ("Label", "Original date"),
        "\t{{ action.original_words or action.original_date or 'no date' }}"
        "{% if action.corrected_from %}, corrected from {{ action.corrected_from }}{% endif %}",
    ),
    p("Date", ("Label", "Due now"), "\t{{ action.due_words or action.due_now or 'no date' }}"),
    p("Date", ("Label", "Slip agreed"), "\t{{ action.slip }}"),
    only("if action.done_on"),
    p("Date", ("Label", "Done"), "\t{{ action.done_on }}"),
    only("endif"),
    p("Date", ("Label", "Expected"), "\t{{ action.expected_finish or 'not said' }}"),
    only("if action.expected_late"),
    p("Cell Note", ("Strong", "Expected later than the due date.")),
    only("endif"),
    only("for extension in action.extensions"),
    p(
        "Cell Note",
        ("Strong", "{{ extension.what }}"),
        "{% if extension.from_on %} from {{ extension.from_on }}{% endif %} to {{ extension.to_on }}. "
        "{{ extension.category }}: {{ extension.because }}",
    ),
    p("Cell Note", "{{ extension.who }}"),
    only("endfor"),
]

WHY: Cell = [
    only("if action.updated_on"),
    p("Cell", ("Strong", "{{ action.criterion }}")),
    p("Cell", "{{ action.rationale }}"),
    only("if action.shows_it"),
    p("Cell", ("Label", "What shows it now: "), "{{ action.shows_it }}"),
    only("endif"),
    only("if action.figure"),
    p(
        "Cell",
        ("Label", "The figure: "),
        "{{ action.figure }}{% if action.figure_from %}, from {{ action.figure_from }}{% endif %}"
        "{% if action.figure_to %} to {{ action.figure_to }}{% endif %}"
        "{% if action.figure_source %} (source: {{ action.figure_source }}){% endif %}",
    ),
    only("endif"),
    only("if action.narrative"),
    p("Cell", ("Label", "What has been done: "), "{{ action.narrative }}"),
    only("endif"),
    p("Cell Note", "{{ action.updated_by }}, {{ action.updated_on }}"),
    only("else"),
    p("Cell", "Nobody has reported on this action yet."),
    only("endif"),
]

BACK_AND_HELP: Cell = [
    only("if action.brings_back"),
    p("Cell", "{{ action.brings_back }}"),
    p("Cell", ("Strong", "By {{ action.brings_back_by }}")),
    only("endif"),
    only("for ask in action.asks"),
    p("Cell", ("Label", "Help asked of {{ ask.from_whom }}: "), "{{ ask.needed }}"),
    p("Cell Note", "Asked by {{ ask.asked_by }}, {{ ask.asked_on }}"),
    only("endfor"),
    only("if not action.brings_back and not action.asks"),
    p("Cell", "–"),
    only("endif"),
]


# --- paragraphs and tables -----------------------------------------------------------------------


def _write(document: WordDocument, *paragraphs: Paragraph) -> None:
    for style, words in paragraphs:
        _fill(document.add_paragraph(style=style), words)


def _heading_on_a_new_page(document: WordDocument, words: str) -> None:
    heading = document.add_paragraph(words, style="Heading 1").paragraph_format
    heading.page_break_before, heading.space_before = True, Mm(0)


def _fill(paragraph: WordParagraph, words: Sequence[Words]) -> None:
    for part in words:
        if isinstance(part, str):
            paragraph.add_run(part)
        else:
            style, text = part
            paragraph.add_run(text, style=style)


def _table(
    document: WordDocument,
    title: str,
    headings: Sequence[str],
    widths_mm: Sequence[float] | None,
    *rows: str | Sequence[Cell],
) -> None:
    """A table as wide as the page, its header row repeated on every page and its rows kept whole.

    A row that is a text is a tag: it is gone from the paper. Without ``widths_mm`` all columns are as wide as each other,
    however many they turn out to be.
    """
    table = document.add_table(rows=0, cols=len(headings), style="Paper Table")
    table.autofit = False
    for column, width in zip(table.columns, widths_mm or [WIDTH_MM / len(headings)] * len(headings), strict=True):
        column.width = Mm(width)
    properties = table._tbl.tblPr
    properties.append(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{title}"/>'))
    cells: list[Sequence[Cell]] = [[[p("Column Heading", heading)] for heading in headings]]
    for row in rows:
        cells.append(
            [[p("Cell", f"{{%tr {row} %}}")], *[[p("Cell")]] * (len(headings) - 1)] if isinstance(row, str) else row
        )
    for number, row_cells in enumerate(cells):
        row = table.add_row()
        about_row = row._tr.get_or_add_trPr()
        about_row.append(OxmlElement("w:cantSplit"))
        if number == 0:
            about_row.append(OxmlElement("w:tblHeader"))
        for cell, paragraphs in zip(row.cells, row_cells, strict=True):
            if widths_mm is None:
                cell._tc.tcPr.remove(cell._tc.tcPr.tcW)
            _fill_cell(cell, paragraphs)


def _fill_cell(cell: _Cell, paragraphs: Cell) -> None:
    first, *others = paragraphs
    cell.paragraphs[0].style = first[0]
    _fill(cell.paragraphs[0], first[1])
    for style, words in others:
        _fill(cell.add_paragraph(style=style), words)


# --- pages and styles ----------------------------------------------------------------------------


# What stands at the head of each page, at its foot before the number, and below that: of a board paper, of a closure statement,
# and of what changed.
DIGEST = "Digest (SHA-256) {{ digest }}"
BOARD_PAPER = (
    "{{ short_title }}: board paper\t{% if sample %}Sample{% endif %}",
    "{{ reading }}. As at {{ as_at }}\tPage ",
    DIGEST,
)
CLOSURE = (
    "{{ short_title }}: closure statement\t{% if sample %}Sample{% endif %}",
    "Closed on {{ closed_on }}\tPage ",
    DIGEST,
)
COMPARISON = (
    "{{ short_title }}: what changed\t{% if sample %}Sample{% endif %}",
    "{{ reading }}\tPage ",
    "Digest (SHA-256) of the earlier {{ before.digest }}",
    "Digest (SHA-256) of the later {{ after.digest }}",
)


def _lay_out_pages(document: WordDocument, words: tuple[str, ...]) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(19), Mm(19)
    section.header_distance = section.footer_distance = Mm(9)
    # The title stands on the first page already.
    section.different_first_page_header_footer = True
    _only_paragraph(section.first_page_header, "Normal")
    head, foot, *digests = words
    _fill(_only_paragraph(section.header, "Header"), [head])
    for footer in (section.footer, section.first_page_footer):
        paragraph = _only_paragraph(footer, "Footer")
        _fill(paragraph, [foot])
        _field(paragraph, "PAGE")
        _fill(paragraph, [" of "])
        _field(paragraph, "NUMPAGES")
        for digest in digests:
            _fill(footer.add_paragraph(style="Footer"), [digest])


def _only_paragraph(part: _Header | _Footer, style: str) -> WordParagraph:
    part.is_linked_to_previous = False
    part.paragraphs[0].style = style
    return part.paragraphs[0]


def _field(paragraph: WordParagraph, code: str) -> None:
    """A number that Word fills in."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _style(document: WordDocument) -> None:
    """Our own styles and nothing else; what Word shows instead where the typeface is not installed."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(STYLES):
        styles.append(child)
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for child in parse_xml(SETTINGS):
        settings.append(child)
    package = document.part.package
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, FONTS.encode(), package)
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _leave_out_what_the_library_brings(document: WordDocument) -> None:
    """python-docx's own template has a picture of itself, another program's name and a hundred styles."""
    kinds = RELATIONSHIP_TYPE
    needed = {kinds.OFFICE_DOCUMENT, kinds.CORE_PROPERTIES, kinds.STYLES, kinds.SETTINGS, kinds.THEME}
    for relationships in (document.part.rels, document.part.package.rels):
        for key, relationship in list(relationships.items()):
            if relationship.reltype not in needed:
                del relationships[key]
    about = document.core_properties
    about.author = about.last_modified_by = AUTHOR
    about.title, about.subject, about.language = "House template of a board paper", "Action plan", "en-GB"
    about.comments = about.keywords = about.category = ""
    about.revision = 1
    about.created = about.modified = BEFORE_ANY_PAPER


def _packed(document: WordDocument) -> bytes:
    """The document as a file without the moment of its making, so that the same template is the same bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
