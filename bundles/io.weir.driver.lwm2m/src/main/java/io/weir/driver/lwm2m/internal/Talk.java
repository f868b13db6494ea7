package io.weir.driver.lwm2m.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.exception.ClientSleepingException;
import org.eclipse.leshan.core.request.exception.TimeoutException;
import org.eclipse.leshan.core.request.exception.UnconnectedPeerException;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What the server asks devices by itself: one request of a device at a time, and of a few devices
 * at a time. Any thread; callbacks run on the library's threads.
 *
 * <p>A device that does not answer is asked nothing more; what was to be asked fails.
 */
final class Talk {
  private static final int MOST_AT_A_TIME = 16;
  private static final int MOST_OF_A_DEVICE = 1_024;

  /** One thing to do; {@code fail} ends it without trying. */
  private interface Step {
    void start(Runnable next, Consumer<Exception> broken);

    void fail(String why);
  }

  private final LeshanServer server;
  private final int timeoutMillis;
  private final Map<String, ArrayDeque<Step>> waiting = new HashMap<>();
  private final ArrayDeque<String> ready = new ArrayDeque<>();
  private int active;
  private boolean isClosed;

  Talk(LeshanServer server, int timeoutMillis) {
    this.server = server;
    this.timeoutMillis = timeoutMillis;
  }

  /** Asks a device; exactly one of the callbacks runs, later or at once. */
  <T extends LwM2mResponse> void send(
      Registration to, DownlinkRequest<T> request, Consumer<T> answered, Consumer<String> failed) {
    add(
        to.getId(),
        new Step() {
          @Override
          public void start(Runnable next, Consumer<Exception> broken) {
            server.send(
                to,
                request,
                timeoutMillis,
                response -> {
                  if (response.isSuccess()) {
                    answered.accept(response);
                  } else {
                    failed.accept(Requests.words(response));
                  }
                  next.run();
                },
                error -> {
                  failed.accept(Requests.words(error));
                  broken.accept(error);
                });
          }

          @Override
          public void fail(String why) {
            failed.accept(why);
          }
        });
  }

  /** Runs something when all that was asked of a device before is done. */
  void then(Registration of, Runnable runnable) {
    add(
        of.getId(),
        new Step() {
          @Override
          public void start(Runnable next, Consumer<Exception> broken) {
            runnable.run();
            next.run();
          }

          @Override
          public void fail(String why) {
            runnable.run();
          }
        });
  }

  private void add(String id, Step step) {
    boolean isTaken;
    synchronized (this) {
      ArrayDeque<Step> steps = waiting.get(id);
      isTaken = !isClosed && (steps == null || steps.size() < MOST_OF_A_DEVICE);
      if (isTaken) {
        if (steps == null) {
          steps = new ArrayDeque<>();
          waiting.put(id, steps);
          ready.add(id);
        }
        steps.add(step);
      }
    }
    if (isTaken) {
      pump();
    } else {
      step.fail("too much is being asked of this device");
    }
  }

  /** Starts what may be started. */
  private void pump() {
    while (true) {
      String id;
      Step step;
      synchronized (this) {
        if (active >= MOST_AT_A_TIME || ready.isEmpty()) {
          return;
        }
        id = ready.remove();
        step = waiting.getOrDefault(id, new ArrayDeque<>()).poll();
        if (step == null) {
          waiting.remove(id);
          continue;
        }
        active++;
      }
      start(id, step);
    }
  }

  private void start(String id, Step step) {
    try {
      step.start(() -> done(id, null), error -> done(id, error));
    } catch (RuntimeException e) {
      step.fail(Requests.words(e));
      done(id, e);
    }
  }

  private void done(String id, @Nullable Exception error) {
    List<Step> dropped = List.of();
    synchronized (this) {
      active--;
      ArrayDeque<Step> steps = waiting.get(id);
      if (steps != null && isSilent(error)) {
        dropped = new ArrayList<>(steps);
        steps.clear();
      }
      if (steps == null || steps.isEmpty()) {
        waiting.remove(id);
      } else {
        ready.add(id);
      }
    }
    if (error != null) {
      String why = Requests.words(error);
      dropped.forEach(step -> step.fail(why));
    }
    pump();
  }

  private static boolean isSilent(@Nullable Exception error) {
    return error instanceof TimeoutException
        || error instanceof UnconnectedPeerException
        || error instanceof ClientSleepingException;
  }

  /** Nothing is asked any more; what waits is forgotten. */
  synchronized void close() {
    isClosed = true;
    waiting.clear();
    ready.clear();
  }
}
