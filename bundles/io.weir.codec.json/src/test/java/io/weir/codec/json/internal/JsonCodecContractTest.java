package io.weir.codec.json.internal;

import io.weir.api.uplink.Codec;
import io.weir.testing.CodecContract;

class JsonCodecContractTest extends CodecContract {
  private final JsonCodec codec = new JsonCodec();

  @Override
  protected Codec codec() {
    return codec;
  }
}
