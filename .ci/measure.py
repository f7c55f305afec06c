#!/usr/bin/env python3
"""Runs the measures of ../shared on the release binary and holds them to .ci/floors.toml.

    .ci/measure.py SHARED BINARY
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
import tomllib


def analyze(binary, paths, out):
    with open(out, "w", encoding="utf8") as file:
        subprocess.run([binary, "analyze", "--format", "jsonl", *paths], stdout=file, check=True)


def polnear(shared, binary, folder):
    corpus = f"{shared}/corpus/polnear/dev"
    predictions = f"{folder}/polnear.jsonl"
    analyze(binary, sorted(glob.glob(f"{corpus}/text/*.txt")), predictions)
    scores = {}
    for setting in ("sentence", "full"):
        command = [sys.executable, f"{shared}/tools/score.py", corpus, predictions]
        command += ["--setting", setting, "--by-form", "--json"]
        found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        scores[setting] = {role: found[role]["strict"][2] for role in ("source", "cue", "content", "all")}
        scores[setting] |= {name: found[name][2] for name in ("AR-exact", "AR-src", "AR-overlap")}
        scores[setting]["direct"] = found["form"]["direct"]["recall right source"]
    return scores


def gum(shared, binary, folder):
    corpus, tool = f"{shared}/corpus/gum/dev", f"{shared}/tools/score_actors.py"
    texts, predictions = f"{folder}/gum", f"{folder}/gum.jsonl"
    subprocess.run([sys.executable, tool, "--write", corpus, texts], check=True)
    analyze(binary, sorted(glob.glob(f"{texts}/*.txt")), predictions)
    printed = subprocess.run([sys.executable, tool, corpus, predictions], capture_output=True, check=True, text=True)
    lines = {line.split()[0]: line.split() for line in printed.stdout.splitlines()}
    after = lambda name, word: float(lines[name][lines[name].index(word) + 1])
    found = {"found": after("found", "F"), "kind": after("kind", "accuracy"), "same": after("same", "F")}
    return {"actors": found}


def main():
    shared, binary = sys.argv[1], sys.argv[2]
    with open(os.path.join(os.path.dirname(__file__), "floors.toml"), "rb") as file:
        floors = tomllib.load(file)
    with tempfile.TemporaryDirectory() as folder:
        figures = {"polnear": polnear(shared, binary, folder), "gum": gum(shared, binary, folder)}
    below = 0
    for corpus, settings in figures.items():
        for setting, scores in settings.items():
            for name, figure in scores.items():
                floor = floors.get(corpus, {}).get(setting, {}).get(name)
                note = "" if floor is None else f"  floor {floor:.3f}"
                if floor is not None and figure < floor:
                    note += "  BELOW"
                    below += 1
                print(f"{corpus} {setting:8} {name:10} {figure:.3f}{note}")
    sys.exit(f"{below} measure(s) below the floor" if below else 0)


main()
