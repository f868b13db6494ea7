package io.weir.uplink.mqtt.internal;

import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.testing.Mosquitto;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Prints messages of 10 KB a second to a mosquitto of its own, by window; run by hand. */
public final class PublishSpeed {
  private static final int MESSAGES = 5_000;

  private PublishSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Mosquitto mosquitto =
        new Mosquitto(Files.createTempDirectory("publish-speed"), "log_type error").start();
    try {
      for (String version : new String[] {"5", "3.1.1"}) {
        for (int window : new int[] {1, 16, 1, 16}) {
          measure(mosquitto, version, window);
        }
      }
    } finally {
      mosquitto.kill();
    }
  }

  private static void measure(Mosquitto mosquitto, String version, int window) throws Exception {
    Settings settings =
        TestConfig.settings(
            Map.of("url", mosquitto.url(), "version", version, "in.flight", window));
    MqttTransport transport = new MqttTransport("speed", settings, new SystemClock());
    Semaphore connected = new Semaphore(0);
    Semaphore room = new Semaphore(window);
    transport.start(
        new Destination.Listener() {
          @Override
          public void connected() {
            connected.release();
          }

          @Override
          public void disconnected(String reason) {
            throw new IllegalStateException(reason);
          }

          @Override
          public void acknowledged(long ticket) {
            room.release();
          }

          @Override
          public void failed(long ticket, boolean permanent, String reason) {
            throw new IllegalStateException(reason);
          }
        });
    connected.acquire();
    Message message =
        new Message(
            "telemetry", "", new byte[10_000], "application/json", false, Map.of("first", "1"));
    long start = System.nanoTime();
    for (int i = 0; i < MESSAGES; i++) {
      room.acquire();
      transport.publish(i, message);
    }
    room.acquire(window);
    double seconds = (System.nanoTime() - start) / 1e9;
    transport.stop();
    System.out.printf(
        "MQTT %-6s window %2d: %7.0f messages/s%n", version, window, MESSAGES / seconds);
  }
}
