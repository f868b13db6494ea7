package io.weir.core.internal.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeStatusBoard;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class ComponentHealthTest {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final List<ComponentConfigurationDTO> made = new ArrayList<>();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final ManualScheduler scheduler = new ManualScheduler();

  @Test
  void aRefusedConfigurationIsShownUntilItIsMended() {
    ComponentHealth health = new ComponentHealth(runtime(), board, scheduler);
    made.add(component("io.weir.web", ComponentConfigurationDTO.ACTIVE, null));
    made.add(
        component(
            "io.weir.driver.modbus~plant",
            ComponentConfigurationDTO.FAILED_ACTIVATION,
            new ConfigException("port", 70000, "use 1 to 65535")));
    scheduler.advance(PERIOD);
    assertThat(board.parts()).hasSize(1);
    assertThat(board.get("config/io.weir.driver.modbus~plant"))
        .satisfies(part -> assertThat(part.state()).isEqualTo(State.ERROR))
        .satisfies(
            part ->
                assertThat(part.message())
                    .isEqualTo("port: '70000' cannot be used; use 1 to 65535"));

    made.clear();
    scheduler.advance(PERIOD);
    assertThat(board.parts()).isEmpty();
    health.deactivate();
  }

  @Test
  void theInnermostCauseIsTheReasonOfOtherFailures() {
    Exception cause = new IllegalStateException("no such library");
    assertThat(FailureReason.of(trace(new InvocationTargetException(cause))))
        .isEqualTo("java.lang.IllegalStateException: no such library");
    assertThat(FailureReason.of(null)).contains("see the log");
  }

  private static ComponentConfigurationDTO component(
      String pid, int state, @org.jspecify.annotations.Nullable Exception failure) {
    ComponentConfigurationDTO dto = new ComponentConfigurationDTO();
    dto.state = state;
    dto.properties = Map.of("service.pid", pid);
    if (failure != null) {
      dto.failure = trace(new InvocationTargetException(failure));
    }
    return dto;
  }

  private static String trace(Exception failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private ServiceComponentRuntime runtime() {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.name = "any";
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getComponentDescriptionDTOs" -> List.of(description);
                  case "getComponentConfigurationDTOs" -> made;
                  default -> throw new AssertionError("unexpected call of " + method);
                });
  }
}
