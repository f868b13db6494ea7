package io.weir.core.internal.component;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.work.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Puts components that refused their configuration on the board, as {@code config/<pid>~<name>}.
 *
 * <p>A component's constructor throws where its settings cannot be used; the component runtime then
 * leaves it out and keeps the reason, which would otherwise be seen in the log only. Confined to
 * the scheduler's thread.
 */
@Component(
    service = {},
    immediate = true)
public final class ComponentHealth {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final ServiceComponentRuntime runtime;
  private final StatusBoard board;
  private final Map<String, StatusBoard.Part> shown = new HashMap<>();
  private final Scheduler.Task check;

  /** Made by the component runtime. */
  @Activate
  public ComponentHealth(
      @Reference ServiceComponentRuntime runtime,
      @Reference StatusBoard board,
      @Reference Scheduler scheduler) {
    this.runtime = runtime;
    this.board = board;
    check = scheduler.every(PERIOD, this::report);
  }

  @Deactivate
  void deactivate() {
    check.close();
    shown.values().forEach(StatusBoard.Part::close);
  }

  private void report() {
    Map<String, String> failures = failures();
    failures.forEach(
        (name, reason) ->
            shown
                .computeIfAbsent(name, key -> board.part("config/" + key))
                .status(State.ERROR, "config", reason));
    for (Iterator<Map.Entry<String, StatusBoard.Part>> all = shown.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<String, StatusBoard.Part> part = all.next();
      if (!failures.containsKey(part.getKey())) {
        part.getValue().close();
        all.remove();
      }
    }
  }

  private Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    Collection<ComponentDescriptionDTO> all = runtime.getComponentDescriptionDTOs();
    for (ComponentDescriptionDTO description : all) {
      for (ComponentConfigurationDTO made : runtime.getComponentConfigurationDTOs(description)) {
        if (made.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          Object pid = made.properties.getOrDefault("service.pid", description.name);
          failures.put(String.valueOf(pid), FailureReason.of(made.failure));
        }
      }
    }
    return failures;
  }
}
