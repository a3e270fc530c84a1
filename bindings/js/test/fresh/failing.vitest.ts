import { expect, test } from "vitest";

test("a number in quotes", () => {
  expect({ detail: { exitCode: ["127"] } }).toMatchEvent({ detail: { exitCode: 127 } });
});

const containers = { c: [{ name: "app", exitCode: 0 }, { name: "db", exitCode: 1 }] };

test("the modes differ", () => {
  expect({ c: { name: ["app"], exitCode: [1] } }).toMatchEvent(containers);
});

test("the modes differ, the other way round", () => {
  expect({ c: { name: ["app"], exitCode: [1] } }).not.toMatchEvent(containers);
});

test("what is open is not guessed", () => {
  expect("template.yaml#StoppedRule").toMatchEvent({ source: "shop" });
});
