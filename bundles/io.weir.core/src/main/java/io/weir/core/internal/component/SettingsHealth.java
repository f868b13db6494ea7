package io.weir.core.internal.component;

import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.work.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Compares the settings there are with those that are read. Confined to the scheduler's thread. */
@Component(
    service = {},
    immediate = true)
public final class SettingsHealth {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final ConfigurationAdmin admin;
  private final ServiceComponentRuntime runtime;
  private final BundleContext context;
  private final UnreadSettings unread;
  private final Scheduler.Task check;

  /** Made by the component runtime. */
  @Activate
  public SettingsHealth(
      @Reference ConfigurationAdmin admin,
      @Reference ServiceComponentRuntime runtime,
      @Reference StatusBoard board,
      @Reference Scheduler scheduler,
      BundleContext context) {
    this.admin = admin;
    this.runtime = runtime;
    this.context = context;
    unread = new UnreadSettings(board);
    check = scheduler.every(PERIOD, this::look);
  }

  @Deactivate
  void deactivate() {
    check.close();
    unread.close();
  }

  private void look() {
    try {
      unread.look(settings(), readers());
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalStateException("the settings cannot be listed", e);
    }
  }

  private List<String> settings() throws IOException, InvalidSyntaxException {
    Configuration[] all = admin.listConfigurations(null);
    return all == null ? List.of() : Arrays.stream(all).map(Configuration::getPid).toList();
  }

  private Set<String> readers() throws InvalidSyntaxException {
    Set<String> names = new HashSet<>();
    runtime
        .getComponentDescriptionDTOs()
        .forEach(component -> names.addAll(Arrays.asList(component.configurationPid)));
    List<ServiceReference<?>> managed = new ArrayList<>();
    managed.addAll(context.getServiceReferences(ManagedService.class, null));
    managed.addAll(context.getServiceReferences(ManagedServiceFactory.class, null));
    managed.forEach(reference -> add(reference.getProperty(Constants.SERVICE_PID), names));
    return names;
  }

  private static void add(Object pid, Set<String> names) {
    if (pid instanceof String name) {
      names.add(name);
    } else if (pid instanceof String[] several) {
      names.addAll(Arrays.asList(several));
    } else if (pid instanceof Collection<?> several) {
      several.forEach(name -> names.add(String.valueOf(name)));
    }
  }
}
