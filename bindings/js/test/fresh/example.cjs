const { matches } = require("pattern-test");
console.log(matches({ source: ["shop"] }, { source: "till" }));
