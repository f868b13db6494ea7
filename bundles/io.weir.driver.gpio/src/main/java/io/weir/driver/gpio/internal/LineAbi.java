package io.weir.driver.gpio.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Requests and answers of the kernel's GPIO character device, version 2 (Linux 5.10), byte by byte
 * as {@code linux/gpio.h} lays them out on every machine.
 */
final class LineAbi {
  static final int GET_CHIP_INFO = 0x8044B401;
  static final int GET_LINE_INFO = 0xC100B405;
  static final int GET_LINE = 0xC250B407;
  static final int SET_CONFIG = 0xC110B40D;
  static final int GET_VALUES = 0xC010B40E;
  static final int SET_VALUES = 0xC010B40F;

  static final int CHIP_INFO_BYTES = 68;
  static final int LINE_INFO_BYTES = 256;
  static final int REQUEST_BYTES = 592;
  static final int CONFIG_BYTES = 272;
  static final int VALUES_BYTES = 16;
  static final int EVENT_BYTES = 48;

  static final int NAME_BYTES = 32;
  static final int CHIP_LABEL = 32;
  static final int CHIP_LINES = 64;
  static final int INFO_CONSUMER = 32;
  static final int INFO_OFFSET = 64;
  static final int REQUEST_FILE = 588;
  static final int EVENT_ID = 8;
  static final int EVENT_LINE_SEQUENCE = 20;
  static final int RISING = 1;

  private static final int REQUEST_CONSUMER = 256;
  private static final int REQUEST_CONFIG = 288;
  private static final int REQUEST_LINES = 560;
  private static final int REQUEST_BUFFER = 564;
  private static final int CONFIG_ATTRIBUTES = 8;
  private static final int CONFIG_ATTRIBUTE = 32;
  private static final int ATTRIBUTE_VALUE = 8;
  private static final int ATTRIBUTE_MASK = 16;

  private static final long ACTIVE_LOW = 1 << 1;
  private static final long INPUT = 1 << 2;
  private static final long OUTPUT = 1 << 3;
  private static final int OUTPUT_VALUES = 2;
  private static final int DEBOUNCE = 3;

  /** Edges the kernel keeps for a line that is not read fast enough. */
  private static final int BUFFER = 256;

  private LineAbi() {}

  /** A request of one line; an output without an initial level is left as it is, for now. */
  static byte[] request(LineSetup setup) {
    byte[] request = new byte[REQUEST_BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
    bytes.putInt(0, setup.offset());
    byte[] name = setup.consumer().getBytes(StandardCharsets.US_ASCII);
    bytes.put(REQUEST_CONSUMER, name, 0, Math.min(name.length, NAME_BYTES - 1));
    bytes.putInt(REQUEST_LINES, 1);
    if (!setup.output()) {
      bytes.putInt(REQUEST_BUFFER, BUFFER);
    }
    Boolean initial = setup.initial();
    if (!setup.output() || initial != null) {
      config(bytes, REQUEST_CONFIG, setup, initial != null && initial);
    }
    return request;
  }

  /** The configuration of an output with this level. */
  static byte[] config(LineSetup setup, boolean active) {
    byte[] config = new byte[CONFIG_BYTES];
    config(ByteBuffer.wrap(config).order(ByteOrder.nativeOrder()), 0, setup, active);
    return config;
  }

  private static void config(ByteBuffer bytes, int at, LineSetup setup, boolean active) {
    long direction = setup.output() ? OUTPUT | setup.drive().flag() : INPUT | setup.edge().flag();
    bytes.putLong(at, direction | setup.pull().flag() | (setup.activeLow() ? ACTIVE_LOW : 0));
    if (setup.output()) {
      attribute(bytes, at, OUTPUT_VALUES, active ? 1 : 0);
    } else if (setup.debounceMicros() > 0) {
      attribute(bytes, at, DEBOUNCE, setup.debounceMicros());
    }
  }

  private static void attribute(ByteBuffer bytes, int config, int id, int value) {
    bytes.putInt(config + CONFIG_ATTRIBUTES, 1);
    int at = config + CONFIG_ATTRIBUTE;
    bytes.putInt(at, id);
    if (id == DEBOUNCE) {
      bytes.putInt(at + ATTRIBUTE_VALUE, value);
    } else {
      bytes.putLong(at + ATTRIBUTE_VALUE, value);
    }
    bytes.putLong(at + ATTRIBUTE_MASK, 1);
  }

  /** The text up to its NUL. */
  static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
