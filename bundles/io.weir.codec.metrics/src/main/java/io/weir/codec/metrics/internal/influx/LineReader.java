package io.weir.codec.metrics.internal.influx;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads payloads as {@link LineWriter} writes them. */
final class LineReader {
  private static final int MAX_CHANNELS = 1 << 20;

  private final String text;
  private final Map<String, ValueType> types = new HashMap<>();
  private int at;

  private Map<String, String> header = Map.of();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  LineReader(String text, IntFunction<@Nullable ChannelInfo> channels) {
    this.text = text;
    for (int number = 0; number < MAX_CHANNELS; number++) {
      ChannelInfo info = channels.apply(number);
      if (info == null) {
        break;
      }
      types.put(info.id(), info.type());
    }
  }

  DecodedBatch read() throws IOException {
    try {
      while (at < text.length()) {
        if (text.charAt(at) == '#') {
          comment();
        } else {
          line();
        }
      }
      long first = Long.parseLong(header("first"));
      long last = Long.parseLong(header("last"));
      Lane lane = Lane.valueOf(header("lane").toUpperCase(Locale.ROOT));
      if (first < 0 || last < first) {
        throw wrong("first " + first + " and last " + last + " are no range");
      }
      return new DecodedBatch(header("gateway"), lane, first, last, samples, events);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("payload: " + e.getMessage() + " (before character " + at + ")", e);
    }
  }

  private String header(String name) throws IOException {
    String value = header.get(name);
    if (value == null || value.isEmpty()) {
      throw wrong("no comment line with " + name);
    }
    return value;
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    String line = text.substring(at + 1, end < 0 ? text.length() : end).trim();
    at = end < 0 ? text.length() : end + 1;
    header = new HashMap<>();
    for (String pair : line.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        header.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
  }

  private void line() throws IOException {
    String measurement = key();
    Map<String, String> tags = new HashMap<>();
    while (take(',')) {
      String name = key();
      expect('=');
      tags.put(name, key());
    }
    expect(' ');
    Map<String, Object> fields = new LinkedHashMap<>();
    do {
      String name = key();
      expect('=');
      if (fields.put(name, value()) != null && measurement.equals(LineWriter.EVENTS)) {
        throw wrong(name + " twice in a line");
      }
      if (measurement.equals(LineWriter.SAMPLES)) {
        pending(name, fields);
      }
    } while (take(','));
    expect(' ');
    int end = text.indexOf('\n', at);
    long nanos = Long.parseLong(text.substring(at, end < 0 ? text.length() : end));
    at = end < 0 ? text.length() : end + 1;
    long micros = Math.floorDiv(nanos, LineWriter.NANOS_PER_MICRO);
    if (measurement.equals(LineWriter.SAMPLES)) {
      samples(tags.getOrDefault("device", ""), micros);
    } else if (measurement.equals(LineWriter.EVENTS)) {
      events.add(event(tags, fields, micros));
    } else {
      throw wrong("measurement " + measurement + " is none of a gateway's");
    }
  }

  /** Fields of the line in order; a channel may come twice in one moment. */
  private final List<Map.Entry<String, Object>> pending = new ArrayList<>();

  private void pending(String name, Map<String, Object> fields) {
    Object value = fields.remove(name);
    if (value != null) {
      pending.add(Map.entry(name, value));
    }
  }

  private void samples(String device, long micros) throws IOException {
    for (Map.Entry<String, Object> field : pending) {
      String name = field.getKey();
      if (name.endsWith(LineWriter.QUALITY)) {
        String channel =
            device + "/" + name.substring(0, name.length() - LineWriter.QUALITY.length());
        byte quality = Quality.parse(String.valueOf(field.getValue()));
        if (Quality.isBad(quality)) {
          samples.add(new Sample(channel, micros, null, quality));
        } else {
          uncertain(channel, micros, quality);
        }
      } else {
        String channel = device + "/" + name;
        Object value = field.getValue();
        if (types.get(channel) == ValueType.BYTES && value instanceof String packed) {
          value = Base64.getDecoder().decode(packed);
        }
        samples.add(new Sample(channel, micros, value, Quality.GOOD));
      }
    }
    pending.clear();
  }

  private void uncertain(String channel, long micros, byte quality) throws IOException {
    Sample last = samples.isEmpty() ? null : samples.remove(samples.size() - 1);
    if (last == null || !last.channel().equals(channel) || last.time() != micros) {
      throw wrong("the quality of " + channel + " follows no value of it");
    }
    samples.add(new Sample(channel, micros, last.value(), quality));
  }

  private static Event event(Map<String, String> tags, Map<String, Object> fields, long micros) {
    Map<String, String> attributes = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(LineWriter.ATTRIBUTE)) {
            attributes.put(name.substring(LineWriter.ATTRIBUTE.length()), String.valueOf(value));
          }
        });
    return new Event(
        String.valueOf(fields.get("type")),
        String.valueOf(fields.get("source")),
        Severity.valueOf(tags.getOrDefault("severity", "").toUpperCase(Locale.ROOT)),
        micros,
        String.valueOf(fields.get("message")),
        attributes);
  }

  private String key() {
    StringBuilder key = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && ",= ".indexOf(text.charAt(at + 1)) >= 0) {
        key.append(text.charAt(at + 1));
        at += 2;
      } else if (c == ',' || c == '=' || c == ' ' || c == '\n') {
        break;
      } else {
        key.append(c);
        at++;
      }
    }
    return key.toString();
  }

  private Object value() throws IOException {
    if (take('"')) {
      return quoted();
    }
    String word = key();
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (word.endsWith("i")) {
      return Long.valueOf(word.substring(0, word.length() - 1));
    }
    double value = Double.parseDouble(word);
    if (!Double.isFinite(value)) {
      throw wrong(word + " is no field's value");
    }
    return value;
  }

  private String quoted() throws IOException {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length() && "\"\\".indexOf(text.charAt(at)) >= 0) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    throw wrong("a quotation mark is missing");
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(char c) throws IOException {
    if (!take(c)) {
      throw wrong("'" + c + "' is missing");
    }
  }

  private IOException wrong(String what) {
    return new IOException("payload: " + what + " (character " + at + ")");
  }
}
