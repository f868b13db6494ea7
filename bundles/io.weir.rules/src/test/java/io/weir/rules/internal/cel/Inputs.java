package io.weir.rules.internal.cel;

import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named inputs with values, for tests. */
final class Inputs implements Environment {
  private static final byte BAD = Quality.bad(Quality.Reason.COMM);

  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Variable> channels = new LinkedHashMap<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Byte> qualities = new ArrayList<>();

  /** An input with a good value. */
  Inputs with(String name, Object value) {
    CelType type =
        value instanceof Boolean
            ? CelType.BOOL
            : value instanceof Long
                ? CelType.INT
                : value instanceof Double ? CelType.DOUBLE : CelType.STRING;
    return add(name, type, value, Quality.GOOD);
  }

  /** An input without a value. */
  Inputs without(String name, CelType type) {
    return add(name, type, null, BAD);
  }

  /** A double whose quality is uncertain. */
  Inputs doubtful(String name, double value) {
    return add(name, CelType.DOUBLE, value, Quality.uncertain(Quality.Reason.RANGE));
  }

  /** A channel that is the same as this input. */
  Inputs channel(String id, String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(name);
    }
    channels.put(id, new Variable(variable.slot(), variable.type(), id));
    return this;
  }

  /** A channel that expressions cannot read. */
  Inputs bytes(String id) {
    channels.put(id, new Variable(values.size(), null, id));
    values.add(null);
    qualities.add(BAD);
    return this;
  }

  private Inputs add(String name, CelType type, @Nullable Object value, byte quality) {
    variables.put(name, new Variable(values.size(), type, name));
    values.add(value);
    qualities.add(quality);
    return this;
  }

  /** A frame with the values. */
  Frame frame() {
    Frame frame = new Frame(values.size());
    for (int slot = 0; slot < values.size(); slot++) {
      Object value = values.get(slot);
      byte quality = qualities.get(slot);
      if (value instanceof String text) {
        frame.setText(slot, text, quality);
      } else {
        long bits =
            value instanceof Boolean b
                ? b ? 1 : 0
                : value instanceof Double d
                    ? Double.doubleToRawLongBits(d)
                    : value instanceof Long l ? l : 0;
        frame.set(slot, bits, quality);
      }
    }
    return frame;
  }

  @Override
  public @Nullable Variable variable(String name) {
    return variables.get(name);
  }

  @Override
  public @Nullable Variable channel(String id) {
    return channels.get(id);
  }

  @Override
  public Collection<String> variableNames() {
    return variables.keySet();
  }

  @Override
  public Collection<String> channelIds() {
    return channels.keySet();
  }
}
