"""The figures of a month, by the definitions that the report prints in its last table and in the sheet Diccionario."""
import collections
import datetime as dt
import math
import re

NETWORKS = {"facebook": "Facebook", "x": "X (Twitter)", "instagram": "Instagram", "youtube": "YouTube", "linkedin": "LinkedIn", "tiktok": "TikTok"}
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
WEEKDAYS = "lunes martes miércoles jueves viernes sábado domingo".split()
VISUAL = {"imagen", "video", "carrusel", "en vivo", "historia"}
# The days on which a network began to count something else under the same name, and what.
BREAKS = [(dt.date(2024, 6, 1), "x", {"impressions", "interactions"}), (dt.date(2025, 3, 31), "youtube", {"views"}),
          (dt.date(2025, 4, 21), "instagram", {"views", "impressions"}), (dt.date(2025, 11, 15), "facebook", {"views", "impressions", "followers_total"}),
          (dt.date(2026, 6, 15), "facebook", {"reach"}), (dt.date(2026, 8, 27), "youtube", {"views"})]


class Month(collections.namedtuple("Month", "year month")):
    def back(self, n):
        k = self.year * 12 + self.month - 1 - n
        return Month(k // 12, k % 12 + 1)

    @property
    def first(self):
        return dt.date(self.year, self.month, 1)

    @property
    def last(self):
        return self.back(-1).first - dt.timedelta(days=1)

    @property
    def days(self):
        return self.last.day

    def __str__(self):
        return f"{self.year}-{self.month:02d}"

    @property
    def words(self):
        return f"{MONTHS[self.month - 1]} de {self.year}"


def month_of(day):
    return Month(day.year, day.month)


class Value:
    """A number with what is noted beside it, or the reason why there is none."""

    def __init__(self, n=None, unit="0", why="", notes=()):
        self.n, self.unit, self.why, self.notes = n, unit, why, [x for x in notes if x]

    @property
    def ok(self):
        return self.n is not None

    def noted(self, *notes):
        return Value(self.n, self.unit, self.why, self.notes + list(notes))

    def bare(self, unit=None):
        return Value(self.n, unit or self.unit, self.why)

    def __str__(self):
        if not self.ok:
            return f"({self.why})"
        if self.unit == "%":
            return spanish(self.n * 100, 1) + " %"
        if self.unit == "+%":
            return signed(self.n * 100, 1) + " %"
        if self.unit == "+":
            return signed(self.n, 0)
        return spanish(self.n, int(self.unit))


def none(why, unit="0"):
    return Value(None, unit, why)


def spanish(n, places):
    scaled = math.floor(abs(n) * 10 ** places + 0.5) / 10 ** places
    text = f"{scaled:,.{places}f}".translate(str.maketrans(",.", ".,"))
    return ("−" if n < 0 and scaled else "") + text


def signed(n, places):
    text = spanish(n, places)
    return "+" + text if n > 0 and re.search("[1-9]", text) else text


def quantile(xs, p):
    xs = sorted(xs)
    at = p * (len(xs) - 1)
    low = int(at)
    return xs[low] if low + 1 == len(xs) else xs[low] + (at - low) * (xs[low + 1] - xs[low])


def share(k, n, things):
    if n == 0:
        return none("sin " + things, "%")
    if n < 30:
        return none(f"{k} de {n}, menos de 30", "%")
    return Value(k / n, "%")


def ratio(a, b, unit="%"):
    if not a.ok or not b.ok or not b.n:
        return none((a.why if not a.ok else b.why) or "cero", unit)
    return Value(a.n / b.n, unit)


def crossed(network, metric, before, now):
    for day, n, metrics in BREAKS:
        m = month_of(day)
        if n == network and metric in metrics and m <= now and (m > before or m == before and day.day > 1):
            return day
    return None


class Figures:
    """The month's figures by the report's own definitions: see the sheet Diccionario."""

    def __init__(self, w, month):
        self.w, self.now, self.accounts = w, month, [a for a in w.accounts if a.listed or any(a.posts[m] or a.daily[m] for m in self.window(w, month))]

    @staticmethod
    def window(w, month):
        return [m for m in (month.back(i) for i in range(13)) if m in w.stored]

    def label(self, a):
        alone = sum(b.network == a.network for b in self.accounts) == 1
        return NETWORKS[a.network] if alone else f"{NETWORKS[a.network]} · {a.name or 'cuenta sin nombre'}"

    def at(self, back):
        return self.now.back(back)

    def absent(self, back):
        return self.at(back) not in self.w.stored

    def total(self, a, m, metric):
        if metric in a.whole[m]:
            return Value(a.whole[m][metric])
        days = a.daily[m][metric]
        if not days:
            return none("sin dato")
        return Value(sum(days.values()), notes=[f"parcial: {len(days)} de {m.days} días" if len(days) < m.days else ""])

    def gains(self, a, m):
        v = self.total(a, m, "followers_net")
        if v.ok:
            return Value(v.n, "+", notes=v.notes)
        up, down = self.total(a, m, "followers_new"), self.total(a, m, "followers_lost")
        if up.ok and down.ok:
            return Value(up.n - down.n, "+", notes=list(dict.fromkeys(up.notes + down.notes)))
        return none("sin altas y bajas", "+")

    def closing(self, a, back):
        if back > 12 or self.absent(back):
            return none("sin datos")
        m = self.at(back)
        captures = a.daily[m]["followers_total"]
        if captures:
            day = max(captures)
            return Value(captures[day], notes=[f"estimado {day:%d/%m/%Y}" if day.day < m.days - 1 else ""])
        gains = self.gains(a, m)
        if gains.ok and back < 12 and not self.absent(back + 1):
            before = self.closing(a, back + 1)
            if before.ok:
                return Value(before.n + gains.n, notes=["calculado"])
        return none("sin captura de seguidores")

    def opening(self, a, back):
        m = self.at(back)
        v = self.closing(a, back + 1)
        if v.ok:
            day = crossed(a.network, "followers_total", self.at(back + 1), m)
            return none(f"la red cambió la definición el {day:%d/%m/%Y}") if day else v
        first = a.daily[m]["followers_total"].get(m.first)
        return none("sin cierre del mes anterior") if first is None else Value(first, notes=[f"captura del {m.first:%d/%m/%Y}"])

    @staticmethod
    def rounding(a, v):
        if a.network != "youtube" or v.n < 1000:
            return 0
        step = 10 ** (len(str(int(v.n))) - 3)
        return step / 2 if v.n % step == 0 else 0

    def net(self, a, back):
        if self.absent(back):
            return none("sin datos", "+")
        gains, start, end = self.gains(a, self.at(back)), self.opening(a, back), self.closing(a, back)
        if not start.ok or not end.ok:
            return gains if gains.ok else none(end.why if not end.ok else start.why, "+")
        v = Value(end.n - start.n, "+", notes=["estimado" if start.notes or end.notes else ""])
        if gains.ok and gains.n != v.n and not end.notes:
            v = v.noted(f"altas menos bajas da {gains}")
        half = self.rounding(a, end)
        if abs(v.n) < half:
            return gains.noted(f"±{half:.0f}") if gains.ok else none(f"±{half:.0f}", "+")
        return v.noted(f"±{half:.0f}") if half else v

    def rate(self, a, back):
        return ratio(self.net(a, back), self.opening(a, back), "+%")

    def compound(self, a):
        end = self.closing(a, 0)
        if not end.ok:
            return none(end.why, "+%")
        for back in range(12, 0, -1):
            start = self.closing(a, back)
            if start.ok and start.n > 0 and not crossed(a.network, "followers_total", self.at(back), self.now):
                if abs(end.n - start.n) < self.rounding(a, end):
                    return none("sin precisión suficiente", "+%")
                return Value((end.n / start.n) ** (1 / back) - 1, "+%", notes=["desde " + self.at(back).words])
        return none("hay un solo cierre comparable", "+%")

    def followers_on(self, a, day):
        """The last capture up to a day, of its month or the one before."""
        captures = {d: v for back in (0, 1) if not self.absent(back) for d, v in a.daily[self.at(back)]["followers_total"].items() if d <= day}
        return Value(captures[max(captures)]) if captures else none("")

    # Sums over accounts say of how many they are; the like-for-like ones take the accounts that have the figure this month.

    def sum(self, measure, back, unit="0", accounts=None):
        accounts = self.accounts if accounts is None else accounts
        found = [v for v in (measure(a, back) for a in accounts) if v.ok]
        if not found:
            return none(measure(accounts[0], back).why if accounts else "", unit)
        return Value(sum(v.n for v in found), unit, notes=[f"suma de {len(found)} de {len(accounts)} cuentas" if len(found) < len(accounts) else ""])

    def like(self, measure, back, unit="0"):
        same = [a for a in self.accounts if measure(a, 0).ok]
        return self.sum(measure, back, unit, same or None)

    @staticmethod
    def mean(at, unit):
        before = [at(b) for b in (1, 2, 3)]
        found = [v.n for v in before if v.ok]
        if not found:
            return none(before[0].why, unit)
        return Value(sum(found) / len(found), unit, notes=[f"{len(found)} de 3 meses" if len(found) < 3 else ""])

    def full_mean(self, measure, unit):
        def at(back):
            v = self.like(measure, back, unit)
            return none("") if v.notes else v
        return self.mean(at, unit)

    def office_rate(self, back):
        pairs = [(n.n, o.n) for n, o in ((self.net(a, back), self.opening(a, back)) for a in self.accounts) if n.ok and o.ok]
        if not pairs or not sum(o for _, o in pairs):
            return none("", "+%")
        return Value(sum(n for n, _ in pairs) / sum(o for _, o in pairs), "+%", notes=[f"suma de {len(pairs)} de {len(self.accounts)} cuentas" if len(pairs) < len(self.accounts) else ""])

    # Posts.

    def posts(self, network, back):
        return [] if self.absent(back) else [p for a in self.accounts if network in ("", a.network) for p in a.posts[self.at(back)]]

    def posted(self, a, back):
        if self.absent(back):
            return none("sin datos")
        posts = a.posts[self.at(back)]
        return Value(sum(p["kind"] != "historia" for p in posts)) if posts else none("sin exporte")

    def engaged(self, a, back):
        if self.absent(back):
            return none("sin datos")
        posts = a.posts[self.at(back)]
        return self.added(posts, interactions) if posts else none("sin exporte")

    @staticmethod
    def added(posts, of):
        found = [n for n in map(of, posts) if n is not None]
        if not found:
            return none("")
        return Value(sum(found), notes=[f"parcial: {len(found)} publicaciones de {len(posts)}" if len(found) < len(posts) else ""])

    @staticmethod
    def weighted(posts):
        both = [p for p in posts if interactions(p) is not None and p["reach"] is not None]
        if not sum(p["reach"] for p in both):
            return none("", "%")
        return Value(sum(map(interactions, both)) / sum(p["reach"] for p in both), "%", notes=[f"{len(both)} publicaciones de {len(posts)} con los dos datos" if len(both) < len(posts) else ""])

    @staticmethod
    def middle(posts):
        rates = [r for r in map(by_reach, posts) if r is not None]
        return Value(quantile(rates, .5), "%") if rates else none("", "%")

    @staticmethod
    def amplified(posts):
        found = [p["shares"] for p in posts if p["shares"] is not None]
        return Value(sum(found) / len(found), "1") if found else none("", "1")

    @staticmethod
    def with_media(posts):
        known = [p for p in posts if p["kind"] in VISUAL or p["kind"] in ("texto", "enlace")]
        return share(sum(p["kind"] in VISUAL for p in known), len(known), "tipos conocidos")

    def reach(self, a, back):
        m = self.at(back)
        if "reach" in a.whole[m] and not self.absent(back):
            return self.redefined(Value(a.whole[m]["reach"]), a, "reach", m)
        return none("")

    def daily_reach(self, a):
        days = a.daily[self.now]["reach"]
        if not days:
            return none("")
        return Value(sum(days.values()) / len(days), notes=[f"{len(days)} de {self.now.days} días" if len(days) < self.now.days else ""])

    def views(self, a, back):
        m = self.at(back)
        if self.absent(back):
            return none("")
        for metric in ("views", "impressions"):
            v = self.total(a, m, metric)
            if v.ok:
                return self.redefined(v, a, metric, m)
        return self.redefined(self.added(a.posts[m], lambda p: p["views"]), a, "views", m)

    @staticmethod
    def redefined(v, a, metric, m):
        day = crossed(a.network, metric, m, m)
        return v.noted(f"reúne dos definiciones {day:%d/%m/%Y}") if day and v.ok else v

    def comparable(self, v, a, metric):
        day = crossed(a.network, metric, self.at(1), self.now)
        return none(f"{day:%d/%m/%Y}") if day and v.ok else v

    def past_rates(self, network):
        """K11 of the twelve months before, those of which the network still counts reach the same."""
        found = (self.weighted(self.posts(network, b)) for b in range(1, 13) if not crossed(network, "reach", self.at(b), self.now))
        return [v.n for v in found if v.ok]

    # Hours.

    def slots(self, network, backs):
        hours = collections.defaultdict(list)
        for back in backs:
            for p in self.posts(network, back):
                if p["timed"] and interactions(p) is not None:
                    hours[p["at"].hour].append(interactions(p))
        return hours

    def band(self, network, backs):
        """The hours of the upper quarter, or why there are none."""
        judged = {h: sum(x) / len(x) for h, x in self.slots(network, backs).items() if len(x) >= 3}
        if len(judged) < 4:
            return set(), "ninguna hora tiene 3 publicaciones" if not judged else f"solo {len(judged)} hora{'s' * (len(judged) > 1)} con 3 publicaciones o más; hacen falta cuatro"
        least = quantile(judged.values(), .75)
        return {h for h, mean in judged.items() if mean >= least}, ""

    def in_band(self, network, back=0):
        """The posts of a month that are judged by the band fixed before it: (post, inside)."""
        out = []
        for n in NETWORKS if network == "" else [network]:
            best, why = self.band(n, (back + 1, back + 2, back + 3))
            out += [(p, p["at"].hour in best) for p in self.posts(n, back) if p["timed"] and not why]
        return out

    def band_share(self, network, back=0):
        judged = self.in_band(network, back) if back + 3 < 13 else []
        if not judged:
            return none("sin franja", "%")
        return share(sum(i for _, i in judged), len(judged), "publicaciones con hora")

    def covered(self, a, m):
        days = {d for values in a.daily[m].values() for d in values} | {p["day"] for p in a.posts[m]}
        return {m.first + dt.timedelta(days=i) for i in range(m.days)} if a.whole[m] and not days else days

    def completeness(self, back):
        m = self.at(back)
        listed = [a for a in self.accounts if a.listed]
        if self.absent(back) or not listed:
            return none("", "%")
        return Value(sum(m.days if a.whole[m] else len(self.covered(a, m)) for a in listed) / (m.days * len(listed)), "%")


def interactions(p):
    found = [p[k] for k in ("reactions", "comments", "shares", "saves") if p[k] is not None]
    return sum(found) if found else None


def by_reach(p):
    i = interactions(p)
    return i / p["reach"] if i is not None and p["reach"] else None


def hours_text(best):
    runs = []
    for h in sorted(best):
        if runs and runs[-1][1] == h - 1:
            runs[-1][1] = h
        else:
            runs.append([h, h])
    parts = [f"{a}:00 a {b}:59" for a, b in runs]
    return " y ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
