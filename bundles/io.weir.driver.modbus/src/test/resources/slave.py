"""A Modbus TCP slave made with pymodbus 3.0, for PymodbusTest. Prints its port; ends with stdin."""
import asyncio
import logging
import os
import sys
import threading

try:
    from pymodbus.constants import Endian
    from pymodbus.datastore import (
        ModbusSequentialDataBlock,
        ModbusServerContext,
        ModbusSlaveContext,
    )
    from pymodbus.payload import BinaryPayloadBuilder
    from pymodbus.server.async_io import ModbusTcpServer
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


def bits(step):
    """Every so manieth bit is set."""
    return ModbusSequentialDataBlock(0, [i % step == 0 for i in range(BITS)])


async def main():
    unit = ModbusSlaveContext(
        di=bits(3), co=bits(7), hr=registers(), ir=registers(), zero_mode=True
    )
    server = ModbusTcpServer(
        ModbusServerContext(slaves={1: unit}, single=False), address=("127.0.0.1", 0)
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
