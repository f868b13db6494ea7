package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.testing.AnnouncingContract;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Devices that come and go by discovery messages, behind a real broker. */
class MqttAnnouncingContractTest extends AnnouncingContract {
  @TempDir private Path folder;
  private @Nullable Mosquitto broker;

  private Mosquitto broker() {
    if (broker == null) {
      throw new IllegalStateException("there is no broker yet");
    }
    return broker;
  }

  @AfterEach
  void end() throws Exception {
    broker().kill();
  }

  @Override
  protected AnnouncingDriver silent() {
    try {
      Mosquitto begun = new Mosquitto(folder).start();
      broker = begun;
      return Site.driver(new FakeClock(), new FakeStatusBoard(), Map.of("port", begun.port));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected void appear(List<String> names) {
    try {
      if (names.size() > 100) {
        String topics = names.stream().map(this::topic).collect(Collectors.joining("\n"));
        Device.publishEach(broker().port, topics, "{\"stat_t\":\"s\"}");
        return;
      }
      for (String name : names) {
        announce(name, name);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String topic(String name) {
    return "homeassistant/sensor/" + name + "/config";
  }

  private void announce(String id, String name) throws IOException, InterruptedException {
    Device.publish(
        broker().port,
        topic(id),
        "{\"stat_t\":\"s/"
            + id
            + "\",\"dev\":{\"ids\":[\""
            + id
            + "\"],\"name\":\""
            + name
            + "\"}}",
        "-r");
  }

  @Override
  protected boolean rename(String from, String to) {
    try {
      announce(from, to);
      return true;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected boolean remove(String name) {
    try {
      Device.publish(broker().port, topic(name), "", "-r");
      return true;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
