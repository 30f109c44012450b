"""The exports of an inbox as they came from the networks, read with the standard library alone."""
import collections
import csv
import datetime as dt
import fnmatch
import glob
import io
import os
import re
import subprocess
import tempfile
import zipfile
from zoneinfo import ZoneInfo

from figures import Month, NETWORKS, month_of

OFFICE, PACIFIC = ZoneInfo("America/Bogota"), ZoneInfo("America/Los_Angeles")


class Account:
    def __init__(self, network, id="", handle="", name="", listed=False, goal=None, responsible=""):
        self.network, self.id, self.handle, self.name, self.listed, self.goal, self.responsible = network, id, handle, name or handle or id, listed, goal, responsible
        self.posts = collections.defaultdict(list)                               # month → posts
        self.daily = collections.defaultdict(lambda: collections.defaultdict(dict))  # month → metric → day → value
        self.whole = collections.defaultdict(dict)                               # month → metric → value of the month as a whole


def get(line, key):
    """A key's value in a line of pulso.yaml that holds a whole mapping: {network: x, handle: AlcaldiaSM}."""
    found = re.search(r'[{,]\s*%s:\s*(?:"([^"]*)"|([^,}\]]*))' % key, line)
    return (found[1] or found[2] or "").strip() if found else ""


class Workspace:
    """The inbox read whole, with what pulso.yaml says of accounts and files, and the names of the months that are stored."""

    def __init__(self, folder):
        self.folder = folder
        text = open(os.path.join(folder, "pulso.yaml"), encoding="utf-8").read()
        inhabitants = re.search(r"inhabitants:\s*(\d+)", text)
        self.inhabitants = int(inhabitants[1]) if inhabitants else 0
        goal = re.search(r"^goals:.*K16:\s*([\d.]+)", text, re.M)
        self.band_goal = float(goal[1]) if goal else None
        self.accounts, self.rules = [], []
        for line in text.splitlines():
            if re.match(r"\s*- \{network:", line):
                target = re.search(r"followers:\s*([\d.]+)", line)
                self.accounts.append(Account(get(line, "network"), get(line, "id"), get(line, "handle"), get(line, "name"), True,
                                             float(target[1]) if target else None, get(line, "responsible")))
            elif re.match(r"\s*- \{files:", line):
                self.rules.append((get(line, "files").replace("**", "*"), get(line, "network"), get(line, "account")))
        order = list(NETWORKS)
        self.accounts.sort(key=lambda a: order.index(a.network))
        self.stored = {Month(*map(int, os.path.basename(f)[:7].split("-"))) for f in glob.glob(os.path.join(folder, "data", "manifest", "*.json"))}
        self.files = {}                              # path → rows read
        self.kept = collections.defaultdict(collections.Counter)  # path → month → rows
        self.seen = {}                               # (network, post) → (rank, post)
        self.nameless = collections.Counter()        # month → values of no known account

    def rule(self, path):
        for pattern, network, account in self.rules:
            if fnmatch.fnmatchcase(path, pattern):
                return network, account
        return "", ""

    def account(self, network, *names):
        names = [n.lower().lstrip("@").strip() for n in names if n]
        listed = [a for a in self.accounts if a.network == network and a.listed]
        if not names and len(listed) == 1:
            return listed[0]
        for a in self.accounts:
            if a.network == network and (not names and not a.listed or set(names) & {x.lower().lstrip("@") for x in (a.id, a.handle, a.name) if x}):
                return a
        found = Account(network, handle=names[-1] if names else "")
        self.accounts.append(found)
        return found

    def metric(self, path, network, names, metric, day, value):
        if value is None:
            return
        if not network or not any(names) and sum(a.network == network and a.listed for a in self.accounts) != 1:
            self.nameless[month_of(day)] += 1
            return
        self.account(network, *names).daily[month_of(day)][metric][day] = value

    def post(self, path, rank, network, names, post):
        """Keeps of each post the figures of the export that covers most and was made last. An export may bring posts of
        another account that the office shares; only posts of the configured accounts are the office's."""
        names = [n for n in names if n] or [self.rule(path)[1]]
        account = self.account(network, *names)
        if not account.listed:
            return
        self.kept[path][month_of(post["day"])] += 1
        post.update(network=network, account=account)
        before = self.seen.get((network, post["id"]))
        if before is None or rank > before[0]:
            self.seen[network, post["id"]] = rank, post

    def read(self):
        inbox = os.path.join(self.folder, "inbox")
        for full in sorted(glob.glob(os.path.join(inbox, "**", "*"), recursive=True)):
            path = os.path.relpath(full, inbox).replace(os.sep, "/")
            if os.path.isfile(full):
                network, account = self.rule(path)
                for reader in (read_meta_posts, read_meta_days, read_x_posts, read_x_days, read_youtube, read_linkedin, read_followers):
                    if reader(self, full, path, network, account):
                        break
        order = list(NETWORKS)
        for _, p in self.seen.values():
            p["account"].posts[month_of(p["day"])].append(p)
        self.accounts.sort(key=lambda a: (order.index(a.network), not a.listed, "" if a.listed else a.name))
        for a in self.accounts:
            for posts in a.posts.values():
                posts.sort(key=lambda p: (p["at"], p["id"]))


