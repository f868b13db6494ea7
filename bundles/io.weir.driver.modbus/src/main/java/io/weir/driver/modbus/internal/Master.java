package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadMEIRequest;
import com.ghgande.j2mod.modbus.msg.WriteCoilRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleCoilsRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.util.BitVector;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes requests and believes an answer only if it says what was asked. */
final class Master {
  private static final int ILLEGAL_DATA_VALUE = 3;
  private static final int BASIC_IDENTIFICATION = 1;

  /** Where the objects of an identification begin, behind their number. */
  private static final int MEI_OBJECTS = 7;

  private static final List<String> IDENTIFICATION = List.of("vendor", "product", "revision");

  private static final int UNITS = 256;

  private final Link link;
  private final RequestRules usual;

  /** When each unit was last done with. */
  private final long[] lastEnd = new long[UNITS];

  /**
   * @param usual how units are asked that say nothing else
   */
  Master(Link link, RequestRules usual) {
    this.link = link;
    this.usual = usual;
    Arrays.fill(lastEnd, System.nanoTime() - TimeUnit.MINUTES.toNanos(1)); // The longest pause.
  }

  /** Reads items of a unit that says nothing of how to be asked. */
  Pdu read(int unit, Table table, int start, int length) throws DriverException {
    return read(unit, table, start, length, usual);
  }

  /** Reads items; the data of the answer begin at index 2. */
  Pdu read(int unit, Table table, int start, int length, RequestRules rules)
      throws DriverException {
    Pdu answer = exchange(unit, table.readRequest(start, length), table, start, rules);
    int bytes = table.bytes(length);
    if (answer.unsigned(1) != bytes || answer.length() != 2 + bytes) {
      throw link.distrust(
          "the answer holds "
              + (answer.length() - 2)
              + " bytes of data and says "
              + answer.unsigned(1)
              + "; asked for "
              + bytes);
    }
    return answer;
  }

  /**
   * Asks a unit what it is: vendor, product and revision, as far as it tells.
   *
   * <p>MODBUS Application Protocol Specification V1.1b3, section 6.21, Read Device Identification.
   */
  Map<String, String> identify(int unit) throws DriverException {
    Pdu answer =
        exchange(unit, new ReadMEIRequest(BASIC_IDENTIFICATION, 0), Table.HOLDING, 0, usual);
    Map<String, String> texts = new LinkedHashMap<>();
    int at = MEI_OBJECTS;
    for (int i = 0; at + 1 < answer.length() && i < answer.unsigned(MEI_OBJECTS - 1); i++) {
      int id = answer.unsigned(at);
      int length = answer.unsigned(at + 1);
      if (at + 2 + length > answer.length()) {
        throw link.distrust("the identification of unit " + unit + " is longer than the answer");
      }
      if (id < IDENTIFICATION.size()) {
        String text =
            new String(
                answer.bytes(), answer.position(at + 2), length, StandardCharsets.ISO_8859_1);
        texts.put(IDENTIFICATION.get(id), text.replaceAll("\\p{Cntrl}", "").strip());
      }
      at += 2 + length;
    }
    return texts;
  }

  /** Writes one value; a bit of a register is read, changed and written back. */
  void write(ModbusPoint point, long bits, @Nullable Object object) throws DriverException {
    switch (point.table()) {
      case COIL -> writeCoil(point, bits != 0);
      case HOLDING -> writeRegisters(point, registers(point, bits, object));
      case DISCRETE, INPUT ->
          throw new RejectedException(
              point.area() + " cannot be written", ILLEGAL_DATA_VALUE, false);
    }
  }

  private byte[] registers(ModbusPoint point, long bits, @Nullable Object object)
      throws DriverException {
    if (point.type() == DataType.BIT) {
      return withBit(point, bits != 0);
    }
    int exponent = point.isScaled() ? exponent(point) : 0;
    try {
      return Values.encode(
          point,
          point.isScaled() ? PowerOfTen.unscale(Double.longBitsToDouble(bits), exponent) : bits,
          object);
    } catch (IllegalArgumentException e) {
      throw refused(point, String.valueOf(e.getMessage()));
    }
  }

  /** The power of ten that the unit has now for what is written to it. */
  private int exponent(ModbusPoint point) throws DriverException {
    Pdu now = read(point.unit(), point.table(), point.scaleRegister(), 1, point.rules());
    int exponent = point.order().get16(now.bytes(), now.position(2));
    if (!PowerOfTen.isValid(exponent)) {
      throw refused(point, "the unit has no scale for it now");
    }
    return exponent;
  }

  private static RejectedException refused(ModbusPoint point, String why) {
    return new RejectedException(
        place(point.unit(), point.table(), point.register()) + ": " + why,
        ILLEGAL_DATA_VALUE,
        false);
  }

  private byte[] withBit(ModbusPoint point, boolean value) throws DriverException {
    Pdu now = read(point.unit(), point.table(), point.register(), 1, point.rules());
    int mask = 1 << point.bit();
    short old = point.order().get16(now.bytes(), now.position(2));
    byte[] bytes = new byte[2];
    point.order().put16(bytes, 0, (short) (value ? old | mask : old & ~mask));
    return bytes;
  }

  private void writeCoil(ModbusPoint point, boolean value) throws DriverException {
    if (point.multiple()) {
      BitVector vector = new BitVector(1);
      vector.setBit(0, value);
      send(point, new WriteMultipleCoilsRequest(point.register(), vector));
    } else {
      send(point, new WriteCoilRequest(point.register(), value));
    }
  }

  private void writeRegisters(ModbusPoint point, byte[] bytes) throws DriverException {
    Register[] registers = new Register[bytes.length / 2];
    for (int i = 0; i < registers.length; i++) {
      registers[i] = new SimpleRegister(bytes[2 * i], bytes[2 * i + 1]);
    }
    send(
        point,
        registers.length == 1 && !point.multiple()
            ? new WriteSingleRegisterRequest(point.register(), registers[0])
            : new WriteMultipleRegistersRequest(point.register(), registers));
  }

  /** All four write functions answer with the first four bytes of the request's data. */
  private void send(ModbusPoint point, ModbusRequest request) throws DriverException {
    Pdu answer = exchange(point.unit(), request, point.table(), point.register(), point.rules());
    byte[] sent = request.getMessage();
    boolean same = answer.length() == 5;
    for (int i = 0; same && i < 4; i++) {
      same = answer.bytes()[answer.position(1 + i)] == sent[i];
    }
    if (!same) {
      throw link.distrust(
          place(point.unit(), point.table(), point.register())
              + ": the device confirms another write");
    }
  }

  private Pdu exchange(int unit, ModbusRequest request, Table table, int start, RequestRules rules)
      throws DriverException {
    request.setUnitID(unit);
    Pdu answer;
    try {
      answer = link.exchange(request, lastEnd[unit] + rules.pauseNanos(), rules.timeoutNanos());
    } finally {
      lastEnd[unit] = System.nanoTime();
    }
    if (answer.unsigned(0) >= Modbus.EXCEPTION_OFFSET) {
      throw ExceptionCode.of(answer.unsigned(1), place(unit, table, start));
    }
    return answer;
  }

  private static String place(int unit, Table table, int start) {
    return Addresses.area(unit, table) + " " + start;
  }
}
