"""A Modbus slave made with pymodbus 3.0, for the tests. Ends with stdin.

  slave.py tcp | udp | rtu-tcp | ascii-tcp     prints its port
  slave.py tls CERTIFICATE KEY CLIENT          prints its port; asks for the client's certificate
  slave.py rtu PATH | ascii PATH               prints 0 once it has the serial port open
"""
import asyncio
import logging
import os
import ssl
import sys
import threading

try:
    from pymodbus.constants import Endian
    from pymodbus.datastore import (
        ModbusSequentialDataBlock,
        ModbusServerContext,
        ModbusSlaveContext,
    )
    from pymodbus.framer.ascii_framer import ModbusAsciiFramer
    from pymodbus.framer.rtu_framer import ModbusRtuFramer
    from pymodbus.framer.socket_framer import ModbusSocketFramer
    from pymodbus.payload import BinaryPayloadBuilder
    from pymodbus.server.async_io import (
        ModbusSerialServer,
        ModbusTcpServer,
        ModbusTlsServer,
        ModbusUdpServer,
    )
except ImportError as error:
    sys.exit(f"pymodbus cannot be imported: {error}")

ORDERS = {
    "ABCD": (Endian.Big, Endian.Big),
    "CDAB": (Endian.Big, Endian.Little),
    "BADC": (Endian.Little, Endian.Big),
    "DCBA": (Endian.Little, Endian.Little),
}
REGISTERS = 2000
BITS = 3000


def values(order):
    """The values of one order, encoded by pymodbus, as registers."""
    byte_order, word_order = ORDERS[order]
    builder = BinaryPayloadBuilder(byteorder=byte_order, wordorder=word_order)
    builder.add_16bit_int(-12345)
    builder.add_16bit_uint(54321)
    builder.add_32bit_int(-1234567890)
    builder.add_32bit_uint(3456789012)
    builder.add_64bit_int(-1234567890123456789)
    builder.add_64bit_uint(9123456789012345678)
    builder.add_32bit_float(71.25)
    builder.add_64bit_float(-273.15)
    builder.add_string("Weir gate!")
    payload = builder.to_string()
    return [payload[i] << 8 | payload[i + 1] for i in range(0, len(payload), 2)]


def registers():
    """Values of each order at 0, 100, 200, 300; then zeros."""
    block = [0] * REGISTERS
    for index, order in enumerate(ORDERS):
        encoded = values(order)
        block[100 * index : 100 * index + len(encoded)] = encoded
    return ModbusSequentialDataBlock(0, block)


def text(value, registers):
    padded = value.encode().ljust(2 * registers, b"\0")
    return [padded[i] << 8 | padded[i + 1] for i in range(0, len(padded), 2)]


def common(maker, product):
    """Model 1: maker, product, options, version, serial number, address, a pad."""
    return [1, 66] + text(maker, 16) + text(product, 16) + text("", 8) \
        + text("1.2", 8) + text("0042", 16) + [2, 0x8000]


def sunspec():
    """Models 1, 103, 160 and 203 of github.com/sunspec/models, and one that nobody knows."""
    none, minus = 0x8000, lambda power: 0x10000 - power
    inverter = [103, 50, 871, 290, 291, 290, minus(2)]
    inverter += [3965, 3953, 3963, 2288, 2284, 2285, minus(1)]
    inverter += [0x10000 - 198, 1, 4998, minus(2), 1990, 0, none, none, 9998, minus(2)]
    inverter += [60, 8980, 0, 0xFFFF, none, 7512, minus(1), 2040, 0]
    inverter += [none, 3927, none, none, minus(2), 4, 0] + [0] * 12
    trackers = [160, 48, minus(2), minus(1), 0, 0, 0, 0, 2, 10]
    for tracker in (1, 2):
        trackers += [tracker] + text(f"String {tracker}", 8)
        trackers += [550 + tracker, 3710, 2041, 0, 1000, 0, 0, 41, 4, 0, 0]
    meter = [203, 105] + [none] * 105
    end = [0xFFFF, 0]
    block = text("SunS", 2) + common("Example Works", "Inverter 25")
    block += inverter + trackers + meter + [64999, 2, 0, 0] + end
    return ModbusSequentialDataBlock(40000, block)


def endless():
    """Models without an end, at the other place where the marker may stand."""
    return ModbusSequentialDataBlock(0, text("SunS", 2) + [64000, 1, 0] * 100)


def cut_off():
    return ModbusSequentialDataBlock(0, text("SunS", 2) + [64000, 10_000, 0])


def bits(step):
    """Every so manieth bit is set."""
    return ModbusSequentialDataBlock(0, [i % step == 0 for i in range(BITS)])


async def main():
    unit = ModbusSlaveContext(
        di=bits(3), co=bits(7), hr=registers(), ir=registers(), zero_mode=True
    )
    units = {1: unit}
    for number, block in enumerate((sunspec(), endless(), cut_off()), 2):
        units[number] = ModbusSlaveContext(hr=block, zero_mode=True)
    await serve(ModbusServerContext(slaves=units, single=False), *sys.argv[1:])


FRAMERS = {
    "tcp": ModbusSocketFramer,
    "tls": ModbusSocketFramer,
    "udp": ModbusSocketFramer,
    "rtu-tcp": ModbusRtuFramer,
    "ascii-tcp": ModbusAsciiFramer,
    "rtu": ModbusRtuFramer,
    "ascii": ModbusAsciiFramer,
}


def safe(certificate, key, client):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(client)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def serve(units, kind="tcp", *more):
    framer, address = FRAMERS[kind], ("127.0.0.1", 0)
    if kind in ("rtu", "ascii"):
        server = ModbusSerialServer(units, framer=framer, port=more[0], baudrate=19200)
        await server.start()
        print(0, flush=True)
        await server.serve_forever()
    elif kind == "udp":
        server = ModbusUdpServer(units, framer=framer, address=address)
        serving = asyncio.create_task(server.serve_forever())
        await server.serving
        print(server.protocol.get_extra_info("sockname")[1], flush=True)
        await serving
    else:
        server = (
            ModbusTlsServer(units, framer=framer, address=address, sslctx=safe(*more))
            if kind == "tls"
            else ModbusTcpServer(units, framer=framer, address=address)
        )
        serving = asyncio.create_task(server.serve_forever())
        await server.serving
        print(server.server.sockets[0].getsockname()[1], flush=True)
        await serving


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
threading.Thread(target=end_with_parent, daemon=True).start()
asyncio.run(main())
