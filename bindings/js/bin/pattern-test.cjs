#!/usr/bin/env node
// Starts the program of this machine's platform package.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const name = process.platform === "win32" ? "pattern-test.exe" : "pattern-test";

function program() {
  if (process.env.PATTERN_TEST_BINARY) return process.env.PATTERN_TEST_BINARY;
  try {
    return require.resolve(`@pattern-test/${platform}/bin/${name}`);
  } catch {
    console.error(`error: there is no program for ${platform} in this installation`);
    console.error(
      "  = help: install without --omit=optional; for platforms without a package: cargo install pattern-test,\n" +
        "    and PATTERN_TEST_BINARY=path/to/pattern-test",
    );
    return process.exit(2);
  }
}

const file = program();
const { status, signal, error } = spawnSync(file, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: cannot start ${file}: ${error.message}`);
  process.exit(2);
}
process.exit(signal ? 128 + constants.signals[signal] : status);
