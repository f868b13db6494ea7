package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a document that was found good. Their trees take many times the room of the text:
 * those of the first reading are given out once, later ones are made of the text anew. Confined to
 * one thread.
 */
final class ChannelNodes {
  private final byte[] document;
  private @Nullable List<ObjectNode> fresh;

  ChannelNodes(byte[] document, List<ObjectNode> fresh) {
    this.document = document;
    this.fresh = fresh;
  }

  /** The channels as trees, which the caller forgets again. */
  List<ObjectNode> take() {
    List<ObjectNode> taken = fresh;
    fresh = null;
    return taken == null ? DocumentParser.channelNodes(document) : taken;
  }
}
