package io.weir.codec.json.internal.senml;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.weir.api.uplink.Codec;
import io.weir.codec.json.internal.Payloads;
import org.osgi.service.component.annotations.Component;

/** SenML in CBOR. */
@Component(service = Codec.class, property = Codec.NAME + "=senml-cbor")
public final class SenmlCborCodec extends SenmlCodec {
  /** Made by the component runtime. */
  public SenmlCborCodec() {
    super(
        CBORFactory.builder()
            .streamReadConstraints(Payloads.limits())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build(),
        "application/senml+cbor");
  }
}
