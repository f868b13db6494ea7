package io.weir.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServletTest {
  @TempDir Path folder;
  private ConsoleServlet servlet;

  @BeforeEach
  void files() throws IOException {
    servlet =
        new ConsoleServlet(
            Map.of(
                "/index.html", file("index"),
                "/index.html.gz", file("index, compressed"),
                "/assets/app-1234.js", file("app")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/devices", "/trend/boiler/flow-temp", "/index.html"})
  void pagesOfTheConsoleGetItsIndex(String path) throws IOException {
    Answer answer = get(path, Map.of());
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("index");
    assertThat(answer.headers)
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("X-Content-Type-Options", "nosniff");
    assertThat(answer.headers.get("Content-Security-Policy"))
        .startsWith("default-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void aBrowserThatTakesGzipGetsTheCompressedFile() throws IOException {
    Answer answer = get("/", Map.of("Accept-Encoding", "gzip, br"));
    assertThat(answer.headers).containsEntry("Content-Encoding", "gzip");
    assertThat(answer.body()).isEqualTo("index, compressed");
  }

  @Test
  void aFileWithAHashInItsNameIsCachedForEver() throws IOException {
    Answer answer = get("/assets/app-1234.js", Map.of("Accept-Encoding", "gzip"));
    assertThat(answer.headers.get("Cache-Control")).contains("immutable");
    assertThat(answer.headers).doesNotContainKey("Content-Encoding");
    assertThat(answer.body()).isEqualTo("app");
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws IOException {
    String etag = get("/", Map.of()).headers.get("ETag");
    Answer answer = get("/", Map.of("If-None-Match", etag));
    assertThat(answer.status).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/missing.js", "/../secret.txt", "/assets/../../secret.txt", "/index.html.gz"})
  void nothingElseIsServed(String path) throws IOException {
    assertThat(get(path, Map.of()).status).isEqualTo(404);
  }

  @Test
  void aBundleWithoutThePageSaysSo() {
    assertThatThrownBy(() -> new ConsoleServlet(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("index.html");
  }

  @Test
  void theDocumentationIsServedAsFiles() throws IOException {
    Files.createDirectories(folder.resolve("docs/schema"));
    Files.writeString(folder.resolve("docs/rules.md"), "# Rules");
    Files.writeString(folder.resolve("docs/schema/rule.schema.json"), "{}");
    Files.writeString(folder.resolve("secret.txt"), "secret");
    DocsServlet docs = new DocsServlet(folder.resolve("docs"));
    assertThat(get(docs::doGet, "/docs/rules.md", Map.of()).body()).isEqualTo("# Rules");
    assertThat(get(docs::doGet, "/docs/schema/rule.schema.json", Map.of()).headers)
        .containsEntry("Content-Type", "application/json");
    assertThat(get(docs::doGet, "/docs/../secret.txt", Map.of()).status).isEqualTo(404);
    assertThat(get(docs::doGet, "/docs/", Map.of()).status).isEqualTo(404);
  }

  @Test
  void anInstallationWithoutDocumentationStillStarts() throws IOException {
    DocsServlet docs = new DocsServlet(folder.resolve("none"));
    assertThat(get(docs::doGet, "/docs/rules.md", Map.of()).status).isEqualTo(404);
  }

  private URL file(String content) throws IOException {
    Path path = Files.createTempFile(folder, "asset", "");
    Files.writeString(path, content);
    return path.toUri().toURL();
  }

  private interface Get {
    void get(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private Answer get(String path, Map<String, String> headers) throws IOException {
    return get(servlet::doGet, path, headers);
  }

  private static Answer get(Get get, String path, Map<String, String> headers) throws IOException {
    Answer answer = new Answer();
    HttpServletRequest request =
        fake(
            HttpServletRequest.class,
            (name, args) -> {
              if (name.equals("getRequestURI")) {
                return path;
              }
              return name.equals("getHeader") ? headers.get(String.valueOf(args[0])) : null;
            });
    get.get(request, fake(HttpServletResponse.class, answer::call));
    return answer;
  }

  private interface Call {
    @Nullable Object answer(String method, Object[] args);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> call.answer(method.getName(), args)));
  }

  private static final class Answer {
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int status = 200;

    private @Nullable Object call(String method, Object[] args) {
      switch (method) {
        case "setHeader" -> headers.put(String.valueOf(args[0]), String.valueOf(args[1]));
        case "setContentType" -> headers.put("Content-Type", String.valueOf(args[0]));
        case "setStatus", "sendError" -> status = (Integer) args[0];
        case "getOutputStream" -> {
          return new Sink(bytes);
        }
        default -> throw new AssertionError("unexpected call of " + method);
      }
      return null;
    }

    private String body() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static final class Sink extends ServletOutputStream {
    private final ByteArrayOutputStream bytes;

    private Sink(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new AssertionError("the console writes synchronously");
    }
  }
}
