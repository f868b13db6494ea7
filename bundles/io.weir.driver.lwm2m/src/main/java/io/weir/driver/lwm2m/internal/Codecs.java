package io.weir.driver.lwm2m.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.TimestampedLwM2mNode;
import org.eclipse.leshan.core.node.TimestampedLwM2mNodes;
import org.eclipse.leshan.core.node.codec.CodecException;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mDecoder;
import org.eclipse.leshan.core.node.codec.DefaultLwM2mEncoder;
import org.eclipse.leshan.core.node.codec.LwM2mValueChecker;
import org.eclipse.leshan.core.node.codec.LwM2mValueConverter;
import org.eclipse.leshan.core.node.codec.MultiNodeDecoder;
import org.eclipse.leshan.core.node.codec.NodeDecoder;
import org.eclipse.leshan.core.node.codec.NodeEncoder;
import org.eclipse.leshan.core.node.codec.TimestampedMultiNodeDecoder;
import org.eclipse.leshan.core.node.codec.TimestampedNodeDecoder;
import org.eclipse.leshan.core.node.codec.cbor.LwM2mNodeCborDecoder;
import org.eclipse.leshan.core.node.codec.opaque.LwM2mNodeOpaqueDecoder;
import org.eclipse.leshan.core.node.codec.opaque.LwM2mNodeOpaqueEncoder;
import org.eclipse.leshan.core.node.codec.senml.LwM2mNodeSenMLDecoder;
import org.eclipse.leshan.core.node.codec.senml.LwM2mNodeSenMLEncoder;
import org.eclipse.leshan.core.node.codec.text.LwM2mNodeTextDecoder;
import org.eclipse.leshan.core.node.codec.text.LwM2mNodeTextEncoder;
import org.eclipse.leshan.core.node.codec.tlv.LwM2mNodeTlvDecoder;
import org.eclipse.leshan.core.node.codec.tlv.LwM2mNodeTlvEncoder;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.senml.cbor.upokecenter.SenMLCborUpokecenterEncoderDecoder;
import org.eclipse.leshan.senml.json.jackson.SenMLJsonJacksonEncoderDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The content formats. JSON and CBOR bring along large libraries, so they are loaded when the first
 * device speaks them: 4.5 MB of memory that most sites need not spend.
 */
final class Codecs {
  private static final int OLD_TLV = ContentFormat.OLD_TLV_CODE;

  private Codecs() {}

  static DefaultLwM2mDecoder decoder() {
    LwM2mNodeTlvDecoder tlv = new LwM2mNodeTlvDecoder();
    return new DefaultLwM2mDecoder(
        Map.of(
            ContentFormat.TEXT,
            new LwM2mNodeTextDecoder(),
            ContentFormat.OPAQUE,
            new LwM2mNodeOpaqueDecoder(),
            ContentFormat.TLV,
            tlv,
            new ContentFormat(OLD_TLV),
            tlv,
            ContentFormat.CBOR,
            new LazyPlainDecoder(LwM2mNodeCborDecoder::new),
            ContentFormat.SENML_JSON,
            new LazyDecoder(
                () -> new LwM2mNodeSenMLDecoder(new SenMLJsonJacksonEncoderDecoder(), true)),
            ContentFormat.SENML_CBOR,
            new LazyDecoder(
                () -> new LwM2mNodeSenMLDecoder(new SenMLCborUpokecenterEncoderDecoder(), false))),
        Map.of());
  }

  static DefaultLwM2mEncoder encoder() {
    return new DefaultLwM2mEncoder(
        Map.of(
            ContentFormat.TEXT,
            new LwM2mNodeTextEncoder(),
            ContentFormat.OPAQUE,
            new LwM2mNodeOpaqueEncoder(),
            ContentFormat.TLV,
            new LwM2mNodeTlvEncoder(),
            ContentFormat.SENML_JSON,
            new LazyEncoder(() -> new LwM2mNodeSenMLEncoder(new SenMLJsonJacksonEncoderDecoder())),
            ContentFormat.SENML_CBOR,
            new LazyEncoder(
                () -> new LwM2mNodeSenMLEncoder(new SenMLCborUpokecenterEncoderDecoder()))),
        Map.of(),
        new LwM2mValueChecker());
  }

  /** Made at first use. */
  private static class Lazy<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    final synchronized T get() {
      if (made == null) {
        made = maker.get();
      }
      return made;
    }
  }

  private static final class LazyPlainDecoder extends Lazy<NodeDecoder> implements NodeDecoder {
    LazyPlainDecoder(Supplier<NodeDecoder> maker) {
      super(maker);
    }

    @Override
    public <T extends LwM2mNode> T decode(
        byte[] content, LwM2mPath path, LwM2mModel model, Class<T> type) throws CodecException {
      return get().decode(content, path, model, type);
    }
  }

  private static final class LazyDecoder extends Lazy<LwM2mNodeSenMLDecoder>
      implements TimestampedNodeDecoder, MultiNodeDecoder, TimestampedMultiNodeDecoder {
    LazyDecoder(Supplier<LwM2mNodeSenMLDecoder> maker) {
      super(maker);
    }

    @Override
    public <T extends LwM2mNode> T decode(
        byte[] content, LwM2mPath path, LwM2mModel model, Class<T> type) throws CodecException {
      return get().decode(content, path, model, type);
    }

    @Override
    public List<TimestampedLwM2mNode> decodeTimestampedData(
        byte[] content, LwM2mPath path, LwM2mModel model, Class<? extends LwM2mNode> type)
        throws CodecException {
      return get().decodeTimestampedData(content, path, model, type);
    }

    @Override
    public Map<LwM2mPath, LwM2mNode> decodeNodes(
        byte[] content, List<LwM2mPath> paths, LwM2mModel model) throws CodecException {
      return get().decodeNodes(content, paths, model);
    }

    @Override
    public TimestampedLwM2mNodes decodeTimestampedNodes(
        byte[] content, List<LwM2mPath> paths, LwM2mModel model) throws CodecException {
      return get().decodeTimestampedNodes(content, paths, model);
    }
  }

  private static final class LazyEncoder extends Lazy<NodeEncoder> implements NodeEncoder {
    LazyEncoder(Supplier<NodeEncoder> maker) {
      super(maker);
    }

    @Override
    public byte[] encode(
        LwM2mNode node, LwM2mPath path, LwM2mModel model, LwM2mValueConverter converter)
        throws CodecException {
      return get().encode(node, path, model, converter);
    }
  }
}
