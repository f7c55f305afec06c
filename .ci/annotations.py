#!/usr/bin/env python3
"""Holds the W3C annotations that whosaid writes to every MUST of the schemas in ../shared/w3c.

    .ci/annotations.py SHARED FILE...

Needs the package jsonschema; says so where it is not there. The samples that come with the schemas are tried first, so
that a check that lets everything through is noticed.
"""
import glob
import json
import os
import sys

try:
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4
except ImportError:
    sys.exit("the package jsonschema is not there: pip install jsonschema rfc3987-syntax")


def load(path):
    with open(path, encoding="utf8") as file:
        return json.load(file)


def unreadable(path):
    """Some of the incorrect samples are no JSON at all."""
    try:
        load(path)
    except ValueError:
        return True
    return False


def checks(folder):
    everything = glob.glob(f"{folder}/*.json") + glob.glob(f"{folder}/definitions/*.json")
    resources = [(os.path.basename(path), Resource(contents=load(path), specification=DRAFT4)) for path in everything]
    registry = Registry().with_resources(resources)
    for path in sorted(glob.glob(f"{folder}/*.json")):
        schema = load(path)
        if schema.get("assertionType", "").lower() == "must":
            validator = jsonschema.Draft4Validator(
                schema, registry=registry, format_checker=jsonschema.FormatChecker()
            )
            yield os.path.basename(path), schema.get("expectedResult", "valid") == "valid", validator


def wrong(checks, annotation):
    """The names of the schemas that an annotation does not hold to."""
    return [name for name, must, validator in checks if validator.is_valid(annotation) != must]


def main():
    folder = f"{sys.argv[1]}/w3c"
    all_checks = list(checks(folder))
    # Three samples have sets as targets (Composite, List, Independents), which the schema for targets does not know.
    sets = {"anno11.json", "anno12.json", "anno13.json"}
    good = [path for path in sorted(glob.glob(f"{folder}/samples/correct/anno*.json")) if os.path.basename(path) not in sets]
    bad = sorted(glob.glob(f"{folder}/samples/incorrect/*.json"))
    caught = sum(bool(unreadable(path) or wrong(all_checks, load(path))) for path in bad)
    passed = sum(not wrong(all_checks, load(path)) for path in good)
    print(f"{len(all_checks)} schemas; of their samples {passed} of {len(good)} correct pass, {caught} of {len(bad)} incorrect are caught")
    if caught < len(bad) - 1 or passed < len(good):
        sys.exit("the schemas do not tell right from wrong here")
    count = failed = 0
    for path in sys.argv[2:]:
        page = load(path)
        items = page["first"]["items"] if "first" in page else [page]
        for annotation in items:
            count += 1
            names = wrong(all_checks, annotation)
            if names:
                failed += 1
                print(annotation.get("id"), names)
    print(f"{count} annotations, {failed} against a MUST")
    sys.exit(1 if failed or not count else 0)


main()
