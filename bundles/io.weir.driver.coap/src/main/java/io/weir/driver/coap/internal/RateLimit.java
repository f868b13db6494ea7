package io.weir.driver.coap.internal;

import io.weir.api.runtime.GatewayClock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each peer may come, and how many peers there may be at a time. Any thread.
 *
 * <p>A peer has a bucket of tokens that fills at the rate. The table is bounded: a new peer has no
 * place as long as none of the others has been silent for {@link #QUIET_MICROS}.
 */
final class RateLimit {
  private static final long SECOND = 1_000_000;

  /** As long as the messages of a peer are remembered. */
  static final long QUIET_MICROS = Californium.REMEMBERED_SECONDS * SECOND;

  private static final class Bucket {
    private double tokens;
    private long at;
  }

  private final GatewayClock clock;
  private final double perSecond;
  private final int burst;
  private final int peers;
  private final Map<Object, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param perSecond messages a second in the long run
   * @param burst messages at once after a silence
   * @param peers most peers at a time
   */
  RateLimit(GatewayClock clock, double perSecond, int burst, int peers) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.burst = burst;
    this.peers = peers;
  }

  /** Whether this peer may come now. */
  synchronized boolean admits(Object peer) {
    long now = clock.micros();
    Bucket bucket = buckets.get(peer);
    if (bucket == null) {
      if (buckets.size() >= peers && !forgetOldest(now)) {
        return false;
      }
      bucket = new Bucket();
      bucket.tokens = burst;
      buckets.put(peer, bucket);
    } else {
      bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perSecond / SECOND);
    }
    bucket.at = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  private boolean forgetOldest(long now) {
    Iterator<Bucket> oldest = buckets.values().iterator();
    if (oldest.hasNext() && now - oldest.next().at > QUIET_MICROS) {
      oldest.remove();
      return true;
    }
    return false;
  }

  synchronized int peers() {
    return buckets.size();
  }
}
