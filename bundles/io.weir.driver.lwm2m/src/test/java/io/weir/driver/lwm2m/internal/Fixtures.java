package io.weir.driver.lwm2m.internal;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;

/** Properties and ports as tests need them. */
final class Fixtures {
  private Fixtures() {}

  static Map<String, Object> settings(Map<String, Object> settings) {
    Map<String, Object> whole = new HashMap<>(settings);
    whole.put("service.pid", "io.weir.driver.lwm2m~test");
    return whole;
  }

  /** A UDP port that was free a moment ago, for those that cannot pick one themselves. */
  static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
  }
}
