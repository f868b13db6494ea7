package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.UplinkBatch;
import io.weir.mqtt.Link;
import io.weir.mqtt.LinkSettings;
import io.weir.mqtt.Publication;
import io.weir.mqtt.Received;
import io.weir.mqtt.Will;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server: waits for the primary host, gives birth, sends, and dies in good
 * order where it can.
 *
 * <p>Data is published without an acknowledgement, as the specification wants it. A batch is
 * acknowledged all the same only when the server has it: when its last message has been written,
 * the edge node subscribes to its own commands once more, and what the server has answered came
 * after the data on the same connection.
 *
 * <p>Run by the session's thread; batches by the pump's; told by the client library's. Guarded by
 * the session's lock.
 */
final class Connection implements Link.Listener {
  /** Opens a link; what it tells goes to the listener. */
  interface Links {
    Link open(int server, Link.Listener listener) throws IOException;
  }

  /**
   * How a connection ended.
   *
   * @param wasBorn whether hosts knew the edge node
   * @param isWanted whether it was ended to go to the next server at once
   */
  record End(String reason, boolean wasBorn, boolean isWanted) {}

  /** What all connections of a session share. */
  record Shared(
      Session session,
      Settings settings,
      EdgeNode node,
      Memory memory,
      HostState host,
      Commands commands,
      Counters counters,
      Review review,
      Times times,
      Links links) {}

  /**
   * How long things take.
   *
   * @param quiet after a birth, before data follows, so that a host can ask for another
   * @param host for a host to be told of, before the next server is tried
   * @param review between looks at the devices' status
   */
  record Times(Duration quiet, Duration host, Duration review) {
    static final Times USUAL =
        new Times(Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(1));
  }

  /** Whether the configuration of devices changed since somebody looked. */
  static final class Review {
    boolean isNew;
  }

  private static final long FAREWELL = Long.MIN_VALUE;
  private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(2);

  private final Shared shared;
  private final Session session;
  private final Settings settings;
  private final int server;
  private final String url;

  private volatile @Nullable Link link;
  private long bdSeq;
  private boolean isBorn;
  private boolean isServing;
  private @Nullable String lost;
  private boolean isRebirthWanted;
  private boolean isNextWanted;
  private boolean isFarewellSent;

  /** Batches that the server is not known to have, oldest first. */
  private final Deque<Flight> flights = new ArrayDeque<>();

  /** Number of the last message handed over, and of the last that was written to the socket. */
  private long handed;

  private long written;

  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private final Set<Integer> repeats = new TreeSet<>();
  private long nextReview;

  private record Refusal(long ticket, String reason) {}

  private record Flight(long ticket, long lastMessage) {}

  Connection(Shared shared, int server) {
    this.shared = shared;
    session = shared.session();
    settings = shared.settings();
    this.server = server;
    url = settings.servers().get(server).url();
  }

  /** Runs until the connection is lost, left or ended; returns why. */
  End run() throws InterruptedException {
    try {
      open();
    } catch (IOException e) {
      return end(String.valueOf(e.getMessage()), false);
    } catch (RuntimeException e) {
      return end("the client library fails with " + e, false);
    }
    session.lock.lock();
    try {
      if (!awaitHost()) {
        return end(why(), false);
      }
      birth();
      quiet();
      serve();
      return end(why(), isNextWanted || (lost == null && !session.isEnded()));
    } catch (IOException e) {
      return end("connection lost: " + e.getMessage(), false);
    } catch (RuntimeException e) {
      return end("the edge node fails with " + e, false);
    } finally {
      session.lock.unlock();
    }
  }

  private End end(String reason, boolean isWanted) {
    return new End(url + ": " + reason, isBorn, isWanted);
  }

  private String why() {
    if (lost != null) {
      return lost;
    }
    if (session.isEnded()) {
      return "stopped";
    }
    if (isNextWanted) {
      return "a host asks for the next server";
    }
    return "primary host " + settings.primaryHost() + " is not online";
  }

