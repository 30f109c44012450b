"""Holds what is printed against what is expected. Each number gets a verdict: equal, differs, given or unread."""
import os
import re

import printed
from figures import Figures, Value, WEEKDAYS

NUMBER = re.compile(r"[+−]?\d[\d.]*(?:,\d+)?")
QUOTED = re.compile(r"«[^»]*»")
# What looks like a number and is none: months, names of tables and indicators, addresses of files.
NAMES = re.compile(r"\bde 20\d\d\b|\b(?:Tabla|tabla|Gráfico) A?\d+(?:\.\d+)?[a-z]?\b|\b[TCKMAPQH]-?\d\d?[a-z]?\b|T-230 de 2020|Ley 1755")


def figures_in(text):
    return [n.rstrip(".") for n in NUMBER.findall(NAMES.sub("", QUOTED.sub("", text)))]


class Audit:
    """Compares what a document and its base print with what is expected, and keeps account of what nobody looked at."""

    def __init__(self, workspace, month):
        self.w, self.month = workspace, month
        self.f = Figures(workspace, month)
        folder = os.path.join(workspace.folder, "reports", str(month))
        self.exhibits, self.sentences = printed.document(os.path.join(folder, f"informe-crecimiento-{month}.docx"))
        self.base = printed.Base(os.path.join(folder, f"base-crecimiento-{month}.xlsx"))
        self.verdicts = []                # (verdict, place, printed, why)
        self.read = set()                 # cells and lines that something accounts for

    def say(self, verdict, place, text, why=""):
        count = max(1, len(figures_in(text))) if verdict == "differs" else len(figures_in(text))
        if count:
            self.verdicts.append((verdict, place, text.replace("\n", " / "), why, count))

    def compare(self, place, text, want, also=""):
        """Holds a printed text against the expected one; also is compared by its figures alone: notes are worded by the program."""
        text, _, note = text.partition("\0")
        same = text.strip() == str(want) and figures_in(note) == figures_in(also)
        self.say("equal" if same else "differs", place, text + (f" [{note}]" if note else ""), "" if same else f"expected {want}{f' [{also}]' if also else ''}")

    def cell(self, e, row, column, want):
        """A table's cell against a Value or a text; None is a cell of words."""
        self.read.add((e.id, row, column))
        text = e.rows[row][column]
        place = f"{e.id}, {e.rows[row][0]}, {e.rows[0][column]}"
        if want is None:
            self.say("differs" if figures_in(text) else "equal", place, text, "no figure was expected here")
            return
        if isinstance(want, Value):
            also = "; ".join(want.notes) if want.ok else want.why
            self.compare(place, self.footnoted(e, text), want if want.ok else "s. d.", also)
        else:
            self.compare(place, text, want)

    def titled(self, title):
        """The exhibit of a title, for those whose number depends on what the office has; an empty one where there is none."""
        return next((e for e in self.exhibits.values() if e.title.startswith(title)), printed.Exhibit(title))

    @staticmethod
    def footnoted(e, text):
        """A cell's figure and, behind a NUL, the footnotes that its marks (1) (2) name."""
        found = re.match(r"(.*?)((?: \(\d+\))*)$", text, re.S)
        return found[1] + "\0" + "; ".join(e.marks.get(m, "") for m in re.findall(r"\d+", found[2]))

    def table(self, id, want):
        """Rows of expected cells, the first of which is the row's label."""
        e = self.exhibits[id]
        if len(e.rows) - 1 != len(want):
            self.say("differs", id, f"{len(e.rows) - 1} filas", f"expected {len(want)}")
        for i, row in enumerate(want[:len(e.rows) - 1]):
            for c, value in enumerate(row):
                self.cell(e, i + 1, c, value)

    def heat(self, id, want):
        """A map of days and hours: (hour, weekday) → text."""
        e = self.exhibits[id]
        for i, row in enumerate(e.rows[1:], 1):
            self.read.add((id, i, 0))
            hour = int(row[0].partition(":")[0])
            for d in range(7):
                self.read.add((id, i, d + 1))
                self.compare(f"{id}, {row[0]}, {WEEKDAYS[d]}", re.sub(r"\D+$", "", row[d + 1]), want.pop((hour, d), ""))
        for key, value in want.items():
            self.say("differs", id, "", f"{key}: expected {value}")

    def chart(self, id, want):
        """A chart's values; want maps (series, category) to a Value, missing ones too."""
        e = self.exhibits.get(id)
        got = dict(e.chart or {}) if e else {}
        for key, value in want.items():
            shown = got.pop(key, None)
            same = shown is None and not value.ok or shown is not None and value.ok and abs(shown - value.n) <= 1e-9 * max(1, abs(value.n))
            text = "" if shown is None else f"{shown:.10g}".replace(".", ",")
            self.say("equal" if same else "differs", f"{id}, {key[0]}, {key[1]}", text, f"expected {value.n}")
        for key, shown in got.items():
            self.say("differs", f"{id}, {key[0]}, {key[1]}", f"{shown:.10g}".replace(".", ","), "nothing was expected here")

    def given(self, id, why, rows=None, columns=None, when=lambda row: True):
        """Cells of which no export can tell whether they are right."""
        e = self.exhibits.get(id)
        for i, row in enumerate(e.rows[1:] if e else [], 1):
            for c, text in enumerate(row):
                if when(row) and (columns is None or c in columns) and (id, i, c) not in self.read:
                    self.read.add((id, i, c))
                    self.say("given", f"{id}, {row[0]}, {e.rows[0][c]}", text, why)

    def line(self, id, pattern, want=None, why=""):
        """The lines under an exhibit that match: their figures as expected, or given."""
        for i, text in enumerate(self.exhibits[id].lines if id in self.exhibits else []):
            if re.search(pattern, text) and (id, "line", i) not in self.read:
                self.read.add((id, "line", i))
                self.figures(f"{id}, nota", text, want, why)

    def sentence(self, pattern, want=None, why=""):
        for i, text in enumerate(self.sentences):
            if re.search(pattern, text) and ("text", i) not in self.read:
                self.read.add(("text", i))
                self.figures("texto", text, want, why)

    def figures(self, place, text, want, why=""):
        if want is None:
            self.say("given", place, text, why)
            return
        want = [n for x in want for n in figures_in(str(x))]
        got = figures_in(text)
        self.say("equal" if got == want else "differs", place, text, "" if got == want else f"expected {want}")

    def unread(self):
        for id, e in self.exhibits.items():
            for i, row in enumerate(e.rows[1:] if id not in ("Control", "Resumen") else [], 1):
                for c, text in enumerate(row):
                    if (id, i, c) not in self.read and figures_in(text):
                        self.say("unread", f"{id}, {row[0]}, {e.rows[0][c]}", text)
            for i, text in enumerate(e.lines):
                if (id, "line", i) not in self.read:
                    self.say("unread", f"{id}, nota", text)
        for i, text in enumerate(self.sentences):
            if ("text", i) not in self.read:
                self.say("unread", "texto", text)

    def same(self, place, text, value):
        """Holds a cell of the base against a Value, to the last digit of the file."""
        if not isinstance(value, Value):
            self.say("equal" if text == value else "differs", place, text, f"expected {value}")
            return
        try:
            same = abs(float(text) - value.n) <= 1e-9 * max(1, abs(value.n))
        except (ValueError, TypeError):  # a reason in words, or a number where none was expected
            same = not value.ok and figures_in(text) in ([], figures_in(value.why))
        self.say("equal" if same else "differs", place, text.replace(".", ","), f"expected {value.n}")

    def sheet(self, name, keys, want):
        """A sheet's rows, each once, by the values of its key columns; columns that are not named are not compared."""
        for row in self.base.rows(name):
            key = tuple(row[k] for k in keys)
            values = want.pop(key, None)
            if values is None:
                self.say("differs", f"{name}, {' '.join(key)}", "fila", "no such row was expected")
                continue
            for column, value in values.items():
                self.same(f"{name}, {' '.join(key)}, {column}", row[column], value)
        for key in want:
            self.say("differs", f"{name}, {' '.join(key)}", "", "the row is missing")
