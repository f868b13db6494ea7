package io.weir.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What stands around unit id, function code and data, as a slave sees it. */
enum Envelope {
  /** Transaction id, protocol id, length. */
  MBAP {
    @Override
    byte[] read(InputStream from) throws IOException {
      DataInputStream in = new DataInputStream(from);
      byte[] header = in.readNBytes(6);
      if (header.length < 6) {
        throw new EOFException();
      }
      byte[] rest = new byte[ByteBuffer.wrap(header).getShort(4)];
      in.readFully(rest);
      byte[] frame = Arrays.copyOf(header, 6 + rest.length);
      System.arraycopy(rest, 0, frame, 6, rest.length);
      return frame;
    }

    @Override
    byte[] frame(int transaction, byte[] message) {
      return ByteBuffer.allocate(6 + message.length)
          .putShort((short) transaction)
          .putShort((short) 0)
          .putShort((short) message.length)
          .put(message)
          .array();
    }
  },

  /** A checksum behind. */
  RTU {
    /** Requests of a test are of these lengths: they read, or write one register. */
    @Override
    byte[] read(InputStream from) throws IOException {
      byte[] frame = new byte[8];
      new DataInputStream(from).readFully(frame);
      return frame;
    }

    @Override
    byte[] frame(int transaction, byte[] message) {
      int sum = RtuFraming.checksum(message, message.length);
      byte[] frame = Arrays.copyOf(message, message.length + 2);
      frame[message.length] = (byte) sum;
      frame[message.length + 1] = (byte) (sum >> 8);
      return frame;
    }
  },

  /** Hexadecimal digits between a colon and the end of a line, a checksum before that. */
  ASCII {
    @Override
    byte[] read(InputStream from) throws IOException {
      DataInputStream in = new DataInputStream(from);
      StringBuilder line = new StringBuilder();
      while (line.length() == 0 || line.charAt(line.length() - 1) != '\n') {
        line.append((char) in.readUnsignedByte());
      }
      return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    byte[] frame(int transaction, byte[] message) {
      int sum = 0;
      for (byte each : message) {
        sum += each;
      }
      String text = HexFormat.of().withUpperCase().formatHex(message);
      return String.format(":%s%02X\r\n", text, -sum & 0xFF).getBytes(StandardCharsets.US_ASCII);
    }
  };

  /** Takes a whole request. */
  abstract byte[] read(InputStream from) throws IOException;

  /**
   * A frame.
   *
   * @param message unit id, function code and data
   */
  abstract byte[] frame(int transaction, byte[] message);

  /** The transaction id of a request; 0 where there is none. */
  int transaction(byte[] request) {
    return this == MBAP ? ByteBuffer.wrap(request).getShort() & 0xFFFF : 0;
  }
}