# Each reader says whether the file is of its kind.

def number(text):
    text = (text or "").strip()
    return float(text) if text and text not in ("-", "--") else None


def table(text, **how):
    rows = list(csv.reader(io.StringIO(text, newline=""), **how))
    return rows[0] if rows else [], rows[1:]


def cells(head, row):
    """The row by its columns' names; of two columns with one name the first counts."""
    out = {}
    for name, cell in zip(head, row):
        out.setdefault(name.strip(), cell)
    return out


def pick(row, *names):
    for n in names:
        if n in row:
            return row[n]
    return ""


def plain_text(full):
    with open(full, "rb") as f:
        raw = f.read()
    if raw[:2] == b"\xff\xfe":
        return raw[2:].decode("utf-16-le")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


KINDS = [("live", "en vivo"), ("vivo", "en vivo"), ("story", "historia"), ("historia", "historia"), ("carousel", "carrusel"), ("carrossel", "carrusel"), ("secuencia", "carrusel"),
         ("reel", "video"), ("video", "video"), ("vídeo", "video"), ("ima", "imagen"), ("photo", "imagen"), ("foto", "imagen"), ("link", "enlace"), ("enlace", "enlace"), ("text", "texto")]


def kind(word):
    return next((k for w, k in KINDS if w in word.lower()), "otro")


def read_meta_posts(w, full, path, network, account):
    if not full.endswith(".csv"):
        return False
    head, rows = table(plain_text(full))
    ids = ("Post ID", "Identificação da publicação", "Identificador de la publicación")
    if not set(ids) & set(head):
        return False
    w.files[path] = len(rows)
    ended = re.search(r"_([A-Z][a-z]{2}-\d\d-\d{4})_\d+\.csv$", path)
    rank = dt.datetime.strptime(ended[1], "%b-%d-%Y").date() if ended else dt.date.min
    for cell in (cells(head, r) for r in rows):
        when = pick(cell, "Publish time", "Horário de publicação", "Hora de publicación")
        if not re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", when):
            continue
        at = dt.datetime.strptime(when, "%m/%d/%Y %H:%M").replace(tzinfo=PACIFIC).astimezone(OFFICE)
        page = pick(cell, "Page ID", "Identificador de la página", "Identificação da página")
        w.post(path, (1, rank), "facebook" if page else "instagram",
               [page or pick(cell, "Account ID", "Identificação da conta", "Identificador de la cuenta"),
                pick(cell, "Page name", "Nombre de la página") if page else pick(cell, "Account username", "Nome de usuário da conta", "Nombre de usuario de la cuenta")], {
            "id": pick(cell, *ids), "at": at, "day": at.date(), "timed": True, "link": pick(cell, "Permalink", "Link permanente", "Enlace permanente"),
            "kind": kind(pick(cell, "Post type", "Tipo de publicação", "Tipo de publicación")),
            "reactions": number(pick(cell, "Reactions", "Likes", "Curtidas", "Reacciones", "Me gusta")), "comments": number(pick(cell, "Comments", "Comentários", "Comentarios")),
            "shares": number(pick(cell, "Shares", "Compartilhamentos", "Veces que se compartió")), "saves": number(pick(cell, "Saves", "Salvamentos", "Veces que se guardó")),
            "reach": number(pick(cell, "Reach", "Alcance")), "views": number(pick(cell, "Views", "Visualizações", "Visualizaciones")),
            "clicks": number(pick(cell, "Total clicks", "Total de clics"))})
    return True


