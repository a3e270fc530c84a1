// Makes picture.png of the extension at work: picture.mjs ADDRESS, of a code-server that has the extension and the program,
// with the folder to be opened in the address (http://127.0.0.1:8080/?folder=…). Needs Chromium, and playwright-core beside
// tests/browser/run.sh, where PLAYWRIGHT_HOME says.
import { createRequire } from "node:module";
import path from "node:path";
import { home } from "./build.mjs";

const require = createRequire(path.join(process.env.PLAYWRIGHT_HOME ?? process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 760 }, deviceScaleFactor: 1 });
await page.goto(process.argv[2]);
await page.waitForSelector(".monaco-workbench", { timeout: 60_000 });
const open = async (name) => {
  await page.keyboard.press("Control+P");
  await page.waitForSelector(".quick-input-widget .monaco-inputbox input");
  await page.keyboard.type(name);
  await page.waitForTimeout(1_500);
  await page.keyboard.press("Enter");
};
await page.waitForTimeout(4_000);
await open("template.yaml");
const lens = page.locator(".codelens-decoration a", { hasText: "fixtures" }).first();
await lens.waitFor({ timeout: 30_000 });
const row = page.locator(".quick-input-list .monaco-list-row", { hasText: process.argv[3] ?? "" }).first();
// Pinned, so that each condition has its mark; then explained.
await lens.click();
await row.hover();
await row.getByRole("button", { name: "Pin this event" }).click();
await page.waitForTimeout(1_500);
await lens.click();
await row.click();
await page.waitForTimeout(4_000);
await page.keyboard.press("Control+B");
await page.waitForTimeout(1_000);
await page.screenshot({ path: path.join(home, "picture.png") });
await browser.close();
