package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.testing.DriverContract;
import io.weir.testing.PushBench;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server with Eclipse Leshan's client behind it. */
class Lwm2mContractTest extends DriverContract {
  private final DatagramSocket taken;

  Lwm2mContractTest() throws IOException {
    taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void release() {
    taken.close();
  }

  @Override
  protected Driver reachable() {
    return new WithClient();
  }

  /** A port that another program has. */
  @Override
  protected Driver unreachable() {
    return new Lwm2mFixture(Map.of("plain.port", taken.getLocalPort())).driver;
  }

  private static Map<String, Object> at(String path) {
    return Map.of("device", "lamp-1", "path", path);
  }

  @Override
  protected Map<String, Object> writable() {
    return at("/3311/0/5851");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {0, 100};
  }

  /** As readable and writable as the contract's channels are. */
  @Override
  protected Map<String, Object> neighbour() {
    return at("/3311/0/5850");
  }

  @Override
  protected Map<String, Object> missing() {
    return at("/3311/0/5805");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of("device", "lamp-1"),
        "path",
        at("3311/0"),
        "path",
        at("/3311/0/99999"),
        "path",
        at("/3311/0/5805"),
        "access",
        Map.of("path", "/3311/0/5851"),
        "device",
        Map.of("device", "lamp-1", "path", "/3311/0/5851", "type", "text"),
        "type",
        Map.of("device", "lamp-1", "path", "/3311/0/5851", "pmin", -1),
        "pmin",
        Map.of("device", "lamp-1", "path", "/3311/0/5851", "observe", "yes"),
        "observe",
        Map.of("device", "lamp-1", "path", "/3311/0/5851", "resource", 1),
        "resource");
  }

  /** The driver, which is connected once its device has registered. */
  private static final class WithClient implements Driver {
    private final Lwm2mFixture server = new Lwm2mFixture(Map.of());
    private @Nullable Client client;

    @Override
    public Point point(Channel channel) {
      return server.driver.point(channel);
    }

    @Override
    public BlockLimits limits(Point point) {
      return server.driver.limits(point);
    }

    @Override
    public void connect() throws ConnectionException {
      server.driver.connect();
      if (client == null) {
        client = new Client("lamp-1", server.plain()).start();
      }
      try {
        server.known("lamp-1");
        PushBench.until(
            "it to be registered",
            () -> server.presence("lamp-1") == io.weir.api.driver.AnnouncingDriver.Presence.ONLINE);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void read(Block block, Batch into) throws DriverException {
      server.driver.read(block, into);
    }

    @Override
    public void write(Point point, long bits, @Nullable Object object) throws DriverException {
      server.driver.write(point, bits, object);
    }

    @Override
    public void disconnect() {
      if (client != null) {
        client.vanish();
        client = null;
      }
      server.driver.disconnect();
    }
  }
}
