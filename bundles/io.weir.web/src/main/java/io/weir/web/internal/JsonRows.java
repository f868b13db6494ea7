package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.store.Aggregate;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one object a row, values exactly as they are. */
final class JsonRows implements ExportRows {
  private final JsonGenerator json;

  JsonRows(OutputStream out) throws IOException {
    json =
        Exchange.JSON
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setRootValueSeparator(new SerializedString(""));
  }

  @Override
  public void begin(boolean summedUp) {}

  @Override
  public void sample(ChannelInfo line, long time, long bits, @Nullable Object object, byte quality)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("time", time);
    json.writeStringField("channel", line.id());
    json.writeFieldName("value");
    Values.write(json, Quality.isBad(quality) ? null : line.type().box(bits, object));
    json.writeStringField("quality", Quality.text(quality));
    end();
  }

  @Override
  public void aggregate(ChannelInfo line, Aggregate aggregate) throws IOException {
    json.writeStartObject();
    json.writeNumberField("time", aggregate.time());
    json.writeStringField("channel", line.id());
    Values.writeFigures(json, aggregate);
    end();
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }
}
