#!/usr/bin/env python3
"""A new user's first day with the library: the real binary, an empty home, ten feeds on loopback.

    .ci/library.py BINARY

Takes in an outline twice, refreshes, refreshes again, reads whole articles with the server gone, searches for a source,
makes a note, finds it again and exports it. Every count and exit status is held to what the README says. The same by keys
is in `tests/terminal/library.rs`.
"""
import gzip
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time

BINARY = os.path.abspath(sys.argv[1])
PORT = 0
SLOW = 1.5


def story(who, what):
    """A text long enough to be a whole article, and who is cited in it."""
    first = f"<p>The {what} of Greyhaven will open in May, {who} said on Monday in a hall by the quay.</p>"
    more = "".join(
        f"<p>In the afternoon of day {n} a bus brought the children home from the school on the hill, and the market on "
        f"the quay was full again; the {what} stood where it had stood for {n + 20} years, and few looked up at it.</p>"
        for n in range(9))
    return first + more


def esc(markup):
    return markup.replace("&", "&amp;").replace("<", "&lt;")


def rss(title, items):
    """Items are pairs of a name and a text as HTML."""
    body = "".join(
        f"<item><title>{name}</title><link>http://127.0.0.1:{PORT}/page/{name.replace(' ', '-')}</link>"
        f"<guid isPermaLink='false'>{title}-{name}</guid><pubDate>Fri, 09 May 2025 1{n}:00:00 GMT</pubDate>"
        f"<{part}>{esc(text)}</{part}></item>"
        for n, (name, text) in enumerate(items)
        for part in ["content:encoded" if len(text) > 1500 else "description"])
    return ("<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            f"<channel><title>{title}</title>{body}</channel></rss>")


def atom():
    entries = "".join(
        f"<entry><id>urn:dam:{n}</id><title>Dam {n} inspected</title><updated>2025-05-0{n}T10:00:00Z</updated>"
        f"<author><name>Bo Ek</name></author><content type='html'>{esc(story('Ada Rud', 'dam'))}</content></entry>"
        for n in (1, 2))
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Dam Post</title>{entries}</feed>"


def rdf():
    items = "".join(
        f"<item rdf:about='http://127.0.0.1:{PORT}/rdf/{n}'><title>Orchard {n}</title>"
        f"<link>http://127.0.0.1:{PORT}/rdf/{n}</link><dc:date>2025-05-0{n}</dc:date>"
        f"<description>Apples were counted, Petra Lund said.</description></item>" for n in (1, 2))
    return ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
            f"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Orchard News</title></channel>{items}</rdf:RDF>")


def json_feed():
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Glacier Wire",
        "items": [{"id": str(n), "title": f"Glacier {n}", "date_published": f"2025-05-0{n}T10:00:00Z",
                   "content_html": story("Karim Vik", "glacier")} for n in (1, 2)]})


def hostile():
    """What nobody should send: escapes and scripts in titles, an entity bomb, nesting, bad dates, and no end."""
    bomb = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(97 + n)} '{('&' + chr(96 + n) + ';') * 10}'>" for n in range(1, 9)) + "]>"
    items = (
        "<item><guid>h</guid><title>Red \x1b[31malert\x1b]0;owned\x07 &lt;script&gt;alert(1)&lt;/script&gt; &i;</title>"
        "<link>javascript:alert(1)</link><pubDate>the 40th of Never</pubDate><description>One, Zora Wen said.</description></item>"
        "<item><guid>h</guid><title>The same id</title><link>file:///etc/passwd</link>"
        "<pubDate>Fri, 01 Jan 2999 00:00:00 GMT</pubDate><description>" + "&lt;div&gt;" * 3000 + "Two</description></item>"
        "<item><title>Cut short</title><description>Three &lt;img src=x onerror=alert(1)")
    return f"<?xml version='1.0'?>{bomb}<rss version='2.0'><channel><title>Ho\x1b[2Jstile</title>{items}"


PAGE = ("<html><head><title>{name}</title></head><body><nav>Home | Sport | Weather</nav><article><h1>{name}</h1>{text}"
        "<p>According to two people familiar with the talks, the quay needs repairs before a ship can land.</p></article></body></html>")


