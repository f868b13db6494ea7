// Loaded into zigbee2mqtt with `node -r`: puts a virtual radio in the place of the serial adapter.
// Everything above it is real: zigbee-herdsman's controller, the converters, zigbee2mqtt.
//
// Takes one JSON object a line on 127.0.0.1:$RADIO_PORT and answers "ok" or "error ...":
//   {"device", "endpoint", "cluster", "attributes": {...}}   the device reports attributes
//   {"device", "endpoint", "cluster", "command", "payload"}  the device sends a command
//   {"device", "silent": true}                               the device answers nothing any more
//   {"device", "address", "leaves": true}                    the device leaves the network
"use strict";

const net = require("node:net");
const path = require("node:path");

const herdsman = path.join(process.env.Z2M_MODULES, "zigbee-herdsman", "dist");
const { Adapter } = require(path.join(herdsman, "adapter", "adapter"));
const { Device } = require(path.join(herdsman, "controller", "model"));
const Zcl = require(path.join(herdsman, "zspec", "zcl"));

const UNSUPPORTED_ATTRIBUTE = 0x86;
const LINK_QUALITY = 120;
const silent = new Set();
const memory = new Map();
let sequence = 1;

/** The attributes that a cluster of a device holds. */
function held(ieee, endpoint, cluster) {
  const key = `${ieee}/${endpoint}/${cluster}`;
  if (!memory.has(key)) {
    memory.set(key, {});
  }
  return memory.get(key);
}

function attributeOf(cluster, id) {
  return Object.values(cluster.attributes).find((attribute) => attribute.ID === id);
}

/** What a device answers to a command that is for all clusters: read, write... */
function answerGlobal(frame, attributes) {
  switch (frame.command.name) {
    case "read":
      return ["readRsp", frame.payload.map(({ attrId }) => {
        const known = attributeOf(frame.cluster, attrId);
        const value = known && attributes[known.name];
        return value === undefined
          ? { attrId, status: UNSUPPORTED_ATTRIBUTE }
          : { attrId, status: 0, dataType: known.type, attrData: value };
      })];
    case "write":
      for (const { attrId, attrData } of frame.payload) {
        const known = attributeOf(frame.cluster, attrId);
        if (known) {
          attributes[known.name] = attrData;
        }
      }
      return ["writeRsp", [{ status: 0 }]];
    case "configReport":
      return ["configReportRsp", [{ status: 0 }]];
    default:
      return undefined;
  }
}

/** Does what a command asks for, as far as it changes attributes that are read afterwards. */
function obey(ieee, endpoint, frame, attributes) {
  const { name } = frame.command;
  const { payload } = frame;
  switch (frame.cluster.name) {
    case "genOnOff":
      attributes.onOff = { on: 1, off: 0, toggle: 1 - (attributes.onOff ?? 0) }[name] ?? attributes.onOff;
      break;
    case "genLevelCtrl":
      if (payload.level !== undefined) {
        attributes.currentLevel = payload.level;
        held(ieee, endpoint, "genOnOff").onOff = payload.level > 0 ? 1 : 0;
      }
      break;
    case "lightingColorCtrl":
      if (payload.colortemp !== undefined) {
        Object.assign(attributes, { colorTemperature: payload.colortemp, colorMode: 2 });
      } else if (payload.colorx !== undefined) {
        Object.assign(attributes, { currentX: payload.colorx, currentY: payload.colory, colorMode: 1 });
      }
      break;
    case "closuresWindowCovering":
      attributes.currentPositionLiftPercentage =
        { upOpen: 0, downClose: 100 }[name] ?? payload.percentageliftvalue ?? attributes.currentPositionLiftPercentage;
      break;
    case "closuresDoorLock":
      attributes.lockState = { lockDoor: 1, unlockDoor: 2 }[name] ?? attributes.lockState;
      break;
  }
}

class VirtualRadio extends Adapter {
  constructor(...given) {
    super(...given);
    this.hasZdoMessageOverhead = false;
    this.manufacturerID = Zcl.ManufacturerCode.TEXAS_INSTRUMENTS;
  }

  async start() {
    const server = net.createServer((socket) => {
      let text = "";
      socket.on("error", () => {});
      socket.on("data", (data) => {
        text += data;
        const lines = text.split("\n");
        text = lines.pop();
        for (const line of lines) {
          try {
            this.inject(JSON.parse(line));
            socket.write("ok\n");
          } catch (error) {
            socket.write(`error ${error.message}\n`);
          }
        }
      });
    });
    server.listen(Number(process.env.RADIO_PORT), "127.0.0.1");
    return "resumed";
  }

