package io.weir.driver.coap.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON and CBOR, read with bounds on all that a sender could make large. */
final class Documents {
  /** Most values of one payload. */
  static final int MAX_VALUES = 512;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxNumberLength(64)
          .maxNameLength(256)
          .maxStringLength(65_536)
          .build();
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  static final CBORFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Documents() {}

  /** A use of a parser. */
  interface Reading<T> {
    T read(JsonParser in) throws IOException, PayloadException;
  }

  /**
   * Reads one whole document.
   *
   * @throws PayloadException if it is none, or more than one
   */
  static <T> T whole(JsonFactory factory, byte[] payload, Reading<T> reading)
      throws PayloadException {
    try (JsonParser in = factory.createParser(payload)) {
      if (in.nextToken() == null) {
        throw new PayloadException("The payload is empty");
      }
      T result = reading.read(in);
      if (in.nextToken() != null) {
        throw new PayloadException("Something follows the end of the document");
      }
      return result;
    } catch (IOException e) {
      String kind = factory == CBOR ? "CBOR" : "JSON";
      throw new PayloadException("The payload is no " + kind + " to be used: " + firstLine(e));
    }
  }

  private static String firstLine(IOException e) {
    String text = String.valueOf(e.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** All scalars of a plain document; the name of each is its path with slashes. */
  static List<Measurement> flatten(JsonParser in) throws IOException, PayloadException {
    List<Measurement> into = new ArrayList<>();
    flatten(in, "", into);
    return into;
  }

  private static void flatten(JsonParser in, String path, List<Measurement> into)
      throws IOException, PayloadException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        flatten(in, below(path, name), into);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        flatten(in, below(path, String.valueOf(i)), into);
      }
    } else {
      Object value = scalar(in);
      if (value != null) {
        if (into.size() == MAX_VALUES) {
          throw new PayloadException("More than " + MAX_VALUES + " values in one payload");
        }
        into.add(Measurement.of(path, value));
      }
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /** The scalar at which the parser stands; null for null. */
  static @Nullable Object scalar(JsonParser in) throws IOException, PayloadException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_STRING -> in.getText();
      case VALUE_EMBEDDED_OBJECT -> in.getBinaryValue();
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_NUMBER_FLOAT -> finite(in.getDoubleValue());
      default -> throw new PayloadException("A value is no number, text, boolean or bytes");
    };
  }

  /** An integer that fits a long; a larger one as the nearest double. */
  private static Object integer(JsonParser in) throws IOException, PayloadException {
    return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) finite(in.getDoubleValue())
        : (Object) in.getLongValue();
  }

  private static Double finite(double value) throws PayloadException {
    if (!Double.isFinite(value)) {
      throw new PayloadException("A number is not finite or larger than a double can be");
    }
    return value;
  }
}
