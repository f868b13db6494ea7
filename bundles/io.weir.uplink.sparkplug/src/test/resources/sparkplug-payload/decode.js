// Decodes payloads, each a line of base64, with the npm package sparkplug-payload, and prints each
// as a line of JSON. What JSON has no word for is made text: 64-bit numbers and bytes.
"use strict";
const path = require("path");
const readline = require("readline");

const { get } = require(path.join(process.argv[2], "sparkplug-payload"));
const codec = get("spBv1.0");

function plain(key, value) {
  const raw = this[key];
  if (raw && raw.constructor && raw.constructor.name === "Long") {
    return raw.toString();
  }
  if (raw instanceof Uint8Array) {
    return Buffer.from(raw).toString("base64");
  }
  return value;
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const payload = codec.decodePayload(Buffer.from(line, "base64"));
  process.stdout.write(JSON.stringify(payload, plain) + "\n");
});
