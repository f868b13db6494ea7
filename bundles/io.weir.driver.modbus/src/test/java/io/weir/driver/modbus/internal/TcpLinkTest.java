package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpLinkTest {
  private static final ModbusPoint POINT =
      Fixtures.point(Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16"));

  @Test
  void aReadWithoutConnectionSaysSo() {
    assertThatThrownBy(() -> Fixtures.read(Fixtures.driver(1, 30_000), POINT))
        .isInstanceOf(ConnectionException.class)
        .hasMessage("127.0.0.1:1 is not connected");
  }

  @Test
  void aRefusedConnectionSaysSo() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertThatThrownBy(() -> Fixtures.driver(port, 30_000).connect())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void aNameThatIsNotKnownSaysSo() {
    ModbusDriver driver = Fixtures.driver(Map.of("host", "no-such-host.invalid"));
    assertThatThrownBy(driver::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("no-such-host.invalid:502")
        .hasCauseInstanceOf(UnknownHostException.class);
  }

  /** A listener whose queue is full answers nothing at all to a new connection. */
  @Test
  void aPeerThatDoesNotAnswerEndsTheConnectByItsTimeout() throws IOException {
    List<Socket> queued = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        queued.add(socket);
        tryConnect(socket, address);
      }
      ModbusDriver driver =
          Fixtures.driver(
              Map.of(
                  "host", "127.0.0.1", "port", server.getLocalPort(), "connect.timeout.ms", 300));
      assertThatThrownBy(driver::connect)
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("no answer in time");
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  private static void tryConnect(Socket socket, InetSocketAddress address) {
    try {
      socket.connect(address, 200);
    } catch (IOException e) {
      // The queue is full: just what is wanted.
    }
  }

  @Test
  void connectingTwiceKeepsTheConnection() throws Exception {
    try (ScriptedSlave slave = new ScriptedSlave()) {
      ModbusDriver driver = Fixtures.driver(slave.port(), 30_000);
      driver.connect();
      driver.connect();
      assertThat(answeredRead(slave, driver)).isEqualTo(42L);
      driver.disconnect();
      driver.disconnect();
      driver.connect();
      assertThat(answeredRead(slave, driver)).isEqualTo(42L);
      driver.disconnect();
    }
  }

  @Test
  void anInterruptEndsTheCallAndTheConnection() throws Exception {
    try (ScriptedSlave slave = new ScriptedSlave()) {
      ModbusDriver driver = Fixtures.driver(slave.port(), 60_000);
      driver.connect();
      CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread bus =
          new Thread(
              () -> {
                try {
                  Fixtures.read(driver, POINT);
                  thrown.completeExceptionally(new AssertionError("a value came"));
                } catch (IOException e) {
                  thrown.complete(e);
                }
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
              });
      bus.start();
      slave.request();
      bus.interrupt();
      assertThat(thrown.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ConnectionException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
      assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
      bus.join();

      assertThatThrownBy(() -> Fixtures.read(driver, POINT)).hasMessageContaining("not connected");
      driver.connect();
      assertThat(answeredRead(slave, driver)).isEqualTo(42L);
      driver.disconnect();
    }
  }

  @Test
  void restsBetweenRequestsAsConfigured() throws Exception {
    try (ScriptedSlave slave = new ScriptedSlave()) {
      ModbusDriver driver =
          Fixtures.driver(
              Map.of(
                  "host",
                  "127.0.0.1",
                  "port",
                  slave.port(),
                  "timeout.ms",
                  30_000,
                  "pause.ms",
                  150));
      driver.connect();
      answeredRead(slave, driver);
      long first = System.nanoTime();
      answeredRead(slave, driver);
      answeredRead(slave, driver);
      assertThat(System.nanoTime() - first).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
      driver.disconnect();
    }
  }

  @Test
  void aUnitSaysHowLongItNeeds() throws Exception {
    try (ScriptedSlave slave = new ScriptedSlave()) {
      ModbusDriver driver = Fixtures.driver(slave.port(), 30_000);
      ModbusPoint slow = unit(driver, Map.of("pause-ms", 200));
      driver.connect();
      answeredRead(slave, driver, slow);
      long first = System.nanoTime();
      answeredRead(slave, driver, slow);
      answeredRead(slave, driver, slow);
      assertThat(System.nanoTime() - first).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));

      assertThatThrownBy(() -> Fixtures.read(driver, unit(driver, Map.of("timeout-ms", 50))))
          .isInstanceOf(NoResponseException.class)
          .hasMessageContaining("unit 1 did not answer within 50 ms");
      driver.disconnect();
    }
  }

  private static ModbusPoint unit(ModbusDriver driver, Map<String, Object> rules) {
    Map<String, Object> address = new HashMap<>(rules);
    address.putAll(Map.of("unit", 1, "table", "holding", "register", 0, "type", "uint16"));
    return Fixtures.point(driver, address);
  }

  @Test
  void transactionIdsUnderWayAreNotUsedAgain() {
    Transactions transactions = new Transactions();
    int abandoned = transactions.next();
    assertThat(transactions.abandon()).isTrue();
    for (int i = 0; i < 0x2_0000; i++) {
      assertThat(transactions.next()).isNotEqualTo(abandoned).isBetween(0, 0xFFFF);
    }
    assertThat(transactions.isLate(abandoned)).isTrue();
    assertThat(transactions.isLate(abandoned)).as("a late answer comes once").isFalse();
  }

  @Test
  void onlySoManyTransactionsMayBeUnderWay() {
    Transactions transactions = new Transactions();
    int given = 0;
    transactions.next();
    while (transactions.abandon()) {
      transactions.next();
      given++;
    }
    assertThat(given).isEqualTo(16);
  }

  private static Object answeredRead(ScriptedSlave slave, ModbusDriver driver) throws Exception {
    return answeredRead(slave, driver, POINT);
  }

  private static Object answeredRead(ScriptedSlave slave, ModbusDriver driver, ModbusPoint point)
      throws Exception {
    FutureTask<Object> read = new FutureTask<>(() -> Fixtures.read(driver, point));
    Thread bus = new Thread(read, "bus");
    bus.start();
    slave.request();
    slave.send(slave.bytes("{tid} 0000 0005 01 03 02 002A"));
    Object value = read.get(30, TimeUnit.SECONDS);
    bus.join();
    return value;
  }
}
