package io.weir.driver.coap.internal;

import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts. Any thread. */
final class ServerStatus {
  private final StatusBoard.Part part;
  final LongAdder requests;
  final LongAdder rows;
  final LongAdder refused;
  final LongAdder ignored;
  final LongAdder uncommitted;
  final LongAdder limited;
  final LongAdder dropped;
  final LongAdder alerts;

  ServerStatus(StatusBoard.Part part) {
    this.part = part;
    requests = part.counter("requests");
    rows = part.counter("rows");
    refused = part.counter("refused");
    ignored = part.counter("values-without-channel");
    uncommitted = part.counter("uncommitted");
    limited = part.counter("rate-limited");
    dropped = part.counter("messages-dropped");
    alerts = part.counter("dtls-alerts");
  }

  StatusBoard.Part part() {
    return part;
  }

  void close() {
    part.close();
  }
}
