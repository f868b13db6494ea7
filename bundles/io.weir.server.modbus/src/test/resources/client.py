"""Reads and writes as a SCADA would: client.py <port>. Prints one answer a line."""

import sys

from pymodbus.client import ModbusTcpClient

client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=30, retries=0)
assert client.connect()


def show(name, answer):
    if answer.isError():
        print(name, "exception", answer.exception_code)
    elif hasattr(answer, "registers") and answer.registers:
        print(name, answer.registers)
    elif hasattr(answer, "bits") and answer.bits:
        print(name, answer.bits[:2])
    elif hasattr(answer, "value"):
        print(name, "echo", answer.value)
    else:
        print(name, "done")


show("holding", client.read_holding_registers(0, 4, slave=1))
show("coils", client.read_coils(0, 2, slave=1))
show("discrete", client.read_discrete_inputs(0, 1, slave=1))
show("hole", client.read_input_registers(0, 1, slave=1))
show("coil", client.write_coil(1, True, slave=1))
show("coils", client.write_coils(0, [False, True], slave=1))
show("register", client.write_register(3, 7, slave=1))
show("registers", client.write_registers(0, [0x3FC0, 0], slave=1))
show("half", client.write_registers(0, [0x3FC0], slave=1))
client.close()
