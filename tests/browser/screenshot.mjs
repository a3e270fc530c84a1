// Makes the picture of story B: node screenshot.mjs PAGE PNG
import { launch } from "./browser.mjs";

const [page_file, png] = process.argv.slice(2);
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: 1360, height: 1010 }, colorScheme: "light",
});
const page = await context.newPage();
await page.goto(`file://${page_file}`);
await page.locator(".c[tabindex]", { hasText: '"exitCode"' }).hover();
await page.screenshot({ path: png });
await browser.close();
