package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** Limits within which payloads are read. */
public final class Payloads {
  /** The largest payload that is read; a gateway's own are far smaller. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  private Payloads() {}

  /** Reads and writes JSON within the limits. */
  public static JsonFactory json() {
    return new JsonFactoryBuilder()
        .streamReadConstraints(limits())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  /** The limits of a parser. */
  public static StreamReadConstraints limits() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(8)
        .maxDocumentLength(MAX_BYTES)
        .maxNumberLength(64)
        .maxNameLength(1024)
        .build();
  }

  /** Refuses what is too large before any of it is looked at. */
  public static void check(byte[] payload) throws IOException {
    if (payload.length > MAX_BYTES) {
      throw new IOException("payload: " + payload.length + " bytes are more than " + MAX_BYTES);
    }
  }
}
