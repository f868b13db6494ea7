package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that come with the gateway can be used as they are, with nothing but a unit. */
class ProfilesTest {
  private static final Path FOLDER = Path.of("../../distrib/profiles");
  private static final Path SCHEMA =
      Path.of("../io.weir.core/src/main/resources/schema/profile.schema.json");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Codes of UCUM and SenML that the profiles use; a new one is a decision, not a slip. */
  private static final Set<String> UNITS =
      Set.of(
          "", "%", "A", "Ah", "Cel", "Hz", "V", "VA", "W", "Wh", "dB", "g/kg", "g/m3", "kJ/kg",
          "kVA", "kW", "kWh", "kvar", "kvarh", "lx", "m3/h", "mbar", "mg/L", "ppb", "ppm", "s",
          "uS/cm", "var", "varh");

  static Stream<Path> profiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  /** Those of this driver's devices: others have no registers. */
  static Stream<Path> registerMaps() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : profiles().toList()) {
      if (Files.readString(file).contains("\"register\"")) {
        files.add(file);
      }
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(25);
    return files.stream();
  }

  @Test
  void thereAreManyAndEachStandsInTheTable() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"));
    List<String> ids = profiles().map(ProfilesTest::id).toList();
    assertThat(ids).hasSizeGreaterThanOrEqualTo(25);
    assertThat(
            readme.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`")[1]))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void followsTheSchema(Path file) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(SCHEMA));
    assertThat(schema.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void saysWhatItIsAndWhereItComesFrom(Path file) throws IOException {
    Map<String, Object> profile = read(file);
    assertThat(profile).containsEntry("id", id(file)).containsKeys("name", "period");
    assertThat(profile.getOrDefault("source", "").toString()).contains("https://");
    assertThat(channels(profile)).isNotEmpty();
    assertThat(channels(profile).stream().map(channel -> channel.get("id")))
        .doesNotHaveDuplicates();
    for (Map<String, Object> channel : channels(profile)) {
      assertThat(channel).containsKey("name");
      assertThat(UNITS).contains(channel.getOrDefault("unit", "").toString());
    }
  }

  @ParameterizedTest
  @MethodSource("registerMaps")
  void addressesSuitTheDriverAndDoNotOverlap(Path file) throws IOException {
    List<ModbusPoint> points = new ArrayList<>();
    for (Map<String, Object> channel : channels(read(file))) {
      ModbusPoint point = point(channel);
      assertThat(points)
          .as("what overlaps channel %s", channel.get("id"))
          .noneMatch(other -> clash(point, other));
      points.add(point);
    }
  }

  @Test
  void aDeviceThatWantsToBeAskedWithCareIs() throws IOException {
    RequestRules keba = point(channels(read(FOLDER.resolve("keba-p40.json"))).get(0)).rules();
    assertThat(keba.limits(Table.HOLDING).maxLength()).isEqualTo(2);
    assertThat(keba.pauseNanos()).isEqualTo(500_000_000);
  }

  /** A number under a unit, a scale or a range; a switch has none of them. */
  @ParameterizedTest
  @MethodSource("registerMaps")
  void onlyNumbersAreMeasured(Path file) throws IOException {
    for (Map<String, Object> channel : channels(read(file))) {
      DataType type = point(channel).type();
      if (type == DataType.BIT || type == DataType.BOOL || type == DataType.STRING) {
        assertThat(channel).doesNotContainKeys("unit", "scale", "offset", "min", "max");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("registerMaps")
  void numbersThatAreWrittenHaveLimits(Path file) throws IOException {
    for (Map<String, Object> channel : channels(read(file))) {
      DataType type = point(channel).type();
      boolean number = type != DataType.BIT && type != DataType.BOOL && type != DataType.STRING;
      if (number && !channel.getOrDefault("access", "r").equals("r")) {
        assertThat(channel.get("write"))
            .as("write of channel %s", channel.get("id"))
            .asInstanceOf(InstanceOfAssertFactories.MAP)
            .containsKeys("min", "max");
      }
    }
  }

  /** Names are for whole numbers as they are read, not for measured ones. */
  @ParameterizedTest
  @MethodSource("profiles")
  void onlyWholeNumbersHaveNames(Path file) throws IOException {
    for (Map<String, Object> channel : channels(read(file))) {
      if (channel.containsKey("values")) {
        assertThat(point(channel).rawType()).isIn(ValueType.INTEGER, ValueType.BOOLEAN);
        assertThat(channel).doesNotContainKeys("scale", "offset", "unit");
      }
    }
  }

  @Test
  void theOperatingStatesOfSunSpecHaveTheirNames() throws IOException {
    for (String profile : List.of("solaredge-inverter", "fronius-inverter-int")) {
      assertThat(channels(read(FOLDER.resolve(profile + ".json"))))
          .filteredOn(channel -> "status".equals(channel.get("id")))
          .singleElement()
          .extracting(channel -> channel.get("values"))
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .hasSize(8)
          .containsEntry("4", "MPPT")
          .containsEntry("7", "fault");
    }
  }

  private static ModbusPoint point(Map<String, Object> channel) {
    Map<String, Object> address = address(channel);
    assertThat(address).doesNotContainKey("unit");
    address.put("unit", 1);
    String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
    return Addresses.parse(Fixtures.channel(address, Access.valueOf(access)), Fixtures.USUAL);
  }

  /** Bits of a register may stand beside each other and beside the register as a number. */
  private static boolean clash(ModbusPoint one, ModbusPoint other) {
    if (!one.area().equals(other.area())) {
      return false;
    }
    if (holds(one, other.scaleRegister()) || holds(other, one.scaleRegister())) {
      return true;
    }
    if (!holds(one, other.register()) && !holds(other, one.register())) {
      return false;
    }
    boolean bit = one.type() == DataType.BIT;
    boolean otherBit = other.type() == DataType.BIT;
    if (bit && otherBit) {
      return one.bit() == other.bit();
    }
    return !(bit || otherBit) || one.registers() != other.registers();
  }

  private static boolean holds(ModbusPoint point, int register) {
    return point.register() <= register && register < point.register() + point.registers();
  }

  private static String id(Path file) {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private static Map<String, Object> read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), new TypeReference<>() {});
  }

  private static List<Map<String, Object>> channels(Map<String, Object> profile) {
    List<Map<String, Object>> channels =
        JSON.convertValue(profile.get("channels"), new TypeReference<>() {});
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address = address(profile);
      address.putAll(address(channel));
      channel.put("address", address);
    }
    return channels;
  }

  private static Map<String, Object> address(Map<String, Object> document) {
    return JSON.convertValue(
        document.getOrDefault("address", Map.of()),
        new TypeReference<HashMap<String, Object>>() {});
  }
}
