package io.weir.driver.coap.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import java.util.List;
import org.eclipse.californium.core.coap.Response;

/** Answers of a host to raw values. */
final class Answers {
  private Answers() {}

  /**
   * The values of an answer.
   *
   * @param isText whether they are plain text, which may spell a number
   */
  record Content(List<Measurement> values, boolean isText) {
    /** The value that a point means. */
    Measurement of(ClientPoint point) throws PayloadException {
      String wanted = point.pointer().isEmpty() ? point.name() : point.pointer();
      if (wanted.isEmpty()) {
        if (values.size() == 1) {
          return values.get(0);
        }
        throw new PayloadException(
            "The answer holds " + values.size() + " values; say which by pointer or name");
      }
      Measurement found = null;
      for (Measurement value : values) {
        if (value.name().equals(wanted)
            || (point.pointer().isEmpty() && value.name().endsWith("/" + wanted))) {
          found = value; // The last of several is the newest.
        }
      }
      if (found == null) {
        throw new PayloadException("The answer holds no '" + Text.shown(wanted) + "'");
      }
      return found;
    }

    /** Adds the row of a point. */
    void add(ClientPoint point, int channel, long micros, Batch into) throws PayloadException {
      Values.add(into, channel, micros, of(point).value(), isText, point.rawType(), Quality.GOOD);
    }
  }

  static Content content(Response response) throws PayloadException {
    Format format = Format.of(response.getOptions());
    return new Content(format.read(response.getPayload()), format == Format.TEXT);
  }
}
