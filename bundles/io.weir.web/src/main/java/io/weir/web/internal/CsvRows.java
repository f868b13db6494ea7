package io.weir.web.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.store.Aggregate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as RFC 4180 has them, in UTF-8.
 *
 * <p>Text that a spreadsheet would run as a formula gets an apostrophe in front: it may come from a
 * device, and must do nothing where it is opened. Numbers are written as they are.
 */
final class CsvRows implements ExportRows {
  private static final String SAMPLES = "time,channel,value,unit,quality\r\n";
  private static final String AGGREGATES =
      "time,channel,unit,count,min,max,mean,time_weighted_mean,first,last\r\n";

  private final Writer out;
  private final IsoTime time = new IsoTime();
  private final StringBuilder row = new StringBuilder(160);

  CsvRows(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void begin(boolean summedUp) throws IOException {
    out.write(summedUp ? AGGREGATES : SAMPLES);
  }

  @Override
  public void sample(ChannelInfo line, long at, long bits, @Nullable Object object, byte quality)
      throws IOException {
    time.append(row, at);
    row.append(',');
    text(line.id());
    row.append(',');
    if (!Quality.isBad(quality)) {
      switch (line.type()) {
        case BOOLEAN -> row.append(bits != 0);
        case INTEGER -> row.append(bits);
        case DOUBLE -> row.append(Double.longBitsToDouble(bits));
        case TEXT, BYTES -> value(object);
      }
    }
    row.append(',');
    text(line.unit());
    row.append(',').append(Quality.text(quality));
    end();
  }

  @Override
  public void aggregate(ChannelInfo line, Aggregate aggregate) throws IOException {
    time.append(row, aggregate.time());
    row.append(',');
    text(line.id());
    row.append(',');
    text(line.unit());
    row.append(',').append(aggregate.count());
    number(aggregate.min());
    number(aggregate.max());
    number(aggregate.mean());
    number(aggregate.timeWeightedMean());
    number(aggregate.first());
    number(aggregate.last());
    end();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  private void number(double number) {
    row.append(',');
    if (!Double.isNaN(number)) {
      row.append(number);
    }
  }

  private void value(@Nullable Object object) {
    if (object instanceof byte[] bytes) {
      row.append(Base64.getEncoder().encodeToString(bytes));
    } else if (object instanceof String text) {
      text(text);
    }
  }

  private void text(String text) {
    boolean formula = isFormula(text);
    if (!formula && !needsQuotes(text)) {
      row.append(text);
      return;
    }
    row.append('"');
    if (formula) {
      row.append('\'');
    }
    row.append(text.replace("\"", "\"\"")).append('"');
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n') {
        return true;
      }
    }
    return text.startsWith(" ") || text.endsWith(" ");
  }

  private void end() throws IOException {
    out.append(row.append("\r\n"));
    row.setLength(0);
  }
}
