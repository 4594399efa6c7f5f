"""The look of the house template: Word's styles, settings and typefaces, as Word writes them.

Word wants the parts of ``w:pPr`` and ``w:rPr`` in the order of its schema. Sizes are half points, distances twentieths.
"""

from docx.oxml.ns import nsdecls

# The page's colours, for paper; the ratings' own come from people/rating.py.
INK, SOFT, LINE, BRAND, PAPER, SAMPLE = "0B0C0C", "44505C", "C9D1D9", "14324D", "FFFFFF", "FFF7D6"
GONE, COME = "FBE9E7", "E3F2E6"
TYPEFACE, WHERE_IT_IS_MISSING = "Atkinson Hyperlegible", "Arial"
# Our typeface has no ■ ▲ ● ○; these have.
SHAPES = "Segoe UI Symbol"


def _paragraph(
    name: str,
    space: tuple[float, float],
    look: str = "",
    *,
    first: str = "",
    last: str = "",
    like: str = "Normal",
    built_in: bool = False,
) -> str:
    """A paragraph style with ``space`` points before and after.

    ``first`` and ``last`` stand before and after that space in its w:pPr; ``look`` is the inside of its w:rPr.
    """
    known_as = name.lower() if built_in and name.startswith(("Head", "Foot")) else name
    return f"""
  <w:style w:type="paragraph" {"" if built_in else OURS}w:styleId="{name.replace(" ", "")}">
    <w:name w:val="{known_as}"/>
    <w:basedOn w:val="{like.replace(" ", "")}"/>
    <w:qFormat/>
    <w:pPr>{first}<w:spacing w:before="{round(space[0] * 20)}" w:after="{round(space[1] * 20)}"/>{last}</w:pPr>
    <w:rPr>{look}</w:rPr>
  </w:style>"""


