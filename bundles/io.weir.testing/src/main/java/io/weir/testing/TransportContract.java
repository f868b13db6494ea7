package io.weir.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link Transport} must do, against a real destination that the test can stop. */
public abstract class TransportContract {
  private static final long PATIENCE_SECONDS = 60;

  private @Nullable Transport transport;

  /** A transport to the destination, not started. */
  protected abstract Transport create();

  /** Starts the destination; returns when it takes connections. */
  protected abstract void up() throws Exception;

  /** Ends the destination at once, as a crash would. */
  protected abstract void down() throws Exception;

  /**
   * Text of the messages of kind {@code telemetry} that have arrived since it is up, in order.
   *
   * @param atLeast how many to wait for
   */
  protected abstract List<String> arrived(int atLeast) throws Exception;

  /** Whether a thread is the transport's or its library's. */
  protected boolean isOwn(Thread thread) {
    return thread.getName().startsWith("weir-");
  }

  /** Stops the transport of the test. */
  @AfterEach
  protected void stopTransport() {
    if (transport != null) {
      transport.stop();
    }
  }

  private Transport transport() {
    Transport made = transport;
    if (made == null) {
      made = create();
      transport = made;
    }
    return made;
  }

  @Test
  void eachTicketIsAnsweredOnceAndMessagesArriveInOrder() throws Exception {
    up();
    Recorder recorder = new Recorder();
    transport().start(recorder);
    recorder.until("connected", () -> recorder.connected);
    List<String> expected = new ArrayList<>();
    long answered = 0;
    for (long ticket = 1; ticket <= 200; ticket++) {
      long done = ticket - transport().window();
      recorder.until("room in the window", () -> recorder.acknowledged.size() >= done);
      recorder.publishing(transport(), ticket, message("m" + ticket));
      expected.add("m" + ticket);
      answered++;
    }
    long all = answered;
    recorder.until("all acknowledged", () -> recorder.acknowledged.size() == all);
    assertThat(recorder.acknowledged).doesNotHaveDuplicates().hasSize(200);
    assertThat(recorder.failed).isEmpty();
    assertThat(recorder.insidePublish).as("listener called inside publish").isFalse();
    assertThat(arrived(200)).containsExactlyElementsOf(expected);
  }

  @Test
  void itConnectsByItselfOnceTheDestinationIsThere() throws Exception {
    Recorder recorder = new Recorder();
    transport().start(recorder);
    recorder.until("told why not", () -> recorder.disconnects > 0);
    assertThat(recorder.reason).isNotBlank();
    up();
    recorder.until("connected", () -> recorder.connected);
    recorder.publishing(transport(), 1, message("hello"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(1L));
    assertThat(arrived(1)).containsExactly("hello");
  }

  @Test
  void aLossEndsAllTicketsAndItConnectsAgain() throws Exception {
    up();
    Recorder recorder = new Recorder();
    transport().start(recorder);
    recorder.until("connected", () -> recorder.connected);
    recorder.publishing(transport(), 1, message("before"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(1L));
    down();
    recorder.until("told of the loss", () -> !recorder.connected);
    assertThat(recorder.reason).isNotBlank();
    recorder.publishing(transport(), 2, message("nobody is there"));
    up();
    recorder.until("connected again", () -> recorder.connected);
    recorder.publishing(transport(), 3, message("after"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(3L));
    assertThat(recorder.acknowledged).containsExactly(1L, 3L);
    assertThat(arrived(1))
        .as("nothing is queued behind the journal's back")
        .containsExactly("after");
  }

  @Test
  void nothingIsToldAfterStopAndNoThreadIsLeft() throws Exception {
    up();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Recorder recorder = new Recorder();
    transport().start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport().publish(1, message("last words"));
    transport().stop();
    int told = recorder.calls();
    recorder.until("all threads ended", () -> noneBut(before));
    assertThat(recorder.calls()).isEqualTo(told);
    transport().stop();
  }

  @Test
  void itMayBeStoppedBeforeItEverConnectedAndStartedAgain() throws Exception {
    Recorder first = new Recorder();
    transport().start(first);
    transport().stop();
    up();
    Recorder second = new Recorder();
    transport().start(second);
    second.until("connected", () -> second.connected);
    second.publishing(transport(), 7, message("again"));
    second.until("acknowledged", () -> second.acknowledged.contains(7L));
    assertThat(first.connected).isFalse();
    assertThat(arrived(1)).containsExactly("again");
  }

  private boolean noneBut(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> isOwn(thread) && !before.contains(thread));
  }

  /** A message of kind {@code telemetry} with this text. */
  protected static Message message(String text) {
    return new Message(
        "telemetry", "", text.getBytes(UTF_8), "text/plain", false, Map.of("k", "v"));
  }

  /** Remembers what a transport tells. Its fields are guarded; wait with {@link #until}. */
  public static class Recorder implements Destination.Listener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private @Nullable Thread publishing;
    private int calls;

    /** Whether there is a connection. */
    public boolean connected;

    /** Losses and failures to connect. */
    public int disconnects;

    /** The last loss's reason. */
    public String reason = "";

    /** Whether any call came from inside publish. */
    public boolean insidePublish;

    /** Tickets acknowledged, in order. */
    public final List<Long> acknowledged = new ArrayList<>();

    /** Tickets that failed, {@code ticket permanent reason}. */
    public final List<String> failed = new ArrayList<>();

    @Override
    public void connected() {
      tell(() -> connected = true);
    }

    @Override
    public void disconnected(String why) {
      tell(
          () -> {
            connected = false;
            disconnects++;
            reason = why;
          });
    }

    @Override
    public void acknowledged(long ticket) {
      tell(() -> acknowledged.add(ticket));
    }

    @Override
    public void failed(long ticket, boolean permanent, String why) {
      tell(() -> failed.add(ticket + " " + (permanent ? "for good" : "for now") + ": " + why));
    }

    /** Publishes, and notes if the listener is called on this thread meanwhile. */
    public void publishing(Transport transport, long ticket, Message message) {
      publishing = Thread.currentThread();
      transport.publish(ticket, message);
      publishing = null;
    }

    /** Waits until this holds. */
    public void until(String what, BooleanSupplier condition) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      lock.lock();
      try {
        while (!condition.getAsBoolean()) {
          long left = deadline - System.nanoTime();
          assertThat(left).as(what + " within a minute; last reason: " + reason).isPositive();
          // Some conditions change without a call: look again from time to time.
          told.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
      } finally {
        lock.unlock();
      }
    }

    int calls() {
      lock.lock();
      try {
        return calls;
      } finally {
        lock.unlock();
      }
    }

    private void tell(Runnable change) {
      lock.lock();
      try {
        insidePublish |= Thread.currentThread().equals(publishing);
        calls++;
        change.run();
        told.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
