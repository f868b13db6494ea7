package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.expect;
import static io.weir.codec.json.internal.Tokens.integer;
import static io.weir.codec.json.internal.Tokens.text;
import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads blocks of samples. A column is an array, or its one entry alone. */
final class BlockReader {
  private final Types types;

  BlockReader(Types types) {
    this.types = types;
  }

  /** Reads one block, its opening brace taken. */
  void read(JsonParser json, List<Sample> samples) throws IOException {
    String device = null;
    List<Long> times = new ArrayList<>();
    Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();
    Map<String, List<@Nullable Object>> qualities = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "device" -> device = text(json, token, name);
        case "time" -> {
          if (token != JsonToken.START_ARRAY) {
            times.add(integer(json, token, name));
          } else {
            while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
              times.add(integer(json, token, name));
            }
          }
        }
        case "values" -> columns(json, token, name, values, Values::read);
        case "quality" -> columns(json, token, name, qualities, Values::readQuality);
        default -> json.skipChildren();
      }
    }
    if (device == null) {
      throw wrong(json, "a block needs its device");
    }
    for (Map.Entry<String, List<@Nullable Object>> column : values.entrySet()) {
      List<@Nullable Object> quality = qualities.remove(column.getKey());
      String channel = device + "/" + column.getKey();
      add(json, samples, channel, times, column.getValue(), quality);
    }
    if (!qualities.isEmpty()) {
      throw wrong(json, "quality of " + qualities.keySet() + " without values");
    }
  }

  private void add(
      JsonParser json,
      List<Sample> samples,
      String channel,
      List<Long> times,
      List<@Nullable Object> values,
      @Nullable List<@Nullable Object> qualities)
      throws IOException {
    if (values.size() != times.size() || (qualities != null && qualities.size() != times.size())) {
      throw wrong(
          json, channel + " does not have one entry for each of " + times.size() + " times");
    }
    for (int i = 0; i < times.size(); i++) {
      byte quality = qualities != null && qualities.get(i) instanceof Byte q ? q : Quality.GOOD;
      Object value = types.typed(json, channel, values.get(i));
      if ((value == null) != Quality.isBad(quality)) {
        throw wrong(json, channel + " is null where its quality is not bad, or the reverse");
      }
      samples.add(new Sample(channel, times.get(i), value, quality));
    }
  }

  /** Reads one entry of a column. */
  private interface Entry {
    @Nullable Object read(JsonParser json, JsonToken token) throws IOException;
  }

  private static void columns(
      JsonParser json,
      JsonToken start,
      String what,
      Map<String, List<@Nullable Object>> into,
      Entry entry)
      throws IOException {
    expect(json, start, JsonToken.START_OBJECT, what);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      List<@Nullable Object> column = new ArrayList<>();
      JsonToken token = json.nextToken();
      if (token != JsonToken.START_ARRAY) {
        column.add(entry.read(json, token));
      } else {
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
          column.add(entry.read(json, token));
        }
      }
      into.put(name, column);
    }
  }
}
