package io.weir.driver.modbus.internal;

import java.util.Locale;

/** How requests reach a slave of a test, and how its frames look. */
enum LinkKind {
  TCP(Envelope.MBAP),
  TLS(Envelope.MBAP),
  UDP(Envelope.MBAP),
  RTU(Envelope.RTU),
  ASCII(Envelope.ASCII),
  RTU_TCP(Envelope.RTU),
  ASCII_TCP(Envelope.ASCII);

  private final Envelope envelope;

  LinkKind(Envelope envelope) {
    this.envelope = envelope;
  }

  Envelope envelope() {
    return envelope;
  }

  Carrier carrier() throws Exception {
    return switch (this) {
      case TCP, RTU_TCP, ASCII_TCP -> new SocketCarrier(null);
      case TLS -> new SocketCarrier(TlsPeer.INSTANCE);
      case UDP -> new DatagramCarrier();
      case RTU, ASCII -> new CableCarrier();
    };
  }

  /** As the setting {@code transport} calls it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
