package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments.ProfileSummary;
import io.weir.core.internal.work.CoreScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Documents as the console reads, checks and saves them, and the profiles that ship. */
@Timeout(60)
class DocumentsTest {
  private static final String METER =
      "{'id':'meter','name':'Acme meter','source':'https://example.com','channels':["
          + "{'id':'power','address':{'start':3}},{'id':'energy','address':{'start':5}}]}";

  @TempDir Path etc;
  @TempDir Path library;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final Connections connections = new Connections(board);
  private final MapChannelTable table = new MapChannelTable();
  private RegistryComponent registry;
  private Documents documents;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(library.resolve("meter.json"), json(METER));
    registry =
        new RegistryComponent(
            etc,
            etc.resolve("data"),
            library,
            table,
            connections,
            board,
            new CoreScheduler(),
            new FakeClock(),
            () -> false);
    documents = new Documents(registry, connections);
    connections.addDriver(new FakeDriver(), Map.of("service.pid", "io.weir.driver.fake~plant"));
  }

  @AfterEach
  void end() throws IOException {
    registry.deactivate();
  }

  @Test
  void whatIsSavedIsInForceAndInItsFile() throws IOException {
    byte[] document = bytes(device("boiler", "a", 3));

    assertThat(documents.save("boiler", document)).isEmpty();

    assertThat(registry.channel("boiler/temp")).isPresent();
    assertThat(etc.resolve("devices/boiler.json")).hasBinaryContent(document);
    assertThat(documents.device("boiler")).hasValue(document);
    assertThat(documents.delete("boiler")).isTrue();
    assertThat(registry.device("boiler")).isEmpty();
    assertThat(documents.delete("boiler")).isFalse();
    assertThat(documents.device("boiler")).isEmpty();
    try (Stream<Path> files = Files.list(etc.resolve("devices"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatIsRefusedIsNotSavedAndWhatWasThereStays() throws IOException {
    documents.save("boiler", bytes(device("boiler", "a", 3)));

    refused("boiler", device("boiler", "a", -1), "/channels/0/address/start: '-1'");
    refused("boiler", device("pump", "a", 3), "saved as 'boiler'");
    refused("../boiler", device("boiler", "a", 3), "/id");
    refused("boiler", "{", "valid JSON");
    refused("boiler", "{'id':'boiler','connection':'plant','profile':'metre'}", "'meter'");

    assertThat(registry.channel("boiler/temp")).isPresent();
    assertThat(board.parts()).noneMatch(part -> part.part().startsWith("config/devices/"));
    assertThat(documents.delete("../../etc/passwd")).isFalse();
  }

  private void refused(String id, String document, String words) {
    assertThatThrownBy(() -> documents.save(id, bytes(document)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aCheckChangesNothingAndTellsOfAMissingConnection() {
    assertThat(documents.check("boiler", bytes(device("boiler", "a", 3)))).isEmpty();
    assertThat(documents.check("boiler", bytes(device("boiler", "a", 3).replace("plant", "attic"))))
        .contains("no connection 'attic'");
    assertThat(registry.device("boiler")).isEmpty();
    assertThat(table.size()).isZero();
  }

  @Test
  void aProfileThatShipsCanBeNamedAndReplaced() throws IOException {
    String device =
        "{'id':'m1','connection':'plant','profile':'meter','address':{'area':'unit 1'}}";
    documents.save("m1", bytes(device));
    assertThat(registry.channel("m1/energy")).isPresent();
    assertThat(documents.profiles())
        .containsExactly(
            new ProfileSummary("meter", "Acme meter", "https://example.com", false, 2));

    Files.writeString(
        etc.resolve("profiles/meter.json"),
        json("{'id':'meter','channels':[{'id':'power','address':{'start':9}}]}"));
    registry.readNow();
    assertThat(registry.channel("m1/energy")).isEmpty();
    assertThat(registry.channel("m1/power")).isPresent();
    assertThat(documents.profiles())
        .containsExactly(new ProfileSummary("meter", "meter", "", true, 1));
    assertThat(new String(documents.profile("meter").orElseThrow(), StandardCharsets.UTF_8))
        .contains("'start':9".replace('\'', '"'));
    assertThat(documents.profile("../secret")).isEmpty();
  }

  @Test
  void aTableOfADevicesChannelsMakesTheSameChannelsAgain() throws IOException {
    Files.writeString(
        library.resolve("meter.json"),
        json(
            "{'id':'meter','address':{'area':'x','max-gap':2},'channels':["
                + "{'id':'power','name':'Power, \\'active\\'','unit':'W','scale':0.1,"
                + "'address':{'start':3},'max':1e6},"
                + "{'id':'limit','access':'rw','write':{'min':-5,'max':20.5},'period':'10s',"
                + "'address':{'start':5,'none':'0x8000'}}]}".replace("\\'", "\\\"")));
    documents.save(
        "m1",
        bytes(
            "{'id':'m1','connection':'plant','profile':'meter','address':{'area':'unit 1'},"
                + "'channels':[{'id':'power','deadband':0.5,'heartbeat':'60s'},"
                + "{'id':'on','address':{'start':9,'length':1}}]}"));

    byte[] table = documents.exportChannels("m1").orElseThrow();

    assertThat(new String(table, StandardCharsets.UTF_8))
        .startsWith(
            "id,name,unit,access,period,heartbeat,scale,max,deadband,write-min,write-max,"
                + "address.length,address.max-gap,address.none,address.start\r\n"
                + "power,\"Power, \"\"active\"\"\",W,,,60s,0.1,1000000.0,0.5,,,,2,,3\r\n");
    var imported = documents.importChannels("plant", table);
    assertThat(imported.problems()).isEmpty();
    String again =
        "{'id':'m2','connection':'plant','address':{'area':'unit 1'},'channels':["
            + String.join(",", imported.channels())
            + "]}";
    documents.save("m2", bytes(again));
    assertThat(channels("m2")).isEqualTo(channels("m1")).hasSize(3);
    assertThat(documents.exportChannels("m2").orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(new String(table, StandardCharsets.UTF_8));
  }

  @Test
  void aTableNeedsADeviceAndItsProfile() throws IOException {
    assertThat(documents.exportChannels("m1")).isEmpty();
    Files.createDirectories(etc.resolve("devices"));
    Files.writeString(
        etc.resolve("devices/m1.json"), json("{'id':'m1','connection':'plant','profile':'metre'}"));
    assertThatThrownBy(() -> documents.exportChannels("m1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'metre'");
  }

  /** What the channels of a device are, without their numbers and its name. */
  private List<String> channels(String device) {
    return registry.device(device).orElseThrow().channels().stream()
        .map(
            channel ->
                channel.id().substring(device.length())
                    + new TreeMap<>(channel.address())
                    + channel.name()
                    + channel.info().unit()
                    + channel.access()
                    + channel.period()
                    + channel.conditioning()
                    + channel.writeMin()
                    + channel.writeMax())
        .toList();
  }

  private static String device(String id, String area, int start) {
    return "{'id':'"
        + id
        + "','connection':'plant','channels':[{'id':'temp','address':{'area':'"
        + area
        + "','start':"
        + start
        + "}}]}";
  }

  private static byte[] bytes(String document) {
    return json(document).getBytes(StandardCharsets.UTF_8);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
