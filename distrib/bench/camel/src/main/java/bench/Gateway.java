package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.plc4x.java.DefaultPlcDriverManager;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;

/**
 * The "plain Java" bound of the bench: timer, PLC4X Modbus TCP block reads, JSON, MQTT with QoS 1.
 * No store. Settings come from NREGS, MS, MPORT and BPORT.
 */
public final class Gateway extends RouteBuilder {
  private static final int BLOCK = 100;
  private static final int TIMEOUT_SECONDS = 3;

  private final int registers = Integer.parseInt(System.getenv("NREGS"));
  private PlcConnection connection;
  private List<PlcReadRequest> requests = List.of();

  public static void main(String[] args) throws Exception {
    Main main = new Main();
    main.configure().addRoutesBuilder(new Gateway());
    main.run();
  }

  @Override
  public void configure() {
    onException(Exception.class).handled(true).logExhaustedMessageHistory(false);
    from("timer:poll?fixedRate=true&delay=0&period=" + System.getenv("MS"))
        .process(exchange -> exchange.getMessage().setBody(poll()))
        .split(body())
        .to(
            "paho-mqtt5:gw/camel?qos=1&automaticReconnect=true&clientId=camel"
                + "&brokerUrl=tcp://127.0.0.1:"
                + System.getenv("BPORT"));
  }

  private synchronized List<String> poll() throws Exception {
    if (connection == null || !connection.isConnected()) {
      connect();
    }
    List<String> payloads = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      PlcReadResponse response = requests.get(i).execute().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      payloads.add(json(i * BLOCK, response));
    }
    return payloads;
  }

  private void connect() throws Exception {
    connection =
        new DefaultPlcDriverManager()
            .getConnection(
                "modbus-tcp:tcp://127.0.0.1:"
                    + System.getenv("MPORT")
                    + "?unit-identifier=1&request-timeout=3000");
    requests = new ArrayList<>();
    for (int first = 0; first < registers; first += BLOCK) {
      int count = Math.min(BLOCK, registers - first);
      String tag = "holding-register:" + (first + 1) + ":UINT[" + count + "]";
      requests.add(connection.readRequestBuilder().addTagAddress("block", tag).build());
    }
  }

  private static String json(int first, PlcReadResponse response) {
    StringBuilder json = new StringBuilder(1600);
    json.append("{\"ts\":").append(System.currentTimeMillis()).append(",\"values\":{");
    int register = first;
    for (Integer value : response.getAllIntegers("block")) {
      if (register > first) {
        json.append(',');
      }
      json.append("\"r").append(register++).append("\":").append(value);
    }
    return json.append("}}").toString();
  }
}
