#!/usr/bin/env python3
"""Holds the reader of feeds to what the samples expect.

    .ci/feeds.py SHARED BINARY [-v]

Every sample under SHARED/feeds says in a comment on top what is expected of it. What concerns title, link, date, author
and content of a feed or an item is asked of `feeds show --json`; the rest (rights, generators, images, who contributed)
is counted and left out. Titles and authors are text here and may be markup there: both are compared as text.
"""
import ast
import glob
import html
import json
import os
import re
import subprocess
import sys
import tempfile

shared, binary = sys.argv[1], sys.argv[2]
verbose = "-v" in sys.argv
FIELDS = {
    "title": "title", "link": "link", "author": "author", "id": "id", "guid": "id", "name": "author",
    "published_parsed": "published", "updated_parsed": "updated", "created_parsed": "published",
    "published": "published", "created": "published", "modified_parsed": "updated", "updated": "updated",
    "content": "content", "summary": "summary", "description": "summary",
}
ATOM = re.compile(
    r"^(feed|entries\[(\d+)\])(?:\['(\w+)'\]|\.(\w+))(?:\[(\d)\])?(?:\['(\w+)'\])? == (.+)$", re.S)


def text(markup):
    """Markup as text: without tags, entities resolved, runs of white space one space."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", markup))
    return " ".join(plain.split())


def letters(words):
    return re.sub(r"\W+", "", html.unescape(words)).lower()


def same(field, got, wanted):
    if isinstance(wanted, tuple):
        return got is not None and [int(n) for n in re.findall(r"\d+", got)][:6] == list(wanted[:6])
    if got is None:
        return wanted in ("", None)
    if field in ("published", "updated"):
        return re.findall(r"\d+", got)[:6] == re.findall(r"\d+", wanted)[:6] or wanted[:10] == got[:10]
    if field == "author":
        # Addresses of mail are no names here.
        wanted = re.sub(r"\s*\(?[\w.+]+@[\w.]+\)?", "", wanted) or wanted
    return got == wanted or got == text(wanted) or text(got) == text(wanted) or letters(text(got)) == letters(text(wanted)) or letters(got) == letters(wanted)


def check(path, expected):
    """True or False for what is ours to do, None for what is not."""
    encoding = re.search(r"encoding == '([\w-]+)'", expected)
    wanted = []
    for clause in re.split(r" and (?=not |feed|entries|\(|len|version|bozo)", expected):
        clause = clause.strip().strip("()")
        found = ATOM.match(clause)
        if not found:
            continue
        where, number, key, other, _, inner, value = found.groups()
        key = key or other
        if key in ("author_detail", "authors") and inner == "name":
            field = "name"
        elif key.endswith("_detail") and inner == "value":
            field = key[: -len("_detail")]
        elif key == "content" and inner == "value":
            field = "content"
        elif inner is None:
            field = key
        else:
            continue
        if field not in FIELDS or (where == "feed" and field not in ("title", "link", "author", "name")):
            continue
        try:
            value = ast.literal_eval(value)
        except Exception:
            continue
        wanted.append((number, FIELDS[field], value))
    if not wanted and not encoding and "bozo" not in expected.replace("not bozo", ""):
        return None, ""
    out = subprocess.run([binary, "feeds", "show", "--json", path], capture_output=True, env=home)
    if out.returncode != 0:
        # What is no feed may be refused, with words; nothing else may.
        refused = out.returncode == 1 and b"panicked" not in out.stderr and not wanted
        return refused, out.stderr.decode(errors="replace").strip()
    got = json.loads(out.stdout)
    for number, field, value in wanted:
        of = got if number is None else (got["items"] + [{}])[int(number)] if int(number) < len(got["items"]) else {}
        candidates = [of.get(field)]
        if field in ("summary", "content"):
            candidates += [of.get("summary"), of.get("content"), of.get("text")]
        if field in ("published", "updated"):
            candidates += [of.get("published"), of.get("updated")]
        if field == "author" and of.get("author"):
            candidates += of["author"].split(", ")
        if not any(same(field, candidate, value) for candidate in candidates):
            return False, f"{field}: wanted {value!r}, got {of.get(field)!r}"
    if encoding and "\ufffd" in json.dumps(got, ensure_ascii=False):
        return False, "broken characters"
    return True, ""


with tempfile.TemporaryDirectory() as folder:
    home = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
    right, wrong, others = 0, [], 0
    for path in sorted(glob.glob(f"{shared}/feeds/**/*", recursive=True)):
        if not os.path.isfile(path):
            continue
        head = open(path, "rb").read(3000).decode("latin-1")
        if path.endswith(".json"):
            found = re.search(r"Expect: (.*?) *-->", head)
        else:
            found = re.search(r"Expect:\s*(.*?)\s*\n?-->", head, re.S)
        verdict, says = check(path, found.group(1)) if found else (None, "")
        if verdict is None:
            others += 1
            # It must at least be read or refused without a fall.
            out = subprocess.run([binary, "feeds", "show", path], capture_output=True, env=home)
            if out.returncode not in (0, 1):
                wrong.append((path, out.stderr.decode(errors="replace")))
        elif verdict:
            right += 1
        else:
            wrong.append((path, says))
print(f"feeds: {right} samples as expected, {len(wrong)} not, {others} on other matters")
for path, says in wrong:
    print("  ", os.path.relpath(path, shared), says)
sys.exit(1 if wrong else 0)
