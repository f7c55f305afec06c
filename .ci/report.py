#!/usr/bin/env python3
"""Looks at the HTML report in a real browser: headless Chromium, in both themes, with marks on and off.

    .ci/report.py BINARY

Exports the sample article, takes pictures of the report and compares them: the light page must be light and the dark one
dark, a switch that is off must change the picture, and hovering is what the style says. Says so, and fails nothing, where
there is no Chromium.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

BINARY = os.path.abspath(sys.argv[1])
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
if not CHROMIUM:
    print("no Chromium here: the HTML report was NOT looked at in a browser")
    sys.exit(0)


def pixels(path):
    """The rows of a PNG as bytes, and how many bytes a pixel has. Chromium writes 8 bits a channel, not interlaced."""
    data = open(path, "rb").read()
    at, idat = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and interlace == 0 and colour in (2, 6), "an unusual PNG"
        elif kind == b"IDAT":
            idat += body
        at += 12 + length
    size = 3 if colour == 2 else 4
    raw, stride, before, rows = zlib.decompress(idat), width * size, bytearray(width * size), []
    for y in range(height):
        how, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - size] if x >= size else 0
            up, corner = before[x], before[x - size] if x >= size else 0
            if how == 1:
                line[x] = (line[x] + left) & 255
            elif how == 2:
                line[x] = (line[x] + up) & 255
            elif how == 3:
                line[x] = (line[x] + (left + up) // 2) & 255
            elif how == 4:
                p = left + up - corner
                a, b, c = abs(p - left), abs(p - up), abs(p - corner)
                line[x] = (line[x] + (left if a <= b and a <= c else up if b <= c else corner)) & 255
        rows.append(bytes(line))
        before = line
    return rows, size


def picture(page, out, theme):
    blink = {"light": "1", "dark": "0"}[theme]
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=900,700"]
    command += [f"--blink-settings=preferredColorScheme={blink}", f"--screenshot={out}", f"file://{page}"]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    rows, size = pixels(out)
    corner = sum(rows[2][2 * size : 2 * size + 3]) / 3
    return rows, corner


def main():
    with tempfile.TemporaryDirectory() as folder:
        home = {**os.environ, "HOME": folder, "XDG_DATA_HOME": f"{folder}/d", "XDG_STATE_HOME": f"{folder}/s"}
        page = f"{folder}/report.html"
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
        command = [BINARY, "export", f"{root}/assets/sample.md", "-f", "html", "-o", page]
        subprocess.run(command, check=True, env=home)
        html = open(page, encoding="utf8").read()
        assert "<script" not in html and 'src="' not in html, "the report fetches or runs something"
        light, light_corner = picture(page, f"{folder}/light.png", "light")
        _, dark_corner = picture(page, f"{folder}/dark.png", "dark")
        assert light_corner > 200 > 60 > dark_corner, f"the themes are not told apart: {light_corner} {dark_corner}"
        for what in ("claims", "sources", "cues", "actors"):
            off = html.replace(f'id="show-{what}" checked', f'id="show-{what}"')
            assert off != html, f"there is no switch for {what}"
            with open(f"{folder}/off.html", "w", encoding="utf8") as file:
                file.write(off)
            rows, _ = picture(f"{folder}/off.html", f"{folder}/off.png", "light")
            # The switch itself is in the picture too, so that more than its row must differ.
            differ = sum(a != b for a, b in zip(light, rows))
            assert differ > 40, f"switching {what} off changes nothing ({differ} rows)"
        print("the HTML report in Chromium: light and dark, all switches work")


main()
