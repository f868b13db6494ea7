package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.api.model.Batch;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationEvent;

class UplinksTest {
  private static final Map<String, Object> CLOUD =
      Map.of("service.pid", "io.weir.uplink.test~cloud", "codec", "text", "batch.age.ms", 0);
  private static final Map<String, Object> TEXT = Map.of(Codec.NAME, "text");

  @TempDir Path folder;

  private final MemoryJournal journal = new MemoryJournal();
  private final MapChannelTable channels = new MapChannelTable();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final EagerTransport transport = new EagerTransport();
  private final TextCodec codec = new TextCodec(false);
  private LetterBoxes letters;
  private Uplinks uplinks;

  /** Connects at once and takes everything. */
  private static final class EagerTransport implements Transport {
    final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
    private @Nullable Listener listener;

    @Override
    public void start(Listener newListener) {
      listener = newListener;
      newListener.connected();
    }

    @Override
    public void publish(long ticket, Message message) {
      Listener to = listener;
      if (to != null) {
        to.acknowledged(ticket);
        taken.add(message);
      }
    }

    @Override
    public int window() {
      return 4;
    }

    @Override
    public void stop() {
      listener = null;
    }
  }

  @BeforeEach
  void begin() {
    channels.assign("boiler/flow", ValueType.INTEGER, "");
    BundleContext context =
        proxy(
            BundleContext.class,
            argument -> "weir.data".equals(argument) ? folder.toString() : "g7");
    letters = new LetterBoxes(context);
    uplinks = new Uplinks(context, journal, channels, new FakeClock(), board, letters);
  }

  private static <T> T proxy(
      Class<T> type, java.util.function.Function<Object, @Nullable Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            UplinksTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.apply(arguments[0])));
  }

  @AfterEach
  void noThreadIsLeft() {
    uplinks.stop();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("weir-uplink-"));
  }

  private void append(long value) {
    Batch batch = new Batch(1);
    batch.addInteger(0, 1_000, value);
    journal.append(batch);
  }

  private String arrives() throws InterruptedException {
    Message message = transport.taken.poll(30, TimeUnit.SECONDS);
    return message == null ? "nothing" : FakeTransport.span(message);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a reference that nobody looks at
  private void deleted() {
    ServiceReference reference = proxy(ServiceReference.class, argument -> null);
    uplinks.configurationEvent(
        new ConfigurationEvent(
            reference,
            ConfigurationEvent.CM_DELETED,
            "io.weir.uplink.test",
            "io.weir.uplink.test~cloud"));
  }

  @Test
  void aCommitWakesThePumpOfEachTransport() throws InterruptedException {
    uplinks.addCodec(codec, TEXT);
    uplinks.addTransport(transport, CLOUD);
    append(1);
    assertEquals("telemetry 1-1", arrives());
    append(2);
    assertEquals("telemetry 2-2", arrives());
  }

  @Test
  void anUplinkWaitsForItsCodec() throws InterruptedException {
    append(1);
    uplinks.addTransport(transport, CLOUD);
    assertEquals(State.STARTING, board.get("uplink/cloud").state());
    assertThat(board.get("uplink/cloud").message()).contains("codec: 'text'");
    uplinks.addCodec(codec, TEXT);
    assertEquals("telemetry 1-1", arrives());
    uplinks.addCodec(codec, Map.of(Codec.NAME, "other"));
    uplinks.removeCodec(codec, TEXT);
    assertEquals(State.ERROR, board.get("uplink/cloud").state());
    assertThat(board.get("uplink/cloud").message()).contains("use one of [other]");
    append(2);
    uplinks.addCodec(codec, TEXT);
    assertThat(arrives()).startsWith("telemetry").endsWith("-2");
  }

  @Test
  void anotherConfigurationGoesOnAtTheCursor() throws InterruptedException {
    uplinks.addCodec(codec, TEXT);
    uplinks.addTransport(transport, CLOUD);
    append(1);
    assertEquals("telemetry 1-1", arrives());
    uplinks.removeTransport(transport);
    assertFalse(board.has("uplink/cloud"));
    append(2);
    uplinks.addTransport(transport, CLOUD);
    // The first may come again when its acknowledgement was not read before the stop.
    assertThat(arrives()).startsWith("telemetry").endsWith("-2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeletedConfigurationIsForgottenByTheJournal(boolean beforeTheTransportGoes)
      throws InterruptedException {
    uplinks.addCodec(codec, TEXT);
    uplinks.addTransport(transport, CLOUD);
    append(1);
    assertEquals("telemetry 1-1", arrives());
    if (beforeTheTransportGoes) {
      deleted();
    }
    uplinks.removeTransport(transport);
    if (!beforeTheTransportGoes) {
      deleted();
    }
    assertThat(journal.lanes()).allMatch(lane -> lane.cursors().isEmpty());
    assertEquals(0, journal.cursor("uplink/cloud", Lane.TELEMETRY));
  }

  @ParameterizedTest
  @CsvSource({
    "batch.samples, 0, 1 to 100000",
    "batch.samples, many, whole number",
    "batch.age.ms, -1, 0 to 3600000",
    "in.flight, 0, 1 to 1000"
  })
  void aWrongPolicyNamesFieldValueAndFix(String field, String value, String fix) {
    uplinks.addCodec(codec, TEXT);
    uplinks.addTransport(
        transport, Map.of("service.pid", "io.weir.uplink.test~cloud", field, value));
    assertEquals(State.ERROR, board.get("uplink/cloud").state());
    assertEquals("config", board.get("uplink/cloud").reason());
    assertThat(board.get("uplink/cloud").message()).contains(field, value, fix);
    assertThrows(ConfigException.class, () -> Policy.of(Map.of(field, value)));
  }
}
