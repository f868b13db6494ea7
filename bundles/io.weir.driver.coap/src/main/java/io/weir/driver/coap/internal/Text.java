package io.weir.driver.coap.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that comes from others. */
final class Text {
  private static final int SHOWN = 64;

  private Text() {}

  /** What a payload says in UTF-8. */
  static String utf8(byte[] payload) throws PayloadException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      throw new PayloadException("The payload is no UTF-8 text");
    }
  }

  /** The text as it may stand in a message: short and without control characters. */
  static String shown(String text) {
    String head = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return head.replaceAll("\\p{Cntrl}", "?");
  }
}
