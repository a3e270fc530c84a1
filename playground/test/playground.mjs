// The playground in a browser: playground.mjs PROGRAM [--screenshots FOLDER]. See run.sh.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [program, option, folder] = process.argv.slice(2);
const read = (name) => readFileSync(name, "utf8");
const compact = (name) => JSON.stringify(JSON.parse(read(name)));
const STORY_A = ["patterns/ecs-command-not-found-stringified.json", "fixtures/ecs/batch-command-not-found.json"];
const STORY_B = ["patterns/ecs-run-test-failed.json", "fixtures/ecs/run-test-hub-fails.json"];
const BOUNDARY = "http://pattern-test.invalid";

const server = spawn(program, ["serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const address = await new Promise((resolve) => {
  server.stdout.once("data", (line) => resolve(/http:\S+/.exec(String(line))[0]));
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const failures = [];

/** A fresh browser context; what it asks for and complains about is looked at in the end. */
async function visit(url = `${address}/`, options = {}) {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const trouble = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) trouble.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.took !== undefined);
  return { page, context, trouble };
}

async function test(name, body) {
  if (option === "--screenshots") return;
  try {
    await body();
    console.log(`ok      ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

process.on("exit", () => server.kill("SIGTERM"));

const editor = (page, side) => page.locator(`#${side} .cm-content`);
const verdict = (page) => page.locator("#verdict").textContent();

async function settled(page) {
  await page.waitForTimeout(50);
  await page.waitForFunction(() => !/Loading/.test(document.querySelector("#verdict").textContent));
}

/** Waits until the verdict is what is expected, and says what it was otherwise. */
async function expectVerdict(page, expected) {
  const source = expected.source;
  await page.waitForFunction((text) => new RegExp(text).test(document.querySelector("#verdict").textContent), source)
    .catch(async () => assert.match(await verdict(page), expected));
}

async function clear(page, side) {
  await editor(page, side).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
}

async function type(page, side, text) {
  await clear(page, side);
  await page.keyboard.type(text);
}

async function paste(page, side, text) {
  await clear(page, side);
  await page.keyboard.insertText(text);
}

async function quiet({ context, trouble }) {
  assert.deepEqual(trouble, []);
  await context.close();
}

async function audit(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
  assert.deepEqual(told, []);
  return found.passes.length;
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const textOf = (page, side) => page.evaluate((side) => {
  const lines = document.querySelector(`#${side}`).shadowRoot.querySelectorAll(".cm-line");
  return [...lines].map((line) => line.textContent).join("\n");
}, side);

await test("story B, typed: fired for a container that did not fail", async () => {
  const visited = await visit();
  const { page } = visited;
  await type(page, "pattern", compact(STORY_B[0]));
  await type(page, "event", compact(STORY_B[1]));
  await expectVerdict(page, /no match/i);
  assert.match(await page.locator("#why").textContent(), /Where the modes differ/);
  assert.match(await page.locator("#why table").textContent(), /\[2\] \(selenium-hub\)/);
  await page.getByLabel("flattened").check();
  await expectVerdict(page, /^Match/);
  assert.ok(await page.locator("#pattern .cm-held").count() > 0);
  assert.ok(await page.locator("#event .cm-held").count() > 0);
  await quiet(visited);
});

await test("story A, typed: a number in quotes, and the fix that makes it match", async () => {
  const visited = await visit();
  const { page } = visited;
  await type(page, "pattern", compact(STORY_A[0]));
  await type(page, "event", compact(STORY_A[1]));
  await expectVerdict(page, /no match/i);
  const hint = page.locator("#why .hint").first();
  assert.match(await hint.textContent(), /hint: /);
  const before = await textOf(page, "pattern");
  await hint.getByRole("button").first().click();
  await page.waitForFunction((before) => {
    const lines = document.querySelector("#pattern").shadowRoot.querySelectorAll(".cm-line");
    return [...lines].map((line) => line.textContent).join("\n") !== before;
  }, before);
  assert.match(await textOf(page, "pattern"), /127[^"]/);
  await quiet(visited);
});

await test("a link has both texts and the mode", async () => {
  const visited = await visit();
  const { page, context } = visited;
  const pattern = '{"größe": ["😀", {"prefix": "x"}]}';
  await paste(page, "pattern", pattern);
  await paste(page, "event", '{"größe": "😀"}');
  await page.getByLabel("flattened").check();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(() => location.hash.length > 5);
  const link = await clipboard(page);
  assert.ok(link.startsWith(`${address}/#1`), link);
  const other = await context.newPage();
  await other.goto(link);
  await expectVerdict(other, /Match/);
  assert.equal(await textOf(other, "pattern"), pattern);
  assert.ok(await other.getByLabel("flattened").isChecked());
  // A damaged one does no harm.
  await other.goto("about:blank");
  await other.goto(`${link.slice(0, 40)}!`);
  await other.waitForFunction(() => document.documentElement.dataset.took !== undefined);
  assert.match(await other.locator("#status").textContent(), /damaged/);
  await quiet(visited);
});

await test("a broken pattern is refused in its place, and mended by a click", async () => {
  const visited = await visit();
  const { page } = visited;
  await paste(page, "pattern", '{"source": "shop"}');
  await paste(page, "event", '{"source": "shop"}');
  await expectVerdict(page, /refused/);
  assert.match(await page.locator("#pattern-remarks").textContent(), /must be an object or an array/);
  assert.ok(await page.locator("#pattern .cm-lintRange-error").count() > 0);
  await page.locator("#pattern-remarks .fix").first().click();
  await expectVerdict(page, /✓ Match/);
  assert.equal(await textOf(page, "pattern"), '{"source": ["shop"]}');
  await paste(page, "pattern", '{"source": [');
  await expectVerdict(page, /refused/);
  await clear(page, "pattern");
  await expectVerdict(page, /Write a pattern/);
  await quiet(visited);
});

await test("findings have their place and a fix", async () => {
  const visited = await visit();
  const { page } = visited;
  await paste(page, "pattern", '{"source": ["aws.ec2"], "detailType": ["EC2 Instance State-change Notification"]}');
  const remark = page.locator("#pattern-remarks li", { hasText: "envelope-name" });
  await remark.getByRole("button", { name: /^(Write|Fix)/ }).click();
  await page.waitForFunction(() => /detail-type/.test(document.querySelector("#pattern").shadowRoot.textContent));
  await quiet(visited);
});

await test("whatever is pasted is taken for what it is", async () => {
  const visited = await visit();
  const { page } = visited;
  await paste(page, "pattern", '{"Rules": [{"Name": "paid", "EventPattern": "{\\"source\\":[\\"shop\\"]}"}, {"Name": "sent", "EventPattern": "{\\"source\\":[\\"post\\"]}"}]}');
  await paste(page, "event", '{"Messages": [{"Body": "{\\"source\\":\\"post\\",\\"detail-type\\":\\"a\\",\\"detail\\":{}}"}]}');
  await expectVerdict(page, /No match/);
  assert.match(await page.locator("#pattern-bar").textContent(), /Recognised as/);
  assert.match(await page.locator("#event-bar").textContent(), /Recognised as.*SQS/);
  await page.getByLabel("Which pattern").selectOption({ index: 1 });
  await expectVerdict(page, /✓ Match/);
  await page.getByRole("button", { name: "Show just the event" }).click();
  await page.waitForFunction(() => /^\{"source"/.test(document.querySelector("#event").shadowRoot.querySelector(".cm-line").textContent));
  // The wrong way round.
  await paste(page, "pattern", '{"source": "shop", "detail-type": "Paid", "detail": {"a": 1}}');
  await paste(page, "event", '{"source": ["shop"], "detail": {"a": [1]}}');
  await page.getByRole("button", { name: "This is an event: swap" }).click();
  await expectVerdict(page, /✓ Match/);
  await quiet(visited);
});

await test("markup in texts is text", async () => {
  const visited = await visit();
  const { page } = visited;
  const evil = "<img src=x onerror=globalThis.ran=1>";
  await paste(page, "pattern", JSON.stringify({ [evil]: [evil], a: [evil] }));
  await paste(page, "event", JSON.stringify({ [evil]: evil, a: "no" }));
  await expectVerdict(page, /No match/);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  assert.equal(await page.locator("main img").count(), 0);
  await quiet(visited);
});

await test("hovering a condition shows its values, and the other way round", async () => {
  const visited = await visit();
  const { page } = visited;
  await paste(page, "pattern", '{"source": ["shop"]}');
  await paste(page, "event", '{"source": "till"}');
  await expectVerdict(page, /No match/);
  await page.locator("#pattern .cm-failed").first().hover();
  await page.locator("#pattern .cm-tip").waitFor();
  assert.match(await page.locator("#pattern .cm-tip").textContent(), /asks for/);
  assert.equal(await page.locator("#event .cm-lit").textContent(), '"till"');
  await page.locator("#event .cm-failed").first().hover();
  await page.locator("#event .cm-tip").waitFor();
  assert.ok(await page.locator("#pattern .cm-lit").count() > 0);
  await quiet(visited);
});

await test("events to try", async () => {
  const visited = await visit();
  const { page } = visited;
  await paste(page, "pattern", '{"detail": {"code": [{"numeric": [">=", 400]}]}}');
  await page.locator("#chips:not([inert]) .chip.no", { hasText: "near miss code" }).first().click();
  await page.waitForFunction(() => /"code"/.test(document.querySelector("#event").shadowRoot.textContent));
  await expectVerdict(page, /No match/);
  await page.locator("#chips .chip.yes").first().click();
  await expectVerdict(page, /✓ Match/);
  await quiet(visited);
});

await test("what is copied works elsewhere", async () => {
  const visited = await visit();
  const { page } = visited;
  const work = mkdtempSync(path.join(tmpdir(), "playground-"));
  try {
    const copy = async (kind) => {
      await page.getByLabel("Copy as").selectOption(kind);
      await page.waitForFunction(() => /Copied/.test(document.querySelector("#status").textContent));
      return clipboard(page);
    };
    writeFileSync(path.join(work, "a.suite.yaml"), await copy("suite"));
    const verified = spawnSync(path.resolve(program), ["verify", "a.suite.yaml"], { cwd: work, encoding: "utf8" });
    assert.equal(verified.status, 0, verified.stdout + verified.stderr);
    const command = await copy("cli");
    assert.ok(command.startsWith("aws events put-rule --name my-rule --event-pattern '{"));
    const argument = spawnSync("bash", ["-c", `aws() { printf %s "\${@: -1}"; }; ${command}`], { encoding: "utf8" }).stdout;
    assert.deepEqual(JSON.parse(argument), JSON.parse(read(STORY_B[0])));
    assert.match(await copy("markdown"), /^### /);
    assert.match(await copy("vitest"), /not\.toMatchEventStrictly\(event\)/);
  } finally {
    rmSync(work, { recursive: true });
  }
  await quiet(visited);
});

await test("an event of 1 MB", async () => {
  const visited = await visit();
  const { page } = visited;
  const items = Array.from({ length: 14_000 }, (_, index) => ({ sku: `sku-${index}`, count: index, note: "some words that fill the line up" }));
  const event = JSON.stringify({ source: "shop", "detail-type": "Order", detail: { items } });
  assert.ok(event.length > 1_000_000);
  await paste(page, "pattern", '{"detail": {"items": {"sku": ["sku-13999"], "count": [13999]}}}');
  await paste(page, "event", event);
  await expectVerdict(page, /✓ Match/);
  await paste(page, "pattern", '{"detail": {"items": {"sku": ["sku-13999"], "count": [13998]}}}');
  await expectVerdict(page, /no match/i);
  console.log(`        verdict after ${await page.evaluate(() => document.documentElement.dataset.took)} ms`);
  await quiet(visited);
});

await test("by keyboard alone", async () => {
  const visited = await visit();
  const { page } = visited;
  const focused = () => page.evaluate(() => {
    const { activeElement } = document;
    return (activeElement.shadowRoot?.activeElement ?? activeElement).ariaLabel ?? activeElement.id;
  });
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "examples");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expectVerdict(page, /no match/i);
  const seen = [];
  for (let step = 0; step < 12 && seen.at(-1) !== "Event"; step += 1) {
    await page.keyboard.press("Tab");
    seen.push(await focused());
  }
  assert.ok(seen.includes("Event pattern") && seen.includes("Event"), seen.join(", "));
  // From the editors on to the conditions, and back into the pattern with Enter.
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.classList.contains("path"))) break;
  }
  assert.ok(await page.locator("#event .cm-lit").count() + await page.locator("#pattern .cm-lit").count() > 0);
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "Event pattern");
  await quiet(visited);
});

await test("axe has nothing to say", async () => {
  const looks = [
    {}, { colorScheme: "dark" }, { viewport: { width: 360, height: 740 } },
    { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
  ];
  for (const look of looks) {
    const visited = await visit(undefined, look);
    const { page } = visited;
    await page.waitForTimeout(500);
    const passes = await audit(page);
    console.log(`        ${JSON.stringify(look)}: no violation, ${passes} rules hold`);
    const { scroll, width } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, width: innerWidth }));
    assert.ok(scroll <= width, `the page is ${scroll} wide in ${width}`);
    await paste(page, "pattern", '{"source": "shop", "detailType": 1}');
    await paste(page, "event", '{"Messages": []');
    await settled(page);
    await page.waitForTimeout(400);
    await audit(page);
    await quiet(visited);
  }
});

await test("the program's endpoint is what it was, and its pages are closed", async () => {
  const plain = await fetch(`${address}/`, { headers: { "accept-encoding": "identity" } });
  assert.match(await plain.text(), /<title>pattern-test playground/);
  assert.equal(plain.headers.get("content-encoding"), null);
  assert.match(plain.headers.get("content-security-policy"), /default-src 'none'/);
  assert.equal((await fetch(`${address}/x`)).status, 404);
  assert.equal((await fetch(`${address}/`, { method: "DELETE" })).status, 405);
  const body = JSON.stringify({ EventPattern: '{"source": ["a"]}', Event: '{"id":"1","account":"1","source":"a","time":"2026-11-02T00:00:00Z","region":"","detail-type":"b"}' });
  const asked = await fetch(`${address}/`, { method: "POST", headers: { "x-amz-target": "AWSEvents.TestEventPattern" }, body });
  assert.deepEqual(await asked.json(), { Result: true });
});

await test("as a site of its own, below some path, without a network", async () => {
  const pack = execFileSync("zstd", ["-dc", "data/playground.pack"], { maxBuffer: 1 << 26 });
  const end = pack.indexOf(10);
  let at = end + 1;
  const files = new Map(JSON.parse(pack.subarray(0, end)).map(({ path, length, table }) =>
    [path, table === undefined ? pack.subarray(at, (at += length)) : readFileSync(`data/${table}.txt.z`)]));
  const types = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml", wasm: "application/wasm" };
  const site = createServer((request, response) => {
    const name = new URL(request.url, BOUNDARY).pathname.replace(/^\/some\/path/, "").replace(/\/$/, "/index.html");
    const file = files.get(name);
    response.writeHead(file ? 200 : 404, { "content-type": types[name.split(".").at(-1)] ?? "text/plain" }).end(file);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  try {
    const visited = await visit(`http://127.0.0.1:${site.address().port}/some/path/`);
    const { page, context } = visited;
    await context.setOffline(true);
    await paste(page, "pattern", '{"source": ["shop"]}');
    await paste(page, "event", '{"source": "shop"}');
    await expectVerdict(page, /✓ Match/);
    await quiet(visited);
  } finally {
    site.close();
  }
});

await test("how long it takes (measured, not judged)", async () => {
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    const visited = await visit();
    times.push(performance.now() - start);
    await quiet(visited);
  }
  console.log(`        first verdict of a cold load: ${times.map((time) => `${Math.round(time)} ms`).join(", ")}`);
  const visited = await visit();
  const { page } = visited;
  await editor(page, "pattern").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  const keys = [];
  for (let round = 0; round < 40; round += 1) {
    await page.keyboard.press(round % 2 === 0 ? "Space" : "Backspace");
    await page.waitForTimeout(60);
    keys.push(await page.evaluate(() => [document.documentElement.dataset.took, document.documentElement.dataset.tookInside].map(Number)));
  }
  const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  for (const [index, what] of ["keystroke to verdict on the page", "of that in the module"].entries()) {
    const list = keys.map((pair) => pair[index]);
    console.log(`        ${what}: ${middle(list)} ms in the middle, ${Math.max(...list)} ms at most`);
  }
  await quiet(visited);
});

if (option === "--screenshots") {
  assert.ok(existsSync(folder), `there is no folder ${folder}`);
  const looks = {
    "playground.png": { viewport: { width: 1200, height: 860 } },
    "playground-dark.png": { viewport: { width: 1200, height: 860 }, colorScheme: "dark" },
    "playground-narrow.png": { viewport: { width: 360, height: 900 } },
  };
  for (const [name, look] of Object.entries(looks)) {
    const { page, context } = await visit(undefined, look);
    await page.waitForTimeout(600);
    await page.screenshot({ path: path.join(folder, name) });
    await context.close();
  }
}

await browser.close();
server.kill("SIGTERM");
if (failures.length > 0) {
  console.log(`${failures.length} failed`);
  process.exitCode = 1;
}
