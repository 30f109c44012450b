"""The month's document and base as a reader sees them: captions, tables, notes, charts, and the cells of the sheets."""
import re
import zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def name(caption):
    """What an exhibit is called here: «Tabla Casos por revisar». Its number depends on what the office has, save in the annex."""
    id, _, title = caption.partition(". ")
    return f"{id.split()[0]} {title}" if re.fullmatch(r"(Tabla|Gráfico) \d+", id) else id


class Exhibit:
    """A table or a chart under its caption, with the lines below it. Footnotes stand by their number."""

    def __init__(self, caption):
        self.id, self.title = name(caption), caption.partition(". ")[2]
        self.rows, self.chart, self.lines, self.marks = [], None, [], {}


def words(element):
    return "".join("\n" if e.tag == W + "br" else e.text or "" for e in element.iter() if e.tag in (W + "t", W + "br")).replace("\u00a0", " ")


def chart(z, target):
    """A chart's values: (series, category) → number; what is missing is not there."""
    values = {}
    for series in ET.fromstring(z.read("word/" + target)).iter(C + "ser"):
        name = series.findtext(f"{C}tx//{C}v")
        category = {p.get("idx"): p.findtext(C + "v") for p in series.iterfind(f"{C}cat//{C}pt")}
        for p in series.iterfind(f"{C}val//{C}pt"):
            values[name, category[p.get("idx")]] = float(p.findtext(C + "v"))
    return values


def document(path):
    """The exhibits by their name («Tabla Casos por revisar», «Tabla A1»; the cards are «Resumen», the head «Control») and the sentences."""
    exhibits, sentences = {"Control": Exhibit("Control")}, []
    now = exhibits["Control"]
    with zipfile.ZipFile(path) as z:
        links = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("word/_rels/document.xml.rels"))}
        for e in ET.fromstring(z.read("word/document.xml")).find(W + "body"):
            if e.tag == W + "tbl":
                now.rows = [["\n".join(map(words, cell.iterfind(W + "p"))) for cell in row.iterfind(W + "tc")] for row in e.iterfind(W + "tr")]
                continue
            style = e.find(f"{W}pPr/{W}pStyle")
            style, text = style.get(W + "val") if style is not None else "", words(e)
            graph = next(e.iter(C + "chart"), None)
            if graph is not None:
                now.chart = chart(z, links[graph.get(R + "id")])
            elif style == "Caption" and text != "Contenido" or style == "Heading1" and text.endswith("Resumen"):
                now = exhibits.setdefault(name(text) if style == "Caption" else "Resumen", Exhibit(text))
            elif style == "Below":
                for line in text.split("\n"):
                    mark = re.match(r"\((\d+)\) (.*)", line)
                    if mark:
                        now.marks[mark[1]] = mark[2]
                    else:
                        now.lines.append(line)
            elif text and style not in ("Title", "Subtitle", "Caption", "Contents") and not style.startswith("Heading"):
                sentences.append(text)
    return exhibits, sentences


class Base:
    """The base's sheets as rows by the names of their columns, everything as text; a formula by the value in the file."""

    def __init__(self, path):
        self.z = zipfile.ZipFile(path)
        names = self.z.namelist()
        strings = ET.fromstring(self.z.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        self.shared = ["".join(t.text or "" for t in e.iter(S + "t")) for e in strings]
        links = {r.get("Id"): r.get("Target").lstrip("/") for r in ET.fromstring(self.z.read("xl/_rels/workbook.xml.rels"))}
        sheets = ET.fromstring(self.z.read("xl/workbook.xml")).iter(S + "sheet")
        self.parts = {e.get("name"): "xl/" + links[e.get(R + "id")].removeprefix("xl/") for e in sheets}

    def rows(self, sheet):
        head = None
        for row in ET.fromstring(self.z.read(self.parts[sheet])).iter(S + "row"):
            cells = {}
            for c in row.iterfind(S + "c"):
                text = c.findtext(S + "v") or "".join(t.text or "" for t in c.iter(S + "t"))
                cells[c.get("r").rstrip("0123456789")] = self.shared[int(text)] if c.get("t") == "s" else text
            if head is None:
                head = cells
            else:
                yield {name: cells.get(column, "") for column, name in head.items()}
