"""recount WORKSPACE MONTH [-v]: works the figures of a month's growth report out again and holds the report against them.

It shares nothing with the program: it reads the exports in inbox/ as they came from the networks, with the standard
library alone (LibreOffice turns LinkedIn's .xls into text), and of the program's own work only the names of the months
that are stored, the document and the base. Every number printed in informe-crecimiento and in the base's sheets
Resumen, Crecimiento_Mensual, Crecimiento_Diario and Publicaciones gets a verdict: equal, differs, or given, with the
reason why no export can confirm it; -v lists them all. The status is 1 when a number differs or nothing accounts for it.

Exports it knows: Meta Business Suite (posts, days), X Analytics (posts, days), YouTube Studio, LinkedIn, and a list of
followers with the columns fecha, red, cuenta, seguidores.
"""
import collections
import datetime as dt
import re
import sys

sys.dont_write_bytecode = True

from audit import Audit, figures_in
from exports import Workspace
from figures import Month, NETWORKS, Value, VISUAL, by_reach, crossed, hours_text, interactions, none, quantile, ratio, spanish


class Growth(Audit):
    """What the growth report of a month should print, in its own order."""

    def run(self):
        self.head()
        self.cards()
        self.said()
        self.coverage()
        self.followers()
        self.published()
        self.reached()
        self.best()
        self.hours()
        self.policies()
        self.found()
        self.intake()
        self.summary()
        self.data()
        peers, events = self.titled("Cifras públicas").id, self.titled("Cobertura de los eventos").id
        for id, why in (("Tabla Menciones que piden respuesta, y respuestas", LEXICON), ("Tabla Peticiones probables por tipo y estado del término", LEXICON), (peers, RECORDS), (events, RECORDS), ("Tabla A2", ROWS), ("Tabla A3", DEFINITION), ("Tabla A4", PROGRAM)):
            self.given(id, why)
            self.line(id, ".", why=why if id not in ("Tabla Menciones que piden respuesta, y respuestas", "Tabla Peticiones probables por tipo y estado del término") else DEFINITION)
        for id in self.exhibits:
            self.line(id, "^(Filas de respaldo|Las historias)", why=DEFINITION)
        self.sentence("^No hay gráfico|SHA-256", why=DEFINITION)
        self.sentence(r"\[C-0[67]\]$", why=LEXICON)
        self.unread()

    def head(self):
        f = self.f
        days = [d for a in f.accounts for values in a.daily[f.now].values() for d in values] + [p["day"] for p in f.posts("", 0)]
        for row in self.exhibits["Control"].rows:
            for label, text in zip(row[::2], row[1::2]):
                if label == "Corte de los datos" and days:
                    self.compare(label, text, f"{max(days):%d/%m/%Y}")
                elif label == "Período":
                    self.compare(label, text, f.now.words)
                else:
                    self.say("given", label, text, PROGRAM)

    def cards(self):
        f = self.f
        media = lambda back: none("", "%") if f.absent(back) else f.with_media(f.posts("", back))

        def compared(measure, unit):
            return [f.like(measure, 1, unit), f.full_mean(measure, unit), f.like(measure, 12, unit)]

        def of(at, unit):
            return [at(1), f.mean(at, unit), at(12)]

        closings = compared(f.closing, "0")
        for i, back in enumerate((1, 3, 12)):
            if any(f.closing(a, 0).ok and crossed(a.network, "followers_total", f.at(back), f.now) for a in f.accounts):
                closings[i] = none("")
        goals = [a.goal for a in f.accounts if a.listed]
        if goals and None not in goals:
            closings.append(Value(sum(goals)))
        want = {
            "K01": [f.sum(f.closing, 0)] + closings, "K02": [f.sum(f.net, 0, "+")] + compared(f.net, "+"), "K03": [f.office_rate(0)] + of(f.office_rate, "+%"),
            "K07": [f.sum(f.posted, 0)] + compared(f.posted, "0"), "K08": [f.sum(f.engaged, 0)] + compared(f.engaged, "0"), "K14": [media(0)] + of(media, "%"),
            "K16": [f.band_share("")] + of(lambda back: f.band_share("", back), "%") + ([Value(self.w.band_goal, "%")] if self.w.band_goal else []), "Q05": [f.completeness(0), f.completeness(1), Value(.95, "%")],
        }
        e = self.exhibits["Resumen"]
        for card in (cell.split("\n") for row in e.rows for cell in row):
            id = card[0][-3:]
            values = want.pop(id)
            if len(values) != len(card) - 1:
                self.say("differs", id, f"{len(card) - 1} cifras", f"expected {len(values)}")
            for text, value in zip(card[1:], values):
                label, _, text = text.rpartition(": ") if ": " in text and not text.startswith("(") else ("", "", text)
                if not value.ok:
                    self.figures(f"{id} {label}", text, figures_in(value.why))
                else:
                    self.compare(f"{id} {label}", self.footnoted(e, text), value, "; ".join(value.notes))

    def said(self):
        f, a = self.f, self.f.accounts
        end, net, rate = f.sum(f.closing, 0), f.sum(f.net, 0, "+"), f.office_rate(0)
        want = []
        if end.ok:
            grown = [f.net(x, 0) for x in a if f.net(x, 0).ok]
            closed = [x for x in a if f.closing(x, 0).ok]
            want = [end]
            if net.ok:
                want += [len(grown), len(a), net] if len(grown) < len(closed) else [spanish(abs(net.n), 0) if net.n else ""]
                if rate.ok and len(grown) == sum(f.rate(x, 0).ok for x in a):
                    want.append(rate)
                if len(a) > 1 and max(v.n for v in grown) > 0:
                    best = max((x for x in a if f.net(x, 0).ok), key=lambda x: f.net(x, 0).n)
                    want += [f.label(best), f.net(best, 0)]
                want += [f.label(x) for x in a if x not in closed]
        self.sentence(r"\[C-01\]$", want)
        now, before = f.sum(f.posted, 0), f.like(f.posted, 1)
        want = []
        if now.ok:
            want = [now, spanish(now.n / f.now.days, 1)]
            if before.ok and not before.notes and now.n != before.n:
                want.append(spanish(abs(now.n - before.n), 0))
            counts = sorted((f.sum(f.posted, 0, accounts=[x for x in a if x.network == n]).n or 0 for n in NETWORKS), reverse=True)
            if counts[1] and counts[0] > counts[1]:
                want.append(spanish(counts[0], 0))
            want += [f.label(x) for x in a if not f.posted(x, 0).ok]
        self.sentence(r"\[C-02\]$", want)
        rated = {n: f.weighted(f.posts(n, 0)) for n in NETWORKS if sum(by_reach(p) is not None for p in f.posts(n, 0)) >= 5}
        want = ["5"] if not rated else []
        if rated:
            best = max(rated, key=lambda n: rated[n].n)
            before = f.weighted(f.posts(best, 1))
            if crossed(best, "reach", f.at(1), f.now):
                before = none("")
            want = [rated[best]] + ([before] if before.ok and str(before) != str(rated[best]) else [])
        self.sentence(r"\[C-03\]$", want)
        ranked = self.ranked()
        self.sentence(r"\[C-04\]$", [len(ranked) if len(ranked) > 1 else "", f"{ranked[0]['day']:%d/%m/%Y}", Value(by_reach(ranked[0]), "%")] if ranked else [])
        self.sentence(r"\[C-05\]$", [f.completeness(0)])

    def coverage(self):
        f = self.f
        want = []
        for a in f.accounts:
            days = sorted(f.covered(a, f.now) if not a.whole[f.now] else f.covered(a, f.now))
            first, last = (f"{days[0]:%d/%m/%Y}", f"{days[-1]:%d/%m/%Y}") if days else ("sin dato", "sin dato")
            want.append([NETWORKS[a.network], None, None, first, last, f"{len(days)} de {f.now.days}", f.posted(a, 0)])
        e = self.exhibits["Tabla Cuentas oficiales y cobertura de los datos"]
        for i in range(1, len(e.rows)):
            self.read |= {(e.id, i, 1), (e.id, i, 2)}
        for i, row in enumerate(want[:len(e.rows) - 1], 1):
            for c in (0, 3, 4, 5, 6):
                self.cell(e, i, c, row[c])
        if len(e.rows) - 1 != len(want):
            self.say("differs", e.id, f"{len(e.rows) - 1} cuentas", f"expected {len(want)}")
        self.sentence(r"^\d[\d.]* valor(es)? de métricas", [spanish(self.w.nameless[self.month], 0)])
        for a in f.accounts:
            captures = sorted(a.daily[f.now]["followers_total"])
            days = sorted(f.covered(a, f.now))
            want = [f.label(a), f"{days[0]:%d/%m/%Y}"] if days else []
            if len(captures) > 1:
                values = a.daily[f.now]["followers_total"]
                want += [f"{captures[0]:%d/%m/%Y}", f"{captures[-1]:%d/%m/%Y}", spanish(values[captures[0]], 0), spanish(values[captures[-1]], 0)]
            self.sentence("^" + re.escape(f.label(a)) + ": su primer dato", want)
        self.given("Tabla Cambios de definición de las redes", DEFINITION)
        self.given("Tabla Métricas que faltan y qué se hizo", DEFINITION)
        self.given("Tabla Publicaciones que un exporte posterior ya no trae", "se sigue de comparar dos exportes; lo prueba la prueba TestPostTakenDown")
        self.line("Tabla Publicaciones que un exporte posterior ya no trae", ".", why=DEFINITION)

    def followers(self):
        f, a, now = self.f, self.f.accounts, self.f.now
        up, down = lambda x, back: f.total(x, f.at(back), "followers_new"), lambda x, back: f.total(x, f.at(back), "followers_lost")
        want = [[f.label(x), f.opening(x, 0), up(x, 0), down(x, 0), f.net(x, 0), f.closing(x, 0), f.rate(x, 0)] for x in a]
        if len(a) > 1:
            want.append(["Suma de la oficina", f.sum(f.opening, 0), f.sum(up, 0), f.sum(down, 0), f.sum(f.net, 0, "+"), f.sum(f.closing, 0), f.office_rate(0)])
        self.table("Tabla Movimiento de seguidores por cuenta", want)
        goal = lambda x: none("sin meta") if x.goal is None else Value(x.goal)
        self.table("Tabla Crecimiento neto comparado y meta de seguidores", [[f.label(x), f.net(x, 0), f.net(x, 1), f.mean(lambda b: f.net(x, b), "+"), f.net(x, 12), f.compound(x), goal(x), ratio(f.closing(x, 0), goal(x))] for x in a])
        if self.w.inhabitants and any(f.closing(x, 0).ok for x in a):
            self.table("Tabla Seguidores frente a la población (K06)", [[f.label(x), f.closing(x, 0), ratio(f.closing(x, 0).bare(), Value(self.w.inhabitants))] for x in a])
            self.line("Tabla Seguidores frente a la población (K06)", "Habitantes", [spanish(self.w.inhabitants, 0)])
        short = lambda m: f"{m.words[:3]} {m.year}"
        for n in [n for n in NETWORKS if any(x.network == n and f.closing(x, b).ok for x in a for b in range(13))]:
            want = {}
            for x in [x for x in a if x.network == n]:
                for b in range(13):
                    later = crossed(n, "followers_total", f.at(b), f.now)
                    name = f"{x.name}, antes del {later:%d/%m/%Y}" if later and any(f.closing(x, c).ok for c in range(b, 13)) else x.name
                    want[name, short(f.at(b))] = f.closing(x, b)
            self.chart(f"Gráfico Seguidores al cierre, {NETWORKS[n]}", want)
            self.line(f"Gráfico Seguidores al cierre, {NETWORKS[n]}", r"^\d\d/\d\d/\d{4}", why=DEFINITION)
        self.chart("Gráfico Crecimiento neto diario", {(f.label(x), str(d)): self.day_net(x, now.first.replace(day=d)) for x in a for d in range(1, now.days + 1)})
        self.line("Gráfico Crecimiento neto diario", ".", why=DEFINITION)

    def day_net(self, a, day):
        daily = a.daily[self.f.now]
        if day in daily["followers_net"]:
            return Value(daily["followers_net"][day])
        if day in daily["followers_new"] and day in daily["followers_lost"]:
            return Value(daily["followers_new"][day] - daily["followers_lost"][day])
        before = day - dt.timedelta(days=1)
        was = a.daily[Month(before.year, before.month)]["followers_total"].get(before) if Month(before.year, before.month) in self.w.stored else None
        return Value(daily["followers_total"][day] - was) if day in daily["followers_total"] and was is not None else none("")

    def published(self):
        f, a = self.f, self.f.accounts
        per_day = lambda v: Value(v.n / f.now.days, "1", notes=v.notes) if v.ok else none(v.why, "1")
        want = [[f.label(x), f.posted(x, 0), per_day(f.posted(x, 0)), f.posted(x, 1), f.mean(lambda b: f.posted(x, b), "1"), f.with_media(x.posts[f.now])] for x in a]
        if len(a) > 1:
            total = lambda back: f.sum(f.posted, back)
            want.append(["Suma de la oficina", total(0), per_day(total(0)), total(1), f.mean(total, "1"), f.with_media(f.posts("", 0))])
        self.table("Tabla Publicaciones por cuenta (K07)", want)
        shown = [n for n in NETWORKS if any(x.network == n for x in a)]
        kinds = self.exhibits["Tabla Publicaciones por red y formato"].rows[0][1:-1] if self.exhibits["Tabla Publicaciones por red y formato"].rows else []
        count = lambda n, k: sum(p["kind"] == k for p in f.posts(n, 0))
        rows = []
        for n in shown + [""]:
            posts = f.posts(n, 0)
            figures = [Value(count(n, k)) for k in kinds] + [Value(len(posts))] if posts else ["sin dato"] * (len(kinds) + 1)
            rows.append([NETWORKS.get(n, "Todas")] + figures)
        if kinds:
            self.table("Tabla Publicaciones por red y formato", rows)
            self.chart("Gráfico Publicaciones por red y formato", {(k, NETWORKS[n]): Value(count(n, k)) for n in shown if f.posts(n, 0) for k in kinds})

    def reached(self):
        f, a = self.f, self.f.accounts
        self.table("Tabla Alcance y vistas por cuenta", [[f.label(x), f.reach(x, 0), f.comparable(f.reach(x, 1), x, "reach"), f.daily_reach(x), f.views(x, 0), f.comparable(f.views(x, 1), x, "views")] for x in a])
        rows = []
        for x in a:
            posts = x.posts[f.now]
            rows.append([f.label(x), f.engaged(x, 0), f.engaged(x, 1), f.weighted(posts), f.middle(posts), f.amplified(posts), f.added(posts, lambda p: p["clicks"])])
        self.table("Tabla Interacción por cuenta", rows)
        lines = {}
        for n in NETWORKS:
            line = [f.weighted(f.posts(n, b)).bare() for b in range(13)]
            if any(v.ok for v in line):
                lines.update({(NETWORKS[n], f"{f.at(b).words[:3]} {f.at(b).year}"): v for b, v in enumerate(line)})
                past = f.past_rates(n)
                self.line("Gráfico Interacción por alcance del mes (K11) por red", r"^\d\d/\d\d/\d{4}", why=DEFINITION)
                self.line("Gráfico Interacción por alcance del mes (K11) por red", "^" + re.escape(NETWORKS[n]), [len(past), Value(quantile(past, .25), "%"), Value(quantile(past, .75), "%")] if len(past) >= 4 else [])
        self.chart("Gráfico Interacción por alcance del mes (K11) por red", lines)

    def ranked(self):
        found = [p for p in self.f.posts("", 0) if by_reach(p) is not None and p["reach"] >= 100 and p["kind"] != "historia"]
        return sorted(found, key=lambda p: (-by_reach(p), -p["reach"], p["at"], p["id"]))

    def best(self):
        def row(p):
            moment = f"{p['at']:%d/%m/%Y %H:%M}" if p["timed"] else f"{p['day']:%d/%m/%Y}"
            return [NETWORKS[p["network"]], moment, p["kind"], Value(p["reach"]), Value(interactions(p)), Value(by_reach(p), "%")]
        all = self.ranked()
        for id, posts in (("Tabla Las de mayor interacción por alcance (K09)", all[:10]), ("Tabla Las de menor interacción por alcance (K09)", all[:-6:-1] if len(all) >= 15 else [])):
            e = self.exhibits.get(id)
            for i, p in enumerate(posts, 1):
                self.read.add((id, i, 0))
                self.say("given", f"{id}, fila {i}", e.rows[i][0], WORDS)
                for c, want in enumerate(row(p), 1):
                    self.cell(e, i, c, want)
        self.sentence("se comparan", [spanish(len(self.f.posts("", 0)), 0), spanish(len(all), 0), "100"])

    def hours(self):
        f = self.f
        heat, own = collections.defaultdict(list), collections.Counter()
        for n in NETWORKS:
            posts = [p for b in (0, 1, 2) for p in f.posts(n, b) if p["timed"] and interactions(p) is not None]
            usual = sum(map(interactions, posts)) / len(posts) if posts else 0
            for p in posts if usual else []:
                heat[p["at"].hour, p["at"].weekday()].append(interactions(p) / usual)
        for p in f.posts("", 0):
            if p["timed"]:
                own[p["at"].hour, p["at"].weekday()] += 1
        if self.exhibits["Gráfico Interacciones por publicación según día y hora, frente a lo usual en su red (1 = lo usual)"].rows:
            self.heat("Gráfico Interacciones por publicación según día y hora, frente a lo usual en su red (1 = lo usual)", {k: spanish(sum(x) / len(x), 1) for k, x in heat.items()})
        if self.exhibits["Gráfico Publicaciones propias del mes según día y hora"].rows:
            self.heat("Gráfico Publicaciones propias del mes según día y hora", {k: str(n) for k, n in own.items()})
        rows = []
        for n in [n for n in NETWORKS if any(a.network == n for a in f.accounts)]:
            (best, why), (later, reason) = f.band(n, (1, 2, 3)), f.band(n, (0, 1, 2))
            rows.append([NETWORKS[n], f"({why})" if why else hours_text(best), f.band_share(n), f"({reason})" if reason else hours_text(later)])
        self.table("Tabla Franja de mayor audiencia por red", rows)
        for id in ("Gráfico Interacciones por publicación según día y hora, frente a lo usual en su red (1 = lo usual)", "Gráfico Publicaciones propias del mes según día y hora", "Tabla Franja de mayor audiencia por red"):
            self.line(id, ".", why=DEFINITION)

    def policies(self):
        f, e = self.f, self.exhibits["Tabla Lineamientos del procedimiento"]
        cases = {"P3": [], "P4": [], "P5": []}
        where = {n: hours_text(f.band(n, (1, 2, 3))[0]) for n in NETWORKS}
        inside = dict((id(p), i) for p, i in f.in_band(""))
        kept = 0
        for a in f.accounts:
            for p in a.posts[f.now]:
                if p["kind"] in ("texto", "enlace"):
                    cases["P3"].append((f"{p['at']:%d/%m/%Y %H:%M}" if p["timed"] else f"{p['day']:%d/%m/%Y}", "sin imagen ni video", 0))
                if p["kind"] != "historia" and inside.get(id(p)) is False:
                    cases["P4"].append((f"{p['at']:%d/%m/%Y %H:%M}", "salió fuera de la franja " + where[p["network"]], 0))
            last = max([p["day"] for m in (f.now, f.at(1)) if m in self.w.stored for p in a.posts[m]], default=None)
            wrong = [w for w in ("publica y no está en el inventario de cuentas" if not a.listed else "", "sin responsable asignado" if a.listed and not a.responsible else "",
                                 f"inactiva: última publicación el {last:%d/%m/%Y}" if last and (f.now.last - last).days > 30 else "") if w]
            cases["P5"] += [("", w, 0) for w in wrong] + ([("", "no hay exporte de contenido: no se sabe si está activa", 1)] if not last else [])
            kept += not wrong and last is not None
        results = {"P3": f.with_media(f.posts("", 0)), "P4": f.band_share(""), "P5": Value(kept, notes=[f"de {len(f.accounts)} cuentas"])}
        for i, row in enumerate(e.rows[1:], 1):
            if row[0] in results:
                self.cell(e, i, 3, results[row[0]])
                self.cell(e, i, 6, Value(len(cases[row[0]])))
            if row[0] == "P4" and self.w.band_goal:
                self.cell(e, i, 4, Value(self.w.band_goal, "%"))
        self.given("Tabla Lineamientos del procedimiento", RECORDS)
        judged, all = len(f.in_band("")), sum(p["kind"] != "historia" for p in f.posts("", 0))
        self.line("Tabla Lineamientos del procedimiento", "^P4", [spanish(judged, 0), spanish(all - judged, 0)])
        self.line("Tabla Lineamientos del procedimiento", "^P5", why=DEFINITION)
        self.line("Tabla Lineamientos del procedimiento", "^P1", why=RECORDS)
        e = self.exhibits["Tabla Casos por revisar"]
        self.cases = {p: sorted(c, key=lambda x: x[2]) for p, c in cases.items()}
        shown = collections.Counter()
        for i, row in enumerate(e.rows[1:], 1):
            if row[0] not in self.cases:
                continue
            when, why, _ = self.cases[row[0]][shown[row[0]]]
            shown[row[0]] += 1
            self.read |= {(e.id, i, c) for c in range(5)}
            self.compare(f"{e.id}, {row[0]} {shown[row[0]]}", row[2].partition(" · ")[0] if when else "", when)
            self.compare(f"{e.id}, {row[0]} {shown[row[0]]}", row[3], why)
            self.say("given", f"{e.id}, {row[0]} {shown[row[0]]}", row[2].partition(" · ")[2], WORDS)
        self.given("Tabla Casos por revisar", RECORDS)
        for p, c in self.cases.items():
            self.line("Tabla Casos por revisar", f"^{p}:", [4, spanish(len(c), 0)])
        self.line("Tabla Casos por revisar", "^P", why=RECORDS)

    def found(self):
        f, e = self.f, self.titled("Hallazgos por reglas")
        for i, row in enumerate(e.rows[1:], 1):
            rule, text = row[0], row[1]
            want, why = None, LEXICON
            networks = [n for n in NETWORKS if text.startswith(NETWORKS[n])]
            if rule == "H-01":
                a = next(a for a in f.accounts if text.startswith(f"La cuenta de {f.label(a)} perdió"))
                want = [f.label(a), spanish(-f.net(a, 0).n, 0), f.rate(a, 0) if f.rate(a, 0).ok else ""]
            elif rule == "H-02":
                n = next(n for n in NETWORKS if f"de {NETWORKS[n]} (" in text)
                past = f.past_rates(n)
                want = [f.weighted(f.posts(n, 0)), Value(quantile(past, .25), "%"), Value(quantile(past, .75), "%")]
            elif rule == "H-03":
                format = re.search(r"formato ([\w ]+?) tuvieron", text)[1]
                groups = [[by_reach(p) for p in f.posts(networks[0], 0) if by_reach(p) is not None and (p["kind"] == format) == inside] for inside in (True, False)]
                want = [x for g in groups for x in (Value(quantile(g, .5), "%"), len(g))]
            elif rule == "H-05":
                want = [f.band_share("")]
            elif rule == "H-06":
                counts = dict(re.findall(r"(P\d) \((\d[\d.]*)", text))
                for p in ("P4", "P5"):
                    if p in counts:
                        self.compare(f"{e.id}, {rule} {p}", counts[p], spanish(sum(not c[2] for c in self.cases[p]), 0))
                why = RECORDS
            elif rule == "H-08":
                want = [f.label(a) for a in f.accounts if a.listed and not (f.closing(a, 0).ok and f.posted(a, 0).ok)]
            for c in range(len(row)):
                self.read.add((e.id, i, c))
            self.figures(f"{e.id}, {rule}", text, want, why)

    def intake(self):
        e = self.exhibits["Tabla A1"]
        sums = [0] * 6
        for i, row in enumerate(e.rows[1:], 1):
            figures = [int(n.replace(".", "")) for n in row[1:7]]
            self.read |= {(e.id, i, c) for c in range(8)}
            place = f"Tabla A1, {row[0]}"
            if row[0] == "Total":
                for c, (n, total) in enumerate(zip(figures, sums), 1):
                    self.compare(f"{place}, {e.rows[0][c]}", row[c], spanish(total, 0))
                continue
            sums = [a + b for a, b in zip(sums, figures)]
            if figures[0] != sum(figures[1:]):
                self.say("differs", place, " ".join(row[1:7]), "the fates do not add up")
            if row[0] in self.w.files:
                self.compare(place + ", Leídas", row[1], spanish(self.w.files[row[0]], 0))
            else:
                self.say("given", place + ", Leídas", row[1], ROWS)
            if row[0] in self.w.kept and not figures[2]:
                self.compare(place + ", Conservadas", row[2], spanish(self.w.kept[row[0]][self.month], 0))
            else:
                self.say("given", place + ", Conservadas", row[2], ROWS)
            self.say("given", place, " ".join(row[3:7]), ROWS)
        self.line("Tabla A1", ".", why=PROGRAM)

    # The base.

    def summary(self):
        f, want = self.f, {}
        for n in [n for n in NETWORKS if any(a.network == n for a in f.accounts)] + [""]:
            accounts = [a for a in f.accounts if n in ("", a.network)]
            posts, judged = f.posts(n, 0), f.in_band(n)
            seen, known = sum(p["kind"] in VISUAL for p in posts), sum(p["kind"] in VISUAL or p["kind"] in ("texto", "enlace") for p in posts)
            total = lambda measure: f.sum(measure, 0, accounts=accounts)
            want[NETWORKS.get(n, "Suma de la oficina"),] = {
                "seguidores_inicio": total(f.opening), "neto": total(f.net), "seguidores_cierre": total(f.closing), "publicaciones": total(f.posted),
                "interacciones": f.added(posts, interactions), "er_alcance": f.weighted(posts) if n else none(""), "compartidos": f.added(posts, lambda p: p["shares"]),
                "vistas": f.added(posts, lambda p: p["views"]), "con_imagen_o_video": Value(seen) if known else none(""), "porcentaje_imagen_o_video": f.with_media(posts),
                "en_franja": Value(sum(i for _, i in judged)) if judged else none(""), "porcentaje_en_franja": f.band_share(n)}
        self.sheet("Resumen", ["red"], want)

    def data(self):
        """The rows behind the figures: months, days and posts."""
        f, want = self.f, {}
        for back in range(13):
            m = f.at(back)
            for a in f.accounts if m in self.w.stored else []:
                want[serial(m.first), NETWORKS[a.network], a.name or "cuenta sin nombre"] = {
                    "inicio": f.opening(a, back), "altas": f.total(a, m, "followers_new"), "bajas": f.total(a, m, "followers_lost"), "neto": f.net(a, back),
                    "cierre": f.closing(a, back), "tasa": f.rate(a, back), "publicaciones": f.posted(a, back), "interacciones": f.engaged(a, back),
                    "alcance_mensual": f.reach(a, back), "vistas": f.views(a, back), "er_alcance": f.weighted(a.posts[m])}
        self.sheet("Crecimiento_Mensual", ["mes", "red", "cuenta"], want)
        want, inside = {}, dict((id(p), i) for p, i in f.in_band(""))
        for a in f.accounts:
            daily = a.daily[f.now]
            for day in sorted({d for m in ("followers_total", "followers_new", "followers_lost", "followers_net") for d in daily[m]}):
                of = lambda metric: Value(daily[metric].get(day))
                want[serial(day), NETWORKS[a.network], a.name] = {"seguidores": of("followers_total"), "altas": of("followers_new"), "bajas": of("followers_lost"), "neto": self.day_net(a, day)}
        self.sheet("Crecimiento_Diario", ["fecha", "red", "cuenta"], want)
        want = {}
        for a in f.accounts:
            for p in a.posts[f.now]:
                followers = f.followers_on(a, p["day"])
                want[p["link"],] = {
                    "fecha": serial(p["day"]), "hora": Value(p["at"].hour if p["timed"] else None), "formato": p["kind"], "alcance": Value(p["reach"]), "vistas": Value(p["views"]),
                    "reacciones": Value(p["reactions"]), "comentarios": Value(p["comments"]), "compartidos": Value(p["shares"]), "guardados": Value(p["saves"]), "clics": Value(p["clicks"]),
                    "interacciones": Value(interactions(p)), "er_alcance": Value(by_reach(p)), "seguidores_dia": followers, "er_seguidores": ratio(Value(interactions(p)), followers),
                    "en_franja": {True: "Sí", False: "No", None: ""}[inside.get(id(p))]}
        self.sheet("Publicaciones", ["enlace"], want)


