package io.weir.codec.json.internal.senml;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels of a record: RFC 8428, table 4 for JSON and table 6 for CBOR. */
enum Label {
  BN(-2),
  BT(-3),
  BU(-4),
  BV(-5),
  BS(-6),
  BVER(-1),
  N(0),
  U(1),
  V(2),
  VS(3),
  VB(4),
  S(5),
  T(6),
  UT(7),
  VD(8);

  private static final Map<String, Label> OF = new HashMap<>();

  static {
    for (Label label : values()) {
      OF.put(label.text, label);
      OF.put(Integer.toString(label.number), label);
    }
  }

  private final int number;
  private final String text = name().toLowerCase(Locale.ROOT);

  Label(int number) {
    this.number = number;
  }

  /** The label of a field's name as a parser gives it, or null if RFC 8428 has none. */
  static @Nullable Label of(String name) {
    return OF.get(name);
  }

  void write(JsonGenerator out) throws IOException {
    if (out instanceof CBORGenerator cbor) {
      cbor.writeFieldId(number);
    } else {
      out.writeFieldName(text);
    }
  }
}
