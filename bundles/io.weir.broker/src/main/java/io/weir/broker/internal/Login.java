package io.weir.broker.internal;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.weir.api.security.SecretStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides on a CONNECT, and makes of it what the broker behind is given. Any thread. */
final class Login {
  private final Users users;
  private final SecretStore secrets;

  /**
   * What became of a CONNECT.
   *
   * @param code accepted, or why not
   * @param reason why not, for people
   */
  record Answer(
      String user,
      String client,
      int version,
      Access access,
      MqttConnectReturnCode code,
      String reason) {
    boolean isAccepted() {
      return code == MqttConnectReturnCode.CONNECTION_ACCEPTED;
    }

    boolean isVersion5() {
      return version >= Packets.VERSION_5;
    }

    @Override
    public String toString() {
      return user.isEmpty()
          ? "client " + Tally.shown(client)
          : "user " + Tally.shown(user) + ", client " + Tally.shown(client);
    }
  }

  Login(Users users, SecretStore secrets) {
    this.users = users;
    this.secrets = secrets;
  }

  Answer decide(MqttConnectMessage connect) {
    MqttConnectVariableHeader header = connect.variableHeader();
    MqttConnectPayload payload = connect.payload();
    boolean v5 = header.version() >= Packets.VERSION_5;
    String user = users.isOpen() || payload.userName() == null ? "" : payload.userName();
    String client = payload.clientIdentifier() == null ? "" : payload.clientIdentifier();
    MqttConnectReturnCode code = MqttConnectReturnCode.CONNECTION_ACCEPTED;
    String reason = "";
    Access access = users.access(user, client);
    if (!TopicFilter.isText(client) || (!users.isOpen() && !isPassword(user, payload))) {
      code =
          v5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
              : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
      reason = "no such user, or another password";
    } else if (!users.mayBe(user, client)) {
      code =
          v5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID
              : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
      reason = "not a client id of this user; use the user's name or add it to clients";
    } else if (header.isWillFlag() && !access.mayWrite(payload.willTopic())) {
      code =
          v5
              ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
      reason = "its will goes to " + Tally.shown(payload.willTopic()) + ", where it may not write";
    }
    return new Answer(user, client, header.version(), access, code, reason);
  }

  private boolean isPassword(String user, MqttConnectPayload payload) {
    byte[] password = payload.passwordInBytes();
    return password != null && users.isPassword(secrets, user, password);
  }

  /**
   * The CONNECT for the broker behind, with the front's own password, if that needs one. The front
   * itself notices a silent client.
   *
   * @param keepsWill whether the will is the broker's
   */
  static MqttConnectMessage forBroker(
      MqttConnectMessage connect, boolean keepsWill, byte @Nullable [] password) {
    MqttConnectVariableHeader header = connect.variableHeader();
    MqttConnectPayload payload = connect.payload();
    byte[] given = payload.passwordInBytes();
    if (given != null) {
      Arrays.fill(given, (byte) 0);
    }
    boolean secured = password != null;
    return new MqttConnectMessage(
        connect.fixedHeader(),
        new MqttConnectVariableHeader(
            header.name(),
            header.version(),
            secured,
            secured,
            keepsWill && header.isWillRetain(),
            keepsWill ? header.willQos() : 0,
            keepsWill && header.isWillFlag(),
            header.isCleanSession(),
            0,
            Packets.withoutAliases(header.properties())),
        new MqttConnectPayload(
            payload.clientIdentifier(),
            payload.willProperties(),
            keepsWill ? payload.willTopic() : null,
            keepsWill ? payload.willMessageInBytes() : null,
            secured ? "front" : null,
            password));
  }
}
