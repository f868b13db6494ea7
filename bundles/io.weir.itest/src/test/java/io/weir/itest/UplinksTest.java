package io.weir.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** One gateway, three destinations of three kinds, none of which waits for another. */
class UplinksTest {
  @Test
  void eachDestinationGetsTheDataInItsOwnWay() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    service.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    service.start();
    try (Site site = new Site("uplinks", "200ms")) {
      site.gateway.write(
          "io.weir.uplink.http~lines.cfg.json",
          """
          { "url": "http://127.0.0.1:%d/write", "codec": "influx", "gzip": false,
            "batch.age.ms": 200 }
          """
              .formatted(service.getAddress().getPort()));
      site.gateway.write(
          "io.weir.uplink.sparkplug~scada.cfg.json",
          """
          { "servers": ["mqtt://127.0.0.1:%d"], "group.id": "Plant", "batch.age.ms": 200 }
          """
              .formatted(site.mosquitto.port()));
      Path topics = site.directory.resolve("host.log");
      List<String> command =
          List.of(
              "mosquitto_sub",
              "-h",
              "127.0.0.1",
              "-p",
              Integer.toString(site.mosquitto.port()),
              "-t",
              "spBv1.0/#",
              "-F",
              "%t");
      try (Peer host = Peer.start(site.directory, "host", command)) {
        assertThat(host.process().isAlive()).isTrue();
        site.gateway.start();
        Api api = new Api(site.gateway).signIn();

        Eventually.until(
            "lines of the boiler",
            () ->
                bodies.stream()
                    .flatMap(String::lines)
                    .anyMatch(
                        line -> line.matches("weir,gateway=g1,device=boiler .*count=\\d+i.*")));
        Eventually.until(
            "births and data of the edge node",
            () ->
                Files.readAllLines(topics)
                    .containsAll(
                        List.of(
                            "spBv1.0/Plant/NBIRTH/g1",
                            "spBv1.0/Plant/DBIRTH/g1/boiler",
                            "spBv1.0/Plant/DDATA/g1/boiler")));
        Eventually.until(
            "a sample over MQTT", () -> !site.cloud.samples("boiler", "count").isEmpty());
        Eventually.until(
            "three uplinks without fault",
            () -> {
              JsonNode uplinks = api.get("uplinks").get("uplinks");
              return uplinks.size() == 3
                  && uplinks.findValuesAsText("state").equals(List.of("ok", "ok", "ok"));
            });
        assertThat(api.get("uplinks").findValuesAsText("name"))
            .containsExactlyInAnyOrder("cloud", "lines", "scada");
      }
    } finally {
      service.stop(0);
    }
  }
}
