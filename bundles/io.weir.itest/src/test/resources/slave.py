"""A boiler behind Modbus TCP, made with pymodbus 3.0. Prints its port, then answers commands:
`temperature TENTHS`, `valve`, `setpoint`, `reads`. Ends with its standard input.

Unit 1: input registers 0-1 count how often they were read (32 bits), input register 2 is the flow
temperature in tenths, coil 0 the bypass valve, holding register 10 the setpoint.
"""
import asyncio
import logging
import os
import sys
import threading

from pymodbus.datastore import (
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
)
from pymodbus.server.async_io import ModbusTcpServer


class Inputs(ModbusSequentialDataBlock):
    """Input registers whose first two count their reads."""

    reads = 0

    def getValues(self, address, count=1):
        if address == 0:
            self.reads += 1
            self.values[0:2] = [self.reads >> 16, self.reads & 0xFFFF]
        return super().getValues(address, count)


inputs = Inputs(0, [0, 0, 215] + [0] * 20)
coils = ModbusSequentialDataBlock(0, [0] * 20)
holdings = ModbusSequentialDataBlock(0, [0] * 10 + [60] + [0] * 20)


def answer(command):
    words = command.split()
    if words[0] == "temperature":
        inputs.values[2] = int(words[1])
        return "ok"
    if words[0] == "valve":
        return str(int(coils.values[0]))
    if words[0] == "setpoint":
        return str(holdings.values[10])
    if words[0] == "reads":
        return str(inputs.reads)
    raise ValueError(command)


def converse():
    for line in sys.stdin:
        print(answer(line), flush=True)
    os._exit(0)


async def main():
    unit = ModbusSlaveContext(di=coils, co=coils, hr=holdings, ir=inputs, zero_mode=True)
    server = ModbusTcpServer(
        ModbusServerContext(slaves={1: unit}, single=False), address=("127.0.0.1", 0)
    )
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    threading.Thread(target=converse, daemon=True).start()
    await serving


logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
asyncio.run(main())
