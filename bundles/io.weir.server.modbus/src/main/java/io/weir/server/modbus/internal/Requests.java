package io.weir.server.modbus.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers protocol data units. Any thread. */
final class Requests {
  static final int MAX_PDU = 253;
  private static final int MAX_READ_BITS = 2000;
  private static final int MAX_READ_REGISTERS = 125;
  private static final int MAX_WRITE_BITS = 1968;
  private static final int MAX_WRITE_REGISTERS = 123;
  private static final int MAX_READ_WRITE_REGISTERS = 121;
  private static final int COIL_ON = 0xFF00;
  private static final int IDENTIFICATION = 14;

  private final RegisterMap map;
  private final Exposed exposed;
  private final Writes writes;
  private final List<String> identification;

  /**
   * @param version of the product, as the identification says it
   */
  Requests(RegisterMap map, Exposed exposed, Writes writes, String version) {
    this.map = map;
    this.exposed = exposed;
    this.writes = writes;
    identification = List.of("Weir", "Weir gateway", version);
  }

  /**
   * Answers a request.
   *
   * @param request from its function code to its limit
   * @param origin who asks, for commands
   * @param answer takes the answer from its function code on
   */
  void answer(ByteBuffer request, String origin, ByteBuffer answer) throws ModbusException {
    int function = request.get() & 0xFF;
    answer.put((byte) function);
    switch (function) {
      case 1 -> readBits(Table.COIL, request, answer);
      case 2 -> readBits(Table.DISCRETE, request, answer);
      case 3 -> readRegisters(Table.HOLDING, request, answer);
      case 4 -> readRegisters(Table.INPUT, request, answer);
      case 5, 6, 15, 16, 23 -> {
        if (!writes.isWritable()) {
          throw new ModbusException(ModbusException.ILLEGAL_FUNCTION, "the server is read-only");
        }
        write(function, request, origin, answer);
      }
      case 43 -> identify(request, answer);
      default ->
          throw new ModbusException(ModbusException.ILLEGAL_FUNCTION, "function " + function);
    }
  }

  private void write(int function, ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    switch (function) {
      case 5 -> writeCoil(request, origin, answer);
      case 6 -> writeRegister(request, origin, answer);
      case 15 -> writeCoils(request, origin, answer);
      case 16 -> writeRegisters(request, origin, answer);
      default -> readWrite(request, origin, answer);
    }
  }

  private void readBits(Table table, ByteBuffer request, ByteBuffer answer) throws ModbusException {
    length(request, 4);
    int start = word(request);
    int count = count(request, start, MAX_READ_BITS);
    byte[] bits = new byte[(count + 7) / 8];
    Map<String, Exposed.Value> snapshot = new HashMap<>();
    for (Entry entry : map.covering(table, start, count)) {
      Exposed.Value value = snapshot.computeIfAbsent(entry.channel(), id -> exposed.now(entry));
      if (exposed.bit(entry, value)) {
        int bit = entry.start() - start;
        bits[bit >> 3] |= (byte) (1 << (bit & 7));
      }
    }
    answer.put((byte) bits.length).put(bits);
  }

  private void readRegisters(Table table, ByteBuffer request, ByteBuffer answer)
      throws ModbusException {
    length(request, 4);
    int start = word(request);
    read(table, start, count(request, start, MAX_READ_REGISTERS), answer);
  }

  /** One channel is looked at once, however many entries show it: its value and quality agree. */
  private void read(Table table, int start, int count, ByteBuffer answer) throws ModbusException {
    answer.put((byte) (2 * count));
    Map<String, Exposed.Value> snapshot = new HashMap<>();
    byte[] scratch = new byte[2 * MAX_READ_REGISTERS];
    for (Entry entry : map.covering(table, start, count)) {
      exposed.encode(
          entry, snapshot.computeIfAbsent(entry.channel(), id -> exposed.now(entry)), scratch);
      int from = Math.max(start, entry.start());
      int to = Math.min(start + count, entry.end());
      answer.put(scratch, 2 * (from - entry.start()), 2 * (to - from));
    }
  }

