package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.weir.api.model.Channel;
import io.weir.api.model.Device;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which last values differ from those sent before and writes them as one JSON array.
 *
 * <p>A value that is the same again but newer counts as changed every five seconds, so that its age
 * can be shown. Confined to the stream's thread.
 */
final class ChangedValues implements LiveValues.Visitor {
  private static final long REFRESH = Duration.ofSeconds(5).toNanos() / 1000;

  private final LiveValues live;
  private final GatewayClock clock;
  private final ByteArrayBuilder buffer = new ByteArrayBuilder();

  private SerializedString[] ids = {};
  private Channel[] channels = {};
  private boolean[] known = {};
  private long[] sentMicros = {};
  private long[] sentBits = {};
  private byte[] sentQuality = {};
  private @Nullable Object[] sentObject = {};

  private long micros;
  private long bits;
  private @Nullable Object object;
  private byte quality;

  ChangedValues(LiveValues live, GatewayClock clock) {
    this.live = live;
    this.clock = clock;
  }

  /** Takes over the channels as they are configured now; nothing counts as sent. */
  void channels(DeviceRegistry registry) {
    List<Channel> all = new ArrayList<>();
    for (Device device : registry.devices()) {
      all.addAll(device.channels());
    }
    int count = all.size();
    channels = all.toArray(Channel[]::new);
    ids = new SerializedString[count];
    for (int i = 0; i < count; i++) {
      ids[i] = new SerializedString(channels[i].id());
    }
    known = new boolean[count];
    sentMicros = new long[count];
    sentBits = new long[count];
    sentQuality = new byte[count];
    sentObject = new @Nullable Object[count];
  }

  @Override
  public void value(long atMicros, long newBits, @Nullable Object newObject, byte newQuality) {
    micros = atMicros;
    bits = newBits;
    object = newObject;
    quality = newQuality;
  }

  /** What has changed since the last call, between these two texts; null when nothing has. */
  byte @Nullable [] changes(byte[] before, byte[] after) throws IOException {
    return write(before, after, false);
  }

  /** Everything, between these two texts. */
  byte[] everything(byte[] before, byte[] after) throws IOException {
    byte[] all = write(before, after, true);
    return all == null ? new byte[0] : all;
  }

  private byte @Nullable [] write(byte[] before, byte[] after, boolean all) throws IOException {
    buffer.reset();
    buffer.write(before);
    boolean any = all;
    try (JsonGenerator json = Exchange.JSON.createGenerator(buffer)) {
      json.writeStartArray();
      for (int i = 0; i < channels.length; i++) {
        if (live.visit(channels[i].number(), this) && (all || isChanged(i))) {
          any = true;
          if (!all) {
            remember(i);
          }
          json.writeStartObject();
          json.writeFieldName("channel");
          json.writeString(ids[i]);
          long time = clock.toEpoch(clock.boot(), micros);
          Values.write(json, time, channels[i].info().type(), bits, object, quality);
          Values.writeText(json, channels[i], bits, quality);
          json.writeEndObject();
        }
      }
      json.writeEndArray();
    }
    buffer.write(after);
    return any ? buffer.toByteArray() : null;
  }

  private boolean isChanged(int i) {
    return !known[i]
        || bits != sentBits[i]
        || quality != sentQuality[i]
        || object != sentObject[i]
        || micros - sentMicros[i] >= REFRESH;
  }

  private void remember(int i) {
    known[i] = true;
    sentMicros[i] = micros;
    sentBits[i] = bits;
    sentQuality[i] = quality;
    sentObject[i] = object;
  }
}
