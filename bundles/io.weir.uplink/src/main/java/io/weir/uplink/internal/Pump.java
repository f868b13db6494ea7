package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final long LETTERS_CHECK_MICROS = 60_000_000;

  private final Policy policy;
  private final Services services;
  private final GatewayClock clock;
  private final Transport transport;
  private final Codec codec;
  private final DeadLetters letters;
  private final Backoff backoff;
  private final StatusBoard.Part part;
  private final Gauges gauges;
  private final Mailbox mailbox = new Mailbox();

  private final List<LaneQueue> lanes = new ArrayList<>();
  private final Map<Long, Flight> tickets = new HashMap<>();
  private long lastTicket;
  private long lastAnswer;

  private boolean connected;
  private boolean draining;
  private long holdUntil;
  private int losses;

  /** Channels the destination's dictionary has, and the ticket of the one under way. */
  private int announced;

  private long announcement;

  private @Nullable String lost;
  private @Nullable Trouble trouble;
  private String lastRejection = "";
  private long lettersCheckedAt;

  /** What keeps the pump from its work although it is connected. */
  private record Trouble(State state, String reason, String message) {}

  Pump(
      Policy policy,
      Services services,
      Transport transport,
      Codec codec,
      DeadLetters letters,
      Backoff backoff) {
    this.policy = policy;
    this.services = services;
    this.clock = services.clock();
    this.transport = transport;
    this.codec = codec;
    this.letters = letters;
    this.backoff = backoff;
    part = services.board().part("uplink/" + policy.name());
    gauges = new Gauges(part, clock);
    gauges.deadLetters = letters.size();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  void start() {
    part.status(State.STARTING, "comm", "connecting");
    transport.start(mailbox);
  }

  /** Does what can be done now; returns the monotonic time of the next thing to do. */
  long step() {
    long now = clock.micros();
    receive(mailbox.take());
    long next = Long.MAX_VALUE;
    if (now < holdUntil) {
      next = holdUntil;
    } else if (isOpen()) {
      next = work();
    }
    if (isWaiting()) {
      next = Math.min(next, lastAnswer + ANSWER_TIMEOUT_MICROS);
      if (clock.micros() - lastAnswer >= ANSWER_TIMEOUT_MICROS) {
        reconnect();
      }
    }
    measure();
    report();
    return clock.micros() < holdUntil ? holdUntil : next;
  }

  /** After a failure that nobody foresaw: shown, and tried again from the cursor. */
  void failed(RuntimeException e) {
    rewind();
    hold(State.ERROR, "internal", "unexpected " + e + "; see the log");
    report();
  }

  void close() {
    transport.stop();
    lanes.forEach(LaneQueue::close);
    part.close();
  }

  // ---- what the transport says

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
    if (answer.ticket() == announcement) {
      announcement = 0;
      lastAnswer = clock.micros();
      if (answer.reason() != null) {
        announced = 0;
        draining = true;
        hold(State.ERROR, "refused", "the dictionary is refused: " + answer.reason());
      }
      return;
    }
    Flight flight = tickets.remove(answer.ticket());
    if (flight == null) {
      return;
    }
    lastAnswer = clock.micros();
    if (answer.reason() == null) {
      taken(flight);
    } else if (answer.permanent()) {
      refused(flight, answer.reason());
    } else {
      draining = true;
      hold(State.DEGRADED, "refused", "the destination refuses for now: " + answer.reason());
    }
  }

  private void taken(Flight flight) {
    losses = 0;
    if (!draining) {
      trouble = null;
      backoff.reset();
    }
    gauges.bytes.add(flight.message.payload().length);
    gauges.acknowledgedAt(clock.boot(), clock.micros());
    end(flight, Flight.Fate.TAKEN);
  }

  private void end(Flight flight, Flight.Fate fate) {
    flight.end(fate);
    gauges.acknowledged.add(flight.lane.advance());
  }

  /** Cuts a message that will never be taken into its entries, and sets a single entry aside. */
  private void refused(Flight flight, String reason) {
    if (flight.isMany()) {
      flight.lane.singleOut(flight.last);
      draining = true;
      return;
    }
    try {
      // After a rewind an entry that was set aside already is refused once more.
      if (!letters.contains(flight)) {
        gauges.deadLettersDropped.add(letters.add(flight, reason, clock.epochMicros() / 1_000));
        gauges.rejected.increment();
        gauges.deadLetters = letters.size();
        lastRejection = reason;
      }
      end(flight, Flight.Fate.SET_ASIDE);
    } catch (IOException e) {
      draining = true;
      hold(
          State.ERROR,
          "disk",
          "a refused message cannot be set aside in " + letters.folder() + ": " + e);
    }
  }

  private void lost(String reason) {
    lost = reason;
    if (connected && !tickets.isEmpty() && ++losses >= SUSPICIOUS_LOSSES) {
      lanes.forEach(LaneQueue::singleOutOldest);
    }
    connected = false;
    rewind();
  }

  private void reconnect() {
    transport.stop();
    mailbox.take();
    lost("no answer for " + ANSWER_TIMEOUT_MICROS / 1_000_000 + " s; connecting again");
    transport.start(mailbox);
  }

  private void rewind() {
    tickets.clear();
    announcement = 0;
    announced = 0;
    draining = false;
    lanes.forEach(LaneQueue::rewind);
  }

  // ---- from the journal to the transport

  private boolean isOpen() {
    if (lanes.isEmpty()) {
      List<LaneQueue> opened = new ArrayList<>();
      try {
        for (Lane lane : Lane.values()) {
          JournalReader reader = services.journal().open("uplink/" + policy.name(), lane);
          reader.onCommitted(mailbox::wake);
          opened.add(new LaneQueue(lane, reader, policy, clock));
        }
        lanes.addAll(opened);
        journalWorks();
      } catch (JournalException e) {
        opened.forEach(LaneQueue::close);
        hold(State.ERROR, "journal", "the journal cannot be opened: " + e.getMessage());
      }
    }
    return !lanes.isEmpty();
  }

  private long work() {
    if (draining && !isWaiting()) {
      rewind();
    }
    if (!connected || draining) {
      return Long.MAX_VALUE;
    }
    try {
      long next = fill();
      journalWorks();
      return next;
    } catch (JournalException e) {
      rewind();
      hold(State.ERROR, "journal", "the journal cannot be read: " + e.getMessage());
      return holdUntil;
    }
  }

  private void journalWorks() {
    if (trouble != null && trouble.reason().equals("journal")) {
      trouble = null;
      backoff.reset();
    }
  }

  private long fill() throws JournalException {
    while (inFlight() < window() && !draining) {
      LaneQueue ready = ready();
      if (ready == null) {
        return lanes.stream().mapToLong(LaneQueue::dueAt).min().orElse(Long.MAX_VALUE);
      }
      if (announced < services.channels().size() && announce()) {
        continue;
      }
      launch(ready);
    }
    // Draining may have begun with nothing in flight.
    return draining && !isWaiting() ? clock.micros() : Long.MAX_VALUE;
  }

  private @Nullable LaneQueue ready() throws JournalException {
    for (LaneQueue lane : lanes) {
      if (lane.gather()) {
        return lane;
      }
    }
    return null;
  }

  /** Publishes the dictionary; returns false if the codec does without. */
  private boolean announce() {
    int size = services.channels().size();
    announced = size;
    List<ChannelInfo> lines = new ArrayList<>(size);
    for (int number = 0; number < size; number++) {
      lines.add(channel(number));
    }
    byte[] payload = codec.dictionary(services.gateway(), lines);
    if (payload == null) {
      return false;
    }
    announcement = ticket();
    transport.publish(
        announcement,
        new Message(
            "channels",
            "",
            payload,
            codec.contentType(),
            true,
            Map.of("gateway", services.gateway(), "channels", Integer.toString(size))));
    return true;
  }

  private void launch(LaneQueue lane) {
    UplinkBatch batch = lane.batch(services.gateway());
    String kind = lane.lane().name().toLowerCase(Locale.ROOT);
    byte[] payload = {};
    String refusal = null;
    try {
      payload = codec.encode(batch, this::channel);
    } catch (RuntimeException e) {
      refusal = "codec " + policy.codec() + " cannot encode it: " + e;
    }
    Map<String, String> properties =
        Map.of(
            "gateway", services.gateway(),
            "lane", kind,
            "first", Long.toString(batch.firstSequence()),
            "last", Long.toString(batch.lastSequence()));
    Message message = new Message(kind, "", payload, codec.contentType(), false, properties);
    Flight flight = new Flight(lane, batch.firstSequence(), batch.lastSequence(), message);
    lane.launched(flight);
    if (refusal != null) {
      refused(flight, refusal);
      return;
    }
    long ticket = ticket();
    tickets.put(ticket, flight);
    gauges.messages.increment();
    transport.publish(ticket, message);
  }

  private long ticket() {
    if (!isWaiting()) {
      lastAnswer = clock.micros();
    }
    return ++lastTicket;
  }

  private ChannelInfo channel(int number) {
    ChannelInfo info = services.channels().get(number);
    if (info == null) {
      throw new IllegalStateException("channel " + number + " is not in the channel table");
    }
    return info;
  }

  /** Whether the transport owes an answer. */
  private boolean isWaiting() {
    return !tickets.isEmpty() || announcement != 0;
  }

  private int inFlight() {
    return lanes.stream().mapToInt(LaneQueue::inFlight).sum() + (announcement == 0 ? 0 : 1);
  }

  private int window() {
    return losses >= SUSPICIOUS_LOSSES ? 1 : Math.min(policy.inFlight(), transport.window());
  }

  // ---- what people see

  private void hold(State state, String reason, String message) {
    trouble = new Trouble(state, reason, message);
    holdUntil = clock.micros() + backoff.nextMicros();
  }

  private void measure() {
    gauges.connected = connected;
    gauges.inFlight = inFlight();
    for (LaneQueue lane : lanes) {
      if (lane.lane() == Lane.EVENT) {
        gauges.eventBacklog = lane.backlog();
      } else {
        gauges.telemetryBacklog = lane.backlog();
      }
    }
    long now = clock.micros();
    if (gauges.deadLetters > 0 && now - lettersCheckedAt >= LETTERS_CHECK_MICROS) {
      lettersCheckedAt = now;
      gauges.deadLetters = letters.size();
    }
  }

  private void report() {
    if (trouble != null && (connected || trouble.reason().equals("journal"))) {
      part.status(trouble.state(), trouble.reason(), trouble.message());
    } else if (!connected) {
      part.status(
          lost == null ? State.STARTING : State.ERROR, "comm", lost == null ? "connecting" : lost);
    } else if (gauges.deadLetters > 0) {
      part.status(
          State.DEGRADED,
          "rejected",
          "messages the destination will never take are in "
              + letters.folder()
              + "; look at them and delete them. The last reason was: "
              + (lastRejection.isEmpty() ? "see the .reason.txt files" : lastRejection));
    } else {
      part.ok();
    }
  }
}
