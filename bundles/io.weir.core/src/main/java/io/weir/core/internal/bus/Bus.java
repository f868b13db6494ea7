package io.weir.core.internal.bus;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.PushDriver;
import io.weir.api.model.Channel;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.bus.BusReader.Answer;
import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one bus does, step by step: connects, polls by the plan, writes in between. Confined to the
 * bus thread.
 *
 * <pre>
 *   down --(connected)--> up --(connection lost)--> down, tried again with backoff
 * </pre>
 */
final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(250);
  private static final Duration LAST_RECONNECT = Duration.ofSeconds(30);

  /** A connection that held so long was a good one: the next loss is met with a quick return. */
  private static final long STEADY_MICROS = 10_000_000;

  /** A task waits no longer for a moment without polls. */
  private static final long TASK_PATIENCE = 1_000_000;

  /** A device that loses the connection so often, and is not answered in between, is to blame. */
  private static final int LOSSES_TO_BLAME = 2;

  private final String name;
  private final Driver driver;
  private final GatewayClock clock;
  private final BusOutput output;
  private final BusReader reader;
  private final ReadBacks readBacks;
  private final BusWriter writer;
  private final BusInbox inbox;
  private final BusLoad load;
  private final StatusBoard board;
  private final StatusBoard.Part part;
  private final LongAdder polls;
  private final LongAdder skipped;
  private final LongAdder connects;
  private final Backoff backoff = new Backoff(FIRST_RECONNECT, LAST_RECONNECT, new Random());
  private final PriorityQueue<PollGroup> queue =
      new PriorityQueue<>(Comparator.comparingLong(PollGroup::due));
  private Map<String, BusDevice> devices = new HashMap<>();
  private Map<String, DeviceRemark> remarks = Map.of();
  private volatile Set<String> silent = Set.of();
  private final boolean announcing;
  private boolean up;
  private boolean tried;
  private boolean listenDue;
  private @Nullable BusDevice culprit;
  private long lastTask;
  private long connectAt;
  private long connectedAt;
  private String whyDown = "it is not made yet";

  /** With what others ask of it. */
  Bus(
      String name,
      Driver driver,
      GatewayClock clock,
      BusOutput.Sink sink,
      StatusBoard board,
      BusInbox inbox) {
    this.name = name;
    this.driver = driver;
    this.clock = clock;
    this.board = board;
    this.inbox = inbox;
    part = board.part("connection/" + name);
    polls = part.counter("polls");
    skipped = part.counter("skipped");
    connects = part.counter("connects");
    output = new BusOutput(sink, clock);
    load = new BusLoad(clock, part);
    reader = new BusReader(driver, clock, output, load, part);
    readBacks = new ReadBacks(driver, clock, output);
    writer = new BusWriter(driver, clock, readBacks);
    announcing = driver instanceof AnnouncingDriver;
    part.status(
        State.STARTING,
        "none",
        announcing ? "Not connected yet" : "No enabled device uses this connection");
  }

  /** Takes over the devices; one that did not change goes on as it is. */
  void configure(List<ResolvedDevice> wanted) {
    long now = clock.micros();
    Map<String, BusDevice> old = devices;
    devices = new HashMap<>();
    for (ResolvedDevice resolved : wanted) {
      String id = resolved.device().id();
      BusDevice kept = old.get(id);
      if (kept != null && kept.isPolledAs(resolved)) {
        devices.put(id, kept);
      }
    }
    retire(old.values(), wanted, now);
    Set<BusDevice> fresh = new HashSet<>();
    for (ResolvedDevice resolved : wanted) {
      fresh.add(devices.computeIfAbsent(resolved.device().id(), id -> create(resolved)));
    }
    fresh.removeAll(new HashSet<>(old.values()));
    for (PollPlanner.Group group : PollPlanner.plan(wanted, driver::limits)) {
      BusDevice device = devices.get(group.device());
      if (device != null && fresh.contains(device)) {
        device.groups.add(new PollGroup(device, group, now));
      }
    }
    fresh.forEach(BusDevice::report);
    queue.clear();
    devices.values().forEach(device -> queue.addAll(device.groups));
    listenDue = true;
  }

  /** Takes over what the connection says of its devices, by id. */
  void remark(Map<String, DeviceRemark> newRemarks) {
    remarks = newRemarks;
    devices.forEach((id, device) -> device.remark(newRemarks.get(id)));
  }

  /** The devices that do not answer. Any thread. */
  Set<String> silent() {
    return silent;
  }

  private void retire(Iterable<BusDevice> old, List<ResolvedDevice> wanted, long now) {
    Set<Integer> staying = new HashSet<>();
    wanted.forEach(d -> d.channels().forEach(c -> staying.add(c.channel().number())));
    for (BusDevice device : old) {
      if (!devices.containsValue(device)) {
        reader.retire(device, staying, now);
        device.close();
      }
    }
  }

  private BusDevice create(ResolvedDevice resolved) {
    BusDevice device = new BusDevice(resolved, board);
    device.remark(remarks.get(device.id()));
    if (!up && tried) {
      device.connectionLost(name);
    }
    device.changed();
    return device;
  }

  /**
   * Does what is due: one connect or one poll, and the writes that wait.
   *
   * @return when to come again, in monotonic microseconds
   * @throws InterruptedException if interrupted while handing rows on
   */
  long step() throws InterruptedException {
    long next;
    try {
      next = work();
    } catch (ConnectionException e) {
      lost(e);
      next = connectAt;
    } catch (RuntimeException e) {
      LOG.error("The connection {} failed in a way it should not", name, e);
      lost(e);
      next = connectAt;
    }
    output.flush(next <= clock.micros());
    return next;
  }

  private long work() throws ConnectionException {
    long now = clock.micros();
    if (!up) {
      refuseWrites();
      boolean isAsked = inbox.hasTask(); // Somebody waits for the answer.
      if (devices.isEmpty() && !isAsked && !announcing) {
        return Long.MAX_VALUE;
      }
      if (now < connectAt && !isAsked) {
        return connectAt;
      }
      connect(now);
    }
    take();
    write();
    readBacks.run();
    PollGroup group = queue.peek();
    boolean isDue = group != null && group.due() <= now;
    if (group != null && isDue) {
      queue.remove();
      try {
        poll(group, now);
      } finally {
        queue.add(group);
      }
      group = queue.peek();
    }
    if (!isDue || now - lastTask >= TASK_PATIENCE) {
      runTask();
    }
    return Math.min(readBacks.due(), group == null ? Long.MAX_VALUE : group.due());
  }

  /** Fetches what the devices have said by themselves. */
  private void take() throws ConnectionException {
    if (!(driver instanceof PushDriver push)) {
      return;
    }
    if (listenDue) {
      push.listen(readable(), inbox::wake);
      listenDue = false;
    }
    if (inbox.takeWake() && push.take(output.batch())) {
      inbox.wake();
    }
  }

  private List<Block.Entry> readable() {
    List<Block.Entry> entries = new ArrayList<>();
    for (BusDevice device : devices.values()) {
      for (ResolvedChannel resolved : device.resolved.channels()) {
        Channel channel = resolved.channel();
        if (channel.access().isReadable()) {
          entries.add(new Block.Entry(channel.number(), resolved.point()));
        }
      }
    }
    return entries;
  }

  private void runTask() throws ConnectionException {
    BusTask task = inbox.nextTask();
    if (task != null) {
      load.begin();
      try {
        task.run(driver);
      } finally {
        load.end();
        lastTask = clock.micros();
      }
    }
  }

  private void connect(long now) throws ConnectionException {
    tried = true;
    driver.connect();
    up = true;
    listenDue = true;
    connectedAt = now;
    connects.increment();
    part.ok();
    load.forget();
    for (BusDevice device : devices.values()) {
      if (isBlamed(device)) {
        device.slowDown(now, "the connection is lost each time it is asked");
      } else {
        device.restart();
        forceAll(device, now);
        device.report();
      }
    }
    noteSilent();
  }

  /** Whether a device costs its neighbours the connection. */
  private boolean isBlamed(BusDevice device) {
    return devices.size() > 1 && device.losses >= LOSSES_TO_BLAME;
  }

  private void lost(Exception cause) {
    long now = clock.micros();
    if (up && now - connectedAt >= STEADY_MICROS) {
      backoff.reset();
    }
    // What one device does to its neighbours must not cost them the wait too: it is asked seldom.
    boolean isOneToBlame = up && culprit != null && isBlamed(culprit);
    culprit = null;
    up = false;
    whyDown = String.valueOf(cause.getMessage());
    driver.disconnect();
    readBacks.end("Written, but the connection was lost before the device had confirmed it");
    if (isOneToBlame) {
      backoff.reset();
      connectAt = now;
    } else {
      connectAt = now + backoff.nextMicros();
    }
    part.status(State.ERROR, "comm", whyDown + "; it is tried again by itself");
    load.forget();
    for (BusDevice device : devices.values()) {
      device.connectionLost(name);
      reader.failAll(device, BusReader.BAD_COMM, now);
    }
    refuseWrites();
    refuseTasks();
  }

  private void poll(PollGroup group, long now) throws ConnectionException {
    BusDevice device = group.device;
    long missed = group.advance(now);
    if (missed > 0) {
      device.skipped.add(missed);
      skipped.add(missed);
    }
    if (device.isSlow()) {
      if (!device.isProbeDue(now) || !probe(group)) {
        return;
      }
      forceAll(device, now);
      group.advance(now);
      noteSilent();
    }
    if (devices.size() > 1 && device.isResting(now)) {
      device.skipped.increment();
      skipped.increment();
      return;
    }
    output.beginPoll();
    device.polls.increment();
    polls.increment();
    for (int i = 0; i < group.blocks.size() && !device.isSlow(); i++) {
      write();
      PollBlock block = group.blocks.get(i);
      if (clock.micros() >= block.retryAt) {
        i -= read(group, i, block);
      }
    }
    device.report();
  }

  private boolean probe(PollGroup group) throws ConnectionException {
    try {
      return reader.probe(group);
    } catch (ConnectionException e) {
      throw blame(group.device, e);
    }
  }

  private ConnectionException blame(BusDevice device, ConnectionException loss) {
    device.losses++;
    culprit = device;
    return loss;
  }

  private void noteSilent() {
    silent =
        devices.values().stream()
            .filter(BusDevice::isSlow)
            .map(BusDevice::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Reads a block; returns 1 if its place is now taken by two others, else 0. */
  private int read(PollGroup group, int index, PollBlock block) throws ConnectionException {
    Answer answer = ask(group.device, block);
    if (answer != Answer.SPLIT) {
      return 0;
    }
    group.blocks.remove(index);
    group.blocks.addAll(index, block.split());
    return 1;
  }

  private Answer ask(BusDevice device, PollBlock block) throws ConnectionException {
    try {
      Answer answer = reader.read(device, block);
      if (answer == Answer.NONE) {
        reader.noAnswer(device, block);
        noteSilent();
      }
      return answer;
    } catch (ConnectionException e) {
      throw blame(device, e);
    }
  }

  private void forceAll(BusDevice device, long now) {
    for (PollGroup group : device.groups) {
      boolean waits = queue.remove(group);
      group.force(now);
      if (waits) {
        queue.add(group);
      }
    }
  }

  private void write() throws ConnectionException {
    for (WriteRequest request = inbox.nextWrite(); request != null; request = inbox.nextWrite()) {
      BusDevice device = devices.get(request.channel().channel().info().deviceId());
      if (device != null) {
        device.writes.increment();
      }
      load.begin();
      try {
        writer.run(request);
      } finally {
        load.end();
      }
    }
  }

  private void refuseWrites() {
    for (WriteRequest request = inbox.nextWrite(); request != null; request = inbox.nextWrite()) {
      BusWriter.refuse(request, clock, "The connection '" + name + "' is down: " + whyDown);
    }
  }

  private void refuseTasks() {
    for (BusTask task = inbox.nextTask(); task != null; task = inbox.nextTask()) {
      task.refuse("The connection '" + name + "' is down: " + whyDown);
    }
  }

  /** Ends: the channels have no value any more, and the connection is closed. */
  void close() throws InterruptedException {
    long now = clock.micros();
    whyDown = "it is being closed";
    readBacks.end("Written, but the connection was closed before the device had confirmed it");
    refuseWrites();
    refuseTasks();
    for (BusDevice device : devices.values()) {
      reader.failAll(device, BusReader.BAD_COMM, now);
      device.close();
    }
    driver.disconnect();
    part.close();
    output.close();
  }
}
