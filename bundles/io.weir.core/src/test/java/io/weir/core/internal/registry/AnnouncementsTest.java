package io.weir.core.internal.registry;

import static io.weir.testing.FakeAnnouncingDriver.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.api.runtime.State;
import io.weir.core.internal.registry.Announcements.Known;
import io.weir.core.internal.registry.Announcements.Place;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeAnnouncingDriver;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what a device tells of itself to a device, with and without a person in between. */
class AnnouncementsTest {
  @TempDir Path dir;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeClock clock = new FakeClock();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final MapChannelTable table = new MapChannelTable();
  private FakeAnnouncingDriver driver = new FakeAnnouncingDriver();
  private Connections connections = new Connections(board);
  private Registry registry = registry(Path.of("none"));

  @BeforeEach
  void begin() throws Exception {
    start();
  }

  /** A gateway that starts, with what an earlier one has left. */
  private void start() throws Exception {
    driver = new FakeAnnouncingDriver();
    connections = new Connections(board);
    registry = registry(dir);
    registry.scan();
    connections.listen(registry);
  }

  private Registry registry(Path root) {
    return new Registry(
        root,
        root.resolve("announced"),
        new ProfileLibrary(null),
        table,
        connections,
        board,
        scheduler,
        clock,
        () -> false);
  }

  private void connect(@Nullable String accept) {
    Map<String, Object> settings =
        accept == null
            ? Map.of("service.pid", "io.weir.driver.fake~zigbee")
            : Map.of("service.pid", "io.weir.driver.fake~zigbee", "accept", accept);
    connections.addDriver(driver, settings);
    scheduler.run();
  }

  private void announce(Announced... devices) {
    driver.announce(devices);
    scheduler.run();
  }

  @Test
  void byDefaultADeviceIsThereOnceItIsAnnounced() throws Exception {
    connect(null);
    announce(device("0x01", "Küche Süd", "temperature", "humidity"));

    Device made = registry.device("kueche-sued").orElseThrow();
    assertThat(made.name()).isEqualTo("Küche Süd");
    assertThat(made.profile()).isEqualTo("announced");
    assertThat(made.connection()).isEqualTo("zigbee");
    assertThat(made.metadata()).containsEntry("model", "Acme X1");
    assertThat(made.channels())
        .extracting(Channel::id)
        .containsExactly("kueche-sued/temperature", "kueche-sued/humidity");
    assertThat(Files.readString(document("kueche-sued"))).contains("\"profile\" : \"announced\"");
    assertThat(standing("0x01")).isEqualTo(Standing.ACCEPTED);
    assertThat(board.get("announced/zigbee").counters()).containsEntry("accepted", 1L);
  }

  @Test
  void aDeviceWithoutChannelsWaitsUntilTheyAreKnown() {
    connect("all");
    announce(device("0x01", "lamp"));
    assertThat(standing("0x01")).isEqualTo(Standing.PENDING);
    announce(device("0x01", "lamp", "state"));
    assertThat(channels("lamp")).containsExactly("lamp/state");
  }

  @Test
  void theSameNameTwiceMakesTwoIds() {
    connect("all");
    announce(device("0x01", "lamp", "state"), device("0x02", "Lamp", "state"));
    assertThat(registry.devices()).extracting(Device::id).containsExactly("lamp", "lamp-2");
  }

  @Test
  void whatAPersonWroteIsNeverTouched() throws Exception {
    String mine = "{\"id\":\"lamp\",\"connection\":\"other\",\"channels\":[]}";
    write("lamp", mine);
    write("broken", "{\"id\":\"broken\",");
    write(
        "desk",
        "{\"id\":\"desk\",\"connection\":\"zigbee\",\"address\":{\"area\":\"0x03\"},"
            + "\"channels\":[{\"id\":\"own\",\"address\":{\"start\":7}}]}");
    registry.scan();
    connect("all");
    announce(
        device("0x01", "lamp", "state"),
        device("0x02", "broken", "state"),
        device("0x03", "third", "state"));
    assertThat(Files.readString(document("lamp"))).isEqualTo(mine);
    assertThat(Files.readString(document("broken"))).isEqualTo("{\"id\":\"broken\",");
    assertThat(registry.devices())
        .extracting(Device::id)
        .containsExactly("broken-2", "desk", "lamp", "lamp-2");
    assertThat(channels("desk")).as("its address has a document").containsExactly("desk/own");
  }

