package io.weir.mqtt;

import java.io.EOFException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** What brokers and sockets say, in words that name what would help. */
public final class Reasons {
  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(0x80, "unspecified error"),
          Map.entry(0x81, "malformed packet"),
          Map.entry(0x82, "protocol error"),
          Map.entry(0x83, "implementation specific error"),
          Map.entry(
              0x84,
              "the broker does not speak this MQTT version; change version where it can be chosen"),
          Map.entry(0x85, "client id not valid; change client.id"),
          Map.entry(0x86, "bad user name or password; check username and password"),
          Map.entry(0x87, "not authorized; check username, password and the broker's access rules"),
          Map.entry(0x88, "server unavailable"),
          Map.entry(0x89, "server busy"),
          Map.entry(0x8A, "banned"),
          Map.entry(0x8B, "server shutting down"),
          Map.entry(0x8D, "keep alive timeout"),
          Map.entry(0x8E, "another client has connected with the same client.id"),
          Map.entry(0x90, "topic name invalid; change topic"),
          Map.entry(0x8F, "topic filter invalid; change topic"),
          Map.entry(0x93, "receive maximum exceeded"),
          Map.entry(0x94, "topic alias invalid"),
          Map.entry(0x95, "packet too large"),
          Map.entry(0x96, "message rate too high"),
          Map.entry(0x97, "quota exceeded"),
          Map.entry(0x98, "administrative action"),
          Map.entry(0x99, "payload format invalid"),
          Map.entry(0x9A, "retain not supported"),
          Map.entry(0x9B, "quality of service not supported"),
          Map.entry(0x9F, "connection rate exceeded"),
          Map.entry(0xA1, "subscription identifiers not supported"),
          Map.entry(0x9E, "shared subscriptions not supported"),
          Map.entry(0xA2, "wildcard subscriptions not supported"));

  private Reasons() {}

  /** An MQTT 5 reason code. */
  public static String ofCode(int code) {
    return WORDS.getOrDefault(code, "reason code 0x" + Integer.toHexString(code));
  }

  /** Whether a reason code, or a library's own number of a failure, is a broker's refusal. */
  public static boolean isRefusal(int code) {
    return code >= 0x80 && code <= 0xFF;
  }

  /** What the MQTT 5 library throws. */
  public static String of(@Nullable Throwable failure) {
    if (failure instanceof MqttException e && isRefusal(e.getReasonCode())) {
      return "the broker says: " + ofCode(e.getReasonCode());
    }
    return failure == null ? "unknown" : ofNetwork(failure, failure.getMessage());
  }

  /**
   * Whether a message refused with this code will be refused for ever. Everything else may pass
   * once rights, quotas or topics are set right, and is worth keeping.
   */
  public static boolean isPermanent(int code) {
    return code == 0x83 || code == 0x99;
  }

  /** A failure of the network, by its innermost cause. */
  public static String ofNetwork(Throwable failure, @Nullable String message) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof SSLException)) {
      cause = cause.getCause();
    }
    if (cause instanceof SSLException) {
      return "TLS: " + cause.getMessage() + "; check ca.file or pin, and the broker's certificate";
    }
    if (cause instanceof UnknownHostException) {
      return "no address is known for host " + cause.getMessage();
    }
    if (cause instanceof EOFException) {
      return "the broker hung up; if it does so again and again, look for another client of the"
          + " same client.id";
    }
    String text = cause == failure ? message : cause.getMessage();
    return text == null
        ? cause.getClass().getSimpleName()
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
