package io.weir.broker.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted and shown of the clients. Any thread. */
final class Tally {
  private static final int LONGEST = 100;

  final LongAdder in;
  final LongAdder out;
  final LongAdder slowed;
  final AtomicLong clients = new AtomicLong();
  private final StatusBoard.Part part;
  private volatile String problem = "";

  /** Why a client was refused; the name of its counter. */
  enum Refusal {
    CONNECTION("refused.connections"),
    LOGIN("refused.logins"),
    PUBLISH("refused.publishes"),
    SUBSCRIPTION("refused.subscriptions"),
    DELIVERY("refused.deliveries"),
    UNRECORDED("refused.unrecorded"),
    LARGE("refused.large"),
    MALFORMED("refused.malformed");

    private final String counter;

    Refusal(String counter) {
      this.counter = counter;
    }
  }

  Tally(StatusBoard.Part part) {
    this.part = part;
    in = part.counter("messages.in");
    out = part.counter("messages.out");
    slowed = part.counter("slowed");
    part.gauge("clients", clients::get);
    for (Refusal refusal : Refusal.values()) {
      part.counter(refusal.counter);
    }
  }

  /** The broker runs; a problem says what is nevertheless wrong with its settings. */
  void running(String newProblem) {
    problem = newProblem;
    if (newProblem.isEmpty()) {
      part.ok();
    } else {
      part.status(State.DEGRADED, "config", newProblem);
    }
  }

  void refused(Refusal refusal, String what) {
    part.counter(refusal.counter).increment();
    if (problem.isEmpty()) {
      part.status(State.OK, "none", "Last refused: " + what);
    }
  }

  /** A text of a client as it can be shown. */
  static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "...";
  }
}
