package io.weir.web.internal;

import io.weir.api.runtime.DeviceDocuments;
import io.weir.api.runtime.DeviceDocuments.ProfileSummary;
import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/profiles} and {@code /api/profiles/{id}}: what devices can be made of. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/profiles", "/api/profiles/*"})
public final class ProfilesResource extends Resource {
  private final DeviceDocuments documents;

  /** As a component. */
  @Activate
  public ProfilesResource(@Reference AccessControl access, @Reference DeviceDocuments documents) {
    super(access);
    this.documents = documents;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    String path = exchange.request().getPathInfo();
    if (path != null && !path.equals("/")) {
      String id = path.substring(1);
      exchange.sendJson(
          documents
              .profile(id)
              .orElseThrow(
                  () ->
                      ApiException.notFound(
                          "there is no profile '" + id + "'; see /api/profiles")));
      return;
    }
    List<ProfileSummary> profiles = documents.profiles();
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("profiles");
          for (ProfileSummary profile : profiles) {
            json.writeStartObject();
            json.writeStringField("id", profile.id());
            json.writeStringField("name", profile.name());
            json.writeStringField("source", profile.source());
            json.writeStringField("origin", profile.isOwn() ? "own" : "library");
            json.writeNumberField("channels", profile.channels());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
