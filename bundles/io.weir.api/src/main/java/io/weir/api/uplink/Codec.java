package io.weir.api.uplink;

import io.weir.api.model.ChannelInfo;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Samples to bytes and back. An OSGi service with property {@link #NAME}; stateless, any thread.
 */
@ConsumerType
public interface Codec {
  /** Service property with the name uplinks choose it by, for example {@code json}. */
  String NAME = "weir.codec";

  /** MIME type of the payloads. */
  String contentType();

  /**
   * The coding the payloads are packed with, as HTTP's {@code Content-Encoding} names it, for
   * example {@code snappy}; empty for none beyond the content type. Transports get it as the
   * message's property {@code content-encoding}.
   */
  default String contentEncoding() {
    return "";
  }

  /**
   * Encodes a batch.
   *
   * @param channels the dictionary; never answers null for a number in the batch
   */
  byte[] encode(UplinkBatch batch, IntFunction<ChannelInfo> channels);

  /**
   * The document that payloads need to be understood, sent (retained) before the first batch and
   * whenever channels are added; null when payloads describe themselves.
   */
  byte @Nullable [] dictionary(String gateway, List<ChannelInfo> channels);

  /**
   * Decodes a payload of {@link #encode}; what this codec cannot carry comes back empty or null.
   *
   * @param channels the dictionary by number, for payloads that do not describe themselves
   * @throws IOException naming what is wrong with the payload, or that this codec only writes;
   *     never anything else, whatever the bytes
   */
  DecodedBatch decode(byte[] payload, IntFunction<@Nullable ChannelInfo> channels)
      throws IOException;
}
