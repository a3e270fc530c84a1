// A headless Chromium from the system, driven through playwright-core.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.PLAYWRIGHT_HOME}/package.json`);
const { chromium } = require("playwright-core");

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}
