"""Records docs/demo.cast and draws docs/demo.svg: record.py [--check] [PROGRAM].

The commands below run in a terminal of 84 columns, in a copy of tests/docs/demo, with the program named or
target/debug/pattern-test; what they print is what is shown. The recording is an asciinema cast of version 2. The
drawing shows each command and its output on a screen of its own, one after the other; where nothing moves, it shows
the explanation. With --check nothing is written, and what is there has to be the same. Needs Python and nothing else.
"""

from __future__ import annotations

import fcntl
import html
import json
import os
import pty
import re
import shutil
import struct
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 84

# What is typed, and for how many seconds its output is shown.
COMMANDS = [
    ("pattern-test match -p rule.json event.json", 3.0),
    ("pattern-test explain -p rule.json event.json", 8.0),
    ("pattern-test check --fix rule.json", 3.5),
    ("pattern-test match -p rule.json event.json", 4.0),
]
# The screen that is shown where nothing moves.
STILL = 1
KEY = 0.045
PAUSE = 0.5

CHARACTER, LINE, SIZE, MARGIN, BAR = 8.43, 19, 14, 16, 34
PALETTE = {
    "31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea",
    "91": "#ffa198", "92": "#aff5b4", "93": "#f2cc60", "94": "#a5d6ff", "95": "#e2c5ff", "96": "#b3f0ff",
    "90": "#8b949e",
}
INK, PAPER = "#e6edf3", "#0d1117"
SGR = re.compile("\x1b\\[([0-9;]*)m")


