package io.weir.driver.coap.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SenML pack (RFC 8428), JSON or CBOR, to its resolved records. Used once.
 *
 * <p>A sum becomes a value of its own, its name with {@code /sum} behind it.
 */
final class SenmlReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]{0,254}");
  private static final int VERSION = 10;

  /** Labels of CBOR (section 6) by the field's name in JSON. */
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("-1", "bver"),
          Map.entry("-2", "bn"),
          Map.entry("-3", "bt"),
          Map.entry("-4", "bu"),
          Map.entry("-5", "bv"),
          Map.entry("-6", "bs"),
          Map.entry("0", "n"),
          Map.entry("1", "u"),
          Map.entry("2", "v"),
          Map.entry("3", "vs"),
          Map.entry("4", "vb"),
          Map.entry("5", "s"),
          Map.entry("6", "t"),
          Map.entry("7", "ut"),
          Map.entry("8", "vd"));

  private final JsonParser in;
  private final boolean cbor;
  private final boolean lwm2m;
  private final List<Measurement> resolved = new ArrayList<>();
  private int record;
  private String baseName = "";
  private String baseUnit = "";
  private double baseTime;
  private @Nullable Number baseValue;
  private @Nullable Number baseSum;

  /** Fields of the record that is read. */
  private String name = "";

  private String unit = "";
  private double time = Double.NaN;
  private @Nullable Object value;
  private @Nullable Number sum;
  private boolean isNamed;

  private SenmlReader(JsonParser in, boolean cbor, boolean lwm2m) {
    this.in = in;
    this.cbor = cbor;
    this.lwm2m = lwm2m;
  }

  /**
   * Reads a pack; the parser stands at its first token.
   *
   * @param lwm2m whether names may begin with a slash, as LwM2M writes them
   */
  static List<Measurement> read(JsonParser in, boolean cbor, boolean lwm2m)
      throws IOException, PayloadException {
    SenmlReader reader = new SenmlReader(in, cbor, lwm2m);
    reader.pack();
    return reader.resolved;
  }

  private void pack() throws IOException, PayloadException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new PayloadException("A SenML pack is an array of records");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      record++;
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw bad("is no object");
      }
      forgetRecord();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        field(cbor ? LABELS.getOrDefault(field, field) : field);
      }
      resolve();
    }
  }

  private void forgetRecord() {
    name = "";
    unit = "";
    time = Double.NaN;
    value = null;
    sum = null;
    isNamed = false;
  }

  private void field(String field) throws IOException, PayloadException {
    switch (field) {
      case "bver" -> version();
      case "bn" -> baseName = text(field);
      case "bt" -> baseTime = number(field).doubleValue();
      case "bu" -> baseUnit = text(field);
      case "bv" -> baseValue = number(field);
      case "bs" -> baseSum = number(field);
      case "n" -> {
        name = text(field);
        isNamed = true;
      }
      case "u" -> unit = text(field);
      case "t" -> time = number(field).doubleValue();
      case "ut" -> number(field);
      case "s" -> sum = number(field);
      case "v" -> value(number(field));
      case "vs" -> value(text(field));
      case "vb" -> value(bool());
      case "vd" -> value(data());
      case "vlo" -> value(text(field));
      default -> other(field);
    }
  }

  private void version() throws IOException, PayloadException {
    if (number("bver").doubleValue() > VERSION) {
      throw bad("is of version " + in.getText() + "; " + VERSION + " is known");
    }
  }

  /** A field whose name ends in an underscore must be understood; others may be left out. */
  private void other(String field) throws IOException, PayloadException {
    if (field.endsWith("_")) {
      throw bad("has the field '" + field + "', which would have to be understood");
    }
    in.skipChildren();
  }

  private void value(Object one) throws PayloadException {
    if (value != null) {
      throw bad("has more than one value");
    }
    value = one;
  }

  private Number number(String field) throws IOException, PayloadException {
    if (in.currentToken().isNumeric() && Documents.scalar(in) instanceof Number number) {
      return number;
    }
    throw bad("field '" + field + "' is no number");
  }

  private String text(String field) throws IOException, PayloadException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    throw bad("field '" + field + "' is no text");
  }

  private Boolean bool() throws PayloadException {
    if (in.currentToken().isBoolean()) {
      return in.currentToken() == JsonToken.VALUE_TRUE;
    }
    throw bad("field 'vb' is no boolean");
  }

  private byte[] data() throws IOException, PayloadException {
    if (cbor) {
      if (Documents.scalar(in) instanceof byte[] bytes) {
        return bytes;
      }
      throw bad("field 'vd' is no byte string");
    }
    try {
      return Base64.getUrlDecoder().decode(text("vd"));
    } catch (IllegalArgumentException e) {
      throw bad("field 'vd' is no base64url");
    }
  }

  private void resolve() throws PayloadException {
    boolean isBaseOnly = !isNamed && value == null && sum == null && Double.isNaN(time);
    if (isBaseOnly) {
      return;
    }
    Object whole = added(baseValue, value);
    String full = baseName + name;
    if (!full.isEmpty() || !lwm2m) {
      checkName(full);
    }
    if (whole != null) {
      add(full, whole);
    }
    Object total = added(baseSum, sum);
    if (sum != null && total != null) {
      add(full + "/sum", total);
    } else if (whole == null) {
      throw bad("has no value");
    }
  }

  private void checkName(String full) throws PayloadException {
    String plain = lwm2m && full.startsWith("/") ? full.substring(1) : full;
    if (!plain.isEmpty() && !NAME.matcher(plain).matches()) {
      throw bad("has the name '" + Text.shown(full) + "', which SenML does not allow");
    }
  }

  private void add(String full, Object whole) throws PayloadException {
    if (resolved.size() == Documents.MAX_VALUES) {
      throw new PayloadException("More than " + Documents.MAX_VALUES + " values in one payload");
    }
    double at = Double.isNaN(time) && baseTime == 0 ? Double.NaN : baseTime + zeroIfNone(time);
    resolved.add(new Measurement(full, whole, unit.isEmpty() ? baseUnit : unit, at));
  }

  private static double zeroIfNone(double number) {
    return Double.isNaN(number) ? 0 : number;
  }

  /** A base is added to a number and stands for one that is missing. */
  private @Nullable Object added(@Nullable Number base, @Nullable Object number)
      throws PayloadException {
    if (base == null || (number != null && !(number instanceof Number))) {
      return number;
    }
    if (number == null) {
      return base;
    }
    if (base instanceof Long a && number instanceof Long b) {
      long whole = a + b;
      if (((a ^ whole) & (b ^ whole)) >= 0) {
        return whole;
      }
    }
    double whole = base.doubleValue() + ((Number) number).doubleValue();
    if (!Double.isFinite(whole)) {
      throw bad("is larger than a double can be");
    }
    return whole;
  }

  private PayloadException bad(String what) {
    return new PayloadException("Record " + record + " of the SenML pack " + what);
  }
}
