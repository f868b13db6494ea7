// node seed.js MODULES FOLDER PORT MODEL... : writes what zigbee2mqtt keeps of a network with these
// models, as if they had been paired before: database.db and configuration.yaml. Prints one JSON
// object a line for each device: {"ieee", "name", "model"}.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [modules, folder, port, ...models] = process.argv.slice(2);
const { Zcl } = require(path.join(modules, "zigbee-herdsman"));
const converters = path.join(modules, "zigbee-herdsman-converters", "dist", "devices");

const SENSOR = [
  "genBasic", "genPowerCfg", "genIdentify", "msTemperatureMeasurement", "msRelativeHumidity",
  "msPressureMeasurement", "msIlluminanceMeasurement", "msOccupancySensing", "ssIasZone",
  "genMultistateInput", "genAnalogInput", "genPollCtrl", "hvacThermostat", "closuresDoorLock", "genOnOff",
];
const ACTUATOR = [
  "genBasic", "genIdentify", "genGroups", "genScenes", "genOnOff", "genLevelCtrl", "lightingColorCtrl",
  "closuresWindowCovering", "hvacThermostat", "closuresDoorLock", "seMetering", "haElectricalMeasurement",
  "genOta",
];
const ENDPOINTS = [1, 2, 3, 11];
const NAMES = { 0: "kitchen/button", 1: "Küche Wetter" };

function definitions() {
  const byModel = new Map();
  for (const file of fs.readdirSync(converters).filter((name) => name.endsWith(".js") && name !== "index.js")) {
    for (const definition of require(path.join(converters, file)).definitions ?? []) {
      byModel.set(definition.model, definition);
    }
  }
  return byModel;
}

function endpoint(id, input, output) {
  const attributes = { colorCapabilities: 31, colorTempPhysicalMin: 153, colorTempPhysicalMax: 500 };
  return {
    profId: 260, epId: id, devId: 0,
    inClusterList: input.map((name) => Zcl.Clusters[name].ID),
    outClusterList: output.map((name) => Zcl.Clusters[name].ID),
    clusters: { lightingColorCtrl: { attributes } },
    binds: [], configuredReportings: [], meta: {},
  };
}

function runsOnBattery({ description }) {
  return /temp|motion|contact|button|remote|leak|smoke|soil|lock|thermostat|valve|air quality|vibration|presence|switch/i
      .test(description)
    && !/plug|bulb|relay|module|wall switch/i.test(description);
}

function coordinator() {
  const endpoints = { 1: endpoint(1, [], []), 242: endpoint(242, [], []) };
  return {
    id: 1, type: "Coordinator", ieeeAddr: "0x00124b0000000001", nwkAddr: 0, manufId: 0, epList: [1, 242],
    endpoints, interviewCompleted: true, interviewState: "SUCCESSFUL", meta: {},
  };
}

function device(index, definition) {
  const fingerprint = definition.fingerprint?.[0];
  const modelId = definition.zigbeeModel?.[0] ?? fingerprint?.modelID;
  if (!modelId) {
    throw new Error(`${definition.model} has no model id to be known by`);
  }
  const onBattery = runsOnBattery(definition);
  const endpoints = Object.fromEntries(ENDPOINTS.map((id) => (
    [id, endpoint(id, onBattery ? SENSOR : ACTUATOR, ["genOnOff", "genLevelCtrl", "genOta"])])));
  return {
    id: index + 2, type: onBattery ? "EndDevice" : "Router",
    ieeeAddr: "0x00158d00" + (0xa0000001 + index).toString(16), nwkAddr: 1001 + index, manufId: 4447,
    manufName: definition.zigbeeModel ? definition.vendor : fingerprint.manufacturerName ?? definition.vendor,
    powerSource: onBattery ? "Battery" : "Mains (single phase)", modelId, epList: ENDPOINTS, endpoints,
    appVersion: 1, stackVersion: 2, hwVersion: 1, dateCode: "20240101", swBuildId: "1.0.0", zclVersion: 3,
    interviewCompleted: true, interviewState: "SUCCESSFUL", meta: { configured: 0 }, lastSeen: Date.now(),
  };
}

const known = definitions();
const database = [coordinator()];
const names = [];
models.forEach((model, index) => {
  const definition = known.get(model);
  if (!definition) {
    throw new Error(`no definition of ${model}`);
  }
  const made = device(index, definition);
  database.push(made);
  const name = NAMES[index] ?? `${model}_${index + 1}`.replace(/[ /+#]/g, "_");
  names.push({ ieee: made.ieeeAddr, name, model });
});

fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(path.join(folder, "database.db"), database.map((each) => JSON.stringify(each)).join("\n") + "\n");
fs.writeFileSync(path.join(folder, "configuration.yaml"), `version: 5
mqtt:
  base_topic: zigbee2mqtt
  server: mqtt://127.0.0.1:${port}
  include_device_information: false
serial:
  port: tcp://127.0.0.1:1
  adapter: ember
frontend:
  enabled: false
homeassistant:
  enabled: false
availability:
  enabled: true
health:
  interval: 1
advanced:
  log_level: info
  log_output: [console]
  last_seen: ISO_8601
  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]
  pan_id: 6754
  ext_pan_id: [221, 221, 221, 221, 221, 221, 221, 221]
  channel: 11
devices:
${names.map(({ ieee, name }) => `  '${ieee}':\n    friendly_name: '${name}'`).join("\n")}
`);
names.forEach((each) => console.log(JSON.stringify(each)));
