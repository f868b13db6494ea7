package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands parcels to the destination under tickets, and knows which wait for their answer. What it
 * holds is bounded by the window and the parcels of one batch. Confined to the pump's thread.
 */
final class Courier {
  private final Outlet outlet;
  private final Services services;
  private final Gauges gauges;
  private final Map<Long, Parcel> tickets = new HashMap<>();
  private final Deque<Parcel> unsent = new ArrayDeque<>();
  private long lastTicket;
  private long lastAnswer;

  /** Channels the destination's dictionary has, and the ticket of the one under way. */
  private int announced;

  private long announcement;

  /** The ticket of what is sent again by hand; 0 for none. */
  private long again;

  Courier(Outlet outlet, Services services, Gauges gauges) {
    this.outlet = outlet;
    this.services = services;
    this.gauges = gauges;
  }

  /** Whether the destination owes an answer. */
  boolean isWaiting() {
    return !tickets.isEmpty() || announcement != 0 || again != 0;
  }

  /** Whether it owes the answer to a parcel. */
  boolean hasParcels() {
    return !tickets.isEmpty();
  }

  /** When it last answered, or began to owe an answer. */
  long lastAnswer() {
    return lastAnswer;
  }

  /** Whether parcels of a batch that is on its way wait for the window. */
  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** Messages in flight that are no parcels. */
  int extras() {
    return (announcement == 0 ? 0 : 1) + (again == 0 ? 0 : 1);
  }

  /** Forgets everything: it will be read again. */
  void clear() {
    tickets.clear();
    unsent.clear();
    announcement = 0;
    announced = 0;
    again = 0;
  }

  /** Sends a message that was set aside. */
  void sendAgain(Message message) throws IOException {
    long ticket = ticket();
    outlet.publishAgain(ticket, message);
    again = ticket;
  }

  /** Takes the answer to what was sent again; false if the answer is not to it. */
  boolean isAgain(Mailbox.Answer answer) {
    if (again == 0 || answer.ticket() != again) {
      return false;
    }
    again = 0;
    lastAnswer = services.clock().micros();
    return true;
  }

  /** Publishes the dictionary if channels were added; returns whether it did. */
  boolean announce() {
    int size = services.channels().size();
    if (announced >= size) {
      return false;
    }
    announced = size;
    List<ChannelInfo> lines = new ArrayList<>(size);
    IntFunction<ChannelInfo> channels = Outlet.dictionary(services);
    for (int number = 0; number < size; number++) {
      lines.add(channels.apply(number));
    }
    Message dictionary = outlet.dictionary(lines);
    if (dictionary == null) {
      return false;
    }
    announcement = ticket();
    outlet.publishDictionary(announcement, dictionary);
    return true;
  }

  /** Takes the dictionary's answer; false if the answer is not to it. */
  boolean isAnnounced(Mailbox.Answer answer) {
    if (announcement == 0 || answer.ticket() != announcement) {
      return false;
    }
    announcement = 0;
    lastAnswer = services.clock().micros();
    if (answer.reason() != null) {
      announced = 0;
    }
    return true;
  }

  /** Packs the batch a lane has ready and hands its first parcel over, which is returned. */
  Parcel launch(LaneQueue lane) {
    Flight flight = lane.flight();
    outlet.pack(flight, lane.batch(services.gateway()));
    lane.launched(flight);
    unsent.addAll(flight.parcels());
    Parcel first = sendNext();
    lane.next();
    return first;
  }

  /**
   * Hands over the next parcel of the batch on its way; one that cannot be sent is returned only.
   */
  Parcel sendNext() {
    Parcel parcel = unsent.removeFirst();
    parcel.flight().sent();
    if (parcel.refusal() == null) {
      long ticket = ticket();
      tickets.put(ticket, parcel);
      gauges.messages.increment();
      outlet.publish(ticket, parcel);
    }
    return parcel;
  }

  /** The parcel this answer is about, which waits no more; null if it is of before a loss. */
  @Nullable Parcel answered(Mailbox.Answer answer) {
    Parcel parcel = tickets.remove(answer.ticket());
    if (parcel != null) {
      lastAnswer = services.clock().micros();
    }
    return parcel;
  }

  private long ticket() {
    if (!isWaiting()) {
      lastAnswer = services.clock().micros();
    }
    return ++lastTicket;
  }
}
