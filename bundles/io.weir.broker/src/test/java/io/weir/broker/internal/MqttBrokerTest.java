package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker as Debian's mosquitto clients see it. */
class MqttBrokerTest {
  @TempDir Path folder;
  private Site site;

  @BeforeEach
  void make() {
    site = new Site(folder);
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  @Test
  void aRetainedMessageReachesALaterSubscriber() throws Exception {
    site.run(Map.of());
    site.client("mosquitto_pub", "-q", "1", "-r", "-t", "plant/state", "-m", "running");
    assertThat(site.client("mosquitto_sub", "-C", "1", "-t", "plant/#", "-v"))
        .isEqualTo("plant/state running");
    assertThat(site.board.get("broker").state()).isEqualTo(State.OK);
  }

  @Test
  void aDeviceListOfAThirdOfAMegabytePasses() throws Exception {
    site.run(Map.of());
    Path list = Files.writeString(folder.resolve("list"), "x".repeat(350_000));
    site.client("mosquitto_pub", "-q", "1", "-r", "-t", "bridge/devices", "-f", list.toString());
    assertThat(site.client("mosquitto_sub", "-C", "1", "-t", "bridge/devices")).hasSize(350_000);
  }

  @Test
  void aTakenPortIsSaidAndTriedAgain() throws Exception {
    int port;
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = other.getLocalPort();
      site.start(Map.of("port", port));
      Site.await(() -> site.board.get("broker").state() == State.ERROR);
      assertThat(site.board.get("broker").message()).contains("port " + port, "trying again");
    }
    Site.await(() -> site.board.get("broker").state() == State.OK);
    site.client("mosquitto_pub", "-q", "1", "-t", "a", "-m", "b");
  }
}
