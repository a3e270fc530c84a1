test("a number in quotes", () => {
  expect({ detail: { exitCode: ["127"] } }).toMatchEvent({ detail: { exitCode: 127 } });
});
