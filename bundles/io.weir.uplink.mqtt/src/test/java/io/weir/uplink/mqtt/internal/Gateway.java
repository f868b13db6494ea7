package io.weir.uplink.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PartStatus;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.codec.json.internal.JsonCodec;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import io.weir.uplink.internal.LetterBoxes;
import io.weir.uplink.internal.Uplinks;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;

/** The way from the journal to the broker as it ships, but for the journal itself. */
final class Gateway implements AutoCloseable {
  final MemoryJournal journal = new MemoryJournal();
  final FakeStatusBoard board = new FakeStatusBoard();
  private final MapChannelTable channels = new MapChannelTable();
  private final GatewayClock clock = new SystemClock();
  private final Uplinks uplinks;
  private final MqttTransport transport;
  private long appended;

  Gateway(Path folder, Map<String, Object> config) {
    for (int i = 0; i < 20; i++) {
      channels.assign("boiler/c" + i, ValueType.INTEGER, "");
    }
    BundleContext context =
        (BundleContext)
            Proxy.newProxyInstance(
                Gateway.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                    "weir.gateway.id".equals(arguments[0]) ? "g1" : folder.toString());
    uplinks = new Uplinks(context, journal, channels, clock, board, new LetterBoxes(context));
    uplinks.addCodec(new JsonCodec(), Map.of(Codec.NAME, "json"));
    transport = new MqttTransport("cloud", TestConfig.settings(config), clock);
    Map<String, Object> properties = new HashMap<>(config);
    properties.put("service.pid", "io.weir.uplink.mqtt~cloud");
    properties.put("batch.age.ms", 0);
    uplinks.addTransport(transport, properties);
  }

  /** Appends one entry of 20 samples whose values are its sequence. */
  void append() {
    Batch batch = new Batch(20);
    long now = clock.micros();
    appended++;
    for (int i = 0; i < 20; i++) {
      batch.addInteger(i, now, appended);
    }
    journal.append(batch);
  }

  long appended() {
    return appended;
  }

  long cursor() {
    return journal.cursor("uplink/cloud", Lane.TELEMETRY);
  }

  PartStatus status() {
    return board.get("uplink/cloud");
  }

  /** Waits until all that was appended is acknowledged. */
  void awaitAll() {
    await("all acknowledged", () -> cursor() == appended);
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s; %s", what, status()).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    uplinks.stop();
  }
}
