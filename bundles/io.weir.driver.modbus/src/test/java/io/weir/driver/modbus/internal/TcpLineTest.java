package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpLineTest {
  /** Else it would pass for the answer to the next request. */
  @Test
  void whatHasComeIsSeenWithoutWaiting() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TcpLine line = new TcpLine("127.0.0.1", server.getLocalPort(), soon());
        Socket peer = server.accept()) {
      byte[] into = new byte[1];
      peer.getOutputStream().write(new byte[] {1, 2});
      assertThat(line.read(into, 0, soon())).isOne();
      assertThat(line.read(into, 0, System.nanoTime())).isOne();
      assertThat(into[0]).isEqualTo((byte) 2);
      assertThat(line.read(into, 0, System.nanoTime())).isZero();
      peer.shutdownOutput();
      assertThatThrownBy(() -> line.read(into, 0, soon())).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> line.read(into, 0, System.nanoTime()))
          .isInstanceOf(EOFException.class);
    }
  }

  private static long soon() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
  }
}
