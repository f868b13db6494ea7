package io.weir.uplink.mqtt.internal;

import io.weir.api.uplink.Transport;
import io.weir.testing.FakeClock;
import io.weir.testing.Mosquitto;
import io.weir.testing.TransportContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class MqttTransportContractTest {
  abstract static class OfVersion extends TransportContract {
    @TempDir Path folder;

    private final String version;
    private Mosquitto mosquitto;
    private @Nullable Subscriber subscriber;

    OfVersion(String version) {
      this.version = version;
    }

    @BeforeEach
    void broker() {
      mosquitto = new Mosquitto(folder);
    }

    @Override
    protected Transport create() {
      return new MqttTransport(
          "cloud",
          TestConfig.settings(Map.of("url", mosquitto.url(), "version", version)),
          new FakeClock());
    }

    @Override
    protected void up() throws Exception {
      mosquitto.start();
      // Retained states of former lives are gone with the broker; whatever comes is new.
      subscriber = new Subscriber(mosquitto.port);
    }

    @Override
    protected void down() throws Exception {
      mosquitto.kill();
      closeSubscriber();
    }

    @Override
    protected List<String> arrived(int atLeast) throws Exception {
      Subscriber each = subscriber;
      if (each == null) {
        return List.of();
      }
      each.until("messages", all -> each.of("weir/g1/telemetry").size() >= atLeast);
      return each.of("weir/g1/telemetry").stream().map(Subscriber.Arrival::text).toList();
    }

    @Override
    protected boolean isOwn(Thread thread) {
      return super.isOwn(thread)
          || (thread.getName().startsWith("MQTT ") && thread.getName().endsWith(" g1"));
    }

    @AfterEach
    void end() throws InterruptedException {
      stopTransport();
      closeSubscriber();
      mosquitto.kill();
    }

    private void closeSubscriber() {
      if (subscriber != null) {
        subscriber.close();
        subscriber = null;
      }
    }
  }

  @Nested
  class Version5 extends OfVersion {
    Version5() {
      super("5");
    }
  }

  @Nested
  class Version3 extends OfVersion {
    Version3() {
      super("3.1.1");
    }
  }
}
