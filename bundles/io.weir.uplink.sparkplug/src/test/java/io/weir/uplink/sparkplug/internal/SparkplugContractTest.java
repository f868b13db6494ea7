package io.weir.uplink.sparkplug.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.Mosquitto;
import io.weir.testing.TransportContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of transports; each message goes as the one text of a batch. */
class SparkplugContractTest extends TransportContract {
  @TempDir Path folder;

  private final Plant plant = new Plant();
  private final SystemClock clock = new SystemClock();
  private Mosquitto mosquitto;
  private @Nullable Host host;

  @BeforeEach
  void broker() {
    mosquitto = new Mosquitto(folder);
    plant.device("log", plant.channel("log/text", ValueType.TEXT, "", Access.R));
  }

  @Override
  protected Transport create() {
    SparkplugTransport transport =
        new SparkplugTransport(
            "contract",
            TestConfig.settings(Map.of("servers", new String[] {mosquitto.url()})),
            new SparkplugTransport.Services(plant, plant, clock, plant, plant.board),
            new FakeSecretStore(),
            folder,
            Rig.TIMES);
    return new Transport() {
      @Override
      public void publish(long ticket, Message message) {
        Batch rows = new Batch(1);
        String text = new String(message.payload(), UTF_8);
        rows.addObject(plant.number("log/text"), clock.epochMicros(), text, Quality.GOOD);
        transport.publish(ticket, Plant.telemetry(rows), plant.dictionary());
      }

      @Override
      public void start(Listener listener) {
        transport.start(listener);
      }

      @Override
      public int window() {
        return transport.window();
      }

      @Override
      public void stop() {
        transport.stop();
      }
    };
  }

  @Override
  protected void up() throws Exception {
    mosquitto.start();
    host = new Host("host1", mosquitto.port);
  }

  @Override
  protected void down() throws Exception {
    mosquitto.kill();
    closeHost();
  }

  @Override
  protected List<String> arrived(int atLeast) throws Exception {
    Host each = host;
    if (each == null) {
      return List.of();
    }
    each.await("DDATA", atLeast);
    return each.of("DDATA").stream()
        .flatMap(seen -> seen.payload().metrics().stream())
        .map(metric -> String.valueOf(metric.value()))
        .toList();
  }

  @Override
  protected boolean isOwn(Thread thread) {
    return thread.getName().equals("weir-sparkplug-contract")
        || (thread.getName().startsWith("MQTT ") && thread.getName().endsWith(" Weir-g1"));
  }

  @AfterEach
  void end() throws InterruptedException {
    stopTransport();
    closeHost();
    mosquitto.kill();
  }

  private void closeHost() {
    if (host != null) {
      host.close();
      host = null;
    }
  }
}
