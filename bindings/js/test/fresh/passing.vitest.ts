import "pattern-test/vitest";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Rule } from "aws-cdk-lib/aws-events";
import { parse } from "pattern-test";
import { pattern } from "pattern-test/matchers";
import { expect, test } from "vitest";

const event = { source: "shop", detail: { stage: "prod" } };

test("patterns of all kinds", () => {
  expect({ source: ["shop"] }).toMatchEvent(event);
  expect('{"source": ["till"]}').not.toMatchEvent(event);
  expect(parse({ source: ["shop"] })).toMatchEventStrictly(event);
  expect("template.yaml#StoppedRule").toMatchEvent(event, { vars: { Stage: "prod" } });
  expect("template.yaml").not.toMatchEvent(event, { vars: { Stage: "test" } });
  expect(pattern("template.yaml", { id: "StoppedRule", vars: { Stage: "prod" } })).toMatchEvent(event);
});

test("a stack of the CDK", () => {
  const stack = new Stack(new App(), "Shop");
  new Rule(stack, "Stopped", { eventPattern: { source: ["shop"], detail: { stage: ["prod"] } } });
  new Rule(stack, "Other", { eventPattern: { source: ["till"] } });
  expect(Template.fromStack(stack)).toMatchEvent(event, { id: "Stopped" });
  expect(Template.fromStack(stack)).not.toMatchEvent(event, { id: "Other" });
});
