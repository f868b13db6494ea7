package io.weir.uplink.sparkplug.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.model.Event;
import io.weir.uplink.sparkplug.internal.payload.DataSet;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PayloadWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events as a table, a metric of the edge node. Pure functions. */
final class EventTable {
  static final String NAME = "Events";
  static final long ALIAS = 1;
  static final List<String> COLUMNS =
      List.of("time", "type", "source", "severity", "message", "attributes");

  /** Epoch milliseconds are a number here: common decoders know no other types in a table. */
  static final List<DataType> TYPES =
      List.of(
          DataType.INT64,
          DataType.STRING,
          DataType.STRING,
          DataType.STRING,
          DataType.STRING,
          DataType.STRING);

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventTable() {}

  /**
   * The payload of a data message with these events.
   *
   * @param millis when it is sent
   */
  static byte[] data(long millis, int seq, List<Event> events, boolean isHistorical) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Event each : events) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(each.time() / 1_000);
      row.add(each.type());
      row.add(each.source());
      row.add(each.severity().name().toLowerCase(Locale.ROOT));
      row.add(each.message());
      row.add(json(each.attributes()));
      rows.add(row);
    }
    long time = events.stream().mapToLong(Event::time).max().orElse(0) / 1_000;
    Metric metric =
        new Metric(
            null,
            ALIAS,
            Math.min(time, millis),
            null,
            isHistorical,
            false,
            null,
            new DataSet(COLUMNS, TYPES, rows));
    return PayloadWriter.write(new Payload(millis, List.of(metric), (long) seq));
  }

  private static String json(Map<String, String> attributes) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(attributes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text that is no JSON: " + attributes, e);
    }
  }
}