def feeds():
    """Path, whether it names itself so that it can answer 304, how many items it has, and what it sends."""
    whole = [(f"Bridge {n}", story("Ilse Maren", "bridge")) for n in range(3)]
    return {
        "/rss": (True, 3, rss("The Bridge Paper", whole)),
        "/atom": (True, 2, atom()),
        "/rdf": (True, 2, rdf()),
        "/json": (True, 2, json_feed()),
        "/short": (True, 3, rss("In Short", [(f"Ferry {n}", "<p>In short.</p>") for n in range(3)])),
        "/gzip": (True, 2, rss("Packed", [(f"Mine {n}", story("Goran Kar", "mine")) for n in range(2)])),
        "/slow": (True, 1, rss("Slow News", [("Snail", story("Jana Bo", "snail"))])),
        "/two": (True, 2, rss("In Two Folders", [(f"Prison {n}", story("Lena To", "prison")) for n in range(2)])),
        "/hostile": (False, 3, hostile()),
    }


class Paper(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked = []

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        Paper.asked.append(self.path)
        if self.path.startswith("/page/"):
            name = self.path.removeprefix("/page/").replace("-", " ")
            page = PAGE.format(name=name, text=story("Tomas Ruud", "ferry")).encode()
            return self.answer(200, page, Content_Type="text/html; charset=utf-8")
        if self.path not in FEEDS:
            return self.answer(404, b"nothing here")
        can_name, _, body = FEEDS[self.path]
        if self.path == "/slow":
            time.sleep(SLOW)
        named = {"ETag": f'"{self.path}-1"', "Last_Modified": "Fri, 09 May 2025 10:00:00 GMT"} if can_name else {}
        if can_name and self.headers.get("If-None-Match") == named["ETag"]:
            return self.answer(304, **named)
        data = body.encode()
        if self.path == "/gzip":
            data, named["Content_Encoding"] = gzip.compress(data), "gzip"
        self.answer(200, data, Content_Type="application/xml; charset=utf-8", **named)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Paper)
PORT = server.server_address[1]
ADDRESS = f"http://127.0.0.1:{PORT}"
FEEDS = feeds()
threading.Thread(target=server.serve_forever, daemon=True).start()
ITEMS = sum(count for _, count, _ in FEEDS.values())
NAMED = sum(can_name for can_name, _, _ in FEEDS.values())


def outline():
    def feed(path):
        return f"<outline type='rss' text='{path.strip('/')}' xmlUrl='{ADDRESS}{path}'/>"
    return ("<opml version='2.0'><body><outline text='News'><outline text='World'>"
            + "".join(map(feed, ["/rss", "/atom", "/rdf", "/two"])) + "</outline>"
            + "".join(map(feed, ["/json", "/short", "/gzip"])) + "</outline>"
            + "<outline text='Odd'>" + "".join(map(feed, ["/two", "/slow", "/missing", "/hostile"])) + "</outline></body></opml>")


