#!/usr/bin/env python3
"""Holds the brat export to what it promises: what `analyze` says and what `export -f brat` writes are the same.

    .ci/brat.py SHARED BINARY

Twenty articles of PolNeAR dev are exported, laid out as the corpus is, and the analysis is scored against them: 1.0.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

shared, binary = sys.argv[1], sys.argv[2]
texts = sorted(glob.glob(f"{shared}/corpus/polnear/dev/text/*.txt"))[:20]
with tempfile.TemporaryDirectory() as folder:
    for part in ("text", "attributions"):
        os.mkdir(f"{folder}/{part}")
    home = {**os.environ, "HOME": folder, "XDG_DATA_HOME": f"{folder}/data", "XDG_STATE_HOME": f"{folder}/state"}
    predictions = f"{folder}/predictions.jsonl"
    with open(predictions, "w", encoding="utf8") as file:
        subprocess.run([binary, "analyze", "--format", "jsonl", *texts], stdout=file, check=True)
    for path in texts:
        name = os.path.basename(path)[: -len(".txt")]
        out = f"{folder}/{name}/"
        subprocess.run([binary, "export", path, "-f", "brat", "--only", "machine", "-o", out], check=True, env=home)
        (text,) = glob.glob(f"{out}*.txt")
        os.rename(text, f"{folder}/text/{name}.txt")
        os.rename(text[: -len(".txt")] + ".ann", f"{folder}/attributions/{name}.ann")
    command = [sys.executable, f"{shared}/tools/score.py", folder, predictions, "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    figures = {"all": found["all"]["strict"][2], "AR-exact": found["AR-exact"][2]}
    print("brat against itself:", figures)
    sys.exit(0 if min(figures.values()) > 0.9999 else "the brat export is not what analyze says")
