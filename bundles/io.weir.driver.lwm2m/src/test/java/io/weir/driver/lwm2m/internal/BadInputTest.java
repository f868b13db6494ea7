package io.weir.driver.lwm2m.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.DriverException;
import io.weir.api.model.Access;
import io.weir.driver.lwm2m.internal.Coap.Answer;
import io.weir.testing.PushBench;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a device may send and should not: an error with its reason, and nobody else is hurt. */
@Timeout(180)
class BadInputTest {
  private final Lwm2mFixture server = new Lwm2mFixture(Map.of("timeout.ms", 3_000));
  private final PushBench gateway = new PushBench(server.driver);

  @BeforeEach
  void start() throws Exception {
    gateway
        .channel("temp", Access.R, Map.of("device", "good", "path", "/3303/0/5700"))
        .channel(
            "colour",
            Access.R,
            Map.of("device", "good", "path", "/26241/0/2", "type", "integer", "observe", true))
        .channel("unit", Access.R, Map.of("device", "good", "path", "/3303/0/5701"))
        .start();
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
  }

  @Test
  void aMalformedRegistrationIsRefusedWithItsReason() throws Exception {
    try (Coap site = new Coap(server.plainPort)) {
      assertThat(site.register("a b", "</3303/0>"))
          .isEqualTo(new Answer("4.00", "ep: " + Lwm2mAddresses.DEVICE_FIX));
      assertThat(site.post("rd", "</3303/0>".getBytes(StandardCharsets.UTF_8)).payload())
          .startsWith("ep: ");
      for (String lifetime : new String[] {"abc", "0", "-5", "99999999999", "1.5", ""}) {
        assertThat(site.register("x", "</3303/0>", "lt=" + lifetime))
            .as(lifetime)
            .isEqualTo(
                new Answer("4.00", "lt: give the lifetime in seconds, from 1 to 2147483647"));
      }
      assertThat(site.register("x", "</3303/0>", "b=ZZ").payload()).startsWith("b: ");
      assertThat(site.register("x", "</3303/0>", "lwm2m=9.9").payload()).startsWith("lwm2m: ");
      assertThat(site.register("x", ""))
          .isEqualTo(
              new Answer(
                  "4.00",
                  "supported object list is mandatory and mandatory objects should be present for"
                      + " endpoint x"));
      Answer answer = site.register("x", "no links at all <<<");
      assertThat(answer.code()).isEqualTo("4.00");
      assertThat(answer.payload()).isNotBlank();
      answer = site.register("x", "</3303/0>" + ",</3303/0>".repeat(128));
      assertThat(answer).isEqualTo(new Answer("4.00", "more than 128 instances"));
    }
    assertThat(server.driver.announced()).isNull();
    aGoodOneIsStillHeard();
  }

  @Test
  void unknownObjectsAreNamedAndGetNoChannels() throws Exception {
    try (Coap site = new Coap(server.plainPort)) {
      assertThat(site.register("strange", "</26999/0>,</26998/3>").code()).isEqualTo("2.01");
      PushBench.until(
          "it to be described",
          () ->
              server
                  .facts("strange")
                  .getOrDefault("instances without channels", "")
                  .equals("/26998/3 /26999/0"));
      assertThat(server.driver.announced())
          .singleElement()
          .satisfies(device -> assertThat(device.channels()).isEmpty());
    }
  }

  @Test
  void tooLargeAPayloadIsRefusedAtItsFirstBlock() throws Exception {
    try (Coap site = new Coap(server.plainPort)) {
      // Block1 of 1,024 bytes, number 0, more to come; Size1 of 10 MB.
      byte[] head = {0x41, 0x02, 0x70, 0x00, 0x55, (byte) 0xB2, 'r', 'd', 0x44, 'e', 'p', '=', 'x'};
      byte[] tail = {
        (byte) 0xC1,
        0x0E,
        (byte) 0xD4,
        0x14,
        0x00,
        (byte) 0x98,
        (byte) 0x96,
        (byte) 0x80,
        (byte) 0xFF
      };
      byte[] message = new byte[head.length + tail.length + 1_024];
      System.arraycopy(head, 0, message, 0, head.length);
      System.arraycopy(tail, 0, message, head.length, tail.length);
      java.util.Arrays.fill(message, head.length + tail.length, message.length, (byte) 'x');
      assertThat(site.exchange(message, 0x7000).code()).isEqualTo("4.13");
    }
    aGoodOneIsStillHeard();
  }

  @Test
  void aValueOfAnotherTypeIsBadAndItsNeighboursAreNot() throws Exception {
    try (Client client = new Client("good", server.plain()).start()) {
      PushBench.until("a bad row", () -> gateway.values("colour").contains("bad/device"));
      PushBench.until("a good one", () -> gateway.values("temp").contains(21.5));
      client.thermometer.tell(5700, 22.5);
      PushBench.until("another good one", () -> gateway.values("temp").contains(22.5));
      assertThat(gateway.values("temp")).containsOnly(21.5, 22.5);
      assertThat(gateway.values("colour")).containsOnly("bad/device");
      assertThat(server.count("wrong-values")).isPositive();
    }
  }

  @Test
  void anAnswerOfTenMegabytesIsNotTaken() throws Exception {
    try (Client client = new Client("good", server.plain()).start()) {
      server.known("good");
      client.thermometer.values.put(5701, "x".repeat(10_000_000));
      assertThatThrownBy(() -> gateway.read("unit")).isInstanceOf(DriverException.class);
      client.thermometer.values.put(5701, "K");
      assertThat(gateway.read("unit")).isEqualTo("K");
      assertThat(server.presence("good")).isEqualTo(Presence.ONLINE);
    }
  }

  private void aGoodOneIsStillHeard() throws Exception {
    try (Client client = new Client("good", server.plain()).start()) {
      PushBench.until("a good one", () -> gateway.values("temp").contains(21.5));
      assertThat(client.isRegistered()).isTrue();
    }
  }
}
