const { check } = require("./check.cjs");

console.log(JSON.stringify(check()));