  @Test
  void askedForEachDeviceWaitsForAPerson() throws Exception {
    connect("ask");
    announce(device("0x01", "lamp", "state"), device("0x02", "plug", "power"));
    assertThat(registry.devices()).isEmpty();
    assertThat(board.get("announced/zigbee").counters()).containsEntry("pending", 2L);

    assertThat(registry.acceptance().accept(place("0x01"), "desk-lamp", "Desk lamp"))
        .isEqualTo("desk-lamp");
    assertThat(registry.device("desk-lamp")).map(Device::name).contains("Desk lamp");
    assertThat(channels("desk-lamp")).containsExactly("desk-lamp/state");
    assertThatThrownBy(() -> registry.acceptance().accept(place("0x01"), null, null))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.field()).isEqualTo("address"));
    assertThatThrownBy(() -> registry.acceptance().accept(place("0x02"), "desk-lamp", null))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo("id"));
    assertThatThrownBy(() -> registry.acceptance().accept(place("0x99"), null, null))
        .hasMessageContaining("announced on 'zigbee'");
  }

  @Test
  void whatIsIgnoredStaysSoOverARestartAndCanBeUndone() throws Exception {
    connect("ask");
    announce(device("0x01", "lamp", "state"));
    registry.acceptance().ignore(place("0x01"), true);
    assertThat(standing("0x01")).isEqualTo(Standing.IGNORED);

    start();
    connect("all");
    announce(device("0x01", "lamp", "state"));
    assertThat(registry.devices()).isEmpty();

    registry.acceptance().ignore(place("0x01"), false);
    scheduler.run();
    assertThat(channels("lamp")).containsExactly("lamp/state");
  }

  @Test
  void whereAllAreAcceptedADeletedDocumentMeansThatTheDeviceIsNotWanted() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state"));
    Files.delete(document("lamp"));
    registry.scan();
    scheduler.run();
    assertThat(standing("0x01")).isEqualTo(Standing.IGNORED);
    assertThat(registry.devices()).isEmpty();
    registry.acceptance().accept(place("0x01"), null, null);
    assertThat(channels("lamp")).containsExactly("lamp/state");
  }

  @Test
  void whereOneIsAskedADeletedDocumentMakesTheDeviceWaitAgain() throws Exception {
    connect("ask");
    announce(device("0x01", "lamp", "state"));
    registry.acceptance().accept(place("0x01"), null, null);
    Files.delete(document("lamp"));
    registry.scan();
    assertThat(standing("0x01")).isEqualTo(Standing.PENDING);
  }

  @Test
  void aDocumentThatIsSpoiltHoldsItsPlaceAlsoOverARestart() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state"));
    registry.announcements().save(true);
    Files.writeString(document("lamp"), "{ spoilt");
    start();
    connect("all");
    announce(device("0x01", "lamp", "state"));
    assertThat(documents()).containsExactly("lamp.json");
  }

  @Test
  void channelsAreThereAfterARestartBeforeTheDeviceSpeaks() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state", "brightness"));
    int number = number("lamp/brightness");
    clock.advance(Duration.ofSeconds(3));
    registry.retry(); // Saves what is due.

    start();
    connect("all");
    assertThat(channels("lamp")).containsExactly("lamp/state", "lamp/brightness");
    assertThat(number("lamp/brightness")).isEqualTo(number);
    assertThat(registry.remarks()).isEmpty();
  }

  @Test
  void channelsFollowWhatIsAnnounced() {
    connect("all");
    announce(device("0x01", "lamp", "state"));
    announce(device("0x01", "lamp", "state", "brightness"));
    assertThat(channels("lamp")).containsExactly("lamp/state", "lamp/brightness");
    int number = number("lamp/brightness");
    announce(device("0x01", "lamp", "brightness"));
    assertThat(channels("lamp")).containsExactly("lamp/brightness");
    announce(device("0x01", "lamp", "state", "brightness"));
    assertThat(number("lamp/brightness")).as("its history goes on").isEqualTo(number);
  }

  @Test
  void aDocumentOverridesSingleFieldsAndAddsChannels() throws Exception {
    write(
        "lamp",
        "{\"id\":\"lamp\",\"connection\":\"zigbee\",\"profile\":\"announced\","
            + "\"address\":{\"area\":\"0x01\"},\"metadata\":{\"location\":\"Hall\"},"
            + "\"channels\":[{\"id\":\"state\",\"unit\":\"%\",\"period\":\"5s\"},"
            + "{\"id\":\"later\",\"unit\":\"W\"},"
            + "{\"id\":\"own\",\"address\":{\"start\":9}}]}");
    registry.scan();
    connect("ask");
    assertThat(channels("lamp")).as("what it adds itself is there").containsExactly("lamp/own");
    assertThat(registry.remarks().get("lamp"))
        .extracting(DeviceRemark::state, DeviceRemark::reason)
        .containsExactly(State.STARTING, "announced");

    announce(device("0x01", "lamp", "state"));
    assertThat(standing("0x01")).isEqualTo(Standing.ACCEPTED);
    assertThat(registry.remarks()).isEmpty();
    assertThat(channels("lamp")).containsExactly("lamp/state", "lamp/own");
    Channel state = registry.channel("lamp/state").orElseThrow();
    assertThat(state.info().unit()).isEqualTo("%");
    assertThat(state.period()).isEqualTo(Duration.ofSeconds(5));
    assertThat(registry.device("lamp").orElseThrow().metadata())
        .containsEntry("location", "Hall")
        .containsEntry("model", "Acme X1");

    announce(device("0x01", "lamp", "state", "later"));
    assertThat(registry.channel("lamp/later")).map(c -> c.info().unit()).contains("W");
  }

  @Test
  void aNewNameIsShownUnlessTheDocumentHasOneAndTheIdStays() throws Exception {
    connect("ask");
    announce(device("0x01", "lamp", "state"), device("0x02", "plug", "state"));
    registry.acceptance().accept(place("0x01"), null, null);
    registry.acceptance().accept(place("0x02"), null, "Heater plug");
    announce(device("0x01", "ceiling", "state"), device("0x02", "socket", "state"));
    assertThat(registry.device("lamp")).map(Device::name).contains("ceiling");
    assertThat(registry.device("plug")).map(Device::name).contains("Heater plug");
    assertThat(documents()).containsExactlyInAnyOrder("lamp.json", "plug.json");
  }

  @Test
  void aDeviceThatIsRemovedAtItsSourceStaysAndIsSaidToBeGone() {
    connect("all");
    announce(device("0x01", "lamp", "state"), device("0x02", "plug", "state"));
    driver.withdraw(Map.of("area", "0x01"));
    scheduler.run();
    assertThat(channels("lamp")).containsExactly("lamp/state");
    assertThat(registry.remarks()).containsOnlyKeys("lamp");
    assertThat(registry.remarks().get("lamp"))
        .extracting(DeviceRemark::state, DeviceRemark::reason)
        .containsExactly(State.ERROR, "gone");
    announce(device("0x01", "lamp", "state"));
    assertThat(registry.remarks()).isEmpty();
  }

  @Test
  void aDeviceThatIsGoneIsForgottenWithItsDocument() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state"), device("0x02", "plug", "state"));
    driver.withdraw(Map.of("area", "0x01"));
    scheduler.run();
    Files.delete(document("lamp"));
    registry.scan();
    assertThat(registry.announcements().known()).hasSize(1);
    announce(device("0x01", "lamp", "state"));
    assertThat(channels("lamp")).as("it comes as a new one").containsExactly("lamp/state");
  }

  @Test
  void whereDevicesTellOneByOneASilentOneIsNotGone() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state"), device("0x02", "plug", "state"));
    registry.announcements().save(true);
    start();
    driver.listsAll(false);
    connect("all");
    announce(device("0x02", "plug", "state"));
    assertThat(registry.remarks()).isEmpty();
    driver.withdraw(Map.of("area", "0x02"));
    scheduler.run();
    assertThat(registry.remarks()).as("what it had and took away").containsOnlyKeys("plug");
  }

  @Test
  void aPendingDeviceThatIsRemovedIsForgotten() {
    connect("ask");
    announce(device("0x01", "lamp", "state"));
    driver.withdraw(Map.of("area", "0x01"));
    scheduler.run();
    assertThat(registry.announcements().known()).isEmpty();
  }

  @Test
  void presenceIsARemarkOfTheDevice() {
    connect("all");
    announce(present("0x01", Presence.ONLINE));
    assertThat(registry.remarks()).isEmpty();
    announce(present("0x01", Presence.OFFLINE));
    assertThat(registry.remarks().get("lamp"))
        .extracting(DeviceRemark::state, DeviceRemark::reason)
        .containsExactly(State.ERROR, "device");
    announce(present("0x01", Presence.UNKNOWN));
    assertThat(registry.remarks()).isEmpty();
  }

  @Test
  void wrongChannelsAreLeftOut() {
    connect("all");
    Announced odd =
        new Announced(
            Map.of("area", "0x01"),
            "lamp",
            "",
            Map.of(),
            List.of(
                "{\"id\":\"state\",\"address\":{\"start\":1}}",
                "{\"id\":\"state\",\"address\":{\"start\":2}}",
                "{\"id\":\"Bad id\",\"address\":{\"start\":3}}",
                "no JSON"),
            Presence.UNKNOWN);
    announce(odd);
    assertThat(channels("lamp")).containsExactly("lamp/state");
  }

  @Test
  void aSettingThatCannotBeUsedIsSaidAndDevicesWait() {
    connect("some");
    announce(device("0x01", "lamp", "state"));
    assertThat(registry.devices()).isEmpty();
    assertThat(board.get("announced/zigbee").state()).isEqualTo(State.ERROR);
    assertThat(board.get("announced/zigbee").message()).contains("'some'").contains("all or ask");
  }

  @Test
  void theSettingIsOutOfPlaceWhereNothingIsAnnounced() {
    Map<String, Object> settings =
        Map.of("service.pid", "io.weir.driver.fake~plant", "accept", "all");
    connections.addDriver(driver.base(), settings);
    scheduler.run();
    assertThat(board.get("announced/plant").state()).isEqualTo(State.DEGRADED);
    connections.removeDriver(driver.base(), settings);
    scheduler.run();
    assertThat(board.has("announced/plant")).isFalse();
  }

  @Test
  void aDocumentThatCannotBeWrittenIsTriedAgain() throws Exception {
    connect("all");
    Path devices = dir.resolve("devices");
    Files.writeString(devices, "a file in the place of the folder");
    announce(device("0x01", "lamp", "state"));
    assertThat(standing("0x01")).isEqualTo(Standing.PENDING);
    Files.delete(devices);
    for (int i = 0; i < 40; i++) {
      registry.retry();
      scheduler.run();
    }
    assertThat(channels("lamp")).containsExactly("lamp/state");
  }

  @Test
  void moreDevicesThanOneStepWritesAllGetTheirDocument() throws Exception {
    connect("all");
    Announced[] many =
        Stream.iterate(1, i -> i + 1)
            .limit(120)
            .map(i -> device("0x" + i, "device " + i, "state"))
            .toArray(Announced[]::new);
    announce(many);
    assertThat(documents()).hasSize(120);
    assertThat(registry.devices()).hasSize(120);
  }

  @Test
  void aDamagedFileCostsNoDevice() throws Exception {
    connect("all");
    announce(device("0x01", "lamp", "state"));
    registry.announcements().save(true);
    Files.writeString(dir.resolve("announced/zigbee.json"), "{\"format\":1,\"devices\":[{");
    start();
    connect("all");
    assertThat(channels("lamp")).isEmpty();
    announce(device("0x01", "lamp", "state"));
    assertThat(channels("lamp")).containsExactly("lamp/state");
    assertThat(documents()).containsExactly("lamp.json");
  }

  @Test
  void aProfileDocumentMayNotHaveItsName() throws Exception {
    Files.createDirectories(dir.resolve("profiles"));
    Files.writeString(
        dir.resolve("profiles/announced.json"), "{\"id\":\"announced\",\"channels\":[]}");
    registry.scan();
    assertThat(board.get("config/profiles/announced.json").message()).contains("use another one");
  }

  private static Announced present(String area, Presence presence) {
    Announced base = device(area, "lamp", "state");
    return new Announced(
        base.address(), base.name(), base.model(), base.metadata(), base.channels(), presence);
  }

  private static Place place(String area) {
    return Place.of("zigbee", Map.of("area", area));
  }

  private Standing standing(String area) {
    Known known = registry.announcements().known(place(area));
    if (known == null) {
      throw new AssertionError("nothing is known of " + area);
    }
    return known.standing();
  }

  private List<String> channels(String device) {
    return registry.device(device).orElseThrow().channels().stream().map(Channel::id).toList();
  }

  private int number(String channel) {
    return registry.channel(channel).orElseThrow().number();
  }

  private Path document(String id) {
    return dir.resolve("devices").resolve(id + ".json");
  }

  private void write(String id, String document) throws Exception {
    Files.createDirectories(dir.resolve("devices"));
    Files.writeString(document(id), document);
  }

  private List<String> documents() throws Exception {
    try (Stream<Path> files = Files.list(dir.resolve("devices"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