  async stop() {}
  async reset() {}
  async permitJoin() {}
  async addInstallCode() {}
  async supportsBackup() { return false; }
  async backup() { throw new Error("a virtual radio has no backup"); }
  async getCoordinatorIEEE() { return "0x00124b0000000001"; }
  async getCoordinatorVersion() { return { type: "virtual", meta: { revision: "1" } }; }
  async getNetworkParameters() {
    return { panID: 6754, extendedPanID: "0xdddddddddddddddd", channel: 11, nwkUpdateID: 0 };
  }

  waitFor() { return { promise: new Promise(() => {}), cancel() {} }; }

  async sendZdo(ieee, address, cluster, payload, withoutResponse) {
    this.fail(ieee);
    return withoutResponse ? undefined : [0, {
      entryList: [], endpointList: [1], startIndex: 0, logicalType: 1, manufacturerCode: 0,
      neighborTableEntries: 0, routingTableEntries: 0, bindingTableEntries: 0,
    }];
  }

  async sendZclFrameToEndpoint(ieee, address, endpoint, frame, timeout, withoutResponse) {
    this.fail(ieee);
    const attributes = held(ieee, endpoint, frame.cluster.name);
    let answer;
    if (frame.header.isGlobal) {
      answer = answerGlobal(frame, attributes);
    } else {
      obey(ieee, endpoint, frame, attributes);
    }
    if (withoutResponse) {
      return undefined;
    }
    const [command, payload] =
      answer ?? ["defaultRsp", { cmdId: frame.header.commandIdentifier, statusCode: 0 }];
    const { manufacturerCode, transactionSequenceNumber } = frame.header;
    const response = Zcl.Frame.create(
      Zcl.FrameType.GLOBAL, Zcl.Direction.SERVER_TO_CLIENT, true, manufacturerCode,
      transactionSequenceNumber, command, frame.cluster.ID, payload, {});
    return this.received(address, endpoint, frame.cluster.ID, response.toBuffer());
  }

  async sendZclFrameToGroup() {}
  async sendZclFrameToAll() {}
  async setChannelInterPAN() {}
  async sendZclFrameInterPANToIeeeAddr() {}
  async sendZclFrameInterPANBroadcast() { throw new Error("not of this radio"); }
  async restoreChannelInterPAN() {}

  fail(ieee) {
    if (silent.has(ieee)) {
      throw new Error(`no answer from ${ieee} (virtual radio)`);
    }
  }

  received(address, endpoint, clusterID, data) {
    return {
      clusterID, data, header: Zcl.Header.fromBuffer(data), address, endpoint,
      linkquality: LINK_QUALITY, groupID: 0, wasBroadcast: false, destinationEndpoint: 1,
    };
  }

  inject(order) {
    if (order.silent !== undefined) {
      silent[order.silent ? "add" : "delete"](order.device);
    } else if (order.leaves) {
      this.emit("deviceLeave", { ieeeAddr: order.device, networkAddress: order.address });
    } else {
      this.emit("zclPayload", this.heard(order));
    }
  }

  heard({ device, endpoint = 1, cluster, attributes, command, payload = {} }) {
    const known = Device.byIeeeAddr(device);
    if (!known) {
      throw new Error(`no device ${device}`);
    }
    const { ID, attributes: all } = Zcl.Utils.getCluster(cluster, undefined, {});
    let frame;
    if (attributes) {
      Object.assign(held(device, endpoint, cluster), attributes);
      const entries = Object.entries(attributes).map(([name, attrData]) => (
        { attrId: all[name].ID, dataType: all[name].type, attrData }));
      frame = Zcl.Frame.create(
        Zcl.FrameType.GLOBAL, Zcl.Direction.SERVER_TO_CLIENT, true, undefined,
        sequence++ & 255, "report", ID, entries, {});
    } else {
      const direction = directionOf(cluster, command);
      frame = Zcl.Frame.create(
        Zcl.FrameType.SPECIFIC, direction, true, undefined, sequence++ & 255, command, ID, payload, {});
    }
    return this.received(known.networkAddress, endpoint, ID, frame.toBuffer());
  }
}

/** Which way a command goes: a switch sends as a client does, a sensor tells as a server. */
function directionOf(cluster, command) {
  const { commandsResponse } = Zcl.Utils.getCluster(cluster, undefined, {});
  return commandsResponse[command] ? Zcl.Direction.SERVER_TO_CLIENT : Zcl.Direction.CLIENT_TO_SERVER;
}

Adapter.create = async (...given) => new VirtualRadio(...given);
