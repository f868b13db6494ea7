package io.weir.driver.lwm2m.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** CoAP messages made by hand, for what a well-behaved client does not send. */
final class Coap implements AutoCloseable {
  /** An answer: its code as people write it, and its payload. */
  record Answer(String code, String payload) {}

  private static final int URI_PATH = 11;
  private static final int URI_QUERY = 15;
  private static final int LINK_FORMAT = 40;
  private static final int PATIENCE_MS = 60_000;

  private final DatagramSocket socket;
  private final int port;
  private int id = 1;

  Coap(int port) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(PATIENCE_MS);
    this.port = port;
  }

  Answer register(String endpoint, String links, String... more) {
    List<String> queries = new ArrayList<>(List.of(more));
    queries.add("ep=" + endpoint);
    if (queries.stream().noneMatch(query -> query.startsWith("lwm2m="))) {
      queries.add("lwm2m=1.0");
    }
    return post("rd", links.getBytes(StandardCharsets.UTF_8), queries.toArray(new String[0]));
  }

  /** Posts to a path of one part; requests of the server that come meanwhile are left alone. */
  Answer post(String path, byte[] payload, String... queries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int message = id++;
    out.writeBytes(new byte[] {0x41, 0x02, (byte) (message >> 8), (byte) message, 0x55});
    option(out, URI_PATH, path.getBytes(StandardCharsets.UTF_8));
    option(out, 12 - URI_PATH, new byte[] {LINK_FORMAT});
    int last = 12;
    for (String query : List.of(queries)) {
      option(out, URI_QUERY - last, query.getBytes(StandardCharsets.UTF_8));
      last = URI_QUERY;
    }
    if (payload.length > 0) {
      out.write(0xFF);
      out.writeBytes(payload);
    }
    return exchange(out.toByteArray(), message);
  }

  Answer exchange(byte[] bytes, int message) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      while (true) {
        DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(answer);
        byte[] data = answer.getData();
        int type = (data[0] >> 4) & 3;
        int number = ((data[2] & 0xFF) << 8) | (data[3] & 0xFF);
        if (type == 2 && number == message) {
          int code = data[1] & 0xFF;
          String text = String.format("%d.%02d", code >> 5, code & 31);
          return new Answer(text, payload(data, answer.getLength()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String payload(byte[] data, int length) {
    for (int i = 4; i < length; i++) {
      if (data[i] == (byte) 0xFF) {
        return new String(data, i + 1, length - i - 1, StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static void option(ByteArrayOutputStream out, int delta, byte[] value) {
    if (value.length < 13) {
      out.write(delta << 4 | value.length);
    } else {
      out.write(delta << 4 | 13);
      out.write(value.length - 13);
    }
    out.writeBytes(value);
  }

  @Override
  public void close() {
    socket.close();
  }
}
