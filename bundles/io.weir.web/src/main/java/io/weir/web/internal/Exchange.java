package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.security.Session;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request and its response, as the resources see them. Confined to one thread at a time. */
final class Exchange {
  /** Writes the body of a response. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final int BODY_LIMIT = 64 * 1024;

  /** How much of a refused body is read all the same, so that the client gets to the answer. */
  private static final int DRAIN_LIMIT = 1024 * 1024;

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final @Nullable Session session;

  Exchange(HttpServletRequest request, HttpServletResponse response, @Nullable Session session) {
    this.request = request;
    this.response = response;
    this.session = session;
  }

  HttpServletRequest request() {
    return request;
  }

  HttpServletResponse response() {
    return response;
  }

  @Nullable Session session() {
    return session;
  }

  /** The client's address. */
  String remote() {
    return request.getRemoteAddr();
  }

  /** Whether only the headers of the answer are wanted. */
  boolean isHead() {
    return request.getMethod().equals("HEAD");
  }

  /** Refuses any query parameter but these, so that a typing error does not pass as a default. */
  void allow(String... names) throws ApiException {
    List<String> known = List.of(names);
    for (String name : request.getParameterMap().keySet()) {
      if (!known.contains(name)) {
        throw ApiException.bad(
            "parameter",
            name,
            known.isEmpty() ? "use none here" : "use one of " + String.join(", ", known));
      }
    }
  }

  /** A query parameter; null when it is absent or empty. */
  @Nullable String parameter(String name) {
    String value = request.getParameter(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A whole number given as a query parameter. */
  long parameter(String name, long otherwise, long min, long max) throws ApiException {
    String text = parameter(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // answered like a number out of range
    }
    throw ApiException.bad(name, text, "use a whole number from " + min + " to " + max);
  }

  /** The request's body: a JSON object. */
  JsonNode body() throws ApiException, IOException {
    return body(BODY_LIMIT);
  }

  /** The request's body: a JSON object of so many bytes at most. */
  JsonNode body(int limit) throws ApiException, IOException {
    byte[] bytes = bytes("application/json", limit);
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().replaceAll("(?s)\\s*\\(start marker at.*", "");
      throw ApiException.bad("body", reason, "send one JSON object");
    }
    throw ApiException.bad("body", bytes.length == 0 ? null : "no object", "send one JSON object");
  }

  /** The request's body, of this type and of so many bytes at most. */
  byte[] bytes(String wanted, int limit) throws ApiException, IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).strip().matches(wanted + "\\s*(;.*)?")) {
      throw new ApiException(
          415,
          "unsupported-media-type",
          "Content-Type: '" + type + "' cannot be used; send " + wanted);
    }
    byte[] bytes = request.getInputStream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new ApiException(
          413, "too-large", "the body is too long; send at most " + limit + " bytes");
    }
    return bytes;
  }

  /** Answers with a JSON document as it is. */
  void sendJson(byte[] document) throws IOException {
    response.setStatus(200);
    response.setContentType("application/json");
    response.setContentLength(document.length);
    if (!isHead()) {
      response.getOutputStream().write(document);
    }
  }

  /** Answers with JSON; when that fails halfway the brackets stay open. */
  void send(int status, Content content) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    JsonGenerator json = JSON.createGenerator(new ClientStream(response.getOutputStream()));
    json.writeStartObject();
    content.write(json);
    json.writeEndObject();
    json.close();
  }

  /**
   * Breaks the connection, so that the client does not take what it has got for the whole answer.
   * Asked of the container's own response: the wrappers between would make an error page of it.
   */
  void abort() throws IOException {
    ServletResponse own = response;
    while (own instanceof ServletResponseWrapper wrapper) {
      own = wrapper.getResponse();
    }
    ((HttpServletResponse) own).sendError(-1);
  }

  /** Answers with an error; breaks the connection if the answer has begun. */
  void send(ApiException error) throws IOException {
    if (response.isCommitted()) {
      abort();
      return;
    }
    response.resetBuffer();
    long drained = request.getInputStream().skip(DRAIN_LIMIT);
    if (drained == DRAIN_LIMIT) {
      response.setHeader("Connection", "close");
    }
    send(
        error.status(),
        json -> {
          json.writeObjectFieldStart("error");
          json.writeStringField("code", error.code());
          json.writeStringField("message", error.getMessage());
          if (error.field() != null) {
            json.writeStringField("field", error.field());
          }
          json.writeEndObject();
        });
  }
}
