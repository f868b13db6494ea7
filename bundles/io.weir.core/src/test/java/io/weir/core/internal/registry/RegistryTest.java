package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Device;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.store.ChannelTable;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
  @TempDir Path etc;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final Connections connections = new Connections(board);
  private final BrittleTable table = new BrittleTable();
  private final FakeDriver driver = new FakeDriver();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private Registry registry =
      new Registry(
          Path.of("."),
          Path.of("."),
          new ProfileLibrary(null),
          table,
          connections,
          board,
          scheduler,
          new FakeClock(),
          stopping::get);
  private int changes;

  @BeforeEach
  void begin() {
    registry =
        new Registry(
            etc,
            etc.resolve("announced"),
            new ProfileLibrary(etc.resolve("library")),
            table,
            connections,
            board,
            scheduler,
            new FakeClock(),
            stopping::get);
    connections.listen(registry);
  }

  @Test
  void aDeviceWaitsForItsConnectionAndThenHasItsChannels() throws Exception {
    device("boiler", "'connection':'plant','channels':[" + channel("temp", 3, "'scale':0.1") + "]");
    scan();
    assertThat(registry.device("boiler")).map(Device::channels).contains(List.of());
    assertThat(board.get("device/boiler").state()).isEqualTo(State.STARTING);
    assertThat(board.get("device/boiler").message()).contains("'plant'");

    connect("plant", driver);

    Channel channel = registry.channel("boiler/temp").orElseThrow();
    assertThat(channel.info()).isEqualTo(new ChannelInfo(0, "boiler/temp", ValueType.DOUBLE, ""));
    assertThat(registry.channel(0)).isSameAs(channel);
    assertThat(channel.period()).isEqualTo(Duration.ofSeconds(1));
    assertThat(board.has("device/boiler")).as("the bus reports from here on").isFalse();

    disconnect("plant", driver);
    assertThat(registry.devices()).hasSize(1);
    assertThat(registry.channel("boiler/temp")).isEmpty();
    assertThat(board.get("device/boiler").state()).isEqualTo(State.STARTING);
  }

  @Test
  void typesComeFromTheDocumentTheScaleOrTheDriver() throws Exception {
    connect("plant", driver);
    device(
        "d",
        "'connection':'plant','channels':["
            + String.join(
                ",",
                channel("plain", 0, ""),
                channel("scaled", 1, "'scale':0.1"),
                channel("asked", 2, "'type':'boolean'"),
                "{'id':'flag','address':{'area':'a','start':3,'type':'boolean'}}",
                "{'id':'text','address':{'area':'a','start':4,'type':'text'}}")
            + "]");
    scan();
    assertThat(registry.devices().get(0).channels())
        .extracting(c -> c.info().type())
        .containsExactly(
            ValueType.INTEGER,
            ValueType.DOUBLE,
            ValueType.BOOLEAN,
            ValueType.BOOLEAN,
            ValueType.TEXT);
  }

  @Test
  void typesThatDoNotFitAreRefused() throws Exception {
    connect("plant", driver);
    device("a", one("'type':'text'"));
    device("b", one("'type':'boolean','scale':2"));
    device(
        "c",
        "'connection':'plant','channels':[{'id':'c','deadband':1,'address':{'area':'a','start':4,'type':'text'}}]");
    scan();
    assertThat(refusal("a")).contains("/channels/0/type", "delivers INTEGER");
    assertThat(refusal("b")).contains("/channels/0/scale", "only numbers");
    assertThat(refusal("c")).contains("/channels/0/deadband", "only numbers");
  }

  @Test
  void valuesHaveNamesOfWhichADeviceOverridesSingleOnes() throws Exception {
    connect("plant", driver);
    profile(
        "acme",
        "'channels':["
            + "{'id':'mode','values':{'10':'fault','0':'off','2':'auto'},'address':{'area':'a','start':1}},"
            + "{'id':'flag','type':'boolean','values':{'1':'open'},'address':{'area':'a','start':2}}]");
    device(
        "valve",
        "'connection':'plant','profile':'acme','channels':[{'id':'mode','values':{'2':'by hand'}},"
            + channel("plain", 3, "")
            + "]");
    scan();

    List<Channel> channels = registry.device("valve").orElseThrow().channels();
    assertThat(channels.get(0).values())
        .containsExactly(entry(0L, "off"), entry(2L, "by hand"), entry(10L, "fault"));
    assertThat(channels.get(0).text(10)).isEqualTo("fault");
    assertThat(channels.get(0).text(3)).isNull();
    assertThat(channels.get(1).text(1)).isEqualTo("open");
    assertThat(channels.get(2).values()).isEmpty();
    assertThatThrownBy(() -> channels.get(0).values().put(1L, "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'values':{'on':'On'}                     | /channels/0/values/on | whole number",
        "'values':{'a/b':'On'}                    | /values/a~1b          | whole number",
        "'values':{'1.0':'On'}                    | /values/1.0           | whole number",
        "'values':{'1000000000000000':'On'}       | /1000000000000000     | 15 digits",
        "'values':{'1':7}                         | /channels/0/values/1  | text",
        "'values':{'1':' On'}                     | /channels/0/values/1  | blanks around",
        "'values':{'1':'On;Off'}                  | /channels/0/values/1  | without ';'",
        "'values':{'1':'LONG'}                    | /channels/0/values/1  | 1 to 64",
        "'values':{'1':'On','2':'On'}             | /channels/0/values/   | another value has this name",
        "'values':['On']                          | /channels/0/values    | an object",
        "'type':'text','values':{'1':'On'}        | /channels/0/values    | only integer and boolean",
        "'type':'double','values':{'1':'On'}      | /channels/0/values    | set type to 'integer'",
        "'scale':0.1,'values':{'1':'On'}          | /channels/0/values    | set type to 'integer'",
        "'type':'boolean','values':{'2':'On'}     | /channels/0/values/2  | name 0 for false",
      })
  void namesOfValuesThatCannotBeAreRefused(String fields, String field, String words)
      throws Exception {
    connect("plant", driver);
    device("d", one(fields.replace("LONG", "n".repeat(65))));
    scan();

    assertThat(refusal("d")).contains(field, words);
  }

  @Test
  void namesOfValuesMayBeOnADifferentScaleOrLongOrMany() throws Exception {
    connect("plant", driver);
    device("long", one("'type':'integer','scale':10,'values':{'-20':'" + "n".repeat(64) + "'}"));
    device("most", one("'values':{" + names(256) + "}"));
    device("more", one("'values':{" + names(257) + "}"));
    scan();

    assertThat(registry.device("long").orElseThrow().channels().get(0).text(-20)).hasSize(64);
    assertThat(registry.device("most").orElseThrow().channels().get(0).values()).hasSize(256);
    assertThat(refusal("more")).contains("/channels/0/values", "256 values at most");
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'" + i + "':'n" + i + "'")
        .collect(Collectors.joining(","));
  }

  @Test
  void aProfileGivesChannelsAndTheDeviceOverridesSingleFields() throws Exception {
    connect("plant", driver);
    profile(
        "acme",
        "'period':'5s','channels':["
            + "{'id':'temp','unit':'Cel','scale':0.1,'max':130,'address':{'area':'x','start':1}},"
            + "{'id':'valve','access':'rw','write':{'min':0},'address':{'start':2}}]");
    device(
        "boiler",
        "'connection':'plant','profile':'acme','address':{'area':'unit 7'},'channels':["
            + "{'id':'temp','max':90,'address':{'start':11}},"
            + "{'id':'valve','write':{'max':5},'period':'1m'},"
            + channel("own", 9, "")
            + "]");
    scan();

    Device boiler = registry.device("boiler").orElseThrow();
    assertThat(boiler.channels())
        .extracting(Channel::id)
        .containsExactly("boiler/temp", "boiler/valve", "boiler/own");
    Channel temp = boiler.channels().get(0);
    assertThat(temp.info().unit()).isEqualTo("Cel");
    assertThat(temp.conditioning().scale()).isEqualTo(0.1);
    assertThat(temp.conditioning().max()).isEqualTo(90);
    assertThat(temp.address()).isEqualTo(Map.of("area", "x", "start", 11L));
    assertThat(temp.period()).isEqualTo(Duration.ofSeconds(5));
    Channel valve = boiler.channels().get(1);
    assertThat(valve.access()).isEqualTo(Access.RW);
    assertThat(valve.writeMin()).isZero();
    assertThat(valve.writeMax()).isEqualTo(5);
    assertThat(valve.period()).isEqualTo(Duration.ofMinutes(1));
    assertThat(valve.address()).containsEntry("area", "unit 7");
  }

  @Test
  void aDeviceFollowsItsProfile() throws Exception {
    connect("plant", driver);
    device("boiler", "'connection':'plant','profile':'acne'");
    scan();
    assertThat(refusal("boiler")).contains("/profile", "no valid document profiles/acne.json");

    profile("acme", "'channels':[" + channel("temp", 1, "") + "]");
    scan();
    assertThat(refusal("boiler")).contains("did you mean 'acme'?");

    device("boiler", "'connection':'plant','profile':'acme'");
    scan();
    assertThat(registry.channel("boiler/temp")).isPresent();
    assertThat(board.has("config/devices/boiler.json")).isFalse();

    profile("acme", "'channels':[" + channel("pressure", 1, "") + "]");
    scan();
    assertThat(registry.channel("boiler/temp")).isEmpty();
    assertThat(registry.channel("boiler/pressure")).isPresent();
  }

  @Test
  void aBadDocumentIsRefusedAndTheLastGoodOneStays() throws Exception {
    connect("plant", driver);
    device("boiler", one(""));
    device("meter", one(""));
    scan();
    device("boiler", one("'scle':2"));
    device("meter", one("'scale':2"));
    scan();

    assertThat(refusal("boiler"))
        .contains("/channels/0/scle", "did you mean 'scale'?", "last good version stays");
    assertThat(registry.channel("boiler/c")).isPresent();
    assertThat(registry.channel("meter/c").orElseThrow().conditioning().scale()).isEqualTo(2);

    device("boiler", one("'scale':3"));
    scan();
    assertThat(board.has("config/devices/boiler.json")).isFalse();
    assertThat(registry.channel("boiler/c").orElseThrow().conditioning().scale()).isEqualTo(3);
  }

  @Test
  void anAddressTheDriverRefusesIsShownAndDoesNotStopOthers() throws Exception {
    connect("plant", driver);
    device("good", one(""));
    device("boiler", one(""));
    scan();
    device("boiler", "'connection':'plant','channels':[" + channel("c", -1, "") + "]");
    scan();
    assertThat(refusal("boiler"))
        .contains("/channels/0/address/start", "'-1' cannot be used", "last good version stays");
    assertThat(registry.channel("boiler/c")).isPresent();
    assertThat(registry.channel("good/c")).isPresent();

    FakeDriver another = new FakeDriver();
    disconnect("plant", driver);
    connect("plant", another);
    assertThat(registry.channel("boiler/c"))
        .as("its last good points belonged to another driver")
        .isEmpty();
    assertThat(board.get("device/boiler").state()).isEqualTo(State.ERROR);
    assertThat(registry.channel("good/c")).isPresent();
  }

  @Test
  void aParseErrorStaysShownWhenTheDriverComes() throws Exception {
    device("boiler", one(""));
    scan();
    write("devices/boiler.json", "{");
    scan();
    assertThat(refusal("boiler")).contains("valid JSON", "last good version stays");
    connect("plant", driver);
    assertThat(registry.channel("boiler/c")).isPresent();
    assertThat(refusal("boiler")).contains("valid JSON");
  }

  @Test
  void whatOnlyShowsInTheWholeIsCheckedToo() throws Exception {
    connect("plant", driver);
    device("a", one("'stale-after':'1s'"));
    device("b", "'connection':'plant','channels':[{'id':'c'}]");
    device("c", one("'write':{'min':1}"));
    scan();
    assertThat(refusal("a")).contains("/channels/0/stale-after", "more than the period of 1000ms");
    assertThat(refusal("b")).contains("/channels/0/address", "is missing");
    assertThat(refusal("c")).contains("/channels/0/access", "write limits");
    assertThat(registry.devices()).isEmpty();
  }

  @Test
  void aDeletedDocumentTakesItsDeviceAway() throws Exception {
    connect("plant", driver);
    device("boiler", one(""));
    scan();
    Files.delete(etc.resolve("devices/boiler.json"));
    scan();
    assertThat(registry.devices()).isEmpty();
    assertThat(registry.channel("boiler/c")).isEmpty();
  }

  @Test
  void aDeviceThatIsSwitchedOffSaysSo() throws Exception {
    connect("plant", driver);
    device("boiler", one("") + ",'enabled':false");
    scan();
    assertThat(board.get("device/boiler").state()).isEqualTo(State.DISABLED);
    assertThat(registry.device("boiler")).map(Device::enabled).contains(false);
  }

  @Test
  void listenersHearOfChangesOnly() throws Exception {
    registry.onChange(() -> changes++);
    connect("plant", driver);
    device("boiler", one(""));
    scan();
    assertThat(changes).isEqualTo(1);
    scan();
    connect("other", new FakeDriver());
    assertThat(changes).isEqualTo(1);
    device("boiler", one("'scale':2"));
    scan();
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void withoutTheDiskNumbersAreAskedForAgain() throws Exception {
    connect("plant", driver);
    table.broken = true;
    device("boiler", one(""));
    scan();
    assertThat(board.get("device/boiler").reason()).isEqualTo("disk");
    table.broken = false;
    registry.retry();
    assertThat(registry.channel("boiler/c")).isPresent();
    assertThat(board.has("device/boiler")).isFalse();
  }

  @Test
  void twoConnectionsOfOneNameAreRefused() {
    connect("plant", driver);
    FakeDriver second = new FakeDriver();
    connections.addDriver(second, Map.of("service.pid", "io.weir.driver.gpio~plant"));
    assertThat(connections.get("plant")).isSameAs(driver);
    PartStatus status = board.get("config/io.weir.driver.gpio~plant");
    assertThat(status.state()).isEqualTo(State.ERROR);
    assertThat(status.message()).contains("'plant' already (io.weir.driver.fake~plant)");

    disconnect("plant", driver);
    assertThat(connections.get("plant")).isSameAs(second);
    assertThat(board.has("config/io.weir.driver.gpio~plant")).isFalse();
  }

  @Test
  void whileTheGatewayStopsNoDeviceWaitsForItsConnection() throws Exception {
    device("boiler", "'connection':'plant','channels':[" + channel("temp", 3, "") + "]");
    scan();
    connect("plant", driver);

    stopping.set(true);
    disconnect("plant", driver);

    assertThat(board.has("device/boiler")).isFalse();
  }

  @Test
  void aProfileThatChangesIsMergedWithDevicesReadLongAgo() throws Exception {
    profile("p", "'channels':[" + channel("a", 1, "'unit':'V'") + "]");
    device("one", "'connection':'plant','profile':'p','channels':[{'id':'a','name':'One'}]");
    device("two", "'connection':'plant','profile':'p'");
    scan();
    connect("plant", driver);
    assertThat(registry.channel("one/a").orElseThrow().name()).isEqualTo("One");

    profile("p", "'channels':[" + channel("a", 1, "'unit':'kV'") + "," + channel("b", 2, "") + "]");
    scan();

    Channel changed = registry.channel("one/a").orElseThrow();
    assertThat(changed.info().unit()).isEqualTo("kV");
    assertThat(changed.name()).isEqualTo("One");
    assertThat(registry.channel("one/b")).isPresent();
    assertThat(registry.channel("two/b")).isPresent();
  }

  private void scan() throws IOException {
    registry.scan();
    scheduler.run();
  }

  private void connect(String name, FakeDriver newDriver) {
    connections.addDriver(newDriver, Map.of("service.pid", "io.weir.driver.fake~" + name));
    scheduler.run();
  }

  private void disconnect(String name, FakeDriver oldDriver) {
    connections.removeDriver(oldDriver, Map.of("service.pid", "io.weir.driver.fake~" + name));
    scheduler.run();
  }

  private String refusal(String device) {
    PartStatus status = board.get("config/devices/" + device + ".json");
    assertThat(status.state()).isEqualTo(State.ERROR);
    assertThat(status.reason()).isEqualTo("config");
    return status.message();
  }

  private static String one(String fields) {
    return "'connection':'plant','channels':[" + channel("c", 1, fields) + "]";
  }

  private static String channel(String id, int start, String fields) {
    return "{'id':'"
        + id
        + "',"
        + (fields.isEmpty() ? "" : fields + ",")
        + "'address':{'area':'a','start':"
        + start
        + "}}";
  }

  private void device(String id, String fields) throws IOException {
    write("devices/" + id + ".json", "{'id':'" + id + "'," + fields + "}");
  }

  @Test
  void theAddressOfAProfileStandsUnderAllOthers() throws Exception {
    connect("plant", driver);
    profile(
        "acme",
        "'address':{'area':'default','type':'double','length':2},'channels':["
            + "{'id':'temp','address':{'start':1,'type':'integer'}}]");
    device("boiler", "'connection':'plant','profile':'acme','address':{'area':'unit 7'}");
    device("other", "'connection':'plant','profile':'acme'");
    scan();

    assertThat(registry.channel("boiler/temp").orElseThrow().address())
        .isEqualTo(Map.of("area", "unit 7", "start", 1L, "type", "integer", "length", 2L));
    assertThat(registry.channel("other/temp").orElseThrow().address())
        .containsEntry("area", "default");

    profile("acme", "'address':{'area':['a']},'channels':[" + channel("temp", 1, "") + "]");
    scan();
    assertThat(registry.channel("other/temp").orElseThrow().address())
        .as("a profile that cannot be used is refused")
        .containsEntry("area", "default");
  }

  private void profile(String id, String fields) throws IOException {
    write("profiles/" + id + ".json", "{'id':'" + id + "'," + fields + "}");
  }

  private void write(String file, String json) throws IOException {
    Path path = etc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, json.replace('\'', '"'));
  }

  private static final class BrittleTable implements ChannelTable {
    private final MapChannelTable table = new MapChannelTable();
    boolean broken;

    @Override
    public ChannelInfo assign(String id, ValueType type, String unit) {
      if (broken) {
        throw new UncheckedIOException(new IOException("No space left on device"));
      }
      return table.assign(id, type, unit);
    }

    @Override
    public @Nullable ChannelInfo get(int number) {
      return table.get(number);
    }

    @Override
    public int size() {
      return table.size();
    }

    @Override
    public List<ChannelInfo> byId(String id) {
      return table.byId(id);
    }
  }
}
