#!/usr/bin/python3
"""Prints the Node-RED flow of the bench: Modbus reads of 100 registers, to JSON, to MQTT.

  flow.py plain     publishes each reading as it comes
  flow.py DATABASE  keeps them in SQLite first, as users write store and forward: every message is
                    inserted; once a second, while the broker is connected, up to 1,000 rows are
                    read, published and deleted

Registers, period and ports are taken from NREGS, MS, MPORT and BPORT.
"""

import json
import os
import sys

BLOCK = 100

TO_JSON = """
const first = +msg.topic, values = {}, payload = msg.payload;
for (let i = 0; i < payload.length; i++) values['r' + (first + i)] = payload[i];
msg = {
  topic: 'gw/nodered/' + first,
  payload: JSON.stringify({ts: Date.now(), values: values})
};
return msg;
"""

TO_ROW = """
msg.params = {$t: msg.topic, $p: msg.payload};
return msg;
"""

KEEP_STATUS = """
flow.set('up', msg.status && msg.status.fill === 'green');
return null;
"""

SELECT_WHEN_UP = """
if (!flow.get('up') || flow.get('busy')) return null;
flow.set('busy', true);
return {topic: 'SELECT * FROM q ORDER BY id LIMIT 1000'};
"""

PUBLISH_AND_DELETE = """
flow.set('busy', false);
const rows = msg.payload;
if (!rows.length) return null;
const messages = rows.map(row => ({topic: row.topic, payload: row.payload}));
return [messages, {topic: 'DELETE FROM q WHERE id<=' + rows[rows.length - 1].id}];
"""

CREATE_TABLE = (
    "PRAGMA journal_mode=WAL;"
    " CREATE TABLE IF NOT EXISTS q(id INTEGER PRIMARY KEY,topic TEXT,payload TEXT)"
)


def node(id, type, wires=(), **attributes):
    return {"id": id, "type": type, "z": "tab", "wires": [list(w) for w in wires], **attributes}


def function(id, code, wires):
    return node(id, "function", wires, name="", func=code, outputs=len(wires))


def sqlite(id, wires, query="msg.topic", sql=""):
    return node(id, "sqlite", wires, mydb="db", sqlquery=query, sql=sql)


def modbus_client(port):
    return {
        "id": "modbus",
        "type": "modbus-client",
        "name": "",
        "clienttype": "tcp",
        "bufferCommands": True,
        "stateLogEnabled": False,
        "queueLogEnabled": False,
        "failureLogEnabled": True,
        "tcpHost": "127.0.0.1",
        "tcpPort": port,
        "tcpType": "DEFAULT",
        "unit_id": 1,
        "commandDelay": 1,
        "clientTimeout": 1000,
        "reconnectOnTimeout": True,
        "reconnectTimeout": 2000,
        "parallelUnitIdsAllowed": True,
        "showErrors": False,
        "showWarnings": True,
        "showLogs": True,
    }


def broker(port):
    return {
        "id": "broker",
        "type": "mqtt-broker",
        "name": "",
        "broker": "127.0.0.1",
        "port": port,
        "clientid": "nodered",
        "autoConnect": True,
        "usetls": False,
        "protocolVersion": "4",
        "keepalive": "60",
        "cleansession": True,
    }


def modbus_read(first, count, period_ms):
    return node(
        f"read{first}",
        "modbus-read",
        [["to-json"], []],
        name="",
        topic=str(first),
        showStatusActivities=False,
        logIOActivities=False,
        showErrors=False,
        showWarnings=True,
        unitid="",
        dataType="HoldingRegister",
        adr=str(first),
        quantity=str(count),
        rate=str(period_ms),
        rateUnit="ms",
        delayOnStart=False,
        startDelayTime="",
        server="modbus",
        useIOFile=False,
        ioFile="",
        useIOForPayload=False,
        emptyMsgOnFail=False,
    )


def inject(id, wires, **attributes):
    return node(id, "inject", wires, once=True, **attributes)


def store_and_forward(database):
    topic = [{"p": "topic", "vt": "str"}]
    insert = "INSERT INTO q(topic,payload) VALUES($t,$p)"
    return [
        {"id": "db", "type": "sqlitedb", "db": database, "mode": "RWC"},
        inject("init", [["create"]], props=topic, topic=CREATE_TABLE, repeat="", onceDelay="0.01"),
        sqlite("create", [[]], query="batch"),
        function("row", TO_ROW, [["insert"]]),
        sqlite("insert", [[]], query="prepared", sql=insert),
        node("state", "status", [["keep-state"]], scope=["mqtt"]),
        function("keep-state", KEEP_STATUS, [[]]),
        inject("tick", [["gate"]], props=[], repeat="1", onceDelay="1"),
        function("gate", SELECT_WHEN_UP, [["select"]]),
        sqlite("select", [["publish"]]),
        function("publish", PUBLISH_AND_DELETE, [["mqtt"], ["delete"]]),
        sqlite("delete", [[]]),
    ]


def main():
    store = sys.argv[1]
    registers, period_ms = int(os.environ["NREGS"]), int(os.environ["MS"])
    reads = [
        modbus_read(first, min(BLOCK, registers - first), period_ms)
        for first in range(0, registers, BLOCK)
    ]
    flow = [
        {"id": "tab", "type": "tab", "label": "gw"},
        modbus_client(os.environ["MPORT"]),
        broker(os.environ["BPORT"]),
        *reads,
        function("to-json", TO_JSON, [["mqtt" if store == "plain" else "row"]]),
        node("mqtt", "mqtt out", name="", topic="", qos="1", retain="false", broker="broker"),
        *([] if store == "plain" else store_and_forward(store)),
    ]
    json.dump(flow, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
