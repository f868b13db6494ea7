package io.weir.console.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the documentation of the installation, {@code docs/} in its home, as files: the guides in
 * Markdown, the schemas of the configuration documents, the encoding's schema. Any thread.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/docs/*")
public final class DocsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient StaticFiles files;

  /** Made by the component runtime. */
  @Activate
  public DocsServlet(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("weir.home"), "docs"));
  }

  DocsServlet(Path folder) throws IOException {
    Map<String, URL> found = new HashMap<>();
    if (Files.isDirectory(folder)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.filter(Files::isRegularFile).toList();
      }
      for (Path file : all) {
        found.put("/docs/" + folder.relativize(file), file.toUri().toURL());
      }
    }
    files = new StaticFiles(found);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    files.answer(request.getRequestURI(), request, response);
  }
}
