import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Publishes messages of given sizes with QoS 1, so many in flight, and prints how long it took from
 * the first publish to the last acknowledgement. {@code BarePublisher PORT FILE_OF_SIZES WINDOW}
 */
final class BarePublisher {
  private BarePublisher() {}

  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes =
        Files.readAllLines(Path.of(arguments[1])).stream().map(Integer::valueOf).toList();
    int window = Integer.parseInt(arguments[2]);
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + arguments[0], "bare", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setSocketFactory(new NoDelay());
    client.connect(options).waitForCompletion();
    // Once before, so that what is measured is not the compiler.
    double warm = publish(client, sizes, window);
    double seconds = publish(client, sizes, window);
    System.out.println("{\"seconds\":" + seconds + ",\"cold_seconds\":" + warm + "}");
    client.disconnect().waitForCompletion();
    System.exit(0);
  }

  private static double publish(MqttAsyncClient client, List<Integer> sizes, int window)
      throws Exception {
    Semaphore free = new Semaphore(window);
    MqttActionListener answered =
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            free.release();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            cause.printStackTrace();
            System.exit(1);
          }
        };
    long begin = System.nanoTime();
    for (int size : sizes) {
      if (!free.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no acknowledgement for a minute");
      }
      MqttMessage message = new MqttMessage(new byte[size], 1, false, null);
      client.publish("bare/telemetry", message, null, answered);
    }
    if (!free.tryAcquire(window, 60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no acknowledgement for a minute");
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Sockets that do not wait for more to send. */
  private static final class NoDelay extends javax.net.SocketFactory {
    private static java.net.Socket quick(java.net.Socket socket) throws java.io.IOException {
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public java.net.Socket createSocket() throws java.io.IOException {
      return quick(new java.net.Socket());
    }

    @Override
    public java.net.Socket createSocket(String host, int port) throws java.io.IOException {
      return quick(new java.net.Socket(host, port));
    }

    @Override
    public java.net.Socket createSocket(
        String host, int port, java.net.InetAddress from, int fromPort)
        throws java.io.IOException {
      return quick(new java.net.Socket(host, port, from, fromPort));
    }

    @Override
    public java.net.Socket createSocket(java.net.InetAddress host, int port)
        throws java.io.IOException {
      return quick(new java.net.Socket(host, port));
    }

    @Override
    public java.net.Socket createSocket(
        java.net.InetAddress host, int port, java.net.InetAddress from, int fromPort)
        throws java.io.IOException {
      return quick(new java.net.Socket(host, port, from, fromPort));
    }
  }
}
