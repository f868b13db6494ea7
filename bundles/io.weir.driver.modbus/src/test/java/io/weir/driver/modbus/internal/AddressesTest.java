package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.DriverSettings;
import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.Access;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  private static final Map<String, Object> GOOD =
      Map.of("unit", 1, "table", "holding", "register", 100, "type", "int32");

  @Test
  void readsAnAddress() {
    ModbusPoint point = Fixtures.point(GOOD);
    assertThat(point.area()).isEqualTo("unit 1 holding");
    assertThat(point.start()).isEqualTo(100);
    assertThat(point.length()).isEqualTo(2);
    assertThat(point.rawType()).isEqualTo(ValueType.INTEGER);
    assertThat(point.order()).isEqualTo(RegisterOrder.ABCD);
    assertThat(point.multiple()).isFalse();
  }

  @Test
  void takesNumbersAsAnyJsonReaderGivesThem() {
    assertThat(Fixtures.point(with("register", 100L))).isEqualTo(Fixtures.point(GOOD));
    assertThat(Fixtures.point(with("register", 100.0))).isEqualTo(Fixtures.point(GOOD));
  }

  @Test
  void aCoilNeedsNoType() {
    ModbusPoint point = Fixtures.point(Map.of("unit", 0, "table", "coil", "register", 65535));
    assertThat(point.type()).isEqualTo(DataType.BOOL);
    assertThat(point.rawType()).isEqualTo(ValueType.BOOLEAN);
  }

  @Test
  void aBitMakesABooleanOfARegister() {
    ModbusPoint point = Fixtures.point(with("type", "uint16", "bit", 15));
    assertThat(point.type()).isEqualTo(DataType.BIT);
    assertThat(point.rawType()).isEqualTo(ValueType.BOOLEAN);
    assertThat(point.bit()).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({
    "unit, 256",
    "unit, -1",
    "unit, 1.5",
    "unit, one",
    "unit,",
    "table, coils",
    "table,",
    "register, 65536",
    "register, 65535",
    "register, -1",
    "register, 40001x",
    "register,",
    "type, int24",
    "type, string",
    "type, bit",
    "type,",
    "order, ACBD",
    "bit, 16",
    "bit, 3",
    "length, 3",
    "write-with, both",
    "registre, 5",
  })
  void namesTheFieldThatIsWrong(String key, String value) {
    Map<String, Object> address = new HashMap<>(GOOD);
    if (value == null) {
      address.remove(key);
    } else if (value.matches("-?[0-9.]+")) {
      address.put(key, Double.valueOf(value));
    } else {
      address.put(key, value);
    }
    String field =
        switch (key + "=" + value) {
          case "type=string" -> "address/length";
          case "type=bit" -> "address/bit";
          case "bit=16", "bit=3" -> "address/type";
          default -> "address/" + key;
        };
    assertThatThrownBy(() -> Fixtures.point(address))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageContaining("; ");
  }

  @Test
  void namesTheBitThatIsWrong() {
    assertThatThrownBy(() -> Fixtures.point(with("type", "bool", "bit", 16)))
        .hasMessage("address/bit: '16' cannot be used; use an integer from 0 to 15");
    assertThatThrownBy(
            () -> Fixtures.point(Map.of("unit", 1, "table", "coil", "register", 1, "bit", 0)))
        .hasMessageContaining("address/bit");
    assertThatThrownBy(
            () ->
                Fixtures.point(Map.of("unit", 1, "table", "coil", "register", 1, "type", "int16")))
        .hasMessageContaining("address/type");
  }

  @Test
  void refusesToWriteWhatCanOnlyBeRead() {
    Map<String, Object> address = with("table", "input");
    assertThatThrownBy(() -> Addresses.parse(Fixtures.channel(address, Access.RW), Fixtures.USUAL))
        .hasMessageContaining("address/table: 'input'");
    assertThat(Addresses.parse(Fixtures.channel(address, Access.R), Fixtures.USUAL).table())
        .isEqualTo(Table.INPUT);
  }

  @Test
  void refusesAValueLongerThanOneRequest() {
    assertThatThrownBy(
            () -> Addresses.parse(Fixtures.channel(GOOD), new RequestRules(1, 2000, 10, 0, 1)))
        .hasMessageContaining("max.registers");
    assertThatThrownBy(() -> Fixtures.point(with("type", "string", "length", 126)))
        .hasMessageContaining("address/length");
  }

  @Test
  void limitsDependOnTheTable() {
    ModbusDriver driver =
        Fixtures.driver(Map.of("host", "plc", "max.gap", 3, "max.registers", 60, "max.bits", 800));
    assertThat(limits(driver, with("table", "holding"))).isEqualTo(new BlockLimits(60, 3));
    assertThat(limits(driver, with("table", "input"))).isEqualTo(new BlockLimits(60, 3));
    assertThat(limits(driver, bit("coil"))).isEqualTo(new BlockLimits(800, 48));
    assertThat(limits(driver, bit("discrete"))).isEqualTo(new BlockLimits(800, 48));
  }

  @Test
  void anAddressSaysHowItsUnitWantsToBeAsked() {
    ModbusDriver driver =
        Fixtures.driver(Map.of("host", "plc", "max.gap", 3, "max.registers", 60, "max.bits", 800));
    assertThat(limits(driver, with("max-registers", 20, "max-gap", 0)))
        .isEqualTo(new BlockLimits(20, 0));
    assertThat(limits(driver, with("max-registers", 125)))
        .as("never more than the connection takes")
        .isEqualTo(new BlockLimits(60, 3));
    Map<String, Object> coil = new HashMap<>(bit("coil"));
    coil.putAll(Map.of("max-bits", 16, "max-gap", 1));
    assertThat(limits(driver, coil)).isEqualTo(new BlockLimits(16, 16));

    RequestRules rules = Fixtures.point(with("pause-ms", 500, "timeout-ms", 15_000)).rules();
    assertThat(rules).isEqualTo(new RequestRules(125, 2000, 10, 500_000_000L, 15_000_000_000L));
    assertThat(Fixtures.point(GOOD).rules()).isSameAs(Fixtures.USUAL);
  }

  @Test
  void namesTheRuleThatIsWrong() {
    assertThatThrownBy(() -> Fixtures.point(with("max-registers", 126)))
        .hasMessage("address/max-registers: '126' cannot be used; use an integer from 1 to 125");
    assertThatThrownBy(() -> Fixtures.point(with("timeout-ms", 0)))
        .hasMessageContaining("address/timeout-ms");
    assertThatThrownBy(() -> Fixtures.point(with("type", "uint32", "max-registers", 1)))
        .hasMessageContaining("address/type")
        .hasMessageContaining("raise max-registers");
  }

  @Test
  void namesWhatCannotMeanNoValue() {
    assertThatThrownBy(() -> Fixtures.point(with("not-available", "0x8000")))
        .hasMessage(
            "address/not-available: '0x8000' cannot be used; give values of an int32, or 0x and 8"
                + " hexadecimal digits, with commas between them");
    for (Object wrong :
        new Object[] {"", "0x80000000,", 3_000_000_000L, 1.5, "1e999999999", "NaN", true}) {
      assertThatThrownBy(() -> Fixtures.point(with("not-available", wrong)))
          .as("%s", wrong)
          .hasMessageContaining("address/not-available");
    }
    assertThatThrownBy(() -> Fixtures.point(with("type", "uint16", "not-available", -1)))
        .hasMessageContaining("0x and 4");
    assertThatThrownBy(() -> Fixtures.point(with("type", "bool", "not-available", 1)))
        .hasMessageContaining("numbers only");
    assertThat(Fixtures.point(with("not-available", "-1")))
        .isEqualTo(Fixtures.point(with("not-available", -1)))
        .isNotEqualTo(Fixtures.point(GOOD));
  }

  @Test
  void aScaleStandsWhereItCanBeReadWithTheValue() {
    ModbusPoint point = Fixtures.point(with("scale-register", 105));
    assertThat(point.start()).isEqualTo(100);
    assertThat(point.length()).isEqualTo(6);
    assertThat(point.rawType()).isEqualTo(ValueType.DOUBLE);
    assertThatThrownBy(() -> Fixtures.point(with("scale-register", 225)))
        .hasMessageContaining("address/scale-register: '225'")
        .hasMessageContaining("125 registers");
    assertThatThrownBy(() -> Fixtures.point(with("type", "float32", "scale-register", 102)))
        .hasMessageContaining("integers only");
  }

  private static Map<String, Object> bit(String table) {
    return Map.of("unit", 255, "table", table, "register", 1);
  }

  private static BlockLimits limits(ModbusDriver driver, Map<String, Object> address) {
    return driver.limits(driver.point(Fixtures.channel(address)));
  }

  @ParameterizedTest
  @CsvSource({
    "transport, carrier-pigeon",
    "host, ''",
    "port, -1",
    "port, 65536",
    "timeout.ms, 0",
    "connect.timeout.ms, 60001",
    "pause.ms, -1",
    "max.gap, -1",
    "max.registers, 126",
    "max.registers, 0",
    "max.bits, 2001",
  })
  void namesTheSettingThatIsWrong(String key, String value) {
    Map<String, Object> settings = new HashMap<>(Map.of("host", "127.0.0.1"));
    settings.put(key, value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value);
    assertThatThrownBy(() -> Fixtures.driver(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key + ": '" + value + "' cannot be used; ");
  }

  /** What Declarative Services would turn into another value, or into none. */
  @Test
  void namesTheSettingThatIsOfAnotherType() {
    Map<String, Object> wrong =
        Map.of("port", 502.5, "timeout.ms", "soon", "max.gap", true, "host", 10, "prot", 502);
    wrong.forEach(
        (key, value) -> {
          Map<String, Object> settings = new HashMap<>(Map.of("host", "127.0.0.1"));
          settings.put("service.pid", "io.weir.driver.modbus~plant");
          settings.put(key, value);
          assertThatThrownBy(() -> DriverSettings.check(settings, ModbusConfig.class))
              .isInstanceOf(ConfigException.class)
              .hasMessageStartingWith(key + ": '" + value + "' cannot be used; ");
        });
    DriverSettings.check(Map.of("host", "plc", "port", 502L), ModbusConfig.class);
  }

  private static Map<String, Object> with(Object... pairs) {
    Map<String, Object> address = new HashMap<>(GOOD);
    for (int i = 0; i < pairs.length; i += 2) {
      address.put((String) pairs[i], pairs[i + 1]);
    }
    return address;
  }
}
