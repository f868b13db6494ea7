package io.weir.driver.modbus.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the link of a configuration. */
final class Links {
  /** How requests travel. */
  enum Transport {
    TCP("tcp", 502),
    TLS("tls", 802),
    UDP("udp", 502),
    RTU("rtu", 0),
    ASCII("ascii", 0),
    RTU_TCP("rtu-tcp", 502),
    ASCII_TCP("ascii-tcp", 502);

    private final String word;
    private final int port;

    Transport(String word, int port) {
      this.word = word;
      this.port = port;
    }

    boolean isSerial() {
      return this == RTU || this == ASCII;
    }

    boolean isAscii() {
      return this == ASCII || this == ASCII_TCP;
    }

    static Transport of(String word) {
      for (Transport each : values()) {
        if (each.word.equals(word)) {
          return each;
        }
      }
      throw new ConfigException(
          "transport", word, "use one of tcp, tls, udp, rtu, ascii, rtu-tcp, ascii-tcp");
    }
  }

  private static final long NETWORK_SEARCH = TimeUnit.MILLISECONDS.toNanos(300);

  /** On a line the wait begins when the request has left; what is left is the unit's turnaround. */
  private static final long SERIAL_SEARCH = TimeUnit.MILLISECONDS.toNanos(150);

  /** Adapters hand on what they have received some characters late. */
  private static final int SEARCH_CHARACTERS = 20;

  private final ModbusConfig config;
  private final String owner;
  private final SecretStore secrets;
  private final Transport transport;
  private final long connectNanos;
  private final long requestNanos;
  private final long pauseNanos;

  /**
   * Checks the configuration.
   *
   * @param owner the connection, for others that want the same port
   */
  Links(ModbusConfig config, String owner, SecretStore secrets) {
    this.config = config;
    this.owner = owner;
    this.secrets = secrets;
    transport = Transport.of(config.transport());
    connectNanos = nanos("connect.timeout.ms", config.connect_timeout_ms(), 1);
    requestNanos = nanos("timeout.ms", config.timeout_ms(), 1);
    pauseNanos = nanos("pause.ms", config.pause_ms(), 0);
  }

  /** How units are asked that say nothing else. The connection's own pause is the link's. */
  static RequestRules rules(ModbusConfig config) {
    return new RequestRules(
        inRange("max.registers", config.max_registers(), 1, RequestRules.MOST_REGISTERS),
        inRange("max.bits", config.max_bits(), 1, RequestRules.MOST_BITS),
        inRange("max.gap", config.max_gap(), 0, RequestRules.MOST_REGISTERS),
        0,
        nanos("timeout.ms", config.timeout_ms(), 1));
  }

  /**
   * How long a search waits for a unit of which nobody knows whether it is there: never longer than
   * for one that is.
   */
  long unitNanos() {
    long nanos =
        transport.isSerial()
            ? SERIAL_SEARCH + SEARCH_CHARACTERS * format().characterNanos()
            : NETWORK_SEARCH;
    return Math.min(nanos, requestNanos);
  }

  Link link() {
    if (transport.isSerial()) {
      return serial();
    }
    String host = config.host().strip();
    if (host.isEmpty()) {
      throw new ConfigException(
          "host", config.host(), "give the name or address of the Modbus endpoint");
    }
    int port = config.port() == 0 ? transport.port : inRange("port", config.port(), 1, 65535);
    String name = host + ":" + port;
    return switch (transport) {
      case TCP ->
          new TcpLink(
              name,
              deadline -> new TcpSocket(host, port, deadline),
              connectNanos,
              requestNanos,
              pauseNanos);
      case TLS -> new TcpLink(name, tls(host, port), connectNanos, requestNanos, pauseNanos);
      case UDP -> new UdpLink(host, port, pauseNanos);
      case RTU_TCP, ASCII_TCP ->
          new SerialLink(
              name, deadline -> new TcpLine(host, port, deadline), framing(), networkTiming());
      case RTU, ASCII -> throw new IllegalStateException(transport + " has no host");
    };
  }

  private Wire.Opener tls(String host, int port) {
    String ca = absolute("tls.ca", config.tls_ca());
    String certificate = absolute("tls.certificate", config.tls_certificate());
    TlsKey key = new TlsKey(config.tls_key(), secrets);
    if (certificate.isEmpty() != config.tls_key().isEmpty()) {
      throw new ConfigException(
          certificate.isEmpty() ? "tls.certificate" : "tls.key",
          null,
          "give both, the certificate and its key, or neither");
    }
    return deadline ->
        new TlsWire(
            new TcpSocket(host, port, deadline),
            TlsContext.of(ca, certificate, key),
            host,
            port,
            deadline);
  }

  static String absolute(String field, String path) {
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw new ConfigException(field, path, "give the full path of a PEM file");
    }
    return path;
  }

  private Link serial() {
    Path path = Path.of(config.port_name());
    if (!path.isAbsolute()) {
      throw new ConfigException(
          "port.name",
          config.port_name(),
          "give the full path of a serial port, best one below /dev/serial/by-id");
    }
    SerialFormat format = format();
    SerialLine.Setup setup = new SerialLine.Setup(format, config.rs485());
    return new SerialLink(
        path.toString(), deadline -> new SerialLine(path, setup, owner), framing(), timing(format));
  }

  /** What is known of the line's speed; null on a network. */
  @Nullable BusTiming busTiming() {
    if (!transport.isSerial()) {
      return null;
    }
    long turnaround = nanos("assumed.turnaround.ms", config.assumed_turnaround_ms(), 0);
    return new BusTiming(format(), framing(), timing(format()), turnaround);
  }

  private SerialFormat format() {
    SerialFormat.Parity parity = parity();
    int stopBits = config.stop_bits();
    if (stopBits == 0) {
      stopBits = parity == SerialFormat.Parity.NONE ? 2 : 1; // So that a character is 11 bits long.
    }
    int dataBits = config.data_bits() == 0 ? transport.isAscii() ? 7 : 8 : config.data_bits();
    return new SerialFormat(
        inRange("baud", config.baud(), 300, 4_000_000),
        inRange("data.bits", dataBits, transport.isAscii() ? 7 : 8, 8),
        parity,
        inRange("stop.bits", stopBits, 1, 2));
  }

  private SerialFormat.Parity parity() {
    for (SerialFormat.Parity each : SerialFormat.Parity.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(config.parity())) {
        return each;
      }
    }
    throw new ConfigException("parity", config.parity(), "use even, odd or none");
  }

  private LineTiming timing(SerialFormat format) {
    int silence = inRange("silence.us", config.silence_us(), 0, 1_000_000);
    return new LineTiming(
        connectNanos,
        requestNanos,
        pauseNanos,
        silence == 0 ? format.silenceNanos() : TimeUnit.MICROSECONDS.toNanos(silence),
        format.characterNanos(),
        config.echo(),
        false);
  }

  private LineTiming networkTiming() {
    return new LineTiming(connectNanos, requestNanos, pauseNanos, 0, 0, config.echo(), true);
  }

  private SerialFraming framing() {
    return transport.isAscii() ? new AsciiFraming() : new RtuFraming();
  }

  private static long nanos(String field, int millis, int min) {
    return TimeUnit.MILLISECONDS.toNanos(inRange(field, millis, min, RequestRules.MOST_MILLIS));
  }

  static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }
}
