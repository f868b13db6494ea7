package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.driver.coap.internal.CoapClientTool.Said;
import io.weir.testing.PushBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network that loses 30 % of all messages, libcoap's client on its other side. */
@Timeout(900)
class LossTest {
  private static final int VALUES = 12;

  @TempDir private Path directory;

  @Test
  void whatIsAcknowledgedIsRecordedOnce() throws Exception {
    ServerFixture server = new ServerFixture(Map.of());
    PushBench gateway = new PushBench(server.driver);
    gateway
        .channel("sensor-7/temp", Map.of("device", "sensor-7", "resource", "temp"))
        .channel("meter/temp", Map.of("device", "meter", "resource", "temp"))
        .start();
    try (UdpProxy proxy = new UdpProxy(server.plainPort, 0.3, 7)) {
      List<Object> acknowledged = new ArrayList<>();
      List<Object> sent = new ArrayList<>();
      for (int i = 0; i < VALUES; i++) {
        Said said =
            CoapClientTool.run(
                "-v",
                "7",
                "-m",
                "put",
                "-e",
                String.valueOf(i),
                "coap://127.0.0.1:" + proxy.port() + "/meter/temp");
        sent.add((double) i);
        if (said.out().contains("c:2.04")) {
          acknowledged.add((double) i);
        }
      }
      assertThat(proxy.lost()).isPositive();
      assertThat(acknowledged).isNotEmpty();
      assertThat(gateway.values("meter/temp"))
          .containsAll(acknowledged)
          .doesNotHaveDuplicates()
          .isSubsetOf(sent);
    } finally {
      gateway.close();
      server.driver.deactivate();
    }
  }

  @Test
  void blocksOverDtlsArriveWhole() throws Exception {
    ServerFixture server = new ServerFixture(Map.of());
    PushBench gateway = new PushBench(server.driver);
    gateway.channel("sensor-7/temp", Map.of("device", "sensor-7", "resource", "temp")).start();
    StringBuilder pack = new StringBuilder("[");
    for (int i = 0; i < 60; i++) {
      pack.append(i == 0 ? "" : ",").append("{\"n\":\"temp\",\"v\":").append(i).append('}');
    }
    Path file = Files.writeString(directory.resolve("pack"), pack.append(']').toString());
    try (UdpProxy proxy = new UdpProxy(server.port, 0.1, 3)) {
      Said said =
          CoapClientTool.run(
              "-v",
              "7",
              "-B",
              "150",
              "-u",
              "sensor-7",
              "-k",
              ServerFixture.KEY,
              "-m",
              "post",
              "-t",
              "110",
              "-f",
              file.toString(),
              "coaps://127.0.0.1:" + proxy.port() + "/sensor-7");
      assertThat(proxy.lost()).isPositive();
      assertThat(said.out()).contains("c:2.04");
      assertThat(gateway.values("sensor-7/temp")).hasSize(60);
    } finally {
      gateway.close();
      server.driver.deactivate();
    }
  }
}