def run(command: str, folder: Path, program: Path) -> str:
    """What a command prints in a terminal."""
    words = command.split()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(folder)}
        os.execve(program, words, environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    output = b""
    while True:
        try:
            block = os.read(terminal, 1 << 16)
        except OSError:
            break
        if not block:
            break
        output += block
    os.waitpid(child, 0)
    text = output.decode().replace("\r\n", "\n").strip("\n")
    rest = SGR.sub("", text)
    if "\x1b" in rest or "\r" in rest:
        sys.exit(f"the output of `{command}` has more than colours: {rest!r}")
    return text


def spans(line: str) -> "list[tuple[str, dict]]":
    """The pieces of a line that look alike."""
    pieces, style, at = [], {}, 0

    def put(text: str) -> None:
        if text:
            pieces.append((text, dict(style)))

    for found in SGR.finditer(line):
        put(line[at : found.start()])
        at = found.end()
        for code in (found[1] or "0").split(";"):
            if code in ("", "0"):
                style.clear()
            elif code == "1":
                style["font-weight"] = "bold"
            elif code == "2":
                style["fill"] = PALETTE["90"]
            elif code == "22":
                style.pop("font-weight", None)
            elif code == "39":
                style.pop("fill", None)
            elif code in PALETTE:
                style["fill"] = PALETTE[code]
            elif code not in ("4", "24"):
                sys.exit(f"the drawing does not know the colour {code}")
    put(line[at:])
    return pieces


def drawn(line: str, number: int) -> str:
    """A line as a text of the drawing. Each piece has its place, so that no font moves what comes after it."""
    out, column = [], 0
    y = BAR + MARGIN + (number + 1) * LINE - 5
    for text, style in spans(line):
        if text.strip():
            lead = len(text) - len(text.lstrip(" "))
            shown = text.strip(" ")
            styles = "".join(f' {name}="{value}"' for name, value in style.items())
            x = MARGIN + (column + lead) * CHARACTER
            width = f' textLength="{len(shown) * CHARACTER:.1f}"' if len(shown) > 1 else ""
            out.append(f'<text x="{x:.1f}" y="{y}"{width}{styles}>{html.escape(shown, quote=False)}</text>')
        column += len(text)
    return "".join(out)


def svg(screens: "list[tuple[str, str, float]]") -> str:
    rows = max(len(output.split("\n")) for _, output, _ in screens) + 1
    width, height = COLUMNS * CHARACTER + 2 * MARGIN, rows * LINE + 2 * MARGIN + BAR
    total = sum(len(command) * KEY + PAUSE + shown for command, _, shown in screens)
    style, body, start = [], [], 0.0

    def percent(seconds: float) -> str:
        return f"{100 * seconds / total:.2f}%"

    for index, (command, output, shown) in enumerate(screens):
        typed = start + len(command) * KEY
        printed = typed + PAUSE
        end = printed + shown
        still = 1 if index == STILL else 0
        hide = "" if index == len(screens) - 1 else f"{percent(end)},100%{{opacity:0}}"
        begin = "" if index == 0 else f"0%,{percent(start - 0.01)}{{opacity:0}}"
        style += [
            f".s{index}{{opacity:{still};animation:s{index} {total:.1f}s step-end infinite}}",
            f"@keyframes s{index}{{{begin}{percent(start)}{{opacity:1}}{hide}}}",
            f".o{index}{{animation:o{index} {total:.1f}s step-end infinite}}",
            f"@keyframes o{index}{{0%{{opacity:0}}{percent(printed)}{{opacity:1}}}}",
            f".c{index}{{animation:c{index} {total:.1f}s linear infinite}}",
            f"@keyframes c{index}{{0%,{percent(start)}{{transform:scaleX(0);animation-timing-function:steps({len(command)})}}"
            f"{percent(typed)},100%{{transform:scaleX(1)}}}}",
        ]
        prompt = "\x1b[32m$\x1b[0m "
        y = BAR + MARGIN
        body.append(f'<g class="s{index}">')
        body.append(drawn(prompt, 0))
        body.append(
            f'<clipPath id="k{index}"><rect class="c{index}" x="{MARGIN + 2 * CHARACTER:.1f}" y="{y}" '
            f'width="{len(command) * CHARACTER + 4:.1f}" height="{LINE}" '
            f'style="transform-origin:{MARGIN + 2 * CHARACTER:.1f}px 0"/></clipPath>'
        )
        body.append(f'<g clip-path="url(#k{index})">{drawn("  " + command, 0)}</g>')
        lines = "".join(drawn(line, number) for number, line in enumerate(output.split("\n"), 1))
        body.append(f'<g class="o{index}">{lines}</g></g>')
        start = end
    dots = "".join(
        f'<circle cx="{20 + 18 * index}" cy="17" r="5.5" fill="{fill}"/>'
        for index, fill in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    style.append("@media (prefers-reduced-motion:reduce){*{animation:none!important}}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" '
        'role="img" aria-label="A rule that does not match, the explanation, the fix">'
        f"<style>{''.join(style)}</style>"
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>{dots}'
        f'<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,&quot;DejaVu Sans Mono&quot;,monospace" '
        f'font-size="{SIZE}" fill="{INK}" style="white-space:pre">{"".join(body)}</g></svg>\n'
    )


def cast(screens: "list[tuple[str, str, float]]") -> str:
    rows = max(len(output.split("\n")) for _, output, _ in screens) + 2
    events, now = [], 0.0
    for command, output, shown in screens:
        events.append((now, "\x1b[2J\x1b[H\x1b[32m$\x1b[0m "))
        for key in command:
            now += KEY
            events.append((now, key))
        now += PAUSE
        events.append((now, "\r\n" + output.replace("\n", "\r\n") + "\r\n"))
        now += shown
    header = {"version": 2, "width": COLUMNS, "height": rows, "title": "pattern-test: wrong rule, explain, fix"}
    lines = [json.dumps(header)] + [json.dumps([round(time, 3), "o", text]) for time, text in events]
    return "\n".join(lines) + "\n"


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--check"]
    program = Path(words[0] if words else ROOT / "target/debug/pattern-test").resolve()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "demo"
        shutil.copytree(ROOT / "tests/docs/demo", copy)
        screens = [(command, run(command, copy, program), shown) for command, shown in COMMANDS]
    for name, text in (("demo.cast", cast(screens)), ("demo.svg", svg(screens))):
        file = ROOT / "docs" / name
        if "--check" not in sys.argv:
            file.write_text(text, encoding="utf-8")
        elif file.read_text(encoding="utf-8") != text:
            sys.exit(f"docs/{name} is not what the program prints: docs/demo/record.py writes it")
        print(f"docs/{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
