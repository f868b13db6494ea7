package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a slave that is not our own code: {@code slave.py}, which encodes its values itself. */
class PymodbusTest {
  private static final int SCRATCH = 1000;

  private record Value(String type, int register, int length, Object value) {}

  private static final List<Value> VALUES =
      List.of(
          new Value("int16", 0, 1, -12345L),
          new Value("uint16", 1, 1, 54321L),
          new Value("int32", 2, 2, -1234567890L),
          new Value("uint32", 4, 2, 3456789012L),
          new Value("int64", 6, 4, -1234567890123456789L),
          new Value("uint64", 10, 4, 9123456789012345678L),
          new Value("float32", 14, 2, 71.25),
          new Value("float64", 16, 4, -273.15),
          new Value("string", 20, 5, "Weir gate!"));

  private static PymodbusSlave slave;
  private static ModbusDriver driver;

  @BeforeAll
  static void start() throws IOException {
    slave = new PymodbusSlave();
    driver = Fixtures.driver(slave.port(), 30_000);
    driver.connect();
  }

  @AfterAll
  static void stop() throws IOException {
    driver.disconnect();
    slave.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryTypeInEveryOrder(RegisterOrder order) throws DriverException {
    for (String table : List.of("holding", "input")) {
      for (Value value : VALUES) {
        ModbusPoint point = point(table, order, value, 100 * order.ordinal());
        assertThat(Fixtures.read(driver, point))
            .as(point.toString())
            .isEqualTo(expected(value, order));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsThemAllInOneBlock(RegisterOrder order) throws DriverException {
    int base = 100 * order.ordinal();
    List<Block.Entry> entries = new ArrayList<>();
    for (Value value : VALUES) {
      entries.add(new Block.Entry(value.register(), point("input", order, value, base)));
    }
    Batch batch = new Batch(8);
    driver.read(new Block("unit 1 input", base, 25, entries), batch);
    assertThat(batch.size()).isEqualTo(VALUES.size());
    for (int row = 0; row < batch.size(); row++) {
      Value value = VALUES.get(row);
      assertThat(batch.channel(row)).isEqualTo(value.register());
      ModbusPoint point = (ModbusPoint) entries.get(row).point();
      assertThat(Fixtures.value(point, batch, row)).isEqualTo(expected(value, order));
    }
  }

  /** What is written must be, register by register, what pymodbus makes of the same values. */
  @ParameterizedTest
  @EnumSource
  void writesEveryTypeInEveryOrder(RegisterOrder order) throws DriverException {
    for (Value value : VALUES) {
      ModbusPoint point = point("holding", order, value, SCRATCH);
      Object written = expected(value, order);
      driver.write(point, bits(point.rawType(), written), written);
      assertThat(Fixtures.read(driver, point)).as(point.toString()).isEqualTo(written);
    }
    for (int i = 0; i < 25; i++) {
      assertThat(Fixtures.read(driver, register(SCRATCH + i)))
          .isEqualTo(Fixtures.read(driver, register(100 * order.ordinal() + i)));
    }
  }

  @Test
  void readsBlocksAsLargeAsTheSpecificationAllows() throws DriverException {
    readBits("coil", 7);
    readBits("discrete", 3);

    List<Block.Entry> entries =
        IntStream.range(0, 125).mapToObj(i -> new Block.Entry(i, register(1500 + i))).toList();
    for (int i = 0; i < 125; i++) {
      driver.write(register(1500 + i), 500 + i, null);
    }
    Batch batch = new Batch(125);
    driver.read(new Block("unit 1 holding", 1500, 125, entries), batch);
    for (int row = 0; row < 125; row++) {
      assertThat(batch.bits(row)).isEqualTo(500 + row);
    }
  }

  @Test
  void writesCoilsByEitherFunction() throws DriverException {
    for (String with : List.of("single", "multiple")) {
      ModbusPoint point =
          Fixtures.point(Map.of("unit", 1, "table", "coil", "register", 2345, "write-with", with));
      driver.write(point, 1, null);
      assertThat(Fixtures.read(driver, point)).isEqualTo(true);
      driver.write(point, 0, null);
      assertThat(Fixtures.read(driver, point)).isEqualTo(false);
    }
  }

  @Test
  void writesOneRegisterByEitherFunction() throws DriverException {
    for (String with : List.of("single", "multiple")) {
      Map<String, Object> address = new HashMap<>(Map.of("unit", 1, "table", "holding"));
      address.putAll(Map.of("register", SCRATCH, "type", "int16", "write-with", with));
      ModbusPoint point = Fixtures.point(address);
      driver.write(point, -with.length(), null);
      assertThat(Fixtures.read(driver, point)).isEqualTo((long) -with.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void writingABitLeavesTheOthersOfItsRegister(RegisterOrder order) throws DriverException {
    driver.write(register(SCRATCH), 0b1010_0000_0000_0101, null);
    Map<String, Object> address = new HashMap<>(Map.of("unit", 1, "table", "holding"));
    address.putAll(Map.of("register", SCRATCH, "bit", 3, "order", order.name()));
    ModbusPoint bit = Fixtures.point(address);
    int mask = order.isSwappingBytes() ? 0b1000_0000_0000 : 0b1000;
    driver.write(bit, 1, null);
    assertThat(Fixtures.read(driver, register(SCRATCH))).isEqualTo(0b1010_0000_0000_0101L | mask);
    assertThat(Fixtures.read(driver, bit)).isEqualTo(true);
    driver.write(bit, 0, null);
    assertThat(Fixtures.read(driver, register(SCRATCH))).isEqualTo(0b1010_0000_0000_0101L);
  }

  /** What stands behind the answer in the buffer is of another one. */
  @Test
  void aPointOutsideItsBlockIsNotRead() {
    for (int register : List.of(99, 101)) {
      Block block =
          new Block("unit 1 holding", 100, 1, List.of(new Block.Entry(1, register(register))));
      assertThatThrownBy(() -> driver.read(block, new Batch(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Model 103 of the layout of github.com/sunspec/models, and the profile that reads it. */
  @Test
  void readsValuesWhoseScaleStandsBesideThem() throws DriverException {
    assertThat(sunspec(40080, "uint16", 40083, "0xFFFF")).isEqualTo(228.8);
    assertThat(sunspec(40072, "uint16", 40076, "0xFFFF")).isEqualTo(8.71);
    assertThat(sunspec(40084, "int16", 40085, "0x8000")).isEqualTo(-1980.0);
    assertThat(sunspec(40086, "uint16", 40087, "0xFFFF")).isEqualTo(49.98);
    assertThat(sunspec(40094, "uint32", 40096, "0xFFFFFFFF")).isEqualTo(3_941_140.0);
    assertThat(sunspec(40104, "int16", 40107, "0x8000")).isEqualTo(39.27);
    assertThat(sunspec(40103, "int16", 40107, "0x8000"))
        .as("not implemented")
        .isEqualTo("bad/device");
    assertThat(sunspec(40090, "int16", 40091, "0x0000"))
        .as("nor is its scale")
        .isEqualTo("bad/device");
    assertThat(sunspec(40161, "uint16", 40124, "0xFFFF"))
        .as("of the second tracker, 37 registers from its scale")
        .isEqualTo(5.52);
  }

  @Test
  void writesAValueAsTheScaleBesideItIsNow() throws DriverException {
    ModbusPoint point = sunspecPoint(40080, "uint16", 40083, "0xFFFF");
    driver.write(point, Double.doubleToRawLongBits(230.4), null);
    assertThat(Fixtures.read(driver, point)).isEqualTo(230.4);
    assertThatThrownBy(() -> driver.write(point, Double.doubleToRawLongBits(230.45), null))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("unit 2 holding 40080: the device takes steps of 0.1 here");
    assertThatThrownBy(() -> driver.write(point, Double.doubleToRawLongBits(7000), null))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("70000 does not fit UINT16");
    driver.write(point, Double.doubleToRawLongBits(228.8), null);
    ModbusPoint unscaled = sunspecPoint(40090, "int16", 40091, "0x0000");
    assertThatThrownBy(() -> driver.write(unscaled, 0, null))
        .hasMessageContaining("the unit has no scale for it now");
  }

  private static Object sunspec(int register, String type, int scale, String none)
      throws DriverException {
    return Fixtures.read(driver, sunspecPoint(register, type, scale, none));
  }

  private static ModbusPoint sunspecPoint(int register, String type, int scale, String none) {
    return Fixtures.point(
        Map.of(
            "unit",
            2,
            "table",
            "holding",
            "register",
            register,
            "type",
            type,
            "scale-register",
            scale,
            "not-available",
            none));
  }

  @Test
  void aRegisterThatIsNotThereIsAnAddressFault() {
    assertThatThrownBy(() -> Fixtures.read(driver, register(60_000)))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(2);
              assertThat(e.isAddressFault()).isTrue();
            })
        .hasMessage("unit 1 holding 60000: illegal data address, exception 0x02");
  }

  /** pymodbus keeps silent for a unit it does not have, as many serial gateways do. */
  @Test
  void aUnitThatIsNotThereDoesNotAnswerAndItsNeighboursDo() throws DriverException {
    ModbusDriver impatient = Fixtures.driver(slave.port(), 2_000);
    impatient.connect();
    ModbusPoint missing =
        Fixtures.point(
            impatient, Map.of("unit", 9, "table", "holding", "register", 0, "type", "int16"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Fixtures.read(impatient, missing))
          .isInstanceOf(NoResponseException.class)
          .hasMessageContaining("unit 9 did not answer within 2000 ms");
      assertThat(Fixtures.read(impatient, register(1))).isEqualTo(54321L);
    }
    impatient.disconnect();
  }

  private void readBits(String table, int step) throws DriverException {
    List<Block.Entry> entries =
        IntStream.range(0, 2000)
            .mapToObj(
                i ->
                    new Block.Entry(
                        i, Fixtures.point(Map.of("unit", 1, "table", table, "register", i))))
            .toList();
    Batch batch = new Batch(2000);
    driver.read(new Block("unit 1 " + table, 0, 2000, entries), batch);
    assertThat(batch.size()).isEqualTo(2000);
    for (int row = 0; row < batch.size(); row++) {
      assertThat(batch.bits(row)).isEqualTo(row % step == 0 ? 1 : 0);
    }
  }

  /** pymodbus leaves text alone whatever the order; ours swaps it with the bytes of a register. */
  private static Object expected(Value value, RegisterOrder order) {
    return value.type().equals("string") && order.isSwappingBytes() ? "eWrig ta!e" : value.value();
  }

  private static ModbusPoint register(int register) {
    return Fixtures.point(
        Map.of("unit", 1, "table", "holding", "register", register, "type", "uint16"));
  }

  private static ModbusPoint point(String table, RegisterOrder order, Value value, int base) {
    Map<String, Object> address = new HashMap<>(Map.of("unit", 1, "table", table));
    address.putAll(
        Map.of(
            "register",
            base + value.register(),
            "type",
            value.type(),
            "order",
            order.name(),
            "length",
            value.length()));
    return Fixtures.point(address);
  }

  private static long bits(ValueType type, Object value) {
    return switch (type) {
      case BOOLEAN, TEXT, BYTES -> 0;
      case INTEGER -> (Long) value;
      case DOUBLE -> Double.doubleToRawLongBits((Double) value);
    };
  }
}
