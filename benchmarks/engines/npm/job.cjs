// The same protocol as ../job.py.
const fs = require("fs");
const path = require("path");

const told = JSON.parse(fs.readFileSync(0, "utf8"));

function tell(began, early) {
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const now = process.memoryUsage().rss / 1e6;
  process.stdout.write(JSON.stringify({ seconds, memory: [early || now, now] }));
}

function file(number) {
  return path.join(told.out, `${number}.docx`);
}

module.exports = { told, tell, file };
