package io.weir.security.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes guessing slow: after some free failures each further one doubles the wait before the next
 * try, for one client and, at a higher number, for all clients together.
 *
 * <p>Times are monotonic microseconds. Remembers a bounded number of clients, forgetting the one
 * that failed longest ago. Guarded by itself.
 */
final class Throttle {
  private static final long SECOND = 1_000_000L;
  private static final int MOST_CLIENTS = 1024;
  private static final Policy CLIENT = new Policy(4, 900 * SECOND, 3600 * SECOND);
  private static final Policy EVERYBODY = new Policy(30, 30 * SECOND, 600 * SECOND);

  /** How many failures are free, the longest wait, and after how long all is forgotten. */
  private record Policy(int free, long longest, long forget) {
    long wait(int failures) {
      int doublings = Math.min(failures - free, 30);
      return doublings < 0 ? 0 : Math.min(SECOND << doublings, longest);
    }
  }

  private static final class Failures {
    private final Policy policy;
    private int count;
    private long last;

    Failures(Policy policy) {
      this.policy = policy;
    }

    void fail(long now) {
      count = isForgotten(now) ? 1 : count + 1;
      last = now;
    }

    long remaining(long now) {
      return isForgotten(now) ? 0 : Math.max(0, last + policy.wait(count) - now);
    }

    private boolean isForgotten(long now) {
      return count == 0 || now - last > policy.forget;
    }
  }

  private final Failures everybody = new Failures(EVERYBODY);
  private final Map<String, Failures> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  /** Seconds, rounded up, until this client may try again; 0 for now. */
  synchronized long secondsToWait(String client, boolean local, long now) {
    Failures own = clients.get(client);
    long wait = own == null ? 0 : own.remaining(now);
    if (!local) {
      wait = Math.max(wait, everybody.remaining(now));
    }
    return (wait + SECOND - 1) / SECOND;
  }

  synchronized void failed(String client, long now) {
    clients.computeIfAbsent(client, key -> new Failures(CLIENT)).fail(now);
    everybody.fail(now);
  }

  synchronized void succeeded(String client) {
    clients.remove(client);
  }
}
