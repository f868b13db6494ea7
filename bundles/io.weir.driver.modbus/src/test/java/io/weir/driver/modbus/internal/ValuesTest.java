package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  /** Columns: type, order, the bytes as they travel, the value. */
  private static final String TABLE =
      """
      bool    ABCD 0000             false
      bool    ABCD 0001             true
      bool    ABCD 8000             true
      int16   ABCD 0000             0
      int16   ABCD 7FFF             32767
      int16   ABCD 8000             -32768
      int16   ABCD FFFF             -1
      int16   CDAB 1234             4660
      int16   BADC 3412             4660
      int16   DCBA 3412             4660
      uint16  ABCD FFFF             65535
      uint16  ABCD 8000             32768
      uint16  BADC 0080             32768
      int32   ABCD 12345678         305419896
      int32   CDAB 56781234         305419896
      int32   BADC 34127856         305419896
      int32   DCBA 78563412         305419896
      int32   ABCD 80000000         -2147483648
      int32   CDAB 00008000         -2147483648
      int32   BADC 00800000         -2147483648
      int32   DCBA 00000080         -2147483648
      int32   ABCD 7FFFFFFF         2147483647
      uint32  ABCD FFFFFFFF         4294967295
      uint32  ABCD 80000001         2147483649
      uint32  CDAB 00018000         2147483649
      uint32  BADC 00800100         2147483649
      uint32  DCBA 01000080         2147483649
      int64   ABCD 0123456789ABCDEF 81985529216486895
      int64   CDAB CDEF89AB45670123 81985529216486895
      int64   BADC 23016745AB89EFCD 81985529216486895
      int64   DCBA EFCDAB8967452301 81985529216486895
      int64   ABCD 8000000000000000 -9223372036854775808
      int64   ABCD FFFFFFFFFFFFFFFF -1
      int64   ABCD 0020000000000001 9007199254740993
      uint64  ABCD 7FFFFFFFFFFFFFFF 9223372036854775807
      uint64  CDAB FFFFFFFFFFFF7FFF 9223372036854775807
      float32 ABCD 40490FDB         3.1415927410125732
      float32 CDAB 0FDB4049         3.1415927410125732
      float32 BADC 4940DB0F         3.1415927410125732
      float32 DCBA DB0F4940         3.1415927410125732
      float32 ABCD 80000000         -0.0
      float32 ABCD 00000001         1.401298464324817E-45
      float32 ABCD 7F7FFFFF         3.4028234663852886E38
      float64 ABCD 400921FB54442D18 3.141592653589793
      float64 CDAB 2D18544421FB4009 3.141592653589793
      float64 BADC 0940FB214454182D 3.141592653589793
      float64 DCBA 182D4454FB210940 3.141592653589793
      string  ABCD 5765697200000000 Weir
      string  CDAB 5765697200000000 Weir
      string  BADC 6557726900000000 Weir
      string  DCBA 6557726900000000 Weir
      string  ABCD 3231B043E4F6FCDF 21°Cäöüß
      """;

  /** What has no value: columns as above, with the quality. */
  private static final String BAD =
      """
      uint64  ABCD 8000000000000000 bad/range
      uint64  ABCD FFFFFFFFFFFFFFFF bad/range
      uint64  DCBA 0000000000000080 bad/range
      float32 ABCD 7FC00000         bad/device
      float32 CDAB 00007FC0         bad/device
      float32 ABCD 7F800000         bad/device
      float32 ABCD FF800000         bad/device
      float64 ABCD 7FF8000000000000 bad/device
      float64 ABCD FFF0000000000000 bad/device
      string  ABCD 5707697200000000 bad/device
      string  ABCD 577F697200000000 bad/device
      string  ABCD 5790697200000000 bad/device
      """;

  @Test
  void decodesEveryTypeInEveryOrder() {
    TABLE
        .lines()
        .map(line -> line.split("\\s+", 4))
        .forEach(row -> assertThat(decode(row)).as(String.join(" ", row)).hasToString(row[3]));
  }

  @Test
  void encodesWhatItDecodes() {
    TABLE
        .lines()
        .map(line -> line.split("\\s+", 4))
        .filter(row -> !row[0].equals("bool") || !row[2].equals("8000"))
        .forEach(
            row -> {
              ModbusPoint point = point(row);
              Batch batch = batch(point, bytes(row));
              byte[] encoded = Values.encode(point, batch.bits(0), batch.object(0));
              assertThat(HexFormat.of().withUpperCase().formatHex(encoded))
                  .as(String.join(" ", row))
                  .isEqualTo(row[2]);
            });
  }

  @Test
  void hasNoValueForWhatTheTypeCannotHoldOrTheDeviceMarks() {
    BAD.lines()
        .map(line -> line.split("\\s+", 4))
        .forEach(row -> assertThat(decode(row)).as(String.join(" ", row)).isEqualTo(row[3]));
  }

  @Test
  void hasNoValueForWhatTheAddressSaysIsNone() {
    assertThat(read("int16", "ABCD", "0x8000", "8000")).isEqualTo("bad/device");
    assertThat(read("int16", "ABCD", -32768, "8000")).isEqualTo("bad/device");
    assertThat(read("int16", "ABCD", "0x8000", "7FFF")).isEqualTo(32767L);
    assertThat(read("int16", "BADC", "0x8000", "0080")).isEqualTo("bad/device");
    assertThat(read("uint16", "ABCD", "0x7FFF, 65535", "7FFF")).isEqualTo("bad/device");
    assertThat(read("uint16", "ABCD", "0x7FFF, 65535", "FFFF")).isEqualTo("bad/device");
    assertThat(read("uint16", "ABCD", "0x7FFF, 65535", "8000")).isEqualTo(32768L);
    assertThat(read("int32", "CDAB", "0x80000000", "00008000")).isEqualTo("bad/device");
    assertThat(read("uint32", "ABCD", 4294967295L, "FFFFFFFF")).isEqualTo("bad/device");
    assertThat(read("uint64", "ABCD", "0xFFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF"))
        .as("said by the device, not only out of range")
        .isEqualTo("bad/device");
    assertThat(read("int64", "ABCD", "-9223372036854775808", "8000000000000000"))
        .isEqualTo("bad/device");
    assertThat(read("float32", "ABCD", -9999.5, "C61C3E00")).isEqualTo("bad/device");
    assertThat(read("float32", "ABCD", "0x80000000", "00000000")).isEqualTo(0.0);
  }

  private static Object read(String type, String order, Object none, String hex) {
    ModbusPoint point = point(type, order, Map.of("not-available", none));
    return Fixtures.value(point, batch(point, HexFormat.of().parseHex(hex)), 0);
  }

  @Test
  void movesThePointAsTheRegisterBesideSays() {
    assertThat(scaled("int16", "2288 FFFF")).isEqualTo(884.0);
    assertThat(scaled("int16", "02C8 FFFF")).as("712 in tenths, exactly").isEqualTo(71.2);
    assertThat(scaled("int16", "FFF6 0003")).isEqualTo(-10_000.0);
    assertThat(scaled("uint16", "FFFF 0000")).isEqualTo(65_535.0);
    assertThat(scaled("uint16", "0001 FFF6")).isEqualTo(1e-10);
    assertThat(scaled("uint16", "0001 000A")).isEqualTo(1e10);
    assertThat(scaled("uint32", "003C 2314 FFFE")).isEqualTo(39_411.4);
    for (String none : new String[] {"8000", "000B", "FFF5"}) {
      assertThat(scaled("int16", "0001 " + none)).as(none).isEqualTo("bad/device");
    }
    assertThat(scaled("uint64", "8000000000000000 0000")).isEqualTo("bad/range");

    Map<String, Object> before = Map.of("register", 7, "scale-register", 5, "not-available", -1);
    ModbusPoint point = point("int16", "ABCD", before);
    assertThat(point.start()).isEqualTo(5);
    assertThat(point.length()).isEqualTo(3);
    byte[] bytes = HexFormat.of().parseHex("FFFE00000005");
    Batch batch = new Batch(1);
    Values.decode(point, bytes, 0, 5, 7, batch);
    assertThat(Fixtures.value(point, batch, 0)).isEqualTo(0.05);
    bytes[4] = bytes[5] = -1;
    batch.truncate(0);
    Values.decode(point, bytes, 0, 5, 7, batch);
    assertThat(Fixtures.value(point, batch, 0))
        .as("what is none has no scale")
        .isEqualTo("bad/device");
  }

  private static Object scaled(String type, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    ModbusPoint point = point(type, "ABCD", Map.of("scale-register", bytes.length / 2 - 1));
    return Fixtures.value(point, batch(point, bytes), 0);
  }

  @Test
  void whatIsWrittenHasNoMoreDigitsThanTheDevice() {
    assertThat(PowerOfTen.unscale(71.2, -1)).isEqualTo(712);
    assertThat(PowerOfTen.unscale(-10_000, 3)).isEqualTo(-10);
    assertThatThrownBy(() -> PowerOfTen.unscale(71.25, -1))
        .hasMessage("the device takes steps of 0.1 here, 71.25 is none");
    assertThatThrownBy(() -> PowerOfTen.unscale(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cutsTextAtTheFirstNulWhateverFollows() {
    assertThat(decode(new String[] {"string", "ABCD", "4100FF0742434445", ""})).isEqualTo("A");
    assertThat(decode(new String[] {"string", "ABCD", "0000000000000000", ""})).isEqualTo("");
  }

  @Test
  void picksBitsOfARegisterFromTheLeastSignificantOn() {
    byte[] bytes = HexFormat.of().parseHex("8004");
    for (int bit = 0; bit < 16; bit++) {
      ModbusPoint point =
          Fixtures.point(Map.of("unit", 1, "table", "input", "register", 0, "bit", bit));
      assertThat(Fixtures.value(point, batch(point, bytes), 0)).isEqualTo(bit == 2 || bit == 15);
    }
  }

  @Test
  void picksCoilsFromTheLeastSignificantBitOfTheFirstByteOn() {
    byte[] bytes = HexFormat.of().parseHex("FFFF0182");
    StringBuilder bits = new StringBuilder();
    for (int item = 0; item < 16; item++) {
      ModbusPoint point = Fixtures.point(Map.of("unit", 1, "table", "coil", "register", item));
      Batch batch = new Batch(1);
      Values.decode(point, bytes, 2, 0, 7, batch);
      bits.append(batch.bits(0));
    }
    assertThat(bits).hasToString("1000000001000001");
  }

  @Test
  void addsTheRowToTheChannelAtItsPlaceInTheData() {
    ModbusPoint point =
        Fixtures.point(Map.of("unit", 1, "table", "input", "register", 6, "type", "uint16"));
    Batch batch = new Batch(1);
    Values.decode(point, HexFormat.of().parseHex("030411112222"), 2, 5, 42, batch);
    assertThat(batch.channel(0)).isEqualTo(42);
    assertThat(batch.bits(0)).isEqualTo(0x2222);
  }

  @ParameterizedTest
  @CsvSource({
    "int16, 32768",
    "int16, -32769",
    "uint16, -1",
    "uint16, 65536",
    "int32, 2147483648",
    "int32, -2147483649",
    "uint32, -1",
    "uint32, 4294967296",
    "uint64, -1",
  })
  void refusesAnIntegerThatDoesNotFit(String type, long value) {
    ModbusPoint point = point(type, "ABCD");
    assertThatThrownBy(() -> Values.encode(point, value, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(value));
  }

  @ParameterizedTest
  @CsvSource({"float32, NaN", "float32, 3.5E38", "float64, NaN", "float64, Infinity"})
  void refusesANumberThatDoesNotFit(String type, double value) {
    ModbusPoint point = point(type, "ABCD");
    assertThatThrownBy(() -> Values.encode(point, Double.doubleToRawLongBits(value), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesATextThatDoesNotFit() {
    ModbusPoint point = point("string", "ABCD");
    for (@Nullable Object text : new @Nullable Object[] {"123456789", "€", "a\tb", null, 5}) {
      assertThatThrownBy(() -> Values.encode(point, 0, text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Object decode(String[] row) {
    ModbusPoint point = point(row);
    return Fixtures.value(point, batch(point, bytes(row)), 0);
  }

  private static Batch batch(ModbusPoint point, byte[] bytes) {
    Batch batch = new Batch(1);
    Values.decode(point, bytes, 0, 0, 7, batch);
    assertThat(batch.size()).isEqualTo(1);
    return batch;
  }

  private static ModbusPoint point(String[] row) {
    return point(row[0], row[1]);
  }

  private static ModbusPoint point(String type, String order) {
    return point(type, order, Map.of());
  }

  private static ModbusPoint point(String type, String order, Map<String, Object> more) {
    Map<String, Object> address =
        new HashMap<>(
            Map.of("unit", 1, "table", "holding", "register", 0, "type", type, "order", order));
    if (type.equals("string")) {
      address.put("length", 4);
    }
    address.putAll(more);
    return Fixtures.point(address);
  }

  private static byte[] bytes(String[] row) {
    return HexFormat.of().parseHex(row[2]);
  }
}
