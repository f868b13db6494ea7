package io.weir.driver.lwm2m.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ValueType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Configurations and channels as tests need them. */
final class Fixtures {
  private Fixtures() {}

  /** Settings as Declarative Services hands them over. */
  static <T> T config(Class<T> type, Map<String, Object> settings) {
    Map<String, Object> values = new HashMap<>();
    for (Method method : type.getDeclaredMethods()) {
      String key = method.getName().replace('_', '.');
      values.put(method.getName(), settings.getOrDefault(key, method.getDefaultValue()));
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName())));
  }

  static Map<String, Object> settings(Map<String, Object> settings) {
    Map<String, Object> whole = new HashMap<>(settings);
    whole.put("service.pid", "io.weir.driver.lwm2m~test");
    return whole;
  }

  static Channel channel(int number, String id, Access access, Map<String, Object> address) {
    return new Channel(
        new ChannelInfo(number, id, ValueType.DOUBLE, ""),
        id,
        access,
        Duration.ofSeconds(1),
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
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
