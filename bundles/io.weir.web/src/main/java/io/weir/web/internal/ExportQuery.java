package io.weir.web.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/**
 * What is to be exported, and how.
 *
 * @param channels the channels, one after another
 * @param range from when to when
 * @param step length of a step in microseconds; 0 for every sample
 * @param format how rows look
 * @param gzip whether the file is compressed
 */
record ExportQuery(
    List<ChannelInfo> channels, TimeRange range, long step, Format format, boolean gzip) {
  static final String[] PARAMETERS = {"channel", "from", "to", "format", "gzip", "step", "level"};

  /** Steps of one channel; a minute since 1970 or a second in three years. */
  private static final long MOST_STEPS = 100_000_000L;

  private static final long LONGEST_STEP = 366 * HistoryLevel.DAY.micros();

  /** A format of the file. */
  enum Format {
    CSV("text/csv; charset=utf-8"),
    JSONL("application/jsonl");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    ExportRows rows(OutputStream out) throws IOException {
      return this == CSV ? new CsvRows(out) : new JsonRows(out);
    }
  }

  static ExportQuery of(Exchange exchange, ChannelTable table, long now) throws ApiException {
    exchange.allow(PARAMETERS);
    String[] names = exchange.request().getParameterValues("channel");
    if (names == null) {
      throw ApiException.bad("channel", null, "name channels listed by /api/devices");
    }
    TimeRange range = TimeRange.of(exchange, now);
    long step = step(exchange, range);
    List<ChannelInfo> channels = Channels.named(table, names);
    if (step > 0) {
      channels = summable(channels, names);
    }
    String format = exchange.parameter("format");
    String plain = format == null ? "csv" : format;
    boolean gzip = flag(exchange, "gzip");
    if (plain.endsWith(".gz")) {
      plain = plain.substring(0, plain.length() - 3);
      gzip = true;
    }
    return new ExportQuery(channels, range, step, choice(Format.class, "format", plain), gzip);
  }

  /** Media type of the file. */
  String type() {
    return gzip ? "application/gzip" : format.type;
  }

  /** Name of the file. */
  String fileName(String gateway) {
    return "weir-"
        + gateway
        + "-"
        + (channels.size() == 1 ? channels.get(0).id() + "-" : "")
        + IsoTime.compact(range.from())
        + "-"
        + IsoTime.compact(range.to())
        + "."
        + Values.name(format)
        + (gzip ? ".gz" : "");
  }

  private static long step(Exchange exchange, TimeRange range) throws ApiException {
    String level = exchange.parameter("level");
    long step = exchange.parameter("step", 0, 1, LONGEST_STEP);
    if (level != null) {
      if (step > 0) {
        throw ApiException.bad("step", step, "use either step or level");
      }
      step = choice(HistoryLevel.class, "level", level).micros();
    }
    if (step > 0 && range.length() / step >= MOST_STEPS) {
      throw ApiException.bad(
          "step", step, "use a longer one, this makes more than " + MOST_STEPS + " rows a channel");
    }
    return step;
  }

  /** Leaves out what has no sums where a pattern caught it; refuses it where it was named. */
  private static List<ChannelInfo> summable(List<ChannelInfo> channels, String[] names)
      throws ApiException {
    for (ChannelInfo channel : channels) {
      if (!channel.type().isNumeric() && List.of(names).contains(channel.id())) {
        throw ApiException.bad(
            "channel", channel.id(), "text and bytes cannot be summed up, use level=raw for them");
      }
    }
    return channels.stream().filter(channel -> channel.type().isNumeric()).toList();
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String field, String text)
      throws ApiException {
    for (E constant : type.getEnumConstants()) {
      if (Values.name(constant).equals(text)) {
        return constant;
      }
    }
    StringBuilder names = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      names.append(names.isEmpty() ? "" : ", ").append(Values.name(constant));
    }
    throw ApiException.bad(field, text, "use one of " + names);
  }

  private static boolean flag(Exchange exchange, String field) throws ApiException {
    String text = Objects.requireNonNullElse(exchange.parameter(field), "false");
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw ApiException.bad(field, text, "use true or false");
  }
}
