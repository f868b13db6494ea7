package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.PartStatus;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A pump with everything it needs, played by hand. */
final class PumpRig {
  static final String READER = "uplink/cloud";

  final MemoryJournal journal = new MemoryJournal();
  final MapChannelTable channels = new MapChannelTable();
  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final FakeTransport transport = new FakeTransport();
  final DeadLetters letters;
  private final Path folder;
  private Map<String, Object> settings = Map.of();
  private Function<Policy, Outlet> outlets =
      policy -> new MessageOutlet(policy, services(), transport, new TextCodec(false));
  private Pump pump;

  PumpRig(Path folder, Map<String, Object> settings) {
    this.folder = folder;
    letters = new DeadLetters(folder.resolve("dead-letter/cloud"), 3, 1_000_000);
    channels.assign("boiler/flow", ValueType.INTEGER, "");
    channels.assign("meter/power", ValueType.INTEGER, "");
    pump = make(settings);
  }

  Services services() {
    return new Services("g1", folder, journal, channels, clock, board);
  }

  private Pump make(Map<String, Object> newSettings) {
    settings = newSettings;
    Map<String, Object> all = new HashMap<>(Map.of("order", "live-first"));
    all.putAll(newSettings);
    all.put("service.pid", "io.weir.uplink.test~cloud");
    Policy policy = Policy.of(all);
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new SplittableRandom(1));
    Pump made = new Pump(policy, services(), outlets.apply(policy), letters, backoff);
    made.start();
    return made;
  }

  Pump pump() {
    return pump;
  }

  /** Another pump on the same journal, as after a restart in good order. */
  void restart() {
    restart(settings);
  }

  void restart(Map<String, Object> newSettings) {
    pump.close();
    transport.takePublished();
    transport.open.clear();
    pump = make(newSettings);
  }

  /** Another pump with an outlet of another kind. */
  void restart(Function<Policy, Outlet> newOutlets) {
    outlets = newOutlets;
    restart();
  }

  /** One entry with a sample of now for each channel number. */
  void append(int... numbers) {
    Batch batch = new Batch(8);
    for (int number : numbers) {
      batch.addInteger(number, clock.micros(), batch.size());
    }
    journal.append(batch);
  }

  /** So many entries of one sample each, all of them ripe. */
  void backlog(int entries) {
    for (int i = 0; i < entries; i++) {
      append(0);
    }
    clock.advance(Duration.ofSeconds(1));
  }

  void event(String message) {
    journal.append(new Event("rule", "overheat", Severity.INFO, clock.micros(), message, Map.of()));
  }

  void connect() {
    transport.connect();
    pump.step();
  }

  long step() {
    return pump.step();
  }

  /** Moves time on and lets the pump work. */
  long stepAfter(Duration duration) {
    clock.advance(duration);
    return pump.step();
  }

  void acknowledgeAll() {
    transport.acknowledgeAll();
    pump.step();
  }

  long cursor() {
    return journal.cursor(READER, Lane.TELEMETRY);
  }

  PartStatus status() {
    return board.get("uplink/cloud");
  }

  long gauge(String name) {
    return status().counters().getOrDefault(name, -1L);
  }

  String text(int message) {
    return new String(transport.published.get(message).payload(), UTF_8);
  }

  List<String> taken() {
    return transport.takePublished();
  }
}
