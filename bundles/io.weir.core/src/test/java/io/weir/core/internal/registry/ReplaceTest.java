package io.weir.core.internal.registry;

import static io.weir.core.internal.Eventually.until;
import static io.weir.testing.FakeAnnouncingDriver.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices.Entry;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.core.internal.work.CoreScheduler;
import io.weir.testing.FakeAnnouncingDriver;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One device in the place of another, through the services, on the registry's real thread. */
@Timeout(60)
class ReplaceTest {
  @TempDir Path etc;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final Connections connections = new Connections(board);
  private final FakeAnnouncingDriver driver = new FakeAnnouncingDriver();
  private final MapChannelTable table = new MapChannelTable();
  private RegistryComponent registry;
  private Documents documents;
  private AnnouncedComponent announced;

  @BeforeEach
  void begin() throws IOException {
    registry =
        new RegistryComponent(
            etc,
            etc.resolve("data"),
            null,
            table,
            connections,
            board,
            new CoreScheduler(),
            new FakeClock(),
            () -> false);
    documents = new Documents(registry, connections);
    announced = new AnnouncedComponent(registry);
  }

  private void connect(String accept) {
    connections.addDriver(
        driver, Map.of("service.pid", "io.weir.driver.fake~zigbee", "accept", accept));
  }

  @AfterEach
  void end() throws IOException {
    registry.deactivate();
  }

  @Test
  void idChannelsAndNumbersStayAndTheOldOneIsIgnored() throws Exception {
    connect("ask");
    driver.announce(device("0x01", "hall", "temperature"), device("0x02", "new", "temperature"));
    until(() -> announced.entries().size() == 2);
    announced.accept("zigbee", Map.of("area", "0x01"), "hall", null);
    int number = registry.channel("hall/temperature").orElseThrow().number();

    assertThat(documents.replace("hall", Map.of("area", "0x02"))).isEmpty();

    assertThat(registry.channel("hall/temperature").orElseThrow().number()).isEqualTo(number);
    assertThat(registry.channel("hall/temperature").orElseThrow().address())
        .containsEntry("area", "0x02");
    assertThat(registry.device("hall").orElseThrow().name()).isEqualTo("new");
    assertThat(standing("0x02")).isEqualTo(Standing.ACCEPTED);
    assertThat(standing("0x01")).isEqualTo(Standing.IGNORED);
  }

  @Test
  void whatTheGatewayAcceptedByItselfGivesWay() throws Exception {
    connect("all");
    driver.announce(device("0x01", "hall", "temperature"));
    until(() -> registry.device("hall").isPresent());
    driver.announce(device("0x02", "new", "temperature"));
    until(() -> registry.device("new").isPresent());

    assertThat(documents.replace("hall", Map.of("area", "0x02"))).contains("'new'", "removed");

    assertThat(etc.resolve("devices/new.json")).doesNotExist();
    assertThat(registry.device("new")).isEmpty();
    assertThat(standing("0x02")).isEqualTo(Standing.ACCEPTED);
    assertThat(standing("0x01")).as("it does not come back by itself").isEqualTo(Standing.IGNORED);
  }

  @Test
  void whatSomebodyHasChangedDoesNotGiveWay() throws Exception {
    connect("all");
    driver.announce(device("0x01", "hall", "temperature"), device("0x02", "new", "temperature"));
    until(() -> registry.device("new").isPresent());
    String document = Files.readString(etc.resolve("devices/new.json"));
    documents.save(
        "new", document.replaceFirst("\\{", "{\"name\":\"N\",").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> documents.replace("hall", Map.of("area", "0x02")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("device 'new' has it");
    assertThat(registry.device("new")).isPresent();
    assertThat(standing("0x01")).isEqualTo(Standing.ACCEPTED);
  }

  @Test
  void anAddressThatIsNotAnnouncedIsRefused() throws Exception {
    connect("all");
    driver.announce(device("0x01", "hall", "temperature"));
    until(() -> registry.device("hall").isPresent());
    String before = Files.readString(etc.resolve("devices/hall.json"));
    assertThatThrownBy(() -> documents.replace("hall", Map.of("area", "0x09")))
        .hasMessageContaining("announced on 'zigbee' now");
    assertThatThrownBy(() -> documents.replace("hall", Map.of("area", "0x01")))
        .hasMessageContaining("already");
    assertThatThrownBy(() -> documents.replace("nobody", Map.of("area", "0x01")))
        .isInstanceOf(ConfigException.class);
    assertThat(Files.readString(etc.resolve("devices/hall.json"))).isEqualTo(before);
  }

  @Test
  void aPolledDeviceTakesAnyAddressThatItsDriverTakes() throws Exception {
    connections.addDriver(new FakeDriver(), Map.of("service.pid", "io.weir.driver.fake~plant"));
    String document =
        "{\"id\":\"meter\",\"name\":\"Meter\",\"connection\":\"plant\","
            + "\"address\":{\"area\":\"unit 1\"},"
            + "\"channels\":[{\"id\":\"power\",\"address\":{\"start\":3}}]}";
    documents.save("meter", document.getBytes(StandardCharsets.UTF_8));
    assertThat(documents.replace("meter", Map.of("area", "unit 2"))).isEmpty();
    assertThat(registry.channel("meter/power").orElseThrow().address())
        .containsEntry("area", "unit 2")
        .containsEntry("start", 3L);
    assertThatThrownBy(() -> documents.replace("meter", Map.of("place", 7)))
        .isInstanceOf(ConfigException.class);
    assertThat(registry.channel("meter/power").orElseThrow().address())
        .containsEntry("area", "unit 2");
  }

  private Standing standing(String area) {
    return announced.entries().stream()
        .filter(entry -> entry.address().equals(Map.of("area", area)))
        .map(Entry::standing)
        .findFirst()
        .orElseThrow();
  }
}
