package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes one token for what it must be, or says what is wrong and where. */
public final class Tokens {
  private Tokens() {}

  public static String text(JsonParser json, @Nullable JsonToken token, String name)
      throws IOException {
    expect(json, token, JsonToken.VALUE_STRING, name);
    return json.getText();
  }

  public static long integer(JsonParser json, @Nullable JsonToken token, String name)
      throws IOException {
    expect(json, token, JsonToken.VALUE_NUMBER_INT, name);
    return json.getLongValue();
  }

  public static void expect(
      JsonParser json, @Nullable JsonToken token, JsonToken wanted, String what)
      throws IOException {
    if (token != wanted) {
      throw wrong(json, what + " must be " + wanted + ", not " + token);
    }
  }

  public static IOException wrong(JsonParser json, String what) {
    return new IOException("payload: " + what + at(json));
  }

  public static String at(JsonParser json) {
    return " (byte " + json.currentLocation().getByteOffset() + ")";
  }

  public static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (byte " + e.getLocation().getByteOffset() + ")";
  }
}
