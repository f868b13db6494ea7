package io.weir.driver.mqtt.internal.link;

import io.weir.mqtt.Sockets;
import java.io.IOException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Settings in the client library's words; reads the files they name. */
final class ConnectOptions {
  private static final long KEPT_SECONDS = 7L * 24 * 3_600;

  private ConnectOptions() {}

  static MqttConnectionOptions of(Server server, Login login, Limits limits) throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(!login.isPersistent());
    options.setSessionExpiryInterval(login.isPersistent() ? KEPT_SECONDS : 0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout((limits.connectMillis() + 999) / 1_000);
    options.setKeepAliveInterval(limits.keepAliveSeconds());
    options.setReceiveMaximum(Limits.UNACKNOWLEDGED);
    options.setMaximumPacketSize((long) limits.messageBytes());
    options.setSocketFactory(server.isTls() ? Sockets.of(server.tls()) : Sockets.plain());
    options.setHttpsHostnameVerificationEnabled(server.tls().isNameChecked());
    options.setUseSubscriptionIdentifiers(false);
    if (!login.username().isBlank()) {
      options.setUserName(login.username());
    }
    if (login.hasPassword()) {
      options.setPassword(login.secret());
    }
    return options;
  }
}
