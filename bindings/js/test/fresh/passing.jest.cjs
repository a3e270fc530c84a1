test("patterns of all kinds", () => {
  const event = { source: "shop", detail: { stage: "prod" } };
  expect({ source: ["shop"] }).toMatchEvent(event);
  expect({ source: ["till"] }).not.toMatchEventStrictly(event);
  expect("template.yaml#StoppedRule").toMatchEvent(event, { vars: { Stage: "prod" } });
});
