package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a document that was found good. Their trees take many times the room of the text,
 * and the text ten times that of what is kept of it: the trees of the first reading are given out
 * once, later ones are made of the text anew. Confined to one thread.
 */
final class ChannelNodes {
  private final byte[] deflated;
  private @Nullable List<ObjectNode> fresh;

  ChannelNodes(byte[] document, List<ObjectNode> fresh) {
    this.deflated = deflate(document);
    this.fresh = fresh;
  }

  /** The channels as trees, which the caller forgets again. */
  List<ObjectNode> take() {
    List<ObjectNode> taken = fresh;
    fresh = null;
    return taken == null ? DocumentParser.channelNodes(inflate(deflated)) : taken;
  }

  private static byte[] deflate(byte[] document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(document);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] inflate(byte[] deflated) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("What was deflated can be inflated", e);
    }
  }
}