  private void open() throws IOException {
    session.lock.lock();
    try {
      bdSeq = shared.memory().nextSession();
      shared.host().connecting();
    } finally {
      session.lock.unlock();
    }
    Link opened = shared.links().open(server, this);
    link = opened;
    byte[] death = Certificates.nodeDeath(shared.node().millis(), bdSeq);
    try {
      opened.connect(new Will(settings.topic("NDEATH"), death, false, ""));
    } catch (IOException e) {
      if (neverReached(e)) {
        session.lock.lock();
        try {
          shared.memory().giveBack((int) bdSeq);
        } finally {
          session.lock.unlock();
        }
      }
      throw e;
    }
    opened.subscribe(subscriptions());
  }

  /** Whether no CONNECT can have been sent, so that its number is still unused. */
  private static boolean neverReached(Throwable problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof ConnectException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Integer> subscriptions() {
    Map<String, Integer> filters = new LinkedHashMap<>();
    filters.put(settings.topic("NCMD"), 1);
    if (settings.acceptsCommands()) {
      filters.put(settings.topic("DCMD", "+"), 1);
    }
    if (settings.waitsForHost()) {
      filters.put(Ids.state(settings.primaryHost()), 1);
    }
    return filters;
  }

  // ---- the life of a connection; with the lock held

  private boolean isOver() {
    return lost != null || session.isEnded();
  }

  private boolean awaitHost() throws InterruptedException {
    if (!settings.waitsForHost()) {
      return !isOver();
    }
    HostState host = shared.host();
    boolean isAlone = settings.servers().size() == 1;
    if (host.state() != HostState.State.ONLINE) {
      session.waiting(url + ": waiting for primary host " + settings.primaryHost());
    }
    BooleanSupplier isKnown =
        () ->
            isOver()
                || host.state() == HostState.State.ONLINE
                || (!isAlone && host.state() == HostState.State.OFFLINE);
    Duration patience = isAlone ? Duration.ofDays(10_000) : shared.times().host();
    await(isKnown, patience);
    return !isOver() && host.state() == HostState.State.ONLINE;
  }

  private void birth() throws IOException {
    shared.node().birth(bdSeq, this::send);
    isBorn = true;
    isRebirthWanted = false;
    nextReview = System.nanoTime() + shared.times().review().toNanos();
  }

  /** A host that asks for a rebirth at once gets it before any data. */
  private void quiet() throws IOException, InterruptedException {
    while (await(() -> isOver() || isLeaving() || isRebirthWanted, shared.times().quiet())) {
      if (!isRebirthWanted || isOver() || isLeaving()) {
        return;
      }
      birth();
    }
  }

  private boolean isLeaving() {
    return isNextWanted
        || (settings.waitsForHost() && shared.host().state() == HostState.State.OFFLINE);
  }

  private void serve() throws IOException, InterruptedException {
    if (!isOver() && !isLeaving()) {
      isServing = true;
      session.opened(this);
    }
    while (!isOver() && !isLeaving()) {
      work();
      await(
          () ->
              isOver()
                  || isLeaving()
                  || isRebirthWanted
                  || isBarrierDue()
                  || !refusals.isEmpty()
                  || !repeats.isEmpty()
                  || shared.review().isNew,
          Duration.ofNanos(Math.max(1, nextReview - System.nanoTime())));
    }
    isServing = false;
    if (lost == null) {
      farewell();
    }
  }

  private void work() throws IOException {
    if (isRebirthWanted) {
      birth();
    }
    for (Refusal each = refusals.poll(); each != null; each = refusals.poll()) {
      session.failed(this, each.ticket(), each.reason());
    }
    for (int each : repeats) {
      shared.node().repeat(each, this::send);
    }
    repeats.clear();
    if (shared.review().isNew || System.nanoTime() - nextReview >= 0) {
      boolean isNew = shared.review().isNew;
      shared.review().isNew = false;
      nextReview = System.nanoTime() + shared.times().review().toNanos();
      shared.node().review(isNew, this::send);
    }
    if (isBarrierDue()) {
      barrier();
    }
  }

  private boolean isBarrierDue() {
    Flight oldest = flights.peek();
    return oldest != null && oldest.lastMessage() <= written;
  }

  /** Has the server answer, and acknowledges what it got before. */
  private void barrier() throws IOException {
    long upTo = written;
    Link to = link;
    if (to == null) {
      return;
    }
    session.lock.unlock();
    try {
      to.subscribe(Map.of(settings.topic("NCMD"), 1));
    } finally {
      session.lock.lock();
    }
    for (Flight each = flights.peek();
        each != null && each.lastMessage() <= upTo;
        each = flights.peek()) {
      flights.remove();
      session.acknowledged(this, each.ticket());
    }
  }

  private void farewell() throws IOException, InterruptedException {
    if (!isBorn) {
      return;
    }
    shared.node().deaths(this::send);
    Link to = link;
    if (to != null) {
      byte[] death = Certificates.nodeDeath(shared.node().millis(), bdSeq);
      to.publish(FAREWELL, new Publication(settings.topic("NDEATH"), death, 1, false));
      await(() -> isFarewellSent || lost != null, FAREWELL_PATIENCE);
    }
  }

  /** Waits; whether it holds in the end. */
  private boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    long left = patience.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE : patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      left = session.changed.awaitNanos(left);
    }
    return true;
  }

  // ---- batches

  /** Sends a batch, if there is still a connection; its fate follows. */
  void publish(long ticket, UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    session.lock.lock();
    try {
      if (!isServing || lost != null || isLeaving()) {
        return; // the loss of the connection answers for it
      }
      if (isRebirthWanted) {
        birth();
      }
      shared.node().publish(batch, channels, this::send);
      flights.add(new Flight(ticket, handed));
    } catch (Link.MessageTooLargeException e) {
      refuse(ticket, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      lose("connection lost: " + e.getMessage());
    } catch (RuntimeException e) {
      refuse(ticket, "it cannot be encoded: " + e);
    } finally {
      session.changed.signalAll();
      session.lock.unlock();
    }
  }

  /** A number may be missing now, and samples be half written: everything begins anew. */
  private void refuse(long ticket, String reason) {
    refusals.add(new Refusal(ticket, reason));
    isRebirthWanted = true;
  }

  /** A write to this channel came to nothing. Any thread. */
  void repeat(int channel) {
    change(() -> repeats.add(channel));
  }

  int window() {
    return settings.inFlight();
  }

  void close() {
    Link last = link;
    if (last == null) {
      return;
    }
    // In MQTT 5 a good-bye would have to ask for the will; without one the server sends it as well.
    boolean isGoodBye = settings.version() == LinkSettings.Version.V3 || !isBorn;
    session.lock.lock();
    try {
      isGoodBye &= lost == null && (!isBorn || isFarewellSent);
      shared.node().forget();
    } finally {
      session.lock.unlock();
    }
    last.close(isGoodBye);
  }

  private void send(String topic, byte[] payload) throws IOException {
    Link to = link;
    if (to != null) {
      handed++;
      to.publish(handed, new Publication(topic, payload, 0, false));
    }
  }

  // ---- what the link tells

  @Override
  public void acknowledged(long ticket) {
    change(
        () -> {
          if (ticket == FAREWELL) {
            isFarewellSent = true;
          } else {
            written = Math.max(written, ticket);
          }
        });
  }

  @Override
  public void refused(long ticket, boolean permanent, String reason) {
    lost("the server refuses a message: " + reason);
  }

  @Override
  public void lost(String reason) {
    change(() -> lose(reason));
  }

  private void lose(String reason) {
    if (lost == null) {
      lost = reason;
    }
  }

  @Override
  public void received(Received message) {
    change(() -> receive(message));
    message.receipt().run();
  }

  private void receive(Received message) {
    String topic = message.topic();
    if (settings.waitsForHost() && topic.equals(Ids.state(settings.primaryHost()))) {
      if (!shared.host().received(server, message.payload()).isEmpty()) {
        shared.counters().statesIgnored.increment();
      }
    } else if (message.isRetained() || !isBorn) {
      shared.counters().commandsRefused.increment(); // it was meant for another time
    } else if (topic.equals(settings.topic("NCMD"))) {
      Set<Commands.Request> requests = shared.commands().node(message.payload());
      if (requests.contains(Commands.Request.REBIRTH)) {
        isRebirthWanted = true;
        shared.counters().rebirths.increment();
      }
      isNextWanted |= requests.contains(Commands.Request.NEXT_SERVER);
    } else if (settings.acceptsCommands()) {
      shared.commands().device(topic.substring(topic.lastIndexOf('/') + 1), message.payload());
    }
  }

  private void change(Runnable change) {
    session.lock.lock();
    try {
      change.run();
      session.changed.signalAll();
    } finally {
      session.lock.unlock();
    }
  }
}
