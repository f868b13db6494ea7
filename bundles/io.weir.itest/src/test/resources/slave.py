"""A boiler behind Modbus, made with pymodbus 3.0. Prints its port, then answers commands:
`temperature TENTHS`, `valve`, `setpoint`, `reads`. Ends with its standard input.

  slave.py tcp | udp | rtu-tcp  PORT      port 0 is one it picks
  slave.py tls  PORT CERTIFICATE KEY
  slave.py rtu | ascii  PATH              prints 0 once it has the serial port open

Unit 1: input registers 0-1 count how often they were read (32 bits), input register 2 is the flow
temperature in tenths, coil 0 the bypass valve, holding register 10 the setpoint.
"""
import asyncio
import logging
import os
import ssl
import sys
import threading

from pymodbus.datastore import (
    ModbusSequentialDataBlock,
    ModbusServerContext,
    ModbusSlaveContext,
)
from pymodbus.framer.ascii_framer import ModbusAsciiFramer
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.framer.socket_framer import ModbusSocketFramer
from pymodbus.server.async_io import (
    ModbusSerialServer,
    ModbusTcpServer,
    ModbusTlsServer,
    ModbusUdpServer,
)


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


def safe(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def network(units, kind, address, *certificate):
    if kind == "udp":
        return ModbusUdpServer(units, framer=ModbusSocketFramer, address=address)
    if kind == "tls":
        return ModbusTlsServer(
            units,
            framer=ModbusSocketFramer,
            address=address,
            sslctx=safe(*certificate),
            allow_reuse_address=True,
        )
    framer = ModbusRtuFramer if kind == "rtu-tcp" else ModbusSocketFramer
    return ModbusTcpServer(units, framer=framer, address=address, allow_reuse_address=True)


async def listen(units, *place):
    """A port that is free again may be someone else's for a moment."""
    for _ in range(300):
        server = network(units, *place)
        serving = asyncio.create_task(server.serve_forever())
        await asyncio.wait({serving, server.serving}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            return server, serving
        print("tried again:", serving.exception(), file=sys.stderr)
        await asyncio.sleep(0.1)
    sys.exit("the port stays taken")


def port(server):
    if isinstance(server, ModbusUdpServer):
        return server.protocol.get_extra_info("sockname")[1]
    return server.server.sockets[0].getsockname()[1]


async def main(kind, place, *certificate):
    unit = ModbusSlaveContext(di=coils, co=coils, hr=holdings, ir=inputs, zero_mode=True)
    units = ModbusServerContext(slaves={1: unit}, single=False)
    if kind in ("rtu", "ascii"):
        framer = ModbusRtuFramer if kind == "rtu" else ModbusAsciiFramer
        server = ModbusSerialServer(units, framer=framer, port=place, baudrate=19200)
        await server.start()
        print(0, flush=True)
        serving = asyncio.create_task(server.serve_forever())
    else:
        server, serving = await listen(units, kind, ("127.0.0.1", int(place)), *certificate)
        print(port(server), flush=True)
    threading.Thread(target=converse, daemon=True).start()
    await serving


logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
asyncio.run(main(*sys.argv[1:]))
