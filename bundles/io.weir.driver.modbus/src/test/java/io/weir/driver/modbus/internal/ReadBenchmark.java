package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.io.ModbusTCPTransaction;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.net.TCPMasterConnection;
import com.sun.management.ThreadMXBean;
import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a sample costs on the bus thread: blocks of 125 registers from a slave in this process, by
 * this driver and by j2mod's own transaction. Run it by hand; the thread's own CPU time and
 * allocation are counted, not the slave's.
 */
public final class ReadBenchmark {
  private static final int REGISTERS = 125;
  private static final int BLOCKS = 50_000;
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Round {
    /** Reads one block and returns the sum of its values. */
    long read() throws Exception;
  }

  private ReadBenchmark() {}

  /** Prints one line per round. */
  public static void main(String[] args) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ModbusDriver driver = Fixtures.driver(server.getLocalPort(), 30_000);
      driver.connect();
      serve(server);
      TCPMasterConnection connection = new TCPMasterConnection(InetAddress.getLoopbackAddress());
      connection.setPort(server.getLocalPort());
      connection.connect();
      serve(server);
      for (int i = 0; i < ROUNDS; i++) {
        measure("weir, uint16", weir(driver, "uint16", 1));
        measure("weir, float32", weir(driver, "float32", 2));
        measure("j2mod, uint16", j2mod(connection));
      }
      driver.disconnect();
      connection.close();
    }
  }

  private static Round weir(ModbusDriver driver, String type, int width) {
    List<Block.Entry> entries = new ArrayList<>();
    IntStream.range(0, REGISTERS / width)
        .forEach(
            i ->
                entries.add(
                    new Block.Entry(
                        i,
                        Fixtures.point(
                            Map.of(
                                "unit",
                                1,
                                "table",
                                "holding",
                                "register",
                                i * width,
                                "type",
                                type)))));
    Block block = new Block("unit 1 holding", 0, REGISTERS, entries);
    Batch batch = new Batch(REGISTERS);
    return () -> {
      batch.clear();
      driver.read(block, batch);
      return batch.size();
    };
  }

  private static Round j2mod(TCPMasterConnection connection) {
    return () -> {
      ModbusTCPTransaction transaction = new ModbusTCPTransaction(connection);
      ReadMultipleRegistersRequest request = new ReadMultipleRegistersRequest(0, REGISTERS);
      request.setUnitID(1);
      transaction.setRequest(request);
      transaction.execute();
      ReadMultipleRegistersResponse response =
          (ReadMultipleRegistersResponse) transaction.getResponse();
      long sum = 0;
      for (int i = 0; i < REGISTERS; i++) {
        sum += response.getRegisterValue(i);
      }
      return sum >= 0 ? REGISTERS : 0;
    };
  }

  private static void measure(String name, Round round) throws Exception {
    long samples = 0;
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < BLOCKS; i++) {
      samples += round.read();
    }
    long took = System.nanoTime() - start;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    System.out.printf(
        "%-15s %,8d blocks/s %,12d samples/s %7.1f ns CPU/sample %6.2f B/sample%n",
        name,
        BLOCKS * 1_000_000_000L / took,
        samples * 1_000_000_000L / took,
        (double) cpu / samples,
        (double) allocated / samples);
  }

  private static void serve(ServerSocket server) throws IOException {
    Socket socket = server.accept();
    socket.setTcpNoDelay(true);
    Thread slave = new Thread(() -> answer(socket), "slave");
    slave.setDaemon(true);
    slave.start();
  }

  private static void answer(Socket socket) {
    byte[] frame = new byte[TcpFrame.HEADER + 2 + 2 * REGISTERS];
    for (int i = 9; i < frame.length; i++) {
      frame[i] = (byte) (i & 0x3F);
    }
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] request = new byte[12];
      while (true) {
        in.readFully(request);
        System.arraycopy(request, 0, frame, 0, 8);
        frame[5] = (byte) (3 + 2 * REGISTERS);
        frame[8] = (byte) (2 * REGISTERS);
        out.write(frame);
      }
    } catch (EOFException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
