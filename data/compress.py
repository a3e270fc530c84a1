#!/usr/bin/env python3
"""Writes FILE.z (a zlib stream) for each table that the program carries.

    compress.py [DIR]

Run it after one of the make_*.py scripts has changed a table. A test compares what the program
carries with the text, so a forgotten run does not go unnoticed.
"""
import os
import sys
import zlib

TABLES = ["catalogue.txt", "aws-events.txt", "enums.txt", "aws-api-names.txt"]


def main():
    here = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    for name in TABLES:
        with open(os.path.join(here, name), "rb") as table:
            text = table.read()
        with open(os.path.join(here, name + ".z"), "wb") as out:
            out.write(zlib.compress(text, 9))
        print(name, len(text), os.path.getsize(os.path.join(here, name + ".z")))


if __name__ == "__main__":
    main()
