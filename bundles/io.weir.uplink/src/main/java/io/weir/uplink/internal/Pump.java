package io.weir.uplink.internal;

import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.JournalException;
import io.weir.api.uplink.Destination;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Moves the journal's entries to one destination: at least once, in order within a lane, events
 * before telemetry.
 *
 * <pre>
 *            connected                  refused
 *  offline ─────────────► flowing ─────────────────► draining
 *     ▲                    │   ▲                       │    │
 *     └──── lost: rewind ──┘   └─ all answered: rewind ┘    │
 *     └──────────────────── lost: rewind ───────────────────┘
 * </pre>
 *
 * <p>The journal is the only queue: what is not acknowledged is read again from the cursor. Time
 * comes from the gateway's clock; {@link #step} does what can be done now and never waits. Confined
 * to the pump's thread.
 */
final class Pump {
  /** A destination that answers nothing for so long is disconnected and connected again. */
  static final long ANSWER_TIMEOUT_MICROS = 120_000_000;

  /** After so many connections lost with nothing acknowledged, messages fly one by one, small. */
  private static final int SUSPICIOUS_LOSSES = 3;

  private final Policy policy;
  private final GatewayClock clock;
  private final Destination destination;
  private final SetAside setAside;
  private final Trouble trouble;
  private final Gauges gauges;
  private final Mailbox mailbox = new Mailbox();
  private final Courier courier;
  private final Retries retries;
  private final Lanes lanes;
  private final Allowance allowance;
  private final PumpStatus status;

  private boolean connected;
  private boolean draining;
  private boolean isBehind;
  private int losses;
  private @Nullable String lost;

  Pump(Policy policy, Services services, Outlet outlet, DeadLetters letters, Backoff backoff) {
    this.policy = policy;
    clock = services.clock();
    trouble = new Trouble(clock, backoff);
    destination = outlet.destination();
    StatusBoard.Part part = services.board().part("uplink/" + policy.name());
    gauges = new Gauges(part, clock, policy.limits());
    allowance = new Allowance(policy.limits(), clock, services.budget(policy.name()), gauges);
    status = new PumpStatus(part, clock, gauges);
    setAside = new SetAside(letters, clock, gauges);
    courier = new Courier(outlet, services, gauges);
    retries = new Retries(letters, courier, gauges);
    lanes = new Lanes(policy, services, mailbox::wake);
  }

  Mailbox mailbox() {
    return mailbox;
  }

  void start() {
    status.starting();
    destination.start(mailbox);
  }

  /** Does what can be done now; returns the monotonic time of the next thing to do. */
  long step() {
    long now = clock.micros();
    receive(mailbox.take());
    long next = now < trouble.until() ? trouble.until() : work();
    if (courier.isWaiting()) {
      next = Math.min(next, courier.lastAnswer() + ANSWER_TIMEOUT_MICROS);
      if (clock.micros() - courier.lastAnswer() >= ANSWER_TIMEOUT_MICROS) {
        reconnect();
      }
    }
    report();
    return clock.micros() < trouble.until() ? trouble.until() : next;
  }

  /** After a failure that nobody foresaw: shown, and tried again from the cursor. */
  void failed(RuntimeException e) {
    rewind();
    trouble.hold(State.ERROR, "internal", "unexpected " + e + "; see the log");
    report();
  }

  void close() {
    destination.stop();
    lanes.close();
    allowance.close();
    status.close();
  }

  // ---- what the destination says

  private void receive(Mailbox.Mail mail) {
    mail.answers().forEach(this::answered);
    if (mail.lost() != null) {
      lost(mail.lost());
    }
    if (mail.connected() != null) {
      if (mail.connected() && !connected) {
        gauges.connects.increment();
      }
      connected = mail.connected();
    }
  }

  private void answered(Mailbox.Answer answer) {
    String reason = answer.reason();
    if (courier.isAnnounced(answer)) {
      if (reason != null) {
        draining = true;
        trouble.hold(State.ERROR, "refused", "the dictionary is refused: " + reason);
      }
      return;
    }
    if (courier.isAgain(answer)) {
      answeredAgain(answer);
      return;
    }
    Parcel parcel = courier.answered(answer);
    if (parcel == null) {
      return;
    }
    if (reason == null) {
      taken(parcel);
    } else if (answer.permanent()) {
      refused(parcel, reason);
    } else {
      refusedForNow(reason);
    }
  }

