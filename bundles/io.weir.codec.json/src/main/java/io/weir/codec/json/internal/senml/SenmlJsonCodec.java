package io.weir.codec.json.internal.senml;

import io.weir.api.uplink.Codec;
import io.weir.codec.json.internal.Payloads;
import org.osgi.service.component.annotations.Component;

/** SenML in JSON. */
@Component(service = Codec.class, property = Codec.NAME + "=senml-json")
public final class SenmlJsonCodec extends SenmlCodec {
  /** Made by the component runtime. */
  public SenmlJsonCodec() {
    super(Payloads.json(), "application/senml+json");
  }
}
