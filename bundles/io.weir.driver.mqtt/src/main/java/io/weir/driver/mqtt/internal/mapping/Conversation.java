package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.model.Batch;
import io.weir.driver.mqtt.internal.link.Incoming;
import io.weir.driver.mqtt.internal.link.Link;
import io.weir.driver.mqtt.internal.link.Losses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One connection to a broker: what was asked for, and what becomes of what comes. Confined to the
 * bus thread.
 *
 * <p>What comes while a read or a write waits is kept until the bus fetches it; no more of it than
 * the link has room for is taken at once.
 */
final class Conversation implements AutoCloseable {
  private static final int AT_ONCE = 256;
  private static final int MAX_ROWS = 4_096;

  /** Asking again for discovery messages that had no room does not help for ever. */
  private static final int MAX_DISCOVERIES = 3;

  private final Link link;
  private final Subscriptions subscriptions;
  private final Feeds feeds;
  private final Watches watches;
  private final Announcer announcer;
  private final MappingStatus status;
  private final Runnable wake;
  private final Batch waiting = new Batch(8);
  private Set<Availability> watched = Set.of();
  private boolean isDiscoveryLost;
  private int discoveries;

  Conversation(
      Link link,
      Feeds feeds,
      Watches watches,
      Announcer announcer,
      MappingStatus status,
      Runnable wake) {
    this.link = link;
    this.feeds = feeds;
    this.watches = watches;
    this.announcer = announcer;
    this.status = status;
    this.wake = wake;
    subscriptions = new Subscriptions(link);
    feeds.connected();
    watches.forget();
  }

  Link link() {
    return link;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /**
   * Asks the broker for what is wanted now.
   *
   * @param fresh topics that somebody has just begun to look at: what the broker kept is wanted
   *     again
   */
  void subscribe(Set<String> fresh) throws DriverException {
    Set<Availability> wanted = new HashSet<>(announcer.availability());
    feeds.all().forEach(known -> wanted.addAll(known.point.availability()));
    Set<String> again = new HashSet<>(fresh);
    wanted.stream()
        .filter(each -> !watched.contains(each))
        .forEach(each -> again.add(each.topic()));
    watched = wanted;
    watches.watch(wanted);
    Map<String, Integer> topics = new HashMap<>();
    watches.topics().forEach(topic -> topics.put(topic, 1));
    for (Known known : feeds.all()) {
      Source source = known.point.source();
      if (source != null) {
        topics.merge(source.topic(), source.qos(), Math::max);
      }
    }
    announcer.filters().forEach(filter -> topics.put(filter, 0));
    subscriptions.set(topics, again, this::keep);
  }

  /** Takes what has come, to be fetched later. */
  void keep() throws ConnectionException {
    for (boolean isMore = true; isMore && waiting.size() < MAX_ROWS; ) {
      isMore = take(waiting);
    }
    wakeIfWaiting();
  }

  /** Waits for the next message, to be fetched later. */
  void await(int millis) throws ConnectionException {
    Incoming message = link.poll(Math.max(millis, 1));
    if (message != null) {
      take(message, waiting);
      wakeIfWaiting();
    }
  }

  private void wakeIfWaiting() {
    if (!waiting.isEmpty() || announcer.isNews()) {
      wake.run();
    }
  }

  /**
   * Adds what was kept, then what has come since.
   *
   * @return whether there is more
   */
  boolean fetch(Batch into) throws DriverException {
    into.addAll(waiting, 0);
    waiting.takeReceipts().forEach(into::addReceipt);
    waiting.clear();
    boolean isMore = take(into);
    if (!isMore) {
      renew();
    }
    return isMore || !waiting.isEmpty();
  }

  /** Adds some of what has come; whether there may be more. */
  private boolean take(Batch into) throws ConnectionException {
    int most = into.size() + MAX_ROWS;
    for (int i = 0; i < AT_ONCE && into.size() < most; i++) {
      Incoming message = link.poll();
      if (message == null) {
        lost(link.takeLosses(), into);
        return false;
      }
      take(message, into);
    }
    return true;
  }

  private void take(Incoming message, Batch into) {
    int before = into.size();
    status.messages.increment();
    Payload payload = new Payload(message.payload());
    String topic = message.topic();
    boolean isKnown = feeds.isWanted(topic);
    if (watches.isWatched(topic)) {
      isKnown = true;
      watch(message, payload, into);
    }
    feeds.take(message, payload, into);
    if (announcer.isConfig(topic)) {
      isKnown = true;
      announce(topic, payload);
    }
    if (!isKnown) {
      status.unmatched.increment();
      subscriptions.stray(topic);
    }
    if (into.size() == before) {
      message.dismiss();
    } else {
      message.acknowledgeWith(into);
    }
  }

  private void watch(Incoming message, Payload payload, Batch into) {
    try {
      if (watches.take(message.topic(), payload)) {
        announcer.presenceChanged();
        feeds.presenceChanged(message.topic(), message.micros(), into);
      }
      status.works(message.topic());
    } catch (NoValueException e) {
      status.malformed.increment();
      status.fails(message.topic(), String.valueOf(e.getMessage()));
    }
  }

  private void announce(String topic, Payload payload) {
    try {
      announcer.take(topic, payload);
      status.works(topic);
    } catch (NoValueException e) {
      status.refused.increment();
      status.fails(topic, String.valueOf(e.getMessage()));
    }
  }

  private void lost(Losses losses, Batch into) {
    if (losses.isEmpty()) {
      return;
    }
    feeds.topics().stream()
        .filter(losses::concern)
        .forEach(topic -> feeds.lost(topic, feeds.now(), into));
    isDiscoveryLost |= losses.isAny() || losses.topics().stream().anyMatch(announcer::isConfig);
  }

  /** Asks for what has become of interest, or was lost. */
  private void renew() throws DriverException {
    subscriptions.dropStrays();
    boolean isAgain = isDiscoveryLost && discoveries < MAX_DISCOVERIES;
    if (isDiscoveryLost && !isAgain) {
      status.fails(announcer.prefix(), "announcements lost for want of room; set a larger 'queue'");
    }
    isDiscoveryLost = false;
    if (announcer.takeWatchDue() || isAgain) {
      discoveries += isAgain ? 1 : 0;
      subscribe(isAgain ? Set.copyOf(announcer.filters()) : Set.of());
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