def _words(name: str, look: str, *, built_in: bool = False) -> str:
    """A character style."""
    return f"""
  <w:style w:type="character" {"" if built_in else OURS}w:styleId="{name}">
    <w:name w:val="{name}"/>
    <w:basedOn w:val="DefaultParagraphFont"/>
    <w:qFormat/>
    <w:rPr>{look}</w:rPr>
  </w:style>"""


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def _line(side: str, eighths: int, colour: str, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def _lines(*lines: str) -> str:
    return f"<w:pBdr>{''.join(lines)}</w:pBdr>"


def _tab(side: str, at: int) -> str:
    return f'<w:tabs><w:tab w:val="{side}" w:pos="{at}"/></w:tabs>'


OURS = 'w:customStyle="1" '
BOLD = "<w:b/>"
WITH_NEXT = "<w:keepNext/><w:keepLines/>"
AT_THE_RIGHT = _tab("right", 15477)

OUR_STYLES = [
    _paragraph("Title", (0, 1), BOLD + _colour(BRAND) + _size(26), first=WITH_NEXT, built_in=True),
    _paragraph("Subtitle", (0, 10), _colour(SOFT) + _size(14), first=WITH_NEXT, built_in=True),
    _paragraph(
        "Heading 1",
        (16, 5),
        BOLD + _colour(BRAND) + _size(16),
        first=WITH_NEXT,
        last='<w:outlineLvl w:val="0"/>',
        built_in=True,
    ),
    _paragraph(
        "Heading 2", (15, 3), BOLD + _size(12.5), first=WITH_NEXT, last='<w:outlineLvl w:val="1"/>', built_in=True
    ),
    _paragraph(
        "Header",
        (0, 0),
        _colour(SOFT) + _size(8.5),
        first=_lines(_line("bottom", 4, LINE, 4)) + AT_THE_RIGHT,
        built_in=True,
    ),
    _paragraph("Footer", (0, 0), _colour(SOFT) + _size(8.5), first=AT_THE_RIGHT, built_in=True),
    _paragraph(
        "Sample Notice",
        (0, 12),
        BOLD,
        first=_lines(_line("top", 8, INK, 4), _line("bottom", 8, INK, 4)) + _shade(SAMPLE),
    ),
    _paragraph("Reading", (0, 6), _size(12), first=_lines(_line("left", 36, BRAND, 8)), last='<w:ind w:left="200"/>'),
    _paragraph("Under A Heading", (0, 5), _colour(SOFT) + _size(9.5), first="<w:keepNext/>"),
    _paragraph("Below A Table", (6, 6)),
    _paragraph("Cell", (0, 2.5), _size(9.5)),
    _paragraph("Cell Note", (1, 1.5), _colour(SOFT) + _size(8.5), like="Cell"),
    _paragraph("Column Heading", (0, 2), BOLD + _colour(SOFT) + _size(8.5), first="<w:keepNext/>", like="Cell"),
    _paragraph("Date", (0, 1), first=_tab("left", 1300), last='<w:ind w:left="1300" w:hanging="1300"/>', like="Cell"),
    _paragraph("Rating", (0, 3), BOLD + _size(9), like="Cell"),
    _paragraph("Fact", (0, 2), _size(9), like="Cell"),
    _paragraph("Figure", (2, 2), BOLD + _size(22)),
    _words("Strong", BOLD, built_in=True),
    _words("Label", _colour(SOFT)),
    _words("Late", BOLD + _colour(PAPER) + _shade(INK)),
    # What differs between two texts: seen in grey too, and by who sees no colour.
    _words("Gone", "<w:strike/>" + _shade(GONE)),
    _words("Come", BOLD + _shade(COME) + '<w:u w:val="single"/>'),
]

STYLES = f"""<w:styles {nsdecls("w")}>
  <w:docDefaults>
    <w:rPrDefault>
      <w:rPr>
        <w:rFonts w:ascii="{TYPEFACE}" w:hAnsi="{TYPEFACE}" w:eastAsia="{TYPEFACE}" w:cs="{TYPEFACE}"/>
        {_size(10.5)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>
      </w:rPr>
    </w:rPrDefault>
    <w:pPrDefault>
      <w:pPr><w:spacing w:after="120" w:line="254" w:lineRule="auto"/></w:pPr>
    </w:pPrDefault>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
  </w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
    <w:tblPr>
      <w:tblInd w:w="0" w:type="dxa"/>
      <w:tblCellMar>
        <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
        <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
      </w:tblCellMar>
    </w:tblPr>
  </w:style>
  <w:style w:type="numbering" w:default="1" w:styleId="NoList">
    <w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>
  </w:style>
  {"".join(OUR_STYLES)}
  <w:style w:type="table" w:customStyle="1" w:styleId="PaperTable">
    <w:name w:val="Paper Table"/>
    <w:basedOn w:val="TableNormal"/>
    <w:qFormat/>
    <w:tblPr>
      <w:tblBorders>{_line("bottom", 4, LINE)}{_line("insideH", 4, LINE)}</w:tblBorders>
      <w:tblCellMar>
        <w:top w:w="70" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
        <w:bottom w:w="40" w:type="dxa"/><w:right w:w="170" w:type="dxa"/>
      </w:tblCellMar>
    </w:tblPr>
    <w:tblStylePr w:type="firstRow">
      <w:tblPr/>
      <w:tcPr><w:tcBorders>{_line("bottom", 12, INK)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
    </w:tblStylePr>
  </w:style>
</w:styles>"""

SETTINGS = f"""<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="720"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="en-GB"/>
  <w:decimalSymbol w:val="."/>
  <w:listSeparator w:val=","/>
</w:settings>"""

FONTS = f"""<w:fonts {nsdecls("w")}>
  <w:font w:name="{TYPEFACE}">
    <w:altName w:val="{WHERE_IT_IS_MISSING}"/>
    <w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>
  </w:font>
  <w:font w:name="{WHERE_IT_IS_MISSING}">
    <w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>
  </w:font>
</w:fonts>"""