class Home:
    """The program in a home of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
                    **{f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}}

    def run(self, *words, status=0):
        ran = subprocess.run([BINARY, *words], env=self.env, cwd=self.folder, capture_output=True, timeout=60,
                             stdin=subprocess.DEVNULL)
        out, err = ran.stdout.decode(), ran.stderr.decode()
        assert ran.returncode == status, f"whosaid {' '.join(words)}: status {ran.returncode}, not {status}\n{out}\n{err}"
        assert "panicked" not in err, err
        for text in (out, err):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", text), f"control characters: {text!r}"
        self.err = err
        return out

    def found(self, *query):
        return json.loads(self.run("search", "--json", *query))


def same(got, wanted, what):
    assert got == wanted, f"{what}: {got!r}, not {wanted!r}"


def day(home):
    with open(f"{home.folder}/subs.opml", "w") as file:
        file.write(outline())
    # Nothing is doubled: not the feed in two folders, and nothing by taking it in again.
    same(home.run("feeds", "import", "subs.opml"), "10 new feeds, 0 changed, 0 already there\n", "the first import")
    same(home.run("feeds", "import", "subs.opml"), "0 new feeds, 0 changed, 10 already there\n", "the second import")
    listed = {feed["address"].removeprefix(ADDRESS): feed for feed in json.loads(home.run("feeds", "list", "--json"))}
    same(sorted(listed["/two"]["folders"]), ["News/World", "Odd"], "the folders")
    home.run("feeds", "add", f"{ADDRESS}/short", "--unchecked", "--whole", "always")

    Paper.asked.clear()
    done = json.loads(home.run("refresh", "--json", status=3))
    same((done["new"], done["changed"], done["pages"], done["analysed"]), (ITEMS, 0, 3, ITEMS), "the first refresh")
    same(done["feeds"], {"answered": 9, "unchanged": 0, "not_due": 0, "gone": 0, "failed": 1}, "its feeds")
    same(sorted(path for path in Paper.asked if "page" not in path), sorted([*FEEDS, "/missing"]), "what was asked")
    failed = [feed["address"] for feed in done["each"] if feed["became"] == "failed" and "404" in feed["says"]]
    same(failed, [f"{ADDRESS}/missing"], "what failed")
    assert "404" in home.err, home.err
    counts = {feed["address"].removeprefix(ADDRESS): feed["new"] for feed in done["each"]}
    same(counts, {**{path: count for path, (_, count, _) in FEEDS.items()}, "/missing": 0}, "items of each feed")

    # Nobody is asked twice within the hour; who is asked all the same says that nothing has changed.
    Paper.asked.clear()
    line = home.run("refresh")
    same(line, "0 new, 0 changed; 0 feeds answered, 0 unchanged, 10 not due\n", "a refresh too soon")
    same(Paper.asked, [], "what was asked too soon")
    done = json.loads(home.run("refresh", "--now", "--json", status=3))
    same((done["new"], done["changed"], done["pages"]), (0, 0, 0), "the refresh after it")
    same(done["feeds"], {"answered": 1, "unchanged": NAMED, "not_due": 0, "gone": 0, "failed": 1}, "its feeds")
    home.run("refresh", "missing", status=1)
    same(home.found("")["count"], ITEMS, "all items")

    # One by one: what the feed gave whole, what was fetched, and what was only asked for on opening it.
    ids = {item["title"]: item["id"] for item in home.found("-n", "100", "")["items"]}
    same(len(ids), ITEMS, "titles")
    odd = [title for title in ids if "alert" in title]
    assert len(odd) == 1 and "\x1b" not in odd[0] and len(odd[0]) < 200, odd
    Paper.asked.clear()
    online = {title: home.run(f"#{ids[title]}") for title in ("Bridge 1", "Ferry 2", "Orchard 1", "Dam 2 inspected")}
    # The feed gave all of the others; the page of the orchard is not there, and what the feed says of it is shown.
    same(Paper.asked, ["/rdf/1"], "pages that were fetched on opening")

    server.shutdown()
    server.server_close()
    Paper.asked.clear()
    for title, text in online.items():
        same(home.run(f"#{ids[title]}"), text, f"{title} offline")
    assert "According to two people familiar with the talks" in online["Ferry 2"], online["Ferry 2"]
    assert "Weather" not in online["Ferry 2"], "only the article of a page is read"
    assert "Tomas Ruud" in home.run(f"#{ids['Ferry 0']}"), "an article that was never opened before"
    same(home.run("refresh", "--now", status=1).split(";")[0], "0 new, 0 changed", "a refresh without a network")

    # Whoever is cited is found, and nobody else.
    by = home.found('source:"Ilse Maren"')
    same(sorted(item["title"] for item in by["items"]), ["Bridge 0", "Bridge 1", "Bridge 2"], "by source")
    same(home.found("unnamed:yes", "folder:News")["count"], 3, "unnamed sources")
    same(home.run("search", 'source:"Nobody Else"', status=1), "", "a source that is none")
    same(home.found('source:"Tomas Ruud" is:kept -title:"Ferry 1"')["count"], 2, "kept pages")

    # A note, found again by what it says, and taken out.
    item = f"#{ids['Ferry 1']}"
    home.run("annotate", item, "--quote", "two people familiar with the talks", "--note", "Doubtful: ask the ferrymen", "--tag", "harbour")
    for question in ("note:ferrymen", "tag:harbour", "is:noted", 'note:doubtful source:"Tomas Ruud"'):
        found = home.found(question)
        same([(found["count"], one["id"], one["notes"]) for one in found["items"]], [(1, ids["Ferry 1"], 1)], question)
    same(home.run("search", "note:forgotten", status=1), "", "a note that nobody made")
    report = home.run("export", item, "-f", "markdown", "--only", "mine")
    assert "Doubtful: ask the ferrymen" in report and "two people familiar with the talks" in report, report
    notes = json.loads(home.run("export", "--all", "-f", "w3c", "--only", "mine"))
    assert "Doubtful: ask the ferrymen" in json.dumps(notes), notes

    assert "no faults" in home.run("db", "check")
    doctor = {feed["address"].removeprefix(ADDRESS): feed for feed in json.loads(home.run("doctor", "--json"))["feeds"]}
    same(doctor["/missing"]["failures"] >= 2, True, "failures that the doctor counts")
    out = home.run("feeds", "export")
    same(sorted(set(re.findall(r'xmlUrl="[^"]*?(/\w+)"', out))), sorted([*FEEDS, "/missing"]), "the outline")


with tempfile.TemporaryDirectory() as folder:
    begin = time.monotonic()
    day(Home(folder))
    print(f"a day with the library: ten feeds, {ITEMS} items, all as documented, {time.monotonic() - begin:.1f} s")
