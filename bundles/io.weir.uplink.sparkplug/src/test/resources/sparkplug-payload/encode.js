// Prints a payload with every kind of value, encoded by the npm package sparkplug-payload, as base64.
"use strict";
const path = require("path");

const { get } = require(path.join(process.argv[2], "sparkplug-payload"));
const codec = get("spBv1.0");
const time = 1763920000123;
const one = (name, type, value, more) => ({ name, type, value, timestamp: time, ...more });

const bytes = codec.encodePayload({
  timestamp: time,
  seq: 7,
  metrics: [
    one("int8", "Int8", -1),
    one("uint32", "UInt32", 4294967295),
    one("int64", "Int64", 12345678901),
    one("float", "Float", 0.5),
    one("double", "Double", 21.5, {
      alias: 9,
      properties: { engUnit: { type: "String", value: "Cel" } },
    }),
    one("boolean", "Boolean", true),
    one("string", "String", "Grüße"),
    one("date", "DateTime", time),
    one("table", "DataSet", {
      numOfColumns: 2,
      columns: ["a", "b"],
      types: ["String", "UInt32"],
      rows: [["x", 1], ["y", 2]],
    }),
    one("template", "Template", {
      version: "1",
      isDefinition: true,
      metrics: [one("member", "Int32", 3)],
      parameters: [{ name: "p", type: "String", value: "v" }],
    }),
    { name: "null", type: "Double", value: null, isNull: true, timestamp: time },
  ],
});
console.log(Buffer.from(bytes).toString("base64"));
