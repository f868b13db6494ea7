package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.at;

import com.fasterxml.jackson.core.JsonParser;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The types of the channels a dictionary knows, by id: they tell bytes from text. */
public final class Types {
  /** Lines of a dictionary that are looked at. */
  private static final int MAX_CHANNELS = 1 << 20;

  private final Map<String, ValueType> types = new HashMap<>();

  /** Looks at all lines of the dictionary, which end at the first number it does not know. */
  public Types(IntFunction<@Nullable ChannelInfo> channels) {
    for (int number = 0; number < MAX_CHANNELS; number++) {
      ChannelInfo info = channels.apply(number);
      if (info == null) {
        break;
      }
      types.put(info.id(), info.type());
    }
  }

  /** The value as the dictionary's type; as JSON shows it where the dictionary is silent. */
  public @Nullable Object typed(JsonParser json, String channel, @Nullable Object value)
      throws IOException {
    ValueType type = types.get(channel);
    if (type == ValueType.BYTES && value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new IOException("payload: " + channel + " holds what is not base64" + at(json), e);
      }
    }
    return type == ValueType.DOUBLE && value instanceof Long whole ? Double.valueOf(whole) : value;
  }
}