  private void writeCoil(ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    length(request, 4);
    int address = word(request);
    int value = word(request);
    if (value != 0 && value != COIL_ON) {
      throw new ModbusException(ModbusException.ILLEGAL_VALUE, "coil value " + value);
    }
    writes.coils(address, 1, new byte[] {(byte) (value == 0 ? 0 : 1)}, 0, origin);
    answer.putShort((short) address).putShort((short) value);
  }

  private void writeRegister(ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    length(request, 4);
    int address = word(request);
    byte[] value = rest(request);
    writes.registers(address, 1, value, 0, origin);
    answer.putShort((short) address).put(value);
  }

  private void writeCoils(ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    int start = word(request);
    int count = count(request, start, MAX_WRITE_BITS);
    byte[] values = data(request, (count + 7) / 8);
    writes.coils(start, count, values, 0, origin);
    answer.putShort((short) start).putShort((short) count);
  }

  private void writeRegisters(ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    int start = word(request);
    int count = count(request, start, MAX_WRITE_REGISTERS);
    byte[] values = data(request, 2 * count);
    writes.registers(start, count, values, 0, origin);
    answer.putShort((short) start).putShort((short) count);
  }

  private void readWrite(ByteBuffer request, String origin, ByteBuffer answer)
      throws ModbusException {
    int readStart = word(request);
    int readCount = count(request, readStart, MAX_READ_REGISTERS);
    int start = word(request);
    int count = count(request, start, MAX_READ_WRITE_REGISTERS);
    byte[] values = data(request, 2 * count);
    map.covering(Table.HOLDING, readStart, readCount);
    writes.registers(start, count, values, 0, origin);
    read(Table.HOLDING, readStart, readCount, answer);
  }

  private void identify(ByteBuffer request, ByteBuffer answer) throws ModbusException {
    length(request, 3);
    int kind = request.get();
    int code = request.get() & 0xFF;
    int object = request.get() & 0xFF;
    if (kind != IDENTIFICATION) {
      throw new ModbusException(ModbusException.ILLEGAL_FUNCTION, "MEI type " + kind);
    }
    boolean isOne = code == 4;
    if (code < 1 || code > 4) {
      throw new ModbusException(ModbusException.ILLEGAL_VALUE, "identification code " + code);
    }
    if (isOne && object >= identification.size()) {
      throw new ModbusException(ModbusException.ILLEGAL_ADDRESS, "object " + object);
    }
    int first = object < identification.size() ? object : 0;
    int end = isOne ? first + 1 : identification.size();
    // Conformity 0x81: basic identification, by stream and one by one.
    answer.put((byte) kind).put((byte) code).put((byte) 0x81).put((byte) 0).put((byte) 0);
    answer.put((byte) (end - first));
    for (int i = first; i < end; i++) {
      byte[] text = identification.get(i).getBytes(StandardCharsets.US_ASCII);
      answer.put((byte) i).put((byte) text.length).put(text);
    }
  }

  private static int word(ByteBuffer request) throws ModbusException {
    if (request.remaining() < 2) {
      throw new ModbusException(ModbusException.ILLEGAL_VALUE, "the request is too short");
    }
    return request.getShort() & 0xFFFF;
  }

  private static int count(ByteBuffer request, int start, int max) throws ModbusException {
    int count = word(request);
    if (count < 1 || count > max) {
      throw new ModbusException(ModbusException.ILLEGAL_VALUE, count + " items");
    }
    if (start + count > 65_536) {
      throw new ModbusException(ModbusException.ILLEGAL_ADDRESS, "beyond 65535");
    }
    return count;
  }

  private static byte[] data(ByteBuffer request, int bytes) throws ModbusException {
    length(request, bytes + 1);
    if ((request.get() & 0xFF) != bytes) {
      throw new ModbusException(ModbusException.ILLEGAL_VALUE, "the byte count is wrong");
    }
    return rest(request);
  }

  private static byte[] rest(ByteBuffer request) {
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return bytes;
  }

  private static void length(ByteBuffer request, int bytes) throws ModbusException {
    if (request.remaining() != bytes) {
      throw new ModbusException(
          ModbusException.ILLEGAL_VALUE, request.remaining() + " bytes instead of " + bytes);
    }
  }
}
