// Drives the page that `explain --format html` writes: what is highlighted by pointer and keyboard,
// in both modes. Called by run.sh with the directory that holds the pages.
import assert from "node:assert/strict";
import { launch } from "./browser.mjs";

const pages = process.argv[2];
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
const page = await context.newPage();
const complaints = [];
page.on("console", (message) => complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("request", (request) => {
  if (!request.url().startsWith("file:")) complaints.push(`request: ${request.url()}`);
});

const texts = (selector) => page.locator(selector).allInnerTexts();
const condition = (key) => page.locator(`.c[tabindex]`, { hasText: `"${key}"` });
const visible = (selector) => page.locator(selector).evaluateAll((all) =>
  all.filter((one) => one.offsetParent !== null).map((one) => one.innerText));
let checks = 0;
async function check(what, run) {
  try {
    await run();
    checks += 1;
  } catch (error) {
    console.error(`FAILED: ${what}\n${error.message}`);
    process.exitCode = 1;
  }
}
const away = () => page.mouse.move(2, 2);

await page.goto(`file://${pages}/story-b.html`);

await check("the page opens in the mode that was asked for", async () => {
  assert.equal(await page.locator("article").getAttribute("data-mode"), "flattened");
  assert.deepEqual(await texts(".badge"), ["match flattened", "no match strict"]);
  assert.match((await visible(".summary"))[0], /^Match, but only by mixing elements of containers/);
});

await check("a condition under the pointer highlights the value that decided it", async () => {
  await condition("exitCode").hover();
  assert.deepEqual(await texts(".v.decided"), ["1"]);
  assert.equal(await page.locator(".v.decided").getAttribute("title"),
    "/detail/containers/2/exitCode at 89:21");
  assert.deepEqual(await texts(".conditions > li.on b:not([hidden])")
    .then((all) => all.filter((text) => text.includes("exitCode")).length > 0), true);
  const inView = await page.locator(".v.decided").evaluate((value) => {
    const pane = value.closest(".code").getBoundingClientRect();
    const box = value.getBoundingClientRect();
    return box.top >= pane.top && box.bottom <= pane.bottom;
  });
  assert.ok(inView, "the value is scrolled into its pane");
  await away();
  assert.deepEqual(await texts(".decided"), []);
});

await check("a value under the pointer highlights its condition", async () => {
  await page.locator('.v[title^="/detail/containers/0/name "]').hover();
  const on = await texts(".c.on");
  assert.ok(on.length > 0 && on[0].startsWith('"name"'), String(on));
  await away();
});

await check("the keyboard reaches conditions and values, and the arrows walk", async () => {
  await condition("name").focus();
  assert.deepEqual(await texts(".v.decided"), ['"run-test"']);
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await texts(".v.decided"), ["1"]);
  await page.keyboard.press("Escape");
  assert.deepEqual(await texts(".v.decided"), []);
});

await check("the switch turns to strict: what held apart is shown so", async () => {
  await page.locator("input[value=flattened]").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("article").getAttribute("data-mode"), "strict");
  assert.match((await visible(".summary"))[0], /^No match: no single array element/);
  assert.deepEqual((await visible(".pattern .mark .apart")), ["≠", "≠"]);
  await condition("exitCode").hover();
  assert.deepEqual(await texts(".v.elsewhere"), ["1"]);
  assert.deepEqual(await texts(".v.decided"), []);
  await away();
  await condition("lastStatus").hover();
  assert.deepEqual(await texts(".v.decided"), ['"STOPPED"']);
  await page.getByText("flattened", { exact: true }).last().click();
  assert.equal(await page.locator("article").getAttribute("data-mode"), "flattened");
});

await check("dark mode has other colours", async () => {
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await colour(), light);
  await page.emulateMedia({ colorScheme: "light" });
});

await check("it prints to more than nothing", async () => {
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000);
});

await page.goto(`file://${pages}/story-a.html`);
await check("a failed condition stands out and points at the value it refused", async () => {
  assert.equal(await page.locator(".c.f-failed[tabindex]").count(), 1);
  await page.locator(".c.f-failed[tabindex]").hover();
  assert.deepEqual(await texts(".v.refused"), ["127"]);
  assert.match((await visible(".hint"))[0], /written as YAML/);
});

await page.goto(`file://${pages}/hostile.html`);
await check("markup in pattern and event is text", async () => {
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.locator("script").count(), 1);
  assert.ok((await texts(".event"))[0].includes("<script>window.ran=1</script>"));
});

await check("the policy forbids what is not ours", async () => {
  const before = complaints.length;
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 2";
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.ok(complaints.length > before, "the browser complains");
  complaints.length = before;
});

await check("the browser has nothing to complain about", async () => {
  assert.deepEqual(complaints, []);
});

await browser.close();
if (!process.exitCode) console.log(`browser: ${checks} checks passed`);
