package io.weir.console.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the console's files at the root of the gateway's web server.
 *
 * <p>A path without a file ending is a page of the console itself and gets its {@code index.html}.
 * Any thread.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
public final class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String ROOT = "static";
  private static final String INDEX = "/index.html";

  private final transient StaticFiles files;

  /** Made by the component runtime. */
  @Activate
  public ConsoleServlet(BundleContext context) throws IOException {
    this(files(context.getBundle()));
  }

  ConsoleServlet(Map<String, URL> files) throws IOException {
    this.files = new StaticFiles(files);
    if (!this.files.contains(INDEX)) {
      throw new IOException("the console's bundle holds no " + ROOT + INDEX + "; build it again");
    }
  }

  private static Map<String, URL> files(Bundle bundle) {
    Map<String, URL> files = new HashMap<>();
    Enumeration<URL> entries = bundle.findEntries(ROOT, "*", true);
    for (URL url : entries == null ? Collections.<URL>emptyList() : Collections.list(entries)) {
      String path = url.getPath();
      if (!path.endsWith("/")) {
        files.put(path.substring(path.indexOf("/" + ROOT + "/") + ROOT.length() + 1), url);
      }
    }
    return files;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    boolean isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
    files.answer(isFile ? path : INDEX, request, response);
  }
}