DAYS = [(r"reach|alcance", "reach"), (r"follow|seguidores", "followers_new"), (r"view|visualiza", "views"), (r"interac", "interactions"), (r"link|clique|clic", "link_clicks"), (r"visit", "profile_visits")]


def read_meta_days(w, full, path, network, account):
    text = plain_text(full) if full.endswith(".csv") else ""
    if not text.startswith("sep="):
        return False
    metric, rows = None, 0
    for row in csv.reader(io.StringIO(text)):
        day = re.match(r"(\d{4}-\d\d-\d\d)T\d\d:00:00$", row[0]) if row else None
        if day and metric:
            rows += 1
            day = dt.date.fromisoformat(day[1])
            w.kept[path][month_of(day)] += 1
            w.metric(path, said or network, [account], metric, day, number(row[1]))
        elif len(row) == 1:
            metric = next((m for pattern, m in DAYS if re.search(pattern, row[0].lower())), None)
            said = next((n for n in ("facebook", "instagram") if n in row[0].lower()), "")
    if rows:
        w.files[path] = rows
    return True


def read_x_posts(w, full, path, network, account):
    head, rows = table(plain_text(full)) if full.endswith(".csv") else ([], [])
    if "Post id" not in head:
        return False
    w.files[path] = len(rows)
    for cell in (cells(head, r) for r in rows):
        at = dt.datetime.fromtimestamp(((int(cell["Post id"]) >> 22) + 1288834974657) / 1000, OFFICE)
        handle = re.search(r"(?:x|twitter)\.com/(\w+)/", pick(cell, "Link", "Post Link"))
        w.post(path, (1,), "x", [handle[1] if handle else ""], {
            "id": cell["Post id"], "at": at, "day": at.date(), "timed": True, "link": pick(cell, "Link", "Post Link"), "kind": "otro", "reactions": number(cell["Likes"]),
            "comments": number(cell["Replies"]), "shares": number(cell["Reposts"]), "saves": number(cell["Bookmarks"]), "reach": None, "views": None, "clicks": None})
    return True


def read_x_days(w, full, path, network, account):
    head, rows = table(plain_text(full)) if full.endswith(".csv") else ([], [])
    if "Unfollows" not in head:
        return False
    w.files[path] = len(rows)
    for cell in (cells(head, r) for r in rows):
        day = dt.datetime.strptime(cell["Date"], "%a, %b %d, %Y").date()
        w.kept[path][month_of(day)] += 1
        for column, metric in (("Impressions", "impressions"), ("New follows", "followers_new"), ("Unfollows", "followers_lost")):
            w.metric(path, "x", [account], metric, day, number(cell[column]))
    return True