  private void answeredAgain(Mailbox.Answer answer) {
    String reason = answer.reason();
    try {
      if (reason == null) {
        retries.taken();
      } else if (answer.permanent()) {
        retries.refused(reason);
      } else {
        retries.later();
        refusedForNow(reason);
      }
    } catch (IOException e) {
      holdForDisk(e);
    }
  }

  private void refusedForNow(String reason) {
    draining = true;
    trouble.refusedForNow(reason);
  }

  private void holdForDisk(IOException e) {
    draining = true;
    trouble.disk("a refused message cannot be set aside in " + setAside.folder() + ": " + e);
  }

  private void taken(Parcel parcel) {
    losses = 0;
    if (!draining) {
      trouble.over();
    }
    gauges.bytes.add(parcel.bytes());
    gauges.acknowledgedAt(clock.boot(), clock.micros());
    parcel.flight().taken();
    if (parcel.flight().isOver()) {
      lanes.answered(parcel.flight());
    }
    gauges.acknowledged.add(parcel.flight().lane.advance());
  }

  private void refused(Parcel parcel, String reason) {
    try {
      switch (setAside.refused(parcel, reason)) {
        case CUT -> draining = true;
        case KEPT -> gauges.acknowledged.add(parcel.flight().lane.advance());
      }
    } catch (IOException e) {
      holdForDisk(e);
    }
  }

  private void lost(String reason) {
    lost = reason;
    if (connected && courier.hasParcels() && ++losses >= SUSPICIOUS_LOSSES) {
      lanes.singleOutOldest();
    }
    connected = false;
    if (retries.isFlying()) {
      try {
        retries.lost(reason);
      } catch (IOException e) {
        holdForDisk(e);
      }
    }
    rewind();
  }

  private void reconnect() {
    destination.stop();
    mailbox.take();
    lost("no answer for " + ANSWER_TIMEOUT_MICROS / 1_000_000 + " s; connecting again");
    destination.start(mailbox);
  }

  private void rewind() {
    courier.clear();
    retries.later();
    draining = false;
    lanes.rewind();
  }

  // ---- from the journal to the destination

  private long work() {
    boolean isOpen = false;
    try {
      lanes.open();
      isOpen = true;
      if (draining && !courier.isWaiting()) {
        rewind();
      }
      long next = connected && !draining ? fill() : Long.MAX_VALUE;
      isBehind = lanes.isBehind();
      trouble.journalWorks();
      return next;
    } catch (JournalException e) {
      if (isOpen) {
        rewind();
      }
      trouble.journal((isOpen ? "read: " : "opened: ") + e.getMessage());
      return trouble.until();
    }
  }

  private long fill() throws JournalException {
    long look = allowance.look();
    while (inFlight() < window() && !draining) {
      long readyAt = allowance.readyAt();
      if (readyAt > clock.micros()) {
        return Math.min(readyAt, look);
      }
      if (courier.hasUnsent()) {
        sent(courier.sendNext());
        continue;
      }
      if (sendAgain()) {
        continue;
      }
      LaneQueue ready = lanes.ready(window(), allowance);
      if (ready == null) {
        return Math.min(lanes.dueAt(), look);
      }
      if (!courier.announce()) {
        int rows = ready.rows();
        Parcel first = courier.launch(ready);
        lanes.sent(ready, rows, first.flight().bytes());
        sent(first);
      }
      look = allowance.look();
    }
    // Draining may have begun with nothing in flight.
    return draining && !courier.isWaiting() ? clock.micros() : look;
  }

  private boolean sendAgain() {
    try {
      int bytes = allowance.events() ? retries.sendNext() : -1;
      if (bytes >= 0) {
        allowance.spent(bytes);
      }
      return bytes >= 0;
    } catch (IOException e) {
      holdForDisk(e);
      return false;
    }
  }

  private void sent(Parcel parcel) {
    String refusal = parcel.refusal();
    if (refusal == null) {
      allowance.spent(parcel.bytes());
    } else {
      refused(parcel, refusal);
    }
  }

  private int inFlight() {
    return lanes.inFlight() + courier.extras();
  }

  private int window() {
    return losses >= SUSPICIOUS_LOSSES ? 1 : Math.min(policy.inFlight(), destination.window());
  }

  // ---- what people see

  private void report() {
    setAside.look();
    status.measure(connected, inFlight(), lanes, isBehind);
    status.report(connected, lost, trouble.cause(connected), allowance.notice(), setAside.notice());
  }
}
