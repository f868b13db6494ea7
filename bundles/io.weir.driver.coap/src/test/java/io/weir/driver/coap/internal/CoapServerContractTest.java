package io.weir.driver.coap.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A server whose peers fetch what is written for them; the tests with libcoap are elsewhere. */
class CoapServerContractTest extends DriverContract {
  private final DatagramSocket taken;

  CoapServerContractTest() throws IOException {
    taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void release() {
    taken.close();
  }

  @Override
  protected Driver reachable() {
    return new ServerFixture(Map.of()).driver;
  }

  /** A port that another program has. */
  @Override
  protected Driver unreachable() {
    return new ServerFixture(Map.of("plain.port", taken.getLocalPort())).driver;
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of(
        "device", "valve", "resource", "position", "type", "integer", "delivery", "mailbox");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {17, -42};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("device", "valve", "resource", "mode", "type", "integer", "delivery", "mailbox");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("device", "nobody", "resource", "temp");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("resource", "temp"), "device",
        Map.of("device", "two words", "resource", "temp"), "device",
        Map.of("device", "valve"), "resource",
        Map.of("device", "valve", "resource", "a//b"), "resource",
        Map.of("device", "valve", "resource", "a", "delivery", "mail"), "delivery",
        Map.of("device", "valve", "resource", "a", "type", "float"), "type",
        Map.of("device", "valve", "resource", "a", "unit", 1), "unit");
  }
}