def serial(day):
    """A day as Excel counts it."""
    return str((day - dt.date(1899, 12, 30)).days)


LEXICON = "counts what the lexicon reads in citizens' mentions: office_growth_test.go works it out again in SQL over the store"
RECORDS = "is held against the office's own records (site, log, events, peers): office_growth_test.go works it out again in SQL over them"
ROWS = "the reader's own bookkeeping of rows: here only their sum is held against the rows read"
DEFINITION = "a limit or date of a definition, not a figure of the month"
PROGRAM = "version, state or fingerprint: names no figure of the month"
WORDS = "a post's own words"


def main():
    arguments = [x for x in sys.argv[1:] if x != "-v"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    workspace = Workspace(arguments[0])
    workspace.read()
    audit = Growth(workspace, Month(*map(int, arguments[1].split("-"))))
    audit.run()
    counts = collections.Counter()
    for verdict, place, text, why, count in audit.verdicts:
        counts[verdict] += count
        if verdict in ("differs", "unread") or "-v" in sys.argv:
            print(f"{verdict:8} {place}: {text}" + (f" ({why})" if why and verdict != "equal" else ""))
    print(f"{arguments[1]}: {sum(counts.values())} numbers: {counts['equal']} equal, {counts['differs']} differ, {counts['given']} given, {counts['unread']} unread")
    sys.exit(1 if counts["differs"] or counts["unread"] else 0)


if __name__ == "__main__":
    main()
