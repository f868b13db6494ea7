package io.weir.security.internal;

import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the configurations anew that refer to a secret that changed: their components start again
 * with it, those also that did not come up without it. Called by whoever changes a secret.
 */
@Component(
    service = {},
    immediate = true)
public final class SecretUsers {
  private static final Logger LOG = LoggerFactory.getLogger(SecretUsers.class);

  private final ConfigurationAdmin admin;
  private final SecretStore.Registration registration;

  /** As a component. */
  @Activate
  public SecretUsers(@Reference ConfigurationAdmin admin, @Reference SecretStore store) {
    this.admin = admin;
    registration = store.onChange(this::changed);
  }

  @Deactivate
  void stop() {
    registration.close();
  }

  private void changed(String name) {
    try {
      Configuration[] all = admin.listConfigurations(null);
      if (all == null) {
        return;
      }
      for (Configuration each : all) {
        apply(each, name);
      }
    } catch (IOException | InvalidSyntaxException e) {
      LOG.error("Who uses the secret {} is not started again; restart the gateway", name, e);
    }
  }

  private static void apply(Configuration each, String name) throws IOException {
    try {
      if (refers(each.getProperties(), SecretStore.PREFIX + name)) {
        LOG.info("The secret {} has changed, {} starts again", name, each.getPid());
        each.update(); // as it is in its file, so that an edit of this moment is not undone;
        each.update(each.getProperties()); // but only this makes the component anew
      }
    } catch (IllegalStateException e) {
      LOG.debug("A configuration was deleted meanwhile", e);
    }
  }

  private static boolean refers(@Nullable Dictionary<String, Object> properties, String reference) {
    return properties != null
        && Collections.list(properties.elements()).stream()
            .anyMatch(value -> isOrHas(value, reference));
  }

  private static boolean isOrHas(Object value, String reference) {
    return value instanceof Object[] several
        ? Arrays.asList(several).contains(reference)
        : value instanceof Collection<?> collection
            ? collection.contains(reference)
            : value.equals(reference);
  }
}
