package io.weir.api.encoding;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Writes and reads {@code weir.batch.v1.Channel}. */
public final class ChannelFormat {
  private static final int NUMBER = 1;
  private static final int ID = 2;
  private static final int TYPE = 3;
  private static final int UNIT = 4;

  private ChannelFormat() {}

  /** Adds the channel's message to the buffer. */
  public static void encode(ChannelInfo channel, WireWriter out) {
    out.uint(NUMBER, channel.number());
    out.text(ID, channel.id());
    out.uint(TYPE, channel.type().code());
    out.text(UNIT, channel.unit());
  }

  /**
   * Reads a channel up to the reader's end.
   *
   * @throws MalformedException if the bytes are not such a message
   */
  public static ChannelInfo decode(WireReader in) throws MalformedException {
    int number = 0;
    String id = "";
    String unit = "";
    @Nullable ValueType type = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case NUMBER -> number = in.uint(BatchFormat.MAX_CHANNEL);
        case ID -> id = in.text();
        case TYPE -> type = type(in.uint(Integer.MAX_VALUE));
        case UNIT -> unit = in.text();
        default -> in.skip();
      }
    }
    if (type == null || id.indexOf('/') < 0) {
      throw new MalformedException("channel " + number + " has no type or no id of device/channel");
    }
    return new ChannelInfo(number, id, type, unit);
  }

  private static ValueType type(int code) throws MalformedException {
    try {
      return ValueType.ofCode(code);
    } catch (IllegalArgumentException e) {
      MalformedException wrong = new MalformedException(String.valueOf(e.getMessage()));
      wrong.initCause(e);
      throw wrong;
    }
  }
}
