package io.weir.server.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModbusServerTest {
  private static final String[] MAP = {
    "holding 0 float32 boiler/temp rw",
    "holding 2 quality boiler/temp",
    "holding 3 int16 boiler/count rw",
    "holding 4 uint16 boiler/temp scale=0.1",
    "holding 5 string boiler/name length=2 rw",
    "holding 7 int32 CDAB boiler/count",
    "coil 0 boiler/valve rw",
    "coil 1 boiler/pump rw",
    "coil 2 boiler/pump",
    "discrete 0 boiler/valve"
  };

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private Fixtures boiler(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("map", MAP);
    Fixtures site = new Fixtures(all);
    open.add(site);
    site.plant.add("boiler/temp", ValueType.DOUBLE);
    site.plant.add("boiler/count", ValueType.INTEGER);
    site.plant.add("boiler/name", ValueType.TEXT);
    site.plant.add("boiler/valve", ValueType.BOOLEAN);
    site.plant.add("boiler/pump", ValueType.BOOLEAN);
    site.plant.set("boiler/temp", 31.7);
    site.plant.set("boiler/count", -2);
    site.plant.set("boiler/name", "B1x");
    site.plant.set("boiler/valve", 1);
    site.plant.set("boiler/pump", 0);
    return site;
  }

  private ScriptedClient client(Fixtures site) throws Exception {
    ScriptedClient client = site.client();
    open.add(client);
    return client;
  }

  @ParameterizedTest
  @CsvSource({
    "03 0000 0009, 03 12 41fd999a 0000 fffe 013d 42317800 fffeffff",
    "03 0001 0001, 03 02 999a",
    "01 0000 0003, 01 01 01",
    "02 0000 0001, 02 01 01",
    "04 0000 0001, 84 02",
    "03 0008 0002, 83 02",
    "03 0000 0000, 83 03",
    "03 0000 007e, 83 03",
    "03 ffff 0002, 83 02",
    "03 0000, 83 03",
    "07, 87 01",
    "06 0003 0001, 86 01",
    "2b 0e 01 00, 2b0e0181000003 0004 57656972 010c 576569722067617465776179 0205 312e322e33",
    "2b 0e 04 02, 2b0e0481000001 0205 312e322e33",
    "2b 0e 04 03, ab 02",
    "2b 0d 01 00, ab 01"
  })
  void requestsAreAnswered(String request, String answer) throws Exception {
    assertThat(client(boiler(Map.of())).ask(request)).isEqualTo(answer.replace(" ", ""));
  }

  @Test
  void anotherUnitHasNoPath() throws Exception {
    ScriptedClient client = client(boiler(Map.of("unit", new int[] {1, 7})));

    assertThat(client.ask(7, "01 0000 0001")).isEqualTo("010101");
    assertThat(client.ask(2, "01 0000 0001")).isEqualTo("810a");
  }

  @ParameterizedTest
  @CsvSource({
    "exception, 03 0000 0002, 83 0b",
    "exception, 03 0002 0001, 03 02 0002",
    "exception, 03 0003 0001, 03 02 fffe",
    "nan, 03 0000 0003, 03 06 7fc00000 0002",
    "nan, 03 0004 0001, 03 02 ffff",
    "last, 03 0000 0003, 03 06 3f800000 0002"
  })
  void aBadValueIsNeverShownAsGood(String policy, String request, String answer) throws Exception {
    Fixtures site = boiler(Map.of("bad", policy));
    Batch batch = new Batch(2);
    batch.addDouble(site.plant.number("boiler/temp"), 0, 1.0);
    site.server.samples(batch);
    site.plant.bad("boiler/temp");

    assertThat(client(site).ask(request)).isEqualTo(answer.replace(" ", ""));
  }

  @Test
  void markersOfAbsentBitsAndTextsAreExceptions() throws Exception {
    Fixtures site = boiler(Map.of("bad", "nan"));
    site.plant.bad("boiler/valve");
    site.plant.bad("boiler/name");
    site.plant.bad("boiler/count");
    ScriptedClient client = client(site);

    assertThat(client.ask("01 0000 0001")).isEqualTo("810b");
    assertThat(client.ask("03 0005 0002")).isEqualTo("830b");
    assertThat(client.ask("03 0003 0001")).isEqualTo("03028000");
  }

  @ParameterizedTest
  @ValueSource(longs = {32768, -32769, Long.MIN_VALUE, Long.MAX_VALUE})
  void aValueThatDoesNotFitIsAnException(long value) throws Exception {
    Fixtures site = boiler(Map.of());
    site.plant.set("boiler/count", value);

    assertThat(client(site).ask("03 0003 0001")).isEqualTo("8304");
  }

  @Test
  void aValueThatLooksLikeTheMarkerDoesNotFit() throws Exception {
    Fixtures site = boiler(Map.of("bad", "nan"));
    site.plant.set("boiler/count", -32768);

    assertThat(client(site).ask("03 0003 0001")).isEqualTo("8304");
  }

  @Test
  void channelsComeAndGo() throws Exception {
    Fixtures site = boiler(Map.of());
    ScriptedClient client = client(site);
    site.plant.remove("boiler/temp");

    assertThat(client.ask("03 0000 0002")).isEqualTo("830b");
    assertThat(site.board.get("modbus-server/scada").state()).isEqualTo(State.DEGRADED);
    assertThat(site.board.get("modbus-server/scada").message()).contains("boiler/temp");

    site.plant.add("boiler/temp", ValueType.INTEGER);
    site.plant.set("boiler/temp", 2);
    assertThat(client.ask("03 0000 0002")).isEqualTo("030440000000");
    assertThat(site.board.get("modbus-server/scada").state()).isEqualTo(State.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "05 0000 ff00, 05 0000 ff00, boiler/valve=true",
    "0f 0000 0002 01 02, 0f 0000 0002, boiler/valve=false boiler/pump=true",
    "06 0003 fffd, 06 0003 fffd, boiler/count=-3",
    "10 0000 0002 04 3fc00000, 10 0000 0002, boiler/temp=1.5",
    "10 0005 0002 04 41420000, 10 0005 0002, boiler/name=AB",
    "17 0003 0001 0003 0001 02 0005, 17 02 fffe, boiler/count=5",
    "05 0000 0001, 85 03, ''",
    "05 0002 ff00, 85 02, ''",
    "06 0000 0001, 86 03, ''",
    "10 0001 0001 02 0000, 90 03, ''",
    "10 0000 0002 04 7fc00000, 90 03, ''",
    "10 0000 0003 06 3fc000000000, 90 02, ''",
    "10 0003 0001 03 000000, 90 03, ''",
    "10 0003 0001 02 0000 00, 90 03, ''",
    "06 0004 0001, 86 02, ''",
    "17 0063 0001 0003 0001 02 0005, 97 02, ''"
  })
  void writesBecomeCommands(String request, String answer, String commands) throws Exception {
    Fixtures site = boiler(Map.of("writable", true));

    assertThat(client(site).ask(request)).isEqualTo(answer.replace(" ", ""));
    List<String> seen =
        site.plant.commands.stream().map(c -> c.channel() + "=" + c.value()).toList();
    assertThat(String.join(" ", seen)).isEqualTo(commands);
    assertThat(site.plant.commands)
        .allSatisfy(c -> assertThat(c.origin()).isEqualTo("modbus:scada:127.0.0.1"))
        .extracting(Command::expires)
        .allSatisfy(e -> assertThat(e).isEqualTo(site.clock.micros() + 3_000_000));
  }

  @Test
  void aWriteStaysDoneThoughTheReadOfItsRequestFails() throws Exception {
    Fixtures site = boiler(Map.of("writable", true));
    site.plant.bad("boiler/temp");

    assertThat(client(site).ask("17 0000 0002 0003 0001 02 0005")).isEqualTo("970b");
    assertThat(site.plant.commands).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 8503", "EXPIRED, 8506", "FAILED, 8504", ", 8504"})
  void theAnswerIsTheCommandsResult(Outcome outcome, String answer) throws Exception {
    Fixtures site = boiler(Map.of("writable", true, "write.timeout.ms", 100));
    site.plant.outcome = outcome;

    assertThat(client(site).ask("05 0000 ff00")).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554202f20485454502f312e310d0a",
        "0001 0000 0100 01 03",
        "0001 0000 00ff 01 03",
        "0001 0000 0001 01",
        "0001 0000 0000 01",
        "0001 0001 0006 01 03 0000 0001"
      })
  void garbageEndsItsConnectionOnly(String bytes) throws Exception {
    Fixtures site = boiler(Map.of());
    ScriptedClient good = client(site);
    ScriptedClient garbage = client(site);
    garbage.send(bytes);

    assertThat(garbage.isEnded()).isTrue();
    assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
    assertThat(site.figure("garbage")).isEqualTo(1);
  }

  @Test
  void aHalfRequestHoldsUpNobodyAndIsEndedWhenIdle() throws Exception {
    Fixtures site = boiler(Map.of("idle.timeout.s", 10));
    ScriptedClient half = client(site);
    half.send("0001 0000 0006 01 03");
    ScriptedClient good = client(site);
    assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
    site.clock.advance(Duration.ofSeconds(9));
    assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
    site.clock.advance(Duration.ofSeconds(2));

    assertThat(half.isEnded()).isTrue();
    assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
    assertThat(site.figure("idle")).isEqualTo(1);
  }

  @Test
  void aFloodThatIsNeverReadIsEndedAndStopsNobody() throws Exception {
    Fixtures site = boiler(Map.of("idle.timeout.s", 60));
    Thread sender = flood(client(site));
    ScriptedClient good = client(site);
    // The clock moves here only: idle is who makes no progress in 60 of these rounds.
    Fixtures.until(
        () -> {
          assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
          site.clock.advance(Duration.ofSeconds(1));
          return !sender.isAlive();
        });

    assertThat(good.ask("01 0000 0001")).isEqualTo("010101");
    assertThat(site.figure("idle")).isEqualTo(1);
    Fixtures.until(() -> site.figure("clients") == 1);
  }

  @Test
  void aStopDoesNotWaitForAClientThatNeverReads() throws Exception {
    Fixtures site = boiler(Map.of());
    Thread sender = flood(client(site));
    Fixtures.until(() -> site.figure("requests") > 10_000);

    site.close();

    Fixtures.until(() -> !sender.isAlive());
  }

  /** Sends requests without end and reads no answer; the thread ends with the connection. */
  private static Thread flood(ScriptedClient client) {
    String requests = "0001 0000 0006 01 03 0000 0009".repeat(1000);
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  client.send(requests);
                }
              } catch (IOException e) {
                return;
              }
            });
    sender.setDaemon(true);
    sender.start();
    return sender;
  }

  @Test
  void clientsAreBoundedAndOnesPlaceIsFreeAgain() throws Exception {
    Fixtures site = boiler(Map.of("max.clients", 1));
    ScriptedClient first = client(site);
    assertThat(first.ask("01 0000 0001")).isEqualTo("010101");
    assertThat(client(site).isEnded()).isTrue();
    assertThat(site.figure("refused")).isEqualTo(1);

    first.close();
    Fixtures.until(() -> site.figure("clients") == 0);
    assertThat(client(site).ask("01 0000 0001")).isEqualTo("010101");
    assertThat(site.figure("port")).isEqualTo(site.port());
  }

  @Test
  void whoIsNotOnTheListIsRefused() throws Exception {
    Fixtures site = boiler(Map.of("allow", new String[] {"10.0.0.0/8"}));

    assertThat(client(site).isEnded()).isTrue();
    assertThat(site.figure("refused")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.0/23, 10.1.3.255, true",
    "10.1.2.0/23, 10.1.4.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.2, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "fd00::/8, fd12::1, true",
    "fd00::/8, 10.0.0.1, false"
  })
  void networks(String network, String address, boolean isAllowed) throws Exception {
    assertThat(new AllowList(List.of(network)).isAllowed(InetAddress.getByName(address)))
        .isEqualTo(isAllowed);
  }

  @Test
  void anEmptyListIsLoopback() throws Exception {
    AllowList nobody = new AllowList(List.of());

    assertThat(nobody.isAllowed(InetAddress.getLoopbackAddress())).isTrue();
    assertThat(nobody.isAllowed(InetAddress.getByName("192.168.0.2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"scada.local", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "", "300.0.0.1"})
  void whatIsNoNetworkIsNamed(String text) {
    assertThatThrownBy(() -> new AllowList(List.of(text)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("allow: '" + text + "'");
  }

  @Test
  void aTakenPortIsSaidAndTriedAgain() throws Exception {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(taken);
    Fixtures site = boiler(Map.of("port", taken.getLocalPort()));
    Fixtures.until(() -> site.board.get("modbus-server/scada").state() == State.ERROR);
    assertThat(site.board.get("modbus-server/scada").message())
        .contains("port " + taken.getLocalPort());

    taken.close();
    assertThat(client(site).ask("01 0000 0001")).isEqualTo("010101");
    assertThat(site.board.get("modbus-server/scada").state()).isEqualTo(State.OK);
  }

  @ParameterizedTest
  @CsvSource({"port, 70000", "max.clients, 0", "idle.timeout.s, 0", "bad, zero", "prot, 1"})
  void aWrongSettingIsNamed(String name, String value) {
    Object given = value.matches("\\d+") ? Integer.valueOf(value) : value;

    assertThatThrownBy(() -> new Fixtures(Map.of("map", MAP, name, given)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(name + ": '" + value + "'");
  }
}
