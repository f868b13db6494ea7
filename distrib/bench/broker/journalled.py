#!/usr/bin/env python3
"""Write the configuration of a gateway whose hub's 200 clients of load.py are channels.

Then start the gateway on it and load it:

    distrib/bench/broker/journalled.py --etc <directory> --port 1883
    bin/weir --etc <directory> --data <another>
    distrib/bench/broker/load.py --port 1883 --pid <process> --no-subscriber --payload '{"v": 12}'
"""

import argparse
import json
import pathlib


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--etc", type=pathlib.Path, required=True)
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--clients", type=int, default=200)
    options = parser.parse_args()
    channels = [
        {"id": f"c{i}", "type": "double",
         "address": {"topic": f"load/load{i}/value", "pointer": "/v"}}
        for i in range(options.clients)
    ]
    documents = {
        "io.weir.broker.cfg.json": {"port": options.port},
        "io.weir.driver.mqtt~site.cfg.json": {"link": "hub"},
        "devices/load.json": {
            "id": "load", "connection": "site", "period": "1h", "channels": channels},
    }
    for name, document in documents.items():
        file = options.etc / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
