package io.weir.plant;

import com.ghgande.j2mod.modbus.ModbusException;
import io.weir.plant.model.Plant;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The plant's command line. */
public final class Main {
  private static final int DEFAULT_PORT = 5020;
  private static final String USAGE =
      """
      usage: java -jar plant.jar [--port PORT]

      Runs a simulated plant on Modbus TCP at 127.0.0.1 until it is terminated:
        unit 1  a boiler whose gas actuator sticks every four minutes
        unit 2  a three-phase energy meter
        unit 3  a circulation pump with a speed drive

        --port PORT  1 to 65535, default 5020
        --help       this text
      """;

  private Main() {}

  /** Runs until the process is terminated. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.print(USAGE);
      return;
    }
    @Nullable Integer port = port(args);
    if (port == null) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    try {
      PlantServer server =
          new PlantServer(new Plant(System::nanoTime), InetAddress.getLoopbackAddress(), port);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "plant-shutdown"));
    } catch (ModbusException e) {
      System.err.println("plant: cannot listen on 127.0.0.1:" + port + ": " + e.getMessage());
      System.exit(1);
      return;
    }
    System.out.println("plant: boiler, meter and pump on 127.0.0.1:" + port);
    new CountDownLatch(1).await();
  }

  /** The port asked for, or null when the arguments make no sense. */
  static @Nullable Integer port(String... args) {
    if (args.length == 0) {
      return DEFAULT_PORT;
    }
    if (args.length != 2 || !args[0].equals("--port")) {
      return null;
    }
    try {
      int port = Integer.parseInt(args[1]);
      return port >= 1 && port <= 65535 ? port : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