def read_youtube(w, full, path, network, account):
    parts = []
    if full.endswith(".zip"):
        with zipfile.ZipFile(full) as z:
            parts = [(n, z.read(n).decode("utf-8-sig")) for n in z.namelist() if n.endswith(".csv")]
    elif network == "youtube" and full.endswith(".csv"):
        parts = [(path, plain_text(full))]
    days, videos = ("Date", "Data", "Fecha"), ("Content", "Conteúdo", "Contenido")
    window = re.search(r"(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d) ", path)
    start, end = (dt.date.fromisoformat(window[1]), dt.date.fromisoformat(window[2]) - dt.timedelta(days=1)) if window else (None, None)
    counted, audience = 0, False
    for _, text in parts:
        head, rows = table(text)
        if not head:
            continue
        if head[0] in days and len(head) > 1 and (head[1] in videos or head[1] not in YOUTUBE):
            continue  # the days of the few rows that Studio drew
        counted += len(rows)
        audience = audience or head[0] not in days + videos
        for cell in (cells(head, r) for r in rows):
            first = cell[head[0]].strip()
            figures = {m: number(cell.get(c)) for c, m in YOUTUBE.items() if c in cell}
            if head[0] in days:
                w.kept[path][month_of(dt.date.fromisoformat(first))] += 1
                for metric, value in figures.items():
                    w.metric(path, "youtube", [account], metric, dt.date.fromisoformat(first), value)
            elif first == "Total":
                if start and month_of(start).first == start and month_of(start).last == end:
                    w.kept[path][month_of(start)] += 1
                    w.account("youtube", account).whole[month_of(start)].update({m: v for m, v in figures.items() if v is not None})
            elif head[0] in videos:
                when = pick(cell, "Video publish time", "Horário de publicação do vídeo", "Hora de publicación del video")
                if not when:
                    continue
                day = dt.datetime.strptime(when, "%b %d, %Y").date()
                w.post(path, (0, end or dt.date.min), "youtube", [account], {
                    "id": first, "at": dt.datetime.combine(day, dt.time(), OFFICE), "day": day, "timed": False, "link": "https://www.youtube.com/watch?v=" + first, "kind": "video",
                    "reactions": figures.get("reactions"), "comments": figures.get("comments"), "shares": figures.get("shares"), "saves": None, "reach": None,
                    "views": figures.get("views"), "clicks": None})
    if counted:
        w.files[path] = counted
    if audience:  # who watched is in no figure of this report: its rows are counted as read, and no more
        w.kept.pop(path, None)
    return bool(parts)


YOUTUBE = {"Views": "views", "Visualizações": "views", "Vistas": "views", "Visualizaciones": "views", "Subscribers": "followers_net", "Inscritos": "followers_net",
           "Suscriptores": "followers_net", "Me gusta": "reactions", "Likes": "reactions", "Comentarios agregados": "comments", "Comments added": "comments",
           "Elementos compartidos": "shares", "Shares": "shares"}


def read_linkedin(w, full, path, network, account):
    if not full.endswith(".xls"):
        return False
    counted = 0
    for text in sheets_of(full):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        if len(rows) < 2:
            continue
        head, rows = rows[1], rows[2:]
        counted += len(rows)
        for cell in (cells(head, r) for r in rows):
            link = pick(cell, "Post link", "Enlace de la publicación")
            if link:
                at = dt.datetime.fromtimestamp((int(re.search(r":(\d{15,})", link)[1]) >> 22) / 1000, OFFICE)
                w.post(path, (1,), "linkedin", [account], {
                    "id": link, "at": at, "day": at.date(), "timed": True, "link": link, "kind": kind(pick(cell, "Content Type", "Tipo de contenido") or "-"), "saves": None, "reach": None, "views": None,
                    "reactions": number(pick(cell, "Likes", "Recomendaciones")), "comments": number(pick(cell, "Comments", "Comentarios")),
                    "shares": number(pick(cell, "Reposts", "Veces compartido")), "clicks": number(pick(cell, "Clicks", "Clics"))})
                continue
            day = dt.datetime.strptime(pick(cell, "Date", "Fecha"), "%m/%d/%Y").date()
            w.kept[path][month_of(day)] += 1
            for metric, names in {"impressions": ("Impressions (total)", "Impresiones (totales)"), "reach": ("Unique impressions (organic)", "Impresiones únicas (orgánicas)")}.items():
                w.metric(path, "linkedin", [account], metric, day, number(pick(cell, *names)))
    w.files[path] = counted
    return True


def sheets_of(full):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", out, full], check=True, capture_output=True)
        return [open(f, encoding="utf-8", newline="").read() for f in sorted(glob.glob(os.path.join(glob.escape(out), "*.csv")))]


def read_followers(w, full, path, network, account):
    text = plain_text(full) if full.endswith(".csv") else ""
    if not text.startswith("fecha;red;cuenta;seguidores"):
        return False
    head, rows = table(text, delimiter=";")
    w.files[path] = len(rows)
    titles = {t.lower(): n for n, t in NETWORKS.items()} | {"x": "x"}
    for cell in (cells(head, r) for r in rows):
        day = dt.datetime.strptime(cell["fecha"], "%d/%m/%Y").date()
        w.kept[path][month_of(day)] += 1
        w.metric(path, titles[cell["red"].lower()], [cell["cuenta"]], "followers_total", day, number(cell["seguidores"]))
    return True
