package io.weir.security.internal;

import io.weir.api.security.SecretStore;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets one after the other, before they are encrypted: their number (2 bytes), then for each the
 * length of its name (1 byte), the name in ASCII, the length of the secret (4 bytes), the secret.
 */
final class SecretFormat {
  /** Most bytes that {@link #encode} gives. */
  static final int MOST =
      2 + SecretStore.MOST_SECRETS * (5 + SecretStore.MOST_CHARACTERS + SecretStore.MOST_BYTES);

  private SecretFormat() {}

  static byte[] encode(Map<String, byte[]> secrets) {
    int size = 2;
    for (Map.Entry<String, byte[]> each : secrets.entrySet()) {
      size += 5 + each.getKey().length() + each.getValue().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).putShort((short) secrets.size());
    for (Map.Entry<String, byte[]> each : secrets.entrySet()) {
      byte[] name = each.getKey().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) name.length).put(name);
      out.putInt(each.getValue().length).put(each.getValue());
    }
    return out.array();
  }

  static Map<String, byte[]> decode(byte[] plain) throws UnreadableException {
    Map<String, byte[]> secrets = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(plain);
    try {
      int count = in.getShort();
      for (int i = 0; i < count; i++) {
        String name = new String(bytes(in, in.get()), StandardCharsets.US_ASCII);
        if (!SecretStore.isName(name)) {
          throw contradictory();
        }
        secrets.put(name, bytes(in, in.getInt()));
      }
    } catch (BufferUnderflowException e) {
      throw contradictory();
    }
    if (in.hasRemaining()) {
      throw contradictory();
    }
    return secrets;
  }

  /** Overwrites secrets that are no longer wanted. */
  static void wipe(Map<String, byte[]> secrets) {
    secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    secrets.clear();
  }

  private static byte[] bytes(ByteBuffer in, int length) throws UnreadableException {
    if (length < 0 || length > in.remaining()) {
      throw contradictory();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static UnreadableException contradictory() {
    return new UnreadableException(
        UnreadableException.Kind.DAMAGED, "what is in it contradicts itself");
  }
}
