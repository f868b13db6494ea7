package io.weir.security.internal;

import io.weir.api.security.Role;
import io.weir.api.security.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The sessions of the people signed in, in memory only: a restart signs everybody out.
 *
 * <p>A session ends half an hour after its last use, twelve hours after its beginning, or when
 * there are too many and it is the one unused for longest. Kept by the hash of its token, so that a
 * look-up takes the same time whatever is guessed. Guarded by itself.
 */
final class Sessions {
  private static final long MINUTE = 60_000_000L;
  static final long IDLE = 30 * MINUTE;
  static final long ABSOLUTE = 12 * 60 * MINUTE;
  static final int MOST = 64;

  private static final class Entry {
    private final Session session;
    private final long began;
    private long used;

    Entry(Session session, long now) {
      this.session = session;
      this.began = now;
      this.used = now;
    }

    boolean isOver(long now) {
      return now - used > IDLE || now - began > ABSOLUTE;
    }
  }

  private final LongSupplier micros;
  private final SecureRandom random;
  private final Map<String, Entry> entries = new HashMap<>();

  Sessions(LongSupplier micros, SecureRandom random) {
    this.micros = micros;
    this.random = random;
  }

  synchronized Session begin(String user, Role role) {
    long now = micros.getAsLong();
    entries.values().removeIf(entry -> entry.isOver(now));
    if (entries.size() >= MOST) {
      entries.entrySet().stream()
          .min((a, b) -> Long.compare(a.getValue().used, b.getValue().used))
          .map(Map.Entry::getKey)
          .ifPresent(entries::remove);
    }
    Session session = new Session(secret(), user, role, secret());
    entries.put(hash(session.token()), new Entry(session, now));
    return session;
  }

  synchronized Optional<Session> find(String token) {
    String key = hash(token);
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    long now = micros.getAsLong();
    if (entry.isOver(now)) {
      entries.remove(key);
      return Optional.empty();
    }
    entry.used = now;
    return Optional.of(entry.session);
  }

  synchronized Optional<Session> end(String token) {
    return Optional.ofNullable(entries.remove(hash(token))).map(entry -> entry.session);
  }

  synchronized int size() {
    long now = micros.getAsLong();
    entries.values().removeIf(entry -> entry.isOver(now));
    return entries.size();
  }

  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
