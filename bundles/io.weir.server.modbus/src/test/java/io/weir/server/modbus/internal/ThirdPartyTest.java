package io.weir.server.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are not our own code: mbpoll and pymodbus. */
class ThirdPartyTest {
  private Fixtures site;

  @BeforeEach
  void start() {
    site =
        new Fixtures(
            Map.of(
                "writable",
                true,
                "map",
                Fixtures.map(
                    "holding 0 float32 boiler/temp rw",
                    "holding 2 quality boiler/temp",
                    "holding 3 int16 boiler/count rw",
                    "holding 10 float32 CDAB boiler/temp",
                    "coil 0 boiler/valve rw",
                    "coil 1 boiler/pump rw",
                    "discrete 0 boiler/valve")));
    site.plant.add("boiler/temp", ValueType.DOUBLE);
    site.plant.add("boiler/count", ValueType.INTEGER);
    site.plant.add("boiler/valve", ValueType.BOOLEAN);
    site.plant.add("boiler/pump", ValueType.BOOLEAN);
    site.plant.set("boiler/temp", 31.75);
    site.plant.set("boiler/count", 42);
    site.plant.set("boiler/valve", 1);
    site.plant.set("boiler/pump", 0);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void mbpollReadsAFloatInBothWordOrders() throws Exception {
    assertThat(mbpoll("-t", "4:float", "-B", "-r", "0", "127.0.0.1")).contains("[0]: \t31.75\n");
    assertThat(mbpoll("-t", "4:float", "-r", "10", "127.0.0.1")).contains("[10]: \t31.75\n");
    assertThat(mbpoll("-t", "0", "-r", "0", "127.0.0.1")).contains("[0]: \t1\n");
  }

  @Test
  void mbpollIsToldThatAValueIsBad() throws Exception {
    site.plant.bad("boiler/temp");

    assertThat(mbpoll("-t", "4:float", "-B", "-r", "0", "127.0.0.1"))
        .contains("Target device failed to respond");
    assertThat(mbpoll("-t", "4", "-r", "2", "127.0.0.1")).contains("[2]: \t2\n");
  }

  @Test
  void mbpollWrites() throws Exception {
    assertThat(mbpoll("-t", "4", "-r", "3", "127.0.0.1", "55")).contains("Written 1 references");
    assertThat(commands()).containsExactly("boiler/count=55");
  }

  @Test
  void pymodbusReadsAndWrites() throws Exception {
    String said =
        run(
            List.of(
                "/usr/bin/python3", "src/test/resources/client.py", String.valueOf(site.port())));

    assertThat(said.lines())
        .containsExactly(
            "holding [16894, 0, 0, 42]",
            "coils [True, False]",
            "discrete [True, False]",
            "hole exception 2",
            "coil echo True",
            "coils done",
            "register echo 7",
            "registers done",
            "half exception 3");
    assertThat(commands())
        .containsExactly(
            "boiler/pump=true",
            "boiler/valve=false",
            "boiler/pump=true",
            "boiler/count=7",
            "boiler/temp=1.5");
  }

  private List<String> commands() {
    return site.plant.commands.stream().map(c -> c.channel() + "=" + c.value()).toList();
  }

  private String mbpoll(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("mbpoll", "-0", "-1", "-o", "10", "-p"));
    command.add(String.valueOf(site.port()));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
